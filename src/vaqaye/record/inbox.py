"""What `vaqaye watch` has to remember between two requests: how each feed stands, and the items that are under way.

Each method is one transaction, on a connection of its own: killed anywhere, the next one goes on from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from vaqaye.model import Article
from vaqaye.record.load import unpack
from vaqaye.record.opening import connect, explained
from vaqaye.record.rows import Row, pack
from vaqaye.record.writer import content_hash, stored, stored_id

_CHUNK = 100
_FIELDS = "id, source, url, title, published"


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed stands: what to ask it with, when it is due, and its polls in a row that gave nothing."""

    due: datetime
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article whose page is to be fetched, and how often that has failed."""

    article: Article
    tries: int


class Inbox:
    """The feeds and items of a record. A context manager, for one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = connect(path, readonly=False)

    def __enter__(self) -> Inbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def state(self, feed: str) -> FeedState | None:
        """How a feed stands; None where it was never polled."""
        sql = "SELECT due, etag, modified, failures, error FROM feeds WHERE url = ?"
        found = self._select(sql, (feed,))
        return FeedState(_moment(found[0][0]), *found[0][1:]) if found else None

    def unknown(self, items: Sequence[Article]) -> list[Article]:
        """Those items of a feed that are neither in the record nor under way, in order; of several with one id the last.

        An item without a text is known by its id: its page is to be fetched once. One with a text is known only where
        the text, the headline and so on are what they were: what an agency mends is read again.
        """
        last = {stored_id(article): article for article in items}
        with explained(self._path):
            there = stored(self._db, last)
            waiting = {article.id: article for article in self._waiting(list(last))}
        out = []
        for id, article in last.items():
            old, queued = there.get(id), waiting.get(id)
            if not article.text:
                known = old is not None or queued is not None
            elif queued is not None:
                known = content_hash(queued) == content_hash(article)
            else:
                known = old is not None and old.content == content_hash(article)
            if not known:
                out.append(article)
        return out

    def polled(self, feed: str, state: FeedState, new: Sequence[Article] = ()) -> None:
        """Keeps the state of a feed and its new items, together."""
        row = (feed, state.etag, state.modified, _iso(state.due), state.failures, state.error)
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?, ?)", row)
            db.executemany(
                f"INSERT OR REPLACE INTO inbox ({_FIELDS}, text, tries, due) VALUES (?, ?, ?, ?, ?, ?, 0, '')",
                ((stored_id(a), *_texts(a), pack(_clean(a.text)) if a.text else None) for a in new),
            )

    def _waiting(self, ids: Sequence[str]) -> Iterator[Article]:
        for i in range(0, len(ids), _CHUNK):
            some = ids[i : i + _CHUNK]
            sql = f"SELECT {_FIELDS}, text FROM inbox WHERE id IN ({','.join('?' * len(some))})"
            yield from map(_article, self._db.execute(sql, some))

    def to_fetch(self, now: datetime) -> list[Waiting]:
        """The items whose pages are to be fetched now, the oldest first."""
        sql = f"SELECT {_FIELDS}, NULL, tries FROM inbox WHERE text IS NULL AND due <= ? ORDER BY key"
        return [Waiting(_article(row), row[-1]) for row in self._select(sql, (_iso(now),))]

    def fetched(self, article: Article) -> None:
        """Keeps what the page of an item has."""
        with self._transaction() as db:
            sql = "UPDATE inbox SET source = ?, url = ?, title = ?, published = ?, text = ? WHERE id = ?"
            db.execute(sql, (*_texts(article), pack(_clean(article.text)), stored_id(article)))

    def postpone(self, waiting: Waiting, due: datetime) -> None:
        """Keeps an item for another try."""
        with self._transaction() as db:
            sql = "UPDATE inbox SET tries = ?, due = ? WHERE id = ?"
            db.execute(sql, (waiting.tries, _iso(due), stored_id(waiting.article)))

    def ready(self) -> Iterator[Article]:
        """The articles that are to be read, the oldest first. The record may be written to meanwhile."""
        last = 0
        sql = f"SELECT {_FIELDS}, text, key FROM inbox WHERE text IS NOT NULL AND key > ? ORDER BY key LIMIT {_CHUNK}"
        while rows := self._select(sql, (last,)):
            yield from map(_article, rows)
            last = rows[-1][-1]

    def settle(self) -> None:
        """Lets go of what is in the record by now, read or failed."""
        with self._transaction() as db:
            known = "SELECT id FROM articles UNION ALL SELECT id FROM failures"
            articles = [_article(row) for row in db.execute(f"SELECT {_FIELDS}, text FROM inbox WHERE id IN ({known})")]
            there = stored(db, [stored_id(article) for article in articles])
            done = [(a.id,) for a in articles if not a.text or there[stored_id(a)].content == content_hash(a)]
            db.executemany("DELETE FROM inbox WHERE id = ?", done)

    def next_due(self) -> datetime | None:
        """When the next page is to be fetched; None where none waits."""
        ((due,),) = self._select("SELECT min(due) FROM inbox WHERE text IS NULL")
        return None if due is None else _moment(due)

    def _select(self, sql: str, parameters: tuple[object, ...] = ()) -> list[Row]:
        with explained(self._path):
            return self._db.execute(sql, parameters).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with explained(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


def _article(row: Row) -> Article:
    id, source, url, title, published, text, *_ = row
    return Article("" if text is None else unpack(text), id, source, url, title, published)


def _texts(article: Article) -> tuple[str | None, ...]:
    fields = (article.source, article.url, article.title, article.published)
    return tuple(value and _clean(value) for value in fields)


def _clean(text: str) -> str:
    return text.encode(errors="replace").decode()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text else datetime.min.replace(tzinfo=UTC)
