"""Batches of readings into the tables. Everything here runs inside a transaction that `Record.add` holds."""

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
from vaqaye.record.corrections import standing
from vaqaye.record.days import DATED, SLOT, first_key
from vaqaye.record.derived import add_names, count_months
from vaqaye.record.load import unpack
from vaqaye.record.mend import applied, packed
from vaqaye.record.merge import LINKED, Linker, linked_rows, unlinked
from vaqaye.record.opening import note
from vaqaye.record.rows import TABLES, Keys, Row, Rows, actor_row, add_rows, is_local, pack
from vaqaye.version import __version__

UNFIT = (
    RecordError, UnicodeEncodeError, OverflowError, orjson.JSONEncodeError, sqlite3.IntegrityError,
    sqlite3.ProgrammingError,
)  # fmt: skip
"""What a reading raises that can't be stored as it is."""

_CORRECTED = ("originals", "corrected")
_INSERTED = ("articles", "bodies", "actors", *TABLES, *LINKED, *_CORRECTED)
_INDEX = "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)"
_UNINDEX = "INSERT INTO search (search, rowid, title, text) VALUES ('delete', ?, ?, ?)"
_PARAMETERS = 500
_REMEMBERED = 100_000


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


def stored_id(article: Article) -> str:
    """The id that an article is stored under: its own, or the one that ingest would give it."""
    return article_id(article).encode(errors="replace").decode()


def content_hash(article: Article) -> bytes:
    """Sixteen bytes that change with text, source, URL, title or date of publication."""
    parts = (article.text, article.source, article.url, article.title, article.published)
    joined = "\0".join("\1" if part is None else part for part in parts)
    return hashlib.blake2b(joined.encode(errors="surrogatepass"), digest_size=16).digest()


def known_reader(db: sqlite3.Connection, info: ReaderInfo) -> int | None:
    """readers.key of a reader that has written here before."""
    row = db.execute(
        "SELECT key FROM readers WHERE version = ? AND codebook = ? AND lexicon = ? AND model IS ?",
        (info.version, info.codebook, info.lexicon, info.model),
    ).fetchone()
    return int(row[0]) if row else None


def stored(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Stored]:
    """What is there already under these ids."""
    wanted = list(ids)
    out: dict[str, Stored] = {}
    for i in range(0, len(wanted), _PARAMETERS):
        some = wanted[i : i + _PARAMETERS]
        marks = ",".join("?" * len(some))
        for table, key in (("failures", "NULL"), ("articles", "key")):
            rows = db.execute(f"SELECT id, {key}, content, reader FROM {table} WHERE id IN ({marks})", some)
            out.update((id, Stored(*row)) for id, *row in rows)
    return out


def check_index(db: sqlite3.Connection) -> None:
    """Sees to it that the full-text index follows this version's rules of spelling; where it does not, makes it anew.

    Rows of the index can only be deleted by the very words that they were made of, and found by them.
    """
    (made_by,) = db.execute("SELECT max(value) FROM meta WHERE name = 'words'").fetchone()
    note(db, "words", words.signature())
    note(db, "vaqaye", __version__)
    if made_by in (None, words.signature()):
        return
    db.execute("INSERT INTO search (search) VALUES ('delete-all')")
    bodies = db.execute(
        "SELECT a.key, a.title, b.text FROM articles a JOIN bodies b ON b.article = a.key ORDER BY a.key"
    )
    db.executemany(_INDEX, (_index_row(key, title, unpack(body)) for key, title, body in bodies))


class Writer:
    """Writes to one connection; remembers the keys of readers and of who's-who actors, rows that are never deleted."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._actors: dict[object, int] = {}
        self._readers: dict[ReaderInfo, int] = {}
        self._rows: Rows = defaultdict(list)
        self._last: dict[int, int] = {}
        self._next_actor = 0

    def forget(self) -> None:
        """Forgets what a rolled-back transaction would have made true."""
        self._actors.clear()
        self._readers.clear()

    def add(self, items: Sequence[Reading | Failure], *, again: bool = False) -> Added:
        """Stores readings and failures; of several with one id the last one counts. Raises one of UNFIT.

        With `again` also what is there already, because its corrections have changed.
        """
        last = {stored_id(item.article): item for item in items}
        there = stored(self._db, last)
        added = Added(unchanged=len(items) - len(last))
        self._rows, self._last = defaultdict(list), {}
        (self._next_actor,) = self._db.execute("SELECT coalesce(max(key), 0) + 1 FROM actors").fetchone()
        for id, item in last.items():
            added += self._take(id, item, there.get(id), again=again)
        self._write()
        return added

    def _take(self, id: str, item: Reading | Failure, old: Stored | None, *, again: bool) -> Added:
        article, rows = item.article, self._rows
        content, reader = content_hash(article), self._reader(article.reader)
        same = old is not None and old.content == content
        if isinstance(item, Failure):
            if old and old.key is not None:
                self._drop(old.key, words_too=True)
            texts = (id, article.url, article.source, item.error, item.reason)
            rows["failures"].append((*(t and t.encode(errors="replace").decode() for t in texts), content, reader))
            return Added(failed=1)
        if old and old.key is not None and same and old.reader == reader and not again:
            return Added(unchanged=1)
        rows["recovered"].append((id,))
        if old and old.key is not None:
            self._drop(old.key, words_too=not same)
        if old and old.key is not None and same:
            key = old.key
        else:
            key = self._new_key(article.published)
            rows["bodies"].append((key, pack(article.text)))
            rows["search"].append(_index_row(key, article.title, article.text))
        rows["articles"].append((
            key, id, article.source, article.url, article.title, article.published, article.language,
            orjson.dumps(article.contexts).decode(), content, reader,
        ))  # fmt: skip
        read = item
        if corrections := standing(self._db, id):
            rows["originals"].append((key, packed(item)))
            item, found = applied(item, corrections)
            rows["corrected"] += [
                (key, f.correction, f.entry, f.n, f.original and orjson.dumps(f.original).decode()) for f in found
            ]
        add_rows(rows, item, key, Keys((a.id, self._actor(a, key)) for a in item.actors))
        linked_rows(rows, item, read, key, id)
        return Added(replaced=1) if old else Added(new=1)

    def _drop(self, key: int, *, words_too: bool) -> None:
        """Marks an article for deletion; its text and index stay where only the reader has changed."""
        self._rows["dropped"].append((key,))
        if words_too:
            title, body = self._db.execute(
                "SELECT a.title, b.text FROM articles a JOIN bodies b ON b.article = a.key WHERE a.key = ?", (key,)
            ).fetchone()
            self._rows["unsearch"].append(_index_row(key, title, unpack(body)))

    def _write(self) -> None:
        rows, many = self._rows, self._db.executemany
        touched = unlinked(self._db, [key for (key,) in rows["dropped"]])
        if dropped := rows["dropped"]:
            count_months(self._db, [key for (key,) in dropped], -1)
            for table in (*TABLES, *_CORRECTED):
                many(f"DELETE FROM {table} WHERE article = ?", dropped)
            many("DELETE FROM actors WHERE article = ?", dropped)
            many("DELETE FROM articles WHERE key = ?", dropped)
            many("DELETE FROM bodies WHERE article = ?", [row[:1] for row in rows["unsearch"]])
            many(_UNINDEX, rows["unsearch"])
        many("DELETE FROM failures WHERE id = ?", rows["recovered"])
        for table in _INSERTED:
            if rows[table]:
                many(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[table][0]))})", rows[table])
        if rows["articles"]:
            count_months(self._db, [row[0] for row in rows["articles"]], 1)
        add_names(self._db, (row[2:5] for row in rows["actors"] if row[1] is None))
        many(_INDEX, sorted(rows["search"]))  # in order of keys the index flushes once a batch, not once a row
        many("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?, ?)", rows["failures"])
        Linker(self._db).link([row[0] for row in rows["articles"]], touched)

    def _new_key(self, published: str | None) -> int:
        """The next key of that second; of the undated where `published` is None."""
        first = first_key(published)
        while True:
            limit = first + SLOT if first >= DATED else DATED
            if first not in self._last:
                sql = "SELECT max(key) FROM articles WHERE key >= ? AND key < ?"
                self._last[first] = self._db.execute(sql, (first, limit)).fetchone()[0] or first - 1
            if self._last[first] + 1 < limit:
                self._last[first] += 1
                return self._last[first]
            first = limit

    def _actor(self, actor: Actor, article: int) -> int:
        """actors.key of an actor; a new row for one that only this article knows, or that was never described so."""
        if is_local(actor.id):
            return self._new_actor(article, actor_row(actor))
        what = (actor.id, actor.name, actor.kind, actor.country, actor.sector, actor.also, actor.role, actor.wikidata)
        key = self._actors.get(what)
        if key is None:
            row = actor_row(actor)
            alike = self._db.execute("SELECT * FROM actors WHERE article IS NULL AND id = ?", (actor.id,))
            key = next((int(k) for k, _, *there in alike if tuple(there) == row), None) or self._new_actor(None, row)
            if len(self._actors) > _REMEMBERED:
                self._actors.clear()
            self._actors[what] = key
        return key

    def _new_actor(self, article: int | None, row: Row) -> int:
        self._rows["actors"].append((self._next_actor, article, *row))
        self._next_actor += 1
        return self._next_actor - 1

    def _reader(self, info: ReaderInfo | None) -> int | None:
        if info is None:
            return None
        if info not in self._readers:
            key = known_reader(self._db, info)
            if key is None:
                values = (info.version, info.codebook, info.lexicon, info.model)
                sql = "INSERT INTO readers (version, codebook, lexicon, model) VALUES (?, ?, ?, ?) RETURNING key"
                key = int(self._db.execute(sql, values).fetchone()[0])
            self._readers[info] = key
        return self._readers[info]


def _index_row(key: int, title: str | None, text: str) -> Row:
    return key, words.index_words(title or ""), words.index_words(text)
