"""What the rules for days and months say: see `grammar.RULES`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from vaqaye.dates import calendars
from vaqaye.dates.lexer import Item, words_of
from vaqaye.dates.match import Match
from vaqaye.dates.meanings import Feast, Meaning, Point, Range, Relative, Season, Several, Vague
from vaqaye.dates.years import is_year, year_of
from vaqaye.model import Calendar

# After «۵ می» a verb may follow («۵ می شود»): only these, a figure or a mark make it a month.
_MAY_GOES_ON = re.compile(r"\s*(?:[0-9(،.)؛:»]|$|\n|(?:سال|ماه|میلادی|در|به|از|با|که|را|تا|و|برای)(?!\w))")


_COUNTING = "مین"  # «دومین سرطان» is no second of Saratan


def figures(match: Match) -> Meaning | None:
    """«1400/10/29», «29/10/1400», «1400.10.29», «2022-01-19», «93/12/20», «29 / 10 / 1400»."""
    words = match.context.text[match.start : match.end]
    numbers = [int(n) for n in re.findall("[0-9]+", words) if len(n) <= 4]
    if len(numbers) == 3 and numbers[0] <= 12 < numbers[1] <= 31 and numbers[2] >= 1800:  # «11.19.2016»
        numbers[:2] = reversed(numbers[:2])
    if len(numbers) != 3 or not 1 <= numbers[1] <= 12:
        return None
    if is_year(numbers[2]) and numbers[0] <= 31:
        numbers.reverse()
    year, month, day = numbers
    if not (is_year(year) or (match.get("calendar") and year > 99) or (60 <= year <= 99 and _dated(match))):
        return None
    point = Point(match.value("calendar") or _calendar(year), year if year > 99 else 1300 + year, month, day)
    known = calendars.to_date(point.calendar or "jalali", point.year or 0, month, day)
    return point if known or (point.calendar == "hijri" and not calendars.lunar(point.year or 0)) else None


def _dated(match: Match) -> bool:
    """What lets two figures be a year: «93/12/20», «شنبه 95 . 9 . 6», «مورخ 95-9-6»."""
    before = match.before
    return "/" in match.context.text[match.start : match.end] or (
        before is not None and before.kind in ("weekday", "dateword")
    )


def _calendar(year: int) -> Calendar:
    return "gregorian" if year >= 1800 else "hijri" if year >= 1430 else "jalali"


def month_day(match: Match) -> Meaning | list[Item] | None:
    """«۲۹ دی‌ماه», «پنجم ماه مارس», «۱۴ جوزا/خرداد»; not «خیابان ۱۷ شهریور»."""
    if words_of("named_after").intersection(match.words_before(1)):
        return [Item("break", match.start, match.end)]
    number, month = match.value("number", "ordinal"), match.value("month", "nearmonth")
    if match.words(match.items[0]).endswith(_COUNTING) or (number == 1 and match.before_kind == "days"):
        return None  # «دومین مهر», «روزهای نخست ژوئن»
    if not isinstance(number, int) or not 1 <= number <= 31 or (month.counted and _is_thing(match, number)):
        return None
    return Point(month.calendar, None, month.month, number)


def _is_thing(match: Match, number: int) -> bool:
    """«سه تیر شلیک شد», «اصابت ۲ تیر»; «سی تیر» and «سوم تیر» are days."""
    if match.get("monthword"):
        return False
    after = match.context.text[match.end : match.end + 40].split()[:4]
    if words_of("shot").intersection(match.words_before(2) + [word.strip(".،»") for word in after]):
        return True
    return number <= 10 and match.items[0].kind == "number" and not match.words(match.items[0]).isdecimal()


def may_day(match: Match) -> Meaning | None:
    """«۱۵ می» before anything but a verb."""
    number, month = match.value("number", "ordinal"), match.value("may")
    if number not in range(1, 32) or not _MAY_GOES_ON.match(match.context.text, match.end):
        return None
    return Point(month.calendar, None, month.month, number)


def afghan_day(match: Match) -> Meaning | None:
    """«۱۴ جوزا» in Afghan news; a number in words counts something («سه سرطان»)."""
    item, month = match.items[0], match.value("afghan")
    if not match.context.afghan or item.value not in range(1, 32) or match.words(item).endswith(_COUNTING):
        return None
    if item.kind == "number" and not match.words(item).isdecimal():
        return None
    return Point(month.calendar, None, month.month, item.value)


def month(match: Match) -> Meaning | None:
    """«فروردین», «ماه مهر», «تیر ماه»."""
    if match.get("afghan") and not match.context.afghan:
        return None
    if words_of("named_after").intersection(match.words_before(1)):  # «میدان اردیبهشت»
        return None
    found = match.value("month", "nearmonth", "afghan", "may")
    return Point(found.calendar, None, found.month)


def month_beside(match: Match) -> Meaning | None:
    """«مهر ۱۴۰۰», «اواخر خرداد»: a name of several meanings next to something that makes it a month."""
    after = match.row[match.last] if match.last < len(match.row) else None
    if after is not None and after.kind == "number" and not is_year(after.value) and after.value not in range(70, 100):
        return None
    found = match.value("nearmonth", "may", "afghan")
    if match.get("afghan") and not match.context.afghan:
        return None
    return Point(found.calendar, None, found.month)


def of_month(match: Match) -> Meaning | None:
    """«دهم ماه جاری», «اول ماه آینده»; «۳۰ ژوئن» has come before."""
    number, found = match.value("number", "ordinal"), match.value("MONTH")
    if number not in range(1, 32):
        return None
    if isinstance(found, Relative):
        return Point(found.calendar, day=number, within=found)
    if isinstance(found, Point) and match.items[0].kind == "ordinal":
        return replace(found, day=number)
    return None


def in_year(match: Match) -> Meaning | None:
    """«۱۴ مه سال ۲۰۱۳», «دوم اردیبهشت ۱۳۹۷», «۲۰ فروردین ۹۳», «۱۷ دسامبر سال گذشته», «نیمه شعبان امسال»."""
    found = match.items[0].value
    year = match.value("YEAR")
    if not isinstance(found, Point | Season | Feast) or (isinstance(found, Point) and (found.year or found.within)):
        return None
    if isinstance(year, Relative):
        return replace(found, within=year)
    if isinstance(year, Point):
        number, calendar = year.year, year.calendar
    else:
        calendar = match.value("calendar") or (found.calendar if isinstance(found, Point) else None)
        number = _loose_year(match, found, match.get("number"))
    if number is None or (isinstance(found, Point) and not found.month):
        return None
    if isinstance(found, Season):
        return replace(found, year=number, calendar=calendar or year_of(number))
    if isinstance(found, Point) and calendar and calendar != found.calendar and not match.value("calendar"):
        return _of_another(found, number, calendar)
    return replace(found, year=number)


def _of_another(found: Point, number: int, calendar: Calendar) -> Point | None:
    """«۱۴ ژوئن سال ۹۸»: the year is of another calendar than the month; «۱۵ شعبان ۱۴۴۷» is not."""
    if found.calendar == "hijri" and 1343 <= number <= 1500:
        return replace(found, year=number)
    first = calendars.year_span(calendar, number if number > 99 else 1300 + number)
    if first is None or found.calendar is None:
        return None
    return replace(found, year=calendars.year_of(found.calendar, first[0]))


def _loose_year(match: Match, found: Point | Season | Feast, item: Item | None) -> int | None:
    """A number without «سال» after a month: four figures, or two («فروردین ۹۳») of a Jalali year, next to it."""
    if item is None or not isinstance(item.value, int) or item.kind != "number":
        return None
    if match.counts():  # «۲۰ مهر ۱۴۰۱ رأی داد», but not «۲۰ مهر ۲۰۰۰ نفر»
        own = isinstance(found, Point) and is_year(item.value) and year_of(item.value) == found.calendar
        return item.value if own and item.value % 100 else None
    if is_year(item.value):
        return item.value
    if match.get("comma") or not isinstance(found, Point) or found.calendar != "jalali":
        return None
    words = match.words(item)
    if words.isdecimal() and len(words) == 2 and (item.value >= 60 or words[0] == "0"):
        return item.value
    return None


def turn(match: Match) -> Meaning | None:
    """«۱۲ ژوئن گذشته», «چهارشنبه گذشته», «شنبه آینده»."""
    found = match.items[0].value
    if not isinstance(found, Point | Season) or found.within or found.year or getattr(found, "shift", None) is not None:
        return None
    if match.get("current"):
        return found
    return replace(found, turn=1 if match.get("next") else -1)


def shared(match: Match) -> Meaning | list[Item] | None:
    """«۷ تا ۹ آوریل», «اول و دوم ژوئیه», «۵ و ۷ سپتامبر»: days of one month."""
    last = match.items[-1].value
    numbers = match.all("number", "ordinal")
    if not isinstance(last, Point) or last.day is None or not (last.month or last.within) or last.others:
        return None
    if any(item.value not in range(1, 32) for item in numbers):
        return None
    points: list[Meaning] = [*(replace(last, day=int(item.value)) for item in numbers), last]
    if match.get("to", "dash") or match.get("between"):
        return Range(points[0], points[-1]) if len(points) == 2 and _rising(points) else None
    if match.get("from"):
        return None
    return Several(tuple(points), (*((item.start, item.end) for item in numbers), (match.items[-1].start, match.end)))


def _rising(points: list[Meaning]) -> bool:
    days = [p.day or 0 for p in points if isinstance(p, Point)]
    return days == sorted(days)


def several(match: Match) -> Meaning | None:
    """«دوشنبه و سه‌شنبه گذشته», «دیروز و امروز», «پنجشنبه یا جمعه»."""
    found = match.all("DAY")
    points = [item.value for item in found]
    if not all(isinstance(p, Point) for p in points):
        return None
    last = points[-1]
    if last.weekday and (last.turn or last.within):
        points = [
            replace(p, turn=p.turn or last.turn, within=p.within or last.within) if p.weekday else p for p in points
        ]
    return Several(tuple(points), tuple((item.start, item.end) for item in found))


def mid_month(match: Match) -> Meaning | None:
    """«نیمه خرداد»."""
    found = match.value("MONTH")
    if isinstance(found, Relative):
        return Point(found.calendar, day=15, within=found)
    return replace(found, day=15) if isinstance(found, Point) else None


def just_now(match: Match) -> Meaning | None:
    """«دقایقی پیش», «یک ساعت قبل», «۲۰ دقیقه پیش»: today, as far as one can tell."""
    if match.get("hour") and not (match.get("number") and match.value("number") <= 6):
        return None
    return Point(shift=0)


def last(match: Match) -> Meaning | None:
    """«روز گذشته», «شب گذشته», «روز قبل» of the day before in the text."""
    if match.get("ago") and match.get("day"):
        return Relative("day", -1, base="previous")
    return Point(shift=-1)


def deictic(match: Match) -> Meaning | None:
    """«امروز», «دیشب»."""
    return Point(shift=match.items[0].value)


def weekday(match: Match) -> Meaning | None:
    """«روز سه‌شنبه»."""
    return Point(weekday=match.value("weekday"))


def in_week(match: Match) -> Meaning | None:
    """«شنبه هفته آینده»."""
    point, week = match.value("DAY"), match.value("WEEK")
    if not isinstance(point, Point) or not point.weekday or point.day or not isinstance(week, Relative):
        return None
    return replace(point, within=week)


def timed(match: Match) -> Meaning | None:
    """«صبح امروز», «جمعه شب», «روز ۱۱ ژانویه»: the words around belong to the expression."""
    found: Meaning | None = match.value("DAY")
    numbers = match.all("number")
    return found if all(item.value in range(25) for item in numbers) else None


def clocked(match: Match) -> Meaning | None:
    """«روز دوشنبه ۲۷ خرداد، ساعت ۱۸»."""
    return match.value("DAY") if isinstance(match.value("partday"), Vague) else None


def merged(match: Match) -> Meaning | None:
    """«امروز (چهارشنبه)», «جمعه ۲۹ دی», «۱۹ خرداد، ۸ ژوئن»: one day said twice."""
    one, two = (item.value for item in match.all("DAY"))
    if not isinstance(one, Point) or not isinstance(two, Point):
        return None
    if (
        match.get("comma", "dash", "slash")
        and two.day is None
        and not (match.get("dash") and two.weekday and not one.day)
    ):
        return None
    if (one.shift is not None and two.shift is not None) or (
        one.weekday and two.weekday and one.weekday != two.weekday
    ):
        return None
    return _join(one, two)


def _join(one: Point, two: Point) -> Point | None:
    both = replace(one, weekday=one.weekday or two.weekday, shift=two.shift if one.shift is None else one.shift)
    both.turn, both.within = one.turn or two.turn, one.within or two.within
    if two.day is None:
        return both
    if one.day is None:
        return replace(both, calendar=two.calendar, year=two.year, month=two.month, day=two.day, others=two.others)
    known = {one.calendar, *(p.calendar for p in one.others)}
    if two.calendar in known or not _same_day(one, two):
        return None
    both.others = [*one.others, replace(two, others=[]), *two.others]
    return both


def _same_day(one: Point, two: Point) -> bool:
    """Whether two days without year can be one; days of the lunar year wander."""
    if one.calendar == "hijri" or two.calendar == "hijri" or not (one.month and two.month):
        return True
    days = []
    for point in (one, two):
        year = 1403 if point.calendar == "jalali" else 2024
        found = calendars.to_date(point.calendar or "jalali", year, point.month or 1, min(point.day or 1, 29))
        days.append(found)
    if days[0] is None or days[1] is None:
        return False
    gap = abs(days[0] - days[1]) % timedelta(days=365)
    return min(gap, timedelta(days=365) - gap) <= timedelta(days=7)


def september(match: Match) -> Meaning | None:
    """«حملات ۱۱ سپتامبر»: of 2001."""
    found = match.value("DAY")
    if not isinstance(found, Point) or (found.calendar, found.month, found.day) != ("gregorian", 9, 11):
        return None
    if found.year or found.within or found.turn or not words_of("event").intersection(match.words_before(2)):
        return None
    return replace(found, year=2001)


def same_span(match: Match) -> Meaning | None:
    """«۷ تا ۹ آوریل برابر با ۱۸ تا ۲۰ فروردین ۹۳», «۵ و ۷ سپتامبر (۱۴ و ۱۶ شهریور)»: the year may stand in either."""
    one, two = (item.value for item in match.all("SPAN"))
    if isinstance(one, Range) and isinstance(two, Range):
        return Range(_pair(one.first, two.first), _pair(one.last, two.last) if one.last and two.last else one.last)
    if isinstance(one, Several) and isinstance(two, Several) and len(one.points) == len(two.points):
        points = tuple(_pair(a, b) for a, b in zip(one.points, two.points, strict=True))
        return Several(points, (*one.cuts[:-1], (one.cuts[-1][0], match.end)))
    return None


def _pair(one: Meaning, two: Meaning) -> Meaning:
    if isinstance(one, Point) and isinstance(two, Point):
        return _join(one, two) or one
    return one


def first_of(match: Match) -> Meaning | None:
    """«سال ۱۳۵۷ (۱۹۷۹)», «ماه جاری میلادی (ژوئن)»."""
    found: Meaning = match.times[0].value
    return found


def last_of(match: Match) -> Meaning | None:
    """«اواخر ۲۰۲۴», «تا سال ۲۰۱۹»: the value is that of what follows."""
    found: Meaning = match.times[-1].value
    return found
