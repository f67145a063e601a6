"""Where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from vaqaye.language.verbs import forms
from vaqaye.resources import table
from vaqaye.text import key_of

_LINE = re.compile(r"[^\n]+")
# «گفت: «چرا نمی‌روید؟».» ends behind its last mark.
_END = re.compile(r"[.!؟…]+(?:(?: ?[»\"']|[)\]])+[.!؟…]*)*|\[n\]")
_WORD = r"[^\W\d_]+(?:\u200c[^\W\d_]+)*"
# «تهران - ایرنا: نشست … آغاز شد.»: the place and the agency are no part of the first sentence.
_DATELINE = re.compile(rf"[^\w\n]*{_WORD}(?: {_WORD}){{0,2}} - {_WORD}(?: {_WORD}){{0,2}} ?:(?=\s)")


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
    return (start, end) if start < end and has_word and text[start:end] != "[n]" else None


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    line, first = start, True
    for match in _END.finditer(text, start, end):
        at, after = match.span()
        if first and (head := _DATELINE.match(text, start, at)):
            yield head.end()
            start = head.end()
        first = False
        if _ends(text, line, start, at, after, end):
            yield after
            start, first = after, True
    if first and (head := _DATELINE.match(text, start, end)):
        yield head.end()
    yield end


def _ends(text: str, line: int, start: int, at: int, after: int, end: int) -> bool:
    """Whether the mark at `at` ends the sentence that began at `start`."""
    if after >= end or text[at] in "!؟[":
        return True
    if text[at] == "…" or (after - at > 1 and text[at + 1] == "."):
        return not _open_list(text, start, at)
    return _full_stop(text, line, at, after)


def _open_list(text: str, start: int, at: int) -> bool:
    """«آب، برق و … را قطع کردند», «با تانک و نفربر… آمدند»: the dots stand for more of the same."""
    words = text[max(start, at - 60) : at].split()[-2:]
    if not words:
        return False
    before, last = words[0].lstrip("("), words[-1].lstrip("(")
    return last == "و" or (before == "و" and key_of(last) not in forms())


def _full_stop(text: str, line: int, at: int, after: int) -> bool:
    before, behind = text[at - 1] if at > line else "", text[after]
    if before.isdigit() and behind.isdigit():  # «3.5 میلیون»
        return False
    if before.isascii() and before.isalpha() and behind.isascii() and behind.isalnum():  # «asriran.com»
        return False
    left = at
    while left > line and at - left < 8 and (text[left - 1].isalpha() or text[left - 1] == "\u200c"):
        left -= 1
    word = text[left:at]
    return not (0 < len(word) <= 3 and word in _abbreviations())
