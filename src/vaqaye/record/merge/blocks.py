"""The blocks in which tellings of the same thing are found, and what of a full block is compared.

On a common day all that share a block are compared. On a day with ten thousand posts about one pair of countries only
those that are first by `blocks.rank`, a hash of the article, are: in a block of what both are about with each other, in a
block of like words with all that are in it. So two posts of such a day that are told in quite other words stay two stories
unless both are among the first. What is first depends on what is in the block, never on the order of coming: where a new
telling takes the place of another, that one's links are looked at anew.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Generic, TypeVar

from vaqaye.record.merge.tellings import Group, Key, Telling

T = TypeVar("T", bound=Telling)


def rank(article: str) -> int:
    """Where an article stands in its blocks, by a hash of its id: nobody comes first by publishing early."""
    return int.from_bytes(blake2b(article.encode(errors="replace"), digest_size=6).digest())


class Blocks(Generic[T]):
    """The blocks of one kind of entry; `groups` gives those of a telling."""

    def __init__(self, db: sqlite3.Connection, groups: Callable[[T], list[Group]]) -> None:
        self._db = db
        self._groups = groups
        self._known: dict[Key, list[Group]] = {}
        self._first: dict[int, list[Key]] = {}

    def groups(self, telling: T) -> list[Group]:
        """The blocks of a telling."""
        found = self._known.get(telling.key)
        if found is None:
            found = self._known[telling.key] = self._groups(telling)
        return found

    def own(self, telling: T) -> dict[int, int]:
        """The blocks that it is in, and how many are first there."""
        return {group.own: group.most for group in self.groups(telling)}

    def remove(self, telling: T) -> dict[int, list[Key]]:
        """Takes it out; what was first in its blocks until now, where it was among them."""
        own = self.own(telling)
        before = {block: self.first(block, most) for block, most in own.items()}
        at = rank(telling.article)
        self._db.executemany(
            "DELETE FROM blocks WHERE block = ? AND rank = ? AND article = ? AND n = ?",
            [(block, at, *telling.key) for block in own],
        )
        for block in own:
            del self._first[block]
        return {block: keys for block, keys in before.items() if len(keys) == own[block] and telling.key in keys}

    def add(self, new: Iterable[T], before: dict[int, list[Key]]) -> tuple[set[Key], set[Key]]:
        """Puts new tellings in. Those that are no longer first somewhere, and those that are now without being new.

        `before` are the full blocks that lost one, with what was first in them.
        """
        mine: set[Key] = set()
        most: dict[int, int] = {}
        grown: Counter[int] = Counter()
        rows = []
        for telling in new:
            mine.add(telling.key)
            own = self.own(telling)
            most |= own
            grown.update(own.keys())
            at = rank(telling.article)
            rows += [(block, at, *telling.key) for block in own]
        self._db.executemany("INSERT INTO blocks (block, rank, article, n) VALUES (?, ?, ?, ?)", sorted(rows))
        left: set[Key] = set()
        gained: set[Key] = set()
        for block, number in grown.items():
            found = self._read(block, most[block] + number)
            now = self._first[block] = found[: most[block]]
            if block not in before and len(found) > most[block]:
                left.update(set([key for key in found if key not in mine][: most[block]]).difference(now))
        for block, keys in before.items():
            now = self.first(block, len(keys))
            left.update(set(keys).difference(now))
            gained.update(set(now).difference(keys))
        return left - mine, gained - mine

    def first(self, block: int, most: int) -> list[Key]:
        """So many that are first in a block."""
        found = self._first.get(block)
        if found is None:
            found = self._first[block] = self._read(block, most)
        return found

    def neighbours(self, telling: T) -> set[Key]:
        """What it is to be compared with."""
        found: set[Key] = set()
        for group in self.groups(telling):
            leads = telling.key in self.first(group.own, group.most)
            for block in group.days if leads or group.words else ():
                first = self.first(block, group.most)
                found.update(self._read(block, -1) if leads and group.words and len(first) == group.most else first)
        return found

    def _read(self, block: int, most: int) -> list[Key]:
        sql = "SELECT article, n FROM blocks WHERE block = ? ORDER BY rank, article, n LIMIT ?"
        return self._db.execute(sql, (block, most)).fetchall()
