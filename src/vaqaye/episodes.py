"""One act, one quotation, one agreement, with all that tell of it side by side.

Which reports belong together is decided when they are stored (record/merge); here it is read. Ids are those of the tables
`episodes`, `quotations` and `ledgers`, or what they were while another report was the first: an answer has the `id` of now.
QueryError says what to ask instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from vaqaye.errors import QueryError
from vaqaye.model import Name, Size, Span
from vaqaye.record import Record
from vaqaye.record.load import unpack
from vaqaye.record.rows import name_key
from vaqaye.record.who import WHO, Who, sides_of, who_of


@dataclass(frozen=True, slots=True)
class Told:
    """Where a report stands: `quote` is the article's `text[start:end]`. `copy`: its words are an earlier report's."""

    article: str
    n: int
    source: str | None
    url: str | None
    title: str | None
    published: str | None
    start: int
    end: int
    quote: str
    copy: bool


@dataclass(frozen=True, slots=True)
class Report:
    """An act as one article tells it; `n` of `told` counts the events of that article."""

    told: Told
    event: str
    mode: str | None
    status: str
    date: str | None
    precision: str | None
    place: Name | None
    place_country: str | None
    size: Size | None
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    reported_by: Who | None
    trigger: Span


@dataclass(frozen=True, slots=True)
class Turn:
    """From this report on an episode or agreement had another status: planned, then occurred; or denied, and by whom."""

    status: str
    day: str | None
    by: Who | None
    told: Told


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values that reports give, and the places of those reports in the list of all."""

    value: str
    reports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What reports do not agree about, the value of most first.

    `field` is status (whether it happened), date, place, actor, recipient, killed, injured, arrested or present.
    """

    field: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """An act with its reports, the first told first. `sources` counts independent ones: outlets, without copies.

    `articles` is the number of articles that tell it, of which `reports` may have a part.
    """

    id: str
    event: str
    mode: str | None
    status: str
    date: str | None
    precision: str | None
    place: Name | None
    place_country: str | None
    day: str | None
    sources: int
    articles: int
    reports: tuple[Report, ...]
    history: tuple[Turn, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A quotation as one article gives it; `kind` and `stance` as in a statement."""

    told: Told
    kind: str
    stance: str | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A saying with the articles that give it, the first told first; `articles` as in Episode."""

    id: str
    speaker: Who
    day: str | None
    sources: int
    articles: int
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """An agreement as one article tells of it."""

    told: Told
    name: str
    parties: tuple[str, ...]
    status: str
    date: str | None
    day: str | None
    term: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """An agreement over time: its reports, and the dated turns of its status (negotiated, signed, ratified …).

    `articles` as in Episode.
    """

    id: str
    name: str
    parties: tuple[str, ...]
    status: str
    sources: int
    articles: int
    steps: tuple[Step, ...]
    history: tuple[Turn, ...]


def episode(record: Record, id: str, *, most: int | None = None) -> Episode:
    """The episode of that id, with its reports, what they disagree about, and how its status went; of the first `most`."""
    with record.snapshot():
        row = _head(record, "episodes", id)
        id, event, mode, status, date, precision, fa, en, country, day, articles, sources = row[1:13]
        reports = tuple(_report(record, *key) for key in _keys(record, row[0], most))
    turns = [(r.status, r.date or r.told.published, r.reported_by, r.told) for r in reports]
    return Episode(
        id, event, mode, status, date, precision, Name(fa, en) if fa or en else None, country, day, sources,
        articles, reports, _history(turns, "hypothetical"), disagreements(reports),
    )  # fmt: skip


def episode_of(record: Record, article: str, n: int) -> str:
    """The id of the episode that the event `n` of an article is a report of."""
    return _story_of(record, article, "event", n)


def quotation_of(record: Record, article: str, n: int) -> str:
    """The id of the quotation that the statement `n` of an article is a telling of."""
    return _story_of(record, article, "statement", n)


def ledger_of(record: Record, article: str, n: int) -> str:
    """The id of the ledger that the agreement `n` of an article stands in."""
    return _story_of(record, article, "agreement", n)


def quotation(record: Record, id: str, *, most: int | None = None) -> Quotation:
    """The quotation of that id, with the wording of each article, or of the first `most`."""
    with record.snapshot():
        row = _head(record, "quotations", id)
        id, keys = row[1], _keys(record, row[0], most)
        wordings = []
        speaker: Who | None = None
        for article, n, copy in keys:
            ((start, end, kind, stance, *who),) = record.select(
                f"SELECT s.content_start, s.content_end, s.kind, s.cue_stance, {WHO} FROM statements s "
                "JOIN actors k ON k.key = s.speaker WHERE s.article = ? AND s.n = ?",
                (article, n),
            )
            speaker = speaker or who_of(*who)
            wordings.append(Wording(_told(record, article, n, start, end, copy), kind, stance))
    if speaker is None:
        raise _nothing(id, "quotation")
    return Quotation(id, speaker, row[3], row[5], row[4], tuple(wordings))


def ledger(record: Record, id: str, *, most: int | None = None) -> Ledger:
    """The ledger of that id: an agreement over all articles that tell of it, or the newest `most`; oldest day first."""
    with record.snapshot():
        story, id, name, _, parties, status, _, articles, sources, *_ = _head(record, "ledgers", id)
        steps = [_step(record, *key) for key in _keys(record, story, most, newest=True)]
    steps.sort(key=lambda s: (s.day or "", s.told.published or ""))
    turns = [(s.status, s.day, None, s.told) for s in steps]
    return Ledger(
        id, name, tuple(orjson.loads(parties)), status, sources, articles, tuple(steps), _history(turns, "unknown")
    )  # fmt: skip


def ledgers(record: Record, name: str, *, limit: int = 20) -> tuple[tuple[str, str], ...]:
    """Id and name of the agreements that are called so in some article, the one with most reports first."""
    if not (wanted := name_key(name)):
        raise QueryError("an agreement is asked for by its name: give one, such as برجام")
    rows = record.select(
        "SELECT id, name FROM ledgers WHERE name_key >= ? AND name_key < ? ORDER BY reports DESC, key LIMIT ?",
        (wanted, wanted + "\U0010ffff", limit),
    )
    return tuple((id, called) for id, called in rows)


def disagreements(reports: Sequence[Report]) -> tuple[Disagreement, ...]:
    """What reports of one act do not agree about; what one of them leaves open is no disagreement."""
    found = []
    for field, value in _FIELDS.items():
        given: dict[str, list[int]] = {}
        for i, report in enumerate(reports):
            for one in value(report):
                given.setdefault(one, []).append(i)
        if len(given) > 1:
            versions = [Version(one, tuple(where)) for one, where in given.items()]
            found.append(Disagreement(field, tuple(sorted(versions, key=lambda v: -len(v.reports)))))
    return tuple(found)


def _people(people: Iterable[Who]) -> tuple[str, ...]:
    """All of one side as one value: «ایران و روسیه» and «ایران» are two versions."""
    names = sorted(who.name.fa or who.name.en or who.id for who in people)
    return ("، ".join(names),) if names else ()


def _number(name: str) -> Callable[[Report], tuple[str, ...]]:
    def value(report: Report) -> tuple[str, ...]:
        number = getattr(report.size, name) if report.size else None
        return () if number is None else (str(number),)

    return value


_FIELDS: dict[str, Callable[[Report], tuple[str, ...]]] = {
    "status": lambda r: () if r.status == "hypothetical" else (r.status,),
    "date": lambda r: (r.date,) if r.date and r.precision == "day" else (),
    "place": lambda r: (r.place.fa or r.place.en or "",) if r.place else (),
    "actor": lambda r: _people(r.actors),
    "recipient": lambda r: _people(r.recipients),
    **{name: _number(name) for name in ("killed", "injured", "arrested", "present")},
}


def _history(turns: Iterable[tuple[str, str | None, Who | None, Told]], silent: str) -> tuple[Turn, ...]:
    """The reports at which the status changed; those that leave it open say nothing."""
    history: list[Turn] = []
    for status, day, by, told in turns:
        if status != silent and (not history or history[-1].status != status):
            history.append(Turn(status, day[:10] if day and "/" not in day else day, by, told))
    return tuple(history)


def _nothing(id: str, what: str) -> QueryError:
    return QueryError(f"there is no {what} {id!r}: an id has fifteen hexadecimal digits, as answers show it")


def _head(record: Record, table: str, id: str) -> Any:
    """The row of the story of that id, else of the one that holds the report which the id was made of."""
    found = None
    if re.fullmatch("[0-9a-f]{15}", id):
        key, sql = (int(id, 16),), f"SELECT * FROM {table} WHERE key = "
        now = "(SELECT story FROM reports WHERE own = ? AND own <> story AND story <> 0)"
        found = record.select(f"{sql}?", key) or record.select(sql + now, key)
    if not found:
        raise _nothing(id, table.removesuffix("s"))
    return found[0]


def _keys(record: Record, story: int, most: int | None, *, newest: bool = False) -> list[tuple[int, int, bool]]:
    """Article, n and copy of each report, or of the first or newest `most`; the first told first."""
    rows = record.select(
        "SELECT r.article, r.n, r.copy FROM (SELECT article, n, copy FROM reports WHERE story = ? "
        f"ORDER BY article {'DESC' if newest else 'ASC'} LIMIT ?) r JOIN articles a ON a.key = r.article "
        "ORDER BY a.key / 16384, a.id, r.n",  # keys of one second are in the order of storing
        (story, -1 if most is None else most),
    )
    return [(article, n, bool(copy)) for article, n, copy in rows]


def _story_of(record: Record, article: str, entry: str, n: int) -> str:
    rows = record.select(
        "SELECT r.story FROM articles a JOIN reports r ON r.article = a.key WHERE a.id = ? AND r.entry = ? AND r.n = ?",
        (article, entry, n),
    )
    if not rows:
        raise QueryError(f"article {article!r} has no {entry} {n}, or was not merged yet (`vaqaye merge`)")
    return f"{rows[0][0]:015x}"


def _told(record: Record, article: int, n: int, start: int, end: int, copy: bool) -> Told:
    ((id, source, url, title, published, body),) = record.select(
        "SELECT a.id, a.source, a.url, a.title, a.published, b.text FROM articles a "
        "JOIN bodies b ON b.article = a.key WHERE a.key = ?",
        (article,),
    )
    return Told(id, n, source, url, title, published, start, end, unpack(body)[start:end], copy)


def _proof(record: Record, entry: str, article: int, n: int) -> tuple[int, int] | None:
    rows = record.select(
        'SELECT start, "end" FROM evidence WHERE article = ? AND entry = ? AND n = ? ORDER BY i LIMIT 1',
        (article, entry, n),
    )
    return (rows[0][0], rows[0][1]) if rows else None


def _report(record: Record, article: int, n: int, copy: bool) -> Report:
    (row,) = record.select(
        "SELECT e.event, e.mode, e.status, e.date, e.date_precision, e.place_fa, e.place_en, e.place_country, "
        f"e.killed, e.injured, e.arrested, e.present, e.trigger_start, e.trigger_end, {WHO} FROM events e "
        "LEFT JOIN actors k ON k.key = e.reported_by WHERE e.article = ? AND e.n = ?",
        (article, n),
    )
    event, mode, status, date, precision, fa, en, country = row[:8]
    size, trigger, reporter = row[8:12], Span(*row[12:14]), row[14:]
    start, end = _proof(record, "event", article, n) or (trigger.start, trigger.end)
    return Report(
        _told(record, article, n, start, end, copy), event, mode, status, date, precision,
        Name(fa, en) if fa or en else None, country, None if size == (None,) * 4 else Size(*size),
        *sides_of(record, article, n), who_of(*reporter) if reporter[0] else None, trigger,
    )  # fmt: skip


def _step(record: Record, article: int, n: int, copy: bool) -> Step:
    ((name, status, date, day, term),) = record.select(
        "SELECT name, status, date, day, term FROM agreements WHERE article = ? AND n = ?", (article, n)
    )
    parties = record.select("SELECT country FROM parties WHERE article = ? AND agreement = ? ORDER BY n", (article, n))
    start, end = _proof(record, "agreement", article, n) or (0, 0)
    told = _told(record, article, n, start, end, copy)
    return Step(told, name, tuple(country for (country,) in parties), status, date, day, term)
