"""What may be asked for in the address of a question: each parameter with its limits, empty ones as if they were not there."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Path, Query
from pydantic import BeforeValidator, StringConstraints

from vaqaye.dates import calendars
from vaqaye.errors import QueryError
from vaqaye.model import AgreementStatus, EventType, Stance, Status
from vaqaye.query import Filter, MonthsOf
from vaqaye.web.api_answers import MOST


def _given(value: Any) -> Any:
    """A form sends `event=` where nothing was chosen."""
    return None if value == "" else value


_OPTIONAL = BeforeValidator(_given)
_PARTY = "A country (IRN, ایران, Iran) or an actor, by name in any spelling or by id"
# Limits stand inside of the union: those of a Query would be put to None too.
_Text = Annotated[str, StringConstraints(max_length=200)]
_Day = Annotated[str, StringConstraints(max_length=20)]

Party = Annotated[str, Query(min_length=1, max_length=200, description=_PARTY)]
MaybeParty = Annotated[_Text | None, _OPTIONAL, Query(description=_PARTY)]
Words = Annotated[
    _Text | None,
    _OPTIONAL,
    Query(description="Words, in any spelling; in quotation marks a phrase, with * a beginning"),
]
Source = Annotated[_Text | None, _OPTIONAL, Query(description="An outlet, as /api/sources names it")]
MaybePlace = Annotated[_Text | None, _OPTIONAL, Query(description="A country code, or the name of a place")]
Since = Annotated[_Day | None, _OPTIONAL, Query(description="From this ISO day, month or year on")]
Until = Annotated[_Day | None, _OPTIONAL, Query(description="Up to this ISO day, month or year")]
MaybeDay = Annotated[date | None, _OPTIONAL, Query(description="An ISO day, else today")]
MaybeMonth = Annotated[_Day | None, _OPTIONAL, Query(description="A Jalali month, 1404-10, for since and until")]
MaybeEvent = Annotated[EventType | None, _OPTIONAL, Query(description="PLOVER type of the act")]
MaybeStatus = Annotated[Status | None, _OPTIONAL, Query(description="Whether it happened")]
MaybeStance = Annotated[Stance | None, _OPTIONAL, Query(description="How it was said")]
MaybeAgreed = Annotated[AgreementStatus | None, _OPTIONAL, Query(description="How far an agreement has come")]
MaybeMetric = Annotated[_Text | None, _OPTIONAL, Query(description="As /api/metrics names it")]
MaybeUnit = Annotated[_Text | None, _OPTIONAL, Query(description="ISO 4217 for money, percent, person …")]
Calendar = Annotated[
    MonthsOf,
    BeforeValidator(lambda value: value or "gregorian"),
    Query(description="Whose months: 2022-06, or 1401-04"),
]
Cursor = Annotated[
    Annotated[str, StringConstraints(max_length=1_000)] | None,
    _OPTIONAL,
    Query(description="`next` of the page before"),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many entries at most")]
Id = Annotated[str, Path(min_length=1, max_length=500)]


def _filter(
    a: MaybeParty = None,
    b: MaybeParty = None,
    event: MaybeEvent = None,
    status: MaybeStatus = None,
    source: Source = None,
    place: MaybePlace = None,
    since: Since = None,
    until: Until = None,
    once: Annotated[bool, Query(description="An act that many articles tell of is one entry")] = True,
) -> Filter:
    return Filter(a, b, event, status, source, place, since, until, once)


Filtered = Annotated[Filter, Depends(_filter)]
"""Conditions on events, all together."""


def _span(
    month: MaybeMonth = None,
    since: Since = None,
    until: Until = None,
) -> tuple[str | None, str | None]:
    if month is None:
        return since, until
    asked = re.fullmatch(r"([0-9]{4})-([0-9]{2})", month)
    span = calendars.month_span("jalali", int(asked[1]), int(asked[2])) if asked and "01" <= asked[2] <= "12" else None
    if span is None:
        raise QueryError(f"{month!r} is no Jalali month: give one such as 1404-10")
    return span[0].isoformat(), span[1].isoformat()


When = Annotated[tuple[str | None, str | None], Depends(_span)]
"""First and last day."""
