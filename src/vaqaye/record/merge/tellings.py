"""Entries as merging sees them, read from the tables, and the blocks in which others like them are to be found."""

from __future__ import annotations

import sqlite3
from calendar import monthrange
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Any, Generic, TypeVar

import orjson

from vaqaye.record.days import first_day, first_key
from vaqaye.record.merge import words as w
from vaqaye.record.merge.words import Numbers, Words
from vaqaye.record.rows import is_local

Key = tuple[int, int]
"""articles.key and n."""
Order = tuple[int, str, int]
"""Time of publication, articles.id, n: the order of reports, the same in every record that has the same articles."""

_WIDEST = 6
"""Countries of one event beyond which pairs are not formed: a vote of the General Assembly has 190."""
_SHORT = {"day", "week", "interval"}
_REMEMBERED = 10_000


ABOUT, WORDS = 120, 16
"""Tellings that are first in a block of what they are about, and in one of like words.

In 2,500 articles of three channels and two agencies the fullest block has 105 of the former, and 14 of the latter.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """The blocks of one thing that a telling is about: one for each day that it looks at, its own in the middle."""

    days: tuple[int, ...]
    words: bool

    @property
    def own(self) -> int:
        """The block that it is in."""
        return self.days[len(self.days) // 2]

    @property
    def most(self) -> int:
        """How many of a block are first."""
        return WORDS if self.words else ABOUT


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """What all kinds of entries have. `anchor` is the day to compare by as an ordinal, None where there is none.

    `own` is the key of the story that it is the first report of, as in `reports`.
    """

    key: Key
    order: Order
    own: int
    article: str
    outlet: str | None
    published: str | None
    anchor: int | None
    words: Words

    @property
    def profile(self) -> Hashable:
        """All that comparing looks at: tellings with one profile are alike whatever else they are."""
        return (self.anchor, self.words)


T = TypeVar("T", bound=Telling)


@dataclass(frozen=True, slots=True, eq=False)
class Act(Telling):
    """An event. `first` and `last` are the ordinals of the days that its date may mean, None without a date.

    `actors` are ids, for those without one their names; `known` are those ids that are no states.
    """

    type: str
    mode: str | None
    status: str
    date: str | None
    precision: str | None
    first: int | None
    last: int | None
    actors: frozenset[str]
    known: frozenset[str]
    countries: frozenset[str]
    place: tuple[str | None, str | None, str | None]

    @property
    def profile(self) -> Hashable:
        """See Telling."""
        when = (self.anchor, self.date, self.first, self.last)
        return (self.type, self.mode, self.status, when, self.actors, self.countries, self.place[2], self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Saying(Telling):
    """A statement; `speaker` is the actor's id, for those without one the name."""

    speaker: str

    @property
    def profile(self) -> Hashable:
        """See Telling."""
        return (self.speaker, self.anchor, self.words)


class Tellings:
    """Reads tellings by their keys; each once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._acts: dict[Key, Act] = {}
        self._sayings: dict[Key, Saying] = {}

    def act(self, key: Key) -> Act:
        """The event `key` says."""
        if key not in self._acts:
            self.read_acts((key,))
        return self._acts[key]

    def saying(self, key: Key) -> Saying:
        """The statement `key` says."""
        if key not in self._sayings:
            self.read_sayings((key,))
        return self._sayings[key]

    def read_acts(self, keys: Iterable[Key]) -> None:
        """Reads events: many at once in half the time that one by one would take."""
        given = (orjson.dumps([key for key in keys if key not in self._acts]).decode(),)
        people: defaultdict[Key, list[tuple[str, str | None, str | None]]] = defaultdict(list)
        for article, n, *who in self._db.execute(
            f"SELECT p.article, p.event, k.id, k.name_key, p.country FROM {_KEYS} CROSS JOIN participants p "
            f"ON p.article = {_ARTICLE} AND p.event = {_N} CROSS JOIN actors k ON k.key = p.actor",
            given,
        ):
            people[article, n].append((who[0], who[1], who[2]))
        for words, *row in self._db.execute(f"SELECT r.words, {_ACT.format(_MANY)}", given):
            there = people[row[0], row[1]]
            known = frozenset(actor for actor, _, _ in there if not is_local(actor))
            named = frozenset(f"~{name}" for actor, name, _ in there if is_local(actor) and name)
            self._acts[row[0], row[1]] = _act(
                row, w.unpack(words), known | named,
                frozenset(actor for actor in known if not actor.startswith("state:")),
                frozenset(country for _, _, country in there if country),
            )  # fmt: skip

    def read_sayings(self, keys: Iterable[Key]) -> None:
        """Reads statements, as `read_acts` does."""
        given = (orjson.dumps([key for key in keys if key not in self._sayings]).decode(),)
        for words, *row in self._db.execute(f"SELECT r.words, {_SAYING.format(_MANY)}", given):
            self._sayings[row[0], row[1]] = _saying(row, w.unpack(words))


@dataclass(slots=True)
class Member(Generic[T]):
    """A telling in its story; the telling may be without what only comparing looks at.

    `origin` is the group of copies of its article, `model` as in `reports`.
    """

    telling: T
    story: int
    copy: bool
    model: int | None
    origin: int


_ACT = (
    "a.key, e.n, r.own, a.id, a.source, a.published, e.event, e.mode, e.status, e.date, e.date_precision, e.place_fa, "
    "e.place_en, e.place_country FROM {} CROSS JOIN events e ON e.article = r.article AND e.n = r.n "
    "AND r.entry = 'event' CROSS JOIN articles a ON a.key = r.article "
)
_SAYING = (
    "a.key, s.n, r.own, a.id, a.source, a.published, k.id, k.name_key, s.day FROM {} "
    "CROSS JOIN statements s ON s.article = r.article AND s.n = r.n AND r.entry = 'statement' "
    "CROSS JOIN articles a ON a.key = r.article CROSS JOIN actors k ON k.key = s.speaker "
)
_KEYS, _ARTICLE, _N = "json_each(?) j", "json_extract(j.value, '$[0]')", "json_extract(j.value, '$[1]')"
_MANY = f"{_KEYS} CROSS JOIN reports r ON r.article = {_ARTICLE} AND r.n = {_N}"
_MEMBER = "SELECT r.story, r.copy, r.model, c.origin, {} CROSS JOIN copies c ON c.article = r.article WHERE {}"
_OF_STORY, _ALONE = "r.story = ?", "r.article = ? AND r.n = ?"
_NO_WORDS = Words(frozenset(), frozenset(), frozenset())
_NOBODY: frozenset[str] = frozenset()


def acts_of(db: sqlite3.Connection, which: int | Key) -> list[Member[Act]]:
    """The events of a story, or one; without words and actors: ten thousand in a tenth of a second."""
    where, given = _which(which)
    sql = _MEMBER.format(_ACT.format("reports r"), where)
    return [Member(_act(row[4:], _NO_WORDS, _NOBODY, _NOBODY, _NOBODY), *row[:4]) for row in db.execute(sql, given)]


def sayings_of(db: sqlite3.Connection, which: int | Key) -> list[Member[Saying]]:
    """The statements of a story, or one; without words."""
    where, given = _which(which)
    sql = _MEMBER.format(_SAYING.format("reports r"), where)
    return [Member(_saying(row[4:], _NO_WORDS), *row[:4]) for row in db.execute(sql, given)]


def _which(which: int | Key) -> tuple[str, tuple[int, ...]]:
    return (_OF_STORY, (which,)) if isinstance(which, int) else (_ALONE, which)


def _act(
    row: Sequence[Any], words: Words, actors: frozenset[str], known: frozenset[str], countries: frozenset[str]
) -> Act:
    key, n, own, id, outlet, published, type, mode, status, when, precision, *place = row
    first, last = days_of(when, precision)
    # «خرداد امسال» and «۱۴۰۴» say less about the day than the day of the report does.
    anchor = first if first is not None and precision in _SHORT and _near(first, last) else ordinal(published)
    return Act(
        (key, n), (second(published), id, n), own, id, outlet, published, anchor, words,
        type, mode, status, when, precision, first, last, actors, known, countries, (place[0], place[1], place[2]),
    )  # fmt: skip


def _saying(row: Sequence[Any], words: Words) -> Saying:
    key, n, own, id, outlet, published, speaker, name, day = row
    who = f"~{name or ''}" if is_local(speaker) else speaker
    order = (second(published), id, n)
    return Saying((key, n), order, own, id, outlet, published, ordinal(published or day), words, who)


second = lru_cache(_REMEMBERED)(first_key)
"""The first place of an order."""


@lru_cache(_REMEMBERED)
def ordinal(value: str | None) -> int | None:
    """The ordinal of the first day of an ISO date, month, year, date-time or interval; None where there is none."""
    day = first_day(value)
    try:
        return date.fromisoformat(day).toordinal() if day else None
    except ValueError:  # «2024-13-45» is written like a date
        return None


@lru_cache(_REMEMBERED)
def days_of(value: str | None, precision: str | None) -> tuple[int | None, int | None]:
    """First and last day of a date, as ordinals. A week given by its first day has seven days."""
    first = ordinal(value)
    if value is None or first is None:
        return None, None
    start, _, end = value.partition("/")
    day = date.fromordinal(first)
    last = ordinal(end) if end else first
    if precision == "week" and not end:
        last = first + 6
    elif not end and len(start) == 4:
        last = day.replace(month=12, day=31).toordinal()
    elif not end and len(start) == 7:
        last = first + monthrange(day.year, day.month)[1] - 1
    return first, max(first, last if last is not None else first)


def _near(first: int, last: int | None) -> bool:
    return last is None or last - first < 7


def act_blocks(act: Act, reach: int) -> list[Group]:
    """The blocks of an event: its type, with what another telling of the act would share; on so many days around."""
    near, trigger = act.words.near, act.words.trigger
    least = w.least(near)
    words: list[tuple[object, ...]] = [("words", *band) for band in w.bands(least)]
    about: list[tuple[object, ...]] = []
    if act.anchor is not None:  # a block of all undated news of two countries would hold thousands
        about += [("actor", actor) for actor in act.known]
        if len(act.countries) <= _WIDEST:
            about += [("pair", *pair) for pair in combinations(sorted(act.countries), 2)]
            rest = w.singles(w.least(near - trigger) if trigger else least)
            about += [("country", country, *single) for country in act.countries for single in rest]
        if act.date and act.precision == "day":  # «امضای تفاهم‌نامه در روز جمعه», whoever signs
            about += [("date", act.date, word) for word in trigger]
    return _groups(("event", act.type), words, about, _written(act.profile), act.anchor, reach)


def saying_blocks(saying: Saying, reach: int) -> list[Group]:
    """The blocks of a statement: its speaker, and words, which undated ones must share."""
    words: list[tuple[object, ...]] = [("words", *band) for band in w.bands(w.least(saying.words.all))]
    about: list[tuple[object, ...]] = [] if saying.anchor is None else [("speaker",)]
    return _groups(("statement", saying.speaker), words, about, _written(saying.profile), saying.anchor, reach)


def _groups(
    what: tuple[object, ...],
    words: list[tuple[object, ...]],
    about: list[tuple[object, ...]],
    twin: str,
    anchor: int | None,
    reach: int,
) -> list[Group]:
    groups = [Group(_days(w.block(*what, *one), anchor, reach), True) for one in words]
    groups += [Group(_days(w.block(*what, *one), anchor, reach), False) for one in about]
    return [*groups, Group((w.block("twin", twin),), True)]


def _written(profile: Hashable) -> str:
    """A profile as text, the same in every process."""
    if isinstance(profile, Words):
        return profile.pack().hex()
    if isinstance(profile, frozenset):
        return repr(sorted(map(str, profile)))
    return repr([_written(part) for part in profile]) if isinstance(profile, tuple) else repr(profile)


def _days(block: int, anchor: int | None, reach: int) -> tuple[int, ...]:
    if anchor is None:
        return (block,)
    return tuple(w.moved(block, day) for day in range(anchor - reach, anchor + reach + 1))


def shared(a: Numbers, b: Numbers) -> bool:
    """Whether they have a word in common."""
    return not a.isdisjoint(b)
