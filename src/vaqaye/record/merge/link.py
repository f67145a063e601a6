"""Takes the entries of a batch into stories, and those of replaced articles out, inside the batch's transaction."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import blake2b

from vaqaye.errors import RecordError
from vaqaye.model import Agreement, Event, Reading, Statement
from vaqaye.record.load import unpack
from vaqaye.record.mend import unpacked
from vaqaye.record.merge import copies as near
from vaqaye.record.merge import ledger_rows, ledgers
from vaqaye.record.merge import words as w
from vaqaye.record.merge.alike import NEWS_DAYS, days_apart, same_act, same_saying
from vaqaye.record.merge.batch import Batch, Gone, Kind
from vaqaye.record.merge.blocks import Blocks
from vaqaye.record.merge.divide import act_bounds, saying_bounds
from vaqaye.record.merge.links import Links
from vaqaye.record.merge.stories import episode_row, quotation_row, story_key
from vaqaye.record.merge.tellings import Act, Key, Saying, Tellings, act_blocks, acts_of, saying_blocks, sayings_of
from vaqaye.record.opening import note
from vaqaye.record.rows import Rows
from vaqaye.resources import own_table

_Entry = Event | Statement | Agreement
LINKED = ("copies", "bands", "reports")
"""The tables that `linked_rows` makes rows for."""

_TABLES = (*LINKED, "blocks", "links", "episodes", "quotations", "ledgers")
_VERSION = 4  # goes up when the code decides otherwise about the same words

_rules = [*own_table("record/same_act"), *own_table("record/common_words"), {"version": str(_VERSION)}]
RULES = blake2b(repr(_rules).encode(), digest_size=6).hexdigest()
"""Changes when the same articles would make other stories; a record notes those that it was made by."""


@dataclass(slots=True)
class Touched:
    """What articles leave behind that were taken out: their events and statements, agreements with their components.

    `groups` are those that lost a member, by `copies.origin`.
    """

    acts: Gone = field(default_factory=Gone)
    sayings: Gone = field(default_factory=Gone)
    deals: list[tuple[int, ledgers.Deal]] = field(default_factory=list)
    groups: set[int] = field(default_factory=set)


def linked_rows(rows: Rows, reading: Reading, read: Reading, article: int, id: str) -> None:
    """Appends what merging keeps of a reading: the words of its reports, and the sketch of its text with its bands.

    `read` is the reading before corrections, `id` that of its article in the record.
    """
    text = reading.article.text
    events = [w.of_event(text, e.trigger, e.evidence).pack() for e in reading.events]
    statements = [w.of_statement(text, s.content).pack() for s in reading.statements]
    for entry, now, was, words in (
        ("event", reading.events, read.events, events),
        ("statement", reading.statements, read.statements, statements),
        ("agreement", reading.agreements, read.agreements, [b""] * len(reading.agreements)),
    ):
        keys = own_keys(entry, id, now, was)
        rows["reports"] += [
            (article, entry, n, 0, None, False, some, None, own)
            for n, (some, own) in enumerate(zip(words, keys, strict=True))
        ]
    sketch = near.sketch(text)
    rows["copies"].append((article, article, sketch))
    rows["bands"] += {(band, article) for band in near.bands(sketch)}


def own_keys(entry: str, article: str, now: Sequence[_Entry], read: Sequence[_Entry]) -> Iterator[int]:
    """See `reports.own`. Made of what was read: a correction must not give the address of one act to another.

    Entries are in the same order in both, but for those that an analyst has taken out or, behind all others, added.
    """
    there: Iterator[tuple[int | str, _Entry]] = iter(enumerate(read))
    for one in now:
        n, was = next((found for found in there if found[1].id == one.id), (one.id, one))
        yield own_key(entry, article, n, *((was.name, was.parties) if isinstance(was, Agreement) else ()))


def own_key(entry: str, article: str, n: int | str, name: str = "", parties: Iterable[str] = ()) -> int:
    """See `reports.own`: of the entry that was number `n` as it was read, with name and parties where it is an agreement."""
    kind: tuple[object, ...] = ()
    if entry == "agreement":
        kind = ledgers.kind_of(name, tuple(sorted(set(parties)))) or ("alone", article, n)
    return story_key(entry, *kind, article, n)


def link_stored(db: sqlite3.Connection, readings: Iterable[tuple[int, Reading]]) -> None:
    """Makes the stories of articles that are in the record already, but in no story: of records from before."""
    rows: Rows = defaultdict(list)
    keys = []
    for key, reading in readings:
        original = db.execute("SELECT reading FROM originals WHERE article = ?", (key,)).fetchone()
        read = unpacked(unpack(original[0]), reading.article) if original else reading
        linked_rows(rows, reading, read, key, str(reading.article.id))
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
        for entry, n, story, part in db.execute(
            "SELECT entry, n, story, component FROM reports WHERE article = ?", (article,)
        ).fetchall():  # fmt: skip
            if entry == "event":
                touched.acts.take(linker.acts, (article, n), story)
            elif entry == "statement":
                touched.sayings.take(linker.sayings, (article, n), story)
            else:
                touched.deals.append((part, ledgers.read_deal(db, (article, n))))
        db.execute("DELETE FROM reports WHERE article = ?", (article,))
    touched.groups = near.remove(db, gone)
    return touched


class Linker:
    """Links what one batch brings to what is there."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._origin = cache(partial(near.origin, db))
        told = Tellings(db)
        self.acts: Kind[Act] = Kind(
            "event", "episodes", told.act, told.read_acts, partial(acts_of, db),
            Blocks(db, lambda act: act_blocks(act, days_apart(act))), Links(db, "event"), same_act, act_bounds, episode_row,
        )  # fmt: skip
        self.sayings: Kind[Saying] = Kind(
            "statement", "quotations", told.saying, told.read_sayings, partial(sayings_of, db),
            Blocks(db, lambda saying: saying_blocks(saying, NEWS_DAYS)), Links(db, "statement"), same_saying, saying_bounds,
            quotation_row,
        )  # fmt: skip

    def link(self, articles: Sequence[int], touched: Touched) -> None:
        """Makes the stories of new articles, whose rows of `linked_rows` are there, and of what `unlinked` left."""
        moved = near.group(self._db, articles, touched.groups)
        new: defaultdict[str, list[Key]] = defaultdict(list)
        for article in articles:
            for entry, n in self._db.execute("SELECT entry, n FROM reports WHERE article = ?", (article,)):
                new[entry].append((article, n))
        Batch(self._db, self.acts, self._origin).link(new["event"], touched.acts, moved)
        Batch(self._db, self.sayings, self._origin).link(new["statement"], touched.sayings, moved)
        ledger_rows.link(self._db, new["agreement"], touched.deals, moved)
