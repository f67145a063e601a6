"""The likeliest mistakes on the command line: each is told in a line that says what to do instead."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from readings import muscat
from vaqaye.record import Record, opening

VAQAYE = [sys.executable, "-c", "from vaqaye.cli import main; main()"]


def fails(folder: Path, *arguments: str, code: int) -> str:
    """What a command says on standard error that ends with that code."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VAQAYE_")} | {"COLUMNS": "200"}
    done = subprocess.run(
        [*VAQAYE, *arguments], capture_output=True, text=True, check=False, env=environment, cwd=folder, timeout=120
    )
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files that are not what a command needs, and a record."""
    (tmp_path / "empty.txt").touch()
    (tmp_path / "broken.json").write_text('{"text"', encoding="utf-8")
    (tmp_path / "picture.jpg").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "letter.db").write_text("dear reader", encoding="utf-8")
    (tmp_path / "zero.db").touch()
    with Record(tmp_path / "news.db") as record:
        record.add([muscat()])
    for name, version in (("old.db", 1), ("new.db", 99)):
        shutil.copy(tmp_path / "news.db", tmp_path / name)
        db = sqlite3.connect(tmp_path / name)
        db.execute(f"PRAGMA user_version = {version}")
        db.close()
    db = sqlite3.connect(tmp_path / "others.db")
    db.execute("CREATE TABLE letters (text)")
    db.close()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "says", "to_do"),
    [
        ("read nowhere.txt", 2, "nowhere.txt does not exist", "check the spelling"),
        ("read empty.txt", 1, "the file is empty", "give one with the text"),
        ("read broken.json", 1, "not JSON", 'an object with "text"'),
        ("read picture.jpg", 1, "it is no text", "Give its text"),
        ("build --record x.db", 2, "Missing argument 'PATH'", "For example: vaqaye build archive.jsonl.gz --record news.db"),
        ("quotes پوتین --record news.db", 2, "Missing option '--by'", 'For example: vaqaye quotes --by "پوتین"'),
        ("dossier IRN --record news.db", 2, "Missing argument", "For example: vaqaye dossier IRN RUS"),
        ("dosier IRN RUS", 2, "No such command 'dosier'", "dossier"),
        ("dossier IRN OMN", 3, "vaqaye.db does not exist", "vaqaye build PATH --record vaqaye.db"),
        ("serve none.db", 3, "none.db does not exist", "vaqaye build PATH --record none.db"),
        ("dossier IRN OMN --record letter.db", 3, "not a record of Vaqaye", "give another path"),
        ("dossier IRN OMN --record others.db", 3, "not a record of Vaqaye", "give another path"),
        ("dossier IRN OMN --record zero.db", 3, "zero.db is empty", "vaqaye build PATH --record zero.db"),
        ("dossier IRN OMN --record old.db", 3, "an older version", "vaqaye merge --record old.db"),
        ("serve new.db", 3, "of version 99", "pip install -U vaqaye"),
        ("timeline آتلانتیس --record news.db", 2, "nobody called", "ask by a country code such as IRN"),
        ("timeline IRN --from 2022-02-30 --record news.db", 2, "no date", "such as 2022-01-19, 2022-01 or 2022"),
        ("timeline IRN --type MEET --record news.db", 2, "no type 'MEET'", "AGREE CONSULT"),
        ("ledger آتلانتیس --record news.db", 2, "no article tells of an agreement", "the beginning of its name"),
        ("export events.xls --record news.db", 2, "events.xls", ".parquet, .csv"),
        ("serve news.db --host nowhere.invalid", 2, "no address of this machine", "leave --host out"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_what_to_do(folder: Path, arguments: str, code: int, says: str, to_do: str) -> None:
    told = fails(folder, *arguments.split(), code=code)
    assert says in told
    assert to_do in told


def test_a_port_that_is_taken(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = fails(folder, "serve", "news.db", "--port", str(port), code=2)
    assert told == (
        f"vaqaye: port {port} is in use, perhaps by another vaqaye serve: end that, or give another with --port {port + 1}\n"
    )


@pytest.mark.parametrize("command", ["merge", "reread"])
def test_what_a_record_of_an_older_version_is_told_to_do_works(tmp_path: Path, command: str) -> None:
    db = sqlite3.connect(tmp_path / "old.db", isolation_level=None)
    for step in opening.STEPS[:2]:
        step(db)
    db.execute(f"PRAGMA application_id = {opening._APPLICATION}")
    db.execute("PRAGMA user_version = 2")
    db.close()
    assert "bring it up to date with vaqaye merge" in fails(tmp_path, "latest", "--record", "old.db", code=3)
    subprocess.run([*VAQAYE, command, "--record", "old.db"], capture_output=True, check=True, cwd=tmp_path, timeout=120)
    subprocess.run(
        [*VAQAYE, "latest", "--record", "old.db"], capture_output=True, check=True, cwd=tmp_path, timeout=120
    )
