"""The record as Parquet, CSV and JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from readings import OTHER_READER, many, muscat
from vaqaye.errors import QueryError, RecordError
from vaqaye.record import Record, export
from vaqaye.record.export import COLUMNS


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "record.db") as record:
        record.add([muscat(), *many(0, 3)])
        yield record


def test_events_as_parquet(filled: Record, tmp_path: Path) -> None:
    assert export(filled, tmp_path / "e.parquet") == 20
    rows = pq.read_table(tmp_path / "e.parquet").to_pylist()
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0] | {"quote": "", "trigger": ""} == {
        "event_id": "e1", "article_id": "muscat", "date": "2022-06-20", "date_precision": "day", "day": "2022-06-20",
        "published": "2022-06-21T09:30:00+04:30", "event": "CONSULT", "mode": "visit", "status": "occurred",
        "plover": "CONSULT", "cameo": "042", "contexts": ["diplomatic"],
        "actor_ids": ["person:hossein-amir-abdollahian", "local:1"],
        "actor_names": ["حسین امیرعبداللهیان", "همتای عمانی"],
        "actor_countries": ["IRN", "OMN"], "actor_sectors": ["GOV", "GOV"], "recipient_ids": [], "recipient_names": [],
        "recipient_countries": [], "recipient_sectors": [], "place": "مسقط", "place_country": "OMN",
        "place_region": "Muscat", "place_lat": 23.584, "place_lon": 58.408, "killed": None, "injured": None,
        "arrested": None, "present": 2, "reported_by": None, "statement_id": None, "trigger": "",
        "trigger_start": 60, "trigger_end": 69, "quote": "", "evidence_start": 0, "evidence_end": 70,
        "pattern": "test.made.by-hand", "confidence": 0.75, "url": "https://example.org/muscat", "source": "ایسنا",
    }  # fmt: skip
    text = muscat().article.text
    assert rows[0]["trigger"] == "دیدار کرد" == text[60:69]
    assert rows[0]["quote"] == text[0:70]
    assert [row["article_id"] for row in rows[2::6]] == ["usual-0", "usual-1", "usual-2"]


def test_events_as_csv(filled: Record, tmp_path: Path) -> None:
    evil = replace(muscat().events[0], id="=cmd|' /C calc'!A0", mode="+1", cameo="-042", pattern="@x")
    filled.add([replace(muscat(), events=(evil,), article=replace(muscat().article, reader=OTHER_READER))])
    assert export(filled, tmp_path / "e.csv") == 19
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["event_id"] == "'=cmd|' /C calc'!A0"
    assert (rows[0]["mode"], rows[0]["cameo"], rows[0]["pattern"]) == ("'+1", "'-042", "'@x")
    assert rows[0]["actor_ids"] == "person:hossein-amir-abdollahian;local:1"
    assert rows[0]["actor_names"] == "حسین امیرعبداللهیان;همتای عمانی"
    assert rows[0]["place"] == "مسقط"
    assert rows[0]["killed"] == ""
    assert rows[0]["present"] == "2"
    assert len(rows) == 19


def test_readings_as_json_lines(filled: Record, tmp_path: Path) -> None:
    assert export(filled, tmp_path / "r.jsonl") == 4
    lines = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == json.loads(json.dumps(muscat().to_dict()))
    assert export(filled, tmp_path / "e.jsonl", table="events") == 20
    assert len((tmp_path / "e.jsonl").read_text(encoding="utf-8").splitlines()) == 20


@pytest.mark.parametrize("name", ["e.parquet", "e.csv", "r.jsonl"])
def test_without_text_none_of_the_words_leave(filled: Record, tmp_path: Path, name: str) -> None:
    export(filled, tmp_path / name, text=False)
    if name == "e.parquet":
        content = json.dumps(pq.read_table(tmp_path / name).to_pylist(), ensure_ascii=False)
    else:
        content = (tmp_path / name).read_text(encoding="utf-8-sig")
    for words_of_the_article in (
        "دیدار کرد",
        "دیدار در مسقط",
        "همتای عمانی",
        "پایبند",
        "توافق ترانزیتی",
        "حجم تجارت",
        "مسقط",
        "فعل",
    ):
        assert words_of_the_article not in content
    for code in (
        "person:hossein-amir-abdollahian",
        "حسین امیرعبداللهیان",
        "OMN",
        "local:1",
        "https://example.org/muscat",
    ):
        assert code in content


def test_an_export_appears_whole_or_not_at_all(filled: Record, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"\.parquet, \.csv or \.jsonl"):
        export(filled, tmp_path / "e.xlsx")
    with pytest.raises(QueryError, match="JSON Lines only"):
        export(filled, tmp_path / "e.csv", table="readings")
    with pytest.raises(RecordError, match="can't be written"):
        export(filled, tmp_path / "none" / "e.csv")
    (tmp_path / "e.jsonl").write_text("before")
    filled.select("DROP TABLE evidence")
    with pytest.raises(RecordError):
        export(filled, tmp_path / "e.jsonl")
    assert (tmp_path / "e.jsonl").read_text() == "before"
    assert sorted(p.name for p in tmp_path.iterdir() if "e." in p.name and "record" not in p.name) == ["e.jsonl"]
