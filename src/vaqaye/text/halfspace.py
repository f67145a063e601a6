"""Half-spaces (U+200C) put back where they were deleted («میرود») or turned into spaces («می رود»).

A text is judged as a whole. Each place where the lexicon expects a half-space is one of three: there, joined, or a space;
how often each happens tells what became of the text (it is right, it lost its half-spaces, they became spaces …), and
that decides how sure the lexicon must be to change it. «بیماریهای» is an older spelling and is left alone in a text
that writes «می‌رود», but not in one that writes «میرود».
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from functools import cache
from math import exp, log
from typing import NamedTuple

from vaqaye.resources import table
from vaqaye.text import joints
from vaqaye.text.lexicon import Joints, Lexicon, lexicon
from vaqaye.text.view import ZWNJ, View, look

_LETTERS = "\u0621-\u065f\u0670-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u066e\u066f"
_WORD = re.compile(f"([{_LETTERS}]+(?:\u200c+[{_LETTERS}]+)*)")
_GAPS = frozenset({" ", "\u200c ", " \u200c"})  # «می‌ رود» is «می رود» once more
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
_FOLD = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و"})
_HAMZA = "\u0654"

_LEAST = -2.0  # log odds below which a place is no candidate
_SURE = 3.5  # log odds that one word or pair can have at most: a rare word may be a name
_PLURAL = 2.2  # the same for endings that older spelling joins: «کتابها», «بزرگتر»
_LIMIT = 200_000  # entries of a cache before it is emptied
_PASSES = 8  # of normalize; running text needs one, and one more to see it
_NO_WORD = 100  # characters; a longer run of letters and half-spaces is left as it is


class _Mode(NamedTuple):
    """What may have become of a text: the share of such texts; of the half-spaces there, turned to spaces, deleted."""

    share: float
    kept: float
    spaced: float
    joined: float


# Chosen on the development parts of UD Persian-PerDT and Persian-Seraji.
_MODES = (
    _Mode(0.5, 0.99, 0.005, 0.005),
    _Mode(0.2, 0.03, 0.005, 0.965),
    _Mode(0.2, 0.03, 0.965, 0.005),
    _Mode(0.002, 0.04, 0.48, 0.48),
    _Mode(0.005, 0.34, 0.33, 0.33),
    _Mode(0.005, 0.5, 0.05, 0.45),
)


@dataclass(frozen=True, slots=True)
class _Word:
    """What the lexicon says of one word form: its joints, its first and last piece, and if they may meet a neighbour."""

    joints: Joints
    first: str
    last: str
    opens: bool
    closes: bool


class _Place(NamedTuple):
    """A candidate: `text[start:end]` (nothing, or a space) may have been a half-space, with this probability."""

    start: int
    end: int
    probability: float


@cache
def _endings() -> frozenset[str]:
    return frozenset(row["ending"] for row in table("joins") if row["after"] == "word")


def _sigmoid(odds: float) -> float:
    return 1 / (1 + exp(-odds))


class Restorer:
    """Restores half-spaces by one lexicon. Word forms and pairs are looked up once; the caches are bounded."""

    def __init__(self, known: Lexicon) -> None:
        self._lexicon = known
        self._closing = {right for _, right in known.pairs}
        self._words: dict[str, _Word] = {}
        self._pairs: dict[tuple[str, str], float] = {}

    def edits(self, text: str) -> list[tuple[int, int]]:
        """The spans of `text` that a half-space replaces, in order; an empty span is an insertion."""
        joined, spaced = self._places(text)
        if not joined and not spaced:
            return []
        odds = _after(text.count(ZWNJ), joined, spaced)
        found = [(p.start, p.end) for p in joined if _accept(p, odds, 3)]
        found += [(p.start, p.end) for p in spaced if _accept(p, odds, 2)]
        return sorted(found)

    def restore(self, text: str) -> str:
        """`text` with its half-spaces put back; nothing else changes."""
        return _apply(text, self.edits(text))

    def _places(self, text: str) -> tuple[list[_Place], list[_Place]]:
        joined: list[_Place] = []
        spaced: list[_Place] = []
        words, look_up, odds_of = self._words, self._word, self._pair
        at, last, opens = 0, "", False
        pieces = _WORD.split(text)
        for number in range(1, len(pieces), 2):
            gap, form = pieces[number - 1], pieces[number]
            start = at + len(gap)
            word = words.get(form) or look_up(form)
            if last and (opens or word.closes) and gap in _GAPS and word.first:
                odds = odds_of(last, word.first)
                if odds > _LEAST:
                    spaced.append(_Place(at, start, _sigmoid(odds)))
            for offset, odds in word.joints:
                joined.append(_Place(start + offset, start + offset, _sigmoid(odds)))
            at, last, opens = start + len(form), word.last, word.opens
        return joined, spaced

    def _word(self, form: str) -> _Word:
        """Looks a form up as it stands in the text; offsets count the characters of that form."""
        if len(form) > _NO_WORD:
            return _Word((), "", "", False, False)
        if len(self._words) >= _LIMIT:
            self._words.clear()
        found: list[tuple[int, float]] = []
        pieces = form.split(ZWNJ) if ZWNJ in form else [form]
        at = 0
        for piece in pieces:
            # A piece beside a half-space is looked into only where it is no word: «برنامهریزی‌های».
            if len(pieces) == 1 or (len(piece) > 3 and _key(piece) not in self._lexicon.known):
                found += [(at + offset, odds) for offset, odds in self._joints(piece)]
            at += len(piece) + 1
        cuts = [offset for offset, odds in found if odds > 0]
        first, last = pieces[0], pieces[-1]
        if len(pieces) == 1 and cuts:
            first, last = form[: cuts[0]], form[cuts[-1] :]
        first, last = _key(first), _key(last)
        known, end = self._lexicon.known, last + form[-1] if form[-1] == _HAMZA else last
        opens = last == end and known.get(last, joints.UNKNOWN).opens > 0
        closes = known.get(first, joints.UNKNOWN).closes > 0 or first in self._closing
        word = self._words[form] = _Word(tuple(found), first, last if last == end else "", opens, closes)
        return word

    def _joints(self, piece: str) -> Joints:
        """The joints of a piece without half-spaces, offsets into the piece as it is spelled (vowel marks counted)."""
        key = _key(piece)
        odds = self._odds(key)
        if not odds or len(key) == len(piece):
            return odds
        places = [i for i, c in enumerate(piece) if not _MARKS.match(c)]
        return tuple((places[offset], value) for offset, value in odds)

    def _odds(self, key: str) -> Joints:
        found = self._lexicon.words.get(key)
        if found is None:
            profile = self._lexicon.known.get(key, joints.UNKNOWN)
            if profile.free or profile.listed or not 3 <= len(key) <= joints.LONGEST:
                return ()
            found = joint_odds(key, self._lexicon)
        if len(found) == 1 and key[found[0][0] :] in _endings():
            return ((found[0][0], min(found[0][1], _PLURAL)),)
        return tuple((at, min(odds, _SURE)) for at, odds in found)

    def _pair(self, left: str, right: str) -> float:
        key = (left, right)
        odds = self._pairs.get(key)
        if odds is None:
            if len(self._pairs) >= _LIMIT:
                self._pairs.clear()
            odds = self._pairs[key] = pair_odds(left, right, self._lexicon)
        return odds


def _key(form: str) -> str:
    return _MARKS.sub("", form).translate(_FOLD)


def joint_odds(word: str, known: Lexicon) -> Joints:
    """The joints of a word that the lexicon does not have, by its letters and pieces."""
    ending = joints.attached(word, known.known)
    odds = (
        (at, joints.score(known.joint_weights, joints.joint(word, at, ending, known.known)))
        for at in range(1, len(word))
    )
    return tuple((at, value) for at, value in odds if value > _LEAST)


def pair_odds(left: str, right: str, known: Lexicon) -> float:
    """Log odds of a half-space between two words; those that rarely stand beside one are not weighed."""
    odds = known.pairs.get((left, right))
    if odds is not None:
        return odds
    if not weighed(left, right, known.known) or len(left) > joints.LONGEST or len(right) > joints.LONGEST:
        return -9.0
    return max(-9.0, min(9.0, joints.score(known.pair_weights, joints.pair(left, right, known.known))))


def weighed(left: str, right: str, known: joints.Known) -> bool:
    """One of the two stands beside a half-space in a tenth of its uses or more."""
    return known.get(left, joints.UNKNOWN).opens > 0 or known.get(right, joints.UNKNOWN).closes > 0


def _after(kept: int, joined: list[_Place], spaced: list[_Place]) -> list[float]:
    """How probable each mode is after all places of the text are seen."""
    weights = []
    for mode in _MODES:
        weight = log(mode.share) + kept * log(mode.kept)
        weight += sum([log(1 - p.probability * (1 - mode.joined)) for p in joined])
        weight += sum([log(1 - p.probability * (1 - mode.spaced)) for p in spaced])
        weights.append(weight)
    most = max(weights)
    parts = [exp(weight - most) for weight in weights]
    return [part / sum(parts) for part in parts]


def _accept(place: _Place, odds: list[float], which: int) -> bool:
    """More probable than not; `which` field of the modes, 2 for a space, 3 for nothing."""
    p = place.probability
    return sum([o * p * mode[which] / (p * mode[which] + 1 - p) for o, mode in zip(odds, _MODES, strict=True)]) > 0.5


@cache
def restorer() -> Restorer:
    """The restorer with the lexicon that ships with Vaqaye."""
    return Restorer(lexicon())


def restore(text: str) -> str:
    """`text` with its half-spaces put back; nothing else changes. In time linear in its length."""
    return restorer().restore(text)


def restore_view(view: View) -> View:
    """The view with its half-spaces put back.

    A half-space leads back to the space that it replaced, or to the letter before it where nothing stood there.
    """
    edits = restorer().edits(view.text)
    if not edits:
        return view
    old = view.offsets if view.offsets is not None else array("q", range(len(view.text)))
    offsets: array[int] = array("q")
    last = 0
    for start, end in edits:
        offsets.extend(old[last:start])
        offsets.append(old[start] if end > start else old[start - 1])
        last = end
    offsets.extend(old[last:])
    return View(_apply(view.text, edits), view.source, offsets)


def _apply(text: str, edits: list[tuple[int, int]]) -> str:
    if not edits:
        return text
    parts: list[str] = []
    last = 0
    for start, end in edits:
        parts += (text[last:start], ZWNJ)
        last = end
    parts.append(text[last:])
    return "".join(parts)


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for all spellings of `lexicon/one_name.tsv`, and the name of each."""
    names: dict[str, str] = {}
    for row in table("one_name"):
        names[row["name"]] = row["name"]
        names.update({spelling.strip(): row["name"] for spelling in row["spellings"].split("|")})
    spellings = sorted(names, key=len, reverse=True)
    endings = "|".join(sorted(_endings() | {"ی", "یی", "یش", "یشان"}, key=len, reverse=True))
    pattern = f"(?<![{_LETTERS}\u200c])({'|'.join(spellings)})(?=\u200c|(?:{endings})?(?![{_LETTERS}]))"
    return re.compile(pattern), names


def normalize(text: str) -> str:
    """Persian text in one spelling: letters, digits and spaces as in `text.look`, half-spaces put back, and one name
    for what is written in several ways («گفت و گو», «گفتگو», «گفتوگو» are «گفت‌وگو»).
    """
    pattern, names = _names()
    for _ in range(_PASSES):  # «میمیرود میرودنمی»: in a heap of broken words one mended word may show the next
        before, text = text, pattern.sub(lambda match: names[match[1]], restore_view(look(text)).text)
        if text == before:
            break
    return text
