"""Every example of the codebook: each `yes` fires with its people and status, no `no` fires, the rules of the house hold."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from vaqaye import Reader, proof
from vaqaye.events.entries import Entry, entries

ENTRIES = entries()


def _examples(kind: str) -> list[Any]:
    return [
        pytest.param(entry, example, id=f"{entry.id}.{number}")
        for entry in ENTRIES
        for number, example in enumerate(entry.examples(kind), 1)
    ]


@cache
def _reader() -> Reader:
    return Reader(model=False)


@pytest.mark.parametrize(("entry", "example"), _examples("yes"))
def test_yes_fires(entry: Entry, example: dict[str, Any]) -> None:
    assert not list(proof.unfired(entry, example, _reader()))


@pytest.mark.parametrize(("entry", "example"), _examples("no"))
def test_no_stays_silent(entry: Entry, example: dict[str, Any]) -> None:
    assert not list(proof.fired(entry, example, _reader()))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_entry_is_whole(entry: Entry) -> None:
    assert not list(proof.incomplete(entry))
    assert entry.file == f"codebook/{entry.type.lower()}.toml"


def test_enough_patterns() -> None:
    assert len(ENTRIES) >= 150
