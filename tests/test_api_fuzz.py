"""Everything that the OpenAPI of the reading room allows, and more, is sent to it: it must do what it says there."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from readings import many, muscat
from vaqaye.record import Record
from vaqaye.web.api import ROUTERS
from vaqaye.web.app import create_app

EXAMPLES = 25
KNOWN = {"a": "IRN", "b": "OMN", "by": "IRN", "party": "IRN", "name": "مسقط", "cursor": "", "q": "دیدار"}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PATHS = [route.path_format for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    path = tmp_path_factory.mktemp("fuzz") / "news.db"
    with Record(path) as record:
        record.add([muscat(), *many(0, 3)])
    return create_app(path, hosts=("testserver",))


@pytest.fixture(scope="module")
def api(app: FastAPI) -> BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.parametrize("path", PATHS)
def test_it_does_what_its_openapi_says(api: BaseSchema, path: str) -> None:
    operation = api[path]["GET"]
    right, wrong = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    known = {p.name: KNOWN[p.name] for p in operation.query if p.name in KNOWN}

    @given(case=right | wrong, meant=st.booleans())
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def hold(case: Case[Any], *, meant: bool) -> None:
        if meant:  # no random letters are on record: half of the questions are about those who are
            case.query = {**(case.query or {}), **known}
        case.call_and_validate(checks=CHECKS)

    hold()


def test_every_path_of_the_openapi_is_tried(app: FastAPI) -> None:
    assert set(app.openapi()["paths"]) == set(PATHS)
