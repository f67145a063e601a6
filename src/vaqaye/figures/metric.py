"""What a figure measures, and whether it went up or down."""

from __future__ import annotations

from functools import cache

from vaqaye.actors.draft import boundaries
from vaqaye.figures.amounts import Amount, Line
from vaqaye.language import Token
from vaqaye.language.inflect import inflected
from vaqaye.model import Change
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_AROUND = 5  # words on either side in which «افزایش» belongs to the number
_WORDS = 6  # of a metric
_HEDGED = 4  # words between «به» and the number: «به بیش از ۵ میلیارد»
_REACH = 20  # words before a number in which the subject of its metric stands


@cache
def _changes() -> dict[str, Change]:
    return {form: row["change"] for row in table("changes") for form in inflected(key_of(row["word"]))}  # type: ignore[misc]


def change(tokens: list[Token], first: int, last: int) -> Change | None:
    """«رشدی ۳۸ درصدی», «۲ درصد کاهش یافت»: the nearest such word, behind the number first."""
    changes = _changes()
    for index in (*range(last + 1, min(len(tokens), last + 1 + _AROUND)), *range(first - 1, max(-1, first - 4), -1)):
        if tokens[index].key in changes and not (index and tokens[index - 1].key in keys_of("rate")):
            return changes[tokens[index].key]
    return _reached(tokens, first, last)


def _reached(tokens: list[Token], first: int, last: int) -> Change | None:
    """«صادرات ۴۸ درصد رشد یافت و به ۵ میلیارد دلار رسید»: what is reached went the same way."""
    lead = [t.key for t in tokens[max(0, first - _HEDGED) : first]]
    ahead = (t.verb.lemma for t in tokens[last + 1 : last + 1 + _AROUND] if t.verb is not None)
    if "به" not in lead or next(ahead, None) != "رسیدن":
        return None
    for token in reversed(tokens[max(0, first - _REACH // 2) : first]):
        if token.key in (".", "؛", ":"):
            return None
        if token.key in _changes():
            return _changes()[token.key]
    return None


def metric(line: Line, amount: Amount) -> str | None:
    """What is measured, as a noun phrase: the words behind the unit, else the nearest ones before the number."""
    tokens = line.tokens
    start = amount.last + 1 if amount.noun is None else amount.noun
    if amount.noun is None and start < len(tokens) and tokens[start].key == "از":
        start += 1
    words = _phrase(tokens, start, line.verbs)
    if not words and amount.unit == "person":  # «۳۰ نفر کشته شدند»
        words = [t for t in tokens[amount.last + 1 : amount.last + 3] if t.key in keys_of("harm")][:1]
    if amount.noun is None and (not words or words[0].key in _changes()):
        words = _before(tokens, amount.first, line.verbs, line.passed) or words
    return " ".join(t.text for t in words) or None


def _ends(token: Token) -> bool:
    """At a mark, a preposition or a conjunction; «تجارت دو کشور» goes on."""
    return not token.is_word or (token.key in boundaries() and token.key not in keys_of("through"))


def _phrase(tokens: list[Token], start: int, verbs: dict[int, str]) -> list[Token]:
    """The noun phrase that starts there, without the noun of a light verb («اشاره کرد»)."""
    words: list[Token] = []
    for token in tokens[start : start + _WORDS]:
        if token.index in verbs:
            return words[:-1] if verbs[token.index] in keys_of("light") else words
        if _ends(token) or token.key[0].isdigit() or token.key in keys_of("ends_metric"):
            break
        words.append(token)
    return words


def _before(tokens: list[Token], first: int, verbs: dict[int, str], passed: set[int]) -> list[Token]:
    """«نرخ تورم در این کشور به ۴۰ درصد رسید»: the nearest phrase that no preposition governs, else the nearest."""
    spare, words, light = list[Token](), list[Token](), False
    for token in reversed(tokens[max(0, first - _REACH) : first]):
        if token.index in verbs or token.key in ("؛", ":"):
            if tokens[token.index + 1].key != "و":  # «طلا ارزان شد و به ۱۴۰۵ دلار رسید»
                break
            words, light = [], verbs.get(token.index) in keys_of("light")
        elif light:  # the noun of «گران شد»
            light = False
        elif _ends(token) or token.key in keys_of("hedge") or (not words and token.key in _changes()):
            governor = tokens[token.index - 1] if token.key in keys_of("hedge") and token.index else token
            if words and boundaries().get(governor.key) != "prep":  # «در این کشور» is governed too
                return words
            spare, words = spare or words, []
        elif not (token.key[0].isdigit() or token.index in passed):
            words.insert(0, token)
    return (words or spare)[-_WORDS:]
