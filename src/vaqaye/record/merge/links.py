"""Links between tellings of one kind that are alike enough to tell the same thing, kept as rows: a pair is scored once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from vaqaye.record.merge.tellings import Key

Link = tuple[float, bool]
"""How sure a link is, and whether the words of both are the same but for one in seven."""


class Links:
    """The links of one kind of entry; those of a telling are read once."""

    def __init__(self, db: sqlite3.Connection, entry: str) -> None:
        self._db = db
        self._entry = entry
        self._known: dict[Key, dict[Key, Link]] = {}

    def of(self, key: Key) -> Mapping[Key, Link]:
        """What a telling is linked with."""
        found = self._known.get(key)
        if found is None:
            rows = self._db.execute(
                "SELECT other, other_n, sure, alike FROM links WHERE article = ? AND entry = ? AND n = ?",
                (key[0], self._entry, key[1]),
            )
            found = self._known[key] = {row[:2]: row[2:] for row in rows}
        return found

    def add(self, links: Mapping[tuple[Key, Key], Link]) -> None:
        """Writes new links."""
        rows = [
            (*one, *other, sure, alike)
            for (a, b), (sure, alike) in links.items()
            for one, other in ((a, b), (b, a))
        ]  # fmt: skip
        rows.sort()
        self._db.executemany(
            "INSERT INTO links (article, entry, n, other, other_n, sure, alike) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(row[0], self._entry, *row[1:]) for row in rows],
        )
        for a, b in links:
            self._known.pop(a, None)
            self._known.pop(b, None)

    def cut(self, pairs: Iterable[tuple[Key, Key]]) -> None:
        """Deletes links."""
        both = [(*one, *other) for a, b in pairs for one, other in ((a, b), (b, a))]
        self._db.executemany(
            f"DELETE FROM links WHERE entry = '{self._entry}' AND article = ? AND n = ? AND other = ? AND other_n = ?",
            both,
        )
        for row in both:
            self._known.pop(row[:2], None)
