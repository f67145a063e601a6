"""What questions answer with. Each answer cites the words of an article that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Generic, Literal, TypeVar

from vaqaye.model import Name, Role, Span
from vaqaye.record.corrections import EntryKind, Values, Verdict
from vaqaye.record.mend import Original
from vaqaye.record.who import Who

T = TypeVar("T")
Outcome = Literal["occurred", "denied", "unknown"]
State = Literal["applied", "without_entry", "withdrawn"]
MonthsOf = Literal["gregorian", "jalali"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where it stands: `quote` is the article's `text[start:end]`."""

    article: str
    source: str | None
    url: str | None
    published: str | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Act:
    """An event as an answer. `source` is its first evidence, `trigger` the words that name the act.

    `date` is when it was or is to be as the text gives it; `day` is the day to sort by: the first of `date`, else that
    of publication. `n` is its number within its article. `episode` is the id of the act that many articles may tell of
    (None in a record that was never merged), `reports` the number of those articles, `sources` how many of them are
    independent of each other. `corrected_by` is the analyst whose values these are, `original` what was read there.
    """

    id: str
    date: str | None
    day: str | None
    event: str
    mode: str | None
    status: str
    plover: str | None
    cameo: str | None
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    place: Name | None
    reported_by: Who | None
    trigger: Span
    source: Source
    n: int = 0
    episode: str | None = None
    reports: int = 1
    sources: int = 1
    corrected_by: str | None = None
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement as an answer; `source.quote` is what was said. `lemma` and `stance` are None behind a mere colon.

    `date`, `day`, `n` and the numbers as in Act; `quotation` is the id of the saying that many articles may tell.
    """

    id: str
    date: str | None
    day: str | None
    speaker: Who
    kind: str
    lemma: str | None
    stance: str | None
    venue: str | None
    source: Source
    n: int = 0
    quotation: str | None = None
    reports: int = 1
    sources: int = 1
    corrected_by: str | None = None
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class Deal:
    """An agreement as one article tells of it; `date`, `day`, `n` and the numbers as in Act.

    `ledger` is the id of the agreement over all articles.
    """

    id: str
    date: str | None
    day: str | None
    name: str
    parties: tuple[str, ...]
    term: str | None
    status: str
    source: Source
    n: int = 0
    ledger: str | None = None
    reports: int = 1
    sources: int = 1
    corrected_by: str | None = None
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as an answer. `day` is the first of its period, else that of publication; `speaker` who gives it."""

    metric: Name
    value: float | int
    unit: str
    change: str | None
    parties: tuple[str, ...]
    period: str | None
    day: str | None
    speaker: Who | None
    source: Source
    corrected_by: str | None = None
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction and what became of it.

    `state` is applied, without_entry (another reading finds nothing there any more, or the article is not here) or
    withdrawn; `n` counts the entries of its article, None where it is not among them; `original` is what was read.
    The rest as it was given: `words` stand at `start`, `type` is that of the entry as it was read.
    """

    id: str
    article: str
    entry: EntryKind
    verdict: Verdict
    state: State
    by: str
    reason: str
    at: str
    words: str
    start: int
    end: int
    type: str
    values: Values
    original: Original | None
    n: int | None
    withdraws: str | None


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured in which unit, and how many figures there are of it."""

    name: Name
    unit: str
    number: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many events of a PLOVER type (of the act itself) there are in a month (`2022-01`, None where undated).

    Where Jalali months are asked for, `1400-10` is one.
    """

    month: str | None
    event: str
    number: int


@dataclass(frozen=True, slots=True)
class Score:
    """A month between the parties: `score` is the mean PLOVER score of its acts that have occurred, from -10 to 10.

    `month` as in Count; `events` is their number, `cooperation` and `conflict` those whose score is above and below zero.
    """

    month: str
    events: int
    score: float
    cooperation: int
    conflict: int


@dataclass(frozen=True, slots=True)
class Silence:
    """How long two parties have not met.

    `meetings` is the number of days on which they did, `last` the newest meeting, `days` how long ago that was,
    `usual` the median of the gaps between the days before (None where there are fewer than three).
    """

    meetings: int
    last: Act | None
    days: int | None
    usual: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A visit or meeting that was announced, and what became of it. `told_by` proves the outcome."""

    act: Act
    outcome: Outcome
    told_by: Act | None


@dataclass(frozen=True, slots=True)
class Position:
    """Statements that follow each other and have the same stance; the next one of a speaker begins where it changed."""

    stance: str | None
    first: Quote
    last: Quote
    number: int


@dataclass(frozen=True, slots=True)
class Met:
    """With whom somebody met, how often, and the last day."""

    who: Who
    number: int
    last: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """Two actors, by id, and in how many meetings both took part."""

    a: str
    b: str
    number: int


@dataclass(frozen=True, slots=True)
class Network:
    """Who met whom around one actor."""

    nodes: tuple[Who, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A place on the map with the number of events there; `lat` and `lon` are degrees north and east."""

    name: Name
    country: str | None
    lat: float
    lon: float
    number: int
    last: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One who may be meant. `number` of events that he takes part in, counted up to a hundred."""

    who: Who
    kind: str
    role: Name | None
    number: int


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some answers, newest first, and `next`, the cursor of those behind them (None: there are none).

    A page looks at a bounded number of candidates. Where it has fewer entries than were asked for and still a `next`,
    everything down to the day `seen` was looked through, and the rest may hold more.
    """

    entries: tuple[T, ...]
    next: str | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is on record between two parties, oldest first, what has no day at all last.

    `last_meeting` is the newest CONSULT that has occurred, other than by telephone or through others. `counts` has the
    number of events by PLOVER type under the manual's rules, denied ones left out, also of those beyond the limit.
    """

    a: Who
    b: Who
    events: tuple[Act, ...]
    statements: tuple[Quote, ...]
    agreements: tuple[Deal, ...]
    figures: tuple[Number, ...]
    counts: dict[str, int]
    scores: tuple[Score, ...]
    last_meeting: Act | None
    silence: Silence

    def _repr_html_(self) -> str:
        # By name: the notebook's room stands on this one.
        shown: str = import_module("vaqaye.notebook").dossier(self)
        return shown


@dataclass(frozen=True, slots=True)
class Profile:
    """What is on record about one actor: offices by date, the newest acts and statements, whom he met."""

    who: Who
    kind: str
    sector: str | None
    wikidata: str | None
    roles: tuple[Role, ...]
    events: tuple[Act, ...]
    statements: tuple[Quote, ...]
    met: tuple[Met, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """What happened in one place; `counts` by PLOVER type of the act."""

    name: Name
    country: str | None
    region: str | None
    lat: float | None
    lon: float | None
    events: tuple[Act, ...]
    counts: dict[str, int]
