"""Which numbers are years, and of which calendar."""

from __future__ import annotations

from typing import Any

from vaqaye.model import Calendar

_JALALI = range(1200, 1500)
_GREGORIAN = range(1800, 2101)


def is_year(number: Any) -> bool:
    """Whether a number with four figures can be a year that news speaks of."""
    return isinstance(number, int) and (number in _JALALI or number in _GREGORIAN)


def year_of(number: int) -> Calendar:
    """The calendar of a year by its number; two figures are Jalali («سال ۷۷»)."""
    return "gregorian" if number in _GREGORIAN else "jalali"


def full_year(number: int, latest: int) -> int:
    """The four figures of «سال ۷۷»: of the century that ends with the latest year (and ten to come)."""
    year = number + 1300
    while year + 100 <= latest + 10:
        year += 100
    return year
