"""Questions by months: scores, counts and the Jalali calendar."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asked import DONE, MINISTER, OFF, UNDATED, readings, told, walked
from readings import OTHER_READER, READER, many, muscat
from vaqaye import query
from vaqaye.query import Filter
from vaqaye.record import Record


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("pages") / "record.db") as record:
        assert record.add([*readings(), muscat(), *many(0, 40)]).failed == 0
        yield record


def test_scores_by_month(record: Record) -> None:
    months = {score.month: score for score in query.scores(record, MINISTER)}
    assert (months["2025-01"].events, months["2025-01"].score, months["2025-01"].cooperation) == (1, 2.5, 1)
    assert "2025-02" not in months  # planned and denied only
    assert query.scores(record, "IRN", "RUS")[-1].month == "2025-04"


def test_months_say_what_counting_says(record: Record) -> None:
    for a, b in ((None, None), ("IRN", None), ("IRN", "RUS"), (None, "OMN")):
        kept = query.counts(record, a, b, "2022", "2025-04")
        assert kept == query.counts(record, a, b, "2022-01-01", "2025-04-30")
        assert kept
        jalali = query.counts(record, a, b, "2022", "2025-04", calendar="jalali")
        assert jalali == query.counts(record, a, b, "2022-01-01", "2025-04-30", calendar="jalali")
        assert sum(count.number for count in jalali) == sum(count.number for count in kept)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2025-01-10", "2025-04-01"),
        ("2025-01-17", None),
        (None, "2025-03-03"),
        ("2025-03-02", "2025-03-05"),
        ("2025-03-31", "2025-04-01"),
        ("2022-01-19", "2025-03"),
        ("2025", "2025-03-01"),
        ("2022-06-22", "2025-03-20"),
    ],
)
def test_of_any_days_whole_months_and_the_days_around_them_are_counted(
    record: Record, since: str | None, until: str | None
) -> None:
    for a, b in (("IRN", None), ("IRN", "RUS"), (None, "OMN"), (None, None), (MINISTER, "RUS")):
        acts = walked(
            partial(query.events, record, Filter(a or b, b if a else None, since=since, until=until, once=False)), 50
        )
        wanted = Counter((act.day[:7], act.event) for act in acts if act.day and act.status != "denied")
        assert {(c.month, c.event): c.number for c in query.counts(record, a, b, since, until)} == wanted
        jalali = query.counts(record, a, b, since, until, calendar="jalali")
        assert sum(count.number for count in jalali) == wanted.total()
        assert all(len(count.month or "") == 7 and (count.month or "") < "1405" for count in jalali)


JALALI = {  # last and first days of months, from printed calendars: 1399 and 1403 were leap years
    "2021-03-20": "1399-12",
    "2021-03-21": "1400-01",
    "2022-03-20": "1400-12",
    "2022-03-21": "1401-01",
    "2022-06-21": "1401-03",
    "2022-06-22": "1401-04",
    "2022-07-01": "1401-04",
    "2022-07-22": "1401-04",
    "2022-07-23": "1401-05",
    "2024-02-19": "1402-11",
    "2024-03-19": "1402-12",
    "2024-03-20": "1403-01",
    "2025-03-20": "1403-12",
    "2025-03-21": "1404-01",
    "2025-12-31": "1404-10",
    "2026-01-01": "1404-10",
}


def test_jalali_months_have_the_events_of_their_days(tmp_path: Path) -> None:
    with Record(tmp_path / "record.db") as record:
        record.add(told(f"{day}-{n}", day, DONE) for day in JALALI for n in range(int(day[-1]) % 3 + 1))
        record.add(
            [told("undated", None, UNDATED, with_="RUS"), told("off", "2022-06-22", OFF, status="denied", with_="QAT")]
        )
        wanted: dict[str | None, int] = {None: 1}
        for day, month in JALALI.items():
            wanted[month] = wanted.get(month, 0) + int(day[-1]) % 3 + 1
        for a, b in ((None, None), (MINISTER, None), ("IRN", None)):
            found = query.counts(record, a, b, calendar="jalali")
            assert {count.month: count.number for count in found} == wanted
            assert [c.month or "" for c in found] == sorted(c.month or "" for c in found)
        assert {s.month: s.events for s in query.scores(record, calendar="jalali")} == {
            month: number for month, number in wanted.items() if month
        }
        # Times are of days: the Tir of June alone.
        (tir,) = query.scores(record, "IRN", "OMN", "2022-06-22", "2022-06", calendar="jalali")
        assert (tir.month, tir.events) == ("1401-04", 3)
        assert query.dossier(record, "IRN", "OMN", calendar="jalali").scores[0].month == "1399-12"
        assert query.dossier(record, "IRN", "OMN").scores[0].month == "2021-03"


def test_an_older_record_gets_its_jalali_months(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with Record(path) as record:
        record.add(told(day, day, DONE) for day in JALALI)
        months = record.select("SELECT * FROM months")
        found = query.counts(record, calendar="jalali")
    db = sqlite3.connect(path)
    db.execute("ALTER TABLE months DROP COLUMN late")
    db.execute("PRAGMA user_version = 4")
    db.close()
    with Record(path) as record:
        assert record.select("SELECT * FROM months") == months
        assert query.counts(record, calendar="jalali") == found


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=12))
def test_months_follow_what_is_added_and_replaced(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, bool]]
) -> None:
    with Record(tmp_path_factory.mktemp("months") / "record.db") as record:
        for number, other in steps:
            one = many(number, 1, "2023-03-25" if other else "2023-03-05")[0]
            events = one.events[: number % 3 + other]
            reader = OTHER_READER if other else READER
            record.add([replace(one, events=events, article=replace(one.article, reader=reader))])
        counted = record.select(
            "SELECT coalesce(substr(day, 1, 7), ''), event, coalesce(mode, ''), status, coalesce(plover, ''), count(*), "
            "count(*) FILTER (WHERE substr(day, 9) > '20') FROM events GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
        )
        kept = "SELECT month, event, mode, status, plover, number, late FROM months WHERE a = '' ORDER BY 1, 2, 3, 4, 5"
        assert record.select(kept) == counted
        pairs = "SELECT a, b, count(*) FROM pairs WHERE entry = 'event' GROUP BY a, b ORDER BY a, b"
        assert record.select("SELECT a, b, sum(number) FROM months WHERE b <> '' GROUP BY a, b ORDER BY a, b") == (
            record.select(pairs)
        )
