"""How questions are asked: filters, times, cursors, limits. QueryError says what to ask instead."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

import orjson

from vaqaye.errors import QueryError
from vaqaye.model import EventType, Status
from vaqaye.query.answers import Page
from vaqaye.record.days import limits

MOST = 1000
"""Entries on one page."""
FIRST, LAST = "", "~"
"""Days before and behind all days."""

T = TypeVar("T")
_LONGEST_CURSOR = 200
_BIGGEST = 2**63 - 1
_EVENTS, _STATUSES = get_args(EventType), get_args(Status)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events are asked for: all that is given must hold.

    `a` and `b` are parties that take part (b beside a), `event` a PLOVER type of the act, `place` a country code or the
    name of a place, `source` an outlet; `since` and `until` ISO days, months or years, both included. With `once` an
    act that many articles tell of is one entry, its newest report that fits the rest.
    """

    a: str | None = None
    b: str | None = None
    event: str | None = None
    status: str | None = None
    source: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    once: bool = True

    def checked(self) -> Filter:
        """This filter; QueryError where a type or status is none, or `b` stands alone."""
        _known("type", self.event, _EVENTS)
        _known("status", self.status, _STATUSES)
        if self.b and not self.a:
            raise QueryError("a second party needs a first one: give both, or the one as the first")
        return self


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an entry stands in the order of days: newest day first, then newest article, then the last in it."""

    day: str | None
    article: int
    n: int

    @property
    def order(self) -> tuple[str, int, int]:
        """What to sort by; what has no day comes last."""
        return self.day or "", self.article, self.n


@dataclass(frozen=True, slots=True)
class When:
    """Days from `first` to `last`; `open` if everything is meant, also what has no day."""

    first: str
    last: str
    open: bool

    @classmethod
    def of(cls, since: str | None, until: str | None) -> When:
        """QueryError where one is no date."""
        return cls(*limits(since, until), since is None and until is None)

    def on(self, day: str) -> str:
        """A condition on a column, with `values`; empty where everything is meant."""
        return "" if self.open else f"AND {day} BETWEEN ? AND ?"

    @property
    def values(self) -> tuple[str, ...]:
        """What the question marks of `on` stand for."""
        return () if self.open else (self.first, self.last)


def checked_limit(limit: int) -> int:
    """The limit, which must lie between 1 and MOST."""
    if not 1 <= limit <= MOST:
        raise QueryError(f"limit {limit}: a page has from 1 to {MOST} entries")
    return limit


def gathered(page: Callable[..., Page[T]], limit: int) -> list[T]:
    """The newest `limit` entries of as many pages as that takes, however long the way to them is."""
    found: list[T] = []
    cursor = None
    while len(found) < limit:
        some = page(limit=min(limit - len(found), MOST), cursor=cursor)
        found += some.entries
        cursor = some.next
        if cursor is None:
            break
    return found


def cursor_of(spot: Spot) -> str:
    """A place in the order as letters that fit an address."""
    return base64.urlsafe_b64encode(orjson.dumps([spot.day, spot.article, spot.n])).decode().rstrip("=")


def spot_of(cursor: str | None) -> Spot | None:
    """The place that a cursor stands for; QueryError where `cursor_of` never made it."""
    if cursor is None:
        return None
    try:
        if len(cursor) > _LONGEST_CURSOR:
            raise ValueError
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        day, article, n = orjson.loads(base64.b64decode(padded, b"-_", validate=True))
        if not (_is_day(day) and _is_number(article) and _is_number(n)):
            raise ValueError
    except (ValueError, TypeError, UnicodeEncodeError, binascii.Error) as error:
        raise QueryError("this cursor is none of ours: ask for the first page, and go on by its `next`") from error
    return Spot(day, article, n)


def _is_day(value: Any) -> bool:
    return value is None or (isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)))


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value <= _BIGGEST


def _known(what: str, value: str | None, all: tuple[str, ...]) -> None:
    if value is not None and value not in all:
        raise QueryError(f"there is no {what} {value[:40]!r}: take one of {' '.join(all)}")
