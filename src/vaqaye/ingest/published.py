"""When an article was published, as ISO, from ISO, RFC 822 and Jalali dates; from anything else None, never a guess."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
)
# 2022-01-19, 2022-01-19T10:30:00+03:30, 1400/10/29 14:35, 1400/10/29 - 14:35
_NUMBERS = re.compile(rf"(?P<year>\d{{4}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?:(?:T|[\s,،|–-]+){_CLOCK})?")
# 20220119, 20220119T103000Z
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
# چهارشنبه ۲۹ دی ۱۴۰۰ - ۱۴:۳۵
_NAMED = re.compile(
    rf"(?:\w+(?:[\s\u200c]شنبه)?\s*[،,]?\s+)?(?P<day>\d{{1,2}})\s+(?P<month>[^\W\d]+)(?:\s*ماه)?\s*[،,]?\s+(?P<year>1[34]\d\d)"
    rf"(?:[\s،,|–-]+(?:ساعت\s*)?{_CLOCK})?"
)
# Wed, 19 Jan 2022 10:30:00 +0330
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\.?\s+\d{2,4}\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+\S+)?"
)
_LONGEST = 64
# A Hijri year such as 1443 must not pass for a Jalali one, nor .NET's 0001-01-01 for a date.
_JALALI, _GREGORIAN = range(1300, 1426), range(1700, 2200)


def iso(value: str) -> str | None:
    """The date as ISO, with its time and offset where given; None if it is none of the forms above."""
    value = value.strip()
    if len(value) > _LONGEST:
        return None
    value = value.translate(_DIGITS)
    try:
        if match := _NUMBERS.fullmatch(value) or _COMPACT.fullmatch(value):
            return _iso(match, int(match["month"]))
        if match := _NAMED.fullmatch(value):
            return _named(match)
        if _MAIL.fullmatch(value):
            return _mail(value)
    except ValueError:  # a 31st of Mehr, an hour 25
        return None
    return None


def _iso(match: re.Match[str], month: int) -> str | None:
    day = _day(int(match["year"]), month, int(match["day"]))
    if day is None or not match["hour"]:
        return day.isoformat() if day else None
    clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0), tzinfo=_zone(match["zone"]))
    return datetime.combine(day, clock).isoformat()


def _day(year: int, month: int, day: int) -> date | None:
    if year in _GREGORIAN:
        return date(year, month, day)
    if year not in _JALALI:
        return None
    from persiantools.jdatetime import JalaliDate

    gregorian: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    return gregorian


def _named(match: re.Match[str]) -> str | None:
    from persiantools.jdatetime import MONTH_NAMES_FA

    name = match["month"].replace("ي", "ی")
    return _iso(match, MONTH_NAMES_FA.index(name))


def _mail(value: str) -> str | None:
    from email.utils import parsedate_to_datetime

    moment = parsedate_to_datetime(value)
    return moment.isoformat() if moment.year in _GREGORIAN else None


def _zone(zone: str | None) -> tzinfo | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if zone[0] == "-" else offset)
