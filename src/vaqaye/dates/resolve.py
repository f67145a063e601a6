"""From what words mean to the days that they mean: ISO 8601 values, with calendar, anchor and any doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from vaqaye.dates import calendars
from vaqaye.dates.context import Context
from vaqaye.dates.meanings import (
    Edge,
    Feast,
    Length,
    Meaning,
    Moment,
    Part,
    Point,
    Range,
    Relative,
    Same,
    Season,
    Several,
    Stretch,
    Vague,
    Years,
)
from vaqaye.dates.meant import NO_DATE, Meant, amounts, duration, spell, unknown
from vaqaye.dates.points import FROM_TEXT, Points, Span, nearest, spans_around
from vaqaye.dates.years import full_year
from vaqaye.model import Calendar, Precision

_NOTHING_BEFORE = "counted from a date that the text does not give"
_TOO_FAR = "out of the range of the calendar"
_REACH = 300  # characters back to what «مدت مشابه» speaks of


class Resolver:
    """Resolves meanings in the order of the text; «روز بعد» counts from the one before it."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.points = Points(context)
        self.before: Meant | None = None
        self.before_at = 0

    def resolve(self, meaning: Meaning, offset: int) -> Meant:
        """What a meaning at a view offset comes to."""
        return _WAYS[type(meaning)](self, meaning, offset)

    def note(self, meant: Meant, offset: int) -> None:
        """Keeps what was found for those that count from it."""
        if meant.first is not None and meant.precision != "duration":
            self.before, self.before_at = meant, offset

    def _point(self, point: Point, offset: int) -> Meant:
        within = None
        if point.within is not None:
            rel = point.within
            if rel.unit == "year" and rel.calendar is None and point.calendar in ("jalali", "gregorian"):
                rel = replace(rel, calendar=point.calendar)
            there = self._relative(rel, offset)
            if there.first and there.last:
                within = (there.first, there.last)
            elif rel.shift or rel.unit != "year" or self.context.presumed() is None:
                return there
        return self.points.resolve(point, offset, within)

    def _relative(self, rel: Relative, offset: int) -> Meant:
        if (
            rel.base == "spoken"
            and self.before
            and self.before.precision == rel.unit
            and offset - self.before_at < _REACH
        ):
            return replace(self.before, anchor="previous")
        previous = rel.base == "previous" and self.before is not None and offset - self.before_at < _REACH
        base = self.before.first if previous and self.before else self.context.now
        if rel.base == "previous" and not previous and rel.shift >= 0:
            return unknown(_NOTHING_BEFORE, anchor="previous")
        if base is None:
            return self._this_year(rel, offset)
        anchor = "previous" if previous else self.context.anchor
        if rel.unit == "day":
            day = base + timedelta(days=rel.shift)
            return spell((day, day), "day", "none", anchor)
        if rel.unit == "week":
            start = base - timedelta(days=(base.weekday() if rel.calendar == "gregorian" else (base.weekday() + 2) % 7))
            start += timedelta(days=7 * rel.shift)
            return spell((start, start + timedelta(days=6)), "week", "none", anchor)
        calendar = rel.calendar or self._calendar(offset, previous)
        year, month, _ = calendars.parts(calendar, base)
        if rel.unit == "month":
            return spell(calendars.month_span(calendar, year, month + rel.shift), "month", calendar, anchor)
        if rel.unit == "century":
            first = (year - 1) // 100 * 100 + 1 + 100 * rel.shift
            return spell(calendars.year_span(calendar, first, 100), "interval", calendar, anchor)
        return spell(calendars.year_span(calendar, year + rel.shift), "year", calendar, anchor)

    def _this_year(self, rel: Relative, offset: int) -> Meant:
        """«امسال» of a text without a date is the latest Jalali year that it names."""
        year = self.context.years.get("jalali")
        if rel.unit != "year" or rel.shift or not year or (rel.calendar or self.context.calendar(offset)) != "jalali":
            return unknown(NO_DATE)
        return spell(calendars.year_span("jalali", year), "year", "jalali", "article", FROM_TEXT)

    def _calendar(self, offset: int, previous: bool = False) -> Calendar:
        if previous and self.before and self.before.calendar != "none":
            return self.before.calendar
        return self.context.calendar(offset)

    def _season(self, season: Season, offset: int) -> Meant:
        calendar = season.calendar or "jalali"
        months = [3 * season.number - 2, 3 * season.number]

        def quarter(year: int) -> Span | None:
            first, last = (calendars.month_span("jalali", year, m) for m in months)
            return (first[0], last[1]) if first and last else None

        now = self.context.now
        if season.year is not None:
            year = full_year(season.year, self.context.latest) if season.year < 100 else season.year
            return spell(quarter(year - 621 if calendar == "gregorian" else year), "season", calendar, "absolute")
        if now is None:
            return unknown("no year, and no date of publication")
        year = calendars.year_of("jalali", now)
        if season.within is not None:
            return spell(quarter(year + season.within.shift), "season", "jalali", self.context.anchor)
        spans = [s for y in range(year - 1, year + 2) if (s := quarter(y))]
        tense = self.context.tense(offset)
        return spell(nearest(spans, now, tense, season.turn), "season", "jalali", self.context.anchor)

    def _years(self, years: Years, offset: int) -> Meant:
        calendar = years.calendar or self.context.calendar(offset)
        first = years.first
        if first < 100 and years.count <= 10:
            first = first + 1900 if calendar == "gregorian" else full_year(first, self.context.latest)
        return spell(calendars.year_span(calendar, first, years.count), "interval", calendar, "absolute")

    def _length(self, length: Length, offset: int) -> Meant:
        return Meant(duration(length), "duration", "none", "absolute")

    def _moved(self, base: date, length: Length, sign: int) -> date | None:
        """So long before or after a day; None where that leads out of the calendar («۲۵۰۰ سال پیش»)."""
        by = amounts(length)
        months = by.get("year", 0) * 12 + by.get("month", 0)
        days = by.get("day", 0) + by.get("hour", 0) // 24
        if not 100 <= base.year + sign * (months // 12 + days // 365) <= 3000:
            return None
        return calendars.shift_months(base, sign * int(months)) + timedelta(days=sign * days)

    def _moment(self, moment: Moment, offset: int) -> Meant:
        base, anchor = self.context.now, self.context.anchor
        if moment.of is not None:
            there = self.resolve(moment.of, offset)
            base, anchor = (there.first if moment.sign < 0 else there.last), there.anchor
        elif moment.base == "previous":
            if self.before is None or offset - self.before_at > _REACH:
                return unknown(_NOTHING_BEFORE, anchor="previous")
            base, anchor = self.before.last, "previous"
        if base is None:
            return unknown(NO_DATE)
        day = self._moved(base, moment.length, moment.sign)
        if day is None:
            return unknown(_TOO_FAR)
        unit = moment.length.parts[-1][1]
        counted = moment.base == "previous" or moment.of is not None
        if moment.exact or unit in ("day", "hour", "minute", "second") or (unit == "week" and counted):
            return spell((day, day), "day", "none", anchor)
        if unit == "week":
            start = day - timedelta(days=(day.weekday() + 2) % 7)
            return spell((start, start + timedelta(days=6)), "week", "none", anchor)
        calendar = self.context.calendar(offset)
        year, month, _ = calendars.parts(calendar, day)
        if unit == "month" or moment.length.parts[-1][0] % 1:
            return spell(calendars.month_span(calendar, year, month), "month", calendar, anchor)
        return spell(calendars.year_span(calendar, year), "year", calendar, anchor)

    def _stretch(self, stretch: Stretch, offset: int) -> Meant:
        now = self.context.now
        if now is None:
            return self._length(stretch.length, offset)
        there = self._moved(now, stretch.length, stretch.sign)
        if there is None:
            return unknown(_TOO_FAR)
        if stretch.inclusive:  # «این دو روز»: yesterday and today
            there = min(there + timedelta(days=1), now)
        elif stretch.sign > 0 and stretch.length.parts[-1][1] in ("day", "week"):  # «یک هفته آینده» begins tomorrow
            now += timedelta(days=1)
        return spell((min(now, there), max(now, there)), "interval", "none", self.context.anchor)

    def _edge(self, edge: Edge, offset: int) -> Meant:
        whole = self.resolve(edge.of, offset)
        day = whole.first if edge.start else whole.last
        if day is None:
            return whole if whole.reason else unknown("its limits are not known", whole.calendar)
        return spell((day, day), "day", whole.calendar, whole.anchor, whole.reason, whole.conflict)

    def _part(self, part: Part, offset: int) -> Meant:
        whole = self.resolve(part.of, offset)
        if whole.first is None or whole.last is None:
            return whole
        span: Span | None
        if part.unit == "month" and part.index > 11:
            span = None
        elif part.unit == "month":
            calendar = whole.calendar if whole.calendar != "none" else "gregorian"
            year, month, _ = calendars.parts(calendar, whole.first)
            skip = part.index * part.count if part.index >= 0 else 12 - part.count
            one = calendars.month_span(calendar, year, month + skip)
            two = calendars.month_span(calendar, year, month + skip + part.count - 1)
            span = (one[0], two[1]) if one and two else None
        else:
            days = part.count * (7 if part.unit == "week" else 1)
            first = whole.first + timedelta(days=max(part.index, 0) * days)
            last = first + timedelta(days=days - 1)
            if part.index < 0:
                first, last = whole.last - timedelta(days=days - 1), whole.last
            if part.count > 1 and whole.precision == "month" and last > whole.last - timedelta(days=3):
                last = whole.last  # the second half of a month
            span = (first, last) if first <= last else None
        precision: Precision = "interval"
        if part.count == 1 and part.unit in ("day", "month"):  # «نخستین روز فروردین», «آخرین ماه سال»
            precision = "day" if part.unit == "day" else "month"
        if span is not None and span[1] > whole.last:
            span = None
        return spell(span, precision, whole.calendar, whole.anchor, whole.reason)

    def _range(self, range_: Range, offset: int) -> Meant:
        first, last = _like(range_.first, range_.last), range_.last
        one = self.resolve(first, offset)
        two = self.resolve(last, offset) if last is not None else self._today()
        start, end = one.first, two.last
        if start is None or end is None:
            return one if start is None or last is None else two
        if start > end:
            if last is None and isinstance(first, Season | Point):  # «از پاییز تاکنون» in summer
                one = self.resolve(replace(first, turn=-1), offset)
            elif _weekdays(first, last) and self.context.tense(offset) in ("future", "open"):
                two = self._from(start, last)
            else:
                one = self._straighten(first, one, end)
        if one.first is None or two.last is None or one.first > two.last:  # None: out of the range of its calendar
            return unknown("it ends before it begins", one.calendar, one.anchor)
        if one.calendar == two.calendar == "gregorian" and one.precision == two.precision == "year":
            return replace(two, value=f"{one.value}/{two.value}", precision="interval", first=one.first)
        calendar = one.calendar if one.calendar != "none" else two.calendar
        anchor = one.anchor if one.anchor != "absolute" else two.anchor
        doubt, conflict = one.reason or two.reason, one.conflict or two.conflict
        return spell((one.first, two.last), "interval", calendar, anchor, doubt, conflict)

    def _from(self, start: date, last: Any) -> Meant:
        """«دوشنبه تا چهارشنبه برگزار می‌شود»: the weekday that follows the first one."""
        day = start + timedelta(days=(last.weekday - start.isoweekday()) % 7)
        return spell((day, day), "day", "none", self.context.anchor)

    def _today(self) -> Meant:
        now = self.context.now
        return spell((now, now), "day", "none", self.context.anchor) if now else unknown(NO_DATE)

    def _straighten(self, first: Meaning, one: Meant, end: date) -> Meant:
        """A first part without year is the latest before the last part («از ۳۰ آذر تا ۵ دی»); a weekday likewise."""
        if isinstance(first, Point) and first.month and not first.year:
            spans = spans_around(first.calendar or "jalali", end, first.month, first.day)
            span = max((s for s in spans if s[0] <= end), default=None)
            return spell(span, "day" if first.day else "month", one.calendar, one.anchor)
        if isinstance(first, Point) and first.weekday and not first.month:
            day = end - timedelta(days=(end.isoweekday() - first.weekday) % 7)
            return spell((day, day), "day", "none", one.anchor)
        return one

    def _several(self, several: Several, offset: int) -> Meant:
        """From the first to the last, where they are an end of something («تا شنبه و یکشنبه»)."""
        return self._range(Range(several.points[0], several.points[-1]), offset)

    def _same(self, same: Same, offset: int) -> Meant:
        before, back = self.before, same.years.shift
        if before and before.first and before.last and offset - self.before_at < _REACH and before.precision != "day":
            if before.precision in ("month", "year") and before.calendar != "none":
                year, month, _ = calendars.parts(before.calendar, before.first)
                if before.precision == "month":
                    return spell(
                        calendars.month_span(before.calendar, year + back, month), "month", before.calendar, "previous"
                    )
            if (before.last - before.first).days < 366 and before.precision != "year":
                start = calendars.shift_months(before.first, 12 * back)
                return spell(
                    (start, calendars.shift_months(before.last, 12 * back)), "interval", before.calendar, "previous"
                )
        year_then = self._relative(same.years, offset)
        if self.context.now is None or year_then.first is None:
            return year_then
        end = calendars.shift_months(self.context.now, 12 * back)
        return spell((year_then.first, max(end, year_then.first)), "interval", year_then.calendar, year_then.anchor)

    def _feast(self, feast: Feast, offset: int) -> Meant:
        friday = feast.calendar == "friday"
        calendar: Any = "hijri" if friday else feast.calendar
        point = Point(calendar, feast.year, feast.month, None if friday else feast.day, within=feast.within)
        there = self._point(point, offset)
        if there.first is None or there.last is None:
            return there
        if friday:
            last = there.first + timedelta(days=28)  # nobody knows before whether there will be a thirtieth
            day = last - timedelta(days=(last.isoweekday() - 5) % 7)
            return spell((day, day), "day", calendar, there.anchor, there.reason)
        if feast.days == 1:
            return there
        last = there.first + timedelta(days=feast.days - 1)
        return spell((there.first, last), "interval", calendar, there.anchor, there.reason)

    def _vague(self, vague: Vague, offset: int) -> Meant:
        return unknown(vague.reason)


def _weekdays(*both: Meaning | None) -> bool:
    """Whether both are weekdays and nothing more."""
    return all(isinstance(p, Point) and p.weekday and not (p.day or p.within or p.turn) for p in both)


def _like(first: Meaning, last: Meaning | None) -> Meaning:
    """«از ۲۷ مرداد تا ۹ شهریور ۱۴۰۴», «از شنبه تا دوشنبه هفته آینده»: the first has the year or week of the last."""
    if not isinstance(first, Point) or not isinstance(last, Point) or first.year or first.within:
        return first
    if (first.month and last.calendar == first.calendar) or (first.weekday and last.weekday and not last.day):
        return replace(first, year=last.year, within=last.within)
    return first


_WAYS: dict[type, Callable[[Resolver, Any, int], Meant]] = {
    Point: Resolver._point,
    Relative: Resolver._relative,
    Season: Resolver._season,
    Years: Resolver._years,
    Length: Resolver._length,
    Moment: Resolver._moment,
    Stretch: Resolver._stretch,
    Edge: Resolver._edge,
    Part: Resolver._part,
    Range: Resolver._range,
    Same: Resolver._same,
    Several: Resolver._several,
    Feast: Resolver._feast,
    Vague: Resolver._vague,
}
