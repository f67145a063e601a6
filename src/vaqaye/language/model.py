"""The neural reader: words of a sentence in, tags, ezafe, names and a dependency tree out.

The only module that knows a model runtime. A sentence is a sequence of words; each word is cut into the pieces of a
unigram vocabulary (the cut of highest probability, found by dynamic programming), so that every answer belongs to a word
and offsets never have to be mapped back.
"""

from __future__ import annotations

from pathlib import Path

UNKNOWN = 3
START, PAD, END = 0, 1, 2
_LONGEST_WORD = 64  # characters of one word that are looked at
_MOST_PIECES = 24  # of one word
_META = "▁"

# Spellings that mean the same to the encoder: it was trained on these.
_SPELLING = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "«": '"', "»": '"', "“": '"',
        "”": '"', "„": '"', "‘": "'", "’": "'", "?": "؟", ";": "؛", ",": "،", "٬": "،", "–": "-", "—": "-", "−": "-",
        "٪": "%", "…": "...", "ـ": "", "\u200d": "\u200c", "\u200e": "", "\u200f": "", "\ufeff": "", "_": "\u200c",
        **{chr(c): "" for c in (*range(0x64B, 0x656), 0x670)},
        **{chr(0x06F0 + d): str(d) for d in range(10)},
        **{chr(0x0660 + d): str(d) for d in range(10)},
    }
)  # fmt: skip


class Pieces:
    """A unigram vocabulary: `scores` maps a piece to its row and log probability."""

    def __init__(self, scores: dict[str, tuple[int, float]]) -> None:
        self._scores = scores
        self._longest = max(map(len, scores))
        self._floor = min(score for _, score in scores.values()) - 10.0
        self._cache: dict[str, tuple[int, ...]] = {}

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """From a file of `piece TAB log probability` lines; the first four rows are for start, padding, end, unknown."""
        scores: dict[str, tuple[int, float]] = {}
        for row, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            piece, _, score = line.partition("\t")
            if row > UNKNOWN:
                scores[piece] = (row, float(score))
        return cls(scores)

    def of(self, word: str) -> tuple[int, ...]:
        """The rows of the pieces of one word, at least one; a half-space begins a new piece."""
        known = self._cache.get(word)
        if known is None:
            if len(self._cache) > 200_000:
                self._cache.clear()
            known = self._cache[word] = tuple(self._cut(word[:_LONGEST_WORD]))[:_MOST_PIECES] or (UNKNOWN,)
        return known

    def _cut(self, word: str) -> list[int]:
        rows: list[int] = []
        for part in word.translate(_SPELLING).replace("\u200c", " ").split():
            rows += self._best(_META + part)
        return rows

    def _best(self, text: str) -> list[int]:
        """The most probable cut of `text`; a character that no piece covers is UNKNOWN, neighbours merged."""
        size = len(text)
        best = [0.0] + [-1e30] * size
        back: list[tuple[int, int]] = [(0, UNKNOWN)] * (size + 1)
        for start in range(size):
            base = best[start]
            for end in range(start + 1, min(size, start + self._longest) + 1):
                found = self._scores.get(text[start:end])
                if found and base + found[1] > best[end]:
                    best[end] = base + found[1]
                    back[end] = (start, found[0])
            if base + self._floor > best[start + 1]:
                best[start + 1] = base + self._floor
                back[start + 1] = (start, UNKNOWN)
        rows: list[int] = []
        at = size
        while at > 0:
            at, row = back[at]
            if not (row == UNKNOWN and rows and rows[-1] == UNKNOWN):
                rows.append(row)
        return rows[::-1]
