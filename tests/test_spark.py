"""The same rows by Spark as by a build, whatever dies on the way."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from generated import articles as made
from same import assert_same
from vaqaye.build import build
from vaqaye.cli import app
from vaqaye.errors import IngestError
from vaqaye.model import Article
from vaqaye.record import Record
from vaqaye.record.export import table
from vaqaye.record.flat import TABLES
from vaqaye.spark import build as build_with_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ARTICLES = made(160, acts=4)
BAD = [("en", "This is in English."), ("empty", "  "), ("nothing", None)]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    sql = pytest.importorskip("pyspark.sql", reason="needs pyspark: pip install vaqaye[spark]")
    if not shutil.which("java"):
        pytest.skip("needs Java 17 or newer: apt install openjdk-17-jre-headless")
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc to find the processes of Spark")
    folder = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
        "spark.local.dir": folder, "spark.sql.warehouse.dir": folder / "warehouse", "spark.driver.memory": "1g",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        builder: Any = sql.SparkSession.builder.master("local[2,4]").appName("vaqaye")
        for name, value in settings.items():
            builder = builder.config(name, str(value))
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


class Killer(threading.Thread):
    """Kills one Python worker of Spark, and one process that reads for another, each while it works."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.workers: list[int] = []
        self.readers: list[int] = []
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.02):
            readers = {pid: parent for pid, parent in _descendants(os.getpid()) if b"vaqaye.build" in _command(pid)}
            busy = [pid for pid in readers if _seconds(pid) > 3]  # more than loading takes: it is in the middle
            if busy and not self.workers:
                self._kill(readers[busy[0]], self.workers)
            elif busy and not self.readers and readers[busy[0]] not in self.workers:
                self._kill(busy[0], self.readers)

    def _kill(self, pid: int, list_of: list[int]) -> None:
        os.kill(pid, signal.SIGKILL)
        list_of.append(pid)
        time.sleep(0.5)


def _descendants(root: int) -> list[tuple[int, int]]:
    """Processes under one, each with its parent."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue

    def under(pid: int) -> bool:
        while pid in parents:
            pid = parents[pid]
            if pid == root:
                return True
        return False

    return [(pid, parent) for pid, parent in parents.items() if under(pid)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _seconds(pid: int) -> float:
    """Processor time that a process has used."""
    try:
        used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def test_the_same_rows_though_workers_are_killed(spark: SparkSession, tmp_path: Path) -> None:
    rows: list[tuple[str | None, ...]] = [(a.id, a.source, a.url, a.title, a.published, a.text) for a in ARTICLES]
    rows += [(id, None, None, None, None, text) for id, text in BAD]
    columns = "id string, source string, url string, title string, published string, text string"
    # Two long tasks and some short ones: the killer has the time to find one in its middle.
    frame = spark.createDataFrame(rows, columns).repartition(4)
    killer = Killer()
    killer.start()
    try:
        build_with_spark(frame, str(tmp_path / "out"))
    finally:
        killer.done.set()
        killer.join()
    assert len(killer.workers) == 1
    tracker = spark.sparkContext.statusTracker()
    stages = [info for info in map(tracker.getStageInfo, range(20)) if info]
    assert sum(info.numFailedTasks for info in stages) >= 1  # tried again, and none failed the job

    with Record(tmp_path / "build.db") as built, Record(tmp_path / "spark.db") as imported:
        texts = [Article(text, id) for id, text in BAD if text and text.strip()]
        build([*ARTICLES, *texts], built, jobs=1)
        result = CliRunner().invoke(app, ["import", str(tmp_path / "out"), "--record", str(tmp_path / "spark.db")])
        assert result.exit_code == 0, result.output
        failures = {failure.article.id: failure.error for failure in imported.failures()}
        assert failures == {"en": "NotPersian", "empty": "EmptyArticle", "nothing": "IngestError"}
        assert {failure.article.id for failure in built.failures()} == {"en"}
        # Those without text are stored here only: a build is given them by ingest, which has no text of theirs either.
        for record in (built, imported):
            record._db.execute("DELETE FROM failures WHERE id <> 'en'")
        assert_same(built, imported)
        for name in TABLES:
            found = spark.read.parquet(str(tmp_path / "out" / name)).toArrow().to_pylist()
            assert sorted(map(str, found)) == sorted(map(str, table(built, name).to_pylist()))
            assert found
    failed = spark.read.parquet(str(tmp_path / "out" / "failures")).collect()
    assert {(row.id, row.error) for row in failed} == set(failures.items())


def test_any_columns_and_types(spark: SparkSession, tmp_path: Path) -> None:
    sql = "SELECT 17 AS id, timestamp'2022-01-19 10:30:00' AS published, 'رئیس‌جمهور استعفا کرد.' AS text, 1 AS likes"
    build_with_spark(spark.sql(sql), str(tmp_path / "out"), model=False)
    (row,) = spark.read.parquet(str(tmp_path / "out" / "readings")).collect()
    assert (row.id, row.published, row.error) == ("17", "2022-01-19T10:30:00", None)
    with pytest.raises(IngestError, match="no column 'text', only id, body"):
        build_with_spark(spark.sql("SELECT 1 AS id, 'x' AS body"), str(tmp_path / "none"))
