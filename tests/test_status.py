"""The same act as done, planned, denied, possible, failed and asked for: what was not done never comes out as occurred."""

from __future__ import annotations

from functools import cache

import pytest

import vaqaye
from vaqaye.model import Event
from vaqaye.resources import table

ROWS = table("status_examples")


@cache
def _events(text: str) -> tuple[Event, ...]:
    return vaqaye.read(text, published="2025-06-10").events


def _found(row: dict[str, str]) -> list[Event]:
    return [e for e in _events(row["text"]) if e.event == row["event"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['act']}.{row['way']}")
def test_status(row: dict[str, str]) -> None:
    found = {e.status for e in _found(row)}
    if row["way"] in ("asked", "failed"):
        assert "occurred" not in found
    else:
        assert found <= {row["status"]}


def test_enough_examples() -> None:
    acts = {row["act"] for row in ROWS}
    assert len(ROWS) >= 300
    assert len(acts) >= 50
    assert len({row["event"] for row in ROWS}) == 16


def test_nearly_all_are_found() -> None:
    """Of what was asked for the asking is enough."""
    found = sum(
        any(
            e.event in (row["event"], "REQUEST" if row["way"] == "asked" else row["event"])
            for e in _events(row["text"])
        )
        for row in ROWS
    )
    assert found >= 0.9 * len(ROWS)


@pytest.mark.parametrize(
    "text",
    [
        "آمریکا تهدید کرد که به ایران حمله خواهد کرد.",
        "ایران وعده داد که با آژانس بین‌المللی انرژی اتمی همکاری خواهد کرد.",
    ],
)
def test_what_is_threatened_or_promised_is_no_second_event(text: str) -> None:
    assert {e.event for e in _events(text)} <= {"THREATEN", "AGREE"}


def test_what_was_not_left_undone_was_done() -> None:
    found = _events("اگر اسرائیل جنوب لبنان را بمباران نکرده بود، جنگ آغاز نمی‌شد.")
    assert [e.status for e in found if e.event == "ASSAULT"][:1] == ["occurred"]
