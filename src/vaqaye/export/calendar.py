"""Planned visits and meetings as iCalendar (RFC 5545): a day's event each, cancelled where it was denied.

Written by hand: seven properties and two rules of spelling are all of the format that is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import IO

from vaqaye import query
from vaqaye.query import Act, Plan
from vaqaye.record import Record
from vaqaye.record.days import first_day

_STATUS = {"unknown": "TENTATIVE", "occurred": "CONFIRMED", "denied": "CANCELLED"}
_WIDE = 75  # octets in a line
_LONGEST = timedelta(days=366)


def write(record: Record, file: IO[bytes], *, text: bool = True) -> int:
    """Writes all plans that have a date and returns their number; without `text`, none of the articles' words."""
    count = 0
    file.write(_lines(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vaqaye//record//EN", "CALSCALE:GREGORIAN"]))
    for plan in _plans(record):
        if plan.act.date and (lines := _event(plan, text)):
            file.write(_lines(lines))
            count += 1
    file.write(_lines(["END:VCALENDAR"]))
    return count


def _plans(record: Record) -> Iterator[Plan]:
    page = partial(query.planned, record, limit=200)
    cursor = None
    while True:
        some = page(cursor=cursor)
        yield from some.entries
        cursor = some.next
        if cursor is None:
            return


def _event(plan: Plan, text: bool) -> list[str] | None:
    act = plan.act
    days = _days(act.date or "")
    if days is None:
        return None
    start, end = days
    source = act.source
    said = [source.quote] if text else []
    if plan.told_by and text:
        said.append(plan.told_by.source.quote)
    said += [where for where in (source.source, source.published, source.url) if where]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_escaped(f'{source.article}-{act.n}@vaqaye')}",
        f"DTSTAMP:{_stamp(source.published)}",
        f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
        f"DTEND;VALUE=DATE:{end:%Y%m%d}",
        f"SUMMARY:{_escaped(_summary(act, text))}",
        f"DESCRIPTION:{_escaped(chr(10).join(said))}",
        f"STATUS:{_STATUS[plan.outcome]}",
        "TRANSP:TRANSPARENT",
        f"CATEGORIES:{act.event}",
    ]
    if act.place and text:
        lines.append(f"LOCATION:{_escaped(act.place.fa or act.place.en or '')}")
    if source.url and source.url.startswith(("https://", "http://")):
        lines.append(f"URL:{_uri(source.url)}")
    return [*lines, "END:VEVENT"]


def _summary(act: Act, text: bool) -> str:
    """«مسعود پزشکیان ← روسیه»: who visits whom, or who meet."""
    sides = [
        "، ".join(who.name.fa or who.name.en or who.id for who in side if text or not who.id.startswith("local:"))
        for side in (act.actors, act.recipients)
    ]
    return " ← ".join(side for side in sides if side) or "دیدار"


def _days(value: str) -> tuple[date, date] | None:
    """First day and the day behind the last; None for what is longer than a year or no date."""
    first, _, last = value.partition("/")
    try:
        start = date.fromisoformat(first_day(first) or "")
        end = date.fromisoformat(first_day(last or first) or "")
        last = last or first
        if len(last) == 7:
            end = (end + timedelta(days=31)).replace(day=1)
        elif len(last) == 4:
            end = end.replace(year=end.year + 1)
        else:
            end += timedelta(days=1)
    except (ValueError, OverflowError):  # «P2D», «2022-02-31»
        return None
    return (start, end) if start < end and end - start <= _LONGEST else None


def _stamp(published: str | None) -> str:
    try:
        at = datetime.fromisoformat(published or "")
        at = at.astimezone(UTC) if at.tzinfo else at
    except (ValueError, OverflowError):
        at = datetime(1970, 1, 1)  # required, and unknown
    return f"{at:%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\r", "\\n"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return "".join(c for c in text if c >= " " and c != "\x7f")


def _uri(url: str) -> str:
    return "".join(c for c in url if c > " " and c != "\x7f")


def _lines(lines: list[str]) -> bytes:
    return b"".join(_folded(line.encode(errors="replace")) for line in lines)


def _folded(line: bytes) -> bytes:
    """Lines of at most 75 octets, broken between letters."""
    out = []
    width = _WIDE
    while len(line) > width:
        cut = width
        while line[cut] & 0xC0 == 0x80:  # not in the middle of a letter
            cut -= 1
        out.append(line[:cut])
        line, width = line[cut:], _WIDE - 1  # the space at the beginning of what follows counts
    return b"\r\n ".join([*out, line]) + b"\r\n"
