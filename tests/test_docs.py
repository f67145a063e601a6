"""What the documents show is what is printed, what they point at is there, and generated ones are up to date."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from vaqaye.events.entries import entries

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def script(name: str) -> Any:
    """A script of `bench/` as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "bench" / f"{name}.py")
    assert spec
    assert spec.loader
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


consoles = script("consoles")


@pytest.mark.parametrize("path", consoles.documents(), ids=lambda path: path.name)
def test_examples_print_what_they_show(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert consoles.rerun(text, tmp_path) == text, "run `make docs` and read what has changed"


def test_an_example_that_lies_is_found(tmp_path: Path) -> None:
    lie = "```console\n$ echo one\ntwo\n```\n```pycon\n>>> 1 + 1\n3\n```\n"
    assert consoles.rerun(lie, tmp_path) == "```console\n$ echo one\none\n```\n```pycon\n>>> 1 + 1\n2\n```\n"


def test_the_data_dictionary_is_up_to_date() -> None:
    dictionary = script("dictionary")
    assert dictionary.PATH.read_text(encoding="utf-8") == dictionary.page(), "run `make docs`"


def test_the_pages_of_the_codebook_are_up_to_date() -> None:
    assert not script("codebook").stale(), "run `make docs`"


def test_the_pages_of_the_codebook_have_every_pattern() -> None:
    pages = script("codebook").pages()
    whole = "".join(pages.values())
    for entry in entries():
        assert f"### {entry.id}\n" in whole
        assert all(example["text"] in whole for kind in ("yes", "no") for example in entry.examples(kind))


def test_the_data_dictionary_has_every_column() -> None:
    sql = (ROOT / "src" / "vaqaye" / "record" / "schema.sql").read_text(encoding="utf-8")
    tables = script("dictionary").page().split("## The tables of the record")[1].split("## The columns of an export")[0]
    declared = re.findall(r"^  \"?[a-z_]+\"?(?: [A-Z ]+)?,? -- ", sql, re.MULTILINE)
    declared += re.findall(r"^ALTER TABLE [a-z]+ ADD COLUMN [^;]+; -- ", sql, re.MULTILINE)
    assert len(re.findall(r"^\| `", tables, re.MULTILINE)) == len(declared) > 100


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#][^)]*)\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target.partition("#")[0]).exists(), target


def test_every_command_is_in_the_documents() -> None:
    from vaqaye.cli import app

    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert command.callback
        assert f"`vaqaye {command.name}" in text
    for group in app.registered_groups:
        assert group.typer_instance
        assert f"`vaqaye {group.name} " in text


def test_the_changelog_has_this_version() -> None:
    from vaqaye import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
