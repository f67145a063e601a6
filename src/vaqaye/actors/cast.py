"""Who is who in one article: mentions of all its sentences, each led back to one actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from vaqaye.actors.units import Unit
from vaqaye.language import Document
from vaqaye.model import Actor, ActorKind, Hat, How, Mention, Name, Role
from vaqaye.resources import per_lexicon, table
from vaqaye.text import fold


@dataclass(slots=True)
class Seen:
    """A mention: tokens `first..last` (inclusive) of a sentence stand for an actor."""

    sentence: int
    first: int
    last: int
    actor: str
    how: How
    reason: str | None = None
    place: bool = False  # «در تهران»: a place, unless a pattern asks for the state behind it
    weak: bool = False  # «نفتکش ایرانی»: only says whose


@dataclass(slots=True)
class Member:
    """An actor as far as it is known while reading."""

    id: str
    name: Name
    kind: ActorKind
    country: str | None
    sector: str | None
    office: Unit | None = None
    role: Role | None = None
    wikidata: str | None = None
    also: tuple[Hat, ...] = ()  # other hats


@dataclass(slots=True)
class Cast:
    """All actors of an article and where each is mentioned; `sentences[i]` are the mentions of sentence i in order."""

    document: Document
    home: str
    members: dict[str, Member] = field(default_factory=dict)
    sentences: list[list[Seen]] = field(default_factory=list)
    _local: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def country(self, actor: str) -> str | None:
        """The country or body that an actor acts for."""
        return self.members[actor].country

    def countries(self, found: Iterable[Seen]) -> set[str]:
        """Those of several mentions; who is of none known is left out."""
        return {country for seen in found if (country := self.country(seen.actor))}

    def local(self, name: str, kind: ActorKind, country: str | None, sector: str | None) -> str:
        """The id of an actor that is not in the who's-who, by its name in this article."""
        key = (fold(name), country)
        if key not in self._local:
            id = f"local:{len(self._local) + 1}"
            self._local[key] = id
            self.members[id] = Member(id, Name(name or None), kind, country, sector)
        return self._local[key]

    def state(self, code: str) -> str:
        """The id of a state by its code; it becomes a member."""
        id = f"state:{code}"
        if id not in self.members:
            fa, en = state_names().get(code, (code, code))
            self.members[id] = Member(id, Name(fa, en), "state", code, None)
        return id

    def actors(self, wanted: set[str]) -> tuple[Actor, ...]:
        """The wanted actors as they go into the record, with all their mentions, in order of id."""
        mentions: dict[str, list[Mention]] = {}
        for sentence in self.document.sentences:
            for seen in self.sentences[sentence.index]:
                if seen.actor in wanted and not seen.place:
                    span = self.document.span(sentence.tokens[seen.first].start, sentence.tokens[seen.last].end)
                    mentions.setdefault(seen.actor, []).append(Mention(span.start, span.end, seen.how, seen.reason))
        return tuple(self._actor(self.members[id], tuple(mentions.get(id, ()))) for id in sorted(wanted))

    def _actor(self, member: Member, mentions: tuple[Mention, ...]) -> Actor:
        role = member.role
        if role is None and member.office is not None:
            role = Role(member.office.fa, member.office.en)
        return Actor(
            member.id,
            member.name,
            member.kind,
            member.country,
            member.sector,
            member.also,
            role,
            member.wikidata,
            mentions,
        )


@per_lexicon
def state_names() -> dict[str, tuple[str, str]]:
    """Code -> (Persian, English) name of a state."""
    return {row["code"]: (row["fa"], row["en"]) for row in table("states")}
