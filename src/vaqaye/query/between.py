"""What is between two parties: dossiers, and how long they have not met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from statistics import median
from typing import TypeVar

from vaqaye.errors import QueryError
from vaqaye.query.answers import Act, Deal, Dossier, MonthsOf, Number, Quote, Silence
from vaqaye.query.asked import MOST, Filter, gathered
from vaqaye.query.events import MET, events, page_of, walk_of
from vaqaye.query.ledgers import agreements, figures
from vaqaye.query.load import acts
from vaqaye.query.months import types_and_scores
from vaqaye.query.said import statements
from vaqaye.record import Record
from vaqaye.record.who import party

_Dated = TypeVar("_Dated", bound=Act | Quote | Deal | Number)
_GAPS = 2  # of fewer gaps a median says nothing


def dossier(
    record: Record,
    a: str,
    b: str,
    since: str | None = None,
    until: str | None = None,
    *,
    limit: int = 1000,
    calendar: MonthsOf = "gregorian",
) -> Dossier:
    """Events in which both take part, what either said about the other, agreements and figures of both; the newest `limit`.

    `calendar` is that of the months of the scores.
    """
    with record.snapshot():
        one, other = party(record, a), party(record, b)
        if one == other:
            raise QueryError(f"{a!r} and {b!r} are the same party: name two")
        said = [
            quote
            for by, about in ((a, b), (b, a))
            for quote in gathered(partial(statements, record, by, about, since=since, until=until), limit)
        ]
        said.sort(key=lambda q: (q.day or "", q.source.published or "", q.source.start), reverse=True)
        countries = bool(one.code and other.code)
        filter = Filter(a=a, b=b, since=since, until=until)
        met = page_of(record, filter, (MET,), 1, None).entries
        return Dossier(
            one.who,
            other.who,
            oldest_first(gathered(partial(events, record, filter), limit)),
            oldest_first(said[:limit]),
            oldest_first(gathered(partial(agreements, record, a, b, since=since, until=until), limit))
            if countries
            else (),
            oldest_first(gathered(partial(figures, record, a, b, since=since, until=until), limit))
            if countries
            else (),
            *types_and_scores(record, a, b, since, until, calendar),
            met[0] if met else None,
            silence(record, a, b),
        )


def silence(record: Record, a: str, b: str, *, today: str | None = None) -> Silence:
    """How long two parties have not met, and how long they usually go without; `today` is an ISO day, else the real one.

    From days that the texts give or on which they were published, up to today; of their newest thousand meetings.
    """
    now = _day(today) if today else date.today()
    with record.snapshot():
        filter = Filter(a=a, b=b, event="CONSULT", status="occurred", until=now.isoformat(), once=False)
        if party(record, a) == party(record, b):
            raise QueryError(f"{a!r} and {b!r} are the same party: name two")
        found, _, _ = walk_of(record, filter, MET).page(MOST, None)
        days = sorted({date.fromisoformat(spot.day) for spot in found if spot.day})
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        return Silence(
            len(days),
            acts(record, found[:1])[0] if days else None,
            (now - days[-1]).days if days else None,
            float(median(gaps)) if len(gaps) >= _GAPS else None,
        )


def timeline(
    record: Record,
    actor: str,
    since: str | None = None,
    until: str | None = None,
    *,
    other: str | None = None,
    event: str | None = None,
    status: str | None = None,
    source: str | None = None,
    place: str | None = None,
    limit: int = 1000,
) -> tuple[Act, ...]:
    """The newest `limit` events that an actor or a country takes part in, oldest first, undated ones last.

    `other` takes part, too; the rest as in Filter.
    """
    filter = Filter(actor, other, event, status, source, place, since, until)
    with record.snapshot():
        party(record, actor)  # also says what is wrong with no name at all
        return oldest_first(gathered(partial(events, record, filter), limit))


def quotes(
    record: Record,
    by: str,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    *,
    limit: int = 100,
) -> tuple[Quote, ...]:
    """What somebody said, newest first; with `about`, only statements whose words mention that party."""
    with record.snapshot():
        party(record, by)
        return tuple(gathered(partial(statements, record, by, about, since=since, until=until), limit))


def oldest_first(newest_first: Sequence[_Dated]) -> tuple[_Dated, ...]:
    """The other way round, but what has no day stays at the end."""
    turned = newest_first[::-1]
    return (*(e for e in turned if e.day), *(e for e in turned if not e.day))


def _day(asked: str) -> date:
    try:
        return date.fromisoformat(asked)
    except ValueError as error:
        raise QueryError(f"{asked[:40]!r} is no day: give one such as 2022-01-19") from error
