"""The JSON Schema is sound, says what each field means, holds for real readings, and rejects what is wrong."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import vaqaye
from vaqaye import ingest, model
from vaqaye.model import Article, Reading
from vaqaye.record.export import COLUMNS
from vaqaye.schema import meanings, schema, shape_of

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def readings() -> list[dict[str, Any]]:
    articles = [a for a in ingest.articles([EXAMPLES]) if isinstance(a, Article)]
    return [r.to_dict() for r in vaqaye.Reader().map(articles) if isinstance(r, Reading)]


@pytest.fixture(scope="module")
def validator() -> Any:
    return jsonschema.Draft202012Validator(schema())


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_readings_of_the_examples_hold(readings: list[dict[str, Any]], validator: Any) -> None:
    assert len(readings) == 12
    for reading in readings:
        assert list(validator.iter_errors(json.loads(json.dumps(reading)))) == []


def test_every_field_has_a_meaning() -> None:
    classes = [c for _, c in inspect.getmembers(model, inspect.isclass) if dataclasses.is_dataclass(c)]
    fields = {
        (c.__name__, f.name.rstrip("_")) for c in classes for f in dataclasses.fields(c) if c is not model.Failure
    }
    assert set(meanings()) == fields | {("export", column) for column in COLUMNS}


def test_the_parts_of_a_reading_are_all_described() -> None:
    definition = schema()
    assert set(definition["properties"]) == {f.name for f in dataclasses.fields(Reading)}
    assert all(d["additionalProperties"] is False for d in definition["$defs"].values())


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda r: r.pop("events"), id="field missing"),
        pytest.param(lambda r: r.update(more=1), id="field unknown"),
        pytest.param(lambda r: r["article"].update(text=None), id="null where there must be text"),
        pytest.param(lambda r: r["article"].update(published="19/1/2022"), id="date not ISO"),
        pytest.param(lambda r: r["events"][0].update(event="MEET"), id="type unknown"),
        pytest.param(lambda r: r["events"][0].update(status=None), id="status null"),
        pytest.param(lambda r: r["events"][0]["trigger"].update(start=-1), id="offset negative"),
        pytest.param(lambda r: r["events"][0].update(confidence=1.5), id="confidence above 1"),
        pytest.param(lambda r: r["actors"][0].update(country="Iran"), id="country no code"),
        pytest.param(lambda r: r["actors"][0].update(mentions={}), id="object for a list"),
    ],
)
def test_what_is_wrong_is_rejected(
    readings: list[dict[str, Any]], validator: Any, spoil: Callable[[dict[str, Any]], object]
) -> None:
    reading = copy.deepcopy(next(r for r in readings if r["events"] and r["actors"]))
    spoil(reading)
    assert not validator.is_valid(reading)


def test_two_dataclasses_of_one_name_share_no_schema() -> None:
    """One that is described as the other is would make the OpenAPI lie about an answer."""
    one: Any = dataclasses.make_dataclass("Namesake", [("number", int)], frozen=True)
    other: Any = dataclasses.make_dataclass("Namesake", [("words", str)], frozen=True)
    definitions: dict[str, Any] = {}
    assert shape_of(one, definitions) == shape_of(one, definitions) == {"$ref": "#/$defs/Namesake"}
    for hint in (other, tuple[other, ...], other | None):
        with pytest.raises(TypeError, match="both called Namesake"):
            shape_of(hint, definitions)
    assert list(definitions["Namesake"]["properties"]) == ["number"]
