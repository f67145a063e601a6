"""Takes the entries of a batch into stories, and those of replaced articles out, inside the batch's transaction."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import blake2b
from typing import Generic, TypeVar

from vaqaye.errors import RecordError
from vaqaye.model import Reading
from vaqaye.record.merge import copies as near
from vaqaye.record.merge import ledger_rows, ledgers
from vaqaye.record.merge import words as w
from vaqaye.record.merge.alike import NEWS_DAYS, days_apart, same_act, same_saying
from vaqaye.record.merge.blocks import Blocks
from vaqaye.record.merge.components import components
from vaqaye.record.merge.stories import (
    Bounds,
    Edges,
    act_bounds,
    copied,
    divide,
    episode_row,
    quotation_row,
    saying_bounds,
    story_key,
)
from vaqaye.record.merge.tellings import Act, Key, Saying, Telling, Tellings, act_blocks, saying_blocks
from vaqaye.record.opening import note
from vaqaye.record.rows import Row, Rows
from vaqaye.resources import own_table

T = TypeVar("T", bound=Telling)
_HEADS = {"event": "episodes", "statement": "quotations"}
LINKED = ("copies", "bands", "reports")
"""The tables that `linked_rows` makes rows for."""

_TABLES = (*LINKED, "blocks", "episodes", "quotations", "ledgers")
_VERSION = 2  # goes up when the code decides otherwise about the same words

_rules = [*own_table("record/same_act"), *own_table("record/common_words"), {"version": str(_VERSION)}]
RULES = blake2b(repr(_rules).encode(), digest_size=6).hexdigest()
"""Changes when the same articles would make other stories; a record notes those that it was made by."""


@dataclass(slots=True)
class Touched:
    """What has to be divided and written anew: components, stories and groups that lost a member.

    `blocks` are those that lost one that was first in them, with all that were.
    """

    components: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    stories: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    groups: set[int] = field(default_factory=set)
    blocks: defaultdict[str, dict[int, list[Key]]] = field(default_factory=lambda: defaultdict(dict))


@dataclass(frozen=True, slots=True)
class _Kind(Generic[T]):
    """How one kind of entry is read, found, compared, divided and written."""

    entry: str
    read: Callable[[Key], T]
    blocks: Blocks[T]
    same: Callable[[T, T], float]
    bounds: Callable[[T], Bounds]
    row: Callable[[int, list[T], int], Row]


def linked_rows(rows: Rows, reading: Reading, article: int) -> None:
    """Appends what merging keeps of a reading: the words of its reports, and the sketch of its text with its bands."""
    text = reading.article.text
    for n, e in enumerate(reading.events):
        rows["reports"].append((article, "event", n, 0, 0, False, w.of_event(text, e.trigger, e.evidence).pack()))
    for n, s in enumerate(reading.statements):
        rows["reports"].append((article, "statement", n, 0, 0, False, w.of_statement(text, s.content).pack()))
    rows["reports"] += [(article, "agreement", n, 0, 0, False, b"") for n in range(len(reading.agreements))]
    sketch = near.sketch(text)
    rows["copies"].append((article, article, sketch))
    rows["bands"] += {(band, article) for band in near.bands(sketch)}


def link_stored(db: sqlite3.Connection, readings: Iterable[tuple[int, Reading]]) -> None:
    """Makes the stories of articles that are in the record already, but in no story: of records from before."""
    rows: Rows = defaultdict(list)
    keys = []
    for key, reading in readings:
        linked_rows(rows, reading, key)
        keys.append(key)
    for table in LINKED:
        if rows[table]:
            db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[table][0]))})", rows[table])
    Linker(db).link(keys, Touched())


def record_rules(db: sqlite3.Connection) -> str | None:
    """The rules that the stories of a record were made by; None where it has none yet."""
    row = db.execute("SELECT value FROM meta WHERE name = 'merge'").fetchone()
    return row[0] if row else None


def check_rules(db: sqlite3.Connection) -> None:
    """RecordError where the stories of a record were made by other rules: what is new would not find what is there."""
    made_by = record_rules(db)
    if made_by is None:
        note(db, "merge", RULES)
    elif made_by != RULES:
        raise RecordError("its episodes were made by the rules of another version: run `vaqaye merge` on it first")


def start_anew(db: sqlite3.Connection) -> None:
    """Takes all stories out of a record; what it reads and says stays."""
    for table in _TABLES:
        db.execute(f"DELETE FROM {table}")
    note(db, "merge", RULES)


def unlinked(db: sqlite3.Connection, articles: Iterable[int]) -> Touched:
    """Takes articles out of their stories, before their rows are deleted; what is left is divided anew by `Linker.link`."""
    touched = Touched()
    if not (gone := list(articles)):
        return touched
    linker = Linker(db)
    for article in gone:
        for entry, n, story, component in db.execute(
            "SELECT entry, n, story, component FROM reports WHERE article = ?", (article,)
        ).fetchall():
            touched.components[entry].add(component)
            touched.stories[entry].add(story)
            linker.leave(entry, (article, n), touched)
        db.execute("DELETE FROM reports WHERE article = ?", (article,))
    touched.groups = near.remove(db, gone)
    return touched


class Linker:
    """Links what one batch brings to what is there."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._origin = cache(partial(near.origin, db))
        tellings = Tellings(db)
        acts = Blocks[Act](db, lambda act: act_blocks(act, days_apart(act)))
        self._acts: _Kind[Act] = _Kind("event", tellings.act, acts, same_act, act_bounds, episode_row)
        sayings = Blocks[Saying](db, lambda saying: saying_blocks(saying, NEWS_DAYS))
        self._sayings: _Kind[Saying] = _Kind(
            "statement", tellings.saying, sayings, same_saying, saying_bounds, quotation_row
        )

    def leave(self, entry: str, key: Key, touched: Touched) -> None:
        """Takes an entry out of its blocks."""
        left: dict[int, list[Key]] = {}
        if entry == "event":
            left = self._acts.blocks.remove(self._acts.read(key))
        elif entry == "statement":
            left = self._sayings.blocks.remove(self._sayings.read(key))
        for block, first in left.items():
            touched.blocks[entry].setdefault(block, first)

    def link(self, articles: Sequence[int], touched: Touched) -> None:
        """Makes the stories of new articles, whose rows of `linked_rows` are there, and of what `unlinked` left."""
        for article in near.group(self._db, articles, touched.groups):
            sql = "SELECT entry, component FROM reports WHERE article = ?"
            for entry, component in self._db.execute(sql, (article,)):
                touched.components[entry].add(component)
        new: defaultdict[str, list[Key]] = defaultdict(list)
        for article in articles:
            for entry, n in self._db.execute("SELECT entry, n FROM reports WHERE article = ?", (article,)):
                new[entry].append((article, n))
        self._link(self._acts, new["event"], touched)
        self._link(self._sayings, new["statement"], touched)
        self._link_deals(new["agreement"], touched)

    def _link(self, kind: _Kind[T], keys: list[Key], touched: Touched) -> None:
        parts = touched.components[kind.entry]
        compared = _Compared(kind)
        new = [kind.read(key) for key in keys]
        mine = set(keys)
        left, gained = kind.blocks.add(new, touched.blocks[kind.entry])
        for key in left | gained:
            parts |= self._component(kind.entry, key)
        for telling in (*new, *(kind.read(key) for key in gained if self._component(kind.entry, key))):
            for key in kind.blocks.neighbours(telling) - mine:
                if compared.linked(telling, kind.read(key)):
                    parts |= self._component(kind.entry, key)
        members = [kind.read(key) for key in self._members(parts, kind.entry, touched) | mine]
        writing = _Writing(kind.entry)
        for component in _grouped(kind, members, compared):
            name = story_key(kind.entry, *component[0][0].order[1:])
            for story in component:
                id = story_key(kind.entry, *story[0].order[1:])
                copies, sources = copied(story, self._origin)
                writing.add(story, id, name, copies, kind.row(id, story, sources))
        writing.write(self._db, touched.stories[kind.entry])

    def _component(self, entry: str, key: Key) -> set[int]:
        """The component of an entry; none where it is gone."""
        sql = "SELECT component FROM reports WHERE article = ? AND entry = ? AND n = ?"
        return {part for (part,) in self._db.execute(sql, (key[0], entry, key[1]))}

    def _members(self, parts: Iterable[int], entry: str, touched: Touched) -> set[Key]:
        """What is in these components; its stories are written anew."""
        found: set[Key] = set()
        for part in parts:
            for article, n, story in self._db.execute(
                "SELECT article, n, story FROM reports WHERE component = ? AND entry = ?", (part, entry)
            ):
                found.add((article, n))
                touched.stories[entry].add(story)
        return found

    def _link_deals(self, keys: list[Key], touched: Touched) -> None:
        deals = [ledgers.read_deal(self._db, key) for key in keys]
        by_part: defaultdict[int, list[ledgers.Deal]] = defaultdict(list)
        for deal in deals:
            by_part[ledgers.component_of(deal)].append(deal)
        mine = set(keys)
        self._db.executemany("DELETE FROM ledgers WHERE key = ?", [(key,) for key in touched.stories["agreement"]])
        for part in touched.components["agreement"] | set(by_part):
            if part not in touched.components["agreement"] and ledger_rows.grow(self._db, part, by_part[part]):
                continue
            old = [deal for deal in ledgers.read_deals(self._db, part) if deal.key not in mine]
            self._db.execute("DELETE FROM ledgers WHERE component = ?", (part,))
            ledger_rows.write(self._db, part, [*by_part[part], *old])


class _Compared(Generic[T]):
    """Scores of pairs, each pair of profiles once."""

    def __init__(self, kind: _Kind[T]) -> None:
        self._same = kind.same
        self._numbers: dict[Hashable, int] = {}
        self._profiles: dict[Key, int] = {}
        self._scores: dict[tuple[int, int], float] = {}

    def profile(self, telling: T) -> int:
        """The number of its profile."""
        number = self._profiles.get(telling.key)
        if number is None:
            number = self._numbers.setdefault(telling.profile, len(self._numbers))
            self._profiles[telling.key] = number
        return number

    def score(self, a: T, b: T) -> float:
        """Above 0 where they are the same, wherever they are told."""
        one, other = self.profile(a), self.profile(b)
        pair = (one, other) if one < other else (other, one)
        found = self._scores.get(pair)
        if found is None:
            found = self._scores[pair] = self._same(a, b)
        return found

    def linked(self, a: T, b: T) -> bool:
        """Whether there is a link: within one article the reader has told entries apart already, but for twins."""
        return self.score(a, b) > 0 and (a.article != b.article or self.profile(a) == self.profile(b))


def _grouped(kind: _Kind[T], members: list[T], compared: _Compared[T]) -> list[list[list[T]]]:
    """The stories of each component, all in order of reports.

    Twins, with one profile, count as one: ten thousand copies of a post are one member of their component.
    """
    twins: defaultdict[int, list[T]] = defaultdict(list)
    for telling in sorted(members, key=lambda t: t.order):
        if compared.score(telling, telling) > 0:
            twins[compared.profile(telling)].append(telling)
        else:  # says too little to be the same as anything
            twins[-len(twins) - 1].append(telling)
    groups = list(twins.values())
    scores = {pair: compared.score(*(groups[i][0] for i in pair)) for pair in set(kind.blocks.pairs(groups))}
    edges = {pair: score for pair, score in scores.items() if score > 0}
    found = components(range(len(groups)), edges)
    place = {group: (n, i) for n, component in enumerate(found) for i, group in enumerate(component)}
    inside: list[Edges] = [{} for _ in found]
    for (a, b), score in edges.items():
        inside[place[a][0]][place[a][1], place[b][1]] = score
    out = []
    for component, links in zip(found, inside, strict=True):
        divided = divide([kind.bounds(groups[group][0]) for group in component], links)
        stories = [
            sorted((telling for i in story for telling in groups[component[i]]), key=lambda t: t.order)
            for story in divided
        ]
        out.append(sorted(stories, key=lambda story: story[0].order))
    return out


class _Writing:
    """Stories on their way into the tables."""

    def __init__(self, entry: str) -> None:
        self._entry = entry
        self._reports: list[Row] = []
        self._heads: list[Row] = []

    def add(self, story: Sequence[Telling], key: int, component: int, copies: list[bool], head: Row) -> None:
        """A story with its reports."""
        self._heads.append(head)
        self._reports += [
            (key, component, copy, report.key[0], self._entry, report.key[1], key, component, copy)
            for report, copy in zip(story, copies, strict=True)
        ]

    def write(self, db: sqlite3.Connection, gone: Iterable[int]) -> None:
        """Writes them in place of those that were there."""
        table = _HEADS[self._entry]
        db.executemany(f"DELETE FROM {table} WHERE key = ?", [(key,) for key in gone])
        if self._heads:
            marks = ",".join("?" * len(self._heads[0]))
            db.executemany(f"INSERT INTO {table} VALUES ({marks})", self._heads)
        db.executemany(
            "UPDATE reports SET story = ?, component = ?, copy = ? WHERE article = ? AND entry = ? AND n = ? "
            "AND (story <> ? OR component <> ? OR copy <> ?)",
            self._reports,
        )
