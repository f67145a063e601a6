"""Questions that a person asks of a record. Every answer points at the words that prove it.

A party is given as a country («ایران», Iran, IRN, state:IRN) or as an actor: by id (person:vladimir-putin) or by name
in any spelling («ولادیمیر پوتین», «پوتین»). Times are ISO days, months or years, both ends included; they are compared
with the first day that the text gives, else with the day of publication. QueryError says what to ask instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from vaqaye.errors import QueryError
from vaqaye.model import Name, Span
from vaqaye.record import Hit, Record
from vaqaye.record.days import limits
from vaqaye.record.load import unpack
from vaqaye.record.who import Party, Who, party


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
    of publication.
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


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement as an answer; `source.quote` is what was said. `lemma` and `stance` are None behind a mere colon.

    `date` and `day` as in Act.
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


@dataclass(frozen=True, slots=True)
class Deal:
    """An agreement as one article tells of it; `date` and `day` as in Act."""

    id: str
    date: str | None
    day: str | None
    name: str
    parties: tuple[str, ...]
    term: str | None
    status: str
    source: Source


@dataclass(frozen=True, slots=True)
class Count:
    """How many events of a PLOVER type (of the act itself) there are in a month (`2022-01`, None where undated)."""

    month: str | None
    event: str
    number: int


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
    counts: dict[str, int]
    last_meeting: Act | None


def dossier(
    record: Record, a: str, b: str, since: str | None = None, until: str | None = None, *, limit: int = 1000
) -> Dossier:
    """Events in which both take part, what either said about the other, and agreements of both; the newest `limit`."""
    when = _When(since, until)
    with record.snapshot():
        one, other = party(record, a), party(record, b)
        if one == other:
            raise QueryError(f"{a!r} and {b!r} are the same party: name two")
        found = _Found.both(one, other, when)
        said = [*_quotes(record, one, other, when, limit), *_quotes(record, other, one, when, limit)]
        meeting = found.acts(record, 1, _MET)
        totals = record.select(
            f"SELECT e.plover, count(*) {found.joined} WHERE e.plover IS NOT NULL GROUP BY e.plover ORDER BY 2 DESC, 1",
            found.values,
        )
        return Dossier(
            one.who,
            other.who,
            _oldest_first(found.acts(record, limit)),
            _oldest_first(sorted(said, key=_newest_first, reverse=True)[:limit]),
            _deals(record, one, other, when, limit),
            dict(totals),
            meeting[0] if meeting else None,
        )


def timeline(
    record: Record, actor: str, since: str | None = None, until: str | None = None, *, limit: int = 1000
) -> tuple[Act, ...]:
    """The newest `limit` events that an actor or a country takes part in, oldest first, undated ones last."""
    when = _When(since, until)
    with record.snapshot():
        return _oldest_first(_Found.one(party(record, actor), when).acts(record, limit))


def quotes(
    record: Record,
    by: str,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    *,
    limit: int = 100,
) -> tuple[Quote, ...]:
    """What somebody said, newest first; with `about`, only statements whose words mention that party."""
    when = _When(since, until)
    with record.snapshot():
        return _quotes(record, party(record, by), party(record, about) if about else None, when, limit)


def find(record: Record, text: str, limit: int = 20, since: str | None = None, until: str | None = None) -> list[Hit]:
    """The newest articles that have all the words of a question; see `Record.search`."""
    return record.search(text, limit, since=since, until=until)


def counts(
    record: Record, a: str | None = None, b: str | None = None, since: str | None = None, until: str | None = None
) -> tuple[Count, ...]:
    """Events by month and type, oldest first: of all, of one party, or those between two. Denied ones are left out."""
    when = _When(since, until)
    with record.snapshot():
        if a is None or b is None:
            either = a or b
            found = _Found.one(party(record, either), when) if either else _Found.all(when)
        else:
            found = _Found.both(party(record, a), party(record, b), when)
        rows = record.select(
            f"SELECT substr(e.day, 1, 7), e.event, count(*) {found.joined} WHERE e.status <> 'denied' "
            "GROUP BY 1, 2 ORDER BY 1, 2",
            found.values,
        )
    return tuple(Count(*row) for row in rows)


_MET = "e.event = 'CONSULT' AND e.status = 'occurred' AND coalesce(e.mode, '') NOT IN ('phone', 'third-party')"


def _newest_first(quote: Quote) -> tuple[str, str, int]:
    return quote.day or "", quote.source.article, quote.source.start


_Dated = TypeVar("_Dated", bound=Act | Quote | Deal)


def _oldest_first(newest_first: Sequence[_Dated]) -> tuple[_Dated, ...]:
    """The other way round, but what has no day stays at the end."""
    turned = newest_first[::-1]
    return (*(e for e in turned if e.day), *(e for e in turned if not e.day))


class _When:
    """A condition on a column `day`."""

    def __init__(self, since: str | None, until: str | None) -> None:
        self.values: tuple[str, ...] = limits(since, until)
        if since is None and until is None:
            self.values = ()

    def on(self, day: str) -> str:
        return f"AND {day} BETWEEN ? AND ?" if self.values else ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A question for events: `chosen` selects article, n and day of each, by an index that is in order of days."""

    chosen: str
    values: tuple[Any, ...]

    @classmethod
    def all(cls, when: _When) -> _Found:
        return cls(f"SELECT article, n, day FROM events WHERE true {when.on('day')}", when.values)

    @classmethod
    def one(cls, party: Party, when: _When) -> _Found:
        return cls(
            "SELECT DISTINCT article, event AS n, day FROM participants "
            f"WHERE {party.on('actor', 'country')} {when.on('day')}",
            (*party.parameters, *when.values),
        )

    @classmethod
    def both(cls, a: Party, b: Party, when: _When) -> _Found:
        if a.code and b.code:
            return cls(
                f"SELECT article, n, day FROM pairs WHERE a = ? AND b = ? AND entry = 'event' {when.on('day')}",
                (*sorted((a.code, b.code)), *when.values),
            )
        if a.code:  # an actor has fewer events than a country: start from those
            a, b = b, a
        return cls(
            "SELECT DISTINCT p.article, p.event AS n, p.day FROM participants p CROSS JOIN participants q "
            "ON q.article = p.article AND q.event = p.event AND (q.role <> p.role OR q.n <> p.n) "
            f"WHERE {a.on('p.actor', 'p.country')} AND {b.on('q.actor', 'q.country')} {when.on('p.day')}",
            (*a.parameters, *b.parameters, *when.values),
        )

    @property
    def joined(self) -> str:
        return f"FROM ({self.chosen}) x JOIN events e ON e.article = x.article AND e.n = x.n"

    def acts(self, record: Record, limit: int, only: str = "") -> tuple[Act, ...]:
        """The newest events, newest first."""
        chosen = f"SELECT x.article, x.n, x.day {self.joined} WHERE {only}" if only else self.chosen
        rows = record.select(f"{chosen} ORDER BY 3 DESC, 1 DESC, 2 DESC LIMIT ?", (*self.values, limit))
        bodies = _Bodies(record)
        return tuple(_act(record, article, n, bodies) for article, n, _ in rows)


class _Bodies(dict[int, tuple[Any, ...]]):
    """Articles of an answer: id, source, url, published, text."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def __missing__(self, article: int) -> tuple[Any, ...]:
        ((*about, body),) = self._record.select(
            "SELECT a.id, a.source, a.url, a.published, b.text FROM articles a JOIN bodies b ON b.article = a.key "
            "WHERE a.key = ?",
            (article,),
        )
        self[article] = (*about, unpack(body))
        return self[article]

    def source(self, article: int, start: int, end: int) -> Source:
        id, source, url, published, text = self[article]
        return Source(id, source, url, published, start, end, text[start:end])


_WHO = "k.id, k.name_fa, k.name_en, k.country"


def _who(id: str, fa: str | None, en: str | None, country: str | None) -> Who:
    return Who(id, Name(fa, en), country)


def _act(record: Record, article: int, n: int, bodies: _Bodies) -> Act:
    (row,) = record.select(
        "SELECT e.id, e.date, e.day, e.event, e.mode, e.status, e.plover, e.cameo, e.place_fa, e.place_en, "
        f'e.trigger_start, e.trigger_end, v.start, v."end", {_WHO} FROM events e '
        "LEFT JOIN evidence v ON v.article = e.article AND v.entry = 'event' AND v.n = e.n AND v.i = 0 "
        "LEFT JOIN actors k ON k.key = e.reported_by WHERE e.article = ? AND e.n = ?",
        (article, n),
    )
    people: dict[str, list[Who]] = {"actor": [], "recipient": []}
    for role, *who in record.select(
        f"SELECT p.role, {_WHO} FROM participants p JOIN actors k ON k.key = p.actor "
        "WHERE p.article = ? AND p.event = ? ORDER BY p.role, p.n",
        (article, n),
    ):
        people[role].append(_who(*who))
    id, date, day, event, mode, status, plover, cameo = row[:8]
    place, trigger, proof, reporter = row[8:10], row[10:12], row[12:14], row[14:]
    return Act(
        id,
        date,
        day,
        event,
        mode,
        status,
        plover,
        cameo,
        tuple(people["actor"]),
        tuple(people["recipient"]),
        Name(*place) if any(place) else None,
        _who(*reporter) if reporter[0] else None,
        Span(*trigger),
        bodies.source(article, *(trigger if proof[0] is None else proof)),
    )


def _quotes(record: Record, by: Party, about: Party | None, when: _When, limit: int) -> tuple[Quote, ...]:
    """Two countries are looked up by their index; else the speaker's statements are gone through from the newest."""
    conditions, values = [f"{by.on('s.speaker', 'k.country')} {when.on('s.day')}"], [*by.parameters, *when.values]
    table, first = "statements s JOIN actors k ON k.key = s.speaker", "s"
    if about:
        there = about.who.country
        if by.code and there and there != by.code:
            table, first = f"pairs x CROSS JOIN {table}", "x"
            conditions = ["x.a = ? AND x.b = ? AND x.entry = 'statement' AND s.article = x.article AND s.n = x.n"]
            conditions.append(f"true {when.on('x.day')}")
            values = [by.code, there, *when.values]
        if about.keys or first == "s":
            conditions.append(
                "EXISTS (SELECT 1 FROM mentions m JOIN actors o ON o.key = m.actor WHERE m.article = s.article "
                f"AND {about.on('m.actor', 'o.country')} AND m.start >= s.content_start AND m.start < s.content_end)"
            )
            values += about.parameters
    rows = record.select(
        "SELECT s.article, s.id, s.date, s.day, s.kind, s.cue_lemma, s.cue_stance, s.venue, s.content_start, "
        f"s.content_end, {_WHO} FROM {table} WHERE {' AND '.join(conditions)} "
        f"ORDER BY {first}.day DESC, {first}.article DESC, {first}.n DESC LIMIT ?",
        (*values, limit),
    )
    bodies = _Bodies(record)
    return tuple(
        Quote(id, date, day, _who(*who), kind, lemma, stance, venue, bodies.source(article, start, end))
        for article, id, date, day, kind, lemma, stance, venue, start, end, *who in rows
    )


def _deals(record: Record, a: Party, b: Party, when: _When, limit: int) -> tuple[Deal, ...]:
    if not (a.code and b.code):
        return ()
    rows = record.select(
        'SELECT g.article, g.n, g.id, g.date, g.day, g.name, g.term, g.status, v.start, v."end" '
        "FROM parties p JOIN parties q ON q.article = p.article AND q.agreement = p.agreement "
        "JOIN agreements g ON g.article = p.article AND g.n = p.agreement "
        "LEFT JOIN evidence v ON v.article = g.article AND v.entry = 'agreement' AND v.n = g.n AND v.i = 0 "
        f"WHERE p.country = ? AND q.country = ? {when.on('g.day')} "
        "ORDER BY g.day DESC, g.article DESC, g.n DESC LIMIT ?",
        (a.code, b.code, *when.values, limit),
    )
    bodies = _Bodies(record)
    deals = []
    for article, n, id, date, day, name, term, status, start, end in rows:
        sql = "SELECT country FROM parties WHERE article = ? AND agreement = ? ORDER BY n"
        parties = tuple(country for (country,) in record.select(sql, (article, n)))
        deals.append(Deal(id, date, day, name, parties, term, status, bodies.source(article, start or 0, end or 0)))
    return _oldest_first(deals)
