"""The JSON Schema of the public contract, made from the dataclasses of `model`, so that the two can't drift apart."""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import cache
from typing import Any, Literal, Union

from vaqaye import model
from vaqaye.resources import own_table
from vaqaye.version import __version__

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
# What a type can't say, by the name of the field, wherever it occurs.
_LIMITS: dict[str, dict[str, Any]] = {
    "start": {"minimum": 0},
    "end": {"minimum": 0},
    "confidence": {"minimum": 0, "maximum": 1},
    "country": {"pattern": "^[A-Z]{3}$"},
    "parties": {"items": {"type": "string", "pattern": "^[A-Z]{3}$"}},
    "lat": {"minimum": -90, "maximum": 90},
    "lon": {"minimum": -180, "maximum": 180},
    "cameo": {"pattern": "^[0-9]{2,4}$"},
    "wikidata": {"pattern": "^Q[0-9]+$"},
}
_DAY = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_ISO = {
    "published": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].+)?$",
    "value": f"^({_DAY}|{_DAY}/{_DAY}|P.+)$",
    "term": "^P.+$",
}


@cache
def meanings() -> dict[tuple[str, str], str]:
    """What each field means, by type and field, from `schema.tsv`."""
    return {(row["type"], row["field"]): row["meaning"] for row in own_table("schema")}


def schema() -> dict[str, Any]:
    """The schema (JSON Schema, draft 2020-12) of what `Reading.to_dict()` and `vaqaye read --format json` give."""
    definitions: dict[str, Any] = {}
    _define(model.Reading, definitions)
    root = definitions.pop("Reading")
    return {
        "$schema": _DIALECT,
        "$id": f"urn:vaqaye:reading:{__version__}",
        "title": "Reading",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _define(cls: type, definitions: dict[str, Any]) -> None:
    """Adds the definition of a dataclass, and of those that it is made of."""
    if cls.__name__ in definitions:
        return
    definitions[cls.__name__] = {}  # taken, should a type ever hold itself
    hints = typing.get_type_hints(cls)
    properties = {}
    for field in dataclasses.fields(cls):
        name = field.name.rstrip("_")
        shape = _shape(hints[field.name], definitions)
        _limit(name, shape)
        meaning = meanings().get((cls.__name__, name))
        properties[name] = shape | ({"description": meaning} if meaning else {})
    definitions[cls.__name__] = {
        "description": " ".join((cls.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _limit(name: str, shape: dict[str, Any]) -> None:
    """Narrows a shape by what is known of fields of that name."""
    shape.update(_LIMITS.get(name, {}))
    if name in _ISO and "string" in _as_list(shape.get("type")):
        shape["pattern"] = _ISO[name]


def _shape(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _shape(arguments[0], definitions)}
    if origin in (Union, types.UnionType):
        return _union(arguments, definitions)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        _define(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": _PLAIN[hint]}


def _union(arguments: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    """`X | None` and `float | int`, the only unions of the model."""
    null = type(None) in arguments
    rest = [a for a in arguments if a is not type(None)]
    shape = {"type": "number"} if set(rest) == {float, int} else _shape(rest[0], definitions)
    if not null:
        return shape
    if "enum" in shape:
        return {"enum": [*shape["enum"], None]}
    if "$ref" in shape:
        return {"anyOf": [shape, {"type": "null"}]}
    return shape | {"type": [shape["type"], "null"]}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
