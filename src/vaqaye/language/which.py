"""Whether a text is Persian: by letters and a few words that only one of the languages in this script has."""

from __future__ import annotations

import re
from functools import cache

from vaqaye.resources import table
from vaqaye.text import key_of, look

NAMES = {
    "fa": "Persian",
    "ar": "Arabic",
    "ps": "Pashto",
    "ur": "Urdu",
    "ckb": "Kurdish",
    "en": "in Latin script",
    "und": "another script",
}
_SAMPLE = 1500
_WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")


@cache
def _telling() -> dict[str, str]:
    return {key_of(row["word"]): row["language"] for row in table("languages")}


def language(text: str) -> str | None:
    """`fa`, another code of NAMES, or None where there are no words; looks at the first 1,500 characters."""
    sample = look(text[:_SAMPLE]).text
    words = _WORD.findall(sample)
    if not words:
        return None if len(text) <= _SAMPLE or not any(c.isalpha() for c in text) else language(text[_SAMPLE:].lstrip())
    arabic = sum("\u0600" <= w[0] <= "\u06ff" for w in words)
    if arabic * 3 < len(words):
        return "en" if sum(w.isascii() for w in words) * 2 > len(words) else "und"
    counts: dict[str, int] = {}
    telling = _telling()
    for word in words:
        code = telling.get(key_of(word))
        if code:
            counts[code] = counts.get(code, 0) + 1
    for letter, code in (
        ("ټ", "ps"),
        ("ډ", "ps"),
        ("ښ", "ps"),
        ("ړ", "ps"),
        ("ٹ", "ur"),
        ("ڈ", "ur"),
        ("ڑ", "ur"),
        ("ے", "ur"),
        ("ێ", "ckb"),
        ("ۆ", "ckb"),
    ):
        if letter in sample:
            counts[code] = counts.get(code, 0) + 3 * sample.count(letter)
    if not counts:
        return "fa"
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > counts.get("fa", 0) else "fa"
