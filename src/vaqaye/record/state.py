"""Whether a record has changed, at the price of a glance."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Lock

from vaqaye.record.opening import connect, explained


class State:
    """Watches a record from a connection of its own, opened when it is needed; any number of threads may ask."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._db: sqlite3.Connection | None = None

    def number(self) -> int:
        """Another number after each change of the record by whomever. It says nothing to another State.

        RecordError where the record can't be read.
        """
        with self._lock, explained(self._path):
            if self._db is None:
                self._db = connect(self._path, readonly=True)
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None
