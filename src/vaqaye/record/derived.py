"""What the record keeps beside the readings, so that questions need not look at all of them: months and names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import orjson

from vaqaye.record.days import first_day
from vaqaye.record.rows import name_key

# One row for all events, one for each country of an event, one for each two of its countries.
_OF_ARTICLES = """
INSERT INTO months (a, b, month, event, mode, status, plover, number, late)
SELECT x.a, x.b, coalesce(substr(e.day, 1, 7), ''), e.event, coalesce(e.mode, ''), e.status, coalesce(e.plover, ''),
  {sign}count(*), {sign}sum(is_late(e.day))
FROM (
  SELECT article, n, a, b FROM pairs WHERE entry = 'event'{here}
  UNION ALL SELECT DISTINCT article, event, country, '' FROM participants WHERE country IS NOT NULL{here}
  UNION ALL SELECT article, n, '', '' FROM events WHERE true{here}
) x JOIN events e ON e.article = x.article AND e.n = x.n
WHERE true GROUP BY 1, 2, 3, 4, 5, 6, 7
ON CONFLICT DO UPDATE SET number = number + excluded.number, late = late + excluded.late
"""
_HERE = " AND article IN (SELECT value FROM json_each(?1))"


def asked_key(name: str) -> str:
    """The key of `names` for words of a name: «امیر عبداللهیان», «Amir-Abdollahian»."""
    return name_key(name).lower().replace("-", "")


def name_keys(*names: str | None) -> set[str]:
    """All keys that an actor of these names can be asked by: «ولادیمیر پوتین» also by «پوتین»."""
    words = [(name or "").split() for name in names]
    return {key for some in words for i in range(len(some)) if (key := asked_key(" ".join(some[i:])))}


def add_names(db: sqlite3.Connection, actors: Iterable[tuple[str, str | None, str | None]]) -> None:
    """Adds the names of actors of the who's-who: id, Persian and English name of each."""
    db.executemany(
        "INSERT OR IGNORE INTO names VALUES (?, ?)",
        ((key, id) for id, fa, en in actors for key in name_keys(fa, en)),
    )


def count_months(db: sqlite3.Connection, articles: Sequence[int], sign: int) -> None:
    """Adds the events of these articles, which must be in the tables, to `months`; takes them away if `sign` is -1."""
    keys = orjson.dumps(articles).decode()
    db.execute(_OF_ARTICLES.format(sign="-" if sign < 0 else "", here=_HERE), (keys,))
    if sign < 0:
        db.execute("DELETE FROM months WHERE number = 0")


def count_all_months(db: sqlite3.Connection) -> None:
    """Fills `months`, which may hold what an older version has counted, from the events."""
    db.execute("DELETE FROM months")
    db.execute(_OF_ARTICLES.format(sign="", here=""))


def derive(db: sqlite3.Connection) -> None:
    """Fills what version 3 keeps beside the readings from a record of version 2, but for `months`: version 5 does that."""
    add_names(db, db.execute("SELECT id, name_fa, name_en FROM actors WHERE article IS NULL").fetchall())
    db.execute("UPDATE statements SET country = (SELECT country FROM actors k WHERE k.key = speaker)")
    db.execute(
        "UPDATE pairs SET (event, status) = "
        "(SELECT e.event, e.status FROM events e WHERE e.article = pairs.article AND e.n = pairs.n) WHERE entry = 'event'"
    )
    figures = db.execute(
        "SELECT f.article, f.n, f.period, a.published, f.parties FROM figures f JOIN articles a ON a.key = f.article"
    ).fetchall()
    db.executemany(
        "UPDATE figures SET day = ? WHERE article = ? AND n = ?",
        ((first_day(period) or first_day(published), article, n) for article, n, period, published, _ in figures),
    )
    db.executemany("INSERT INTO figure_parties VALUES (?, ?, ?, ?, ?)", _figure_parties(figures))


def _figure_parties(figures: Iterable[tuple[int, int, str | None, str | None, str]]) -> Iterator[tuple[object, ...]]:
    for article, n, period, published, parties in figures:
        day = first_day(period) or first_day(published)
        for i, country in enumerate(orjson.loads(parties)):
            yield article, n, i, country, day
