"""The record as files that other tools open: Parquet, CSV, JSON Lines."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

import orjson

from vaqaye.errors import QueryError, RecordError
from vaqaye.model import Reading
from vaqaye.record.flat import COLUMNS, TABLES, Columns, Flat, FlatTable, rows_of
from vaqaye.record.rows import is_local
from vaqaye.record.store import Record

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["COLUMNS", "export", "table", "written"]

_BATCH = 5_000


def export(
    record: Record,
    path: str | Path,
    *,
    table: FlatTable | Literal["readings"] | None = None,
    text: bool = True,
    format: str | None = None,
) -> int:
    """Writes a table of the record to a file and returns the number of rows; `format` is parquet, csv or jsonl, as its
    name ends where it is not given.

    `events`, `statements`, `agreements` and `figures` have one flat row for an entry (events are the default for Parquet
    and CSV), `readings` the whole object of the public contract for an article (JSON Lines only, and its default).
    `text=False` leaves codes and offsets only: no texts, titles or quotations, no words of triggers and places, nor names
    that are known from the article alone. The file appears whole or not at all, and is written in constant memory while
    others may write to the record. In CSV, lists are joined with `;`, and a cell that a spreadsheet would take for a
    formula begins with `'`.
    """
    path = Path(path)
    write = _FORMATS.get(format or path.suffix.lower().removeprefix("."))
    if write is None:
        raise QueryError(f"{path.name}: the name of an export ends in .parquet, .csv or .jsonl")
    table = table or ("readings" if write is _jsonl else "events")
    if table == "readings":
        if write is not _jsonl:
            raise QueryError("whole readings fit JSON Lines only: give a name that ends in .jsonl, or export events")
        columns: Columns = {}
        rows: Iterator[Flat] = (_whole(r, text=text) for r in record.readings())
    else:
        columns, rows = _columns(table), _rows(record, table, text=text)
    with written(path) as file:
        return write(rows, columns, file)


def table(record: Record, name: FlatTable) -> pa.Table:
    """A table of the record in memory; `.to_pandas()`, `polars.from_arrow(…)` and DuckDB take it as it is."""
    import pyarrow as pa

    schema = schema_of(_columns(name))
    rows = _rows(record, name, text=True)
    batches = []
    while batch := list(islice(rows, _BATCH)):
        batches.append(pa.RecordBatch.from_pylist(batch, schema=schema))
    return pa.Table.from_batches(batches, schema=schema)


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when all of it is there; RecordError where it can't be written."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise RecordError(f"{path} can't be written: {error.strerror}; give another path or make room") from error
    finally:
        part.unlink(missing_ok=True)


def _columns(name: str) -> Columns:
    for table, columns in TABLES.items():
        if table == name:
            return columns
    raise QueryError(f"there is no table {name!r} to export: take one of {', '.join(TABLES)}, or readings")


def _rows(record: Record, name: FlatTable, *, text: bool) -> Iterator[Flat]:
    columns = _columns(name)
    for reading in record.readings(events_only=name == "events"):
        for row in rows_of(name, reading, text=text):
            yield {column: row[column] for column in columns}


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


def _jsonl(rows: Iterator[Flat], _: Columns, file: IO[bytes]) -> int:
    count = 0
    for row in rows:
        file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return count


def _csv(rows: Iterator[Flat], columns: Columns, file: IO[bytes]) -> int:
    # The mark at the beginning tells spreadsheets that this is UTF-8; without it they show Persian as «Ø§ÛŒØ±Ø§Ù†».
    with io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True) as lines:
        writer = csv.writer(lines)
        writer.writerow(columns)
        count = 0
        for row in rows:
            writer.writerow([_cell(row[name]) for name in columns])
            count += 1
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = ";".join((item or "").replace(";", "،") for item in value)
    if isinstance(value, str) and value[:1] in _FORMULA:
        return f"'{value}"
    return value


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _parquet(rows: Iterator[Flat], columns: Columns, file: IO[bytes]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = schema_of(columns)
    count = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


def schema_of(columns: Columns) -> pa.Schema:
    """The columns as Arrow has them."""
    import pyarrow as pa

    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), list: pa.list_(pa.string())}
    return pa.schema([(name, types[kind]) for name, kind in columns.items()])


_FORMATS: dict[str, Callable[[Iterator[Flat], Columns, IO[bytes]], int]] = {
    "parquet": _parquet,
    "csv": _csv,
    "jsonl": _jsonl,
}
