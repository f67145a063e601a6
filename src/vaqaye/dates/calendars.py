"""The three calendars of Persian news, Jalali, Gregorian and lunar Hijri, as `datetime.date`; None for no such day.

Jalali by persiantools (right for 1200-1500 AP), lunar by hijridate (Umm al-Qura, 1343-1500 AH). Iran goes by sight of the
moon, mostly a day later: `in_iran`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

from vaqaye.model import Calendar
from vaqaye.resources import table

DAY = timedelta(days=1)
_Jalali: Any = JalaliDate
_JALALI_YEARS = range(1000, 1600)
_LUNAR_YEARS = range(1343, 1501)


@lru_cache(maxsize=4096)
def jalali(year: int, month: int = 1, day: int = 1) -> date | None:
    """The date of a Jalali day: `jalali(1400, 10, 29)` is 2022-01-19."""
    if year not in _JALALI_YEARS or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    try:
        found: date = _Jalali(year, month, day).to_gregorian()
    except ValueError:
        return None
    return found


@lru_cache(maxsize=4096)
def lunar(year: int, month: int = 1, day: int = 1) -> date | None:
    """The date of a lunar day: `lunar(1447, 8, 15)` is 2026-02-03 (in some countries a day later)."""
    if year not in _LUNAR_YEARS or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    try:
        there = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(there.year, there.month, there.day)


@cache
def _delays() -> dict[tuple[int, int], int]:
    return {(int(row["year"]), int(row["month"])): int(row["days"]) for row in table("iran_moon")}


def in_iran(span: tuple[date, date]) -> tuple[date, date]:
    """Days or months of the lunar calendar as Iran had them: «عاشورای ۱۴۴۷» was 2025-07-06 there."""

    def delay(day: date) -> timedelta:
        return timedelta(days=_delays().get(parts("hijri", day)[:2], 1))

    first, last = span
    if first == last or parts("hijri", last + DAY)[2] != 1:
        return first + delay(first), last + delay(first)
    return first + delay(first), last + delay(last + DAY)


def gregorian(year: int, month: int = 1, day: int = 1) -> date | None:
    """The date of a Gregorian day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def to_date(calendar: Calendar, year: int, month: int = 1, day: int = 1) -> date | None:
    """The date of a day in any of the three calendars."""
    if calendar == "jalali":
        return jalali(year, month, day)
    return lunar(year, month, day) if calendar == "hijri" else gregorian(year, month, day)


@lru_cache(maxsize=1024)
def year_of(calendar: Calendar, when: date) -> int:
    """The year of a calendar in which a date lies (the nearest one known for the lunar calendar)."""
    return parts(calendar, when)[0]


@lru_cache(maxsize=1024)
def parts(calendar: Calendar, when: date) -> tuple[int, int, int]:
    """Year, month and day of a date in a calendar; outside of the lunar tables only the year, and that nearly."""
    if calendar == "jalali" and when.year > 621:
        there = _Jalali(when)
        return there.year, there.month, there.day
    if calendar == "hijri":
        if not date(1924, 8, 1) <= when <= date(2077, 11, 16):
            return (when.year - 622) * 33 // 32, 1, 1
        moon = Gregorian(when.year, when.month, when.day).to_hijri()
        return moon.year, moon.month, moon.day
    return when.year, when.month, when.day


def month_span(calendar: Calendar, year: int, month: int) -> tuple[date, date] | None:
    """First and last day of a month; `month` may run over: 13 is the first of the next year, 0 the last before."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first, after = to_date(calendar, year, month), to_date(calendar, year + month // 12, month % 12 + 1)
    return (first, after - DAY) if first and after else None


def year_span(calendar: Calendar, year: int, years: int = 1) -> tuple[date, date] | None:
    """First and last day of a year, or of so many years."""
    first, after = to_date(calendar, year), to_date(calendar, year + years)
    return (first, after - DAY) if first and after else None


def shift_months(when: date, months: int) -> date:
    """The same day so many months away, or the last of that month (31 January and a month: 28 February).

    Stays within the years 1 to 9999.
    """
    index = when.year * 12 + when.month - 1 + months
    year, month = min(max(index // 12, 1), 9999), index % 12 + 1
    for day in (when.day, 30, 29, 28):
        if day <= when.day and (found := gregorian(year, month, day)):
            return found
    return when
