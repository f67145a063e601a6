"""The figures of an article, each once."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from dataclasses import replace

from vaqaye.actors import Cast
from vaqaye.dates import numbers
from vaqaye.figures.amounts import Amount, Line, amounts, claims, decimals
from vaqaye.figures.metric import change, metric
from vaqaye.language import Clause, Document
from vaqaye.model import Change, Day, Figure, Name, Reading, Span, Statement
from vaqaye.text import keys_of

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s«»]+")
_LARGEST = 10**16  # what is more is no number that anybody means
_NESTED, _LIKE, _PROOFS = 20, 10, 50  # how many are looked through: statements, like figures, proofs of one


def find(document: Document, cast: Cast, reading: Reading) -> tuple[Figure, ...]:
    """The figures of an article in order, each once; a sentence that repeats another only adds evidence."""
    text = document.view.text
    halves = any(word in text for word in keys_of("half"))
    found, days = _numbers(document, reading.dates)
    said = _Said(reading.statements)
    book = _Book()
    for sentence in sorted(document.sentences, key=lambda s: s.copy_of is not None):
        if sentence.index not in found and not halves:
            continue
        line = Line(document, cast, sentence, days.get(sentence.index, []))
        start = document.span(sentence.start, sentence.end).start
        told = claims(line, amounts(line, decimals(document, found.get(sentence.index, []))))
        line.passed.update(i for a in told for i in range(a.first, a.last + 1))
        for amount in told:
            span = document.span(amount.start, line.tokens[amount.last].end)
            book.add(_figure(line, amount, span, said.speaker(span)), start, sentence.copy_of is not None)
    return tuple(sorted(book.figures, key=lambda f: f.evidence[0].start))


def _numbers(
    document: Document, dates: tuple[Day, ...]
) -> tuple[dict[int, list[numbers.Number]], dict[int, list[Day]]]:
    """Sentence -> its numbers that are no ordinals, in no date and no address, and sentence -> its dates."""
    days: dict[int, list[Day]] = {}
    for day in dates:
        sentence = document.sentence_at(document.view.at(day.start))
        if sentence is not None:
            days.setdefault(sentence.index, []).append(day)
    found: dict[int, list[numbers.Number]] = {}
    every = [n for n in numbers.find(document.view.text) if not n.ordinal and n.value < _LARGEST]
    addresses = [m.span() for m in _ADDRESS.finditer(document.view.text)]  # «%D8%AE» is no percentage
    spans = sorted([(document.view.at(d.start), document.view.at(d.end)) for d in dates] + addresses)
    position = at = 0
    for number in every:
        while position < len(spans) and spans[position][1] <= number.start:
            position += 1
        if position < len(spans) and spans[position][0] < number.end:
            continue
        while at < len(document.sentences) and document.sentences[at].end < number.end:
            at += 1
        if at < len(document.sentences) and document.sentences[at].start <= number.start:
            found.setdefault(document.sentences[at].index, []).append(number)
    return found, days


class _Said:
    """Who said the words of a span."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self.statements = sorted(statements, key=lambda s: s.content.start)
        self.starts = [s.content.start for s in self.statements]

    def speaker(self, span: Span) -> str | None:
        at = bisect_right(self.starts, span.start)
        inside = [s for s in self.statements[max(0, at - _NESTED) : at] if span.end <= s.content.end]
        return min(inside, key=lambda s: s.content.end - s.content.start).speaker if inside else None


class _Book:
    """The figures so far."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self._like: dict[tuple[float, str, Change | None], list[int]] = {}

    def add(self, figure: Figure, line: int, copy: bool) -> None:
        """«توقیف اموال ۵۲ نفر» in the headline and in the first line, which starts at `line`: one figure, told twice."""
        like = self._like.setdefault((figure.value, figure.unit, figure.change), [])
        for index in like[-_LIKE:]:
            old = self.figures[index]
            # «۲ نفر مقیم ایتالیا، ۲ نفر مقیم عمان» are two
            apart = old.evidence[-1].end <= line or old.evidence[-1].start > figure.evidence[0].end
            if apart and _akin(old, figure):
                proofs = sorted((*old.evidence, *figure.evidence), key=lambda e: e.start)
                self.figures[index] = replace(
                    old,
                    metric=old.metric if old.metric.fa else figure.metric,
                    parties=tuple(sorted({*old.parties, *figure.parties})),
                    period=old.period or figure.period,
                    evidence=tuple(proofs[:_PROOFS]),
                )
                return
        if not copy:
            like.append(len(self.figures))
            self.figures.append(figure)


def _akin(left: Figure, right: Figure) -> bool:
    """What they measure has a word in common."""
    return bool(set((left.metric.fa or "").split()) & set((right.metric.fa or "").split()))


def _figure(line: Line, amount: Amount, span: Span, speaker: str | None) -> Figure:
    value = int(amount.value) if float(amount.value).is_integer() else amount.value
    clause = line.sentence.clause_at(amount.first)
    periods = line.periods.get(clause.index, set()) if clause else set()
    return Figure(
        Name(metric(line, amount)),
        value,
        amount.unit,
        change(line.tokens, amount.first, amount.last),
        tuple(sorted(_parties(line, clause))) if clause else (),
        _interval(next(iter(periods))) if len(periods) == 1 else None,
        speaker,
        (span,),
    )


def _parties(line: Line, clause: Clause) -> set[str]:
    """Those of its clause; where that names nobody, of the clauses that it hangs on, else of the sentence."""
    seen: set[int] = set()
    at: Clause | None = clause
    while at is not None and at.index not in seen:
        if at.index in line.parties:
            return line.parties[at.index]
        seen.add(at.index)
        at = line.sentence.clauses[at.parent] if at.parent is not None else None
    return set().union(*line.parties.values())


def _interval(value: str) -> str | None:
    """«2022» and «2022-01» from their first day to their last."""
    if "/" in value:
        return value
    year, _, month = value.partition("-")
    if not year.isdigit() or (month and not month.isdigit()):
        return None
    if not month:
        return f"{year}-01-01/{year}-12-31"
    return f"{value}-01/{value}-{calendar.monthrange(int(year), int(month))[1]:02}"
