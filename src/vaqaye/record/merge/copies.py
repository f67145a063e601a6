"""Articles that copy each other: near-duplicates by MinHash, found through bands that lie in the record as rows."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator

from rensa import RMinHash

from vaqaye.record.merge.components import components
from vaqaye.record.merge.words import block
from vaqaye.record.words import index_words

_BANDS, _ROWS, _TRIPLE = 20, 6, 3
"""Of articles that share 7 word triples in 10, 92 in 100 have a band in common; of those that share 3 in 10, one."""
_FEWEST = 8  # a post of two lines that others write too is no copy
_SEED = 1
_BAND = struct.Struct(f"<{_BANDS}Q")


def sketch(text: str) -> bytes:
    """The bands of a text: its MinHash of triples of words in twenty parts. Empty where it has too few words.

    About 0.6 ms for 350 words. The numbers are those of rensa 0.5: sketches of another version could not be compared.
    """
    found = index_words(text).split()
    triples = {" ".join(found[i : i + _TRIPLE]) for i in range(len(found) - _TRIPLE + 1)}
    if len(triples) < _FEWEST:
        return b""
    hashed = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    hashed.update(list(triples))
    numbers = hashed.digest()
    return _BAND.pack(*(block("copy", i, *numbers[i : i + _ROWS]) for i in range(0, len(numbers), _ROWS)))


def bands(sketch: bytes) -> tuple[int, ...]:
    """The numbers that only copies share: articles with one in common are not compared further.

    Were pairs compared, ten thousand posts of one text would have to be compared with each other.
    """
    return _BAND.unpack(sketch) if sketch else ()


def origin(db: sqlite3.Connection, article: int) -> int:
    """The group that an article is in: `copies.origin`."""
    found: int = db.execute("SELECT origin FROM copies WHERE article = ?", (article,)).fetchone()[0]
    return found


def remove(db: sqlite3.Connection, articles: Iterable[int]) -> set[int]:
    """Takes articles out; what is left of their groups, by `copies.origin`, has to be grouped anew."""
    touched: set[int] = set()
    for article in articles:
        row = db.execute("SELECT origin, sketch FROM copies WHERE article = ?", (article,)).fetchone()
        if row:
            touched.add(row[0])
            rows = [(band, article) for band in bands(row[1])]
            db.executemany("DELETE FROM bands WHERE band = ? AND article = ?", rows)
            db.execute("DELETE FROM copies WHERE article = ?", (article,))
    return touched


def group(db: sqlite3.Connection, new: Iterable[int], touched: set[int]) -> set[int]:
    """Groups new articles, whose rows are there already, with what they are copies of.

    A group that lost a member is grouped anew; one that gains some only has to be joined, however large it is. Returns the
    old articles that are with others now: where groups become one, all but those of the largest.
    """
    members = set(new)
    moved: set[int] = set()
    for one in touched:
        moved.update(a for (a,) in db.execute("SELECT article FROM copies WHERE origin = ?", (one,)))
    moved -= members
    members |= moved
    links: list[tuple[int, int]] = []
    seen: dict[int, int] = {}
    joined: set[int] = set()
    for article in sorted(members):
        (sketch,) = db.execute("SELECT sketch FROM copies WHERE article = ?", (article,)).fetchone()
        for band in bands(sketch):
            if band in seen:
                links.append((article, seen[band]))
                continue
            seen[band] = article
            for other in _outside(db, band, members):
                joined.add(other)
                links.append((article, other))
    for found in components(sorted(members | joined), links):
        old = sorted((_group(db, origin) for origin in found if origin in joined), key=len)
        moved.update(article for part in old[:-1] for article in part)
        first = found[0]
        for part in old:
            if part[0] != first:
                db.executemany("UPDATE copies SET origin = ? WHERE article = ?", [(first, article) for article in part])
        mine = [(first, article) for article in found if article in members]
        db.executemany("UPDATE copies SET origin = ? WHERE article = ?", mine)
    return moved


def _group(db: sqlite3.Connection, origin: int) -> list[int]:
    rows = db.execute("SELECT article FROM copies WHERE origin = ? ORDER BY article", (origin,))
    return [article for (article,) in rows]


def _outside(db: sqlite3.Connection, band: int, members: set[int]) -> Iterator[int]:
    """The group of those in a band that are not to be grouped now: all of them are in one already."""
    for (article,) in db.execute("SELECT article FROM bands WHERE band = ? ORDER BY article", (band,)):
        if article not in members:
            yield origin(db, article)
            return
