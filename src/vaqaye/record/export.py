"""The record as files that other tools open: Parquet, CSV, JSON Lines."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal

import orjson

from vaqaye.errors import QueryError, RecordError
from vaqaye.model import Actor, Event, Participant, Reading
from vaqaye.record.days import first_day
from vaqaye.record.rows import is_local
from vaqaye.record.store import Record

Flat = dict[str, Any]

_BATCH = 5_000

COLUMNS: dict[str, type] = {
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


def export(
    record: Record, path: str | Path, *, table: Literal["events", "readings"] | None = None, text: bool = True
) -> int:
    """Writes a table of the record to a `.parquet`, `.csv` or `.jsonl` file and returns the number of rows.

    `events` has one flat row for an event (the default for Parquet and CSV), `readings` the whole object of the public
    contract for an article (JSON Lines only, and its default). `text=False` leaves codes and offsets only: no texts,
    titles or quotations, no words of triggers and places, nor names that are known from the article alone. The file appears whole
    or not at all, and is written in constant memory while others may write to the record. In CSV, lists are joined with
    `;`, and a cell that a spreadsheet would take for a formula begins with `'`.
    """
    path = Path(path)
    write = _FORMATS.get(path.suffix.lower())
    if write is None:
        raise QueryError(f"{path.name}: the name of an export ends in .parquet, .csv or .jsonl")
    table = table or ("readings" if write is _jsonl else "events")
    if table == "readings" and write is not _jsonl:
        raise QueryError("whole readings fit JSON Lines only: give a name that ends in .jsonl, or export events")
    if table not in ("events", "readings"):
        raise QueryError(f"there is no table {table!r} to export: take events or readings")
    rows = (_whole(r, text=text) for r in record.readings()) if table == "readings" else _events(record, text=text)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            count = write(rows, file)
        part.replace(path)
    except OSError as error:
        raise RecordError(f"{path} can't be written: {error.strerror}; give another path or make room") from error
    finally:
        part.unlink(missing_ok=True)
    return count


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


def _events(record: Record, *, text: bool) -> Iterator[Flat]:
    for reading in record.readings(events_only=True):
        for event in reading.events:
            yield event_row(reading, event, text=text)


def _whole(reading: Reading, *, text: bool) -> Flat:
    row = reading.to_dict()
    if text:
        return row
    row["article"].update(text=None, title=None)
    for actor in row["actors"]:
        if is_local(actor["id"]):
            actor.update(name={"fa": None, "en": None}, role=None)
        for mention in actor["mentions"]:
            mention["reason"] = None
    for statement in row["statements"]:
        statement["venue"] = None
    for event in row["events"]:
        if event["place"]:
            event["place"]["name"] = {"fa": None, "en": None}
    for agreement in row["agreements"]:
        agreement["name"] = None
    for figure in row["figures"]:
        figure["metric"]["fa"] = None
    return row


def _jsonl(rows: Iterator[Flat], file: IO[bytes]) -> int:
    count = 0
    for row in rows:
        file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return count


def _csv(rows: Iterator[Flat], file: IO[bytes]) -> int:
    # The mark at the beginning tells spreadsheets that this is UTF-8; without it they show Persian as «Ø§ÛŒØ±Ø§Ù†».
    with io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True) as lines:
        writer = csv.writer(lines)
        writer.writerow(COLUMNS)
        count = 0
        for row in rows:
            writer.writerow([_cell(row[name]) for name in COLUMNS])
            count += 1
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = ";".join((item or "").replace(";", "،") for item in value)
    if isinstance(value, str) and value[:1] in _FORMULA:
        return f"'{value}"
    return value


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _parquet(rows: Iterator[Flat], file: IO[bytes]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), list: pa.list_(pa.string())}
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    count = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


_FORMATS: dict[str, Callable[[Iterator[Flat], IO[bytes]], int]] = {".parquet": _parquet, ".csv": _csv, ".jsonl": _jsonl}
