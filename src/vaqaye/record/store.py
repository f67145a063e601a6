"""The record: readings kept in one file, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from vaqaye.errors import QueryError, RecordError
from vaqaye.model import Article, Failure, ReaderInfo, Reading, Span
from vaqaye.record import merge, words
from vaqaye.record.corrections import Correction, checked, keep
from vaqaye.record.days import key_limits, limits
from vaqaye.record.load import ARTICLES, article_of, load, unpack
from vaqaye.record.mend import unpacked
from vaqaye.record.opening import connect, explained
from vaqaye.record.rows import Row
from vaqaye.record.writer import UNFIT, Added, Writer, check_index, content_hash, known_reader, stored, stored_id

if TYPE_CHECKING:
    import pyarrow as pa

    from vaqaye.record.flat import FlatTable

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that has the words. `text` is its `text[start:end]`; `found` are the words, spans of the article."""

    article: str
    source: str | None
    url: str | None
    title: str | None
    published: str | None
    text: str
    start: int
    end: int
    found: tuple[Span, ...]


class Record:
    """A record in one file, made where there is none. A context manager, for one thread at a time.

    Any number of readers may work beside one writer: they see whole batches. A second writer waits for the first.
    RecordError where the file is no record, comes from a newer Vaqaye, or stays locked.
    """

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        self.path = Path(path)
        self._db = connect(self.path, readonly=readonly)
        self._writer = Writer(self._db)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, readings: Iterable[Reading | Failure]) -> Added:
        """Stores a batch in one transaction: when this returns, all of it is kept; if it does not, nothing of it is.

        An article with the content and the reader of the stored one is left alone, another replaces it; a reading
        replaces a failure and the other way round. A reading that can't be stored (letters that are not Unicode, an
        actor that is not among its actors) is kept as a failure with the reason.
        """
        items = list(readings)
        with explained(self.path), self._undone_on_error("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"):
            check_index(self._db)
            merge.check_rules(self._db)
            try:
                return self._add(items)
            except UNFIT:
                return sum((self._add_alone(item) for item in items), Added())

    def _add_alone(self, item: Reading | Failure) -> Added:
        try:
            return self._add([item])
        except UNFIT as error:
            return self._add([Failure(item.article, RecordError.__name__, f"this reading can't be stored: {error}")])

    def _add(self, items: list[Reading | Failure]) -> Added:
        with self._undone_on_error("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part", "RELEASE part"):
            return self._writer.add(items)

    @contextmanager
    def _undone_on_error(self, begin: str, done: str, *undo: str) -> Iterator[None]:
        self._db.execute(begin)
        try:
            yield
            self._db.execute(done)
        except BaseException:
            self._writer.forget()
            for sql in undo if self._db.in_transaction else ():  # a full disk has ended it already
                self._db.execute(sql)
            raise

    def correct(self, corrections: Iterable[Correction]) -> int:
        """Keeps what an analyst says of entries and applies it; the number of corrections that were not here yet.

        One transaction. QueryError where one can't be kept; one whose article or entry is not here is kept all the same,
        and applied when it comes.
        """
        wanted = [checked(c) for c in corrections]
        with explained(self.path), self._undone_on_error("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"):
            check_index(self._db)
            merge.check_rules(self._db)
            new = keep(self._db, wanted)
            self._writer.add([r for id in dict.fromkeys(c.article for c in new) for r in self._read(id)], again=True)
        return len(new)

    def _read(self, article: str) -> list[Reading]:
        """What was read in an article, before all corrections; nothing where it is not here."""
        found = self.select(
            "SELECT a.key, o.reading FROM articles a LEFT JOIN originals o ON o.article = a.key WHERE a.id = ?",
            (article,),
        )
        if not found:
            return []
        key, reading = found[0]
        there = next(load(self.select, key, key))
        return [there if reading is None else unpacked(unpack(reading), there.article)]

    def merge(self, *, rebuild: bool = False, progress: Callable[[int], None] | None = None) -> int:
        """Makes the episodes, quotations and ledgers of articles that are in none yet; their number.

        `add` does so for what it stores: this is for records from before, and where the rules of merging have changed or
        `rebuild` is wanted it starts anew. A batch is one transaction: stopped, the next call goes on from there. `progress`
        is called with the number of articles after each.
        """
        done, last = 0, 0
        with explained(self.path):
            if rebuild or merge.record_rules(self._db) != merge.RULES:
                with self._undone_on_error("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"):
                    merge.start_anew(self._db)
            while True:
                with self._undone_on_error("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"):
                    keys = self.select(
                        "SELECT key FROM articles a WHERE key > ? AND NOT EXISTS "
                        "(SELECT 1 FROM copies WHERE article = a.key) ORDER BY key LIMIT ?",
                        (last, _CHUNK),
                    )
                    merge.link_stored(
                        self._db, ((key, reading) for (key,) in keys for reading in load(self.select, key, key))
                    )
                if not keys:
                    return done
                done, last = done + len(keys), keys[-1][0]
                if progress:
                    progress(done)

    def needs(self, articles: Iterable[Article], reader: ReaderInfo) -> list[Article]:
        """Those of the articles that this reader has not read yet as they are now, in order; failures count as read.

        A failure counts only where its article carries the reader that gave up. Where another version of an article is
        needed, those that come behind it are too: the last one is to stay.
        """
        out: list[Article] = []
        under_way: set[str] = set()
        with self.snapshot():
            key = known_reader(self._db, reader)
            rest = iter(articles)
            while some := list(islice(rest, _CHUNK)):
                there = stored(self._db, map(stored_id, some))
                for article in some:
                    id = stored_id(article)
                    old = there.get(id)
                    known = key is not None and old and (old.content, old.reader) == (content_hash(article), key)
                    if not known or id in under_way:
                        under_way.add(id)
                        out.append(article)
        return out

    def articles(self, *, not_by: ReaderInfo | None = None) -> Iterator[Article]:
        """The stored articles with their texts, oldest first; with `not_by` those that another reader has read.

        The record may be written to meanwhile.
        """
        key, last = None, 0
        if not_by:
            with explained(self.path):
                key = known_reader(self._db, not_by)
        sql = ARTICLES + "WHERE a.key > ? AND (? IS NULL OR a.reader IS NOT ?) ORDER BY a.key LIMIT ?"
        while rows := self.select(sql, (last, key, key, _CHUNK)):
            yield from map(article_of, rows)
            last = rows[-1][0]

    def reading(self, article: str) -> Reading:
        """What was stored of an article, by its id. QueryError if there is none."""
        with self.snapshot():
            found = self.select("SELECT key FROM articles WHERE id = ?", (article,))
            if not found:
                raise QueryError(f"there is no article {article!r} in {self.path}: look it up by its words first")
            return next(load(self.select, found[0][0], found[0][0]))

    def readings(self, *, events_only: bool = False) -> Iterator[Reading]:
        """All readings, oldest first, each as it is when its turn comes; in constant memory.

        With `events_only` they have nothing but their article, actors and events.
        """
        last = 0
        while True:
            with self.snapshot():
                keys = self.select("SELECT key FROM articles WHERE key > ? ORDER BY key LIMIT ?", (last, _CHUNK))
                if not keys:
                    return
                some = list(load(self.select, keys[0][0], keys[-1][0], events_only=events_only))
            yield from some
            last = keys[-1][0]

    def failures(self) -> Iterator[Failure]:
        """The articles that could not be read, by id, without their texts."""
        for id, url, source, error, reason in self.select(
            "SELECT id, url, source, error, reason FROM failures ORDER BY id"
        ):
            yield Failure(Article("", id, source, url), error, reason)

    def search(
        self,
        text: str,
        limit: int = 20,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        before: int | None = None,
    ) -> list[Hit]:
        """The newest articles that have all the words, in any spelling, in title or text.

        "Words in quotation marks" are a phrase, «تحری*» is a beginning. `since` and `until` are ISO dates, months or
        years of publication, `source` is an outlet; `before` leaves out articles from that articles.key on. QueryError
        where there is no word in the question.
        """
        wanted = words.terms(text)
        first, last = limits(since, until)
        conditions, values = "", list[Any]()
        if since or until:
            conditions = "AND s.rowid BETWEEN ? AND ? AND a.published BETWEEN ? AND ? "
            values += (*key_limits(since, until), first, last)
        if source is not None:
            conditions, values = f"{conditions}AND a.source = ? ", [*values, source]
        if before is not None:
            conditions, values = f"{conditions}AND s.rowid < ? ", [*values, before]
        sql = (
            "SELECT a.id, a.source, a.url, a.title, a.published, b.text FROM search s "
            "JOIN articles a ON a.key = s.rowid JOIN bodies b ON b.article = s.rowid "
            f"WHERE search MATCH ? {conditions}ORDER BY s.rowid DESC LIMIT ?"
        )
        match = " ".join(term.match() for term in wanted)
        hits = []
        for *about, body in self.select(sql, (match, *values, limit)):
            content = unpack(body)
            found = words.snippet(content, wanted)
            id, source, url, title, published = about
            words_there = content[found.start : found.end]
            hits.append(Hit(id, source, url, title, published, words_there, found.start, found.end, found.found))
        return hits

    def table(self, name: FlatTable) -> pa.Table:
        """`events`, `statements`, `agreements` or `figures` as a `pyarrow.Table`: one flat row an entry, with its words.

        >>> record.table("events").to_pandas()  # doctest: +SKIP
        """
        from vaqaye.record.export import table

        return table(self, name)

    def select(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[Row]:
        """The rows of a question in SQL; the tables are described in schema.sql."""
        with explained(self.path):
            return self._db.execute(sql, parameters).fetchall()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside comes from one moment, whatever others write meanwhile."""
        if self._db.in_transaction:
            yield
            return
        with explained(self.path):
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")  # nothing was written
