"""Entries of the record as answers, with the words of the article that prove them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from vaqaye.model import Name, Span
from vaqaye.query.answers import Act, Deal, Number, Quote, Source
from vaqaye.query.asked import Spot
from vaqaye.record import Record
from vaqaye.record.corrections import EntryKind, adapter
from vaqaye.record.load import unpack
from vaqaye.record.mend import Original
from vaqaye.record.who import WHO, sides_of, who_of

_EVIDENCE = "LEFT JOIN evidence v ON v.article = e.article AND v.entry = '{}' AND v.n = e.n AND v.i = 0 "


class Bodies(dict[int, tuple[Any, ...]]):
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
        """Words of an article."""
        id, source, url, published, text = self[article]
        return Source(id, source, url, published, start, end, text[start:end])


def acts(record: Record, spots: Iterable[Spot]) -> tuple[Act, ...]:
    """The events there, in this order."""
    bodies = Bodies(record)
    return tuple(_act(record, spot.article, spot.n, bodies) for spot in spots)


def quotes(record: Record, spots: Iterable[Spot]) -> tuple[Quote, ...]:
    """The statements there, in this order."""
    bodies = Bodies(record)
    return tuple(_quote(record, spot.article, spot.n, bodies) for spot in spots)


def deals(record: Record, spots: Iterable[Spot]) -> tuple[Deal, ...]:
    """The agreements there, in this order."""
    bodies = Bodies(record)
    return tuple(_deal(record, spot.article, spot.n, bodies) for spot in spots)


def numbers(record: Record, spots: Iterable[Spot]) -> tuple[Number, ...]:
    """The figures there, in this order."""
    bodies = Bodies(record)
    return tuple(_number(record, spot.article, spot.n, bodies) for spot in spots)


def _act(record: Record, article: int, n: int, bodies: Bodies) -> Act:
    (row,) = record.select(
        "SELECT e.id, e.date, e.day, e.event, e.mode, e.status, e.plover, e.cameo, e.place_fa, e.place_en, "
        f'e.trigger_start, e.trigger_end, v.start, v."end", {WHO} FROM events e {_EVIDENCE.format("event")}'
        "LEFT JOIN actors k ON k.key = e.reported_by WHERE e.article = ? AND e.n = ?",
        (article, n),
    )
    actors, recipients = sides_of(record, article, n)
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
        actors,
        recipients,
        Name(*place) if any(place) else None,
        who_of(*reporter) if reporter[0] else None,
        Span(*trigger),
        bodies.source(article, *(trigger if proof[0] is None else proof)),
        n,
        *_story(record, "episodes", "event", article, n),
        *corrected(record, "event", article, n),
    )


def _quote(record: Record, article: int, n: int, bodies: Bodies) -> Quote:
    (row,) = record.select(
        "SELECT e.id, e.date, e.day, e.kind, e.cue_lemma, e.cue_stance, e.venue, e.content_start, e.content_end, "
        f"{WHO} FROM statements e JOIN actors k ON k.key = e.speaker WHERE e.article = ? AND e.n = ?",
        (article, n),
    )
    id, date, day, kind, lemma, stance, venue, start, end, *who = row
    source = bodies.source(article, start, end)
    story = _story(record, "quotations", "statement", article, n)
    by = corrected(record, "statement", article, n)
    return Quote(id, date, day, who_of(*who), kind, lemma, stance, venue, source, n, *story, *by)


def _deal(record: Record, article: int, n: int, bodies: Bodies) -> Deal:
    (row,) = record.select(
        f'SELECT e.id, e.date, e.day, e.name, e.term, e.status, v.start, v."end" FROM agreements e '
        f"{_EVIDENCE.format('agreement')}WHERE e.article = ? AND e.n = ?",
        (article, n),
    )
    id, date, day, name, term, status, start, end = row
    sql = "SELECT country FROM parties WHERE article = ? AND agreement = ? ORDER BY n"
    parties = tuple(country for (country,) in record.select(sql, (article, n)))
    source = bodies.source(article, start or 0, end or 0)
    story = _story(record, "ledgers", "agreement", article, n)
    by = corrected(record, "agreement", article, n)
    return Deal(id, date, day, name, parties, term, status, source, n, *story, *by)


def _number(record: Record, article: int, n: int, bodies: Bodies) -> Number:
    (row,) = record.select(
        'SELECT e.metric_fa, e.metric_en, e.value, e.unit, e.change, e.parties, e.period, e.day, v.start, v."end", '
        f"{WHO} FROM figures e {_EVIDENCE.format('figure')}LEFT JOIN actors k ON k.key = e.speaker "
        "WHERE e.article = ? AND e.n = ?",
        (article, n),
    )
    fa, en, value, unit, change, parties, period, day, start, end, *who = row
    speaker = who_of(*who) if who[0] else None
    source = bodies.source(article, start or 0, end or 0)
    codes = tuple(orjson.loads(parties))
    by = corrected(record, "figure", article, n)
    return Number(Name(fa, en), value, unit, change, codes, period, day, speaker, source, *by)


def _story(record: Record, table: str, entry: str, article: int, n: int) -> tuple[str | None, int, int]:
    """Id of what an entry is a report of, the number of its reports and of its independent sources."""
    rows = record.select(
        f"SELECT s.id, s.reports, s.sources FROM reports r JOIN {table} s ON s.key = r.story "
        "WHERE r.article = ? AND r.entry = ? AND r.n = ?",
        (article, entry, n),
    )
    return rows[0] if rows else (None, 1, 1)


def corrected(record: Record, entry: EntryKind, article: int, n: int) -> tuple[str | None, Original | None]:
    """The analyst who had the last word on an entry, and what was read there; None, None for nearly all entries."""
    rows = record.select(
        "SELECT c.by, x.original FROM corrected x JOIN corrections c ON c.id = x.correction "
        "WHERE x.article = ? AND x.entry = ? AND x.n = ? ORDER BY c.key DESC LIMIT 1",
        (article, entry, n),
    )
    return (rows[0][0], original_of(rows[0][1])) if rows else (None, None)


def original_of(json: str | None) -> Original | None:
    """What `corrected.original` holds."""
    found: Original | None = None if json is None else adapter(Original).validate_json(json)
    return found
