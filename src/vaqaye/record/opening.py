"""Opening a record: new, as it stands, or brought up to date from an older version; what SQLite's errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from vaqaye.errors import RecordError
from vaqaye.record.days import is_late
from vaqaye.record.derived import count_all_months, derive
from vaqaye.version import __version__

BUSY_SECONDS = 10.0
"""How long a writer waits for another one before it gives up."""

_APPLICATION = 0x56415159  # "VAQY" in the header of the file tells a record from any other SQLite file


def _step(number: int) -> Callable[[sqlite3.Connection], None]:
    """What schema.sql has for that version."""

    def run(db: sqlite3.Connection) -> None:
        sql = (files("vaqaye") / "record" / "schema.sql").read_text(encoding="utf-8")
        lines = ""
        for line in sql.split("-- Version ")[number - 1].splitlines(keepends=True)[number > 1 :]:
            lines += line
            if sqlite3.complete_statement(lines):
                db.execute(lines)
                lines = ""

    return run


def _third(db: sqlite3.Connection) -> None:
    _step(3)(db)
    derive(db)


def _fifth(db: sqlite3.Connection) -> None:
    _step(5)(db)
    count_all_months(db)


STEPS: list[Callable[[sqlite3.Connection], None]] = [_step(1), _step(2), _third, _step(4), _fifth]
"""`STEPS[v]` takes a record from version v to v + 1. To change the tables, add a step; never edit an old one."""


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """A connection in autocommit mode to a record of the current version. RecordError says what else is there."""
    if readonly and not path.exists():
        raise RecordError(
            f"{path} does not exist: give the path of a record, or build one: vaqaye build PATH --record {path}"
        )
    if path.is_dir():
        raise RecordError(f"{path} is a folder: give the path of a file")
    uri = f"{path.absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
    with explained(path):
        # One thread at a time, but not always the same one: a web server answers a request in whichever is free.
        db = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            db.create_function("is_late", 1, is_late, deterministic=True)
            _check(db, path)
            if not readonly:
                # FULL syncs the log at each commit: what was reported as done survives a kill (NORMAL would do) and a
                # power cut (NORMAL would not), for one fsync a batch.
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = FULL")
            # Foreign keys are declared and tested, not enforced: rows are made in one place, and look-ups cost a tenth.
            db.execute("PRAGMA cache_size = -65536")
            db.execute("PRAGMA temp_store = MEMORY")
            _upgrade(db, path, readonly=readonly)
        except BaseException:
            db.close()
            raise
    return db


def _check(db: sqlite3.Connection, path: Path) -> None:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != _APPLICATION and (application or tables):
        raise RecordError(f"{path} is a database, but not a record of Vaqaye: give another path")
    version = _version(db)
    if version > len(STEPS):
        raise RecordError(
            f"{path} is a record of version {version}, this Vaqaye {__version__} knows version {len(STEPS)} and older: "
            "install a newer Vaqaye (pip install -U vaqaye)"
        )


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _upgrade(db: sqlite3.Connection, path: Path, *, readonly: bool) -> None:
    if _version(db) == len(STEPS):
        return
    if readonly:
        if not _version(db):
            raise RecordError(f"{path} is empty: build a record there with vaqaye build PATH --record {path}")
        raise RecordError(
            f"{path} is a record of an older version: bring it up to date with vaqaye merge --record {path}"
        )
    db.execute("BEGIN IMMEDIATE")
    try:
        for number in range(_version(db), len(STEPS)):  # asked again: another process may just have done it
            STEPS[number](db)
            db.execute(f"PRAGMA user_version = {number + 1}")
        db.execute(f"PRAGMA application_id = {_APPLICATION}")
        note(db, "schema", str(len(STEPS)))
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def note(db: sqlite3.Connection, name: str, value: str) -> None:
    """Writes a fact about the file into `meta`, where it is not there already."""
    db.execute(
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value "
        "WHERE meta.value <> excluded.value",
        (name, value),
    )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what SQLite says about a file into a RecordError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        for words, meaning in _MEANINGS.items():
            if words in said:
                raise RecordError(f"{path} {meaning}") from error
        raise RecordError(f"{path}: SQLite says: {said}") from error


_MEANINGS = {
    "locked": "is being written by another process: wait until it is done or stop it, then try again",
    "not a database": "is not a record of Vaqaye, nor any SQLite file: give another path",
    "unable to open": "can't be opened: check that its folder exists and that you may write there "
    "(SQLite keeps a log beside the file, also for readers)",
    "readonly": "can't be written: it was opened for reading only, or you may not write there",
    "full": "has no room left on its disk: nothing of this batch was stored; free some space and run again",
    "malformed": "is damaged: restore a copy, or build it again from the articles",
    "no such table": "has lost a table: restore a copy, or build it again from the articles",
}
