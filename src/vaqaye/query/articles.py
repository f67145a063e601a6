"""Questions for articles: by their words, and from where they come."""

from __future__ import annotations

from vaqaye.query.answers import Page
from vaqaye.query.asked import Spot, checked_limit, cursor_of, spot_of
from vaqaye.record import Hit, Record


def search(
    record: Record,
    text: str,
    *,
    source: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[Hit]:
    """Articles that have all the words of a question, newest first; see `Record.search`."""
    after = spot_of(cursor)
    with record.snapshot():
        hits = record.search(
            text,
            checked_limit(limit) + 1,
            since=since,
            until=until,
            source=source,
            before=after.article if after else None,
        )
        if len(hits) <= limit:
            return Page(tuple(hits))
        ((last,),) = record.select("SELECT key FROM articles WHERE id = ?", (hits[limit - 1].article,))
        return Page(tuple(hits[:limit]), cursor_of(Spot(None, last, 0)))


def find(record: Record, text: str, limit: int = 20, since: str | None = None, until: str | None = None) -> list[Hit]:
    """The newest articles that have all the words of a question; see `Record.search`."""
    return record.search(text, limit, since=since, until=until)


def sources(record: Record) -> tuple[str, ...]:
    """The outlets on record."""
    rows = record.select(  # from one to the next by the index, not through all articles
        "WITH RECURSIVE outlet (name) AS (SELECT min(source) FROM articles WHERE source > '' UNION ALL "
        "SELECT (SELECT min(source) FROM articles WHERE source > name) FROM outlet WHERE name IS NOT NULL) "
        "SELECT name FROM outlet WHERE name IS NOT NULL"
    )
    return tuple(name for (name,) in rows)
