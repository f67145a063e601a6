"""What the rules for weeks, years, lengths of time and ranges say: see `grammar.RULES`."""

from __future__ import annotations

from typing import Any, cast

from vaqaye.dates.lexer import Item, words_of
from vaqaye.dates.match import Match
from vaqaye.dates.meanings import (
    Feast,
    Length,
    Meaning,
    Moment,
    Point,
    Range,
    Relative,
    Same,
    Season,
    Stretch,
    Unit,
    Vague,
    Years,
)
from vaqaye.dates.years import is_year, year_of
from vaqaye.model import Calendar

UNITS: dict[str, Unit] = {
    "second": "second", "minute": "minute", "hour": "hour", "day": "day", "week": "week", "monthword": "month",
    "year": "year", "decade": "decade", "century": "century",
}  # fmt: skip
NOT_DATED = "counted from what the text does not date"
_BESIDE = 80  # characters to the day that a moment is counted from
_BESIDE_FEAST = frozenset({"near", "end", "start", "from", "to", "within"})
_ORDER: tuple[Unit, ...] = ("century", "decade", "year", "month", "week", "day", "hour", "minute", "second")


def _unit(item: Item) -> Unit:
    return cast(Unit, item.value) if item.kind == "lengthy" else UNITS[item.kind]


def year(match: Match) -> Meaning | None:
    """«سال ۱۳۹۸», «سال ۲۰۱۵ میلادی», «سال 77», «سال هفتاد و دو»."""
    item = cast(Item, match.get("number"))
    if not _may_be_year(match, item) or (not is_year(item.value) and match.counts()):
        return None
    if match.before is not None and match.before.kind == "number" and not is_year(item.value):
        return None  # «در ۱۰ سال ۲۰ …»
    calendar = match.value("calendar") or (year_of(item.value) if is_year(item.value) else "jalali")
    number = item.value + 1900 if calendar == "gregorian" and item.value < 100 else item.value
    return Point(calendar, number)


def year_pair(match: Match) -> Meaning | None:
    """«سال تحصیلی ۹۸-۹۷», «سال 14-2013», «سال ۱۳۹۸-۹۹»: two years that follow each other."""
    one, two = (item.value for item in match.all("number"))
    if not isinstance(one, int) or not isinstance(two, int) or abs(one % 100 - two % 100) not in (1, 99):
        return None
    long = max(one, two)
    if not is_year(long) and not (one in range(10, 100) and two in range(10, 100)):
        return None
    short, calendar = min(one, two), year_of(long)
    if long > 99 and short < 100:
        short += long - long % 100
    return Range(Point(calendar, min(short, long)), Point(calendar, max(short, long)))


def _may_be_year(match: Match, item: Item) -> bool:
    """Four figures, or two in figures («سال 77»), or two in words from sixty on."""
    words = match.words(item)
    if not isinstance(item.value, int) or item.kind != "number":
        return False
    if match.get("calendar") and 100 <= item.value <= 2100:  # «سال ۵۸۹ خورشیدی»
        return True
    if is_year(item.value):
        return "٬" not in words and "," not in words
    return len(words) == 2 if words.isdecimal() else item.value in range(50, 100)


def year_list(match: Match) -> list[Item] | None:
    """«سال‌های ۱۳۹۵، ۱۳۹۶ و ۱۳۹۷»: each number is a year."""
    first = match.items[0].value
    if not isinstance(first, Point) or first.year is None:
        return None
    out = []
    for item in match.items:
        if item.kind == "number":
            alike = is_year(item.value) if first.year > 99 else item.value in range(10, 100)
            short = first.year > 99 and first.year < 1500 and match.get("to") and item.value in range(60, 100)
            if not isinstance(item.value, int) or not (alike or short) or (item.value < 100 and match.get("comma")):
                return None
            calendar = year_of(item.value) if is_year(item.value) else first.calendar
            item = Item("YEAR", item.start, item.end, Point(calendar, item.value), "year.list")
        out.append(item)
    return out


def _named(match: Match) -> Unit:
    item = match.get("year", "monthword", "week", "day", "century")
    return UNITS[item.kind] if item else "year"


def relative(match: Match) -> Meaning | None:
    """«سال گذشته», «ماه آینده», «هفته جاری», «سال جاری میلادی»."""
    if match.get("after", "following"):
        return Relative(_named(match), 1, match.value("calendar"), "previous")
    shift = 0 if match.get("current") else 1 if match.get("next") else -1
    return Relative(_named(match), shift, match.value("calendar"))


def this(match: Match) -> Meaning | None:
    """«این هفته», «همین ماه»; «این ماه» is the month spoken of before, if there is one."""
    spoken = match.get("monthword") and match.words(match.items[0]) == "این"
    return Relative(_named(match), 0, match.value("calendar"), "spoken" if spoken else "now")


def current(match: Match) -> Meaning | None:
    """«اوایل سال», «اواسط هفته»: of now."""
    return Relative(_named(match), 0, match.value("calendar"))


def previous(match: Match) -> Meaning | None:
    """«روز بعد», «همان سال»: counted from the date before it in the text."""
    unit: Unit = "day" if match.get("dayafter") else _named(match)
    return Relative(unit, 0 if match.get("that", "this") else 1, base="previous")


def year_shift(match: Match) -> Meaning | None:
    """«امسال», «پارسال»."""
    return Relative("year", match.items[0].value)


def season(match: Match) -> Meaning | None:
    """«تابستان», «فصل بهار»."""
    return Season(match.value("season", "spring"), this=bool(match.get("this")))


def feast(match: Match) -> Meaning | None:
    """«عید فطر», «تعطیلات نوروز»."""
    row = match.value("holiday")
    return Feast(row["calendar"], int(row["month"]), int(row["day"] or 0), int(row["days"]))


def feast_beside(match: Match) -> Meaning | None:
    """«در نوروز», «پیش از عاشورا», «نوروز ۱۴۰۴»; not «نوروز محمدی», «لشکر عاشورا»."""
    alone = len(match.items) == 1
    if alone and not words_of("leads").intersection(match.words_before(1)) and not _beside_time(match):
        return None
    row = match.value("nearholiday")
    return Feast(row["calendar"], int(row["month"]), int(row["day"] or 0), int(row["days"]))


def _beside_time(match: Match) -> bool:
    """Whether what touches it is a word of time."""
    after = match.row[match.last] if match.last < len(match.row) else None
    year = after is not None and (after.kind == "YEAR" or (after.kind == "number" and is_year(after.value)))
    return year or (match.before is not None and match.before.kind in _BESIDE_FEAST)


def length(match: Match) -> Meaning | None:
    """«دو روز», «۲۵ ساله», «یک سال و نیم»; not an age («مرد ۳۵ ساله»)."""
    item, unit = cast(Item, match.get("number")), cast(Item, match.get(*UNITS, "lengthy", "quarterhour"))
    amount = item.value
    if not 0 < amount < 10000 or (unit.kind == "year" and is_year(amount) and amount not in (2000,)):
        return None
    halves = [n for n in match.all("number") if n is not item]
    if (halves and halves[0].value != 0.5) or _is_age(match, unit):
        return None
    if halves or match.get("half"):
        amount += 0.5
    if unit.kind == "quarterhour":
        return Length(((amount * 15, "minute"),))
    return Length(((amount, _unit(unit)),))


def _is_age(match: Match, unit: Item) -> bool:
    """After «قرارداد» a number of years is a term, after a name an age; months and days are the age of a baby only."""
    if unit.kind != "year" and unit.value not in ("year", "month", "day"):
        return False
    before = match.words_before(3)
    after = match.context.text[match.end : match.end + 30].split()[:1]
    if words_of("person").intersection(before[:2] + (after if unit.kind == "year" else [])):
        return True
    return unit.value == "year" and not words_of("lasting").intersection(before + after)


def length_joined(match: Match) -> Meaning | None:
    """«دو سال و سه ماه»."""
    one, two = (item.value for item in match.times)
    if _ORDER.index(one.parts[-1][1]) >= _ORDER.index(two.parts[0][1]):
        return None
    return Length(one.parts + two.parts)


def ago(match: Match) -> Meaning | None:
    """«سه روز پیش»."""
    return Moment(match.value("LENGTH"), -1)


def later(match: Match) -> Meaning | None:
    """«سه روز دیگر»."""
    return Moment(match.value("LENGTH"), 1)


def afterwards(match: Match) -> Meaning | None:
    """«دو روز بعد»: after the date before it in the text; «پس» needs its «از»."""
    if match.words(match.items[-1]) == "پس":
        return None
    return Moment(match.value("LENGTH"), 1, "previous")


def stretch(match: Match) -> Meaning | None:
    """«۱۰ سال اخیر», «۲۰ سال آینده», «این دو روز»."""
    sign = 1 if match.get("next") else -1
    return Stretch(match.value("LENGTH"), sign, not match.get("past", "recent", "next"))


def stretch_between(match: Match) -> Meaning | None:
    """«چهار تا پنج سال آینده»: five at most."""
    one, two = (item.value for item in match.all("number"))
    unit = cast(Item, match.get(*UNITS))
    return Stretch(Length(((two, _unit(unit)),)), 1 if match.get("next") else -1) if 0 < one < two < 100 else None


def stretch_one(match: Match) -> Meaning | None:
    """«هفته اخیر», «دهه گذشته»: one of it up to now."""
    return Stretch(Length(((1, UNITS[match.items[0].kind]),)), 1 if match.get("next") else -1)


def decade(match: Match) -> Meaning | None:
    """«دهه ۶۰», «دهه هشتاد», «دهه ۱۸۹۰ میلادی»."""
    first = match.value("number")
    if match.context.text.startswith("سالگی", match.end + 1):  # «دهه ۲۰ سالگی»
        return None
    if not isinstance(first, int) or first % 10 or not (is_year(first) or first < 100):
        return None
    return Years(first, 10, match.value("calendar") or (year_of(first) if first > 99 else None))


def century(match: Match) -> Meaning | None:
    """«قرن بیستم»."""
    number = match.value("number", "ordinal")
    if number not in range(1, 23):
        return None
    calendar: Calendar = "hijri" if match.get("hegira") else "jalali" if number in (13, 14) else "gregorian"
    return Years(number * 100 - 99, 100, match.value("calendar") or calendar)


def year_bare(match: Match) -> Meaning | None:
    """«در ۱۹۹۱», «توافق هسته‌ای ۲۰۱۵», «انتخابات ۹۶»: a number that stands where a year would."""
    item = match.items[0]
    if item.kind != "number" or not match.words(item).isdecimal():
        return None
    before = match.words_before(2)
    dated = bool(words_of("dated").intersection(before))
    calendar: Any = match.value("calendar")
    if not is_year(item.value):
        if calendar and 100 <= item.value <= 2100:  # «۵۸۹ خورشیدی», «۱۱۱ ق»
            return Point(calendar, item.value)
        short = item.value in range(60, 100) and (words_of("short").intersection(before) or _since(match))
        return Point("jalali", item.value) if short else None
    if not (dated or calendar or before[:1] == ["در"] or _leads(match)):
        return None
    if item.value % 100 == 0 and not (dated or calendar):
        return None
    return Point(calendar or year_of(item.value), item.value)


def _since(match: Match) -> bool:
    """«از ۹۲ تاکنون»."""
    after = match.row[match.last] if match.last < len(match.row) else None
    return match.before is not None and match.before.kind == "from" and after is not None and after.kind == "now"


def _leads(match: Match) -> bool:
    """The word or mark that touches a bare year lets it be one («از ۲۰۱۲», «(۲۰۱۷ و ۲۰۲۰)»)."""
    before = match.before
    if before is None or match.context.text[before.end : match.start].strip():
        return False
    if before.kind in ("and", "comma", "dash"):
        further = match.row[match.first - 2] if match.first > 1 else None
        return further is not None and (further.kind == "YEAR" or (further.kind == "number" and is_year(further.value)))
    return before.kind in ("from", "to", "open", "near", "about", "ago", "end", "start", "half")


def same(match: Match) -> Meaning | None:
    """«مدت مشابه سال گذشته»."""
    years = match.value("YEAR")
    return Same(years) if isinstance(years, Relative) else None


def since(match: Match) -> Meaning | None:
    """«از صبح سه‌شنبه تاکنون»; of «از سال ۲۰۰۴ تاکنون» the year is enough."""
    found = match.times[0]
    if found.kind == "YEAR":
        return cast(Meaning, found.value)
    return Range(found.value, None)


_RANK = {"DAY": 0, "SPAN": 0, "WEEK": 1, "MONTH": 2, "SEASON": 3, "YEAR": 4}


def between(match: Match) -> Meaning | None:
    """«از سال 77 تا 87», «اواخر خرداد تا اوایل تیر», «۳۰ شهریور تا ۵ مهر»."""
    one, two = match.times
    if not match.get("from", "between") and abs(_RANK[one.kind] - _RANK[two.kind]) > 1:
        return None
    if match.get("and") and not match.get("between"):
        return None
    if isinstance(one.value, Length | Vague) or isinstance(two.value, Length | Vague):
        return None
    return Range(one.value, two.value)


def counted_from(match: Match) -> Meaning | None:
    """«سه روز پس از ۲۰ تیر»."""
    return Moment(match.value("LENGTH"), -1 if match.get("ago") else 1, of=match.times[-1].value)


def after_event(match: Match) -> Meaning | None:
    """«یک روز پس از سخنرانی او در ۲۵ سپتامبر»: counted from a day that stands beside; without one it is but a length.

    «این سفر یک هفته پس از حضور او در پکن انجام می‌شود»: the trip is now, so he was in Beijing a week ago.
    """
    found: Length = match.value("LENGTH")
    sentence = match.context.document.sentence_at(match.start)
    end = sentence.end if sentence else match.end
    days = [item for item in match.row[match.last :] if item.start < end and item.kind == "DAY"]
    near = found.parts[0][1] in ("day", "week")
    between = match.context.text[match.end : days[0].start] if days else ""
    one = days[0].value if len(days) == 1 and len(between) < _BESIDE and "،" not in between else None
    if near and isinstance(one, Point) and one.day:
        return Moment(found, -1 if match.get("ago") else 1, of=one)
    if days or not near or not match.get("after") or match.context.tense(match.start) != "future":
        return None
    return Moment(found, -1, exact=True)
