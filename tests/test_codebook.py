"""Every example of the codebook: each `yes` fires with its people and status, no `no` fires, the rules of the house hold."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest

from vaqaye import Reader, Reading, resources
from vaqaye.model import Event, Participant

MODES = {
    "CONSULT": "visit third-party multilateral phone", "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet", "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize", "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone"
    " heavy-weapons crowd-control unconventional",
}  # fmt: skip


@cache
def _entries() -> list[dict[str, Any]]:
    return [
        {**entry, "type": resources.codebook(name)["type"], "file": name}
        for name in resources.codebook_files()
        for entry in resources.codebook(name).get("pattern", ())
    ]


def _examples(kind: str) -> list[Any]:
    return [
        pytest.param(entry, example, id=f"{entry['id']}.{number}")
        for entry in _entries()
        for number, example in enumerate(entry.get(kind, ()), 1)
    ]


@cache
def _reader() -> Reader:
    return Reader()


@cache
def _read(text: str) -> Reading:
    from vaqaye import Article

    return _reader()(Article(text=text, published="2025-06-10", source="ایسنا"))


def _words(reading: Reading, side: tuple[Participant, ...]) -> list[str]:
    return [reading.article.text[p.start : p.end] for p in side if p.start is not None]


def _covers(reading: Reading, side: tuple[Participant, ...], wanted: list[str]) -> bool:
    return all(any(w in part or part in w for part in _words(reading, side)) for w in wanted)


def _shown(reading: Reading) -> list[tuple[str, str, list[str], list[str]]]:
    return [(e.pattern, e.status, _words(reading, e.actor), _words(reading, e.recipient)) for e in reading.events]


@pytest.mark.parametrize(("entry", "example"), _examples("yes"))
def test_yes_fires(entry: dict[str, Any], example: dict[str, Any]) -> None:
    reading = _read(example["text"])
    fired: list[Event] = [e for e in reading.events if e.pattern == entry["id"]]
    assert fired, f"{entry['id']} did not fire; these did: {_shown(reading)}"
    fits = [
        e
        for e in fired
        if _covers(reading, e.actor, example.get("actor", []))
        and _covers(reading, e.recipient, example.get("recipient", []))
        and e.status == example.get("status", "occurred")
    ]
    assert fits, f"fired otherwise: {_shown(reading)}, wanted {example}"


@pytest.mark.parametrize(("entry", "example"), _examples("no"))
def test_no_stays_silent(entry: dict[str, Any], example: dict[str, Any]) -> None:
    reading = _read(example["text"])
    assert entry["id"] not in {e.pattern for e in reading.events}, f"fired: {_shown(reading)}"
    assert example.get("why"), "say why it is none"


def test_ids_are_unique() -> None:
    twice = [id for id, count in Counter(e["id"] for e in _entries()).items() if count > 1]
    assert not twice


@pytest.mark.parametrize("entry", _entries(), ids=lambda e: e["id"])
def test_entry_is_whole(entry: dict[str, Any]) -> None:
    assert entry["id"].split(".")[0] == entry["file"] == entry["type"].lower()
    assert len(entry.get("yes", ())) >= 2, "two sentences that prove it"
    assert len(entry.get("no", ())) >= 1, "one near miss"
    assert entry.get("mode") is None or entry["mode"] in MODES.get(entry["type"], "").split()
    assert entry.get("cameo") is None or entry["cameo"].isdigit()
    for example in entry["yes"]:
        for words in (*example.get("actor", ()), *example.get("recipient", ())):
            assert words in example["text"], f"{words!r} does not stand in its sentence"


def test_enough_patterns() -> None:
    assert len(_entries()) >= 150
