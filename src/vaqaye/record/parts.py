"""Readings on their way between machines: Arrow batches of articles, of what was read, and of the flat tables.

What was read travels as the JSON of the public contract, one column: the record then makes its rows of the very readings
that it makes them of in a build, keys included, so that none of its tables need to exist twice.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from vaqaye.errors import IngestError, VaqayeError
from vaqaye.ingest.article import Defaults, failure, finish
from vaqaye.model import Article, Failure, Reading
from vaqaye.record.export import schema_of
from vaqaye.record.flat import TABLES, Columns, FlatTable, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

    Batches = Iterator[pa.RecordBatch]

ARTICLE: Columns = {"id": str, "source": str, "url": str, "title": str, "published": str, "text": str}
"""The columns of a table of articles."""
READ: Columns = {"id": str, "source": str, "url": str, "published": str, "error": str, "reason": str, "reading": str}
"""The columns of what was read. `reading` is its JSON; where `error` is set, it has the article and nothing else."""
FAILED: Columns = {"id": str, "url": str, "source": str, "error": str, "reason": str}
"""The columns of what could not be read."""
READINGS = "readings"
"""The folder that holds READ; each flat table and `failures` has its own."""

_NO_DEFAULTS = Defaults()


def arrow_schema(table: FlatTable | Literal["read"]) -> pa.Schema:
    """The columns of a flat table, or of what was read, as Arrow has them."""
    return schema_of(READ if table == "read" else TABLES[table])


def articles_of(batch: pa.RecordBatch) -> Iterator[Article | Failure]:
    """The articles of a batch with the columns ARTICLE, each as `ingest` gives it; one without text is a Failure."""
    for row in batch.to_pylist():
        where = row["url"] or row["id"] or "a row without id and url"
        if row["text"] is None:
            yield failure(where, IngestError("field 'text' is missing"), id=row["id"])
        else:
            yield finish(where, _NO_DEFAULTS, **row)


def read_batch(results: Iterable[Reading | Failure]) -> pa.RecordBatch:
    """What was read as a batch with the columns READ."""
    import pyarrow as pa

    return pa.RecordBatch.from_pylist([_row(result) for result in results], schema=arrow_schema("read"))


def _row(result: Reading | Failure) -> dict[str, str | None]:
    article = result.article
    error, reason = (result.error, result.reason) if isinstance(result, Failure) else (None, None)
    reading = Reading(article) if isinstance(result, Failure) else result
    return {
        "id": article.id, "source": article.source, "url": article.url, "published": article.published,
        "error": error, "reason": reason,
        # Not orjson: it has no whole numbers of more than 64 bits, and an article may have any.
        "reading": json.dumps(reading.to_dict(), ensure_ascii=False),
    }  # fmt: skip


def results_of(batch: pa.RecordBatch) -> Iterator[Reading | Failure]:
    """What was read, from a batch with the columns READ. IngestError for a row that was not made by `read_batch`."""
    for row in batch.to_pylist():
        try:
            reading = _made(Reading, json.loads(row["reading"]))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise IngestError(f"the reading of {row.get('id')!r} is not one of Vaqaye's: {error!r}") from error
        yield Failure(reading.article, row["error"], row["reason"] or "") if row["error"] else reading


def flat_batch(table: FlatTable, results: Iterable[Reading | Failure]) -> pa.RecordBatch:
    """The rows of a flat table, as in an export of the record."""
    import pyarrow as pa

    rows = [row for result in results if isinstance(result, Reading) for row in rows_of(table, result)]
    return pa.RecordBatch.from_pylist(rows, schema=arrow_schema(table))


def stored(folder: Path, size: int = 100) -> Iterator[Reading | Failure]:
    """What was read, from the folder that `spark.build` has written, in constant memory.

    Raises IngestError, at once, where it is none, or the job that writes it has not finished.
    """
    parts = folder / READINGS
    files = sorted(parts.glob("*.parquet"))
    if not parts.is_dir() or (parts / "_temporary").exists() or not files:
        raise IngestError(
            f"{folder} has no finished folder {READINGS!r}: give the path that `vaqaye.spark.build` wrote to"
        )
    return _stored(files, size)


def _stored(files: list[Path], size: int) -> Iterator[Reading | Failure]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for file in files:
        try:
            with pq.ParquetFile(file) as opened:
                for batch in opened.iter_batches(size, columns=list(READ)):
                    yield from results_of(batch)
        except VaqayeError as error:
            raise IngestError(f"{file}: {error}") from error
        except (pa.ArrowException, OSError, KeyError) as error:
            raise IngestError(f"{file} can't be read as Parquet: {error}; have it written again") from error


@cache
def _fields(cls: Any) -> dict[str, tuple[str, Any]]:
    """The fields of a dataclass of `model`, by their names in JSON."""
    return {name.rstrip("_"): (name, hint) for name, hint in typing.get_type_hints(cls).items()}


def _made(hint: Any, value: Any) -> Any:
    """The value of a type of `model` from plain JSON: what `to_plain` was given. ValueError where it does not fit."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        if value is None and type(None) in arguments:
            return None
        kinds = [a for a in arguments if a is not type(None)]
        return _made(kinds[0], value) if len(kinds) == 1 else _plain(tuple(kinds), value)
    if origin is tuple:
        return tuple(_made(arguments[0], item) for item in _plain(list, value))
    if origin is Literal:
        if value not in arguments:
            raise ValueError(f"{value!r} is none of {', '.join(map(str, arguments))}")
        return value
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        fields = _fields(hint)
        return hint(**{fields[name][0]: _made(fields[name][1], item) for name, item in _plain(dict, value).items()})
    return _plain((int, float) if hint is float else hint, value)


def _plain(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"{str(value)[:40]!r} where {kind} is expected")
    return value
