"""A resolved expression: first and last day, and how the record writes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vaqaye.dates.meanings import Length
from vaqaye.model import Anchor, Calendar, Precision

NO_DATE = "no date of publication"
_ISO_UNITS = {"year": "Y", "month": "M", "day": "D"}
_IN = {"century": ("year", 100), "decade": ("year", 10), "week": ("day", 7)}


@dataclass(frozen=True, slots=True)
class Meant:
    """`first` to `last`, both included; `value` as in the record, None where `reason` says why it can't be known."""

    value: str | None
    precision: Precision | None
    calendar: Calendar
    anchor: Anchor
    first: date | None = None
    last: date | None = None
    reason: str | None = None
    conflict: str | None = None


def unknown(reason: str, calendar: Calendar = "none", anchor: Anchor = "published") -> Meant:
    """Nobody can say when."""
    return Meant(None, None, calendar, anchor, reason=reason)


def spell(
    span: tuple[date, date] | None,
    precision: Precision,
    calendar: Calendar,
    anchor: Anchor,
    reason: str | None = None,
    conflict: str | None = None,
) -> Meant:
    """A span of days as the record has it: `2022-01-19`, Gregorian `2022-01` and `2022`, all else `first/last`."""
    if span is None:
        return unknown("no such day, or out of the range of its calendar", calendar, anchor)
    first, last = span
    if precision == "day":
        value = first.isoformat()
    elif calendar == "gregorian" and precision in ("month", "year"):
        value = first.isoformat()[: 7 if precision == "month" else 4]
    else:
        value = f"{first.isoformat()}/{last.isoformat()}"
    return Meant(value, precision, calendar, anchor, first, last, reason, conflict)


def amounts(length: Length) -> dict[str, float]:
    """A length in years, months, days and hours: weeks are days, decades are years, half a year is six months."""
    found: dict[str, float] = {}
    for amount, unit in length.parts:
        name, factor = _IN.get(unit, (unit, 1))
        found[name] = found.get(name, 0) + amount * factor
    for whole, part, factor in (("year", "month", 12), ("month", "day", 30), ("day", "hour", 24)):
        rest = found.get(whole, 0) % 1
        if rest:
            found[whole] -= rest
            found[part] = found.get(part, 0) + round(rest * factor)
    return {unit: amount for unit, amount in found.items() if amount}


def duration(length: Length) -> str:
    """ISO 8601: `P25Y`, `P2Y6M`, `P14D`, `PT24H`, `PT30M`, `PT45S`."""
    found = amounts(length)
    days = "".join(f"{int(found[unit])}{sign}" for unit, sign in _ISO_UNITS.items() if unit in found)
    hours = found.get("hour", 0)
    minutes = round(hours % 1 * 60 + found.get("minute", 0), 3)
    seconds = round(minutes % 1 * 60 + found.get("second", 0))
    clock = "".join(
        f"{int(amount)}{sign}" for amount, sign in ((hours, "H"), (minutes, "M"), (seconds, "S")) if amount >= 1
    )
    return f"P{days}" + (f"T{clock}" if clock else "")
