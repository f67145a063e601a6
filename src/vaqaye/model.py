"""The record of one article, as typed, frozen dataclasses.

Field for field the public contract: what `to_dict()` gives, what `vaqaye schema` describes, and what the tables of the
database are named after. Offsets are Unicode code points into `Article.text` exactly as it was given, end-exclusive.
Unknown is None, never a guess and never an empty string.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["occurred", "planned", "denied", "hypothetical"]
How = Literal[
    "name", "office", "apposition", "counterpart", "pronoun", "demonstrative", "group", "metonym", "dropped"
]  # fmt: skip
ActorKind = Literal["person", "office", "state", "organisation", "group"]
Precision = Literal["day", "week", "month", "season", "year", "interval", "duration"]
Calendar = Literal["jalali", "gregorian", "hijri", "none"]
Anchor = Literal["absolute", "published", "article", "previous"]
Stance = Literal["asserts", "claims", "denies", "asks", "promises", "warns", "doubts"]
StatementKind = Literal["direct", "indirect", "mixed"]
AgreementStatus = Literal[
    "proposed", "negotiated", "agreed", "signed", "ratified", "in_force", "suspended", "ended", "unknown"
]  # fmt: skip
Change = Literal["increase", "decrease"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the article: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name in Persian and in English."""

    fa: str | None
    en: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """An office as held on the date of the article; `from_` and `to` are ISO dates (or years), None if open or unknown."""

    fa: str | None
    en: str | None = None
    from_: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Hat:
    """Another country and sector that an actor acts for."""

    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for an actor. `start` and `end` are None where the language drops the subject."""

    start: int | None
    end: int | None
    how: How
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes part. `country` is ISO 3166-1 alpha-3 or one of UNO EUR IGO NGO MNC IMG ISM; `sector` a PLOVER sector."""

    id: str
    name: Name
    kind: ActorKind
    country: str | None
    sector: str | None
    also: tuple[Hat, ...] = ()
    role: Role | None = None
    wikidata: str | None = None
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """An expression of time and what it means, ISO 8601. `value` is None where it can't be known: `reason` says why."""

    start: int
    end: int
    value: str | None
    precision: Precision | None
    calendar: Calendar
    anchor: Anchor
    reason: str | None = None
    conflict: str | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that introduce a statement, their dictionary form, and the stance that they take."""

    start: int
    end: int
    lemma: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said or wrote. `confidence` lies between 0 and 1."""

    id: str
    speaker: str
    kind: StatementKind
    cue: Cue | None
    content: Span
    evidence: tuple[Span, ...]
    addressees: tuple[str, ...] = ()
    quotes: tuple[Span, ...] = ()
    date: str | None = None
    venue: str | None = None
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor's part in an event and the words that name it there (None for a dropped subject)."""

    actor: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class EventDate:
    """When an event took or takes place as the text gives it."""

    value: str
    precision: Precision
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event took or takes place. `region` is the first-level region, `lat` and `lon` are degrees north and east."""

    name: Name
    country: str | None
    start: int
    end: int
    region: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """Numbers of people, where told."""

    killed: int | None = None
    injured: int | None = None
    arrested: int | None = None
    present: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom. `event` is the act itself; `plover` is the type under the manual's own rules."""

    id: str
    event: EventType
    mode: str | None
    status: Status
    plover: EventType | None
    cameo: str | None
    contexts: tuple[str, ...]
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]
    date: EventDate | None
    place: Place | None
    reported_by: str | None
    statement: str | None
    trigger: Span
    evidence: tuple[Span, ...]
    pattern: str
    confidence: float
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A treaty, accord, memorandum or contract. `parties` are country codes, sorted; `term` an ISO duration."""

    id: str
    name: str
    parties: tuple[str, ...]
    topics: tuple[str, ...]
    term: str | None
    status: AgreementStatus
    text_published: bool | None
    date: str | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that carries a claim. `unit` is ISO 4217 for money, else `percent`, `person`, `barrel` and so on."""

    metric: Name
    value: float | int
    unit: str
    change: Change | None
    parties: tuple[str, ...]
    period: str | None
    speaker: str | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ReaderInfo:
    """Which reader made a reading: its version, and hashes of its data."""

    version: str
    codebook: str
    lexicon: str
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What is read. `published` is an ISO date or date-time, None if unknown; `title` is read for context only.

    `language`, `contexts` and `reader` are filled in by the reader.
    """

    text: str
    id: str | None = None
    source: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    contexts: tuple[str, ...] = ()
    reader: ReaderInfo | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that Vaqaye says about one article."""

    article: Article
    actors: tuple[Actor, ...] = ()
    dates: tuple[Day, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    figures: tuple[Figure, ...] = ()

    def quote(self, span: Span | Day) -> str:
        """The very words of a span."""
        return self.article.text[span.start : span.end]

    def actor(self, id: str) -> Actor:
        """The actor of that id; KeyError if there is none."""
        for actor in self.actors:
            if actor.id == id:
                return actor
        raise KeyError(id)

    def explain(self, reader: Any = None) -> str:
        """A report, sentence by sentence: what was seen, which pattern fired or came closest, and why each actor, date and
        status was chosen. `reader` is the `Reader` that made the reading, where it has a lexicon or codebook of yours.
        """
        from importlib import import_module

        # By name: this module is the ground floor, and all rooms stand on it.
        report: str = import_module("vaqaye.explain").explain(self, reader)
        return report

    def _repr_html_(self) -> str:
        from importlib import import_module

        shown: str = import_module("vaqaye.notebook").reading(self)
        return shown

    def to_dict(self) -> dict[str, Any]:
        """The public contract as plain dicts and lists, ready for JSON."""
        plain: dict[str, Any] = to_plain(self)
        return plain


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be read, and why."""

    article: Article
    error: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """`{"error": …, "reason": …, "id": …, "url": …}`: a line that no reader takes for a record."""
        return {"error": self.error, "reason": self.reason, "id": self.article.id, "url": self.article.url}


def to_plain(value: Any) -> Any:
    """Dataclasses to dicts, tuples to lists; a trailing underscore (`from_`) is dropped from names."""
    if dataclasses.is_dataclass(value):
        return {f.name.rstrip("_"): to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value
