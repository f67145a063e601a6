"""Asks ICU for the months of the Jalali and the lunar calendar, and writes them to `tests/icu_calendars.tsv`.

    python bench/icu.py

ICU counts its Persian calendar by the cycle of 33 years and its `islamic-umalqura` by the tables of Saudi Arabia. Every day
is asked for; the file keeps the first day of each year and the lengths of its months, which is all that there is to know.
Needs the C library of ICU (Debian: libicu72, with most systems there already); the tests need only the file.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

PATH = Path(__file__).parents[1] / "tests" / "icu_calendars.tsv"
WANTED = {"jalali": ("persian", range(1200, 1501)), "hijri": ("islamic-umalqura", range(1343, 1501))}
_YEAR, _MONTH, _DAY = 1, 2, 5  # UCalendarDateFields


class Icu:
    """One calendar of ICU."""

    def __init__(self, name: str) -> None:
        path = ctypes.util.find_library("icui18n")
        if path is None:
            sys.exit("no ICU: install its C library (Debian: apt-get install libicu72)")
        self.library = ctypes.CDLL(path)
        self.version = re.findall(r"\d+", path)[-1]  # it is part of the names of the functions
        self.status = ctypes.c_int(0)
        zone = "UTC\0".encode("utf-16-le")
        self._function("ucal_open").restype = ctypes.c_void_p
        self.handle = ctypes.c_void_p(
            self._function("ucal_open")(zone, 3, f"en_US@calendar={name}".encode(), 0, ctypes.byref(self.status))
        )
        self.set, self.get = self._function("ucal_setMillis"), self._function("ucal_get")

    def _function(self, name: str) -> Any:
        return getattr(self.library, f"{name}_{self.version}")

    def parts(self, day: date) -> tuple[int, int, int]:
        """Year, month and day of a date."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        self.set(self.handle, ctypes.c_double(noon.timestamp() * 1000), ctypes.byref(self.status))
        year, month, number = (self.get(self.handle, f, ctypes.byref(self.status)) for f in (_YEAR, _MONTH, _DAY))
        if self.status.value > 0:
            sys.exit(f"ICU: error {self.status.value}")
        return year, month + 1, number


def years(name: str, wanted: range) -> Iterator[tuple[int, date, list[int]]]:
    """Each year with its first day and the lengths of its months."""
    icu = Icu(name)
    day = date(1820, 1, 1)
    while icu.parts(day) != (wanted[0], 1, 1):
        day += timedelta(days=1)
    for year in wanted:
        first, lengths = day, [0] * 12
        while (at := icu.parts(day))[0] == year:
            lengths[at[1] - 1] += 1
            assert at[2] == lengths[at[1] - 1]
            day += timedelta(days=1)
        yield year, first, lengths


def main() -> None:
    """Writes the file."""
    rows = ["calendar\tyear\tfirst\tlengths"]
    for calendar, (name, wanted) in WANTED.items():
        rows += [f"{calendar}\t{y}\t{first}\t{' '.join(map(str, n))}" for y, first, n in years(name, wanted)]
    head = "# First day of each year and the lengths of its months, by ICU: written by bench/icu.py.\n"
    PATH.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
