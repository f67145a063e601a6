"""Questions in SQL that a stranger asks of a record: they can read it and nothing else, for a short time, in little room."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import zstandard

from vaqaye.errors import QueryError
from vaqaye.record.opening import connect

Value = None | int | float | str | bytes

SECONDS = 2.0
"""How long one question may take."""
ROWS = 1_000
"""How many rows an answer has at most."""
BYTES = 2_000_000
"""How many bytes an answer has at most, counted before they are put into JSON or CSV."""
VALUE_BYTES = 200_000
"""How many bytes one value has at most, in an answer or on the way to it."""

_STEPS = 100  # instructions of SQLite between two looks at the clock, about a microsecond
_SLOW = frozenset(
    ("glob", "instr", "like", "replace")
)  # a twentieth of a second for the longest values; no clock stops them
_SLOW_CALLS = 8
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: VALUE_BYTES,  # randomblob(1000000000), group_concat over all texts
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_FUNCTIONS = frozenset(
    # All that are not here are refused, so that none that a newer SQLite brings, or that touches files, slips in; nor
    # trim(x, y), which looks for each letter of x in all of y.
    "-> ->> abs avg ceil char coalesce count cume_dist date datetime dense_rank exp first_value floor format glob "
    "group_concat hex ifnull iif instr json json_array_length json_each json_extract json_group_array "
    "json_group_object json_object json_tree json_type json_valid julianday lag last_value lead length like ln log lower "
    "max min mod nth_value ntile nullif percent_rank pow printf quote random randomblob rank replace round "
    "row_number sign sqrt strftime substr substring sum time total typeof unicode unixepoch unpack upper "
    "zeroblob".split()
)
_PRAGMAS = frozenset(("index_info", "index_list", "table_info", "table_list", "table_xinfo"))
_REFUSED = (
    "this question does more than read the record: ask with one SELECT (or WITH … SELECT) that uses the tables of the "
    "record and common functions of SQLite"
)
_SAID = {
    "not authorized to use function": f"this question uses a function that only programs may use, or more than {_SLOW_CALLS} "
    f"of {', '.join(sorted(_SLOW))}: ask without it",
    "not authorized": _REFUSED,
    "authorization denied": _REFUSED,
    "vtable constructor failed": _REFUSED,
    "prohibited": _REFUSED,
    "readonly": _REFUSED,
    "unsafe use": _REFUSED,
    "one statement": "give one question at a time: there is something behind the first semicolon",
    "interrupted": f"the question took longer than {SECONDS:g} seconds and was stopped: ask for less, by columns that have an "
    "index (day, event, country, actor), or with LIMIT",
    "too big": f"a value of this answer would have more than {VALUE_BYTES:,} bytes: ask for less, such as substr(…, 1, 200)",
    "too many attached": _REFUSED,
    "binding": "parameters such as ? and :name have no value here: write the values into the question",
}


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: the names of its columns, its rows, and whether it was cut because there are more rows than are given."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    cut: bool


def ask(path: Path, sql: str) -> Table:
    """The answer to one SELECT, on a connection of its own that can only read.

    SQL may use all tables of the record but its index of words, which no clock can stop (`Record.search` asks it), and the
    function `unpack(bodies.text)`, the text of an article, NULL where it has more than VALUE_BYTES. An answer is cut at
    ROWS rows and BYTES bytes. QueryError where the question is no SQL, would do more than read, or takes more than
    SECONDS; RecordError where there is no record.
    """
    with closing(connect(path, readonly=True)) as db:
        _confine(db)
        deadline = time.monotonic() + SECONDS
        db.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        try:
            cursor = db.execute(sql)
            if cursor.description is None:
                raise QueryError("there is no question here: ask with a SELECT")
            columns = tuple(name for name, *_ in cursor.description)
            return Table(columns, *_within(cursor))
        # 3.11 has a Warning for two statements, a ValueError for NUL, and letters that are no Unicode fail to encode.
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            said = str(error)
            meaning = next((meaning for words, meaning in _SAID.items() if words in said), None)
            raise QueryError(meaning or f"SQLite does not understand this question: {said}") from error


def _within(cursor: sqlite3.Cursor) -> tuple[tuple[tuple[Value, ...], ...], bool]:
    """Rows until there are too many or they are too large, and whether there are more."""
    rows: list[tuple[Value, ...]] = []
    room = BYTES
    for row in cursor:
        room -= sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
        if len(rows) == ROWS or room < 0:
            return tuple(rows), True
        rows.append(row)
    return tuple(rows), False


def _confine(db: sqlite3.Connection) -> None:
    """Takes from a connection all that a reader does not need."""
    db.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')")  # they set themselves up, which is no stranger's right
    db.execute("PRAGMA query_only = 1")
    db.execute("PRAGMA trusted_schema = 0")  # a hostile file may have functions in its views
    db.execute("PRAGMA cell_size_check = 1")
    db.execute("PRAGMA temp_store = FILE")  # a sort of everything goes to a file without a name, not into memory
    db.execute("PRAGMA cache_size = -16384")
    db.text_factory = lambda raw: raw.decode(errors="replace")  # CAST (x'ff' AS TEXT)
    for limit, value in _LIMITS.items():
        db.setlimit(limit, value)
    db.create_function("unpack", 1, _unpack, deterministic=True)
    db.set_authorizer(_Rights())


class _Rights:
    """Whether a step of a statement is allowed."""

    def __init__(self) -> None:
        self._slow = 0

    def __call__(self, action: int, one: str | None, two: str | None, *_: str | None) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_READ):
            allowed = True
        elif action == sqlite3.SQLITE_FUNCTION:
            name = (two or "").lower()
            self._slow += name in _SLOW
            allowed = name in _FUNCTIONS and self._slow <= _SLOW_CALLS
        else:
            allowed = action == sqlite3.SQLITE_PRAGMA and (one or "").lower() in _PRAGMAS
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _unpack(body: Value) -> str | None:
    """The text in bodies.text; NULL for anything else, such as a bomb made by hand."""
    try:
        if not isinstance(body, bytes) or not 0 <= zstandard.frame_content_size(body) <= VALUE_BYTES:
            return None
        return zstandard.ZstdDecompressor().decompress(body).decode()
    except (zstandard.ZstdError, UnicodeDecodeError):
        return None
