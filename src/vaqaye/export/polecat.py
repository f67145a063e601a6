"""Events as records of the PLOVER standard, as POLECAT and NGEC give them: a JSON object a line.

The fields are those of the PLOVER manual; `status` and `reported_by` stand beside them, for which it has none. What was
denied is no event there and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import orjson

from vaqaye.codes import plover_quad, plover_score
from vaqaye.model import Actor, Event, Participant, Reading
from vaqaye.record import Record
from vaqaye.record.days import first_day
from vaqaye.record.rows import is_local


def write(record: Record, file: IO[bytes], *, text: bool = True) -> int:
    """Writes the events that PLOVER has a type for and returns their number; without `text`, codes and offsets only."""
    count = 0
    for row in rows(record, text=text):
        file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return count


def rows(record: Record, *, text: bool = True) -> Iterator[dict[str, Any]]:
    """The records, oldest article first."""
    for reading in record.readings(events_only=True):
        for event in reading.events:
            if event.plover:
                yield _record(reading, event, event.plover, text)


def _record(reading: Reading, event: Event, plover: str, text: bool) -> dict[str, Any]:
    article, place, size = reading.article, event.place, event.size
    mode = (
        event.mode if plover == event.event else None
    )  # of the act itself: a planned visit is AGREE, which has no modes
    first, _, last = (event.date.value if event.date else "").partition("/")
    evidence = event.evidence[0] if event.evidence else event.trigger
    actors = {actor.id: actor for actor in reading.actors}
    return {
        "id": f"{article.id}:{event.id}",
        "date": first_day(first) or first_day(article.published),
        "enddate": first_day(last) if last else None,
        "event": plover,
        "mode": [mode] if mode else [],
        "context": list(event.contexts),
        "quad_code": plover_quad(plover),
        "event_scale": plover_score(plover, mode),
        "actor": [_entity(actors[p.actor], p, reading, text) for p in event.actor],
        "recipient": [_entity(actors[p.actor], p, reading, text) for p in event.recipient],
        "event_loc": place
        and {
            "name": (place.name.en or place.name.fa) if text else None,
            "country": place.country,
            "region": place.region,
            "lat": place.lat,
            "lon": place.lon,
        },
        "event_text": reading.quote(event.trigger) if text else None,
        "text": reading.quote(evidence) if text else None,
        "text_info": {"start": evidence.start, "end": evidence.end},
        "size": size and {"dead": size.killed, "injured": size.injured, "arrested": size.arrested},
        "cite_info": {
            "url": article.url,
            "title": article.title if text else None,
            "language": article.language,
            "publication": article.source,
            "date": article.published,
            "coder": "vaqaye",
            "version": article.reader and article.reader.version,
            "codebook": article.reader and article.reader.codebook,
        },
        "status": event.status,
        "reported_by": event.reported_by,
    }


def _entity(actor: Actor, part: Participant, reading: Reading, text: bool) -> dict[str, Any]:
    said = reading.article.text[part.start : part.end] if part.start is not None else None
    local = is_local(actor.id)
    return {
        "code": actor.country,
        "sector": [actor.sector] if actor.sector else [],
        "entity_text": said if text else None,
        "name": (actor.name.en or actor.name.fa) if text or not local else None,
        "identifier_id": actor.wikidata or (None if local else actor.id),
        "office": actor.role and (actor.role.en or actor.role.fa) if text or not local else None,
    }
