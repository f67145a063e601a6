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
_PLAIN: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", bytes: "string"}
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
_classes: dict[str, Any] = {}  # by name: `query.Count` must not be described as `codebook_pages.Count` is
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


def _define(cls: Any, definitions: dict[str, Any]) -> str:
    """Adds the definition of a dataclass, and of those that it is made of; its name: `Page[Act]` is `PageOfAct`.

    TypeError where another dataclass has that name already.
    """
    origin, arguments = typing.get_origin(cls) or cls, typing.get_args(cls)
    name = "Of".join((origin.__name__, *(argument.__name__ for argument in arguments)))
    if (other := _classes.setdefault(name, cls)) != cls:
        raise TypeError(f"{other} and {cls} are both called {name} in schemas: rename one of them")
    if name in definitions:
        return name
    definitions[name] = {}  # taken, should a type ever hold itself
    hints = typing.get_type_hints(origin)
    properties = {}
    for field in dataclasses.fields(origin):
        label, hint = field.name.rstrip("_"), hints[field.name]
        shape = shape_of(hint[arguments] if getattr(hint, "__parameters__", ()) else hint, definitions)
        _limit(label, shape)
        meaning = meanings().get((origin.__name__, label))
        properties[label] = shape | ({"description": meaning} if meaning else {})
    definitions[name] = {
        "description": " ".join((origin.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return name


def _limit(name: str, shape: dict[str, Any]) -> None:
    """Narrows a shape by what is known of fields of that name."""
    shape.update(_LIMITS.get(name, {}))
    if name in _ISO and "string" in _as_list(shape.get("type")):
        shape["pattern"] = _ISO[name]


def shape_of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value of that type; the dataclasses that it is made of are added to `definitions`."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple and arguments[-1] is not Ellipsis:
        places = [shape_of(argument, definitions) for argument in arguments]
        return {"type": "array", "prefixItems": places, "minItems": len(places), "maxItems": len(places)}
    if origin in (tuple, list):
        return {"type": "array", "items": shape_of(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": shape_of(arguments[1], definitions)}
    if origin in (Union, types.UnionType):
        return _union(arguments, definitions)
    if dataclasses.is_dataclass(origin or hint):
        return {"$ref": f"#/$defs/{_define(hint, definitions)}"}
    return {"type": _PLAIN[hint]}


def _union(arguments: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    """`X | None`, and plain types such as `float | int`."""
    null = type(None) in arguments
    rest = [a for a in arguments if a is not type(None)]
    plain = list(dict.fromkeys(_PLAIN[a] for a in rest)) if len(rest) > 1 else []
    if "number" in plain and "integer" in plain:
        plain.remove("integer")
    shape = {"type": plain if plain[1:] else plain[0]} if plain else shape_of(rest[0], definitions)
    if not null:
        return shape
    if "enum" in shape:
        return {"enum": [*shape["enum"], None]}
    if "$ref" in shape:
        return {"anyOf": [shape, {"type": "null"}]}
    return shape | {"type": [*_as_list(shape["type"]), "null"]}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
