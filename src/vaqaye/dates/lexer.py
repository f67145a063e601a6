"""The words that take part in expressions of time, found in the view of a text.

A text becomes a list of items (numbers, months, «سال», «گذشته», brackets …), each with a kind. Everything else is a
break. The rules of `grammar` then work on the row of kinds, so that a text costs one look-up a word and a few regular
expressions over some dozens of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from vaqaye.dates import numbers
from vaqaye.model import Calendar
from vaqaye.resources import table
from vaqaye.text import ZWNJ, look

# The kinds of items: words, marks, and what rules make of them.
_KINDS = """
    number ordinal clock series weekday month nearmonth may afghan holiday nearholiday day days week weeks monthword
    months year years decade decades century hour hours minute minutes second quarter quarterhour lengthy season spring
    deictic yearshift partday past ago next after following other current this that recent first last final near end
    start half from to between and or now calendar hegira ancient equals dateword fiscal about within every often alternate few
    same age dayafter anniversary lately count not open close comma dash slash break
    DAY MONTH YEAR WEEK SEASON SPAN LENGTH VAGUE
"""
# One letter for each, so that a row of items is a string.
LETTER = {kind: chr(0x4E00 + index) for index, kind in enumerate(_KINDS.split())}
_MARKS = {
    "(": "open", "[": "open", ")": "close", "]": "close", "،": "comma", "-": "dash", "/": "slash",
}  # fmt: skip

_STANDS = {"yes": "month", "near": "nearmonth", "counted": "nearmonth", "may": "may", "afghan": "afghan"}
_PIECE = re.compile(rf"(?P<series>{numbers.SERIES})|{numbers.FIGURE}|[^\W\d_]+")
_PLACE = re.compile(rf" [^\W\d_]+(?:{ZWNJ}[^\W\d_]+)*")  # «به وقت تهران»
# Glued by lost spaces: «چهارسال», «سالجاری», «دیماه», «وامروز».
_COUNTED = ("day", "week", "monthword", "year", "decade", "hour", "minute", "lengthy")
_GLUED_TO = {"سال": ("جاری", "گذشته", "آینده"), "ماه": ("جاری", "گذشته", "آینده"), "هفته": ("جاری", "گذشته", "آینده")}
_PROCLITICS = ("و", "در", "از", "تا")
_TAKE_PROCLITICS = frozenset({"deictic", "yearshift", "weekday", "year", "years", "month"})


class Word(NamedTuple):
    """A word's kind and what it stands for: a day of the week, a month and its calendar, a shift, a unit."""

    kind: str
    value: Any


@dataclass(slots=True)
class Item:
    """Words at view offsets `start:end`; `value` is a `Word`'s, a number, or a meaning; `rule` is what made it."""

    kind: str
    start: int
    end: int
    value: Any = None
    rule: str = ""


class Month(NamedTuple):
    """A month of the year in its calendar; `counted`: the word is also that of a thing («سه تیر شلیک شد»)."""

    calendar: Calendar
    month: int
    counted: bool = False


class Row(NamedTuple):
    """The items of a text, and where it speaks of home (Jalali years) and of abroad (Gregorian ones)."""

    items: list[Item]
    home: list[int]
    abroad: list[int]


class _Entry(NamedTuple):
    """What a piece can be: alone, together with pieces after it, or several words at once (glued)."""

    alone: Word | None
    longer: re.Pattern[str] | None
    words: tuple[Word, ...]
    glued: tuple[tuple[int, int, Word], ...]


@cache
def _written() -> dict[str, Word]:
    """All words as they are written in the lexicon."""
    found: dict[str, Word] = {}
    for row in table("time_words"):
        value = row["value"]
        shift = row["kind"] in ("deictic", "yearshift", "season", "spring")
        if row["kind"] in LETTER:
            found[row["word"]] = Word(row["kind"], int(value) if shift else value)
    for row in table("months"):
        calendar: Any = row["calendar"]
        found[row["name"]] = Word(
            _STANDS[row["stands"]], Month(calendar, int(row["month"]), row["stands"] == "counted")
        )
    for row in table("weekdays"):
        found[row["name"]] = Word("weekday", int(row["day"]))
    for row in table("holidays"):
        found[row["name"]] = Word("holiday" if row["stands"] == "yes" else "nearholiday", row)
    return found


def _spellings(word: str) -> Iterator[tuple[str, ...]]:
    """The pieces of a word in every spelling: a half-space may be lost; of «ه.ش» the second is «.ش»."""
    parts = [part.split(ZWNJ) for part in look(word).text.replace(".", " .").split(" ")]
    for joints in product((False, True), repeat=sum(len(part) - 1 for part in parts)):
        rest = iter(joints)
        pieces: list[str] = []
        for part in parts:
            pieces.append(part[0])
            for syllable in part[1:]:
                if next(rest):
                    pieces[-1] += syllable
                else:
                    pieces.append(syllable)
        yield tuple(pieces)


@cache
def lexicon() -> dict[str, _Entry]:
    """First piece of a word to what it can be."""
    spelled: dict[tuple[str, ...], Word] = {}
    for written, word in _written().items():
        for pieces in _spellings(written):
            spelled.setdefault(pieces, word)
    first: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for pieces, word in spelled.items():
        first.setdefault(pieces[0], []).append((pieces[1:], word))
    entries = {}
    for piece, found in first.items():
        longer = sorted((f for f in found if f[0]), key=lambda f: -sum(map(len, f[0])))
        alone = next((word for rest, word in found if not rest), None)
        pattern = "|".join("(" + "".join(map(_after_gap, rest)) + ")" for rest, _ in longer)
        entries[piece] = _Entry(
            alone, re.compile(rf"(?:{pattern})(?![^\W_])") if longer else None, tuple(word for _, word in longer), ()
        )
    for glued, parts in _glued().items():
        entries.setdefault(glued, _Entry(None, None, (), parts))
    return entries


def _after_gap(piece: str) -> str:
    """A further piece of a word as a regular expression."""
    if piece[0] == ".":
        return rf"[ {ZWNJ}]{{0,2}}\.[ {ZWNJ}]{{0,2}}{re.escape(piece[1:])}"
    return rf"[ {ZWNJ}]{{1,2}}{re.escape(piece)}"


def _glued() -> dict[str, tuple[tuple[int, int, Word], ...]]:
    written = {word: entry for word, entry in _written().items() if ZWNJ not in word and " " not in word}
    found = {}

    def put(*parts: tuple[str, Word | None]) -> None:
        at, cuts = 0, []
        for text, word in parts:
            if word:
                cuts.append((at, at + len(text), word))
            at += len(text)
        found["".join(text for text, _ in parts)] = tuple(cuts)

    counts = [
        word
        for word, number in numbers.words().items()
        if number.kind in ("unit", "teen", "ten", "hundred") and not number.ordinal
    ]
    for word, entry in written.items():
        for count in counts if entry.kind in _COUNTED else ():
            put((count, Word("number", None)), (word, entry))
        for clitic in _PROCLITICS if entry.kind in _TAKE_PROCLITICS and len(word) > 2 else ():
            put((clitic, written.get(clitic)), (word, entry))
        if entry.kind in ("month", "nearmonth"):
            put((word, entry), ("ماه", written["ماه"]))
        for day in table("weekdays") if entry.kind == "deictic" else ():  # «امروزدوشنبه»
            put((word, entry), (day["name"].replace(ZWNJ, ""), _written()[day["name"]]))
        for after in _GLUED_TO.get(word, ()):
            put((word, entry), (after, written[after]))
    return found


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of a kind that only rules ask for (`dated`, `lasting` …): they never become items."""
    return frozenset(row["word"] for row in table("time_words") if row["kind"] == kind)


@cache
def _sides() -> dict[str, bool]:
    """Words that tell home (True) from abroad (False)."""
    found: dict[str, bool] = {}
    named: list[tuple[str, dict[str, str], tuple[str, ...], str]] = [
        (row["code"], row, ("fa", "names", "adjectives", "metonyms"), row["ambiguous"]) for row in table("states")
    ]
    named += [(row["country"], row, ("fa", "names"), "") for row in table("places") if not row["stands"]]
    for code, row, cells, ambiguous in named:
        home = code in ("IRN", "AFG")  # both reckon in Jalali years
        doubtful = {name.strip() for name in ambiguous.split("|")}
        for name in (name for cell in cells for name in row[cell].split("|")):
            name = look(name.strip()).text
            if len(name) > 2 and " " not in name and ZWNJ not in name and name not in doubtful:
                found.setdefault(name, home)
    for row in table("calendar_hints"):
        found[row["word"]] = row["calendar"] == "jalali"
    return found


def row_of(text: str) -> Row:
    """The items of a view, in order."""
    known, sides, number_words = lexicon(), _sides(), numbers.all_pieces()
    raw: list[tuple[int, int, str]] = []
    kinds: list[Word | None] = []
    row = Row([], [], [])
    skip = 0
    for match in _PIECE.finditer(text):
        word = match.group()
        start = match.start()
        if start < skip:
            continue
        side = sides.get(word)
        if side is not None:
            (row.home if side else row.abroad).append(start)
        entry = known.get(word)
        if entry is not None:
            for begin, end, found in _read(text, start, match.end(), word, entry):
                raw.append((begin, end, text[begin:end]))
                kinds.append(found if found.kind != "number" else None)
                skip = end
            continue
        if word in number_words or "0" <= word[0] <= "9" or numbers.is_glued(word):
            for piece in numbers.split(start, word):
                raw.append(piece)
                kinds.append(None if match.lastgroup is None else Word("clock" if ":" in word else "series", word))
    _number(text, raw, kinds, row.items)
    return row


def _read(text: str, start: int, end: int, word: str, entry: _Entry) -> list[tuple[int, int, Word]]:
    """The longest reading of a piece and those after it."""
    if entry.longer is not None and (more := entry.longer.match(text, end)):
        found = entry.words[(more.lastindex or 1) - 1]
        place = _PLACE.match(text, more.end()) if found.value == "zone" else None
        return [(start, place.end() if place else more.end(), found)]
    if entry.alone is not None:
        return [(start, end, entry.alone)]
    if entry.glued:
        return [(start + a, start + b, found) for a, b, found in entry.glued]
    if word in numbers.words():  # «سه» of «سه‌شنبه»
        return [(start, end, Word("number", None))]
    return []


def _number(text: str, raw: list[tuple[int, int, str]], kinds: list[Word | None], items: list[Item]) -> None:
    """Joins number words to numbers, and puts the marks and breaks that stand between items."""
    at, last = 0, 0
    while at < len(raw):
        start, end, _ = raw[at]
        known = kinds[at]
        if known is not None:
            item: Item | None = Item(known.kind, start, end, known.value)
            at += 1
        else:
            number, at = numbers.read(text, raw, at)
            item = number and Item("ordinal" if number.ordinal else "number", start, number.end, number.value)
        if item is None:
            continue
        items.extend(_between(text, last if items else max(0, item.start - 2), item.start))
        items.append(item)
        last = item.end
    if items:
        items.extend(_between(text, last, min(len(text), last + 2)))


def _between(text: str, start: int, end: int) -> Iterator[Item]:
    """The marks next to the items on both sides of a gap; a break where it has more."""
    gap = text[start:end]
    if not gap or gap in numbers.GAPS:
        return
    left = len(gap) - len(gap.lstrip(f" {ZWNJ}"))
    mark = _MARKS.get(gap[left]) if left < len(gap) else None
    if mark:
        yield Item(mark, start + left, start + left + 1)
        start, gap = start + left + 1, gap[left + 1 :]
        if gap in numbers.GAPS:
            return
    right = len(gap.rstrip(f" {ZWNJ}"))
    mark = _MARKS.get(gap[right - 1]) if right else None
    if not mark or gap[: right - 1].strip(f" {ZWNJ}"):
        yield Item("break", start, end)
    if mark:
        yield Item(mark, start + right - 1, start + right)
