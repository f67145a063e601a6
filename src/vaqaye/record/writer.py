"""Batches of readings into the tables. Everything here runs inside the transaction that `Record.add` holds."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

from vaqaye.errors import RecordError
from vaqaye.ingest.article import article_id
from vaqaye.model import Actor, Article, Failure, ReaderInfo, Reading
from vaqaye.record import words
from vaqaye.record.days import DATED, SLOT, first_key
from vaqaye.record.load import unpack
from vaqaye.record.opening import note
from vaqaye.record.rows import TABLES, Keys, Row, Rows, actor_row, add_rows, pack
from vaqaye.version import __version__

UNFIT = (
    RecordError, UnicodeEncodeError, OverflowError, orjson.JSONEncodeError, sqlite3.IntegrityError, sqlite3.ProgrammingError,
)  # fmt: skip
"""What a reading raises that can't be stored as it is."""

_PARAMETERS = 500


@dataclass(frozen=True, slots=True)
class Added:
    """How many readings a call of `add` stored for the first time, in place of something older, or found already there.

    `failed` counts articles that could not be read, and readings that could not be stored.
    """

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(
            self.new + other.new,
            self.replaced + other.replaced,
            self.unchanged + other.unchanged,
            self.failed + other.failed,
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """What the file holds under an id: `key` of an article, None for a failure."""

    key: int | None
    content: bytes
    reader: int | None


class Writer:
    """Writes to one connection; remembers keys of readers and of actors of the who's-who, which are never deleted."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._actors: dict[object, int] = {}
        self._readers: dict[ReaderInfo, int] = {}

    def forget(self) -> None:
        """To be called when a transaction or savepoint was rolled back: what it inserted is not there."""
        self._actors.clear()
        self._readers.clear()

    def stored(self, ids: Iterable[str]) -> dict[str, Stored]:
        """What is there already under these ids."""
        wanted = list(ids)
        out: dict[str, Stored] = {}
        for i in range(0, len(wanted), _PARAMETERS):
            some = wanted[i : i + _PARAMETERS]
            marks = ",".join("?" * len(some))
            rows = self._db.execute(f"SELECT id, NULL, content, reader FROM failures WHERE id IN ({marks})", some).fetchall()
            rows += self._db.execute(f"SELECT id, key, content, reader FROM articles WHERE id IN ({marks})", some).fetchall()
            out.update((id, Stored(*row)) for id, *row in rows)
        return out

    def add(self, items: Sequence[Reading | Failure]) -> Added:
        """Stores readings and failures; the last of several with one id counts. Raises one of UNFIT, then nothing holds."""
        last = {stored_id(item): item for item in items}
        batch = _Batch(self, self.stored(last))
        for id, item in last.items():
            batch.take(id, item)
        batch.write()
        return batch.added + Added(unchanged=len(items) - len(last))

    def reader(self, info: ReaderInfo | None) -> int | None:
        """readers.key of a reader, which is entered where it is new."""
        if info is None:
            return None
        if info not in self._readers:
            values = (info.version, info.codebook, info.lexicon, info.model)
            key = known_reader(self._db, info)
            if key is None:
                key = self._db.execute("INSERT INTO readers (version, codebook, lexicon, model) VALUES (?, ?, ?, ?)", values).lastrowid
            self._readers[info] = int(key or 0)
        return self._readers[info]

    def index(self) -> None:
        """Sees to it that the full-text index was made by this version's rules of spelling; else makes it anew."""
        (made_by,) = self._db.execute("SELECT max(value) FROM meta WHERE name = 'words'").fetchone()
        note(self._db, "words", words.signature())
        note(self._db, "vaqaye", __version__)
        if made_by in (None, words.signature()):
            return
        self._db.execute("INSERT INTO search (search) VALUES ('delete-all')")
        bodies = self._db.execute("SELECT a.key, a.title, b.text FROM articles a JOIN bodies b ON b.article = a.key ORDER BY a.key")
        self._db.executemany(_INDEX, (_index_row(key, title, unpack(text)) for key, title, text in bodies))
