"""The `plover` field follows the manual: what is planned, possible or denied, and the clashes that were decided once."""

from __future__ import annotations

from typing import get_args

import pytest

import vaqaye
from vaqaye.events import plover
from vaqaye.events.codebook import Pattern, load
from vaqaye.model import EventType, Status
from vaqaye.resources import table

CLASHES = table("plover_clashes")
PATTERNS = load().patterns.values()


def _clash(cameo: str) -> dict[str, str] | None:
    """The row of the longest code that this one starts with."""
    rows = [row for row in CLASHES if row["cameo"] and cameo.startswith(row["cameo"])]
    return max(rows, key=lambda row: len(row["cameo"]), default=None)


def _many(cell: str) -> set[str]:
    return {part.strip() for part in cell.split("|")} - {""}


def test_every_clash_has_a_reason() -> None:
    assert all(row["reason"] and (row["event"] or row["never"]) for row in CLASHES)


@pytest.mark.parametrize("pattern", [p for p in PATTERNS if p.cameo and _clash(p.cameo)], ids=lambda p: p.id)
def test_patterns_follow_the_decisions(pattern: Pattern) -> None:
    row = _clash(pattern.cameo or "")
    assert row is not None
    assert pattern.event in _many(row["event"])
    assert pattern.mode in {None, row["mode"]} or not row["mode"]


@pytest.mark.parametrize("row", [row for row in CLASHES if not row["cameo"]], ids=lambda row: row["clash"])
def test_what_was_dropped_is_not_in_use(row: dict[str, str]) -> None:
    types = set(get_args(EventType))
    assert not _many(row["never"]) & types
    assert _many(row["event"]) <= types
    assert not _many(row["never"]) & {p.mode for p in PATTERNS if p.event == row["event"]}


@pytest.mark.parametrize("event", get_args(EventType))
def test_statuses(event: EventType) -> None:
    assert plover(event, "occurred") == event
    assert plover(event, "denied") is None
    rows = {row["status"]: row["plover"] for row in table("plover_status") if row["event"] == event}
    for status in get_args(Status):
        if status in rows:
            assert plover(event, status) == (None if rows[status] == "-" else rows[status])


@pytest.mark.parametrize(
    ("text", "event", "expected"),
    [
        ("وزیر خارجه چین هفته آینده به تهران سفر خواهد کرد.", "CONSULT", "AGREE"),
        ("روسیه هفته آینده نیروهای خود را از سوریه خارج خواهد کرد.", "RETREAT", "CONCEDE"),
        ("آمریکا ایران را تحریم کرد.", "SANCTION", "SANCTION"),
        ("وزیر خارجه چین به تهران سفر نکرد.", "CONSULT", None),
    ],
)
def test_the_field_of_a_record(text: str, event: str, expected: str | None) -> None:
    found = vaqaye.read(text, published="2025-06-10").events
    assert [e.plover for e in found if e.event == event] == [expected]
