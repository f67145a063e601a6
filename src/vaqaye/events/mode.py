"""The PLOVER mode of an act: what its pattern says, or the words of `lexicon/mode_words.tsv` beside it."""

from __future__ import annotations

from functools import cache

from vaqaye.events.match import Hit
from vaqaye.language import Sentence, Token
from vaqaye.language.inflect import inflected, spellings
from vaqaye.resources import table

_REACH = 25  # words from the act to what is asked, threatened or refused: «خواست که …، …، دو خبرنگار را آزاد کند»
_BESIDE = (1, 2)  # words before and behind the act that belong to it: «حملات سنگین هوایی»
_LONGEST = 3

_Words = dict[tuple[str, ...], tuple[str, str]]  # keys -> mode and where


@cache
def _words() -> tuple[dict[str, _Words], dict[str, str], set[str]]:
    """By type the words that say a mode, and the mode of an act of which no word says it; the types whose words go first."""
    words: dict[str, _Words] = {}
    usual: dict[str, str] = {}
    first: set[str] = set()
    for row in table("mode_words"):
        if row["where"] == "else":
            usual[row["event"]] = row["mode"]
            continue
        if row["where"] == "first":
            first.add(row["event"])
            continue
        mine = words.setdefault(row["event"], {})
        for keys in (keys for word in row["words"].split(" | ") for keys in spellings(word)):
            for form in inflected(keys[-1]):
                mine.setdefault((*keys[:-1], form), (row["mode"], row["where"]))
    return words, usual, first


def mode(sentence: Sentence, hit: Hit, read: str | None) -> str | None:
    """The mode of an act; `read` is how the model reads it. A pattern that says more than the usual mode of its type is right.

    «خواستار شد» alone asks for a change; «خواستار پایان محاصره شد» asks to yield. Where the verb says little («نپذیرفت»,
    «مستقر کرد»), what is refused or deployed goes before the pattern.
    """
    pattern = hit.matcher.pattern
    if pattern.own:
        return pattern.mode
    _, modes, first = _words()
    usual = modes.get(pattern.event)
    waits = pattern.event in first and pattern.id != "model"
    if pattern.mode and pattern.mode != usual and not waits:
        return pattern.mode
    return by_words(sentence, hit) or pattern.mode or read or usual


def by_words(sentence: Sentence, hit: Hit) -> str | None:
    """What the words in the act say, then those behind it, then those before it; the nearest counts."""
    words = _words()[0].get(hit.matcher.pattern.event)
    if not words:
        return None
    tokens = sentence.tokens
    inside = range(max(0, hit.first - _BESIDE[0]), min(len(tokens), hit.last + 1 + _BESIDE[1]))
    behind = range(hit.last + 1, min(len(tokens), hit.last + 1 + _REACH))
    before = range(hit.first - 1, max(-1, hit.first - 1 - _REACH), -1)
    for where, places in (("act", inside), ("near", behind), ("near", before)):
        for index in places:
            found = _at(words, tokens, index, where)
            if found:
                return found
    return None


def _at(words: _Words, tokens: list[Token], index: int, where: str) -> str | None:
    """The mode that words which start on a token say there; what may stand near an act may stand in it."""
    for width in range(_LONGEST, 0, -1):
        mode, place = words.get(tuple(t.key for t in tokens[index : index + width]), ("", ""))
        if mode and where in ("act", place):
            return mode
    return None
