"""Where sentences end, and which of them only repeat another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from vaqaye.resources import table

_LINE = re.compile(r"[^\n]+")
_END = re.compile(r"[.!؟…]+(?: ?[»\"')\]])*|\[n\]")


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row["word"] for row in table("abbreviations"))


def sentences(text: str) -> Iterator[tuple[int, int, int]]:
    """(line number, start, end) of each sentence of a view; stretches without a letter or digit are passed over."""
    for number, line in enumerate(_LINE.finditer(text)):
        start = line.start()
        for cut in _cuts(text, line.start(), line.end()):
            piece = _trim(text, start, cut)
            if piece:
                yield number, *piece
            start = cut


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without the spaces around, and without bullets and flags before the first word or opening quotation mark."""
    while start < end and not (text[start].isalnum() or text[start] in "«(\"'#@["):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    has_word = any(c.isalnum() for c in text[start : start + 400])
    return (start, end) if start < end and has_word else None


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        at, after = match.span()
        if match.group()[0] != "." or _ends(text, start, at, after, end):
            yield after
    yield end


def _ends(text: str, start: int, at: int, after: int, end: int) -> bool:
    """Whether a full stop ends a sentence."""
    if after >= end:
        return True
    before, behind = text[at - 1] if at > start else "", text[after]
    if before.isdigit() and behind.isdigit():  # «3.5 میلیون»
        return False
    if before.isascii() and before.isalpha() and behind.isascii() and behind.isalnum():  # «asriran.com»
        return False
    left = at
    while left > start and (text[left - 1].isalpha() or text[left - 1] == "\u200c"):
        left -= 1
    word = text[left:at]
    return not (0 < len(word) <= 3 and word in _abbreviations())
