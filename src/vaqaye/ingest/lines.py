"""JSON Lines, one article a line and one line at a time; and JSON, an article or a list of them."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice

import orjson

from vaqaye.errors import IngestError, TooLarge
from vaqaye.ingest.article import LIMIT, Defaults, failure, finish, too_large
from vaqaye.ingest.decode import decode
from vaqaye.model import Article, Failure

JSON_LIMIT = 100_000_000
"""Bytes that a JSON file may have which is not JSON Lines: it is in memory at once."""

# The names that a field goes by; the first that is there and not null is read, all others are ignored.
_FIELDS = {
    "source": ("source",),
    "url": ("url", "link"),
    "title": ("title",),
    "published": ("published", "date"),
    "text": ("text", "body", "content"),
}
_KINDS = {dict: "an object", list: "a list", int: "a number", float: "a number", bool: "a truth value", str: "a text"}
# Blank or bad lines in a row after which a file is given up: a small archive can hold millions of them.
_IN_VAIN = 100_000
_LENIENT = json.JSONDecoder(strict=False)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(
    file: io.BufferedReader, name: str, defaults: Defaults, allowed: int, *, lines: bool
) -> Iterator[Article | Failure]:
    """The articles of a file; a line or item that gives none is a Failure, its URL `name:number`.

    `lines` is False where the file may as well be JSON: it is then read line by line if its first line is an object.
    `allowed` is how many bytes may come out of it. Raises TooLarge beyond that, IngestError if it is not JSON.
    """
    if file.peek(1).startswith(_WIDE):
        file = io.BufferedReader(io.BytesIO(decode(_rest(file)).encode("utf-8")))
    if not lines and file.peek(1).lstrip().startswith(b"["):  # a list, which may be one line of any length
        yield from _document(_rest(file), name, defaults)
        return
    numbered = _numbered(file, allowed)
    first = next((pair for pair in islice(numbered, _IN_VAIN) if not pair[1].isspace()), (0, b""))
    if lines or first[1].rstrip().endswith(b"}") or len(first[1]) > LIMIT:
        second = list(islice(numbered, 1))
        yield from _each(chain([first], second, numbered), name, defaults.for_many() if lines or second else defaults)
    else:
        yield from _document(first[1] + _rest(file), name, defaults)


def _each(numbered: Iterable[tuple[int, bytes]], name: str, defaults: Defaults) -> Iterator[Article | Failure]:
    in_vain = 0
    for number, line in numbered:
        found = _line(line, f"{name}:{number}", defaults) if line.strip() else None
        in_vain = 0 if isinstance(found, Article) else in_vain + 1
        if found:
            yield found
        if in_vain > _IN_VAIN:
            raise IngestError(f"{_IN_VAIN:,} lines without an article, up to line {number}: the rest is not read")


def _rest(file: io.BufferedReader) -> bytes:
    data = file.read(JSON_LIMIT + 1)
    if len(data) > JSON_LIMIT:
        raise TooLarge(f"JSON of more than {JSON_LIMIT // 1_000_000} MB: make it JSON Lines, an article a line")
    return data


def _numbered(file: io.BufferedReader, allowed: int) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers, from 1; of one that is too long only its first LIMIT + 1 bytes."""
    number = came = 0
    cut = False
    while piece := file.readline(LIMIT + 1):
        came += len(piece)
        if came > allowed:
            raise TooLarge(
                "far more comes out of this archive than news would give: unpack it yourself if you trust it"
            )
        goes_on, cut = cut, not piece.endswith(b"\n")
        if goes_on:
            continue
        number += 1
        yield number, piece.removeprefix(codecs.BOM_UTF8)


def _line(line: bytes, where: str, defaults: Defaults) -> Article | Failure:
    if len(line) > LIMIT:
        return failure(where, too_large("line"))
    try:
        row = _load(line)
    except IngestError as error:
        return failure(where, error)
    return _article(row, where, defaults)


def _document(data: bytes, name: str, defaults: Defaults) -> Iterator[Article | Failure]:
    rows = _load(data)
    if isinstance(rows, list):
        defaults = defaults.for_many()
        for number, row in enumerate(rows, 1):
            yield _article(row, f"{name}:{number}", defaults)
    else:
        yield _article(rows, name, defaults)


def _load(data: bytes) -> object:
    """JSON; lone surrogates, raw line breaks in strings and other encodings than UTF-8 are let through."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:
        row: object = _LENIENT.decode(decode(data))
    except RecursionError as error:
        raise IngestError("not JSON: nested too deeply") from error
    except ValueError as error:
        raise IngestError(
            f'not JSON: {error}; an article is an object with "text", several are a list or a line each'
        ) from error
    return row


def _article(row: object, where: str, defaults: Defaults) -> Article | Failure:
    """An article from an object with the fields of the contract; unknown ones are ignored."""
    if not isinstance(row, dict):
        return failure(where, IngestError(f"expected an object with the field 'text', found {_kind(row)}"))
    id = row.get("id")
    if isinstance(id, int) and not isinstance(id, bool):
        id = str(id)
    if id is not None and not isinstance(id, str):
        return failure(where, IngestError(f"field 'id': expected a text or a whole number, found {_kind(id)}"))
    found: dict[str, str] = {}
    for field, names in _FIELDS.items():
        name, value = _first(row, names)
        if value is None:
            continue
        if not isinstance(value, str):
            return failure(where, IngestError(f"field '{name}': expected a text, found {_kind(value)}"), id=id)
        found[field] = value
    if "text" not in found:
        return failure(where, IngestError("field 'text' is missing"), id=id)
    return finish(where, defaults, id=id, **found)


def _first(row: dict[str, object], names: Iterable[str]) -> tuple[str, object]:
    return next(((name, row[name]) for name in names if row.get(name) is not None), ("", None))


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "null")
