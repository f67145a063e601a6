"""Rows of the tables as the readings that they were made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import orjson
import zstandard

from vaqaye.model import (
    Actor,
    Agreement,
    Article,
    Cue,
    Day,
    Event,
    EventDate,
    Figure,
    Hat,
    Mention,
    Name,
    Participant,
    Place,
    ReaderInfo,
    Reading,
    Role,
    Size,
    Span,
    Statement,
)
from vaqaye.record.rows import Row

Select = Callable[[str, tuple[Any, ...]], Iterable[Row]]
T = TypeVar("T")
Spans = dict[tuple[int, str, int], tuple[Span, ...]]
Ids = dict[int, str]

ARTICLES = (
    "SELECT a.key, b.text, a.id, a.source, a.url, a.title, a.published, a.language, a.contexts, "
    "r.version, r.codebook, r.lexicon, r.model "
    "FROM articles a JOIN bodies b ON b.article = a.key LEFT JOIN readers r ON r.key = a.reader "
)
_PRIMARY_KEYS = {"evidence": "1, 2, 3, 4", "participants": "1, 2, 3, 4", "mentions": "1, 2, 3", "parties": "1, 2, 3"}
_NOT_EVENTS = ("mentions", "dates", "statements", "agreements", "parties", "figures")


def unpack(body: bytes) -> str:
    """A text as it was given to `rows.pack`."""
    return zstandard.ZstdDecompressor().decompress(body).decode()


def article_of(row: Row) -> Article:
    """A row of ARTICLES as the article that it was."""
    _, body, id, source, url, title, published, language, contexts, *reader = row
    read_by = ReaderInfo(*reader) if reader[0] is not None else None
    return Article(unpack(body), id, source, url, title, published, language, _codes(contexts), read_by)


def load(select: Select, first: int, last: int, *, events_only: bool = False) -> Iterator[Reading]:
    """The readings with keys from `first` to `last`, in order, in ten statements of SQL for however many there are.

    With `events_only` their dates, statements, agreements, figures and mentions are left out, for half the time.
    """
    between = (first, last)

    def rows(table: str) -> Iterable[Row]:
        if events_only and table in _NOT_EVENTS:
            return ()
        order = _PRIMARY_KEYS.get(table, "1, 2")
        return select(f"SELECT * FROM {table} WHERE article BETWEEN ? AND ? ORDER BY {order}", between)

    spans = _spans(rows("evidence"))
    ids, actors = _actors(select, between, rows("mentions"))
    dates = _grouped((row[0], Day(*row[2:])) for row in rows("dates"))
    statements = _grouped((row[0], _statement(row, ids, spans)) for row in rows("statements"))
    people = _participants(rows("participants"), ids)
    events = _grouped((row[0], _event(row, people, ids, spans)) for row in rows("events"))
    parties: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for article, agreement, _, country in rows("parties"):
        parties[article, agreement].append(country)
    agreements = _grouped((row[0], _agreement(row, tuple(parties[row[:2]]), spans)) for row in rows("agreements"))
    figures = _grouped((row[0], _figure(row, ids, spans)) for row in rows("figures"))
    for row in select(ARTICLES + "WHERE a.key BETWEEN ? AND ? ORDER BY a.key", between):
        key = row[0]
        yield Reading(
            article_of(row), actors[key], dates[key], statements[key], events[key], agreements[key], figures[key]
        )


class _Grouped(dict[int, tuple[T, ...]]):
    def __missing__(self, key: int) -> tuple[T, ...]:
        return ()


def _grouped(pairs: Iterable[tuple[int, T]]) -> _Grouped[T]:
    lists: defaultdict[int, list[T]] = defaultdict(list)
    for article, entry in pairs:
        lists[article].append(entry)
    return _Grouped({article: tuple(entries) for article, entries in lists.items()})


def _spans(rows: Iterable[Row]) -> Spans:
    lists: defaultdict[tuple[int, str, int], list[Span]] = defaultdict(list)
    for article, entry, n, _, start, end in rows:
        lists[article, entry, n].append(Span(start, end))
    return {key: tuple(spans) for key, spans in lists.items()}


def _actors(select: Select, between: tuple[int, int], rows: Iterable[Row]) -> tuple[Ids, _Grouped[Actor]]:
    mentions: defaultdict[tuple[int, int], list[Mention]] = defaultdict(list)
    for article, actor, _, start, end, how, reason in rows:
        mentions[article, actor].append(Mention(start, end, how, reason))
    cast = select(
        "SELECT c.article, a.key, a.id, a.name_fa, a.name_en, a.kind, a.country, a.sector, a.also, "
        "a.role_fa, a.role_en, a.role_from, a.role_to, a.wikidata "
        "FROM casts c JOIN actors a ON a.key = c.actor WHERE c.article BETWEEN ? AND ? ORDER BY c.article, c.n",
        between,
    )
    ids: Ids = {}
    pairs: list[tuple[int, Actor]] = []
    for article, key, id, fa, en, kind, country, sector, also, *role, wikidata in cast:
        ids[key] = id
        hats = tuple(Hat(*hat) for hat in orjson.loads(also)) if also != "[]" else ()
        office = None if role == [None] * 4 else Role(*role)
        words = tuple(mentions[article, key])
        pairs.append((article, Actor(id, Name(fa, en), kind, country, sector, hats, office, wikidata, words)))
    return ids, _grouped(pairs)


def _statement(row: Row, ids: Ids, spans: Spans) -> Statement:
    article, n, id, speaker, addressees, kind, *cue, start, end, date, venue, confidence, _, _ = row
    return Statement(
        id,
        ids[speaker],
        kind,
        None if cue[0] is None else Cue(*cue),
        Span(start, end),
        spans.get((article, "statement", n), ()),
        _codes(addressees),
        spans.get((article, "quote", n), ()),
        date,
        venue,
        confidence,
    )


def _participants(rows: Iterable[Row], ids: Ids) -> dict[tuple[int, int, str], list[Participant]]:
    people: defaultdict[tuple[int, int, str], list[Participant]] = defaultdict(list)
    for article, event, role, _, actor, start, end, _, _ in rows:
        people[article, event, role].append(Participant(ids[actor], start, end))
    return people


def _event(row: Row, people: dict[tuple[int, int, str], list[Participant]], ids: Ids, spans: Spans) -> Event:
    article, n, id, event, mode, status, plover, cameo, contexts = row[:9]
    date, place, (reported_by, statement, start, end, pattern, confidence) = row[9:13], row[13:18], row[18:24]
    size, site = row[24:28], row[29:32]
    return Event(
        id,
        event,
        mode,
        status,
        plover,
        cameo,
        _codes(contexts),
        tuple(people.get((article, n, "actor"), ())),
        tuple(people.get((article, n, "recipient"), ())),
        None if date[0] is None else EventDate(*date),
        None if place[3] is None else Place(Name(*place[:2]), *place[2:], *site),
        None if reported_by is None else ids[reported_by],
        statement,
        Span(start, end),
        spans.get((article, "event", n), ()),
        pattern,
        confidence,
        None if size == (None,) * 4 else Size(*size),
    )


def _agreement(row: Row, parties: tuple[str, ...], spans: Spans) -> Agreement:
    article, n, id, name, topics, term, status, public, date, _ = row
    evidence = spans.get((article, "agreement", n), ())
    return Agreement(
        id, name, parties, _codes(topics), term, status, None if public is None else bool(public), date, evidence
    )


def _figure(row: Row, ids: Ids, spans: Spans) -> Figure:
    article, n, fa, en, value, unit, change, parties, period, speaker, _ = row
    said_by = None if speaker is None else ids[speaker]
    evidence = spans.get((article, "figure", n), ())
    return Figure(Name(fa, en), value, unit, change, _codes(parties), period, said_by, evidence)


def _codes(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(orjson.loads(text))
