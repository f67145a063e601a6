"""Counts of hits and misses, and where pieces of a text lie in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

Span = tuple[int, int]
_FAR = 60  # letters; a piece that does not follow so soon was changed by its toolkit, and counts as missed


@dataclass
class Score:
    """Hits, what was found, what was to be found; `wrong` counts the errors by class and word form."""

    hit: int = 0
    found: int = 0
    gold: int = 0
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Of 1."""
        return self.hit / max(1, self.found)

    @property
    def recall(self) -> float:
        """Of 1."""
        return self.hit / max(1, self.gold)

    @property
    def f1(self) -> float:
        """Of 1; where as much is found as there is, it is the accuracy."""
        return 2 * self.hit / max(1, self.found + self.gold)

    def one(self, right: bool, kind: str, form: str) -> None:
        """Counts one decision; `kind` is the class of error if it is not right."""
        self.hit += right
        self.found += 1
        self.gold += 1
        if not right:
            self.wrong[kind, form] += 1

    def sets(self, gold: set[Span], found: set[Span]) -> None:
        """Counts the spans of one text."""
        self.hit += len(gold & found)
        self.found += len(found)
        self.gold += len(gold)


def letters(text: str) -> list[int]:
    """At each place of a text and at its end, the letters before it; spaces and half-spaces are none."""
    return list(accumulate((not c.isspace() and c != "\u200c" for c in text), initial=0))


def located(text: str, pieces: Iterable[str]) -> set[Span]:
    """Where pieces of a text lie, counted in letters, whatever was done to the spaces and half-spaces in them."""
    bare = "".join(text.replace("\u200c", "").split())
    spans: set[Span] = set()
    at = 0
    for piece in pieces:
        piece = "".join(piece.replace("\u200c", "").split())
        start = bare.find(piece, at, at + _FAR + len(piece)) if piece else -1
        if start >= 0:
            at = start + len(piece)
            spans.add((start, at))
    return spans
