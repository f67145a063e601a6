"""Entries as flat rows, for tables in files and in memory: one row an event, a statement, an agreement, a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from vaqaye.model import Actor, Event, Participant, Reading, Span
from vaqaye.record.days import first_day
from vaqaye.record.rows import is_local

Flat = dict[str, Any]
Columns = dict[str, type]
FlatTable = Literal["events", "statements", "agreements", "figures"]

COLUMNS: Columns = {
    "event_id": str, "article_id": str, "date": str, "date_precision": str, "day": str, "published": str,
    "event": str, "mode": str, "status": str, "plover": str, "cameo": str, "contexts": list,
    "actor_ids": list, "actor_names": list, "actor_countries": list, "actor_sectors": list,
    "recipient_ids": list, "recipient_names": list, "recipient_countries": list, "recipient_sectors": list,
    "place": str, "place_country": str, "place_region": str, "place_lat": float, "place_lon": float,
    "killed": int, "injured": int, "arrested": int, "present": int,
    "reported_by": str, "statement_id": str, "trigger": str, "trigger_start": int, "trigger_end": int,
    "quote": str, "evidence_start": int, "evidence_end": int, "pattern": str, "confidence": float,
    "url": str, "source": str,
}  # fmt: skip
"""What a row of `events` holds. `day` is the first day of `date`, else of `published`; `quote` the first evidence; the
four lists of a side run in parallel."""

_ARTICLE: Columns = {"published": str, "url": str, "source": str}
_WORDS: Columns = {"quote": str, "evidence_start": int, "evidence_end": int}

TABLES: dict[FlatTable, Columns] = {
    "events": COLUMNS,
    "statements": {
        "statement_id": str, "article_id": str, "date": str, "day": str, "speaker_id": str, "speaker_name": str,
        "speaker_country": str, "speaker_sector": str, "addressee_ids": list, "kind": str, "lemma": str, "stance": str,
        "venue": str, "confidence": float, **_WORDS, **_ARTICLE,
    },
    "agreements": {
        "agreement_id": str, "article_id": str, "date": str, "day": str, "name": str, "parties": list, "topics": list,
        "term": str, "status": str, "text_published": bool, **_WORDS, **_ARTICLE,
    },
    "figures": {
        "article_id": str, "metric": str, "value": float, "unit": str, "change": str, "parties": list, "period": str,
        "day": str, "speaker_id": str, **_WORDS, **_ARTICLE,
    },
}  # fmt: skip
"""The tables and what their rows hold. `quote` is what was said, or the first words that prove the entry."""


def rows_of(table: FlatTable, reading: Reading, *, text: bool = True) -> Iterator[Flat]:
    """The rows that a reading gives for a table; without `text` codes and offsets only."""
    return _MAKERS[table](reading, text)


def event_row(reading: Reading, event: Event, *, text: bool = True) -> Flat:
    """An event as a flat row with the names of COLUMNS."""
    article, date, place, size = reading.article, event.date, event.place, event.size
    actors = {actor.id: actor for actor in reading.actors}
    evidence = event.evidence[0] if event.evidence else None
    return {
        "event_id": event.id,
        "article_id": article.id,
        "date": date and date.value,
        "date_precision": date and date.precision,
        "day": (first_day(date.value) if date else None) or first_day(article.published),
        "published": article.published,
        "event": event.event,
        "mode": event.mode,
        "status": event.status,
        "plover": event.plover,
        "cameo": event.cameo,
        "contexts": list(event.contexts),
        **_side("actor", event.actor, actors, text=text),
        **_side("recipient", event.recipient, actors, text=text),
        "place": place and (place.name.fa or place.name.en) if text else None,
        "place_country": place and place.country,
        "place_region": place and place.region,
        "place_lat": place and place.lat,
        "place_lon": place and place.lon,
        "killed": size and size.killed,
        "injured": size and size.injured,
        "arrested": size and size.arrested,
        "present": size and size.present,
        "reported_by": event.reported_by,
        "statement_id": event.statement,
        "trigger": reading.quote(event.trigger) if text else None,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "quote": reading.quote(evidence) if text and evidence else None,
        "evidence_start": evidence and evidence.start,
        "evidence_end": evidence and evidence.end,
        "pattern": event.pattern,
        "confidence": event.confidence,
        "url": article.url,
        "source": article.source,
    }


def _side(name: str, people: Sequence[Participant], actors: dict[str, Actor], *, text: bool) -> Flat:
    there = [actors[p.actor] for p in people]
    return {
        f"{name}_ids": [a.id for a in there],
        f"{name}_names": [(a.name.fa or a.name.en) if text or not is_local(a.id) else None for a in there],
        f"{name}_countries": [a.country for a in there],
        f"{name}_sectors": [a.sector for a in there],
    }


def _events(reading: Reading, text: bool) -> Iterator[Flat]:
    return (event_row(reading, event, text=text) for event in reading.events)


def _statements(reading: Reading, text: bool) -> Iterator[Flat]:
    actors = {actor.id: actor for actor in reading.actors}
    for s in reading.statements:
        by = actors[s.speaker]
        yield {
            "statement_id": s.id,
            "date": s.date,
            "day": first_day(s.date) or first_day(reading.article.published),
            "speaker_id": by.id,
            "speaker_name": (by.name.fa or by.name.en) if text or not is_local(by.id) else None,
            "speaker_country": by.country,
            "speaker_sector": by.sector,
            "addressee_ids": list(s.addressees),
            "kind": s.kind,
            "lemma": s.cue and s.cue.lemma,
            "stance": s.cue and s.cue.stance,
            "venue": s.venue if text else None,
            "confidence": s.confidence,
            **_proof(reading, s.content, text),
        }


def _agreements(reading: Reading, text: bool) -> Iterator[Flat]:
    for a in reading.agreements:
        yield {
            "agreement_id": a.id,
            "date": a.date,
            "day": first_day(a.date) or first_day(reading.article.published),
            "name": a.name if text else None,
            "parties": list(a.parties),
            "topics": list(a.topics),
            "term": a.term,
            "status": a.status,
            "text_published": a.text_published,
            **_proof(reading, a.evidence[0] if a.evidence else None, text),
        }


def _figures(reading: Reading, text: bool) -> Iterator[Flat]:
    for f in reading.figures:
        yield {
            "metric": (f.metric.fa if text else None) or f.metric.en,
            "value": float(f.value),
            "unit": f.unit,
            "change": f.change,
            "parties": list(f.parties),
            "period": f.period,
            "day": first_day(f.period) or first_day(reading.article.published),
            "speaker_id": f.speaker,
            **_proof(reading, f.evidence[0] if f.evidence else None, text),
        }


def _proof(reading: Reading, words: Span | None, text: bool) -> Flat:
    article = reading.article
    return {
        "article_id": article.id,
        "quote": reading.quote(words) if text and words else None,
        "evidence_start": words and words.start,
        "evidence_end": words and words.end,
        "published": article.published,
        "url": article.url,
        "source": article.source,
    }


_MAKERS: dict[FlatTable, Callable[[Reading, bool], Iterator[Flat]]] = {
    "events": _events,
    "statements": _statements,
    "agreements": _agreements,
    "figures": _figures,
}
