"""Spellings and inflections of a word of the lexicon or the codebook, as keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from vaqaye.text import ZWNJ, key_of, look

_MARK = re.compile("([.،+-])")  # «پ.ک.ک», «گروه ۱+۵»: marks are words of their own

# Plural, ezafe, indefinite, possessive: «دیدارها», «دیدارهای», «دیداری», «دیدارش», «دیدارهایشان».
_AFTER_CONSONANT = (
    "", "ی", "ها", "های", "هایی", "هایش", "هایشان", "هایمان", "هایم", "ش", "شان", "مان", "م", "یش", "یی",
)  # fmt: skip
_AFTER_HEH = ("", "ای", "ی", "ها", "های", "هایی", "هایش", "هایشان", "هایمان", "اش", "شان", "اشان", "ام")
_AFTER_VOWEL = ("", "ی", "یی", "ها", "های", "هایی", "هایش", "هایشان", "یش", "یشان", "ئی", "یم", "یمان")


def inflected(key: str) -> tuple[str, ...]:
    """The forms of a noun or adjective, given and returned as keys; the plain form first."""
    if not key or not key[-1].isalpha() or key[-1].isascii():
        return (key,)
    tails = _AFTER_HEH if key[-1] == "ه" else _AFTER_VOWEL if key[-1] in "اوی" else _AFTER_CONSONANT
    return tuple(key + tail for tail in tails)


def spellings(name: str) -> Iterator[tuple[str, ...]]:
    """A name of several words as sequences of keys, with each half-space joined or turned into a space.

    «رئیس‌جمهور روسیه» gives (رییسجمهور, روسیه) and (رییس, جمهور, روسیه).
    """
    choices: list[list[tuple[str, ...]]] = []
    for word in _MARK.sub(r" \1 ", look(name).text).split():
        parts = [p for p in word.split(ZWNJ) if p]
        whole = (key_of(word),)
        choices.append([whole] if len(parts) == 1 or _bound(parts) else [whole, tuple(key_of(p) for p in parts)])
    for choice in product(*choices[:8]):
        yield tuple(key for piece in choice for key in piece)


def _bound(parts: list[str]) -> bool:
    """Endings that the tokeniser rejoins by itself: «کشته‌ها», «می‌رود»."""
    return parts[-1] in ("ها", "های", "ای", "تر", "ترین", "اند") or parts[0] in ("می", "نمی")
