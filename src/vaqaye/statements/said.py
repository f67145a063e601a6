"""A statement on its way to the record, and who spoke before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from vaqaye.actors import Cast
from vaqaye.model import Day, StatementKind
from vaqaye.statements.cues import Found
from vaqaye.text import key_of, keys_of


def head_of(word: str) -> str:
    """The head of a noun phrase as «این» takes it up: «سخنگوی دولت» and «این سخنگو», «یکی از مقامات» and «این مقام»."""
    return key_of(word).removesuffix("ی").removesuffix("ات")


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
    called: dict[str, str] = field(default_factory=dict)  # «روزنامه» -> the last that «این روزنامه» can stand for
    wrote: dict[str, str] = field(default_factory=dict)  # «بیانیه» -> whose «این بیانیه» is
    several: bool = False  # whether the last were several: «کارشناسان گفتند»

    def spoke(self, cast: Cast, actor: str, cue: Found | None) -> None:
        """Notes a speaker."""
        verb = cue.clause.predicate if cue is not None else None
        member = cast.members[actor]
        if member.sector == "JRN" and member.kind == "organisation":
            self.outlet = actor
        if member.kind != "state" and (words := (member.name.fa or "").split()):
            some = int(len(words) > 1 and key_of(words[0]) in keys_of("indefinite"))
            some += len(words) > some + 1 and words[some] == "از"  # «یکی از مقامات وزارت خارجه»
            self.called[head_of(words[some])] = actor
        self.last, self.several = actor, verb is not None and verb.plural
        if cast.members[actor].kind in ("person", "office") and not (self.several and actor.startswith("local:")):
            self.person = actor
