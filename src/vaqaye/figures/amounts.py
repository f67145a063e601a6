"""Quantities: a number and its unit, and which of them tell something."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from vaqaye.actors import Cast
from vaqaye.dates import numbers
from vaqaye.language import Document, Sentence, Token
from vaqaye.language.inflect import inflected, spellings
from vaqaye.model import Day
from vaqaye.resources import table
from vaqaye.text import keys_of

_GAP = re.compile(r"[ \u200c]{0,2}")
_AGAIN = re.compile(r" ?\([0-9.,٬٫/ ]+\) ?")  # «سی میلیون (30.000.000) ریال»
_TURNED = re.compile(r"([1-9][0-9]{0,8})/([0-9]{1,9})(?![0-9/])")
_DECIMAL = re.compile(r"[0-9][,٬]")  # «36,2 درصد»
_THOUSANDTHS = frozenset({("tonne", "kilogram"), ("kilogram", "gram"), ("kilometre", "metre")})
_TONNES = 10_000  # «دو میلیون تن از این میزان» are no people
_NEAR = 6  # words between the counts of a list


class Unit(NamedTuple):
    """A row of the lexicon."""

    keys: tuple[str, ...]
    unit: str
    times: float
    least: int  # «سه کشور» are three that everybody knows, «۴۰ کشور» are a count
    noun: bool  # names what is counted: «۱۲ سرباز», not «۱۲ نفر»


@dataclass(slots=True)
class Amount:
    """A quantity at tokens `first..last`; `start` into the view."""

    start: int
    first: int
    last: int
    value: float
    unit: str
    noun: int | None = None  # the token that names what is counted
    a: bool = False  # «یک سرباز»: a soldier rather than one


@cache
def _units() -> dict[str, tuple[Unit, ...]]:
    """First key -> its units, longest first."""
    found: dict[str, list[Unit]] = {}
    for row in table("units"):
        for keys in spellings(row["word"]):
            forms = (keys[-1],) if len(keys) > 1 or row["unit"] not in ("person", "item") else inflected(keys[-1])[:2]
            for form in forms:
                entry = Unit(
                    (*keys[:-1], form), row["unit"], float(row["times"]), int(row["least"] or 0), row["noun"] == "y"
                )
                found.setdefault(entry.keys[0], []).append(entry)
    return {first: tuple(sorted(rows, key=lambda r: -len(r.keys))) for first, rows in found.items()}


class Line:
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
        self.passed: set[int] = set()  # tokens of dates and of other figures: no words of a metric
        self.periods: dict[int, set[str]] = {}
        for day in days:
            first, last = self.at(document.view.at(day.start)), self.at(document.view.at(day.end) - 1)
            self.passed.update(range(first, last + 1))
            clause = sentence.clause_at(first)
            if clause and day.value and day.precision in ("week", "month", "season", "year", "interval"):
                self.periods.setdefault(clause.index, set()).add(day.value)

    def at(self, offset: int) -> int:
        """The token at an offset of the view, or the one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)


def decimals(document: Document, found: list[numbers.Number]) -> list[numbers.Number]:
    """«36,2» is one number; «8/55 ميليون», typed in Latin figures as it looks from the right, is 55.8 million."""
    text, out = document.view.text, list[numbers.Number]()
    for number in (_turned(document, n) for n in found):
        old = out[-1] if out else None
        one = old is not None and old.end + 1 == number.start and "," not in text[old.start : old.end]
        if old is not None and one and _DECIMAL.fullmatch(text, old.end - 1, number.start):
            size = number.end - number.start
            out[-1] = numbers.Number(old.start, number.end, round(old.value + number.value / 10**size, size), False)
        else:
            out.append(number)
    return out


def _turned(document: Document, number: numbers.Number) -> numbers.Number:
    """A number whose slash stands between Latin figures, the other way round."""
    span = document.span(number.start, number.end)
    typed = _TURNED.match(document.article.text, span.start)
    if typed is None or typed.end() > span.end or not number.value:
        return number
    end, whole = typed.groups()
    scale = number.value / float(f"{end}.{whole}")
    return number._replace(value=round(float(f"{whole}.{end}") * scale, 6))


def amounts(line: Line, found: list[numbers.Number]) -> list[Amount]:
    """The quantities of a sentence; a range is two."""
    text, out = line.text, list[Amount]()
    for index, number in enumerate(found):
        follower = found[index + 1] if index + 1 < len(found) else None
        made = _amount(line, number, number.end, number.value)
        if made is None and follower and text[number.end : follower.start].strip() in keys_of("range") | {"-"}:
            # «۵ تا ۷ میلیون دلار»: the unit, and a scale that only the second has, belong to both
            made = _amount(line, number, follower.end, number.value * _scale(text, number, follower))
        made = made or _part(line, number)
        if made is None:
            continue
        if made.first and made.unit not in ("person", "item") and line.tokens[made.first - 1].key in keys_of("minus"):
            made.value = -made.value  # «بهای نفت به منفی ۳۷ دلار سقوط کرد»
        more = _more(line.tokens, out[-1], made) if out else 0
        if more:
            out[-1].value, out[-1].last = round(out[-1].value + more, 6), made.last
        else:
            out.append(made)
    return out + _halves(line.tokens)


def _amount(line: Line, number: numbers.Number, end: int, value: float) -> Amount | None:
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
    people = (unit.unit == "tonne" and _people(tokens, first, last, value)) or _cases(tokens, last)
    name = "person" if people else unit.unit
    a = name in ("person", "item") and value == 1 and not text[number.start].isdigit()
    return Amount(number.start, first, last, round(value * unit.times, 6), name, at if unit.noun else None, a)


def _unit(tokens: list[Token], at: int) -> Unit | None:
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


def _part(line: Line, number: numbers.Number) -> Amount | None:
    """«یک‌سوم درآمد کشور»: parts of a whole are per cents."""
    words = line.text[number.start : number.end].replace("\u200c", " ")
    if not 0 < number.value < 1 or words[0].isdigit() or " " not in words:
        return None
    first, last = line.at(number.start), line.at(number.end - 1)
    if last + 1 < len(line.tokens) and line.tokens[last + 1].key in keys_of("final"):
        return None  # «یک‌چهارم نهایی» is a round of a cup
    return Amount(number.start, first, last, round(number.value * 100, 1), "percent")


def _halves(tokens: list[Token]) -> list[Amount]:
    """«نیمی از صادرات»."""
    return [
        Amount(t.start, t.index, t.index, 50, "percent")
        for t in tokens[:-1]
        if t.key in keys_of("half") and tokens[t.index + 1].key == "از"
    ]


def _more(tokens: list[Token], left: Amount, right: Amount) -> float:
    """What the second adds to the first: «۱۴۰۵ دلار و ۶۰ سنت», «۷ کیلو و ۱۸۱ گرم»."""
    if right.first != left.last + 2 or tokens[left.last + 1].key != "و":
        return 0
    if left.unit == right.unit and len(left.unit) == 3 and right.value < 1 <= left.value:
        return right.value
    return right.value / 1000 if (left.unit, right.unit) in _THOUSANDTHS and right.value < 1000 else 0


def _cases(tokens: list[Token], last: int) -> bool:
    """«۵۶۱ هزار مورد ابتلای قطعی» are people."""
    after = (t.key for t in tokens[last + 1 : last + 4])
    return tokens[last].key in keys_of("case") and any(key in keys_of("illness") for key in after)


def _people(tokens: list[Token], first: int, last: int, value: float) -> bool:
    """«تن» is a tonne, but people in «هفت تن از مهاجران», «کشته شدن ۱۵۰ تن»."""
    after = [t.key for t in tokens[last + 1 : last + 4]]
    if any(key in keys_of("goods") for key in after[:2]):
        return False
    before = [t.key for t in tokens[max(0, first - 3) : first]]
    few = value < _TONNES and bool(after)
    return (few and after[0] in keys_of("people_after")) or any(key in keys_of("harm") for key in after + before)


def _names_one(tokens: list[Token], token: Token) -> bool:
    """«این سه نفر», «بند ۴»; but «حمله‌ای که طی آن ۱۸ سرباز کشته شدند» counts."""
    before = tokens[token.index - 1].key if token.index else ""
    return token.key in keys_of("no_count") and not (token.key == "آن" and before in keys_of("in_course"))


def claims(line: Line, found: list[Amount]) -> list[Amount]:
    """Those that tell something: not «این شش نفر», «صدها هزار نفر», «دو کشور», «یک سرباز»."""
    barred = {t.index + 1 for t in line.tokens if _names_one(line.tokens, t)} | line.known
    levels = {t.index + 1 for t in line.tokens if t.key in keys_of("level")}  # «در کانال ۲٫۸ میلیون واحد ایستاد»
    kept = [a for a in found if a.first not in barred or (a.noun is None and a.first in levels)]
    out: list[Amount] = []
    for index, amount in enumerate(kept):
        beside = (m for m in kept[max(0, index - 2) : index + 3] if m.unit in ("person", "item") and m.value > 1)
        # «سه تانک و یک سامانه» counts, «یک سامانه» alone does not
        if not amount.a or any(abs(m.first - amount.first) <= _NEAR for m in beside):
            out.append(amount)
    return out
