"""The blocks in which tellings of the same thing are found, and what of a full block is compared.

Of a block the tellings that are first by `blocks.rank`, a hash of the article, are compared with all in it; the others
only with those. A block of a common day has fewer than that, so all are. On a day with ten thousand posts about one pair
of countries, two of them become one story where both are like one of the first. What is first depends on what is in the
block, never on the order of coming: where a new telling takes the place of another, that one's links are looked at anew.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Generic, TypeVar

from vaqaye.record.merge.tellings import Key, Telling

T = TypeVar("T", bound=Telling)

FIRST = 48
"""Tellings of one block that are compared with all in it. A pair of countries on a busy day has some thirty."""


def rank(article: str) -> int:
    """Where an article stands in its blocks, by a hash of its id: nobody comes first by publishing early."""
    return int.from_bytes(blake2b(article.encode(errors="replace"), digest_size=6).digest())


class Blocks(Generic[T]):
    """The blocks of one kind of entry. `numbers` gives those of a telling: a row for each thing that it is about, one
    number for each day as far away as it looks, its own day in the middle."""

    def __init__(self, db: sqlite3.Connection, numbers: Callable[[T], list[tuple[int, ...]]]) -> None:
        self._db = db
        self._numbers = numbers
        self._known: dict[Key, list[tuple[int, ...]]] = {}
        self._first: dict[int, list[Key]] = {}

    def around(self, telling: T) -> list[tuple[int, ...]]:
        """Its blocks as `numbers` gives them."""
        found = self._known.get(telling.key)
        if found is None:
            found = self._known[telling.key] = self._numbers(telling)
        return found

    def own(self, telling: T) -> set[int]:
        """The blocks that it is in."""
        return {days[len(days) // 2] for days in self.around(telling)}

    def remove(self, telling: T) -> dict[int, list[Key]]:
        """Takes it out; what was first in its blocks until now, where it was among them."""
        own = self.own(telling)
        before = {block: self.first(block) for block in own}
        at = rank(telling.article)
        self._db.executemany(
            "DELETE FROM blocks WHERE block = ? AND rank = ? AND article = ? AND n = ?",
            [(block, at, *telling.key) for block in own],
        )
        for block in own:
            del self._first[block]
        return {block: keys for block, keys in before.items() if telling.key in keys}

    def add(self, new: Iterable[T], before: dict[int, list[Key]]) -> tuple[set[Key], set[Key]]:
        """Puts new tellings in. Those that are no longer first somewhere, and those that are now without being new.

        `before` are the blocks that lost one, with what was first in them.
        """
        mine: set[Key] = set()
        grown: Counter[int] = Counter()
        rows = []
        for telling in new:
            mine.add(telling.key)
            own = self.own(telling)
            grown.update(own)
            at = rank(telling.article)
            rows += [(block, at, *telling.key) for block in own]
        self._db.executemany("INSERT INTO blocks (block, rank, article, n) VALUES (?, ?, ?, ?)", sorted(rows))
        left: set[Key] = set()
        gained: set[Key] = set()
        for block, number in grown.items():
            found = self._read(block, FIRST + number)
            now = self._first[block] = found[:FIRST]
            if block not in before and len(found) > FIRST:
                old = [key for key in found if key not in mine][:FIRST]
                left.update(set(old).difference(now))
        for block, keys in before.items():
            left.update(set(keys).difference(self.first(block)))
            gained.update(set(self.first(block)).difference(keys))
        return left - mine, gained - mine

    def first(self, block: int) -> list[Key]:
        """What is compared with all in the block."""
        found = self._first.get(block)
        if found is None:
            found = self._first[block] = self._read(block, FIRST)
        return found

    def neighbours(self, telling: T) -> set[Key]:
        """What it is to be compared with: the first of its blocks, and where it is one of those itself, all."""
        found: set[Key] = set()
        for days in self.around(telling):
            leads = telling.key in self.first(days[len(days) // 2])
            for block in days:
                first = self.first(block)
                found.update(self._read(block, -1) if leads and len(first) == FIRST else first)
        return found

    def _read(self, block: int, most: int) -> list[Key]:
        sql = "SELECT article, n FROM blocks WHERE block = ? ORDER BY rank, article, n LIMIT ?"
        return self._db.execute(sql, (block, most)).fetchall()
