"""The words of `lexicon/status.tsv`, ready to be looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from vaqaye.language import Token
from vaqaye.language.inflect import spellings
from vaqaye.model import Status
from vaqaye.resources import table

_NEAR = 3  # words between a noun and what stands before it: «احتمال یک حمله»

Keys = tuple[str, ...]


@dataclass(slots=True)
class Signs:
    """`before`: with its reach. `verbs`, `of`, `that`, `not_that`, `used`: (noun, verb), `''` for any noun."""

    before: dict[Keys, tuple[int, Status]] = field(default_factory=dict)
    after: dict[Keys, Status] = field(default_factory=dict)
    soon: set[Keys] = field(default_factory=set)
    verbs: dict[tuple[str, str], str] = field(default_factory=dict)
    of: dict[tuple[str, str], str] = field(default_factory=dict)
    that: dict[tuple[str, str], Status] = field(default_factory=dict)
    not_that: dict[tuple[str, str], Status] = field(default_factory=dict)
    used: dict[tuple[str, str], str] = field(default_factory=dict)


@cache
def signs() -> Signs:
    """All of them."""
    found = Signs()
    tables: dict[str, dict[tuple[str, str], Any]] = {
        "of": found.of, "that": found.that, "not that": found.not_that, "for": found.used,
    }  # fmt: skip
    for row in table("status"):
        where, state = row["where"], row["status"]
        for keys in spellings(row["word"]) if row["word"] else [("",)]:
            if where in ("before", "next"):
                found.before[keys] = (_NEAR if where == "before" else 1), state  # type: ignore[assignment]
            elif where == "after":
                found.after[keys] = state  # type: ignore[assignment]
            elif where == "soon":
                found.soon.add(keys)
            else:
                tables.get(where, found.verbs)[keys[-1], row["verb"]] = state or "happens"
    return found


def stands(tokens: list[Token], last: int) -> tuple[int, Status] | None:
    """The reach and status of the words that end on a token and stand before an act; the longest counts."""
    for width in (3, 2, 1):
        keys = tuple(t.key for t in tokens[max(0, last - width + 1) : last + 1])
        if len(keys) == width and keys in signs().before:
            return signs().before[keys]
    return None


def follows(tokens: list[Token], first: int) -> Status | None:
    """The status of the adjective that starts on a token behind an act."""
    found = (signs().after.get(tuple(t.key for t in tokens[first : first + width])) for width in (3, 2, 1))
    return next((state for state in found if state), None)


def plan(tokens: list[Token], first: int) -> bool:
    """Whether «به‌زودی», «هفته آینده» or their like starts on a token."""
    return any(tuple(t.key for t in tokens[first : first + width]) in signs().soon for width in (1, 2, 3))
