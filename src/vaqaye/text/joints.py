"""How likely it is that a half-space belongs inside a word, or between two words: two small log-linear models.

Both look only at letters and at what is known of the pieces: «برنامهریزی» is not in the lexicon, «برنامه» opens many
compounds and «ریزی» ends many. `train/halfspace.py` learns the weights with these same functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LONGEST = 25  # letters; a longer piece is no Persian word, and looking for its joints would take quadratic time

_JOINERS_NOT = frozenset("اآدذرزژو")  # letters that never join the next one: the half-space after them can't be seen
_CLITICS = ("ی", "م", "ت", "ش", "مان", "شان", "تان", "ان", "ات", "یم", "ند", "ید", "است", "ست")


class Profile(NamedTuple):
    """What is known of a piece, in classes from 0 (never) to 5 (often).

    `free`, `left`, `right`: how often it is a word of its own, stands before a half-space, stands after one; `listed`: 1
    in the word list; `opens`, `closes`: the share of uses before (after) a half-space, in fifths; `as_left`, `as_right`:
    0 never, 1 in the word list only, 2 seen, 3 seen more than twice; `participle`: 1 before «اند».
    """

    free: int
    left: int
    right: int
    listed: int
    opens: int
    closes: int
    as_left: int
    as_right: int
    participle: int

    @property
    def known(self) -> bool:
        """A word or the first part of one."""
        return bool(self.free or self.left or self.listed)


Known = Mapping[str, Profile]
UNKNOWN = Profile(0, 0, 0, 0, 0, 0, 0, 0, 0)


def _shape(piece: str) -> str:
    last = piece[-1]
    return "n" if last in _JOINERS_NOT else "h" if last == "ه" else "j"


def _head(text: str, known: Known) -> str:
    """The longest second part that `text` begins with, where nothing or another second part follows."""
    for end in range(len(text), 0, -1):
        if known.get(text[:end], UNKNOWN).as_right and (
            end == len(text) or known.get(text[end:], UNKNOWN).as_right >= 2
        ):
            return text[:end]
    return ""


def _tail(text: str, known: Known) -> str:
    """The longest word that `text` ends with, where nothing or another first part precedes."""
    for start in range(len(text)):
        if known.get(text[start:], UNKNOWN).known and (start == 0 or known.get(text[:start], UNKNOWN).as_left >= 2):
            return text[start:]
    return ""


def attached(word: str, known: Known) -> str:
    """The ending without which `word` is a known word («کتابش»: «ش»), or nothing."""
    for ending in _CLITICS:
        if word.endswith(ending):
            stem = known.get(word[: -len(ending)], UNKNOWN)
            if stem.free or stem.listed:
                return ending
    return ""


def joint(word: str, at: int, ending: str, known: Known) -> list[str]:
    """The features of a half-space in `word` before letter `at`; `ending` is `attached(word)`."""
    left, right = word[:at], word[at:]
    tail, head = _tail(left, known), _head(right, known)
    of_left, of_right = known.get(left, UNKNOWN), known.get(right, UNKNOWN)
    of_tail, of_head = known.get(tail, UNKNOWN), known.get(head, UNKNOWN)
    t = f"{of_tail.free}{of_tail.left}{of_tail.listed}" if tail else "-"
    h = f"{of_head.right}{of_head.free}{of_head.listed}" if head else "-"
    r = f"{of_right.right}{of_right.free}{of_right.listed}"
    l = f"{of_left.left}{of_left.free}{of_left.listed}"  # noqa: E741
    listed = known.get(word, UNKNOWN).listed
    shape = _shape(left)
    name = head if of_head.as_right == 3 else "?"
    features = [
        "B", f"a{t}", f"b{h}", f"c{t}{h}", f"d{r}", f"e{l}", f"f{l}{r}", f"g{listed}", f"h{listed}{t}{h}",
        f"i{shape}", f"j{shape}{h}{t}", f"k{min(len(tail), 5)}", f"l{min(len(head), 5)}",
        f"m{min(len(tail), 4)}{min(len(head), 4)}", f"n{len(tail) == len(left):d}", f"o{name}", f"p{name}{shape}",
        f"q{name}{t}", f"r{name}{left[-1]}", f"s{name}{listed}", f"t{right[0]}", f"u{left[-1]}{right[0]}",
        f"v{right[:2]}", f"w{left[-2:]}", f"x{right[:3]}", f"y{left[-3:]}",
    ]  # fmt: skip
    if of_left.as_left == 3:
        features += [f"A{left}", f"C{left}{head != '':d}", f"D{left}{r}"]
    if of_right.as_right == 3:
        features += [f"E{right}{t}", f"F{right}{l}"]
    if of_head.closes >= 3:
        features += [f"G{left[-2:]}{head}", f"H{left[-1]}{head}{right}"]
    if ending:
        features += [f"I{len(ending)}", f"J{ending}"]
    return features


def pair(left: str, right: str, known: Known) -> list[str]:
    """The features of a half-space instead of the space between two words."""
    a, b, whole = known.get(left, UNKNOWN), known.get(right, UNKNOWN), known.get(left + right, UNKNOWN)
    of_a, of_b = f"{a.left}{a.free}{a.listed}", f"{b.right}{b.free}{b.listed}"
    shape = _shape(left)
    features = [
        "B", f"a{of_a}", f"b{of_b}", f"c{of_a}{of_b}", f"d{b.closes}", f"e{a.opens}", f"f{a.opens}{b.closes}",
        f"g{whole.free}{whole.listed}", f"h{whole.free}{whole.listed}{a.opens}{b.closes}", f"i{shape}",
        f"j{min(len(left), 5)}{min(len(right), 5)}", f"k{a.participle}",
    ]  # fmt: skip
    if b.as_right == 3:
        features += [
            f"A{right}", f"C{right}{shape}", f"D{right}{of_a}", f"E{right}{a.opens}", f"F{right}{a.participle}",
            f"G{right}{left[-2:]}", f"H{right}{left[-1]}",
        ]  # fmt: skip
    if a.as_left == 3:
        features += [
            f"I{left}", f"J{left}{of_b}", f"K{left}{b.closes}", f"L{left}{right[-2:]}", f"M{left}{right[-1]}",
            f"N{left}{right[0]}",
        ]  # fmt: skip
    return features


def score(weights: Mapping[str, float], features: list[str]) -> float:
    """The log odds."""
    get = weights.get
    return sum([get(feature, 0.0) for feature in features])
