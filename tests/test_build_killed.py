"""A build of several files in several processes that is killed half-way: started again, it makes what an unharmed one makes."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from generated import articles as made
from same import assert_same
from vaqaye.record import Record

PARTS, EACH = 4, 100
VAQAYE = [sys.executable, "-c", "from vaqaye.cli import main; main()"]
# Rows that hold no key: which one an article gets depends on the second in which it was stored.
ROWS = (
    "SELECT a.id, e.n, e.event, e.mode, e.status, e.day FROM events e JOIN articles a ON a.key = e.article",
    "SELECT a.id, s.n, s.kind, s.day FROM statements s JOIN articles a ON a.key = s.article",
    "SELECT a.id, m.start, m.how FROM mentions m JOIN articles a ON a.key = m.article",
)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Articles in three files, a line each."""
    folder, articles = tmp_path_factory.mktemp("parts"), made(PARTS * EACH)
    files = []
    for n in range(PARTS):
        lines = [
            json.dumps({k: v for k, v in asdict(a).items() if k in ("id", "text", "published", "source", "title")})
            for a in articles[n * EACH : (n + 1) * EACH]
        ]
        files.append(folder / f"part-{n}.jsonl")
        files[-1].write_text("\n".join(lines), encoding="utf-8")
    return files


def _command(parts: list[Path], record: Path) -> list[str]:
    return [*VAQAYE, "build", *map(str, parts), "--record", str(record), "--jobs", "2", "--no-model"]


def _stored(path: Path) -> int:
    """Articles in a record that another process may just be making."""
    if not path.exists():
        return 0
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.Error:  # its tables are not there yet
        return 0
    finally:
        db.close()


def _kill(command: list[str], record: Path) -> int:
    """Starts a build and kills it once articles are stored; how many are there then."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not _stored(record):
            assert process.poll() is None, "it ended before it could be killed"
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    return _stored(record)


def test_a_killed_build_goes_on_and_loses_nothing(parts: list[Path], tmp_path: Path) -> None:
    killed, whole = tmp_path / "killed.db", tmp_path / "whole.db"
    stored = _kill(_command(parts, killed), killed)
    assert 0 < stored < PARTS * EACH, "killed half-way"
    assert stored % 100 == 0, "a batch is stored whole or not at all"
    for record, new in ((killed, PARTS * EACH - stored), (whole, PARTS * EACH)):
        done = subprocess.run(_command(parts, record), capture_output=True, text=True, timeout=120, check=True)
        assert f"{PARTS * EACH} articles: {new} new" in done.stdout, done.stdout
    with Record(killed) as one, Record(whole) as other:
        assert one.select("PRAGMA integrity_check") == [("ok",)]
        assert_same(one, other)
        for sql in ROWS:
            rows = sorted(map(repr, other.select(sql)))
            assert rows
            assert sorted(map(repr, one.select(sql))) == rows
