"""The API: each question of `vaqaye.query` at its address, under /api."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query
from pydantic import BeforeValidator

from vaqaye import query
from vaqaye.model import Reading
from vaqaye.query.answers import State as Became
from vaqaye.record import Hit
from vaqaye.record.searches import Search
from vaqaye.record.searches import searches as saved
from vaqaye.record.state import State
from vaqaye.web import api_codebook, api_sql, api_stories
from vaqaye.web.api_answers import describe, known, question
from vaqaye.web.api_asked import (
    Calendar,
    Cursor,
    Filtered,
    Id,
    Limit,
    MaybeAgreed,
    MaybeDay,
    MaybeMetric,
    MaybeParty,
    MaybeStance,
    MaybeUnit,
    Party,
    Since,
    Source,
    Until,
    When,
    Words,
)
from vaqaye.web.records import OneRecord

router = APIRouter(prefix="/api")
ROUTERS = (router, api_stories.router, api_sql.router, api_codebook.router)


def plug(app: FastAPI, path: Path) -> State:
    """Adds the API to an application whose `state.pool` lends records. The caller closes what it returns."""
    state = app.state.record_state = State(path)
    for part in ROUTERS:
        app.include_router(part)
    describe(app)
    return state


# -- events


@question(router, "/events")
def events(record: OneRecord, filter: Filtered, limit: Limit = 50, cursor: Cursor = None) -> query.Page[query.Act]:
    """What is new: events that fit, those of the latest articles first."""
    return query.latest(record, filter, limit=limit, cursor=cursor)


@question(router, "/timeline")
def timeline(record: OneRecord, filter: Filtered, limit: Limit = 50, cursor: Cursor = None) -> query.Page[query.Act]:
    """Events that fit, by the day of the act, latest first."""
    return query.events(record, filter, limit=limit, cursor=cursor)


@question(router, "/calendar")
def calendar(
    record: OneRecord, when: When, a: MaybeParty = None, b: MaybeParty = None, limit: Limit = 50, cursor: Cursor = None
) -> query.Page[query.Plan]:
    """Planned visits and meetings, latest day first, and what became of them."""
    return query.planned(record, a, b, since=when[0], until=when[1], limit=limit, cursor=cursor)


@question(router, "/meetings")
def meetings(
    record: OneRecord,
    a: Party,
    b: MaybeParty = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> query.Page[query.Act]:
    """Meetings of one, or of two with each other."""
    return query.meetings(record, a, b, since=since, until=until, limit=limit, cursor=cursor)


@question(router, "/map")
def sites(record: OneRecord, filter: Filtered, limit: Limit = 500) -> tuple[query.Site, ...]:
    """Places of the newest events that fit."""
    return query.sites(record, filter, limit=limit)


# -- two parties, or one


@question(router, "/dossier", table="events")
def dossier(
    record: OneRecord,
    a: Party,
    b: Party,
    since: Since = None,
    until: Until = None,
    limit: Limit = 100,
    calendar: Calendar = "gregorian",
) -> query.Dossier:
    """All that is between two parties."""
    return query.dossier(record, a, b, since, until, limit=limit, calendar=calendar)


@question(router, "/counts")
def counts(
    record: OneRecord,
    a: MaybeParty = None,
    b: MaybeParty = None,
    since: Since = None,
    until: Until = None,
    calendar: Calendar = "gregorian",
) -> tuple[query.Count, ...]:
    """Events by month and type, oldest first."""
    return query.counts(record, a, b, since, until, calendar=calendar)


@question(router, "/scores")
def scores(
    record: OneRecord,
    a: MaybeParty = None,
    b: MaybeParty = None,
    since: Since = None,
    until: Until = None,
    calendar: Calendar = "gregorian",
) -> tuple[query.Score, ...]:
    """The mean PLOVER score of each month, oldest first."""
    return query.scores(record, a, b, since, until, calendar=calendar)


@question(router, "/silence")
def silence(record: OneRecord, a: Party, b: Party, today: MaybeDay = None) -> query.Silence:
    """How long two have not met, and how long they usually do not."""
    return query.silence(record, a, b, today=today.isoformat() if today else None)


@question(router, "/actor/{id:path}", table="events")
def actor(record: OneRecord, id: Id, limit: Limit = 50) -> query.Profile:
    """One person, organisation or state: offices, events, statements, meetings."""
    with known():
        return query.profile(record, id, limit=limit)


@question(router, "/met")
def met(
    record: OneRecord, a: Party, since: Since = None, until: Until = None, limit: Limit = 50
) -> tuple[query.Met, ...]:
    """Whom somebody met, most often first."""
    return query.met(record, a, since=since, until=until, limit=limit)


@question(router, "/network")
def network(record: OneRecord, a: Party, limit: Limit = 60) -> query.Network:
    """Whom somebody met, and which of those met each other."""
    return query.network(record, a, limit=limit)


@question(router, "/place", table="events")
def place(
    record: OneRecord, name: Annotated[str, Query(min_length=1, max_length=200)], limit: Limit = 50
) -> query.PlaceFile:
    """What happened at a place."""
    return query.place(record, name, limit=limit)


# -- words


@question(router, "/statements")
def statements(
    record: OneRecord,
    by: MaybeParty = None,
    about: MaybeParty = None,
    words: Words = None,
    stance: MaybeStance = None,
    source: Source = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> query.Page[query.Quote]:
    """Who said what about whom, newest first."""
    return query.statements(
        record,
        by,
        about,
        words=words,
        stance=stance,
        source=source,
        since=since,
        until=until,
        limit=limit,
        cursor=cursor,
    )


@question(router, "/positions")
def positions(
    record: OneRecord,
    by: Party,
    about: MaybeParty = None,
    words: Words = None,
    since: Since = None,
    until: Until = None,
) -> tuple[query.Position, ...]:
    """How somebody's stance changed, oldest first."""
    return query.positions(record, by, about, words=words, since=since, until=until)


# -- agreements and figures


@question(router, "/agreements")
def agreements(
    record: OneRecord,
    a: MaybeParty = None,
    b: MaybeParty = None,
    status: MaybeAgreed = None,
    source: Source = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> query.Page[query.Deal]:
    """Agreements as articles tell of them, newest first."""
    return query.agreements(
        record, a, b, status=status, source=source, since=since, until=until, limit=limit, cursor=cursor
    )


@question(router, "/metrics")
def metrics(record: OneRecord, party: MaybeParty = None, limit: Limit = 200) -> tuple[query.Metric, ...]:
    """What the newest figures measure, the commonest first."""
    return query.metrics(record, party, limit=limit)


@question(router, "/figures")
def figures(
    record: OneRecord,
    party: MaybeParty = None,
    other: MaybeParty = None,
    metric: MaybeMetric = None,
    unit: MaybeUnit = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> query.Page[query.Number]:
    """Numbers that carry a claim, newest first."""
    return query.figures(
        record,
        party,
        other,
        metric=metric,
        unit=unit,
        since=since,
        until=until,
        limit=limit,
        cursor=cursor,
    )


# -- articles and look-ups


@question(router, "/article/{id:path}")
def article(record: OneRecord, id: Id) -> Reading:
    """One article and all that was read in it: what `vaqaye schema` describes."""
    with known():
        return record.reading(id)


@question(router, "/search")
def search(
    record: OneRecord,
    q: Annotated[str, Query(min_length=1, max_length=200, description="Words that the article must have")],
    source: Source = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> query.Page[Hit]:
    """Articles by their words, newest first."""
    return query.search(record, q, source=source, since=since, until=until, limit=limit, cursor=cursor)


@question(router, "/corrections")
def corrections(
    record: OneRecord,
    article: Annotated[str | None, Query(max_length=500, description="Id of an article")] = None,
    state: Annotated[
        Became | None, BeforeValidator(lambda value: value or None), Query(description="What became of them")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> query.Page[query.Corrected]:
    """What analysts have said of entries, newest first; entries marked wrong are nowhere else."""
    return query.corrections(record, article=article or None, state=state, limit=limit, cursor=cursor)


@question(router, "/searches")
def searches(record: OneRecord) -> tuple[Search, ...]:
    """Saved searches; /feed.rss?search=NAME has what is new."""
    return saved(record)


@question(router, "/suggest")
def suggest(
    record: OneRecord,
    q: Annotated[str, Query(max_length=100, description="How a name begins")],
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
) -> tuple[query.Suggestion, ...]:
    """Actors whose name begins so."""
    return query.suggest(record, q, limit)


@question(router, "/sources")
def sources(record: OneRecord) -> tuple[str, ...]:
    """The outlets on record."""
    return query.sources(record)
