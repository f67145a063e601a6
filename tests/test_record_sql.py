"""SQL of a stranger: what it may read, and everything that it may not do."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from readings import TEXT, many, muscat
from vaqaye.errors import QueryError, RecordError
from vaqaye.record import Record, sql
from vaqaye.record.sql import BYTES, ROWS, ask
from vaqaye.record.state import State

ENDLESS = "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sql") / "news.db"
    with Record(path) as record:
        record.add([muscat(), *many(0, 12)])
    return path


@pytest.fixture
def untouched(path: Path) -> Iterator[Path]:
    """The record, whose bytes and neighbours must be the same behind the test."""

    def seen() -> tuple[str, list[str]]:
        names = sorted(p.name for p in path.parent.iterdir() if not p.name.endswith("-shm"))
        return hashlib.sha256(path.read_bytes()).hexdigest(), names

    before = seen()
    yield path
    assert seen() == before


def test_a_question_and_its_answer(path: Path) -> None:
    table = ask(
        path, "SELECT id, status AS s, confidence FROM events WHERE article = 1 OR id IN ('e1', 'e2') ORDER BY id;"
    )
    assert table.columns == ("id", "s", "confidence")
    assert table.rows == (("e1", "occurred", 0.75), ("e2", "planned", 0.75))
    assert not table.cut


def test_the_words_of_an_article(path: Path) -> None:
    table = ask(
        path,
        "SELECT unpack(b.text), substr(unpack(b.text), e.trigger_start + 1, e.trigger_end - e.trigger_start) "
        "FROM articles a JOIN bodies b ON b.article = a.key JOIN events e ON e.article = a.key "
        "WHERE a.id = 'muscat' AND e.id = 'e1'",
    )
    assert table.rows == ((TEXT, "دیدار کرد"),)


@pytest.mark.parametrize(
    "question",
    [
        "PRAGMA table_info(events)",
        "SELECT sql FROM sqlite_master",
        "EXPLAIN QUERY PLAN SELECT * FROM events WHERE day = '2022'",
        "SELECT value FROM events, json_each(contexts)",
        "SELECT count(*) FILTER (WHERE status LIKE 'p%'), max(day), row_number() OVER () FROM events",
        "VALUES (1, 'الف')",
        f"{ENDLESS} SELECT x FROM c LIMIT 5",
    ],
)
def test_what_readers_need(path: Path, question: str) -> None:
    assert ask(path, question).rows


@pytest.mark.parametrize(
    "question",
    [
        "DELETE FROM events",
        "UPDATE events SET status = 'denied'",
        "INSERT INTO meta VALUES ('a', 'b')",
        "INSERT INTO search (search) VALUES ('delete-all')",
        "REPLACE INTO meta VALUES ('schema', '9')",
        "DROP TABLE events",
        "CREATE TABLE x (y)",
        "CREATE TEMP TABLE x AS SELECT * FROM events",
        "CREATE TEMP VIEW x AS SELECT 1",
        "ALTER TABLE events ADD COLUMN x",
        "ATTACH '{there}/other.db' AS other",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO '{there}/copy.db'",
        "REINDEX",
        "ANALYZE",
        "BEGIN EXCLUSIVE",
        "SAVEPOINT x",
        "COMMIT",
        "PRAGMA writable_schema = 1",
        "PRAGMA query_only = 0",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA user_version = 99",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA mmap_size = 1000000000000",
        "PRAGMA temp_store_directory = '{there}'",
        "SELECT load_extension('/lib/x86_64-linux-gnu/libm.so.6')",
        "SELECT readfile('/etc/passwd')",
        "SELECT writefile('{there}/x', 'y')",
        "SELECT fts3_tokenizer('simple')",
        "SELECT edit('x')",
        "SELECT sqlite_compileoption_used('THREADSAFE')",
        "SELECT * FROM fts3tokenize",
        "SELECT * FROM dbstat",
        "CREATE VIRTUAL TABLE temp.x USING fts5 (y)",
        "SELECT * FROM search WHERE search MATCH 'a* OR b*'",  # no clock stops it
        "SELECT 1; DROP TABLE events",
        "SELECT 1; SELECT 2",
        "",
        "-- nothing",
        "SELEC 1",
        "SELECT nothing FROM nowhere",
        "SELECT ?",
        "SELECT :name",
        "SELECT '\0'",
        "SELECT '\ud800'",
        "SELECT " + "(" * 9_000 + "1" + ")" * 9_000,
        "SELECT 1" + " UNION ALL SELECT 1" * 200,
        "SELECT " + ", ".join(["1"] * 5_000),
        "SELECT " + " || ".join(["instr('a', 'b')"] * 9),
        "SELECT '" + "a" * 50_000 + "'",
    ],
)
def test_what_is_refused(untouched: Path, question: str) -> None:
    with pytest.raises(QueryError) as refused:
        ask(untouched, question.replace("{there}", str(untouched.parent)))
    assert len(str(refused.value)) > 20
    assert str(untouched.parent) not in str(refused.value)


@pytest.mark.parametrize(
    "question",
    [
        f"{ENDLESS} SELECT max(x) FROM c",
        f"{ENDLESS} SELECT x FROM c ORDER BY -x",
        "SELECT count(*) FROM mentions a, mentions b, mentions c, mentions d, mentions e",
        "SELECT "
        + " + ".join(["instr(hex(zeroblob(90000)) || '1', hex(zeroblob(40000)) || a.article)"] * 8)
        + " FROM mentions a, mentions b",
    ],
)
def test_no_question_goes_on_for_ever(untouched: Path, question: str) -> None:
    """Each of these would take hours."""
    with pytest.raises(QueryError, match="longer than"):
        ask(untouched, question)


@pytest.mark.parametrize(
    "question",
    [
        "SELECT randomblob(1000000000)",
        "SELECT zeroblob(1000000000)",
        "SELECT hex(randomblob(150000))",
        "SELECT replace(hex(zeroblob(90000)), '00', 'many more')",
        f"{ENDLESS} SELECT group_concat(hex(randomblob(1000))) FROM (SELECT 1 FROM c LIMIT 500)",
    ],
)
def test_no_value_is_huge(untouched: Path, question: str) -> None:
    with pytest.raises(QueryError, match="bytes"):
        ask(untouched, question)


def test_an_answer_is_cut(path: Path) -> None:
    long = ask(path, f"{ENDLESS} SELECT x FROM c")
    assert (len(long.rows), long.cut) == (ROWS, True)
    exact = ask(path, f"{ENDLESS} SELECT x FROM c LIMIT {ROWS}")
    assert (len(exact.rows), exact.cut) == (ROWS, False)
    wide = ask(path, f"{ENDLESS} SELECT hex(randomblob(90000)) FROM c")
    assert wide.cut
    assert sum(len(str(v)) for row in wide.rows for v in row) <= BYTES


def test_bytes_that_are_no_letters(path: Path) -> None:
    assert ask(path, "SELECT CAST(x'ff' AS TEXT), x'00ff'").rows == (("\N{REPLACEMENT CHARACTER}", b"\x00\xff"),)


def test_a_body_made_by_hand_is_no_text(path: Path) -> None:
    bomb = "x'28b52ffd" + "e4" + "ff" * 8 + "'"  # says that it holds 2**64 bytes
    assert ask(path, f"SELECT unpack({bomb}), unpack(x'28b52ffd'), unpack(1), unpack('a'), unpack(NULL)").rows == (
        (None,) * 5,
    )


def test_a_hostile_file_runs_nothing(tmp_path: Path) -> None:
    """A record that somebody sends may have views that call functions."""
    path = tmp_path / "sent.db"
    Record(path).close()
    db = sqlite3.connect(path)
    db.execute("CREATE VIEW trap AS SELECT load_extension('x') AS y")
    db.commit()
    db.close()
    with pytest.raises(QueryError):
        ask(path, "SELECT * FROM trap")


def test_reading_goes_on_while_another_writes(path: Path) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    try:
        assert ask(path, "SELECT count(*) FROM articles").rows == ((13,),)
    finally:
        db.execute("ROLLBACK")
        db.close()


def test_no_record(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="does not exist"):
        ask(tmp_path / "none.db", "SELECT 1")


def test_every_function_that_is_open_is_known_to_sqlite() -> None:
    db = sqlite3.connect(":memory:")
    known = {name for (name,) in db.execute("SELECT name FROM pragma_function_list")}
    db.close()
    assert sql._FUNCTIONS - known == {"unpack", "json_each", "json_tree"}


def test_a_state_changes_with_the_record_and_only_then(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Record(path) as record:
        state = State(path)
        before = state.number()
        assert list(record.articles()) == []
        assert state.number() == before
        record.add([muscat()])
        after = state.number()
        assert after != before
        assert state.number() == after
        state.close()
