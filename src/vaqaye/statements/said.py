"""A statement on its way to the record, and who spoke before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from vaqaye.actors import Cast
from vaqaye.model import Day, StatementKind
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
    day: Day | None = None  # when it was said
    venue: str | None = None


@dataclass(slots=True)
class Before:
    """Who spoke before: `last` whoever it was, `person` the last one that «وی» can stand for."""

    last: str | None = None
    person: str | None = None
    outlet: str | None = None
    free: int = -1  # the last sentence of speech that goes on without a cue
    at: int = -1  # the sentence in which the last spoke
    same: dict[str, str] = field(default_factory=dict)  # an office -> the person who holds it
    several: bool = False  # whether the last were several: «کارشناسان گفتند»

    def spoke(self, cast: Cast, actor: str, cue: Found | None) -> None:
        """Notes a speaker."""
        verb = cue.clause.predicate if cue is not None else None
        if cast.members[actor].sector == "JRN":
            self.outlet = actor
        self.last, self.several = actor, verb is not None and verb.plural
        if cast.members[actor].kind in ("person", "office") and not (self.several and actor.startswith("local:")):
            self.person = actor
