"""The size of acts: how many were killed, injured, arrested or present, from the figures told beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from vaqaye.language import Document, Sentence, Token
from vaqaye.language.inflect import inflected
from vaqaye.model import Event, Figure, Size, Span
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_AFTER, _BEFORE = 14, 4  # words behind and before a count in which what it counts is looked for
_PART = 5  # words between «از جمله» and a part
_FAR = 10_000  # farther than any word of a sentence: the act is told again here
_LARGEST = 100_000_000  # people


@cache
def _words() -> dict[str, tuple[str, frozenset[str]]]:
    """Form of a word -> the field of Size that it tells, and the types of act."""
    rows = ((inflected(key_of(r["word"])), r["size"], frozenset(r["events"].split())) for r in table("sizes"))
    return {form: (size, events) for forms, size, events in rows for form in forms}


@dataclass(slots=True)
class _Count:
    """A count of people at tokens `first..last` of a sentence."""

    sentence: Sentence
    first: int
    last: int
    value: int


def measure(document: Document, events: tuple[Event, ...], figures: tuple[Figure, ...]) -> tuple[Event, ...]:
    """The acts with their sizes; of several acts that a count may belong to, the nearest before the farther."""
    told: dict[int, dict[str, int]] = {}
    proofs: dict[int, list[Span]] = {}
    for counts in _counts(document, figures).values():
        taken = {i for c in counts for i in range(c.first, c.last + 1)}
        for count in counts:
            counted = _counted(count, taken)
            if counted is None:
                continue
            for number in _acts(document, events, count, *counted):
                told.setdefault(number, {}).setdefault(counted[0], count.value)
                proofs.setdefault(number, []).append(document.span(count.sentence.start, count.sentence.end))
    return tuple(_sized(e, told[n], proofs[n]) if n in told else e for n, e in enumerate(events))


def _sized(event: Event, told: dict[str, int], proofs: list[Span]) -> Event:
    more = (p for p in dict.fromkeys(proofs) if not any(e.start <= p.start < e.end for e in event.evidence))
    return replace(event, size=Size(**told), evidence=(*event.evidence, *more))


def _counts(document: Document, figures: tuple[Figure, ...]) -> dict[int, list[_Count]]:
    """Sentence -> its counts of people, without the parts of one («پنج نفر از جمله دو کودک») and what they are part of."""
    out: dict[int, list[_Count]] = {}
    for figure in figures:
        if figure.unit != "person" or not isinstance(figure.value, int) or not 0 < figure.value < _LARGEST:
            continue
        for proof in figure.evidence:
            start, end = document.view.at(proof.start), document.view.at(proof.end)
            sentence = document.sentence_at(start)
            inside = [t.index for t in sentence.tokens if t.start < end and t.end > start] if sentence else []
            if sentence is not None and inside and not _is_part(sentence, inside[0]):
                count = _Count(sentence, inside[0], inside[-1], figure.value)
                out.setdefault(sentence.index, []).append(count)
    return out


def _is_part(sentence: Sentence, first: int) -> bool:
    """«… از جمله یک زن و دو کودک», «یکی از ۲۰ نفر»."""
    tokens = sentence.tokens
    if first and tokens[first - 1].key in keys_of("out_of"):
        return True
    before = [t.key for t in tokens[max(0, first - _PART) : first]]
    return any(key in keys_of("parts_of_count") for key in before)


def _counted(count: _Count, taken: set[int]) -> tuple[str, frozenset[str]] | None:
    """What is counted: «۱۲ کشته», «کشته شدن ۱۲ نفر», «۱۲ نفر کشته شدند», «۱۲ معترض»."""
    tokens, words = count.sentence.tokens, _words()
    here = [words[tokens[i].key] for i in range(count.last, count.first - 1, -1) if tokens[i].key in words]
    if here and here[0][0] != "present":
        return here[0]
    for index in range(count.first - 1, max(-1, count.first - 1 - _BEFORE), -1):
        if not tokens[index].is_word or index in taken or _is_finite(tokens[index]):
            break  # «۳ نفر کشته شدند و ۱۲ نفر …»
        if tokens[index].key in words and (index == count.first - 1 or tokens[index + 1].verb is not None):
            return words[tokens[index].key]
    for index in range(count.last + 1, min(len(tokens), count.last + 1 + _AFTER)):
        if index in taken or tokens[index].key in ("؛", ".", ":"):
            break
        if tokens[index].key in words:
            return words[tokens[index].key]
        if _is_finite(tokens[index]):
            break
    return here[0] if here else None


def _is_finite(token: Token) -> bool:
    return token.verb is not None and token.verb.form == "finite"


def _acts(document: Document, events: tuple[Event, ...], count: _Count, size: str, types: frozenset[str]) -> list[int]:
    """The acts of the sentence that a count belongs to: «در حمله ۱۲ نفر کشته شدند» has two, «حمله» and «کشته شدند».

    «در این حمله ۱۲ نفر …» without an act of its own: the last one before.
    """
    sentence, at = count.sentence, count.sentence.tokens[count.first].start
    plain: list[tuple[int, int]] = []
    same: list[tuple[int, int]] = []
    for number, event in enumerate(events):
        if event.event not in types or event.status in ("denied", "hypothetical"):
            continue
        start, end = document.view.at(event.trigger.start), document.view.at(event.trigger.end)
        if sentence.start <= start < sentence.end:
            told = {w[0] for t in sentence.tokens if start <= t.start < end and (w := _words().get(t.key))}
            if not told or size in told:
                (same if told else plain).append((abs(start - at), number))
        elif any(sentence.start <= document.view.at(e.start) < sentence.end for e in event.evidence):
            plain.append((_FAR, number))
    if plain or same:
        return [min(near)[1] for near in (plain, same) if near]
    keys = [t.key for t in sentence.tokens if t.start < at]
    if not any(a in keys_of("demonstrative") and b in keys_of("told_act") for a, b in pairwise(keys)):
        return []
    before = [
        (start, number)
        for number, e in enumerate(events)
        if e.event in types and e.status == "occurred" and (start := document.view.at(e.trigger.start)) < sentence.start
    ]
    return [max(before)[1]] if before else []


__all__ = ["measure"]
