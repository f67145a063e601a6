"""Questions for events: timelines, what is new, meetings, plans, places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import get_args

from vaqaye.codes import countries
from vaqaye.errors import QueryError
from vaqaye.model import Name, Status
from vaqaye.query.answers import Act, Outcome, Page, PlaceFile, Plan, Site
from vaqaye.query.asked import Filter, Spot, When, checked_limit
from vaqaye.query.load import acts
from vaqaye.query.walk import FROM_SOURCE, Arm, Condition, Drive, Walk
from vaqaye.record import Record
from vaqaye.record.days import first_day, key_limits
from vaqaye.record.rows import name_key
from vaqaye.record.who import Party, party
from vaqaye.resources import shipped

EVERYTHING = Drive((Arm("SELECT day, article, n FROM events WHERE true"),))
MET = Condition(
    "e.event = 'CONSULT' AND e.status = 'occurred' AND coalesce(e.mode, '') NOT IN ('phone', 'third-party')"
)
"""What counts as a meeting: a CONSULT that has occurred, other than by telephone or through others."""

ALL = Filter()
"""Asks for all events."""

_MANY_KEYS = 20  # rows of one name; more of them are sorted, not merged
_SLACK = timedelta(days=3)  # a visit that was put off for so long is still the one that was planned


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as drives, the best first, and conditions."""

    drives: tuple[Drive, ...]
    conditions: tuple[Condition, ...]


def events(record: Record, filter: Filter = ALL, *, limit: int = 50, cursor: str | None = None) -> Page[Act]:
    """Events by their own day, newest first: a timeline. `since` and `until` are of that day."""
    with record.snapshot():
        return page_of(record, filter, (), limit, cursor)


def latest(record: Record, filter: Filter = ALL, *, limit: int = 50, cursor: str | None = None) -> Page[Act]:
    """Events by the publication of their articles, newest first: what is new. `since` and `until` are of publication."""
    with record.snapshot():
        asked = understood(record, filter)
        first, last = key_limits(filter.since, filter.until)
        when = When.of(filter.since, filter.until)
        conditions = asked.conditions
        if not when.open:  # keys are in UTC, dates as they stand in the articles
            day = Condition(
                "(SELECT published FROM articles a WHERE a.key = e.article) BETWEEN ? AND ?", (when.first, when.last)
            )
            conditions = (*conditions, day)
        drives = [drive for drive in asked.drives if drive is not EVERYTHING]
        if not filter.source:  # else the last drive is that of the source, in order of articles
            drives.append(EVERYTHING)
        walk = Walk(record, "events", drives, replace(when, open=True), conditions, (first, last))
        if filter.once:
            walk = _told_once(walk)
        spots, following, seen = walk.page(checked_limit(limit), cursor)
        return Page(acts(record, spots), following, seen)


def page_of(record: Record, filter: Filter, more: Sequence[Condition], limit: int, cursor: str | None) -> Page[Act]:
    """Events by their day that meet more conditions than a filter has."""
    spots, following, seen = walk_of(record, filter, *more).page(checked_limit(limit), cursor)
    return Page(acts(record, spots), following, seen)


def walk_of(record: Record, filter: Filter, *more: Condition) -> Walk:
    """The walk of a filter and further conditions over events by their day."""
    asked = understood(record, filter)
    when = When.of(filter.since, filter.until)
    walk = Walk(record, "events", asked.drives, when, (*asked.conditions, *more))
    return _told_once(walk) if filter.once else walk


def act(record: Record, article: str, event: int | str) -> Act:
    """One event, by the id of its article and its number or id there; QueryError where there is none."""
    column = "n" if isinstance(event, int) else "id"
    found = record.select(
        f"SELECT e.article, e.n FROM articles a JOIN events e ON e.article = a.key WHERE a.id = ? AND e.{column} = ?",
        (article, event),
    )
    if not found:
        raise QueryError(f"there is no event {event!r} in an article {article!r}: look at the article for those it has")
    return acts(record, [Spot(None, *found[0])])[0]


def meetings(
    record: Record,
    a: str | None = None,
    b: str | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Act]:
    """Meetings and visits of a party, or of two with each other, newest first."""
    filter = Filter(a=a, b=b, event="CONSULT", status="occurred", since=since, until=until)
    with record.snapshot():
        return page_of(record, filter, (MET,), limit, cursor)


def planned(
    record: Record,
    a: str | None = None,
    b: str | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Plan]:
    """Visits and meetings that were announced, latest day first, and what became of them, with both evidences.

    The outcome is told by a report of the same act, else by a meeting of the same two countries within three days of the
    day that was planned.
    """
    filter = Filter(a=a, b=b, event="CONSULT", status="planned", since=since, until=until)
    with record.snapshot():
        spots, following, seen = walk_of(record, filter).page(checked_limit(limit), cursor)
        plans = []
        for spot, plan in zip(spots, acts(record, spots), strict=True):
            told = _outcome(record, spot, plan)
            outcome: Outcome = "unknown" if told is None else "denied" if told.status == "denied" else "occurred"
            plans.append(Plan(plan, outcome, told))
        return Page(tuple(plans), following, seen)


def place(record: Record, name: str, *, limit: int = 50) -> PlaceFile:
    """What happened in a country, city or region, newest first; QueryError where no such place is on record."""
    with record.snapshot():
        walk = walk_of(record, Filter(place=name))
        rows = walk.all_of_newest(
            "e.place_fa, e.place_en, e.place_country, e.place_region, e.place_lat, e.place_lon, e.event, count(*)",
            "GROUP BY e.event ORDER BY 8 DESC, 7",
        )
        if not rows:
            raise QueryError(
                f"nothing happened in {name!r} on record: give a place as newspapers write it, or a country code"
            )
        spots, _, _ = walk.page(checked_limit(limit), None)
        fa, en, country, region, lat, lon = rows[0][:6]
        whole = countries().get(name.strip().upper())
        if whole:
            fa, en, region, lat, lon = whole.fa, whole.en, None, None, None
        by_type = {row[6]: row[7] for row in rows}
        return PlaceFile(Name(fa, en), country, region, lat, lon, acts(record, spots), by_type)


def sites(record: Record, filter: Filter = ALL, *, limit: int = 500) -> tuple[Site, ...]:
    """Where the newest events that fit took place, the places with most of them first."""
    with record.snapshot():
        rows = walk_of(record, filter, Condition("e.place_lat IS NOT NULL")).all_of_newest(
            "e.place_fa, e.place_en, e.place_country, e.place_lat, e.place_lon, count(*), max(e.day)",
            "GROUP BY e.place_fa, e.place_country, e.place_lat, e.place_lon ORDER BY 6 DESC, 1",
        )
        return tuple(Site(Name(fa, en), *row) for fa, en, *row in rows[: checked_limit(limit)])


def understood(record: Record, filter: Filter) -> Asked:
    """A filter as drives, the best first, and conditions; QueryError where something in it is not known."""
    filter.checked()
    a = party(record, filter.a) if filter.a else None
    b = party(record, filter.b) if filter.b else None
    drives: list[Drive] = []
    conditions: list[Condition] = []
    if a and b:
        if a == b:
            raise QueryError(f"{filter.a!r} and {filter.b!r} are the same party: name two")
        pair = (min(a.code, b.code), max(a.code, b.code)) if a.code and b.code else None
        if pair:
            drives.append(_drive_of_pair(pair, filter))
            sql = (
                "EXISTS (SELECT 1 FROM pairs p WHERE p.article = e.article AND p.entry = 'event' AND p.n = e.n "
                "AND p.a = ? AND p.b = ?)"
            )
            conditions.append(Condition(sql, pair))
        else:
            drives += sorted((drive_of(record, p) for p in (a, b) if not p.code), key=lambda d: len(d.arms))
            sql = (
                "EXISTS (SELECT 1 FROM participants p JOIN participants q ON q.article = p.article AND q.event = p.event "
                "AND (q.role <> p.role OR q.n <> p.n) WHERE p.article = e.article AND p.event = e.n "
                f"AND {a.on('p.actor', 'p.country')} AND {b.on('q.actor', 'q.country')})"
            )
            conditions.append(Condition(sql, (*a.parameters, *b.parameters)))
    elif a:
        drives.append(drive_of(record, a))
        sql = "EXISTS (SELECT 1 FROM participants p WHERE p.article = e.article AND p.event = e.n AND {})"
        conditions.append(Condition(sql.format(a.on("p.actor", "p.country")), a.parameters))
    if filter.place:
        _add_place(filter.place, drives, conditions)
    if filter.status:
        known = f"status = '{filter.status}'"  # one of four words: so that the partial index is taken
        if filter.status != "occurred":
            known += " AND status <> 'occurred'"
            drives.append(Drive((Arm(f"SELECT day, article, n FROM events WHERE {known}"),)))
        conditions.append(Condition("e.status = ?", (filter.status,)))
    if filter.event:
        drives.append(Drive((Arm("SELECT day, article, n FROM events WHERE event = ?", (filter.event,)),)))
        conditions.append(Condition("e.event = ?", (filter.event,)))
    if filter.source:
        arm = Arm(
            "SELECT day, article, n FROM (SELECT e.day AS day, a.key AS article, e.n AS n FROM articles a "
            "CROSS JOIN events e ON e.article = a.key WHERE a.source = ?) WHERE true",
            (filter.source,),
        )
        drives = [*(drives or [EVERYTHING]), Drive((arm,))]
        conditions.append(Condition(FROM_SOURCE, (filter.source,)))
    return Asked(tuple(drives) or (EVERYTHING,), tuple(conditions))


def _drive_of_pair(pair: tuple[str, str], filter: Filter) -> Drive:
    """The events of two countries; those of one type by the index of types, in which each status stands by itself."""
    select = "SELECT day, article, n FROM pairs{} WHERE a = ? AND b = ? AND entry = 'event'"
    if not filter.event:
        return Drive((Arm(select.format(""), pair),))
    select = select.format(" INDEXED BY pairs_by_act")  # SQLite would rather have the one of all types, for its days
    statuses = [filter.status] if filter.status else get_args(Status)
    return Drive(tuple(Arm(f"{select} AND event = ? AND status = ?", (*pair, filter.event, s)) for s in statuses))


def drive_of(record: Record, party: Party) -> Drive:
    """The events of one party."""
    select = "SELECT DISTINCT day, article, event AS n FROM participants WHERE "
    if party.code:
        return Drive((Arm(f"{select}country = ?", (party.code,), "event"),))
    keys = [key for (key,) in record.select(party.keys or "", party.values)]
    if len(keys) > _MANY_KEYS:
        return Drive((Arm(f"{select}{party.on('actor', 'country')}", party.parameters, "event"),))
    return Drive(tuple(Arm(f"{select}actor = ?", (key,), "event") for key in keys))


def _add_place(asked: str, drives: list[Drive], conditions: list[Condition]) -> None:
    name = " ".join(asked.split())
    if name.upper() in countries():
        column, value = "place_country", name.upper()
    else:
        column, value = "place_fa", _places().get(name_key(name), _places().get(name.lower(), name))
    drives.append(Drive((Arm(f"SELECT day, article, n FROM events WHERE {column} = ?", (value,)),)))
    conditions.append(Condition(f"e.{column} = ?", (value,)))


@cache
def _places() -> dict[str, str]:
    """Names of places, as keys or in small Latin letters, to the Persian names that events have."""
    found: dict[str, str] = {}
    for row in shipped("places"):
        for name in (row["en"].lower(), *(name_key(n) for n in (*row["names"].split("|"), row["fa"]))):
            found.setdefault(name, row["fa"])
    return found


def _told_once(walk: Walk) -> Walk:
    """An entry is left out if another report of its episode that fits is newer, or stands before it in the same article.

    The first telling is the act itself («… دیدار کرد»), later ones come back to it («در این گفت‌وگوها …»).
    """
    fits = " AND ".join(f"({c.sql})" for c in walk.conditions) or "true"
    values = tuple(v for c in walk.conditions for v in c.values)
    days, order = (
        ("", "(e.article, -e.n)")
        if walk.published
        else (walk.when.on("e.day"), "(coalesce(e.day, ''), e.article, -e.n)")
    )
    marks = "(?, ?)" if walk.published else "(?, ?, ?)"
    sql = (
        "SELECT 1 FROM reports r CROSS JOIN reports o ON o.story = r.story AND o.entry = 'event' "
        "CROSS JOIN events e ON e.article = o.article AND e.n = o.n "
        f"WHERE r.article = ? AND r.entry = 'event' AND r.n = ? AND {order} > {marks} AND {fits} {days} LIMIT 1"
    )

    def newest(spot: Spot) -> bool:
        day, article, n = spot.order
        behind = (article, -n) if walk.published else (day, article, -n)
        dated = () if walk.published else walk.when.values
        return not walk.record.select(sql, (spot.article, spot.n, *behind, *values, *dated))

    return replace(walk, check=newest)


def _outcome(record: Record, spot: Spot, plan: Act) -> Act | None:
    """The newest report that what was planned took place, or did not."""
    rows = record.select(
        "SELECT e.day, e.article, e.n FROM reports r CROSS JOIN reports o ON o.story = r.story AND o.entry = 'event' "
        "CROSS JOIN events e ON e.article = o.article AND e.n = o.n WHERE r.article = ? AND r.entry = 'event' AND r.n = ? "
        "AND e.status IN ('occurred', 'denied') ORDER BY e.article DESC LIMIT 1",
        (spot.article, spot.n),
    )
    there = sorted({who.country for who in (*plan.actors, *plan.recipients) if who.country})
    days = _days_of(plan.date) if plan.date else None
    if not rows and days and len(there) > 1:
        rows = record.select(
            "SELECT e.day, e.article, e.n FROM pairs x CROSS JOIN events e ON e.article = x.article AND e.n = x.n "
            "WHERE x.a = ? AND x.b = ? AND x.entry = 'event' AND x.event = 'CONSULT' AND x.status IN ('occurred', 'denied') "
            "AND x.day BETWEEN ? AND ? AND coalesce(e.mode, '') NOT IN ('phone', 'third-party') "
            "AND (e.place_country IS NULL OR ? IS NULL OR e.place_country = ?) AND e.article > ? "
            "ORDER BY x.day, x.article LIMIT 1",
            (*there[:2], *days, *[_country_of(record, spot)] * 2, spot.article),
        )
    return acts(record, [Spot(*rows[0])])[0] if rows else None


def _country_of(record: Record, spot: Spot) -> str | None:
    ((code,),) = record.select("SELECT place_country FROM events WHERE article = ? AND n = ?", (spot.article, spot.n))
    return None if code is None else str(code)


def _days_of(value: str) -> tuple[str, str] | None:
    """First and last day of an ISO date, month, year or interval, with some slack; None for a duration."""
    first, _, last = value.partition("/")
    last = last or first
    start, end = first_day(first), first_day(last)
    if start is None or end is None:
        return None
    try:
        whole = timedelta(days={4: 365, 7: 30}.get(len(last), 0))
        return (date.fromisoformat(start) - _SLACK).isoformat(), (date.fromisoformat(end) + whole + _SLACK).isoformat()
    except (ValueError, OverflowError):  # «2022-02-31»
        return None
