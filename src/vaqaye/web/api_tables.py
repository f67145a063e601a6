"""Entries of an answer as rows of a table: what is nested becomes columns, `place` with `fa` and `en` two of them."""

from __future__ import annotations

import csv
import dataclasses
import io
import types
import typing
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import orjson

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells spreadsheets that this is UTF-8: without it Persian is «Ø§ÛŒØ±Ø§Ù†»

Get = Callable[[Any], Any]


def to_csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """A table in UTF-8. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    out.write(_MARK)
    writer = csv.writer(out)
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def entries_to_csv(cls: type, entries: Iterable[Any]) -> bytes:
    """Entries that are all of one dataclass; lists are joined with `;`."""
    made = _columns(cls)
    return to_csv((name for name, _ in made), ([get(entry) for _, get in made] for entry in entries))


def _cell(value: Any) -> Any:
    """Also what a spreadsheet reaches through spaces, and a letter that CSV itself can't hold."""
    if isinstance(value, bytes):
        return value.hex()
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return f"'{text}" if text[:1] in _FORMULA or text.lstrip()[:1] in _FORMULA else text


@cache
def _columns(cls: Any) -> tuple[tuple[str, Get], ...]:
    """Names of columns, and how an entry gives the value of each."""
    hints = typing.get_type_hints(cls)
    found: list[tuple[str, Get]] = []
    for field in dataclasses.fields(cls):
        own, hint = _field(field.name), _without_none(hints[field.name])
        name, arguments = field.name.rstrip("_"), typing.get_args(hint)
        if _is_entry(hint):
            found += [(f"{name}_{inner}", _behind(own, get)) for inner, get in _columns(hint)]
        elif arguments and _is_entry(arguments[0]):
            found += [(f"{name}_{inner}", _each(own, get)) for inner, get in _columns(arguments[0])]
        elif typing.get_origin(hint) is tuple:
            found.append((name, _each(own, str)))
        elif typing.get_origin(hint) is dict:
            found.append((name, _behind(own, lambda value: orjson.dumps(value).decode())))
        else:
            found.append((name, own))
    return tuple(found)


def _is_entry(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint)


def _field(name: str) -> Get:
    return lambda entry: getattr(entry, name)


def _behind(outer: Get, inner: Get) -> Get:
    def get(entry: Any) -> Any:
        value = outer(entry)
        return None if value is None else inner(value)

    return get


def _each(outer: Get, inner: Get) -> Get:
    def get(entry: Any) -> str:
        values = map(inner, outer(entry) or ())
        return ";".join("" if value is None else str(value).replace(";", "،") for value in values)

    return get


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        rest = [argument for argument in typing.get_args(hint) if argument is not type(None)]
        return rest[0]
    return hint
