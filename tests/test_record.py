"""The record: round trips, batches, and the files that it opens or refuses."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from any_reading import readings
from readings import OTHER_READER, READER, article, check, event, many, muscat, state
from vaqaye import model
from vaqaye.errors import QueryError, RecordError
from vaqaye.model import Article, Failure, Name, Reading
from vaqaye.record import Added, Record, opening


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


# Round trips


@pytest.fixture(scope="module")
def shared_record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = tmp_path_factory.mktemp("record") / "record.db"
    with Record(path) as record:
        yield record
    check(path)


_numbers = iter(range(10**9))


@given(readings(), readings())
@settings(max_examples=30, deadline=None)
def test_any_reading_comes_back_as_it_was(shared_record: Record, first: Reading, second: Reading) -> None:
    id = f"any-{next(_numbers)}"
    for reading in (first, second):
        reading = replace(reading, article=replace(reading.article, id=id, source=str(next(_numbers))))
        assert shared_record.add([reading]).failed == 0
        assert shared_record.reading(id) == reading


def test_a_reading_with_everything_comes_back(path: Path) -> None:
    with Record(path) as record:
        assert record.add([muscat()]) == Added(new=1)
        assert record.reading("muscat") == muscat()
        assert list(record.readings()) == [muscat()]
        assert list(record.articles()) == [muscat().article]
    check(path)


def test_readings_of_many_chunks_come_in_order_of_time(path: Path) -> None:
    late, early = many(0, 250, "2024-02-02"), many(250, 30, "2023-01-01")
    with Record(path) as record:
        record.add(late)
        record.add(early)
        assert list(record.readings()) == early + late
        assert [a.id for a in record.articles()] == [r.article.id for r in early + late]
        assert next(record.readings(events_only=True)).events == early[0].events


def test_an_unknown_article_is_a_query_error(path: Path) -> None:
    with Record(path) as record, pytest.raises(QueryError, match="no article 'x'"):
        record.reading("x")


# Adding


def test_adding_twice_changes_nothing(path: Path) -> None:
    batch: list[Reading | Failure] = [
        muscat(),
        *many(0, 5),
        Failure(Article("", "bad", url="x.jsonl:3"), "NotPersian", "Arabic"),
    ]
    with Record(path) as record:
        assert record.add(batch) == Added(new=6, failed=1)
    before = path.read_bytes()
    with Record(path) as record:
        assert record.add(batch) == Added(unchanged=6, failed=1)
        assert record.add([muscat(), muscat()]) == Added(unchanged=2)
    assert path.read_bytes() == before


def test_who_is_in_the_whos_who_has_one_row(path: Path) -> None:
    with Record(path) as record:
        record.add(many(0, 8))
        record.add(many(8, 8))
        shared = record.select("SELECT id FROM actors WHERE article IS NULL ORDER BY id")
        local = record.select("SELECT count(*) FROM actors WHERE article IS NOT NULL")
    assert len(shared) == len(set(shared)) == 8
    assert local == [(16 * 5,)]


def test_another_reader_replaces_and_leaves_nothing_behind(path: Path, tmp_path: Path) -> None:
    old = muscat()
    new = replace(old, article=replace(old.article, reader=OTHER_READER), events=old.events[:1], statements=())
    with Record(path) as record:
        record.add([old, *many(0, 3)])
        assert record.add([new]) == Added(replaced=1)
        assert record.reading("muscat") == new
        assert record.reading("usual-1") == many(1, 1)[0]
        assert [hit.article for hit in record.search("ترانزیتی")] == ["muscat"]
        assert record.select("SELECT count(*) FROM events") == [(19,)]
    check(path)


def test_a_changed_article_replaces_its_words_and_its_place_in_time(path: Path) -> None:
    with Record(path) as record:
        record.add([article("تحریم تازه نفتی"), article("سفر", "b", "2024-06-01")])
        assert record.add([article("مذاکره تازه هسته‌ای", published="2024-07-01")]) == Added(replaced=1)
        assert record.search("تحریم") == []
        assert [hit.article for hit in record.search("هسته‌ای")] == ["a"]
        assert [a.id for a in record.articles()] == ["b", "a"]
        assert record.add([article("مذاکره تازه هسته‌ای", published="2024-07-01")]) == Added(unchanged=1)
    check(path)


def test_a_failure_and_a_reading_replace_each_other(path: Path) -> None:
    failure = Failure(Article("", "muscat", "ایسنا", "https://example.org/muscat"), "TooLarge", "30 MB")
    with Record(path) as record:
        assert record.add([failure]) == Added(failed=1)
        assert list(record.failures()) == [failure]
        assert record.add([muscat()]) == Added(replaced=1)
        assert list(record.failures()) == []
        assert record.add([failure]) == Added(failed=1)
        assert list(record.failures()) == [failure]
        assert list(record.readings()) == []
        assert record.search("مسقط") == []
        assert record.add([failure, muscat()]) == Added(replaced=1, unchanged=1)
        assert len(record.search("مسقط")) == 1
        record.add([failure])
        record.add([article("تحریم نفتی", "another", muscat().article.published)])  # takes the same place in the index
        assert record.search("مسقط") == []
    check(path)


@pytest.mark.parametrize(
    "bad",
    [
        replace(article("متن"), article=Article("بد \ud800", "bad")),
        replace(article("متن"), article=Article("متن", "bad", title="\udfff")),
        replace(article("متن", "bad"), events=(event("متن", "متن", ("person:nobody",)),)),
        replace(article("متن", "bad"), figures=(model.Figure(Name("الف"), 10**30, "item", None, (), None, None, ()),)),
        replace(article("متن", "bad"), actors=(state("IRN", "ایران", "Iran"),) * 2),
    ],
)
def test_what_cannot_be_stored_is_a_failure_of_its_own(path: Path, bad: Reading) -> None:
    with Record(path) as record:
        if bad.actors:  # the same actor twice is harmless without mentions
            bad = replace(bad, actors=tuple(replace(a, mentions=(model.Mention(0, 1, "name"),)) for a in bad.actors))
        assert record.add([muscat(), bad, *many(0, 2)]) == Added(new=3, failed=1)
        assert record.reading("muscat") == muscat()
        (failure,) = record.failures()
        assert (failure.article.id, failure.error) == ("bad", "RecordError")
        assert "can't be stored" in failure.reason
    check(path)


def test_a_batch_that_breaks_off_leaves_nothing(path: Path) -> None:
    def broken() -> Iterator[Reading]:
        yield muscat()
        raise KeyboardInterrupt

    with Record(path) as record:
        with pytest.raises(KeyboardInterrupt):
            record.add(broken())
        assert list(record.readings()) == []
        assert record.add([muscat()]) == Added(new=1)


def test_a_second_build_needs_nothing(path: Path) -> None:
    batch = many(0, 30)
    plain = [replace(r.article, language=None, reader=None) for r in batch]
    failed = Article("متن", "failed", reader=READER)
    with Record(path) as record:
        assert record.needs([*plain, failed], READER) == [*plain, failed]
        record.add([*batch, Failure(failed, "NotPersian", "Arabic")])
        assert record.needs([*plain, replace(failed, reader=None)], READER) == []
        assert record.needs(plain, OTHER_READER) == plain
        changed = replace(plain[3], title="دیگر")
        assert record.needs([*plain[:3], changed], READER) == [changed]
        assert record.needs([plain[3], changed, plain[3]], READER) == [changed, plain[3]]


def test_reread_goes_through_what_another_reader_has_read(path: Path) -> None:
    batch = [article(f"متن {i}", str(i)) for i in range(210)]
    with Record(path) as record:
        record.add(batch)
        assert len(list(record.articles(not_by=OTHER_READER))) == 210
        seen = 0
        for stored in record.articles(not_by=OTHER_READER):  # writing while reading
            seen += 1
            record.add([Reading(replace(stored, reader=OTHER_READER))])
        assert seen == 210
        assert list(record.articles(not_by=OTHER_READER)) == []
        assert len(list(record.articles(not_by=READER))) == 210


# Files


def test_a_newer_record_is_refused(path: Path) -> None:
    Record(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(RecordError, match=r"version 99.*pip install -U vaqaye"):
        Record(path)


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("این یک متن است" * 100)
    with pytest.raises(RecordError, match="not a record"):
        Record(tmp_path / "text.db")
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE songs (name TEXT)")
    db.close()
    with pytest.raises(RecordError, match="not a record"):
        Record(tmp_path / "other.db")
    with pytest.raises(RecordError, match="does not exist"):
        Record(tmp_path / "none.db", readonly=True)
    with pytest.raises(RecordError, match="can't be opened"):
        Record(tmp_path / "no" / "such" / "folder.db")
    assert not (tmp_path / "none.db").exists()


def test_an_older_record_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.touch()  # version 0: what a kill leaves of a file that was just being made
    with pytest.raises(RecordError, match="is empty: build a record there"):
        Record(path, readonly=True)
    with Record(path) as record:
        record.add([muscat()])

    def add_column(db: sqlite3.Connection) -> None:
        db.execute("ALTER TABLE readers ADD COLUMN note TEXT")

    def add_more(db: sqlite3.Connection) -> None:
        db.execute("UPDATE readers SET note = 'old'")

    def fails(db: sqlite3.Connection) -> None:
        db.execute("UPDATE readers SET note = 'half'")
        db.execute("UPDATE nothing SET x = 1")

    monkeypatch.setattr(opening, "STEPS", [*opening.STEPS, add_column, add_more])
    with pytest.raises(RecordError, match="older version"):
        Record(path, readonly=True)
    with Record(path) as record:
        assert record.select("SELECT note FROM readers") == [("old",)]
        assert record.select("SELECT value FROM meta WHERE name = 'schema'") == [(str(len(opening.STEPS)),)]
        assert record.reading("muscat") == muscat()
    monkeypatch.setattr(opening, "STEPS", [*opening.STEPS, fails])
    with pytest.raises(RecordError):
        Record(path)
    monkeypatch.setattr(opening, "STEPS", opening.STEPS[:-1])
    with Record(path) as record:
        assert record.select("SELECT note FROM readers") == [("old",)]


def test_a_record_of_version_1_gets_the_columns_of_places(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as then:
        then.setattr(opening, "STEPS", opening.STEPS[:1])
        opening.connect(path, readonly=False).close()
    with pytest.raises(RecordError, match="older version"):
        Record(path, readonly=True)
    with Record(path) as record:
        record.add([muscat()])
        assert record.reading("muscat") == muscat()
        assert record.select("SELECT place_region, place_lat FROM events WHERE n = 0") == [("Muscat", 23.584)]


def test_a_locked_record_says_what_to_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with Record(path) as record:
        record.add([muscat()])
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError, match=r"another process.*try again"):
            record.add(many(0, 1))
        assert record.reading("muscat") == muscat()
        other.execute("ROLLBACK")
        other.close()
        assert record.add(many(0, 1)) == Added(new=1)


def test_a_readonly_record_takes_nothing(path: Path) -> None:
    with Record(path) as record:
        record.add([muscat()])
    with Record(path, readonly=True) as record:
        assert record.reading("muscat") == muscat()
        with pytest.raises(RecordError, match="reading only"):
            record.add(many(0, 1))


def test_a_reader_beside_a_writer_sees_whole_batches(path: Path) -> None:
    with Record(path) as record:
        record.add(many(0, 10))
    stop = threading.Event()

    def write() -> None:
        with Record(path) as record:
            for first in range(10, 200, 10):
                record.add(many(first, 10))
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    sizes = set()
    with Record(path, readonly=True) as record:
        while not stop.is_set():
            ((articles, events),) = record.select(
                "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM events)"
            )
            assert articles % 10 == 0
            assert events == articles * 6
            sizes.add(articles)
    writer.join()
    assert len(sizes) > 2


def test_every_table_and_column_is_described() -> None:
    schema = (Path(opening.__file__).parent / "schema.sql").read_text(encoding="utf-8")
    lines = schema.splitlines()
    tables = [(i, line.split()[2]) for i, line in enumerate(lines) if line.startswith("CREATE TABLE")]
    assert len(tables) > 15
    for number, name in tables:
        assert lines[number - 1].startswith(f"-- {name}: ")
        for line in lines[number + 1 :]:
            if line.startswith(")"):
                break
            if not line.strip().startswith(("PRIMARY KEY", "UNIQUE", "FOREIGN KEY")):
                column, comment = line.split(", -- ")
                assert len(column.split()) >= 2
                assert comment
