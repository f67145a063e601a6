"""Corrections as annotations to train on: offsets and codes of the article, never its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from vaqaye.model import Actor, Agreement, Event, Participant, Span, Statement
from vaqaye.record.corrections import EntryKind
from vaqaye.record.mend import Entry, entries_of
from vaqaye.record.store import Record

Lesson = dict[str, Any]


def lessons(record: Record) -> Iterator[Lesson]:
    """One object for each article with corrections that found their entries, in the form of train/annotations.

    It has the entries that were mended or added, as they should be, and under `wrong` where there is none: kind, type and
    words of what was read there. `partial` says that the rest of the article was not looked at: nothing follows from what
    is not in it.
    """
    rows = record.select(
        'SELECT a.id, x.entry, x.n, c.type, c.start, c."end" FROM corrected x JOIN articles a ON a.key = x.article '
        "JOIN corrections c ON c.id = x.correction ORDER BY a.key, x.entry, c.key"
    )
    by_article: defaultdict[str, list[tuple[EntryKind, int | None, str, int, int]]] = defaultdict(list)
    for article, *mark in rows:
        by_article[article].append(tuple(mark))
    for article, marks in by_article.items():
        reading = record.reading(article)
        out: Lesson = {"id": article, "dates": [], "statements": [], "events": [], "agreements": [], "figures": []}
        for kind, n in dict.fromkeys((kind, n) for kind, n, *_ in marks if n is not None):
            out[f"{kind}s"].append(_entry(entries_of(reading, kind)[n], {a.id: a for a in reading.actors}))
        gone = dict.fromkeys((kind, type, start, end) for kind, n, type, start, end in marks if n is None)
        out["wrong"] = [{"entry": k, "type": t or None, "start": s, "end": e} for k, t, s, e in gone]
        yield {**out, "partial": True}


def _entry(entry: Entry, actors: dict[str, Actor]) -> Lesson:
    if isinstance(entry, Event):
        sides = {
            side: [_participant(p, actors) for p in people]
            for side, people in (("actor", entry.actor), ("recipient", entry.recipient))
        }
        return {
            "event": entry.event,
            "mode": entry.mode,
            "status": entry.status,
            "trigger": _span(entry.trigger),
            **sides,
            "date": entry.date.value if entry.date else None,
            "reported_by": _named(entry.reported_by, actors),
        }
    if isinstance(entry, Statement):
        by = actors.get(entry.speaker)
        return {
            "content": _span(entry.content),
            "kind": entry.kind,
            "country": by.country if by else None,
            "cue": {"start": entry.cue.start, "end": entry.cue.end} if entry.cue else None,
            "speaker": _named(entry.speaker, actors),
        }
    where = _span(entry.evidence[0]) if entry.evidence else {}
    if isinstance(entry, Agreement):
        return {**where, "parties": list(entry.parties), "term": entry.term, "status": entry.status}
    return {
        **where,
        "metric": None,
        "value": entry.value,
        "unit": entry.unit,
        "change": entry.change,
        "parties": list(entry.parties),
        "speaker": _named(entry.speaker, actors),
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _participant(p: Participant, actors: dict[str, Actor]) -> Lesson:
    who = actors[p.actor]
    place = {} if p.start is None else {"start": p.start, "end": p.end}
    return {**place, "country": who.country, "sector": who.sector}


def _named(id: str | None, actors: dict[str, Actor]) -> dict[str, int] | None:
    """The first words of the article that name somebody; None where it has none."""
    mentions = actors[id].mentions if id in actors else ()
    first = next((m for m in mentions if m.start is not None and m.end is not None), None)
    return {"start": first.start, "end": first.end} if first else None  # type: ignore[dict-item]
