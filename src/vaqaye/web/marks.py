"""The text of an article cut where an entry begins or ends, so that each piece can be escaped and marked by itself."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from vaqaye.model import Actor, Agreement, Day, Event, Figure, Mention, Reading, Span, Statement

_LINE = re.compile(r"[^\n]+")
_FOLDED = 0.9  # share of a paragraph that must repeat what was told before


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with the same marks.

    `kinds` are those of the entries that they belong to, `entries` the keys of these (`e0`: the first event), `ids` the
    keys that begin here; `act` is the event that the words name, `named` and `dated` the mention and the date that they are.
    """

    text: str
    kinds: tuple[str, ...]
    entries: tuple[str, ...]
    ids: tuple[str, ...]
    act: tuple[str, Event] | None
    named: tuple[Actor, Mention] | None
    dated: Day | None


@dataclass(frozen=True, slots=True)
class Note:
    """An entry beside its paragraph; `key` as in Piece."""

    key: str
    kind: str
    entry: Event | Statement | Agreement | Figure


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; `repeat`: it only tells again what an earlier one told."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    repeat: bool


@dataclass(frozen=True, slots=True)
class _Layer:
    start: int
    end: int
    kind: str
    key: str
    first: bool  # the one that links lead to
    act: tuple[str, Event] | None = None
    named: tuple[Actor, Mention] | None = None
    dated: Day | None = None


def paragraphs(reading: Reading) -> tuple[Paragraph, ...]:
    """The text of a reading with its marks and notes; empty lines are left out."""
    text = reading.article.text
    layers = [layer for layer in _layers(reading) if 0 <= layer.start < layer.end <= len(text)]
    lines = [match.span() for match in _LINE.finditer(text) if match[0].strip()]
    notes: defaultdict[int, list[Note]] = defaultdict(list)
    starts = sorted(((note_at, note) for note_at, note in _notes(reading)), key=lambda found: found[0])
    at = 0
    for number, (_, end) in enumerate(lines):
        while at < len(starts) and (starts[at][0] < end or number == len(lines) - 1):
            notes[number].append(starts[at][1])
            at += 1
    repeats = _repeats(reading)
    pieces = _pieces(text, lines, layers)
    return tuple(
        Paragraph(pieces[number], tuple(notes[number]), not notes[number] and _covered(line, repeats))
        for number, line in enumerate(lines)
    )


def _notes(reading: Reading) -> Iterator[tuple[int, Note]]:
    for n, event in enumerate(reading.events):
        yield event.trigger.start, Note(f"e{n}", "event", event)
    for n, statement in enumerate(reading.statements):
        yield statement.content.start, Note(f"s{n}", "statement", statement)
    for n, agreement in enumerate(reading.agreements):
        yield _first(agreement.evidence), Note(f"a{n}", "agreement", agreement)
    for figure in reading.figures:
        yield _first(figure.evidence), Note(_figure(figure), "figure", figure)


def _first(evidence: tuple[Span, ...]) -> int:
    return evidence[0].start if evidence else 0


def _figure(figure: Figure) -> str:
    """Figures have no number in answers: they are known by where their sentence begins."""
    return f"f{_first(figure.evidence)}"


def _layers(reading: Reading) -> Iterator[_Layer]:
    for n, event in enumerate(reading.events):
        key = f"e{n}"
        yield from _spans(event.evidence, "event", key, linked=False)
        yield _Layer(event.trigger.start, event.trigger.end, "trigger", key, True, act=(key, event))
    for n, statement in enumerate(reading.statements):
        copies = [span for span in statement.evidence if span.start > statement.content.end]
        yield from _spans((statement.content, *copies), "statement", f"s{n}")
    for n, agreement in enumerate(reading.agreements):
        yield from _spans(agreement.evidence, "agreement", f"a{n}")
    for figure in reading.figures:
        yield from _spans(figure.evidence, "figure", _figure(figure))
    for actor in reading.actors:
        for mention in actor.mentions:
            if mention.start is not None and mention.end is not None:
                yield _Layer(mention.start, mention.end, "actor", "", False, named=(actor, mention))
    for day in reading.dates:
        yield _Layer(day.start, day.end, "date", "", False, dated=day)


def _spans(spans: Iterable[Span], kind: str, key: str, *, linked: bool = True) -> Iterator[_Layer]:
    for number, span in enumerate(spans):
        yield _Layer(span.start, span.end, kind, key, linked and not number)


def _pieces(text: str, lines: list[tuple[int, int]], layers: list[_Layer]) -> list[tuple[Piece, ...]]:
    """The pieces of each line, found in one walk over all ends of layers and lines."""
    opens: defaultdict[int, list[_Layer]] = defaultdict(list)
    closes: defaultdict[int, list[_Layer]] = defaultdict(list)
    for layer in layers:
        opens[layer.start].append(layer)
        closes[layer.end].append(layer)
    cuts = sorted({*opens, *closes, *(at for line in lines for at in line)})
    active: dict[int, _Layer] = {}
    done: set[str] = set()
    found: list[list[Piece]] = [[] for _ in lines]
    number = 0
    for here, after in pairwise(cuts):
        for layer in closes[here]:
            active.pop(id(layer), None)
        active.update((id(layer), layer) for layer in opens[here])
        while number < len(lines) and lines[number][1] <= here:
            number += 1
        if number < len(lines) and lines[number][0] <= here:
            found[number].append(_piece(text[here:after], active.values(), done))
    return [tuple(pieces) for pieces in found]


def _piece(words: str, layers: Iterable[_Layer], done: set[str]) -> Piece:
    there = list(layers)
    kinds = dict.fromkeys(layer.kind for layer in there)
    ids = [key for key in dict.fromkeys(layer.key for layer in there if layer.first) if key not in done]
    done.update(ids)
    return Piece(
        words,
        tuple(kinds),
        tuple(dict.fromkeys(layer.key for layer in there if layer.key)),
        tuple(ids),
        next((layer.act for layer in there if layer.act), None),
        next((layer.named for layer in reversed(there) if layer.named), None),
        next((layer.dated for layer in there if layer.dated), None),
    )


def _repeats(reading: Reading) -> list[Span]:
    """Sentences that only add evidence to what stands in an earlier one, in order and without overlap."""
    entries: tuple[Event | Statement, ...] = (*reading.events, *reading.statements)
    firsts = {entry.evidence[0] for entry in entries if entry.evidence}
    spans = sorted(
        {span for entry in entries for span in entry.evidence[1:]} - firsts, key=lambda span: (span.start, -span.end)
    )
    out: list[Span] = []
    for span in spans:
        if not out or span.start >= out[-1].end:
            out.append(span)
    return out


def _covered(line: tuple[int, int], repeats: list[Span]) -> bool:
    start, end = line
    first = bisect_right(repeats, start, key=lambda span: span.end)
    last = bisect_left(repeats, end, key=lambda span: span.start)
    inside = sum(min(end, span.end) - max(start, span.start) for span in repeats[first:last])
    return inside >= _FOLDED * (end - start)
