"""The examples of the codebook, run: each `yes` fires with its people and status, no `no` fires; ours and a user's alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vaqaye.errors import VaqayeError
from vaqaye.events.entries import Entry, entries
from vaqaye.model import Article, Event, Participant, Reading
from vaqaye.reader import Reader

FEWEST = {"yes": 2, "no": 1}
"""Examples that a pattern must have."""

# The day that the examples count from, and an outlet that is none of their actors.
_PUBLISHED, _SOURCE = "2025-06-10", "ایسنا"
_MAY_HAVE = {"yes": frozenset("text actor recipient status".split()), "no": frozenset(("text", "why"))}


def check(folder: Path) -> tuple[int, list[str]]:
    """The number of patterns in a folder, and what is wrong with them: file, pattern, fault and what to do.

    CodebookError where a pattern is so written that it can't be read.
    """
    reader = Reader(codebook=folder, model=False)
    own = [entry for entry in entries(folder) if entry.own]
    return len(own), [f"{entry.file}: {entry.id}: {fault}" for entry in own for fault in faults(entry, reader)]


def faults(entry: Entry, reader: Reader) -> Iterator[str]:
    """What is wrong with a pattern and its examples."""
    yield from incomplete(entry)
    for example in entry.examples("yes"):
        yield from unfired(entry, example, reader)
    for example in entry.examples("no"):
        yield from fired(entry, example, reader)


def incomplete(entry: Entry) -> Iterator[str]:
    """Examples that are missing or not well written."""
    for kind, fewest in FEWEST.items():
        number = len(entry.examples(kind))
        if number < fewest:
            yield f"{number} examples of {kind}: write {fewest - number} more, [[pattern.{kind}]]"
        for example in entry.examples(kind):
            unknown = sorted(set(example) - _MAY_HAVE[kind])
            if unknown:
                may = ", ".join(sorted(_MAY_HAVE[kind]))
                yield f"«{example['text']}»: {unknown[0]} means nothing in an example of {kind}: it may have {may}"
    for example in entry.examples("yes"):
        for words in (*example.get("actor", ()), *example.get("recipient", ())):
            if words not in example["text"]:
                yield f"«{words}» does not stand in «{example['text']}»: quote the words as they are there"
    for example in entry.examples("no"):
        if not example.get("why"):
            yield f"«{example['text']}»: say in why what it is instead"


def unfired(entry: Entry, example: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    """Why a `yes` is none: the pattern does not fire on it, or with others, or with another status."""
    text = example["text"]
    try:
        reading = _read(text, reader)
    except VaqayeError as error:
        yield f"«{text}» can't be read: {error}"
        return
    events = [event for event in reading.events if event.pattern == entry.id]
    if not events:
        others = f"these did: {_shown(reading)}" if reading.events else "nothing did"
        yield f"did not fire on «{text}», {others}; see vaqaye codebook try"
    elif not any(_fits(reading, event, example) for event in events):
        wanted = {key: value for key, value in example.items() if key != "text"} or "status occurred"
        yield f"fired otherwise on «{text}»: {_shown(reading)}; wanted {wanted}"


def fired(entry: Entry, example: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    """Why a `no` is none: the pattern fires on it."""
    reading = _read(example["text"], reader)
    if entry.id in {event.pattern for event in reading.events}:
        yield f"fired on «{example['text']}»: {_shown(reading)}; narrow its words, or add to unless"


def _read(text: str, reader: Reader) -> Reading:
    return reader(Article(text=text, published=_PUBLISHED, source=_SOURCE))


def _fits(reading: Reading, event: Event, example: Mapping[str, Any]) -> bool:
    return (
        _covers(reading, event.actor, example.get("actor", ()))
        and _covers(reading, event.recipient, example.get("recipient", ()))
        and event.status == example.get("status", "occurred")
    )


def _covers(reading: Reading, side: tuple[Participant, ...], wanted: list[str]) -> bool:
    return all(any(w in part or part in w for part in _words(reading, side)) for w in wanted)


def _words(reading: Reading, side: tuple[Participant, ...]) -> list[str]:
    return [reading.article.text[p.start : p.end] for p in side if p.start is not None]


def _shown(reading: Reading) -> str:
    return ", ".join(
        f"{e.pattern} ({e.status}; {'، '.join(_words(reading, e.actor)) or '–'} → "
        f"{'، '.join(_words(reading, e.recipient)) or '–'})"
        for e in reading.events
    )


__all__ = ["FEWEST", "check", "fired", "incomplete", "unfired"]
