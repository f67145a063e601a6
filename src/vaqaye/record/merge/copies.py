"""Articles that copy each other: near-duplicates by MinHash, found through bands that lie in the record as rows."""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import eq

from datasketch import MinHash

from vaqaye.record.merge.components import components
from vaqaye.record.merge.words import block
from vaqaye.record.words import index_words

COPY = 0.5
"""Share of word triples from which on an article is a copy: an update that doubles its model is still one."""

_BANDS, _ROWS, _TRIPLE = 12, 4, 3
_FEWEST = 8  # a post of two lines that others write too is no copy
_SEED = 1


def sketch(text: str) -> bytes:
    """The MinHash of a text's triples of words, 48 numbers; empty where it has too few. About 0.6 ms for 350 words."""
    found = index_words(text).split()
    triples = {" ".join(found[i : i + _TRIPLE]).encode() for i in range(len(found) - _TRIPLE + 1)}
    if len(triples) < _FEWEST:
        return b""
    hashed = MinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    hashed.update_batch(triples)
    numbers = array("I", (int(value) & 0xFFFFFFFF for value in hashed.hashvalues))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def bands(sketch: bytes) -> Iterator[int]:
    """The numbers that only articles with a part of the sketch in common share."""
    width = _ROWS * 4
    for i in range(0, len(sketch), width):
        yield block("copy", i, sketch[i : i + width].hex())


def alike(one: bytes, other: bytes) -> bool:
    """Whether two sketches are those of copies."""
    if not one or not other:
        return False
    numbers, others = memoryview(one).cast("I"), memoryview(other).cast("I")
    same: int = sum(map(eq, numbers, others))
    return same >= COPY * len(numbers)


class Copies:
    """The groups of near-duplicates; reads each sketch once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._sketches: dict[int, bytes] = {}

    def sketch(self, article: int) -> bytes:
        """The stored sketch of an article; empty for one that was never merged."""
        if article not in self._sketches:
            row = self._db.execute("SELECT sketch FROM copies WHERE article = ?", (article,)).fetchone()
            self._sketches[article] = row[0] if row else b""
        return self._sketches[article]

    def remove(self, articles: Iterable[int]) -> set[int]:
        """Takes articles out; what is left of their groups, by `copies.origin`, has to be grouped anew."""
        touched: set[int] = set()
        for article in articles:
            row = self._db.execute("SELECT origin, sketch FROM copies WHERE article = ?", (article,)).fetchone()
            if row is None:
                continue
            touched.add(row[0])
            self._db.executemany(
                "DELETE FROM bands WHERE band = ? AND article = ?", [(band, article) for band in bands(row[1])]
            )
            self._db.execute("DELETE FROM copies WHERE article = ?", (article,))
            self._sketches.pop(article, None)
        return touched

    def group(self, new: Iterable[int], touched: set[int]) -> None:
        """Groups new articles, whose rows are there already, with what they are copies of.

        A group that lost a member is grouped anew; one that gains some only has to be joined, however large it is.
        """
        members = set(new)
        for origin in touched:
            members |= {a for (a,) in self._db.execute("SELECT article FROM copies WHERE origin = ?", (origin,))}
        joined: list[tuple[int, int]] = []
        for article in members:
            for other in self._sharing(article) - members:
                if alike(self.sketch(article), self.sketch(other)):
                    joined += self._db.execute("SELECT ?, origin FROM copies WHERE article = ?", (article, other))
        origins = {origin for _, origin in joined}
        for group in components(sorted(members | origins), [*joined, *self._pairs(members)]):
            first = group[0]
            for article in group:
                column = "origin" if article in origins else "article"
                self._db.execute(
                    f"UPDATE copies SET origin = ? WHERE {column} = ? AND origin <> ?", (first, article, first)
                )

    def _sharing(self, article: int) -> set[int]:
        found: set[int] = set()
        for band in bands(self.sketch(article)):
            found.update(a for (a,) in self._db.execute("SELECT article FROM bands WHERE band = ?", (band,)))
        return found

    def _pairs(self, members: set[int]) -> Iterator[tuple[int, int]]:
        by_sketch: defaultdict[bytes, list[int]] = defaultdict(list)
        for article in members:
            if self.sketch(article):
                by_sketch[self.sketch(article)].append(article)
        by_band: defaultdict[int, list[bytes]] = defaultdict(list)
        for one, articles in by_sketch.items():  # ten thousand times the same post is one sketch
            yield from pairwise(articles)
            for band in bands(one):
                by_band[band].append(one)
        for found in by_band.values():
            for i, one in enumerate(found):
                for other in found[i + 1 :]:
                    if alike(one, other):
                        yield by_sketch[one][0], by_sketch[other][0]
