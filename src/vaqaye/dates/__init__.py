"""Expressions of time to ISO dates: what a text says of when, in Jalali, Gregorian and lunar reckoning.

`find` gives the dates of a document, `trace` also the rule that made each. Numbers in words and figures are read by
`dates.numbers`, days converted by `dates.calendars`.
"""

from __future__ import annotations

from vaqaye.dates import calendars, numbers
from vaqaye.dates.reader import find, trace

__all__ = ["calendars", "find", "numbers", "trace"]
