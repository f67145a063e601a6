"""Dates as the record sorts by them: the first day of an ISO value, and keys that grow with the time of publication."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from vaqaye.errors import QueryError

DATED = 2**40
"""Keys of articles without a date of publication lie below this one, those of dated ones above."""
SLOT = 2**14
"""Keys in one second; a fuller second runs over into the next one. Keys of the years to 2168 take six bytes."""

LAST_KEY = 2**63 - 1
"""No article has a greater key."""

_DAY_OF_KEYS = 86_400 * SLOT
_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
_ASKED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_OLDEST = "1800"
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?(?=$|[T /])", re.ASCII)


def first_day(value: str | None) -> str | None:
    """The first day of an ISO date, date-time, month, year or interval; None for durations and for None."""
    match = _DAY.match(value) if value else None
    return f"{match.group()}-01-01"[:10] if match else None


@lru_cache(maxsize=16_384)
def is_late(day: str | None) -> bool:
    """Whether an ISO day is one of those in its month on which the Jalali month that begins there has begun.

    In each Gregorian month one begins, from the 19th to the 23rd: 2022-06-21 is 31 Khordad, 2022-06-22 is 1 Tir.
    """
    from vaqaye.dates import calendars  # the whole room of dates: who asks a record nothing by months needs none of it

    try:
        when = date.fromisoformat(day or "")
        return calendars.parts("jalali", when)[2] <= when.day
    except ValueError:
        return False


@lru_cache(maxsize=4_096)
def jalali_months(month: str) -> tuple[str, str]:
    """The Jalali months of the days of a month that are not late and of those that are: `1401-03`, `1401-04` of `2022-06`.

    Empty ones for what is no month.
    """
    from vaqaye.dates import calendars

    try:
        year, number, _ = calendars.parts("jalali", date.fromisoformat(f"{month}-01"))
    except ValueError:
        return "", ""
    return f"{year:04}-{number:02}", f"{year + number // 12:04}-{number % 12 + 1:02}"


def first_key(published: str | None) -> int:
    """The least key of an article published then; 1 where that is unknown. What has no time zone counts as UTC."""
    moment = _moment(published) or _moment(first_day(published))
    if moment is None:
        return 1
    return DATED + max(0, int((moment - _EPOCH).total_seconds())) * SLOT


def key_limits(since: str | None, until: str | None) -> tuple[int, int]:
    """The first and last keys that articles published then may have, a day wider on both sides for their time zones."""
    limits(since, until)
    first = first_key(first_day(since)) - _DAY_OF_KEYS if since else 0
    last = LAST_KEY
    if until:
        widest = {4: 367, 7: 32}.get(len(until), 2)
        last = min(LAST_KEY, first_key(first_day(until)) + widest * _DAY_OF_KEYS)
    return max(first, 0), last


def limits(since: str | None, until: str | None) -> tuple[str, str]:
    """Two ISO dates, months or years as strings that ISO days compare with; both ends belong to what is asked for.

    `since <= day <= until` holds for a day string of any precision. Raises QueryError where one is no date, or a Jalali
    one, or the first comes after the last.
    """
    for value in (since, until):
        if value is not None and not (_ASKED.fullmatch(value) and _moment(first_day(value))):
            raise QueryError(f"{value!r} is no date: give a day, month or year such as 2022-01-19, 2022-01 or 2022")
        if value is not None and value < _OLDEST:
            raise QueryError(f"{value!r} lies before all news: give the Gregorian date, such as 2022 for 1400 and 1401")
    last = f"{until or ''}~"  # «~» sorts behind digits and «-»: 2022-01-31 <= 2022-01~
    if since and since > last:
        raise QueryError(f"{since!r} comes after {until!r}: nothing lies between them")
    return since or "", last


def _moment(value: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
