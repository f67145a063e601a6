"""Many articles into a record: in order, the same with any number of processes, going on after any stop."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generated import articles as made
from same import assert_same
from vaqaye import build as building
from vaqaye import ingest
from vaqaye.build import Built, build, reread
from vaqaye.errors import ArticleError
from vaqaye.model import Article, Failure, ReaderInfo, Reading
from vaqaye.record import Record

EXAMPLES = Path(__file__).parent.parent / "examples"


def examples() -> list[Article]:
    return [a for a in ingest.articles([EXAMPLES]) if isinstance(a, Article)]


def many(count: int) -> list[Article]:
    """Different articles, made of the examples."""
    known = examples()
    return [
        replace(known[n % len(known)], id=f"copy-{n}", text=f"{known[n % len(known)].text}\nشماره {n}")
        for n in range(count)
    ]


def content(record: Record) -> list[dict[str, Any]]:
    return [reading.to_dict() for reading in record.readings()]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "test.db") as store:
        yield store


def test_reading_twice_changes_nothing(record: Record) -> None:
    first = build(examples(), record, jobs=1)
    before = content(record)
    second = build(examples(), record, jobs=1)
    assert (first.new, first.failed) == (12, 0)
    assert (second.new, second.replaced, second.unchanged) == (0, 0, 12)
    assert content(record) == before


def test_neither_processes_nor_order_change_anything(tmp_path: Path) -> None:
    articles = [*made(470), *many(28), Article("This is in English.", id="en"), Article("", id="empty")]
    shuffled = random.Random(7).sample(articles, len(articles))
    with Record(tmp_path / "one.db") as one, Record(tmp_path / "two.db") as two, Record(tmp_path / "mixed.db") as mixed:
        assert build(articles, one, jobs=1).seen == 500
        build(articles, two, jobs=2)
        build(shuffled, mixed, jobs=2)
        assert one.select("SELECT count(*) FROM articles") == [(498,)]
        for table in ("articles", "actors", "events", "statements", "mentions", "evidence"):  # keys and all
            assert one.select(f"SELECT * FROM {table}") == two.select(f"SELECT * FROM {table}")
        assert_same(one, two)
        assert_same(one, mixed)


def test_what_cannot_be_read_is_kept_with_its_reason(record: Record) -> None:
    english = Article("This is in English.", id="en")
    broken = Failure(Article("", url="list.jsonl:7"), "IngestError", "field 'text' is missing")
    built = build([english, *examples(), broken], record, jobs=2)
    assert (built.new, built.failed) == (12, 2)
    assert [f.article.id or f.article.url for f in built.failures] == ["en", "list.jsonl:7"]
    assert {f.error for f in record.failures()} == {"NotPersian", "IngestError"}
    assert build([english], record, jobs=1).unchanged == 1


def test_a_changed_article_replaces_the_old_one(record: Record) -> None:
    article = examples()[0]
    build([article], record, jobs=1)
    built = build([replace(article, text="وزیر خارجه ایران استعفا کرد.")], record, jobs=1)
    assert (built.new, built.replaced) == (0, 1)
    assert [r.article.text for r in record.readings()] == ["وزیر خارجه ایران استعفا کرد."]


def test_of_two_versions_in_one_build_the_last_one_stays(record: Record) -> None:
    article = examples()[0]
    later = replace(article, text="وزیر خارجه ایران استعفا کرد.")
    for _ in range(2):
        build([article, later], record, jobs=2)
        assert [r.article.text for r in record.readings()] == [later.text]


def test_progress_is_told_after_each_batch(record: Record) -> None:
    told: list[int] = []
    build(many(250), record, jobs=2, progress=lambda built: told.append(built.seen))
    assert told == [100, 200, 250]


def test_batches_of_long_articles_are_small(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "WIDEST", 1500)
    told: list[int] = []
    build(many(5), record, jobs=1, progress=lambda built: told.append(built.seen))
    assert told == [2, 4, 5]


def children() -> list[int]:
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread of another test may end while we look
            found += map(int, (task / "children").read_text().split())
    return found


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the processes")
def test_a_killed_process_costs_nothing(record: Record) -> None:
    killed: list[int] = []

    def kill_one(built: Built) -> None:
        if not killed:
            killed.append(children()[0])
            os.kill(killed[0], signal.SIGKILL)

    built = build(many(500), record, jobs=2, progress=kill_one)
    assert killed
    assert (built.new, built.failed) == (500, 0)
    assert children() == []


class Deadly(Article):
    """An article that ends the process that unpacks it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (7,)


def test_a_deadly_article_is_found_and_the_rest_is_read(record: Record) -> None:
    articles = examples()
    articles.insert(3, Deadly("کشنده", id="deadly"))
    built = build(articles, record, jobs=1)
    assert (built.new, built.failed) == (12, 1)
    (failure,) = built.failures
    assert (failure.article.id, failure.error) == ("deadly", ArticleError.__name__)
    assert "ended with code 7" in failure.reason


def test_a_failing_source_ends_the_processes(record: Record) -> None:
    def source() -> Iterator[Article]:
        yield from many(150)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        build(source(), record, jobs=2)
    if Path("/proc/self/task").exists():
        assert children() == []


def test_reread_reads_what_another_reader_has_read(record: Record) -> None:
    build(examples(), record, jobs=1)
    before = content(record)
    assert reread(record, jobs=1).seen == 0
    older = ReaderInfo("0.0.1", "codebook", "lexicon")
    stale = [Reading(replace(r.article, reader=older)) if n < 5 else r for n, r in enumerate(record.readings())]
    record.add(stale)
    built = reread(record, jobs=2)
    assert (built.replaced, built.failed) == (5, 0)
    assert content(record) == before


def test_reread_keeps_what_it_cannot_read(record: Record) -> None:
    older = ReaderInfo("0.0.1", "codebook", "lexicon")
    record.add([Reading(Article("This was read once.", id="en", reader=older))])
    built = reread(record, jobs=1)
    assert (built.failed, [f.error for f in built.failures]) == (1, ["NotPersian"])
    assert [r.article.text for r in record.readings()] == ["This was read once."]


def test_all_failures_are_counted_and_some_are_listed(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "LISTED", 3)
    failures = [Failure(Article("", url=f"f:{n}"), "IngestError", "bad") for n in range(250)]
    built = build(failures, record, jobs=1)
    assert (built.failed, len(built.failures)) == (250, 3)
