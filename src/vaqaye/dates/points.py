"""Days, weekdays, months and years that a text gives in part: the rest comes from now, the tense, the other parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from vaqaye.dates import calendars
from vaqaye.dates.context import HORIZON, Context, When
from vaqaye.dates.meanings import Point
from vaqaye.dates.meant import NO_DATE, Meant, spell, unknown
from vaqaye.dates.years import full_year
from vaqaye.model import Anchor, Calendar

Span = tuple[date, date]
_FAR, _NEAR, _YEAR = 270, 60, 366
_NO_YEAR = "no year, and no date of publication"
BY_WEEKDAY = "no date of publication: the latest year in which that day falls on that weekday"
FROM_TEXT = "the year is the latest that the text names"


def nearest(spans: Iterable[Span], now: date, tense: When | None, turn: int = 0) -> Span | None:
    """The span that is meant when its year is not said.

    «گذشته» and «آینده» are strict. Else the tense decides, unless that leads many months away while the other side is
    near: «اعلام کرد نشست ۲۵ ژوئن» in May is next month.
    """
    known = sorted(spans)
    if turn:
        known = [s for s in known if (s[1] < now if turn < 0 else s[0] > now)]
        return (known[-1] if turn < 0 else known[0]) if known else None
    if not known:
        return None
    closest = min(known, key=lambda s: _gap(s, now))
    if tense not in ("past", "future"):
        return closest
    right = [s for s in known if (s[0] <= now if tense == "past" else s[1] >= now)]
    best = min(right, key=lambda s: _gap(s, now), default=closest)
    return closest if _gap(best, now) > _FAR and _gap(closest, now) <= _NEAR else best


def _gap(span: Span, now: date) -> int:
    return 0 if span[0] <= now <= span[1] else min(abs((span[0] - now).days), abs((span[1] - now).days))


def span_in(calendar: Calendar, year: int, month: int, day: int | None) -> Span | None:
    """A day, or the whole month, of a year."""
    if day is None:
        return calendars.month_span(calendar, year, month)
    found = calendars.to_date(calendar, year, month, day)
    return (found, found) if found else None


def spans_around(calendar: Calendar, now: date, month: int, day: int | None) -> list[Span]:
    """That day or month in the years around now."""
    year = calendars.year_of(calendar, now)
    return [s for y in range(year - 2, year + 3) if (s := span_in(calendar, y, month, day))]


def _solar(point: Point) -> Point:
    """«۱۵ رجب ۱۴۴۶ برابر با ۲۶ دی»: the solar day is the surer one, in the year that the lunar one gives."""
    other = next((o for o in point.others if o.calendar != "hijri" and o.day and o.month), None)
    if point.calendar != "hijri" or other is None or other.calendar is None:
        return point
    year = other.year
    if year is None and point.year and (there := calendars.lunar(point.year, point.month or 1, point.day or 1)):
        year = calendars.year_of(other.calendar, there)
    return replace(point, calendar=other.calendar, year=year, month=other.month, day=other.day, others=[])


class Points:
    """Resolves points in one text."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def resolve(self, point: Point, offset: int, within: Span | None) -> Meant:
        """`within`: the week, month or year that `point.within` means, resolved."""
        if point.month or point.day:
            return self._dated(point, offset, within)
        if point.year:
            return self._year(point)
        if point.weekday:
            return self._weekday(point, offset, within)
        now = self.context.now
        if now is None or point.shift is None:
            return unknown(NO_DATE)
        day = now + timedelta(days=point.shift)
        return spell((day, day), "day", "none", self.context.anchor)

    def _year(self, point: Point) -> Meant:
        calendar = point.calendar or "jalali"
        return spell(calendars.year_span(calendar, self.year(point)), "year", calendar, "absolute")

    def year(self, point: Point) -> int:
        """The year of a point with all its figures."""
        year = point.year or 0
        if year < 100 and point.calendar != "gregorian":
            year = full_year(year, self.context.latest)
        return year

    def _weekday(self, point: Point, offset: int, within: Span | None) -> Meant:
        now = self.context.now
        if now is None or point.weekday is None:
            return unknown(NO_DATE)
        if within:
            day = within[0] + timedelta(days=(point.weekday - within[0].isoweekday()) % 7)
        elif point.shift is not None:
            there = now + timedelta(days=point.shift)
            day = there + timedelta(days=(point.weekday - there.isoweekday() + 3) % 7 - 3)
            if day != there:
                conflict = f"the weekday: {point.shift:+d} days from {now} is {there}"
                return spell((day, day), "day", "none", self.context.anchor, conflict=conflict)
        else:
            after = (point.weekday - now.isoweekday()) % 7
            ahead = point.turn > 0 or (not point.turn and self.context.tense(offset) in ("future", "open"))
            if ahead:
                day = now + timedelta(days=after or (7 if point.turn else 0))
            else:
                day = now - timedelta(days=(7 - after) % 7 or (7 if point.turn else 0))
        return spell((day, day), "day", "none", self.context.anchor)

    def _dated(self, point: Point, offset: int, within: Span | None) -> Meant:
        point = _solar(point)
        parts = [point, *point.others]
        fixed = next((p for p in parts if p.year), point)
        calendar = point.calendar or "jalali"
        precision = "day" if point.day else "month"
        anchor: Anchor = self.context.anchor
        reason = None
        if fixed.year:
            span = span_in(fixed.calendar or calendar, self.year(fixed), fixed.month or 1, fixed.day)
            anchor = "absolute"
        elif within:
            span = self._inside(point, calendar, within)
        elif (now := self.context.now) is not None:
            span, set_by_text = self._around(point, calendar, offset, now)
            anchor = "previous" if set_by_text else anchor
        elif (now := self.context.presumed()) is not None:
            span, anchor, reason = self._presumed(point, calendar, offset, now), "article", FROM_TEXT
        elif (span := self._by_weekday(point, calendar)) is not None:
            anchor, reason = "article", BY_WEEKDAY
        else:
            return unknown(_NO_YEAR, calendar)
        if span is None:
            return spell(None, "day", calendar, anchor)
        if calendar == "hijri":
            if not self.context.iranian(offset):
                reason = reason or "lunar: where the moon is sighted it may be a day later"
            else:
                span = calendars.in_iran(span)
                reason = reason or "lunar: by the calendar of Iran, elsewhere it may be a day earlier"
        return spell(
            span, "day" if precision == "day" else "month", calendar, anchor, reason, self._conflict(point, span[0])
        )

    def _around(self, point: Point, calendar: Calendar, offset: int, now: date) -> tuple[Span | None, bool]:
        """The day or month nearest to now that the tense allows, and whether the text itself has set its year.

        «۱۲ بهمن ۱۳۵۷ وارد تهران شد و ۲۲ بهمن …»: of the year that the sentence has just named. A weekday chooses among
        years where none is near: «دوشنبه ۲۰ آذر» in August.
        """
        spans = spans_around(calendar, now, point.month or 1, point.day)
        if point.turn:
            return nearest(spans, now, None, point.turn), False
        tense = self.context.tense(offset)
        if tense == "past" and (year := self.context.year_before(calendar, offset)) is not None:
            span = span_in(calendar, year, point.month or 1, point.day)
            if span is not None and span[1] < now and (not point.weekday or span[0].isoweekday() == point.weekday):
                return span, True
        best = nearest(spans, now, tense)
        if best and point.weekday and best[0].isoweekday() != point.weekday and _gap(best, now) > _NEAR:
            right = [s for s in spans if s[0].isoweekday() == point.weekday and _gap(s, now) <= _YEAR]
            best = nearest(right, now, None) or best
        return best, False

    def _by_weekday(self, point: Point, calendar: Calendar) -> Span | None:
        """«چهارشنبه ۲۹ دی» of a text that has neither a date nor a year: the latest year in which it is a Wednesday."""
        if not (point.weekday and point.day and point.month) or calendar == "hijri":
            return None
        latest = calendars.year_of(calendar, HORIZON)
        spans = (span_in(calendar, year, point.month, point.day) for year in range(latest, latest - 12, -1))
        known = (s for s in spans if s and s[1] <= HORIZON and s[0].isoweekday() == point.weekday)
        return next((s for s in known if all(self._agrees(other, s[0]) for other in point.others)), None)

    def _agrees(self, other: Point, day: date) -> bool:
        """Whether the same day in another calendar is that day."""
        if other.calendar == "hijri":
            return True
        return calendars.parts(other.calendar or "gregorian", day)[1:] == (other.month, other.day)

    def _inside(self, point: Point, calendar: Calendar, within: Span) -> Span | None:
        if not point.month:  # «دهم ماه جاری»
            day = within[0] + timedelta(days=(point.day or 1) - 1)
            return (day, day)
        first = calendars.year_of(calendar, within[0])
        found = [span_in(calendar, y, point.month, point.day) for y in (first, first + 1)]
        return next((s for s in found if s and s[1] >= within[0] and s[0] <= within[1]), None)

    def _presumed(self, point: Point, calendar: Calendar, offset: int, now: date) -> Span | None:
        year = calendars.year_of(calendar, now)
        found = (
            span_in(calendar, y, point.month or 1, point.day) for y in (year, year - 1, *range(year + 1, year + 7))
        )
        spans = [s for s in found if s and s[0] <= HORIZON]
        if point.weekday and point.day:  # «دوشنبه ۳۱ تیر» of a text that names 2018 last is of 2019
            right = next((s for s in spans if s[0].isoweekday() == point.weekday), None)
            if right is not None:
                return right
        spans = [s for s in spans if calendars.year_of(calendar, s[0]) <= year]
        return nearest(spans, now, self.context.tense(offset), point.turn)

    def _conflict(self, point: Point, day: date) -> str | None:
        """What else the words say of the day, and does not agree."""
        if point.weekday and point.day and day.isoweekday() != point.weekday:
            return f"the weekday: {day} is {day:%A}"
        for other in point.others:
            year = self.year(other) if other.year else calendars.year_of(other.calendar or "gregorian", day)
            found = calendars.to_date(other.calendar or "gregorian", year, other.month or 1, other.day or 1)
            if found is not None and found != day and other.calendar != "hijri" and point.calendar != "hijri":
                return f"the other calendar: it gives {found}"
        now = self.context.published
        if point.shift is not None and now is not None and now + timedelta(days=point.shift) != day:
            return f"the date of publication: {point.shift:+d} days from {now} is {now + timedelta(days=point.shift)}"
        return None
