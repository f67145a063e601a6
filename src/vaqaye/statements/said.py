"""A statement on its way to the record."""

from __future__ import annotations

from dataclasses import dataclass, field

from vaqaye.model import StatementKind
from vaqaye.statements.cues import Found


@dataclass(slots=True)
class Said:
    """A statement before it is a record; offsets into the view, `sentences` the indices that it lies in."""

    start: int
    end: int
    speaker: str
    cue: Found | None
    kind: StatementKind
    sentences: list[int]
    addressees: tuple[str, ...] = ()
    quotes: list[tuple[int, int]] = field(default_factory=list)
    confidence: float = 0.8
