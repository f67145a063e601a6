"""The record as files that other tools open: tables, and the formats of the field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from vaqaye import record as tables
from vaqaye.errors import QueryError
from vaqaye.export import calendar, gdelt, graph, linked, polecat
from vaqaye.record import Record
from vaqaye.record.export import written
from vaqaye.record.flat import FlatTable

ExportFormat = Literal["parquet", "csv", "jsonl", "gdelt", "polecat", "ics", "graphml", "jsonld"]

_BY_NAME: dict[str, ExportFormat] = {  # the longest ending counts
    ".export.csv": "gdelt", ".tsv": "gdelt", ".polecat.jsonl": "polecat", ".parquet": "parquet", ".csv": "csv",
    ".jsonl": "jsonl", ".ics": "ics", ".graphml": "graphml", ".jsonld": "jsonld",
}  # fmt: skip
_WRITERS: dict[str, Callable[..., int]] = {
    "gdelt": gdelt.write,
    "polecat": polecat.write,
    "ics": calendar.write,
    "graphml": graph.write,
    "jsonld": linked.write,
}


def export(
    record: Record,
    path: str | Path,
    *,
    format: ExportFormat | None = None,
    table: FlatTable | Literal["readings"] | None = None,
    text: bool = True,
) -> int:
    """Writes a file and returns the number of its entries. The name decides what it is where `format` is not given.

    `parquet`, `csv` and `jsonl` hold a `table`, see `vaqaye.record.export`. `gdelt` (.export.csv, .tsv) has events in
    the 61 columns of GDELT 2.0, `polecat` (.polecat.jsonl) as records of the PLOVER standard, `ics` planned visits and
    meetings, `graphml` who met whom, `jsonld` statements as schema.org has them. `text=False` leaves out the words of
    the articles. The file appears whole or not at all. QueryError where name and format say nothing.
    """
    path = Path(path)
    name = path.name.lower()
    format = format or next((kind for end, kind in _BY_NAME.items() if name.endswith(end)), None)
    if format is None or format not in get_args(ExportFormat):
        raise QueryError(f"{path.name}: the name of an export ends in {', '.join(_BY_NAME)}; or give a format")
    if format not in _WRITERS:
        return tables.export(record, path, table=table, text=text, format=format)
    if table:
        raise QueryError(f"{format} has no tables: leave --table out, or take parquet, csv or jsonl")
    with written(path) as file:
        return _WRITERS[format](record, file, text=text)
