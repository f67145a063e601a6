"""What templates say in one language: names, dates, numbers, quoted words, and the links that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Literal, Protocol
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from vaqaye.codes import country_name, plover_quad
from vaqaye.model import Name, Span
from vaqaye.query import MonthsOf
from vaqaye.record import Hit
from vaqaye.record.who import Who
from vaqaye.resources import own_table
from vaqaye.web import days

Lang = Literal["fa", "en"]
_QUOTED = 420  # characters of evidence on a page of many entries; the article has all of it
_NAMED = 120  # of a name or title in a line


class Quoted(Protocol):
    """Words of an article and where they begin in it."""

    @property
    def start(self) -> int:
        """Offset of the first of them."""

    @property
    def quote(self) -> str:
        """The words."""


@cache
def texts(lang: Lang) -> dict[str, str]:
    """The texts of the pages by key."""
    return {row["key"]: row[lang] for row in own_table("web/texts")}


def link(path: str, parameters: Mapping[str, str | None] | None = None, **more: str | None) -> str:
    """An address with those of the parameters that have a value."""
    given = {key: value for key, value in {**(parameters or {}), **more}.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def page_of(kind: str, id: str, anchor: str = "") -> str:
    """The address of an article, actor, agreement, episode or pattern, whatever stands in its id."""
    return f"/{kind}/{quote(id, safe=':')}{anchor}"


def cut(text: str, first: int, last: int, width: int = _QUOTED) -> tuple[str, str, str]:
    """What stands before, in and behind `text[first:last]`, shortened on both sides to about `width` characters."""
    before, words, behind = text[:first], text[first:last], text[last:]
    if len(text) > width:
        room = max(width - len(words), 0)
        left = min(len(before), max(room // 2, room - len(behind)))
        right = room - left
        before = before if len(before) <= left else "… " + before[len(before) - left :].partition(" ")[2]
        behind = behind if len(behind) <= right else behind[:right].rpartition(" ")[0] + " …"
        words = words if len(words) <= width else words[:width] + " …"
    return before, words, behind


def bdi(text: str | None, width: int = _NAMED) -> Markup:
    """Foreign text in a line of ours: its directions stay its own, and it can't fill the page."""
    text = text or ""
    return Markup("<bdi>{}</bdi>").format(text if len(text) <= width else text[:width] + "…")


def tone(event: str) -> str:
    """Whether an act is of the friendly or the hostile kind, for its colour."""
    return "good" if plover_quad(event) <= 2 else "bad"


class Speech:
    """The vocabulary of templates in a language; its methods are their functions."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.said = texts(lang)

    def t(self, key: str) -> str:
        """The text of that key."""
        return self.said[key]

    def name(self, of: Name | None) -> str:
        """A name in this language, else in the other; '' where there is none."""
        if of is None:
            return ""
        return (of.fa or of.en if self.lang == "fa" else of.en or of.fa) or ""

    def code(self, value: str | None, kind: str) -> str:
        """What a code is called: `code("CONSULT", "type")`. One that has no text stands for itself."""
        return self.said.get(f"{kind}.{value}", value or "")

    def country(self, code: str) -> str:
        """The name of a country."""
        return self.name(country_name(code))

    def day(self, value: str | None) -> Markup:
        """A date in both calendars."""
        if not value:
            return escape(self.said["undated"])
        first, other = days.spoken(value, self.lang)
        beside = Markup(' <span class="other-day">{}</span>').format(other) if other else Markup()
        return Markup('<time datetime="{}">{}{}</time>').format(value.partition("/")[0], first, beside)

    @property
    def calendar(self) -> MonthsOf:
        """The calendar of this language."""
        return days.calendar_of(self.lang)

    def month_of(self, value: str) -> str:
        """The name of a month of that calendar, without its year."""
        return days.months(self.calendar, self.lang)[int(value[5:7]) - 1]

    def whole_month(self, value: str) -> str:
        """The name of a month of that calendar with its year: «تیر ۱۴۰۱»."""
        return days.month(value, self.lang)[0]

    def beside_month(self, value: str) -> str:
        """The Gregorian days of a Jalali month; '' where months are Gregorian."""
        return days.month(value, self.lang)[1] or ""

    def spoken(self, value: str) -> str:
        """A date in the calendar of this language."""
        return days.spoken(value, self.lang)[0]

    def beside_day(self, value: str) -> str:
        """The Gregorian day and month of an ISO day."""
        return days.in_short(value, self.lang)

    def weekday(self, value: str) -> str:
        """The day of the week of an ISO day."""
        return days.weekday(date.fromisoformat(value), self.lang)

    def digits(self, text: object) -> str:
        """Anything with the digits of this language."""
        return days.digits(str(text), self.lang)

    def num(self, value: float | None) -> str:
        """A number with its thousands set apart: ۱۲٬۵۰۰, 12,500; at most two decimals."""
        if value is None:
            return ""
        text = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
        return self.digits(text.replace(",", "٬").replace(".", "٫")) if self.lang == "fa" else text

    def many(self, number: float, key: str) -> str:
        """A number of something: the text of that key, which may have a form for one and one for more: `day|days`."""
        one, _, more = self.said[key].partition("|")
        return f"{self.num(number)} {one if number == 1 else more or one}"

    def term(self, duration: str) -> str:
        """An ISO duration in words, where it has one unit: P20Y is «۲۰ سال»."""
        found = re.fullmatch(r"P(\d{1,6})([YMWD])", duration)
        return self.many(int(found[1]), f"term.{found[2]}") if found else duration

    def who(self, one: Who) -> Markup:
        """A name that leads to the page of its bearer; who is known from articles alone is looked up by name."""
        local = one.id.startswith("local:")
        address = page_of("actor", one.name.fa or one.name.en or one.id if local else one.id)
        return Markup('<a class="who" href="{}">{}</a>').format(address, bdi(self.name(one.name) or one.id))

    def whos(self, all: Iterable[Who]) -> Markup:
        """Several names."""
        return Markup(self.said["comma"] + " ").join(map(self.who, all))

    def evidence(self, source: Quoted, words: Span | None = None, width: int = _QUOTED) -> Markup:
        """The quoted words, with those that name the act marked."""
        if words is None:
            return Markup("{}{}{}").format(*cut(source.quote, 0, 0, width))
        first, last = (min(max(at - source.start, 0), len(source.quote)) for at in (words.start, words.end))
        return Markup("{}<mark>{}</mark>{}").format(*cut(source.quote, first, last, width))

    def found(self, hit: Hit) -> Markup:
        """The passage of an article that has the words asked for, these marked."""
        out, at = Markup(), 0
        for span in hit.found:
            first, last = max(span.start - hit.start, at), span.end - hit.start
            out += Markup("{}<mark>{}</mark>").format(hit.text[at:first], hit.text[first:last])
            at = max(last, at)
        return out + hit.text[at:]
