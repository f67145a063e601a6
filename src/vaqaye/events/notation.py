"""The notation of `match` in the codebook: from «{کنشگر} با {طرف} (دیدار|ملاقات) {کردن}» to its parts.

docs/codebook.md tells what each part means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import Literal

from vaqaye.errors import ResourceError

Role = Literal["actor", "recipient", "partner", "host"]
SLOTS: dict[str, Role] = {"کنشگر": "actor", "گیرنده": "recipient", "طرف": "partner", "جا": "host"}
OBJECT_MARKER = "را"
GAP = "…"  # words may stand between: «باید … پایان {دادن}»
_NOT, _WILL = "نه ", "خواهد "
_PERSONS = {"ما ": 1, "شما ": 2}

_PIECE = re.compile(
    r"\s*(?:\{(?P<brace>[^{}]*)\}|\((?P<group>[^()]*)\)|(?P<open>\[)|(?P<close>\])|(?P<word>[^\s\[\](){}|]+))"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Alternatives of one or more words: «دیدار», «(تماس تلفنی|گفت‌وگوی تلفنی)»."""

    options: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of `lexicon/verbs.tsv`, any form: «{کردن|نمودن}».

    With `negative` negated forms only: «{نه پذیرفتن}»; with `future` what somebody says he will do: «{خواهد زدن}»; with
    `person` 1 the first person only: «{ما داشتن}», with 2 what somebody is told to do: «{شما کردن}».
    """

    lemmas: tuple[str, ...]
    negative: bool = False
    future: bool = False
    person: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A participant. `optional` where it stands in brackets."""

    role: Role
    optional: bool = False


Part = Words | Verb | Slot


def parse(match: str, where: str) -> list[Part]:
    """The parts of a `match` string in order; ResourceError (naming `where`) if it can't be read."""
    parts: list[Part] = []
    inside, at = False, 0
    text = match.strip()
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            raise ResourceError(
                f"{where}: can't read {match!r} at {text[at:]!r}; see docs/codebook.md for the notation"
            )
        at = piece.end()
        if piece["open"] or piece["close"]:
            if bool(piece["open"]) == inside:
                raise ResourceError(f"{where}: brackets do not pair in {match!r}")
            inside = bool(piece["open"])
        elif piece["brace"] is not None:
            parts.append(_brace(piece["brace"], inside, where))
        else:
            options = piece["group"].split("|") if piece["group"] is not None else [piece["word"]]
            parts.append(Words(tuple(o.strip() for o in options if o.strip()), inside))
    if inside:
        raise ResourceError(f"{where}: a bracket is not closed in {match!r}")
    return parts


def _brace(inner: str, optional: bool, where: str) -> Part:
    inner = inner.strip()
    negative, future = inner.startswith(_NOT), inner.startswith(_WILL)
    person, spoken = next(((n, lead) for lead, n in _PERSONS.items() if inner.startswith(lead)), (0, ""))
    names = tuple(n.strip() for n in inner.removeprefix(_NOT).removeprefix(_WILL).removeprefix(spoken).split("|"))
    if names[0] in SLOTS:
        return Slot(SLOTS[names[0]], optional)
    if all(n.endswith("ن") for n in names):
        return Verb(names, negative, future, person)
    raise ResourceError(f"{where}: {{{inner}}} is neither a slot ({'، '.join(SLOTS)}) nor an infinitive")


def variants(parts: list[Part]) -> list[list[Part]]:
    """With and without each optional run of plain words; optional slots stay (they are looked for, not demanded).

    Words in one bracket with a slot («[علیه {گیرنده}]») belong to the slot and stay too.
    """
    blocks: list[list[list[Part]]] = []
    index = 0
    while index < len(parts):
        run = _optional_words(parts, index)
        if run:
            blocks.append([[Words(w.options) for w in run], []])
            index += len(run)
        else:
            blocks.append([[parts[index]]])
            index += 1
    return [[part for block in choice for part in block] for choice in product(*blocks)]


def _optional_words(parts: list[Part], start: int) -> list[Words]:
    run: list[Words] = []
    for part in parts[start:]:
        if not (isinstance(part, Words) and part.optional):
            break
        run.append(part)
    after = parts[start + len(run)] if start + len(run) < len(parts) else None
    return [] if isinstance(after, Slot) and after.optional else run
