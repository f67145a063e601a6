"""The normalised view: one spelling for each letter, digit, comma and space, and the way back to the source.

Two forms are used everywhere else:

- the *view*: normalised text, half-spaces kept; regular expressions and sentence rules run on it;
- the *key* of a word (`fold`): the view without half-spaces, so that «گفت‌وگو» and «گفتوگو» are one word.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from vaqaye.errors import ResourceError
from vaqaye.resources import table

ZWNJ = "\u200c"

# One character for one character: Arabic letters as Persian ones, all digits as ASCII, exotic spaces as spaces.
_SAME_LENGTH = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ې": "ی", "ۍ": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه",
        "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n",
        "\x0c": "\n", "\x85": "\n", "\t": " ", "“": "«", "„": "«", "‟": "«", "”": "»", "〝": "«", "〞": "»", "❝": "«",
        "❞": "»", "‘": "'", "’": "'", "?": "؟", ";": "؛", "﴾": "(", "﴿": ")", "–": "-", "—": "-",
        "‐": "-", "‑": "-", "−": "-", "٪": "%", "\u00ad": ZWNJ, "\u200d": ZWNJ, "¬": ZWNJ,
        **{chr(c): " " for c in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)},
        **{chr(0x06F0 + d): str(d) for d in range(10)},
        **{chr(0x0660 + d): str(d) for d in range(10)},
        **{chr(0xFF10 + d): str(d) for d in range(10)},
    }
)  # fmt: skip

# Vowel marks, kashida, bidi controls, byte order mark: dropped from the view.
_DROPPED = "\u064b-\u0655\u0657-\u065f\u0670\u0640\u06d6-\u06ed\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00"
_DROP = re.compile(f"[{_DROPPED}]+")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
# «٬» is a comma in «رئیسی٬ رئیس جمهوری» and a separator in «۱٬۲۰۰»; «,» between words is a comma too.
_COMMAS = re.compile(r"(?<![0-9])[٬,]|[٬,](?![0-9])")
_PAIR = re.compile(r'"([^"\n]*)"')  # straight quotation marks, in pairs within a line
_HALF = re.compile("\u200c{2,}|(?<=[\\s«»(),.:؛،!؟])\u200c+|\u200c+(?=[\\s«»(),.:؛،!؟])|^\u200c+|\u200c+$")
_CHANGED = re.compile(f"\u200c*[{_DROPPED}][{_DROPPED}\u200c]*|{_PRESENTATION.pattern}|{_HALF.pattern}")


@dataclass(frozen=True, slots=True)
class View:
    """A normalised text and the map back. `offsets[i]` is the source offset of `text[i]`, None where all are equal."""

    text: str
    source: str
    offsets: array[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of `text[start:end]`; what was dropped between two kept characters belongs to the left one."""
        if self.offsets is None:
            return start, end
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.source)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1

    def at(self, source: int) -> int:
        """The first index of the view at or after a source offset."""
        return source if self.offsets is None else bisect_left(self.offsets, source)


def look(source: str) -> View:
    """The normalised view of any text, in time linear in its length."""
    text = source.translate(_SAME_LENGTH)
    offsets: array[int] | None = None
    if "٬" in text or "," in text:
        text = _COMMAS.sub("،", text)
    if '"' in text:
        text = _PAIR.sub(r"«\1»", text)
    if _CHANGED.search(text):
        text, offsets = _rebuild(text)
    return View(text, source, offsets)


def _rebuild(text: str) -> tuple[str, array[int]]:
    """Drops and expands characters, keeping for each kept one where it came from."""
    parts: list[str] = []
    offsets: array[int] = array("q")
    last = 0
    for match in _CHANGED.finditer(text):
        start, end = match.span()
        parts.append(text[last:start])
        offsets.extend(range(last, start))
        piece = match.group()
        if _PRESENTATION.match(piece):
            wide = _DROP.sub("", unicodedata.normalize("NFKC", piece).translate(_SAME_LENGTH)).strip()
            parts.append(wide)
            offsets.extend([start] * len(wide))
        elif ZWNJ in piece and _inner(text, start, end):
            parts.append(ZWNJ)
            offsets.append(start)
        last = end
    parts.append(text[last:])
    offsets.extend(range(last, len(text)))
    return "".join(parts), offsets


def _inner(text: str, start: int, end: int) -> bool:
    """Between two letters, where a doubled half-space is still one half-space."""
    return start > 0 and end < len(text) and text[start - 1].isalnum() and text[end].isalnum()


def key_of(word: str) -> str:
    """The key of a word that is already in view form: no half-spaces, one spelling of hamza.

    «رئیسی» and «رییسی», «امضاء» and «امضا», «گفت‌وگو» and «گفتوگو» are one key.
    """
    # Four replacements take a quarter of the time of one str.translate.
    return word.replace(ZWNJ, "").replace("ئ", "ی").replace("ء", "").replace("_", "")


@cache
def keys_of(name: str) -> frozenset[str]:
    """The words of a set of `lexicon/word_sets.tsv`, as keys; ResourceError where there is no such set."""
    found = frozenset(key_of(row["word"]) for row in table("word_sets") if row["set"] == name)
    if not found:
        raise ResourceError(f"lexicon/word_sets.tsv has no set {name!r}: add its words, a line each")
    return found


def fold(word: str) -> str:
    """The key of a word or name in any spelling; spaces are kept."""
    return key_of(look(word).text)
