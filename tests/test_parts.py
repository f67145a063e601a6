"""What was read, carried as Arrow and Parquet: it comes out as it went in, and what is no reading says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from any_reading import readings
from readings import many, muscat
from same import assert_same
from vaqaye.build import take_in
from vaqaye.errors import IngestError
from vaqaye.model import Article, Failure, Figure, Name, Reading
from vaqaye.record import Record, parts
from vaqaye.record.export import table
from vaqaye.record.flat import TABLES


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(readings())
def test_any_reading_comes_back_as_it_was(reading: Reading) -> None:
    assert list(parts.results_of(parts.read_batch([reading]))) == [reading]


def test_failures_and_huge_numbers_come_back_too() -> None:
    huge = replace(muscat(), figures=(Figure(Name("عدد"), 10**30, "person", None, (), None, None, ()),))
    failure = Failure(Article("متن", "f", reader=muscat().article.reader), "NotPersian", "the text is not Persian")
    assert list(parts.results_of(parts.read_batch([huge, failure]))) == [huge, failure]


def test_articles_are_as_ingest_gives_them() -> None:
    rows = [
        {
            "id": None,
            "source": " ایسنا ",
            "url": "https://n.example/1",
            "title": None,
            "published": "1400/10/29",
            "text": "متن\0",
        },
        {"id": "x", "source": None, "url": None, "title": None, "published": None, "text": None},
        {"id": None, "source": None, "url": None, "title": None, "published": None, "text": " "},
    ]
    first, second, third = parts.articles_of(pa.RecordBatch.from_pylist(rows))
    assert isinstance(first, Article)
    assert (first.text, first.source, first.published) == ("متن\ufffd", "ایسنا", "2022-01-19")
    assert first.id
    assert isinstance(second, Failure)
    assert (second.error, second.article.id) == ("IngestError", "x")
    assert isinstance(third, Failure)
    assert third.error == "EmptyArticle"


def written(folder: Path, batch: pa.RecordBatch) -> Path:
    (folder / parts.READINGS).mkdir(parents=True)
    pq.write_table(pa.Table.from_batches([batch]), folder / parts.READINGS / "part-0.parquet")
    return folder


def test_import_is_the_same_as_adding_and_goes_on(tmp_path: Path) -> None:
    results: list[Reading | Failure] = [
        *many(0, 250),
        muscat(),
        Failure(Article("in English", "en"), "NotPersian", "not Persian"),
    ]
    folder = written(tmp_path / "out", parts.read_batch(results))
    with Record(tmp_path / "a.db") as one, Record(tmp_path / "b.db") as other:
        one.add(results)
        told: list[int] = []
        built = take_in(parts.stored(folder), other, progress=lambda built: told.append(built.seen))
        assert (built.new, built.failed, [f.article.id for f in built.failures]) == (251, 1, ["en"])
        assert told == [100, 200, 252]
        assert_same(one, other)
        again = take_in(parts.stored(folder), other)
        assert (again.new, again.replaced, again.unchanged) == (0, 0, 251)
        for name in TABLES:
            assert rows(parts.flat_batch(name, results)) == rows(table(one, name))


def rows(table: pa.Table | pa.RecordBatch) -> list[str]:
    return sorted(map(str, table.to_pylist()))


@pytest.mark.parametrize(
    "reading",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"article": {"text": 7}}',
        '{"article": {"text": "x", "nobody": 1}}',
        '{"article": {"text": "x"}, "events": [{"id": "e"}]}',
        '{"article": {"text": "x"}, "dates": [{"start": 0, "end": 1, "value": null, "precision": "eon"}]}',
        "[" * 100_000,
        None,
    ],
)
def test_what_is_no_reading(tmp_path: Path, reading: str | None) -> None:
    row = {**dict.fromkeys(parts.READ), "id": "r1", "reading": reading}
    folder = written(tmp_path / "out", pa.RecordBatch.from_pylist([row], schema=parts.arrow_schema("read")))
    with pytest.raises(IngestError, match=r"part-0.parquet: the reading of 'r1' is not one of Vaqaye's"):
        list(parts.stored(folder))


def test_what_is_no_folder_of_readings(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="no finished folder"):
        parts.stored(tmp_path)
    folder = written(tmp_path / "a", parts.read_batch([muscat()]))
    (folder / parts.READINGS / "_temporary").mkdir()
    with pytest.raises(IngestError, match="no finished folder"):
        parts.stored(folder)
    (folder / parts.READINGS / "_temporary").rmdir()
    (folder / parts.READINGS / "part-1.parquet").write_bytes(b"no parquet")
    with pytest.raises(IngestError, match=r"part-1.parquet can't be read"):
        list(parts.stored(folder))
    pq.write_table(pa.table({"other": [1]}), folder / parts.READINGS / "part-1.parquet")
    with pytest.raises(IngestError, match=r"part-1.parquet"):
        list(parts.stored(folder))
