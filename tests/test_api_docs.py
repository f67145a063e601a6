"""The guide of the API: it names every address that there is, and its examples are answered as it shows."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from vaqaye import Record
from vaqaye.build import build
from vaqaye.ingest import Defaults, articles
from vaqaye.web.app import create_app

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(curl .*?)\n```(?:\n\n```json\n(.*?)\n```)?", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("guide") / "news.db"
    with Record(path) as record:
        build(articles([ROOT / "examples"], Defaults(published="2022-07-19")), record, jobs=1)
    with TestClient(create_app(path), base_url="http://127.0.0.1:8000") as client:
        yield client


def test_every_address_is_named(ask: TestClient) -> None:
    paths = {path.removesuffix(".{format}") for path in ask.get("/openapi.json").json()["paths"]}
    named = set(re.findall(r"^\| `(/api/[^`]+)` \|", GUIDE, re.MULTILINE))
    assert len(named) > 25
    assert named == paths


def test_every_parameter_is_one(ask: TestClient) -> None:
    paths = ask.get("/openapi.json").json()["paths"]
    for path, asked in re.findall(r"^\| `(/api/[^`]+)` \|[^|]*\| ([^|]*) \|$", GUIDE, re.MULTILINE):
        known = {p["name"] for p in paths[path]["get"].get("parameters", ()) if p["in"] == "query"}
        if not asked.startswith("as "):
            given = set(re.findall(r"`([a-z]+)`", re.sub(r"\([^)]*\)|the id: `.*", "", asked)))
            assert given <= known, path
            assert known - given <= {"limit", "cursor"}, path


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command[-60:] for command, _ in EXAMPLES])
def test_what_is_shown_is_answered(ask: TestClient, command: str, shown: str) -> None:
    words = shlex.split(command)
    address = urlsplit(next(word for word in words if word.startswith("http")))
    asked = f"?{address.query}" if address.query else ""
    given = dict([words[words.index("--data-urlencode") + 1].split("=", 1)]) if "--data-urlencode" in words else None
    answer = ask.get(address.path + asked, params=given)
    if not shown:
        assert answer.status_code == 200
        return
    wanted = json.loads(shown)
    assert answer.status_code == (400 if "error" in wanted else 200)
    assert _shortened(wanted, answer.json()) == wanted


def _shortened(shown: Any, real: Any) -> Any:
    """The part of a real answer that an example shows; «…» ends a text that goes on."""
    if isinstance(shown, dict):
        return {name: _shortened(value, real[name]) for name, value in shown.items()}
    if isinstance(shown, list):
        assert len(shown) == len(real)
        return [_shortened(one, other) for one, other in zip(shown, real, strict=True)]
    if isinstance(shown, str) and shown.endswith("…"):
        return f"{real[: len(shown) - 1]}…"
    return real


def test_the_readme_and_the_page_of_data_lead_there(ask: TestClient) -> None:
    assert "(docs/api.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    for lang in ("fa", "en"):
        page = ask.get(f"/data?lang={lang}").text
        assert "docs/api.md" in page
        for path in ask.get("/openapi.json").json()["paths"]:
            assert f">{path.removesuffix('.{format}')}</" in page, path
