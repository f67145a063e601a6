"""How a function that answers a question becomes an address of the API: JSON, CSV and JSON Lines of what it returns."""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, wraps
from hashlib import blake2b
from secrets import token_hex
from typing import Any, Literal, TypeVar

import orjson
from fastapi import APIRouter, FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from vaqaye.errors import QueryError
from vaqaye.record.sql import Table
from vaqaye.record.state import State
from vaqaye.schema import shape_of
from vaqaye.version import __version__
from vaqaye.web.api_errors import Error
from vaqaye.web.api_tables import entries_to_csv, to_csv

Format = Literal["csv", "jsonl"]
MOST = 1_000
"""How many entries one answer has at most; a table has so many where nothing else is asked for."""

_MEDIA = {"json": "application/json", "csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}
_THIS_RUN = token_hex(8)  # the number of a State says nothing after a restart
_definitions: dict[str, Any] = {}

Answer = TypeVar("Answer", bound=Callable[..., Any])


def question(
    router: APIRouter, path: str, *, table: str = "entries", moves: bool = False
) -> Callable[[Answer], Answer]:
    """Gives a function its address. What it returns decides the schema; with `moves` it may also lead elsewhere.

    Where it returns a tuple of dataclasses, something with such a field `table`, or a Table, `path.csv` and `path.jsonl`
    are there too, and `Accept` is heeded.
    """

    def add(answer: Answer) -> Answer:
        signature = inspect.signature(answer, eval_str=True)
        hint = signature.return_annotation
        entry = _entry(hint, table)
        content: dict[str, Any] = {"application/json": {"schema": shape_of(hint, _definitions)}}
        run = _answering(answer, signature, table, entry)
        about = {"methods": ["GET"], "response_model": None, "name": answer.__name__}
        if entry:
            # The path with an ending goes first: {id:path} would swallow it.
            router.add_api_route(f"{path}.{{format}}", _with_format(run), responses=_said(_TABLES, moves), **about)  # type: ignore[arg-type]
            content |= _TABLES
        router.add_api_route(path, run, responses=_said(content, moves), **about)  # type: ignore[arg-type]
        return answer

    return add


_TABLES: dict[str, Any] = {
    "text/csv": {"schema": {"type": "string"}},
    "application/jsonl": {"schema": {"type": "string"}},
}


def _said(content: dict[str, Any], moves: bool) -> dict[str, Any]:
    error = {"application/json": {"schema": shape_of(Error, _definitions)}}
    return {
        "200": {"description": "The answer", "content": content},
        **({"302": {"description": "The id is another now: `Location` is its address"}} if moves else {}),
        "304": {"description": "Nothing has changed since the answer with that ETag"},
        "4XX": {"description": "What is wrong with the question, and what to ask instead", "content": error},
        "503": {"description": "The record can't be read at the moment", "content": error},
    }


@contextmanager
def known() -> Iterator[None]:
    """What an address names and is not there is 404, not a wrong question."""
    try:
        yield
    except QueryError as error:
        raise HTTPException(404, str(error)) from error


def describe(app: FastAPI) -> None:
    """Adds the schemas of all answers to the application's OpenAPI."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            document = plain()
            document.setdefault("components", {}).setdefault("schemas", {}).update(_definitions)
            text = orjson.dumps(document).replace(b'"#/$defs/', b'"#/components/schemas/')
            app.openapi_schema = orjson.loads(text)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _entry(hint: Any, table: str) -> Any:
    """The type of the rows where an answer is a table or has one."""
    if hint is Table:
        return Table
    origin, arguments = typing.get_origin(hint) or hint, typing.get_args(hint)
    if dataclasses.is_dataclass(origin):
        inner = typing.get_type_hints(origin).get(table)
        arguments = arguments or typing.get_args(inner)
        return arguments[0] if inner else None
    return arguments[0] if arguments and dataclasses.is_dataclass(arguments[0]) else None


def _answering(
    answer: Callable[..., Any], signature: inspect.Signature, table: str, entry: Any
) -> Callable[..., Response]:
    """The function with a request among its parameters, and a response for what it returns."""

    @wraps(answer)
    def run(*, request: Request, **asked: Any) -> Response:
        format = (request.path_params.get("format") or _wanted(request)) if entry else "json"
        headers, same = unchanged(request, format)
        if same:
            return same
        if format != "json" and "limit" in asked and not request.query_params.get("limit"):
            asked["limit"] = MOST
        value = answer(**asked)
        if following := getattr(value, "next", None):
            headers["Link"] = f'<{request.url.include_query_params(cursor=following)}>; rel="next"'
        if not entry or format == "json":
            return Response(to_json(value), headers=headers, media_type=_MEDIA["json"])
        headers["Content-Disposition"] = f'attachment; filename="{answer.__name__}.{format}"'
        return Response(_table(value, table, entry, format), headers=headers, media_type=_MEDIA[format])

    asks = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in signature.parameters.values()]
    request = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    run.__signature__ = signature.replace(parameters=[request, *asks], return_annotation=Response)  # type: ignore[attr-defined]
    return run


def _table(value: Any, table: str, entry: Any, format: str) -> bytes:
    if isinstance(value, Table):
        if format == "csv":
            return to_csv(value.columns, value.rows)
        value = [dict(zip(value.columns, row, strict=True)) for row in value.rows]
    entries = getattr(value, table, value)
    return entries_to_csv(entry, entries) if format == "csv" else b"".join(to_json(e) + b"\n" for e in entries)


def _with_format(run: Callable[..., Response]) -> Callable[..., Response]:
    """The same with a parameter that only the path needs."""

    @wraps(run)
    def table(*, format: Format, **asked: Any) -> Response:
        return run(**asked)

    signature = inspect.signature(run)
    format = inspect.Parameter("format", inspect.Parameter.KEYWORD_ONLY, annotation=Format)
    table.__signature__ = signature.replace(parameters=[*signature.parameters.values(), format])  # type: ignore[attr-defined]
    return table


def _wanted(request: Request) -> str:
    """What `Accept` names first of what there is."""
    for part in request.headers.get("accept", "").split(","):
        media = part.partition(";")[0].strip()
        if media in ("application/jsonl", "application/x-ndjson"):
            return "jsonl"
        if media == "text/csv":
            return "csv"
        if media in ("application/json", "text/html"):
            return "json"
    return "json"


def unchanged(request: Request, format: str) -> tuple[dict[str, str], Response | None]:
    """Headers with the ETag of an answer, and a 304 where who asks has it already."""
    headers = {"ETag": _tag(request, format), "Cache-Control": "no-cache", "Vary": "Accept"}
    known = headers["ETag"] in request.headers.get("if-none-match", "").replace(", ", ",").split(",")
    return headers, Response(status_code=304, headers=headers) if known else None


def _tag(request: Request, format: str) -> str:
    """A weak ETag: the state of the record, of the day and of the program, and what is asked."""
    state: State = request.app.state.record_state
    parts = (
        _THIS_RUN,
        __version__,
        date.today().isoformat(),
        state.number(),
        format,
        request.url.path,
        request.url.query,
    )
    return f'W/"{blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


def to_json(value: Any) -> bytes:
    """JSON of dataclasses; a trailing underscore (`from_`) is dropped from names."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return {label: getattr(value, name) for label, name in _names(value.__class__)}


@cache
def _names(cls: Any) -> tuple[tuple[str, str], ...]:
    return tuple((field.name.rstrip("_"), field.name) for field in dataclasses.fields(cls))
