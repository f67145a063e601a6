"""Numbers that carry a claim: value, unit, whether it went up or down, whose it is and who says so."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from vaqaye.actors import Cast
from vaqaye.actors.compose import boundaries, is_boundary
from vaqaye.dates import numbers
from vaqaye.language import Clause, Document, Sentence, Token
from vaqaye.language.inflect import inflected, spellings
from vaqaye.model import Change, Day, Figure, Name, Reading, Span, Statement
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_GAP = re.compile(r"[ \u200c]{0,2}")
_AGAIN = re.compile(r" ?\([0-9.,٬٫/ ]+\) ?")  # «سی میلیون (30.000.000) ریال»
_DECIMAL = re.compile(r"[0-9][,٬]")  # «36,2 درصد»
_AROUND = 5  # words on either side in which «افزایش» belongs to the number
_WORDS = 6  # of a metric
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


def find(document: Document, cast: Cast, reading: Reading) -> tuple[Figure, ...]:
    """The figures of an article in order, each once; those of sentences that repeat another are passed over."""
    taken = [(document.view.at(d.start), document.view.at(d.end)) for d in reading.dates]
    found = [n for n in numbers.find(document.view.text) if not n.ordinal]
    here: dict[int, list[numbers.Number]] = {}
    position = 0
    for sentence in document.sentences:
        while position < len(found) and found[position].end <= sentence.end:
            number = found[position]
            position += 1
            if sentence.start <= number.start and not any(a < number.end and number.start < b for a, b in taken):
                here.setdefault(sentence.index, []).append(number)
    halves = any(word in document.view.text for word in keys_of("half"))
    out: list[Figure] = []
    for sentence in sorted(document.sentences, key=lambda s: s.copy_of is not None):  # a pull quote only adds evidence
        if sentence.index not in here and not halves:
            continue
        amounts = _amounts(document.view.text, sentence, _decimals(document.view.text, here.get(sentence.index, [])))
        start = document.span(sentence.start, sentence.end).start
        for amount in _claims(cast, sentence, amounts):
            _add(out, _figure(document, cast, reading, sentence, amount), start, sentence.copy_of is not None)
    return tuple(sorted(out, key=lambda f: f.evidence[0].start))


def _add(out: list[Figure], figure: Figure, line: int, copy: bool) -> None:
    """«توقیف اموال ۵۲ نفر» in the headline and in the first line: one figure, told twice."""
    for index, old in enumerate(out):
        apart = all(
            e.end <= line or e.start > figure.evidence[0].end for e in old.evidence
        )  # «۲ نفر مقیم ایتالیا، ۲ نفر مقیم عمان» are two
        same = (old.value, old.unit, old.change) == (figure.value, figure.unit, figure.change)
        if apart and same and _akin(old, figure):
            out[index] = Figure(
                old.metric if old.metric.fa else figure.metric,
                old.value, old.unit, old.change, tuple(sorted({*old.parties, *figure.parties})),
                old.period or figure.period, old.speaker, tuple(sorted(old.evidence + figure.evidence, key=lambda e: e.start)),
            )  # fmt: skip
            return
    if not copy:
        out.append(figure)


def _akin(left: Figure, right: Figure) -> bool:
    """What they measure has a word in common."""
    return bool(set((left.metric.fa or "").split()) & set((right.metric.fa or "").split()))


# -- amounts: a number and its unit


def _decimals(text: str, found: list[numbers.Number]) -> list[numbers.Number]:
    """«36,2» is one number."""
    out: list[numbers.Number] = []
    for number in found:
        old = out[-1] if out else None
        if old and old.end + 1 == number.start and _DECIMAL.fullmatch(text, old.end - 1, number.start):
            size = number.end - number.start
            out[-1] = numbers.Number(old.start, number.end, round(old.value + number.value / 10**size, size), False)
        else:
            out.append(number)
    return out


def _amounts(text: str, sentence: Sentence, found: list[numbers.Number]) -> list[_Amount]:
    out: list[_Amount] = []
    for index, number in enumerate(found):
        follower = found[index + 1] if index + 1 < len(found) else None
        made = _amount(text, sentence.tokens, number, number.end, number.value)
        if made is None and follower and text[number.end : follower.start].strip() in keys_of("range") | {"-"}:
            # «۵ تا ۷ میلیون دلار»: the unit, and a scale that only the second has, belong to both
            made = _amount(text, sentence.tokens, number, follower.end, number.value * _scale(text, number, follower))
        if made is None:
            made = _part(text, sentence.tokens, number)
        if made is None:
            continue
        if out and _cents(sentence.tokens, out[-1], made):
            out[-1].value, out[-1].last = round(out[-1].value + made.value, 6), made.last
        else:
            out.append(made)
    return out + _halves(sentence.tokens)


def _amount(text: str, tokens: list[Token], number: numbers.Number, end: int, value: float) -> _Amount | None:
    again = _AGAIN.match(text, end)
    end = again.end() if again else end
    at = next((t.index for t in tokens if t.start >= end), None)
    if at is None or not _GAP.fullmatch(text, end, tokens[at].start):
        return None
    unit = _unit(tokens, at)
    first = next((t.index for t in tokens if t.end > number.start), at)
    if unit is None or value < unit.least or (unit.noun and text[number.start : number.end] == "نه"):
        return None  # «نه قطعنامه» is rather not a resolution than nine
    last = at + len(unit.keys) - 1
    name = "person" if unit.unit == "tonne" and _people(tokens, first, last) else unit.unit
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


def _part(text: str, tokens: list[Token], number: numbers.Number) -> _Amount | None:
    """«یک‌سوم درآمد کشور»: parts of a whole are per cents."""
    if (
        not 0 < number.value < 1
        or text[number.start].isdigit()
        or " " not in text[number.start : number.end].replace("\u200c", " ")
    ):
        return None
    inside = [t.index for t in tokens if t.start < number.end and t.end > number.start]
    return _Amount(number.start, inside[0], inside[-1], round(number.value * 100, 1), "percent") if inside else None


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


def _people(tokens: list[Token], first: int, last: int) -> bool:
    """«تن» is a tonne, but people in «هفت تن از مهاجران», «کشته شدن ۱۵۰ تن»."""
    after = [t.key for t in tokens[last + 1 : last + 4]]
    if any(key in keys_of("goods") for key in after[:2]):
        return False
    before = [t.key for t in tokens[max(0, first - 3) : first]]
    return (bool(after) and after[0] in keys_of("people_after")) or any(
        key in keys_of("harm") for key in after + before
    )


def _claims(cast: Cast, sentence: Sentence, amounts: list[_Amount]) -> list[_Amount]:
    """Those that tell something: not «این شش نفر», «صدها هزار نفر», «یک سرباز»."""
    tokens, seen = sentence.tokens, cast.sentences[sentence.index]
    known = [(s.first, s.last) for s in seen if s.how == "demonstrative"]
    kept = [
        a
        for a in amounts
        if not (a.first and tokens[a.first - 1].key in keys_of("no_count"))
        and not any(first <= a.first <= last for first, last in known)  # «دو کشور»
    ]
    counted = any(a.unit in ("person", "item") and a.value > 1 for a in kept)
    return [a for a in kept if counted or not a.a]  # «سه تانک و یک سامانه» counts, «یک سامانه» alone does not


# -- figures


def _figure(document: Document, cast: Cast, reading: Reading, sentence: Sentence, amount: _Amount) -> Figure:
    value = int(amount.value) if float(amount.value).is_integer() else amount.value
    span = document.span(amount.start, sentence.tokens[amount.last].end)
    clause = sentence.clause_at(amount.first)
    inside = set(clause.tokens) if clause else set()
    actors = (s.actor for s in cast.sentences[sentence.index] if s.first in inside)
    parties = {cast.country(a) for a in actors if cast.members[a].sector != "JRN"}
    said = _said(reading.statements, span)
    return Figure(
        Name(_metric(sentence, amount)),
        value,
        amount.unit,
        _change(sentence.tokens, amount.first, amount.last),
        tuple(sorted(p for p in parties if p)),
        _period(document, sentence, clause, reading.dates),
        said.speaker if said else None,
        (span,),
    )


def _change(tokens: list[Token], first: int, last: int) -> Change | None:
    """«رشدی ۳۸ درصدی», «۲ درصد کاهش یافت»: the nearest such word, behind the number first."""
    changes = _changes()
    for index in (*range(last + 1, min(len(tokens), last + 1 + _AROUND)), *range(first - 1, max(-1, first - 4), -1)):
        if tokens[index].key in changes and not (index and tokens[index - 1].key in keys_of("rate")):
            return changes[tokens[index].key]
    return None


def _metric(sentence: Sentence, amount: _Amount) -> str | None:
    """What is measured, as a noun phrase: the words behind the unit, else the nearest ones before the number."""
    tokens, verbs = sentence.tokens, _verbs(sentence)
    start = amount.last + 1 if amount.noun is None else amount.noun
    if amount.noun is None and start < len(tokens) and tokens[start].key == "از":
        start += 1
    words = _phrase(tokens, start, verbs)
    if not words and amount.unit == "person":  # «۳۰ نفر کشته شدند»
        words = [t for t in tokens[amount.last + 1 : amount.last + 3] if t.key in keys_of("harm")][:1]
    if amount.noun is None and (not words or words[0].key in _changes()):
        words = _before(tokens, amount.first, verbs) or words
    return " ".join(t.text for t in words) or None


def _verbs(sentence: Sentence) -> dict[int, str]:
    """Token -> infinitive of the predicate that it is part of."""
    found = (c.predicate for c in sentence.clauses)
    return {index: p.lemma for p in found if p for index in range(p.first, p.last + 1)}


def _phrase(tokens: list[Token], start: int, verbs: dict[int, str]) -> list[Token]:
    """The noun phrase that starts there, without the noun of a light verb («اشاره کرد»)."""
    words: list[Token] = []
    for token in tokens[start : start + _WORDS]:
        if token.index in verbs:
            return words[:-1] if verbs[token.index] in keys_of("light") else words
        if is_boundary(token) or token.key[0].isdigit():
            break
        words.append(token)
    return words


def _before(tokens: list[Token], first: int, verbs: dict[int, str]) -> list[Token]:
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
        elif not (token.key[0].isdigit() or token.key in _units()):
            words.insert(0, token)
    return (words or spare)[-_WORDS:]


def _period(document: Document, sentence: Sentence, clause: Clause | None, days: tuple[Day, ...]) -> str | None:
    """The one month, season, year or other span that the clause names, as an interval."""
    if clause is None:
        return None
    inside = set(clause.tokens)
    spans = set()
    for day in days:
        if day.value and day.precision in ("week", "month", "season", "year", "interval"):
            at = document.view.at(day.start)
            if sentence.start <= at < sentence.end and any(
                t.start <= at < t.end and t.index in inside for t in sentence.tokens
            ):
                spans.add(day.value)
    return _interval(spans.pop()) if len(spans) == 1 else None


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


def _said(statements: tuple[Statement, ...], span: Span) -> Statement | None:
    inside = [s for s in statements if s.content.start <= span.start and span.end <= s.content.end]
    return min(inside, key=lambda s: s.content.end - s.content.start, default=None)
