"""Dates as people write them: Jalali and Gregorian, in Persian and in English."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from vaqaye.dates import calendars
from vaqaye.model import Calendar
from vaqaye.resources import own_table, table

_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_EZAFE = "\N{ARABIC HAMZA ABOVE}"


def digits(text: str, lang: str) -> str:
    """Persian digits in Persian."""
    return text.translate(_DIGITS) if lang == "fa" else text


@cache
def months(calendar: Calendar, lang: str) -> tuple[str, ...]:
    """The twelve names of months."""
    if lang == "fa":
        names: dict[int, str] = {}
        for row in table("months"):
            if row["calendar"] == calendar:
                names.setdefault(int(row["month"]), row["name"])
        return tuple(names[month] for month in range(1, 13))
    return tuple(row["en"] for row in own_table("web/months") if row["calendar"] == calendar)


@lru_cache(maxsize=8192)
def spoken(value: str, lang: str) -> tuple[str, str | None]:
    """A date of the record for a reader, and the same in the other calendar; what is no date stays as it is.

    `2022-01-19` is «۲۹ دی ۱۴۰۰» and «۱۹ ژانویهٔ ۲۰۲۲» in Persian, the other way round in English. Months, years and
    intervals are told in the calendar that they are a unit of.
    """
    first, slash, last = value.partition("/")
    try:
        if slash:
            return digits(_interval(date.fromisoformat(first), date.fromisoformat(last), lang), lang), None
        if len(value) == 7:
            return _month("gregorian", int(value[:4]), int(value[5:]), lang), None
        when = date.fromisoformat(value[:10])
    except (ValueError, IndexError):
        return digits(value, lang), None
    jalali, gregorian = (_day(calendar, when, lang) for calendar in ("jalali", "gregorian"))
    return (jalali, gregorian) if lang == "fa" else (gregorian, jalali)


def asked(text: str, *, last: bool = False) -> str | None:
    """A day, month or year as a form gives it, ISO or Jalali («1404/10»), as the ISO day where it begins or ends.

    An ISO one and what is no date stay as they are: the question says what is wrong with it. None for nothing.
    """
    text = digits_of(text)
    found = re.fullmatch(r"(1[0-6]\d\d)(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?", text)
    if not found:
        return text or None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        when = calendars.jalali(year, month, day)
        return when.isoformat() if when else text
    span = calendars.month_span("jalali", year, month) if 1 <= month <= 12 else calendars.year_span("jalali", year)
    return span[last].isoformat() if span and month <= 12 else text


def digits_of(text: str) -> str:
    """ASCII digits for Persian and Arabic ones."""
    return text.translate(_ASCII).strip()


@lru_cache(maxsize=8192)
def month(value: str, lang: str) -> tuple[str, str | None]:
    """A month of the calendar of that language, and in Persian its Gregorian days.

    `1401-04` is «تیر ۱۴۰۱» and «۲۲ ژوئن – ۲۲ ژوئیهٔ ۲۰۲۲»; `2022-07` is July 2022.
    """
    calendar = calendar_of(lang)
    year, number = int(value[:4]), int(value[5:])
    span = calendars.month_span("jalali", year, number) if calendar == "jalali" else None
    return _month(calendar, year, number, lang), digits(_between("gregorian", *span, lang), lang) if span else None


def calendar_of(lang: str) -> Literal["jalali", "gregorian"]:
    """The calendar that pages in a language count months by."""
    return "jalali" if lang == "fa" else "gregorian"


def this_month(lang: str) -> str:
    """The month of today in the calendar of a language: `1404-10`, `2026-01`."""
    year, number, _ = calendars.parts(calendar_of(lang), date.today())
    return f"{year:04}-{number:02}"


def month_name(year: int, month: int, lang: str) -> str:
    """A Jalali month: «دی ۱۴۰۰»."""
    return _month("jalali", year, month, lang)


def in_short(value: str, lang: str) -> str:
    """The Gregorian day and month of an ISO day: «۲۱ آوریل»."""
    when = date.fromisoformat(value)
    return digits(f"{when.day} {months('gregorian', lang)[when.month - 1]}", lang)


def weekday(when: date, lang: str) -> str:
    """The name of the day of the week."""
    return own_table("web/weekdays")[when.weekday()][lang]


def _day(calendar: Calendar, when: date, lang: str) -> str:
    year, month, day = calendars.parts(calendar, when)
    return digits(f"{day} {_joined(months(calendar, lang)[month - 1], lang)} {year}", lang)


def _month(calendar: Calendar, year: int, month: int, lang: str) -> str:
    return digits(f"{_joined(months(calendar, lang)[month - 1], lang)} {year}", lang)


def _joined(name: str, lang: str) -> str:
    """«ژانویهٔ ۲۰۲۲»: what ends with a silent «ه» is joined to its year by a hamza."""
    return name + _EZAFE if lang == "fa" and name.endswith("ه") and name != "مه" else name


def _interval(first: date, last: date, lang: str) -> str:
    year, month, day = calendars.parts("jalali", first)
    if day == 1 and calendars.month_span("jalali", year, month) == (first, last):
        return _month("jalali", year, month, lang)
    if (month, day) == (1, 1) and calendars.year_span("jalali", year) == (first, last):
        return str(year)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    return _between(calendar_of(lang), first, last, lang)


def _between(calendar: Calendar, first: date, last: date, lang: str) -> str:
    begin, end = (_day(calendar, when, lang) for when in (first, last))
    (year, month, _), (last_year, last_month, _) = (calendars.parts(calendar, when) for when in (first, last))
    if year == last_year:  # «۱ مهر – ۳۰ آذر ۱۴۰۵», «۶ – ۱۲ تیر ۱۴۰۵»
        begin = begin.rpartition(" ")[0]
        begin = begin.partition(" ")[0] if month == last_month else begin.replace(_EZAFE, "")
    return f"{begin} – {end}"
