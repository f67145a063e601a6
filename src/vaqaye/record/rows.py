"""A reading as rows of the tables. The order of values is the order of columns in schema.sql."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import Any

import orjson
import zstandard

from vaqaye.errors import RecordError
from vaqaye.model import Actor, Reading, Role, Size, Span
from vaqaye.record.days import first_day
from vaqaye.text import fold

Row = tuple[Any, ...]
Rows = defaultdict[str, list[Row]]

TABLES = (
    "casts", "mentions", "dates", "statements", "events", "participants", "pairs", "agreements", "parties", "figures",
    "figure_parties", "evidence",
)  # fmt: skip
"""The tables that hold what a reading says, each keyed by `article` first."""

_NO_ROLE = Role(None)
_NO_SIZE = Size()
_NOWHERE: tuple[Row, Row] = ((None,) * 5, (None,) * 3)


class Keys(dict[str, int]):
    """Ids of the actors of one reading to actors.key."""

    def __missing__(self, id: str) -> int:
        raise RecordError(f"the reading names an actor {id!r} that is not among its actors")

    def maybe(self, id: str | None) -> int | None:
        """The key, or None for nobody."""
        return None if id is None else self[id]


def pack(text: str) -> bytes:
    """A text as `bodies` holds it: a third of its UTF-8, in 0.03 ms for 500 words."""
    return zstandard.ZstdCompressor(level=3).compress(text.encode())  # one for all would not do for threads


def is_local(id: str) -> bool:
    """Whether an actor is known from its article alone, and its id means nothing elsewhere."""
    return id.startswith("local:")


def name_key(name: str) -> str:
    """The key that a Persian name is looked up by: «محمد جواد ظریف» and «محمدجواد ظریف» are one."""
    return fold(name).replace(" ", "")


def actor_row(actor: Actor) -> Row:
    """What `actors` holds of an actor, without key and article."""
    name, role = actor.name, actor.role or _NO_ROLE
    also = orjson.dumps([[hat.country, hat.sector] for hat in actor.also]).decode()
    return (
        actor.id, name.fa, name.en, name_key(name.fa) if name.fa else None, actor.kind, actor.country, actor.sector,
        also, role.fa, role.en, role.from_, role.to, actor.wikidata,
    )  # fmt: skip


def add_rows(rows: Rows, reading: Reading, article: int, keys: Keys) -> None:
    """Appends what a reading says to the rows of each table of TABLES."""
    published = first_day(reading.article.published)
    rows["casts"] += [(article, n, keys[a.id]) for n, a in enumerate(reading.actors)]
    rows["mentions"] += [
        (article, keys[a.id], n, m.start, m.end, m.how, m.reason)
        for a in reading.actors
        for n, m in enumerate(a.mentions)
    ]
    rows["dates"] += [
        (article, n, d.start, d.end, d.value, d.precision, d.calendar, d.anchor, d.reason, d.conflict)
        for n, d in enumerate(reading.dates)
    ]
    _add_statements(rows, reading, article, keys, published)
    _add_events(rows, reading, article, keys, published)
    for n, a in enumerate(reading.agreements):
        day = first_day(a.date) or published
        rows["agreements"].append(
            (article, n, a.id, a.name, _list(a.topics), a.term, a.status, a.text_published, a.date, day)
        )
        rows["parties"] += [(article, n, i, country) for i, country in enumerate(a.parties)]
        _add_evidence(rows, article, "agreement", n, a.evidence)
    for n, f in enumerate(reading.figures):
        day = first_day(f.period) or published
        rows["figures"].append((
            article, n, f.metric.fa, f.metric.en, f.value, f.unit, f.change, _list(f.parties), f.period,
            keys.maybe(f.speaker), day,
        ))  # fmt: skip
        rows["figure_parties"] += [(article, n, i, country, day) for i, country in enumerate(f.parties)]
        _add_evidence(rows, article, "figure", n, f.evidence)


def _add_statements(rows: Rows, reading: Reading, article: int, keys: Keys, published: str | None) -> None:
    countries = {a.id: a.country for a in reading.actors}
    seen = sorted((m.start, a.country) for a in reading.actors if a.country for m in a.mentions if m.start is not None)
    for n, s in enumerate(reading.statements):
        day = first_day(s.date) or published
        cue = (s.cue.start, s.cue.end, s.cue.lemma, s.cue.stance) if s.cue else (None, None, None, None)
        rows["statements"].append((
            article, n, s.id, keys[s.speaker], _list(s.addressees), s.kind, *cue, s.content.start, s.content.end,
            s.date, s.venue, s.confidence, day, countries[s.speaker],
        ))  # fmt: skip
        _add_evidence(rows, article, "statement", n, s.evidence)
        _add_evidence(rows, article, "quote", n, s.quotes)
        if by := countries[s.speaker]:
            inside = seen[bisect_left(seen, (s.content.start, "")) : bisect_left(seen, (s.content.end, ""))]
            rows["pairs"] += [
                (article, "statement", n, by, c, day, None, None) for c in {c for _, c in inside} if c != by
            ]


def _add_events(rows: Rows, reading: Reading, article: int, keys: Keys, published: str | None) -> None:
    countries = {a.id: a.country for a in reading.actors}
    for n, e in enumerate(reading.events):
        day = (first_day(e.date.value) if e.date else None) or published
        date = (e.date.value, e.date.precision, e.date.start, e.date.end) if e.date else (None, None, None, None)
        place, site = _NOWHERE
        if e.place:
            place = (e.place.name.fa, e.place.name.en, e.place.country, e.place.start, e.place.end)
            site = (e.place.region, e.place.lat, e.place.lon)
        size = e.size or _NO_SIZE
        rows["events"].append((
            article, n, e.id, e.event, e.mode, e.status, e.plover, e.cameo, _list(e.contexts), *date, *place,
            keys.maybe(e.reported_by), e.statement, e.trigger.start, e.trigger.end, e.pattern, e.confidence,
            size.killed, size.injured, size.arrested, size.present, day, *site,
        ))  # fmt: skip
        for role, people in (("actor", e.actor), ("recipient", e.recipient)):
            rows["participants"] += [
                (article, n, role, i, keys[p.actor], p.start, p.end, countries[p.actor], day)
                for i, p in enumerate(people)
            ]
        there = sorted({c for p in (*e.actor, *e.recipient) if (c := countries[p.actor])})
        rows["pairs"] += [
            (article, "event", n, a, b, day, e.event, e.status) for i, a in enumerate(there) for b in there[i + 1 :]
        ]
        _add_evidence(rows, article, "event", n, e.evidence)


def _add_evidence(rows: Rows, article: int, entry: str, n: int, spans: tuple[Span, ...]) -> None:
    rows["evidence"] += [(article, entry, n, i, s.start, s.end) for i, s in enumerate(spans)]


def _list(codes: tuple[str, ...]) -> str:
    return orjson.dumps(codes).decode() if codes else "[]"
