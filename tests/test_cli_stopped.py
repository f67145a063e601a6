"""A build that is stopped from the keyboard."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vaqaye import ingest
from vaqaye.model import Article
from vaqaye.record import Record

EXAMPLES = Path(__file__).parent.parent / "examples"
VAQAYE = [sys.executable, "-c", "from vaqaye.cli import main; main()"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """1,200 articles, made of the examples."""
    known = [a for a in ingest.articles([EXAMPLES]) if isinstance(a, Article)]
    path = tmp_path / "archive.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for n in range(1200):
            article = replace(known[n % len(known)], id=f"copy-{n}")
            line: dict[str, Any] = {
                "id": article.id,
                "text": f"{article.text}\nشماره {n}",
                "published": article.published,
            }
            lines.write(json.dumps(line) + "\n")
    return path


def test_ctrl_c_keeps_what_was_stored(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "stopped.db"
    command = [*VAQAYE, "build", str(archive), "--record", str(path), "--jobs", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        while not stored(path):
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert err.decode().startswith("vaqaye: stopped")
    assert len(err.splitlines()) == 1
    assert stored(path) % 100 == 0


def stored(path: Path) -> int:
    """Articles in a record that another process may just be making."""
    if not path.exists() or not path.stat().st_size:
        return 0
    with Record(path) as store:
        ((count,),) = store.select("SELECT count(*) FROM articles")
        return int(count)
