"""Numbers that carry a claim: value, unit, whether it went up or down, whose it is and who says so."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from vaqaye.actors import Cast
from vaqaye.actors.compose import boundaries, is_boundary
from vaqaye.dates import numbers
from vaqaye.language import Document, Sentence, Token
from vaqaye.language.inflect import inflected, spellings
from vaqaye.model import Change, Day, Figure, Name, Reading, Span, Statement
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_GAP = re.compile(r"[ \u200c]{0,2}")
_AGAIN = re.compile(r" ?\([0-9.,٬٫/ ]+\) ?")  # «سی میلیون (30.000.000) ریال»
_DECIMAL = re.compile(r"[0-9][,٬]")  # «36,2 درصد»
_LARGEST = 10**16  # what is more is no number that anybody means
_NESTED, _LIKE, _PROOFS = 20, 10, 50  # how many are looked through: statements, like figures, proofs of one
_AROUND = 5  # words on either side in which «افزایش» belongs to the number
_WORDS = 6  # of a metric
_TONNES = 10_000  # «دو میلیون تن از این میزان» are no people
_NEAR = 6  # words between the counts of a list
_REACH = 20  # words before a number in which the subject of its metric stands


class _Unit(NamedTuple):
    keys: tuple[str, ...]
    unit: str
    times: float
    least: int  # «سه کشور» are three that everybody knows, «۴۰ کشور» are a count
    noun: bool  # names what is counted: «۱۲ سرباز», not «۱۲ نفر»


@dataclass(slots=True)
class _Amount:
    """A quantity at tokens `first..last`; `start` into the view."""

    start: int
    first: int
    last: int
    value: float
    unit: str
    noun: int | None = None  # the token that names what is counted
    a: bool = False  # «یک سرباز»: a soldier rather than one


@cache
def _units() -> dict[str, tuple[_Unit, ...]]:
    """First key -> its units, longest first."""
    found: dict[str, list[_Unit]] = {}
    for row in table("units"):
        for keys in spellings(row["word"]):
            forms = (keys[-1],) if len(keys) > 1 or row["unit"] not in ("person", "item") else inflected(keys[-1])[:2]
            for form in forms:
                entry = _Unit(
                    (*keys[:-1], form), row["unit"], float(row["times"]), int(row["least"] or 0), row["noun"] == "y"
                )
                found.setdefault(entry.keys[0], []).append(entry)
    return {first: tuple(sorted(rows, key=lambda r: -len(r.keys))) for first, rows in found.items()}


@cache
def _changes() -> dict[str, Change]:
    return {form: row["change"] for row in table("changes") for form in inflected(key_of(row["word"]))}  # type: ignore[misc]


class _Line:
    """A sentence with numbers and what its figures ask of it, looked up once."""

    def __init__(self, document: Document, cast: Cast, sentence: Sentence, days: list[Day]) -> None:
        self.text, self.sentence, self.tokens = document.view.text, sentence, sentence.tokens
        self.starts = [t.start for t in sentence.tokens]
        predicates = (c.predicate for c in sentence.clauses)
        self.verbs = {index: p.lemma for p in predicates if p for index in range(p.first, p.last + 1)}
        seen = cast.sentences[sentence.index]
        self.known = {i for s in seen if s.how == "demonstrative" for i in range(s.first, s.last + 1)}
        self.parties: dict[int, set[str]] = {}
        for s in seen:
            country, clause = cast.country(s.actor), sentence.clause_at(s.first)
            if country and clause and cast.members[s.actor].sector != "JRN":
                self.parties.setdefault(clause.index, set()).add(country)
        self.dated: set[int] = set()
        self.periods: dict[int, set[str]] = {}
        for day in days:
            first, last = self.at(document.view.at(day.start)), self.at(document.view.at(day.end) - 1)
            self.dated.update(range(first, last + 1))
            clause = sentence.clause_at(first)
            if clause and day.value and day.precision in ("week", "month", "season", "year", "interval"):
                self.periods.setdefault(clause.index, set()).add(day.value)

    def at(self, offset: int) -> int:
        """The token at an offset of the view, or the one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)


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
        line = _Line(document, cast, sentence, days.get(sentence.index, []))
        start = document.span(sentence.start, sentence.end).start
        for amount in _claims(line, _amounts(line, _decimals(text, found.get(sentence.index, [])))):
            span = document.span(amount.start, line.tokens[amount.last].end)
            book.add(_figure(line, amount, span, said.speaker(span)), start, sentence.copy_of is not None)
    return tuple(sorted(book.figures, key=lambda f: f.evidence[0].start))


def _numbers(
    document: Document, dates: tuple[Day, ...]
) -> tuple[dict[int, list[numbers.Number]], dict[int, list[Day]]]:
    """Sentence -> its numbers that are no ordinals and no part of a date, and sentence -> its dates."""
    days: dict[int, list[Day]] = {}
    for day in dates:
        sentence = document.sentence_at(document.view.at(day.start))
        if sentence is not None:
            days.setdefault(sentence.index, []).append(day)
    found: dict[int, list[numbers.Number]] = {}
    every = [n for n in numbers.find(document.view.text) if not n.ordinal and n.value < _LARGEST]
    spans = sorted((document.view.at(d.start), document.view.at(d.end)) for d in dates)
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


# -- amounts: a number and its unit


def _decimals(text: str, found: list[numbers.Number]) -> list[numbers.Number]:
    """«36,2» is one number."""
    out: list[numbers.Number] = []
    for number in found:
        old = out[-1] if out else None
        one = old is not None and old.end + 1 == number.start and "," not in text[old.start : old.end]
        if old is not None and one and _DECIMAL.fullmatch(text, old.end - 1, number.start):
            size = number.end - number.start
            out[-1] = numbers.Number(old.start, number.end, round(old.value + number.value / 10**size, size), False)
        else:
            out.append(number)
    return out


def _amounts(line: _Line, found: list[numbers.Number]) -> list[_Amount]:
    text, out = line.text, list[_Amount]()
    for index, number in enumerate(found):
        follower = found[index + 1] if index + 1 < len(found) else None
        made = _amount(line, number, number.end, number.value)
        if made is None and follower and text[number.end : follower.start].strip() in keys_of("range") | {"-"}:
            # «۵ تا ۷ میلیون دلار»: the unit, and a scale that only the second has, belong to both
            made = _amount(line, number, follower.end, number.value * _scale(text, number, follower))
        made = made or _part(line, number)
        if made is None:
            continue
        if out and _cents(line.tokens, out[-1], made):
            out[-1].value, out[-1].last = round(out[-1].value + made.value, 6), made.last
        else:
            out.append(made)
    return out + _halves(line.tokens)


def _amount(line: _Line, number: numbers.Number, end: int, value: float) -> _Amount | None:
    text, tokens = line.text, line.tokens
    again = _AGAIN.match(text, end)
    end = again.end() if again else end
    at = bisect_left(line.starts, end)
    if at == len(tokens) or not _GAP.fullmatch(text, end, tokens[at].start):
        return None
    unit = _unit(tokens, at)
    first = line.at(number.start)
    if unit is None or value < unit.least or (unit.noun and text[number.start : number.end] == "نه"):
        return None  # «نه قطعنامه» is rather not a resolution than nine
    last = at + len(unit.keys) - 1
    name = "person" if unit.unit == "tonne" and _people(tokens, first, last, value) else unit.unit
    a = name in ("person", "item") and value == 1 and not text[number.start].isdigit()
    return _Amount(number.start, first, last, round(value * unit.times, 6), name, at if unit.noun else None, a)


def _unit(tokens: list[Token], at: int) -> _Unit | None:
    """The unit that starts at a token."""
    for unit in _units().get(tokens[at].key, ()):
        if at + len(unit.keys) <= len(tokens) and all(tokens[at + i].key == key for i, key in enumerate(unit.keys)):
            return unit
    return None


def _scale(text: str, left: numbers.Number, right: numbers.Number) -> int:
    """What «میلیون» of «۵ تا ۷ میلیون» makes of the 5; 1 where the first has a scale too, or would be the larger."""
    known = numbers.words()
    scales = [
        int(known[w].value) for w in text[right.start : right.end].split() if w in known and known[w].kind == "scale"
    ]
    own = any(w in known and known[w].kind == "scale" for w in text[left.start : left.end].split())
    product = 1
    for scale in scales:
        product *= scale
    return product if not own and left.value * product < right.value else 1


def _part(line: _Line, number: numbers.Number) -> _Amount | None:
    """«یک‌سوم درآمد کشور»: parts of a whole are per cents."""
    words = line.text[number.start : number.end].replace("\u200c", " ")
    if not 0 < number.value < 1 or words[0].isdigit() or " " not in words:
        return None
    first, last = line.at(number.start), line.at(number.end - 1)
    if last + 1 < len(line.tokens) and line.tokens[last + 1].key in keys_of("final"):
        return None  # «یک‌چهارم نهایی» is a round of a cup
    return _Amount(number.start, first, last, round(number.value * 100, 1), "percent")


def _halves(tokens: list[Token]) -> list[_Amount]:
    """«نیمی از صادرات»."""
    return [
        _Amount(t.start, t.index, t.index, 50, "percent")
        for t in tokens[:-1]
        if t.key in keys_of("half") and tokens[t.index + 1].key == "از"
    ]


def _cents(tokens: list[Token], left: _Amount, right: _Amount) -> bool:
    """«۱۴۰۵ دلار و ۶۰ سنت»."""
    joined = right.first == left.last + 2 and tokens[left.last + 1].key == "و"
    return joined and left.unit == right.unit and len(left.unit) == 3 and right.value < 1 <= left.value


def _people(tokens: list[Token], first: int, last: int, value: float) -> bool:
    """«تن» is a tonne, but people in «هفت تن از مهاجران», «کشته شدن ۱۵۰ تن»."""
    after = [t.key for t in tokens[last + 1 : last + 4]]
    if any(key in keys_of("goods") for key in after[:2]):
        return False
    before = [t.key for t in tokens[max(0, first - 3) : first]]
    few = value < _TONNES and bool(after)
    return (few and after[0] in keys_of("people_after")) or any(key in keys_of("harm") for key in after + before)


def _claims(line: _Line, amounts: list[_Amount]) -> list[_Amount]:
    """Those that tell something: not «این شش نفر», «صدها هزار نفر», «دو کشور», «یک سرباز»."""
    kept = [
        a
        for a in amounts
        if not (a.first and line.tokens[a.first - 1].key in keys_of("no_count")) and a.first not in line.known
    ]
    out: list[_Amount] = []
    for index, amount in enumerate(kept):
        beside = (m for m in kept[max(0, index - 2) : index + 3] if m.unit in ("person", "item") and m.value > 1)
        # «سه تانک و یک سامانه» counts, «یک سامانه» alone does not
        if not amount.a or any(abs(m.first - amount.first) <= _NEAR for m in beside):
            out.append(amount)
    return out


# -- figures


def _figure(line: _Line, amount: _Amount, span: Span, speaker: str | None) -> Figure:
    value = int(amount.value) if float(amount.value).is_integer() else amount.value
    clause = line.sentence.clause_at(amount.first)
    periods = line.periods.get(clause.index, set()) if clause else set()
    return Figure(
        Name(_metric(line, amount)),
        value,
        amount.unit,
        _change(line.tokens, amount.first, amount.last),
        tuple(sorted(line.parties.get(clause.index, ()))) if clause else (),
        _interval(next(iter(periods))) if len(periods) == 1 else None,
        speaker,
        (span,),
    )


def _change(tokens: list[Token], first: int, last: int) -> Change | None:
    """«رشدی ۳۸ درصدی», «۲ درصد کاهش یافت»: the nearest such word, behind the number first."""
    changes = _changes()
    for index in (*range(last + 1, min(len(tokens), last + 1 + _AROUND)), *range(first - 1, max(-1, first - 4), -1)):
        if tokens[index].key in changes and not (index and tokens[index - 1].key in keys_of("rate")):
            return changes[tokens[index].key]
    return None


def _metric(line: _Line, amount: _Amount) -> str | None:
    """What is measured, as a noun phrase: the words behind the unit, else the nearest ones before the number."""
    tokens = line.tokens
    start = amount.last + 1 if amount.noun is None else amount.noun
    if amount.noun is None and start < len(tokens) and tokens[start].key == "از":
        start += 1
    words = _phrase(tokens, start, line.verbs)
    if not words and amount.unit == "person":  # «۳۰ نفر کشته شدند»
        words = [t for t in tokens[amount.last + 1 : amount.last + 3] if t.key in keys_of("harm")][:1]
    if amount.noun is None and (not words or words[0].key in _changes()):
        words = _before(tokens, amount.first, line.verbs, line.dated) or words
    return " ".join(t.text for t in words) or None


def _phrase(tokens: list[Token], start: int, verbs: dict[int, str]) -> list[Token]:
    """The noun phrase that starts there, without the noun of a light verb («اشاره کرد»)."""
    words: list[Token] = []
    for token in tokens[start : start + _WORDS]:
        if token.index in verbs:
            return words[:-1] if verbs[token.index] in keys_of("light") else words
        if is_boundary(token) or token.key[0].isdigit() or token.key in keys_of("ends_metric"):
            break
        words.append(token)
    return words


def _before(tokens: list[Token], first: int, verbs: dict[int, str], dated: set[int]) -> list[Token]:
    """«نرخ تورم در این کشور به ۴۰ درصد رسید»: the nearest phrase that no preposition governs, else the nearest."""
    spare: list[Token] = []
    words: list[Token] = []
    for token in reversed(tokens[max(0, first - _REACH) : first]):
        if token.index in verbs or token.key in ("؛", ":"):
            if tokens[token.index + 1].key != "و":  # «طلا ارزان شد و به ۱۴۰۵ دلار رسید»
                break
            words = []
        elif is_boundary(token) or token.key in keys_of("hedge") or (not words and token.key in _changes()):
            if words and boundaries().get(token.key) != "prep":
                return words
            spare, words = spare or words, []
        elif not (token.key[0].isdigit() or token.key in _units() or token.index in dated):
            words.insert(0, token)
    return (words or spare)[-_WORDS:]


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
