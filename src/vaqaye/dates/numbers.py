"""Numbers in Persian, in words, figures, or both: «یک هزار و دویست», «۴ میلیون و ۵۰۰ هزار», «۳٫۵», «بیست و نهم».

Read from left to right as Persian is spoken: what follows «و» must be smaller than the place that is still free, so
that «بیست و پنج» is one number and «پنج و شش» are two. A scale multiplies all that stands before it up to a larger
scale: «هزار و دویست میلیارد» is 1,200 thousand million, «۲ میلیون و ۳۰۰ هزار» is 2,300,000.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from vaqaye.resources import table
from vaqaye.text import ZWNJ

Piece = tuple[int, int, str]


class Number(NamedTuple):
    """A number at `text[start:end]`; `ordinal` for «نهم», «اول», «سومین»."""

    start: int
    end: int
    value: int | float
    ordinal: bool


class _Word(NamedTuple):
    value: int | float
    kind: str
    ordinal: bool


# «1٬200٬000», «1.200.000», «3٫5», «3.5», «3/5» (a decimal in Persian), «25».
FIGURE = (
    r"[0-9]{1,3}(?:[٬,][0-9]{3})+(?:[.٫][0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9])"
    r"|[0-9]+(?:[.٫/][0-9]+(?![.٫/]?[0-9]))?"
)
# «1400/10/29», «1395 . 8 . 19», «10:30», «14 : 23»: figures, but no numbers.
SERIES = (
    r"[0-9]+(?:/[0-9]+){2,}|[0-9]+(?:-[0-9]+){2,}|[0-9]+(?:\\[0-9]+){2,}"
    r"|(?![0-9]{1,3}(?:\.[0-9]{3})+(?![0-9]))[0-9]+(?:\.[0-9]+){2,}"
    r"|[0-9]{1,4}(?: [.\\] [0-9]{1,4}){2}(?![ .\\]*[0-9])"
    r"|[0-9]{1,2}(?::[0-9]{2}){2}(?![0-9])|[0-9]+:[0-9]+|[0-9]{1,2}(?: : [0-9]{2}){1,2}(?![0-9])"
)
_PIECE = re.compile(rf"(?P<other>{SERIES})|{FIGURE}|[^\W\d_]+")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_PLAIN = str.maketrans(
    "".join(chr(0x06F0 + d) for d in range(10)) + "".join(chr(0x0660 + d) for d in range(10)) + "يك",
    "0123456789" * 2 + "یک",
)
GAPS = frozenset({"", " ", ZWNJ, "  ", "\u00a0"})
AND = "و"
VAGUE = frozenset({"ها", "های", "هایی"})
ENDINGS = frozenset({"ام", "م", "مین", "امین"})
_FRACTIONS = frozenset({3, 4, 5, 6, 7, 8, 9, 10, 100})
_ROOM = {"ten": 10, "hundred": 100, "hundreds": 100}  # what may follow «و» after it


@cache
def words() -> dict[str, _Word]:
    """Every word that takes part in numbers, half-spaces out («سی‌ام» is found as «سیام», and as «سی» and «ام»)."""
    found = {}
    for row in table("numbers"):
        kind, _, ordinal = row["kind"].partition(" ")
        number = float(row["value"]) if "." in row["value"] else int(row["value"])
        found[row["word"].replace(ZWNJ, "")] = _Word(number, kind, bool(ordinal))
    return found


def find(text: str) -> list[Number]:
    """Every number in a text (as it stands or its view), in order, with offsets into it. Ordinals are marked."""
    plain = text.translate(_PLAIN)
    known, pieces = all_pieces(), list[Piece]()
    for m in _PIECE.finditer(plain):
        word = m.group()
        if m.lastgroup is None and (word in known or "0" <= word[0] <= "9" or is_glued(word)):
            pieces += split(m.start(), word)
    found: list[Number] = []
    at = 0
    while at < len(pieces):
        number, at = read(plain, pieces, at)
        if number is not None:
            found.append(number)
    return found


def value(words: str) -> int | float | None:
    """The value of words that are one number and nothing else, or None: `value("بیست و نهم")` is 29."""
    words = words.strip()
    found = find(words)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(words):
        return found[0].value
    return None


@cache
def all_pieces() -> frozenset[str]:
    """Every word that can be part of a number, also glued to its «و» («بیست ونهم»)."""
    known = words()
    return frozenset({*known, AND, *VAGUE, *ENDINGS, *(AND + word for word in known if len(word) > 2)})


@cache
def _glued() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """Whole and parts of number words without spaces («هزارونهصدونود»), and how such words begin.

    A «و» or a thousand must be in it: «سینه» is not «سی» and «نه».
    """
    known = sorted(words(), key=len, reverse=True)
    some = "|".join(map(re.escape, known))
    scale = "|".join(word for word, entry in words().items() if entry.kind == "scale" and not entry.ordinal)
    whole = rf"(?:(?:{some})(?={AND})|(?:{some})(?:{scale})|(?:{scale})(?={AND}))(?:{AND}(?:{some})(?:{scale})?)*"
    return re.compile(whole), re.compile(f"{some}|{AND}"), frozenset(word[:2] for word in known)


def is_glued(word: str) -> bool:
    """Whether a word is several words of a number that lost their spaces: «دوهزاروپنج»."""
    return len(word) > 5 and word[:2] in _glued()[2] and _glued()[0].fullmatch(word) is not None


def split(start: int, word: str) -> list[Piece]:
    """A figure, one of `all_pieces` or a glued word at an offset, «و» apart."""
    if word not in words() and is_glued(word):
        return [(start + m.start(), start + m.end(), m.group()) for m in _glued()[1].finditer(word)]
    if word[0] == AND and len(word) > 1:
        return [(start, start + 1, AND), (start + 1, start + len(word), word[1:])]
    return [(start, start + len(word), word)]


def figure(word: str) -> int | float:
    """A number in figures: «1٬200», «3٫5», «3/5». Beyond 300 digits the rest is left out."""
    word = word.replace("٬", "").replace(",", "")[:300]
    if _THOUSANDS.fullmatch(word):
        word = word.replace(".", "")
    word = word.replace("٫", ".").replace("/", ".")
    return float(word) if "." in word else int(word)


def read(text: str, pieces: list[Piece], at: int) -> tuple[Number | None, int]:
    """The number that begins at `pieces[at]` (None if there is none) and the index of the piece after it."""
    reader = _Reader(text, pieces)
    after = reader.run(at)
    if after == at:
        return None, at + 1
    if after < len(pieces) and pieces[after][2] in VAGUE and reader.next_to(after):  # «ده‌ها هزار»
        after += 1
        while after < len(pieces) and _is_scale(pieces[after][2]) and reader.next_to(after):
            after += 1
        return None, after
    return Number(pieces[at][0], pieces[after - 1][1], reader.result(), reader.ordinal), after


def _is_scale(word: str) -> bool:
    entry = words().get(word)
    return entry is not None and entry.kind == "scale"


class _Reader:
    """One number. `chunks`: values with their scale; `group`: what is being read; `free`: bounds what may follow."""

    def __init__(self, text: str, pieces: list[Piece]) -> None:
        self.text, self.pieces = text, pieces
        self.chunks: list[tuple[int | float, int | float]] = []
        self.group: int | float | None = None
        self.free: float = float("inf")
        self.ordinal = self.figures = self.started = False

    def result(self) -> int | float:
        total = sum(value for value, _ in self.chunks) + (self.group or 0)
        return int(total) if isinstance(total, float) and total.is_integer() and total < 1e15 else total

    def next_to(self, index: int) -> bool:
        """Nothing but a space stands between a piece and the one before it."""
        return self.text[self.pieces[index - 1][1] : self.pieces[index][0]] in GAPS

    def run(self, at: int) -> int:
        """Reads from piece `at`; the index after the last piece that belongs to the number."""
        after = scaled = at
        while not self.ordinal:
            index, joined = after, False
            if self.started:
                if index < len(self.pieces) and self.pieces[index][2] == AND and self.next_to(index):
                    index, joined = index + 1, True
                if index >= len(self.pieces) or not self.next_to(index):
                    break
            chunks = len(self.chunks)
            if not self._accept(self.pieces[index][2], joined):
                # «۵ میلیون و ۷ میلیون»: the 7 belongs to the next number.
                return scaled if self.group is None and chunks and after > scaled and not self.ordinal else after
            self.started, after = True, index + 1
            if self.group is None:
                scaled = after
        return after

    def _accept(self, word: str, joined: bool) -> bool:
        if "0" <= word[0] <= "9":
            try:
                return self._add(figure(word), joined, "figure")
            except ValueError:  # «۱۹:۳۰», «000.000.83»: figures, but no number
                return False
        if word in ENDINGS:  # «29ام», «سی‌ام»
            self.ordinal = not joined and self.started and (self.figures or self.group == 30)
            return self.ordinal
        entry = words().get(word)
        if entry is None:
            return False
        if entry.kind == "half":
            done = self._half(joined)
        elif entry.kind == "scale":
            done = self._multiply(int(entry.value), joined)
        elif entry.kind == "hundred" and self.group in range(1, 10) and not joined and not self.figures:
            self.group, self.free, done = (self.group or 1) * 100, 100, True  # «سه صد»
        elif entry.ordinal and self.started and not joined:
            return self._fraction(int(entry.value))
        else:
            done = self._add(entry.value, joined, entry.kind)
        self.ordinal = done and entry.ordinal
        return done

    def _add(self, number: int | float, joined: bool, kind: str) -> bool:
        """The next smaller part of the group; a figure must stand alone in it («بیست و 5» is a list)."""
        if self.started and (not joined or number >= self.free):
            return False
        if self.group is not None and (kind == "figure" or self.figures):
            return False
        self.group, self.figures = (self.group or 0) + number, kind == "figure"
        self.free = _ROOM.get(kind, 0)
        return True

    def _half(self, joined: bool) -> bool:
        """«نیم میلیون», «یک و نیم میلیون», «دو میلیون و نیم»."""
        if joined != self.started:
            return False
        self.free = 0
        if self.group is not None or not self.chunks:
            self.group = (self.group or 0) + 0.5
        else:
            total, scale = self.chunks.pop()
            self.chunks.append((total + 0.5 * scale, scale))
        return True

    def _multiply(self, scale: int, joined: bool) -> bool:
        if joined and scale >= self.free:
            return False
        if joined or not self.started:
            self.group = 1
        if self.group is not None and self.chunks and self.chunks[-1][1] == scale:
            self.group = None
            return False
        total = self.group or 0
        while self.chunks and self.chunks[-1][1] < scale:
            total += self.chunks.pop()[0]
        if not total:
            return False
        self.chunks.append((total * scale, scale))
        self.group, self.free = None, scale
        return True

    def _fraction(self, parts: int) -> bool:
        """«یک‌سوم», «سه چهارم»."""
        if self.chunks or self.figures or parts not in _FRACTIONS or not self.group or not 1 <= self.group < parts:
            return False
        self.group, self.free = self.group / parts, 0
        return True
