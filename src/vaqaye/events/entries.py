"""The patterns of the codebook as they are written, ours and those of a user's folder, and what may stand in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from vaqaye import resources
from vaqaye.errors import CodebookError, ResourceError
from vaqaye.model import EventType

TYPES: tuple[str, ...] = get_args(EventType)
_KEYS = frozenset("id mode cameo contexts bare hosted abroad mutual unless match yes no replace".split())
_SEE = "docs/codebook.md shows how a pattern is written"


@dataclass(frozen=True, slots=True)
class Entry:
    """One pattern with its examples: `fields` is what the file has; `file` is named as in messages."""

    file: str
    type: str
    id: str
    fields: Mapping[str, Any]
    own: bool = False  # from a folder of the user's

    @property
    def match(self) -> tuple[str, ...]:
        """The lines of `match`."""
        lines = self.fields["match"]
        return (lines,) if isinstance(lines, str) else tuple(lines)

    @property
    def mode(self) -> str | None:
        """The PLOVER mode, where it has one."""
        mode: str | None = self.fields.get("mode")
        return mode

    def examples(self, kind: str) -> tuple[Mapping[str, Any], ...]:
        """The examples of `yes` or `no`."""
        return tuple(self.fields.get(kind, ()))


def entries(folder: Path | None = None) -> tuple[Entry, ...]:
    """All patterns in the order of their files; those of the folder last, in the place of ours where they say `replace`.

    ResourceError, for the folder CodebookError, with file, pattern and what to do where one is not well written.
    """
    ours = _ours()
    if not folder:
        return tuple(ours.values())
    found = dict(ours)
    for file, book in resources.codebook_of(folder):
        try:
            for entry in _entries(file, book, own=True):
                _clash(entry, ours.keys(), found)
                found.pop(entry.id, None)
                found[entry.id] = entry
        except ResourceError as error:
            raise CodebookError(str(error)) from error
    return tuple(found.values())


@cache
def _ours() -> dict[str, Entry]:
    """The patterns that Vaqaye has: they can't change while it runs, and to check them takes a fifth of a second."""
    found: dict[str, Entry] = {}
    for name in resources.codebook_files():
        for entry in _entries(f"codebook/{name}.toml", resources.codebook(name), own=False):
            if entry.id in found:
                raise ResourceError(f"{entry.file}: the id {entry.id} is used twice: give one of them another")
            found[entry.id] = entry
    return found


def _clash(entry: Entry, ours: Set[str], found: Mapping[str, Entry]) -> None:
    replaces = bool(entry.fields.get("replace"))
    where = f"{entry.file}: {entry.id}"
    if entry.id in found and found[entry.id].own:
        raise CodebookError(f"{where}: the id is used twice, in {found[entry.id].file} too: give one of them another")
    if entry.id in ours and not replaces:
        raise CodebookError(
            f"{where}: Vaqaye has a pattern of that id: give yours another, or write replace = true to put it in its place"
        )
    if replaces and entry.id not in ours:
        raise CodebookError(
            f"{where}: replace = true, but Vaqaye has no pattern of that id: leave it out, or mend the id"
        )


def _entries(file: str, book: Mapping[str, Any], *, own: bool) -> Iterator[Entry]:
    patterns = book.get("pattern", [])
    if not isinstance(patterns, list) or not all(isinstance(p, dict) for p in patterns):
        raise ResourceError(f"{file}: pattern is no list: begin each pattern with a line [[pattern]]; {_SEE}")
    type_ = book.get("type")
    if type_ not in TYPES:
        said = "lacks a type" if type_ is None else f"has the type {type_!r}, which PLOVER does not have"
        raise ResourceError(f'{file} {said}: its first line must be like type = "CONSULT"; types: {", ".join(TYPES)}')
    for fields in patterns:
        wrong = _wrong(str(type_), fields, own=own)
        if wrong:
            raise ResourceError(f"{file}: {fields.get('id', 'a pattern without id')}: {wrong}; {_SEE}")
        yield Entry(file, str(type_), fields["id"], fields, own)


def _wrong(type_: str, fields: Mapping[str, Any], *, own: bool) -> str | None:
    """What is wrong with a pattern, and what to do; None if nothing is."""
    missing = [key for key in ("id", "match") if not fields.get(key)]
    unknown = sorted(set(fields) - (_KEYS if own else _KEYS - {"replace"}))
    if missing:
        return f"write its {' and '.join(missing)}"
    if unknown:
        return f"{unknown[0]} means nothing here: a pattern may have {', '.join(sorted(_KEYS))}"
    if not isinstance(fields["id"], str) or not fields["id"].startswith(f"{type_.lower()}."):
        return f"an id begins with the type, as {type_.lower()}.what.word does: mend it"
    for key in ("match", "contexts", "unless"):
        value = fields.get(key, [])
        if not isinstance(value, list) and not (key == "match" and isinstance(value, str)):
            return f"{key} must be a list: put it into [ ]"
        if not all(isinstance(item, str) for item in value):
            return f"{key} has what is no text: put each item between quotation marks"
    modes = _modes().get(type_, ())
    mode, cameo = fields.get("mode"), fields.get("cameo")
    if mode is not None and mode not in modes:
        return f"{type_} has no mode {mode!r}: {'choose of ' + ', '.join(modes) if modes else 'leave it out'}"
    if cameo is not None and not (isinstance(cameo, str) and cameo.isdigit()):
        return 'cameo must be digits between quotation marks, as "040"'
    for kind in ("yes", "no"):
        value = fields.get(kind, [])
        if not isinstance(value, list) or not all(
            isinstance(e, dict) and isinstance(e.get("text"), str) for e in value
        ):
            return f'{kind} must be examples: [[pattern.{kind}]] and below it text = "…"'
    return None


@cache
def _modes() -> dict[str, tuple[str, ...]]:
    modes: dict[str, list[str]] = {}
    for row in resources.table("plover_modes"):
        modes.setdefault(row["event"], []).append(row["mode"])
    return {event: tuple(found) for event, found in modes.items()}


__all__ = ["TYPES", "Entry", "entries"]
