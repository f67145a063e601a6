"""What an analyst says is wrong with the entries of an article: kept for good, and found again after another reading.

A correction is known by its article, the kind of entry, where its words stand, and its type. Nothing is ever deleted: one
that was an error itself is taken back by a row that says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal, get_args

import orjson

from vaqaye.errors import QueryError
from vaqaye.model import ActorKind, AgreementStatus, EventType, Span, Stance, Status
from vaqaye.record.days import limits
from vaqaye.record.rows import Row
from vaqaye.resources import shipped

if TYPE_CHECKING:
    from vaqaye.record.store import Record

EntryKind = Literal["event", "statement", "agreement", "figure"]
Verdict = Literal["wrong", "mended", "missed", "withdrawn"]
WORDS = 200
"""Characters of the words that a correction remembers, to find them again in a text that has changed."""
REASON, NAME = 1_000, 100
"""Characters of a reason and of a name at most."""

_PEOPLE = 20  # on one side of an event
_LONG = 200  # characters of an id, a name or a unit
_FAR = 2**31


@dataclass(frozen=True, slots=True)
class Person:
    """Who it was, whole enough for a record that does not know him. An id `local:…` means whoever has that name."""

    id: str
    fa: str | None = None
    en: str | None = None
    kind: ActorKind = "person"
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """What is right; None where it is as it was read.

    `type` is that of an event, the stance of a statement or the unit of a figure; `date` is ISO, empty where the text
    gives none. `actor` is the speaker of a statement or figure, `recipient` whom it is said to; `parties` are country
    codes of an agreement or a figure.
    """

    type: str | None = None
    mode: str | None = None
    status: str | None = None
    date: str | None = None
    actor: tuple[Person, ...] | None = None
    recipient: tuple[Person, ...] | None = None
    parties: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One word of an analyst on one entry.

    `start` and `end` are those of an event's trigger, a statement's content, else of the first evidence; `words` is how
    the article's text goes on from there; `type` is the PLOVER type as it was read, the unit of a figure, else empty.
    `withdraws` is the id of the correction that is taken back. `at` is UTC, ISO; `id` is made of all the rest.
    """

    article: str
    entry: EntryKind
    type: str
    start: int
    end: int
    words: str
    verdict: Verdict
    by: str
    reason: str
    at: str
    values: Values = Values()
    withdraws: str | None = None
    id: str = ""

    @property
    def span(self) -> Span:
        """Where its words stood."""
        return Span(self.start, self.end)


def checked(given: Correction) -> Correction:
    """A correction that can be kept, with its id; QueryError where something in it is not known, or far too long."""
    by, reason = " ".join(given.by.split()), given.reason.strip()
    if not by or len(by) > NAME or not _is_text(by):
        raise QueryError(f"a correction needs a name, of at most {NAME} characters")
    if not reason or len(reason) > REASON or not _is_text(reason):
        raise QueryError(
            f"a correction needs a reason, of at most {REASON:,} characters: the next reader wants to know why"
        )
    if not 0 <= given.start < given.end < _FAR or len(given.words) > WORDS:
        raise QueryError("a correction points at words of an article: give where they begin and end")
    if (given.verdict == "withdrawn") != bool(given.withdraws):
        raise QueryError("what is taken back must name the correction that it takes back")
    if given.verdict == "missed" and given.entry != "event":
        raise QueryError("only an event can be added: the words of other entries are read from it")
    _short(given.article, given.type, given.withdraws, given.words)
    try:
        datetime.fromisoformat(given.at)
    except ValueError as error:
        raise QueryError(f"{given.at[:40]!r} is no moment: give one such as 2026-01-13T10:00:00+00:00") from error
    values = _values(given) if given.verdict in ("mended", "missed") else Values()
    made = replace(given, by=by, reason=reason, words=given.words[:WORDS], values=values, id="")
    return replace(made, id=blake2b(orjson.dumps(made), digest_size=8).hexdigest())


def _values(given: Correction) -> Values:
    v = given.values
    if v == Values():
        raise QueryError("nothing is mended: give another actor, date, status or type")
    _short(v.type, v.mode, v.status, v.date, *(v.parties or ()))
    for day in v.date.split("/", 1) if v.date else ():
        limits(day, None)
    _check_codes(given)
    if given.entry in ("statement", "figure") and v.actor is not None and len(v.actor) > 1:
        raise QueryError(f"a {given.entry} has one speaker: name one")
    if given.entry == "statement" and v.actor == ():
        raise QueryError("a statement has a speaker: name one, or mark it as wrong")
    for side in (v.actor, v.recipient, v.parties):
        if side and len(side) > _PEOPLE:
            raise QueryError(f"at most {_PEOPLE} may stand on one side")
    for person in (*(v.actor or ()), *(v.recipient or ())):
        _short(person.id, person.fa, person.en, person.sector)
        if not person.id or not (person.fa or person.en):
            raise QueryError("an actor needs an id and a name")
    return v


def _check_codes(given: Correction) -> None:
    """Type, mode, status and countries, of which each kind of entry has its own."""
    v, entry = given.values, given.entry
    statuses: dict[str, tuple[str, ...]] = {"event": get_args(Status), "agreement": get_args(AgreementStatus)}
    types: dict[str, tuple[str, ...]] = {"event": get_args(EventType), "statement": get_args(Stance), "agreement": ()}
    _one_of(f"status of a {entry}", v.status, statuses.get(entry, ()))
    if entry != "figure":  # a unit is any word
        _one_of(f"type of a {entry}", v.type, types[entry])
    type = v.type or given.type
    modes = [row["mode"] for row in shipped("plover_modes") if entry == "event" and row["event"] == type]
    _one_of(f"mode of {type}", v.mode or None, modes)
    if given.verdict == "missed" and not (v.type and v.status):
        raise QueryError("an event that was missed needs its type and its status")
    codes = {row["code"] for name in ("states", "bodies") for row in shipped(name)}
    for code in (*(v.parties or ()), *(p.country for p in (*(v.actor or ()), *(v.recipient or ())))):
        _one_of("country code", code, codes)


def _one_of(what: str, value: str | None, known: Iterable[str]) -> None:
    if value is not None and value not in (all := list(known)):
        some = f"take one of {' '.join(sorted(all)[:20])}" if all else "leave it out"
        raise QueryError(f"there is no {what} {value[:40]!r}: {some}")


def _short(*texts: str | None) -> None:
    for text in texts:
        if text is not None and (len(text) > _LONG or not _is_text(text)):
            raise QueryError(f"{text[:20]!r}…: a field of a correction is text of at most {_LONG} characters")


def _is_text(text: str) -> bool:
    try:
        return "\0" not in text and bool(text.encode() or True)
    except UnicodeEncodeError:  # half of a letter
        return False


_COLUMNS = 'id, article, entry, type, start, "end", words, verdict, value, withdraws, reason, by, at'


def keep(db: sqlite3.Connection, corrections: Iterable[Correction]) -> list[Correction]:
    """Writes those that are not there yet, inside a transaction that the caller holds; returns them."""
    new = []
    for c in corrections:
        row = (
            c.id, c.article, c.entry, c.type, c.start, c.end, c.words, c.verdict, orjson.dumps(c.values).decode(),
            c.withdraws, c.reason, c.by, c.at,
        )  # fmt: skip
        marks = ",".join("?" * len(row))
        if db.execute(f"INSERT OR IGNORE INTO corrections ({_COLUMNS}) VALUES ({marks})", row).rowcount:
            new.append(c)
    return new


def standing(db: sqlite3.Connection, article: str) -> list[Correction]:
    """The corrections of an article, by its id, that nobody has taken back; in the order in which they were made."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM corrections c WHERE article = ? AND verdict <> 'withdrawn' "
        "AND NOT EXISTS (SELECT 1 FROM corrections w WHERE w.withdraws = c.id) ORDER BY key",
        (article,),
    )
    return [correction_of(row) for row in rows]


def all_corrections(record: Record) -> Iterator[Correction]:
    """Every correction ever made, in that order, also those that were taken back."""
    last = 0
    while rows := record.select(
        f"SELECT {SELECTED}, key FROM corrections c WHERE key > ? ORDER BY key LIMIT 500", (last,)
    ):
        yield from (correction_of(row[:-1]) for row in rows)
        last = rows[-1][-1]


def correction_of(row: Row) -> Correction:
    """A row of the columns that SELECTED names."""
    id, article, entry, type, start, end, words, verdict, value, withdraws, reason, by, at = row
    values = adapter(Values).validate_json(value)
    return Correction(article, entry, type, start, end, words, verdict, by, reason, at, values, withdraws, id)


SELECTED = ", ".join(f"c.{name}" for name in _COLUMNS.split(", "))
"""The columns of a correction `c`."""


def adapter(cls: Any) -> Any:
    """What makes one of our dataclasses from JSON; pydantic.ValidationError, a ValueError, where it does not fit."""
    from pydantic import TypeAdapter  # here: a build of a record without corrections needs none of it

    if cls not in _adapters:
        _adapters[cls] = TypeAdapter(cls)
    return _adapters[cls]


_adapters: dict[Any, Any] = {}
