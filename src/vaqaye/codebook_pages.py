"""The codebook to look at: how many patterns there are, those of a type, and one pattern with its examples as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from vaqaye.errors import QueryError
from vaqaye.events.entries import TYPES, Entry, entries

_KINDS = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Count:
    """The patterns of a type and mode, and their examples."""

    type: str
    mode: str | None
    patterns: int
    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One pattern without its examples."""

    id: str
    type: str
    mode: str | None
    cameo: str | None
    match: tuple[str, ...]


def counts(folder: Path | None = None) -> list[Count]:
    """A count for each type and mode that has patterns, in the order of PLOVER."""
    patterns = Counter[tuple[str, str | None]]()
    examples = Counter[tuple[str, str | None, str]]()
    for entry in entries(folder):
        patterns[entry.type, entry.mode] += 1
        for kind in _KINDS:
            examples[entry.type, entry.mode, kind] += len(entry.examples(kind))
    return [
        Count(type_, mode, number, examples[type_, mode, "yes"], examples[type_, mode, "no"])
        for (type_, mode), number in sorted(patterns.items(), key=lambda c: (TYPES.index(c[0][0]), c[0][1] or ""))
    ]


def patterns(type_: str, folder: Path | None = None) -> list[Listed]:
    """The patterns of a type, in any case of its letters. QueryError where PLOVER has no such type."""
    if type_.upper() not in TYPES:
        raise QueryError(f"{type_!r} is no PLOVER type: choose of {', '.join(TYPES)}")
    return [
        Listed(entry.id, entry.type, entry.mode, entry.fields.get("cameo"), entry.match)
        for entry in entries(folder)
        if entry.type == type_.upper()
    ]


def one(id: str, folder: Path | None = None) -> Entry:
    """The pattern of that id. QueryError with similar ones where there is none."""
    found = {entry.id: entry for entry in entries(folder)}
    if id not in found:
        near = get_close_matches(id, found, n=3, cutoff=0.5)
        raise QueryError(
            f"no pattern is called {id!r}: {'did you mean ' + ' or '.join(near) if near else 'vaqaye codebook list shows all'}"
        )
    return found[id]


def page_of(entry: Entry) -> str:
    """A pattern with its examples, as Markdown that reads well as it is."""
    return "\n".join(_page(entry))


def _page(entry: Entry) -> Iterator[str]:
    fields = entry.fields
    yield f"### {entry.id}\n"
    about = [entry.type + (f" ({entry.mode})" if entry.mode else "")]
    if fields.get("cameo"):
        about.append(f"CAMEO {fields['cameo']}")
    about.extend(fields.get("contexts", ()))
    if fields.get("bare"):
        about.append("fires without any participant")
    if fields.get("hosted"):
        about.append("a visit where it is told to be at the house of one of two sides")
    if fields.get("abroad"):
        about.append("only of a person in another country than his own")
    if fields.get("mutual"):
        about.append("only where two take part")
    yield f"{', '.join(about)} · {entry.file}\n"
    yield "```text"
    yield from entry.match
    yield "```\n"
    if fields.get("unless"):
        yield f"Not beside: {'، '.join(fields['unless'])}\n"
    for example in entry.examples("yes"):
        yield f"- ✓ {example['text']}\n  {_roles(example)}"
    for example in entry.examples("no"):
        yield f"- ✗ {example['text']}\n  {example.get('why', '')}"


def _roles(example: Mapping[str, Any]) -> str:
    sides = ["، ".join(example.get(side, ())) or "–" for side in ("actor", "recipient")]
    return f"{sides[0]} → {sides[1]}, {example.get('status', 'occurred')}"


__all__ = ["Count", "Listed", "counts", "one", "page_of", "patterns"]
