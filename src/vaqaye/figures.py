"""Numbers that carry a claim: value, unit, whether it went up or down, whose it is and who says so."""

from __future__ import annotations

import re
from functools import cache

from vaqaye.actors import Cast
from vaqaye.actors.compose import is_boundary
from vaqaye.dates import numbers
from vaqaye.language import Document, Sentence, Token
from vaqaye.language.inflect import inflected, spellings
from vaqaye.model import Change, Figure, Name, Reading, Statement
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_GAP = re.compile(r"[ \u200c]{0,2}")
_AROUND = 5  # words on either side in which «افزایش» belongs to the number
_WORDS = 6  # of a metric


@cache
def _units() -> dict[str, tuple[tuple[tuple[str, ...], str, float], ...]]:
    """First key -> (all keys, unit, factor), longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for row in table("units"):
        for keys in spellings(row["word"]):
            forms = (keys[-1],) if len(keys) > 1 or row["unit"] not in ("person", "item") else inflected(keys[-1])[:2]
            for form in forms:
                entry = ((*keys[:-1], form), row["unit"], float(row["times"]))
                found.setdefault(entry[0][0], []).append(entry)
    return {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in found.items()}


@cache
def _changes() -> dict[str, Change]:
    return {form: row["change"] for row in table("changes") for form in inflected(key_of(row["word"]))}  # type: ignore[misc]


def find(document: Document, cast: Cast, reading: Reading) -> tuple[Figure, ...]:
    """The figures of an article in order; those of sentences that repeat another are passed over."""
    text = document.view.text
    if not any(c.isdigit() for c in text) and not any(w in text for w in keys_of("has_numbers")):
        return ()
    taken = [(document.view.at(d.start), document.view.at(d.end)) for d in reading.dates]
    out: list[Figure] = []
    found = numbers.find(text)
    position = 0
    for sentence in document.sentences:
        while position < len(found) and found[position].start < sentence.start:
            position += 1
        here = []
        while position < len(found) and found[position].end <= sentence.end:
            number = found[position]
            position += 1
            if not number.ordinal and not any(a < number.end and number.start < b for a, b in taken):
                here.append(number)
        if here and sentence.copy_of is None:
            out.extend(_sentence(document, cast, reading, sentence, here))
    return tuple(out)


def _sentence(
    document: Document, cast: Cast, reading: Reading, sentence: Sentence, found: list[numbers.Number]
) -> list[Figure]:
    out: list[Figure] = []
    for index, number in enumerate(found):
        follower = found[index + 1] if index + 1 < len(found) else None
        made = _figure(document, cast, reading, sentence, number, number.end)
        if made is None and follower and _is_range(document.view.text, number, follower):
            # «۵ تا ۷ میلیون دلار»: the unit, and a scale that only the second has, belong to both
            made = _figure(document, cast, reading, sentence, number, follower.end)
        if made is not None:
            out.append(made)
    return out


def _is_range(text: str, left: numbers.Number, right: numbers.Number) -> bool:
    return text[left.end : right.start].strip() in keys_of("range") | {"-"}


def _figure(
    document: Document, cast: Cast, reading: Reading, sentence: Sentence, number: numbers.Number, end: int
) -> Figure | None:
    token = next((t for t in sentence.tokens if t.start >= end), None)
    if token is None or token.start - end > 2 or not _GAP.fullmatch(document.view.text, end, token.start):
        return None
    unit = _unit(sentence.tokens, token.index)
    if unit is None:
        return None
    last, name, times = unit
    if name == "tonne" and _people(sentence.tokens, last):
        name = "person"
    value = number.value * times
    value = round(value, 6)
    value = int(value) if float(value).is_integer() else value
    first = next((t.index for t in sentence.tokens if t.end > number.start), token.index)
    if any(s.first <= first <= s.last for s in cast.sentences[sentence.index] if s.how == "demonstrative"):
        return None  # «دو کشور» are two that everybody knows, not a count
    span = document.span(number.start, sentence.tokens[last].end)
    clause = sentence.clause_at(first)
    parties = {cast.country(s.actor) for s in cast.sentences[sentence.index] if clause and s.first in clause.tokens}
    said = _said(reading.statements, span.start, span.end)
    return Figure(
        Name(_metric(sentence, first, last)),
        value,
        name,
        _change(sentence.tokens, first, last),
        tuple(sorted(p for p in parties if p)),
        None,
        said.speaker if said else None,
        (span,),
    )


def _unit(tokens: list[Token], at: int) -> tuple[int, str, float] | None:
    """(last token, unit, factor) of the unit that starts at a token."""
    for keys, unit, times in _units().get(tokens[at].key, ()):
        if at + len(keys) <= len(tokens) and all(tokens[at + i].key == key for i, key in enumerate(keys)):
            return at + len(keys) - 1, unit, times
    return None


def _people(tokens: list[Token], last: int) -> bool:
    """«هفت تن از مهاجران», «۳ تن کشته شدند», «۷ تن دیگر»."""
    after = tokens[last + 1].key if last + 1 < len(tokens) else ""
    return after in keys_of("people_after")


def _change(tokens: list[Token], first: int, last: int) -> Change | None:
    """«رشدی ۳۸ درصدی», «۲ درصد کاهش یافت»: the nearest such word, behind the number first."""
    changes = _changes()
    for index in (*range(last + 1, min(len(tokens), last + 1 + _AROUND)), *range(first - 1, max(-1, first - 4), -1)):
        if tokens[index].key in ("،", "؛") or tokens[index].key == "و":
            continue
        if tokens[index].key in changes:
            return changes[tokens[index].key]
    return None


def _metric(sentence: Sentence, first: int, last: int) -> str | None:
    """What is counted: the words behind the unit up to the next boundary, else those before the number."""
    tokens = sentence.tokens
    words: list[str] = []
    for token in tokens[last + 1 : last + 1 + _WORDS]:
        if is_boundary(token) and not (token.key == "از" and not words):
            break
        words.append(token.text)
    if not words:
        for token in reversed(tokens[max(0, first - _WORDS) : first]):
            if is_boundary(token):
                break
            words.insert(0, token.text)
    return " ".join(words) or tokens[last].text


def _said(statements: tuple[Statement, ...], start: int, end: int) -> Statement | None:
    inside = [s for s in statements if s.content.start <= start and end <= s.content.end]
    return min(inside, key=lambda s: s.content.end - s.content.start, default=None)
