"""What a kill leaves behind: every batch that was reported as done, and nothing half-written."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from readings import check, many
from vaqaye.record import Record

TESTS = Path(__file__).parent

_CHILD = """
import sys
sys.path.insert(0, sys.argv[2])
from readings import READER, many
from vaqaye.record import Record
with Record(sys.argv[1]) as record:
    ((there,),) = record.select("SELECT count(*) FROM articles")
    for batch in range(max(0, there // 10 - 1), int(sys.argv[3])):
        readings = many(batch * 10, 10, f"2024-01-{1 + batch % 28:02d}")
        needed = {a.id for a in record.needs([r.article for r in readings], READER)}
        assert len(needed) in (0, 10), "half a batch"
        if needed:
            record.add(readings)
        print("done", batch, flush=True)
"""


def _build(path: Path, batches: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path), str(TESTS), str(batches)], stdout=subprocess.PIPE, text=True
    )


def test_a_kill_loses_nothing_that_was_reported(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    rng, batches, reported, running = random.Random(1401), 150, -1, 0.0
    for kill in range(20):
        child = _build(path, batches)
        assert child.stdout
        if kill % 4:  # every fourth is killed while it starts, the others once they have seen what is there
            child.stdout.readline()
        time.sleep(rng.uniform(0, 0.35 if not kill % 4 else 0.08))
        child.send_signal(signal.SIGKILL)
        out = child.communicate()[0]
        running += child.returncode == -signal.SIGKILL
        done = [int(line.split()[1]) for line in out.splitlines() if line.endswith(tuple("0123456789"))]
        reported = max([reported, *done])
        if not path.exists():
            continue
        check_kill = sqlite3.connect(path)
        empty = check_kill.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        check_kill.close()
        if empty:
            assert reported == -1
            continue
        check(path)
        with Record(path) as record:
            ((articles,),) = record.select("SELECT count(*) FROM articles")
            assert articles % 10 == 0
            assert articles >= (reported + 1) * 10
            for table, each in (("events", 6), ("statements", 8), ("mentions", 32), ("casts", 8), ("bodies", 1)):
                assert record.select(f"SELECT count(*) FROM {table}") == [(articles * each,)]
            for batch in range(max(0, reported - 3), reported + 1):
                for wanted in many(batch * 10, 10, f"2024-01-{1 + batch % 28:02d}"):
                    assert record.reading(str(wanted.article.id)) == wanted
    assert running >= 15
    last = _build(path, batches)
    out = last.communicate(timeout=60)[0]
    assert out.splitlines()[-1] == f"done {batches - 1}"
    check(path)
    with Record(path) as record:
        assert record.select("SELECT count(*) FROM articles") == [(batches * 10,)]
        assert len(record.search("پرونده", 2000)) == batches * 10
