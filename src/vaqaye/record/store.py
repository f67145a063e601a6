"""The record: readings kept in one file, each whole or not at all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from vaqaye.errors import RecordError
from vaqaye.ingest.article import article_id
from vaqaye.model import Actor, Article, Failure, ReaderInfo, Reading, Span
from vaqaye.record import words
from vaqaye.record.load import ARTICLES, article_of, load, unpack
from vaqaye.record.opening import connect, explained, note
from vaqaye.record.rows import TABLES, Keys, Row, Rows, actor_row, add_rows, pack
from vaqaye.version import __version__

_CHUNK = 200
# Keys of dated articles: seconds since 1900, with room for 16,384 in one second; undated ones stay below all of them.
_DATED, _SLOT, _EPOCH = 2**40, 2**14, datetime(1900, 1, 1, tzinfo=timezone.utc)
_UNFIT = (RecordError, UnicodeEncodeError, OverflowError, orjson.JSONEncodeError, sqlite3.IntegrityError, sqlite3.InterfaceError)


@dataclass(frozen=True, slots=True)
class Added:
    """How many readings a call of `add` stored for the first time, in place of older ones, or found already there.

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
class Hit:
    """An article that has the words. `text` is `article.text[start:end]`; `found` are spans of that text in the article."""

    article: str
    source: str | None
    url: str | None
    title: str | None
    published: str | None
    text: str
    start: int
    end: int
    found: tuple[Span, ...]


@dataclass(slots=True)
class _Stored:
    """What is known of an article that is in the file already."""

    key: int
    content: bytes
    reader: int | None


class Record:
    """A record in one file; made where there is none. Use it as a context manager, from one thread at a time.

    Any number of readers may work beside one writer: they see whole batches. RecordError where the file is no record,
    comes from a newer Vaqaye, or stays locked by another writer.
    """

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        self.path = Path(path)
        self._db = connect(self.path, readonly=readonly)
        self._actors: dict[Row | tuple[object, ...], int] = {}
        self._seen = -1  # PRAGMA data_version when `_actors` was filled

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # Writing

    def add(self, readings: Iterable[Reading | Failure]) -> Added:
        """Stores a batch in one transaction: when this returns, all of it is kept; when it does not, nothing of it is.

        An article with the same content and reader as the stored one is left alone; otherwise it replaces it, and a
        reading replaces a failure and the other way round. A reading that can't be stored (letters that are not
        Unicode, an actor that is not among its actors) becomes a failure of its own.
        """
        items = list(readings)
        with self._writing():
            try:
                with self._savepoint():
                    return self._add(items)
            except _UNFIT:
                return sum((self._add_one(item) for item in items), Added())

    def _add_one(self, item: Reading | Failure) -> Added:
        try:
            with self._savepoint():
                return self._add([item])
        except _UNFIT as error:
            with self._savepoint():
                return self._add([Failure(item.article, RecordError.__name__, str(error))])

    def _add(self, items: Sequence[Reading | Failure]) -> Added:
        last = {_id(item): item for item in items}
        stored = self._stored(last)
        failed_before = self._failed(last)
        added = Added(unchanged=len(items) - len(last))
        rows: Rows = defaultdict(list)
        gone: list[int] = []
        for id, item in last.items():
            content, old = _content(item.article), stored.get(id)
            reader = self._reader(item.article.reader)
            if isinstance(item, Failure):
                added += Added(failed=1)
                if old:
                    self._forget(old, gone)
                rows["failures"].append(_failure_row(id, item, content, reader))
                continue
            if old and (old.content, old.reader) == (content, reader):
                added += Added(unchanged=1)
                continue
            added += Added(replaced=1) if old or id in failed_before else Added(new=1)
            if id in failed_before:
                rows["recovered"].append((id,))
            key = self._place(id, item.article, content, reader, old, gone, rows)
            add_rows(rows, item, key, self._keys(item, key, rows))
        self._write(rows, gone)
        return added
