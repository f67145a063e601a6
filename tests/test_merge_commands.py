"""Episodes, agreements and merging as commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tellings import POOL, stories
from vaqaye import episodes
from vaqaye.cli import app
from vaqaye.record import Record

# As commands


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("commands") / "news.db"
    with Record(path) as record:
        record.add(POOL)
    return path


def command(*arguments: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == code, done.output
    return done.output


def test_an_episode_as_a_command(stored: Path) -> None:
    with Record(stored, readonly=True) as record:
        id = episodes.episode_of(record, "f", 0)
    shown = command("episode", id, "--record", stored)
    assert "occurred 2025-05-03 → denied 2025-05-04" in shown
    assert "= تسنیم 2025-05-03" in shown, "a copy is marked"
    found = json.loads(command("episode", id, "--record", stored, "--format", "json"))
    assert (found["id"], found["status"], found["sources"]) == (id, "denied", 3)
    assert [report["told"]["article"] for report in found["reports"]] == list("abhcf")


def test_a_ledger_as_a_command(stored: Path) -> None:
    shown = command("ledger", "موافقت‌نامه", "--record", stored)
    assert "negotiated 2024-02-01 → signed 2024-06-01 → ratified 2024-10-01" in shown
    found = json.loads(command("ledger", "موافقتنامه", "--record", stored, "--format", "json"))
    assert command("ledger", found["id"], "--record", stored) == shown, "by id as by name"
    assert [step["status"] for step in found["steps"]] == ["negotiated", "signed", "ratified"]


def test_merging_as_a_command(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(stored, path)
    assert command("merge", "--record", path).endswith("0 articles merged\n")
    with Record(path) as record:
        before = stories(record)
    assert command("merge", "--rebuild", "--record", path).endswith(f"{len(POOL)} articles merged\n")
    with Record(path) as record:
        assert stories(record) == before


@pytest.mark.parametrize("what", ["episode", "ledger"])
def test_commands_say_what_to_ask_instead(what: str, stored: Path) -> None:
    assert "fifteen hexadecimal" in command(what, "0" * 15, "--record", stored, code=2)
