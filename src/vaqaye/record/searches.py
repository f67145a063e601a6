"""Searches that somebody wants to hear of again, by name."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from vaqaye.errors import QueryError
from vaqaye.record.opening import connect, explained
from vaqaye.record.store import Record

NAME = 100
"""Characters of a name at most."""
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Search:
    """A saved search: what is asked for, of which kind of entries; `at` is when it was saved, ISO, UTC."""

    name: str
    kind: str
    question: dict[str, str]
    at: str


def searches(record: Record) -> tuple[Search, ...]:
    """All saved searches, by name."""
    rows = record.select("SELECT name, kind, question, at FROM searches ORDER BY name")
    return tuple(Search(name, kind, orjson.loads(question), at) for name, kind, question, at in rows)


def search_named(record: Record, name: str) -> Search:
    """The search of that name; QueryError where there is none."""
    rows = record.select("SELECT name, kind, question, at FROM searches WHERE name = ?", (name,))
    if not rows:
        raise QueryError(f"there is no search called {name[:NAME]!r}: `vaqaye search list` shows those there are")
    name, kind, question, at = rows[0]
    return Search(name, kind, orjson.loads(question), at)


def save(path: Path, name: str, kind: str, question: Mapping[str, str]) -> None:
    """Keeps a search, in place of another one of that name; on a connection of its own. QueryError where it has no name."""
    name = " ".join(name.split())
    if not name or len(name) > NAME or not name.isprintable():
        raise QueryError(f"a search needs a name, of at most {NAME} letters")
    row = (name, kind, orjson.dumps(dict(question)).decode(), datetime.now(UTC).isoformat(timespec="seconds"))
    with closing(connect(path, readonly=False)) as db, explained(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            db.execute("INSERT OR REPLACE INTO searches VALUES (?, ?, ?, ?)", row)
            ((number,),) = db.execute("SELECT count(*) FROM searches").fetchall()
            if number > _MOST:
                raise QueryError(f"there are {_MOST:,} searches already: remove one that nobody reads")
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")


def remove(path: Path, name: str) -> bool:
    """Forgets a search; whether there was one."""
    with closing(connect(path, readonly=False)) as db, explained(path):
        return db.execute("DELETE FROM searches WHERE name = ?", (name,)).rowcount > 0
