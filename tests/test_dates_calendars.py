"""Numbers in words and figures, and the calendars against what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from vaqaye.dates import calendars, numbers
from vaqaye.model import Calendar
from vaqaye.resources import table

# Numbers


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("سه", 3), ("صفر", 0), ("۱۲", 12), ("٤٠", 40), ("بیست و نهم", 29), ("سی‌ام", 30), ("سی ام", 30), ("۲۹م", 29),
        ("بیست و دومین", 22), ("بیست ونهم", 29), ("یک هزار و دویست", 1200), ("هزار و سیصد و پنجاه و هفت", 1357),
        ("چهار میلیون", 4_000_000), ("۲ میلیون و ۳۰۰ هزار", 2_300_000), ("هزار و دویست میلیارد", 1_200_000_000_000),
        ("دو هزار میلیارد", 2 * 10**12), ("یک‌صد و ده", 110), ("سه صد", 300), ("دو هزار و ۶۰۰", 2600),
        ("صد و بیست و سه هزار و چهارصد و پنجاه و شش", 123_456), ("۱۲٫۵ میلیارد", 12_500_000_000),
        ("۳٫۵", 3.5), ("3.5", 3.5), ("3/5", 3.5), ("۱٬۲۰۰", 1200), ("1,200,000", 1_200_000), ("1.200.000", 1_200_000),
        ("یک و نیم میلیون", 1_500_000), ("دو میلیون و نیم", 2_500_000), ("نیم", 0.5), ("سه چهارم", 0.75),
        ("پنج و شش", None), ("۵ و ۷", None), ("بیست و سی", None), ("ده‌ها", None), ("۱۴۰۰/۱۰/۲۹", None), ("۱۰:۳۰", None),
        ("سه‌شنبه", None), ("", None), ("و", None),
    ],
)  # fmt: skip
def test_number(words: str, value: float | None) -> None:
    assert numbers.value(words) == value


def test_numbers_of_a_text() -> None:
    text = "در بیست و نهمین نشست، ۵ میلیون و ۷ میلیون دلار و ده‌ها هزار یورو در ۱۴۰۰/۱۰/۲۹ ساعت ۱۰:۳۰ برای سه نفر"
    assert [(text[n.start : n.end], n.value, n.ordinal) for n in numbers.find(text)] == [
        ("بیست و نهمین", 29, True),
        ("۵ میلیون", 5_000_000, False),
        ("۷ میلیون", 7_000_000, False),
        ("سه", 3, False),
    ]


@pytest.mark.parametrize(
    "number", [*range(0, 130), *range(190, 1000, 37), 1000, 1001, 1357, 21_045, 999_999, 3_000_007]
)
def test_a_number_said_in_words_is_that_number(number: int) -> None:
    assert numbers.value(_say(number)) == number


def _say(number: int) -> str:
    """The cardinal in words, made from the lexicon the other way round."""
    single: dict[int, str] = {}
    for row in table("numbers"):
        if "ordinal" not in row["kind"] and row["kind"] != "half":
            single.setdefault(int(row["value"]), row["word"])
    for scale in (10**6, 1000, 100, 10):
        if number >= scale and number not in single:
            many, rest = divmod(number, scale)
            head = single[many * scale] if scale <= 100 else f"{_say(many)} {single[scale]}"
            return f"{head} و {_say(rest)}" if rest else head
    return single[number]


# Calendars


# The years at which the cycle of 33 years breaks off, as Borkowski found them (1996); the leap years follow from them.
BREAKS = (-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178)


def new_year(year: int) -> date:
    """1 Farvardin by Borkowski's arithmetic."""
    leap_jalali, last = -14, BREAKS[0]
    for jump in BREAKS[1:]:
        if year < jump:
            break
        leap_jalali += (jump - last) // 33 * 8 + (jump - last) % 33 // 4
        last = jump
    n, length = year - last, jump - last
    leap_jalali += n // 33 * 8 + (n % 33 + 3) // 4
    if length % 33 == 4 and length - n == 4:
        leap_jalali += 1
    gregorian = year + 621
    leap_gregorian = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return date(gregorian, 3, 20 + leap_jalali - leap_gregorian)


def test_every_jalali_day_of_three_centuries() -> None:
    day = new_year(1206)
    for year in range(1206, 1498):
        assert calendars.jalali(year) == new_year(year)
        length = (new_year(year + 1) - new_year(year)).days
        for month in range(1, 13):
            for number in range(1, 32 if month < 7 else 31 if month < 12 else length - 335):
                assert calendars.jalali(year, month, number) == day
                assert calendars.parts("jalali", day) == (year, month, number)
                day += timedelta(days=1)
            assert calendars.jalali(year, month, 32) is None
        assert (calendars.jalali(year, 12, 30) is None) == (length == 365)


def icu(calendar: Calendar) -> Iterator[tuple[int, int, int, date]]:
    """Every day of a calendar as ICU has it: year, month, day, date."""
    for line in (Path(__file__).parent / "icu_calendars.tsv").read_text(encoding="utf-8").splitlines()[2:]:
        name, year, first, lengths = line.split("\t")
        day = date.fromisoformat(first)
        for month, length in enumerate(map(int, lengths.split()) if name == calendar else (), 1):
            for number in range(1, length + 1):
                yield int(year), month, number, day
                day += timedelta(days=1)


def test_every_jalali_day_is_that_of_icu() -> None:
    days = list(icu("jalali"))
    assert (days[0][0], days[-1][:3]) == (1200, (1500, 12, 29))
    for year, month, number, day in days:
        assert calendars.to_date("jalali", year, month, number) == day
        assert calendars.parts("jalali", day) == (year, month, number)
    lengths = {(year, month): number for year, month, number, _ in days}
    assert all(calendars.jalali(year, month, number + 1) is None for (year, month), number in lengths.items())


def test_every_lunar_day_is_that_of_icu() -> None:
    """ICU has the months before 1420 AH by today's rule and those after 1450 by its own reckoning: there up to 2 days off."""
    days = list(icu("hijri"))
    assert (days[0][0], days[-1][0]) == (1343, 1500)
    for year, month, number, day in days:
        if 1420 <= year <= 1450:
            assert calendars.to_date("hijri", year, month, number) == day
            assert calendars.parts("hijri", day) == (year, month, number)
        elif number == 1:
            first = calendars.lunar(year, month)
            assert first is not None
            assert abs((first - day).days) <= 2


@pytest.mark.parametrize(
    ("year", "month", "day", "there"),
    [
        (1447, 1, 10, date(2025, 7, 6)),  # Ashura, 15 Tir 1404
        (1445, 1, 10, date(2023, 7, 28)),  # 6 Mordad 1402, as in Saudi Arabia
        (1445, 10, 1, date(2024, 4, 10)),  # Fitr, 22 Farvardin 1403, as in Saudi Arabia
        (1446, 2, 20, date(2024, 8, 25)),  # Arbaeen, 4 Shahrivar 1403
        (1446, 12, 10, date(2025, 6, 6)),  # Adha, 16 Khordad 1404
        (1446, 12, 18, date(2025, 6, 14)),  # Ghadir, 24 Khordad 1404
        (1441, 8, 15, date(2020, 4, 9)),  # the middle of Sha'ban, 21 Farvardin 1399
    ],
)
def test_a_lunar_day_in_iran(year: int, month: int, day: int, there: date) -> None:
    found = calendars.lunar(year, month, day)
    assert found is not None
    assert calendars.in_iran((found, found)) == (there, there)


def test_lunar_months_in_iran_follow_each_other() -> None:
    end = None
    for year in range(1421, 1449):
        for month in range(1, 13):
            span = calendars.month_span("hijri", year, month)
            assert span is not None
            first, last = calendars.in_iran(span)
            assert end is None or first == end + timedelta(days=1)
            assert 28 <= (last - first).days + 1 <= 31
            end = last


def test_every_lunar_month() -> None:
    first = calendars.lunar(1365)  # the table has months of 28 and 31 days before
    for year in range(1365, 1500):
        for month in range(1, 13):
            span = calendars.month_span("hijri", year, month)
            assert span is not None
            assert span[0] == first
            assert (span[1] - span[0]).days + 1 in (29, 30)
            # The mean new moon, by the synodic month from that of 6 January 2000, 18:14 UT.
            age = ((span[0] - date(2000, 1, 6)).days - 0.76) % 29.530588
            assert age < 2.1 or age > 28.8
            first = span[1] + timedelta(days=1)
    assert calendars.lunar(1200) is None
    assert calendars.lunar(1447, 8, 15) == date(2026, 2, 3)


def test_spans_and_shifts() -> None:
    assert calendars.year_span("jalali", 1399) == (date(2020, 3, 20), date(2021, 3, 20))
    assert calendars.month_span("gregorian", 2024, 14) == (date(2025, 2, 1), date(2025, 2, 28))
    assert calendars.month_span("jalali", 1404, 0) == (date(2025, 2, 19), date(2025, 3, 20))
    assert calendars.shift_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert calendars.shift_months(date(2025, 3, 31), -13) == date(2024, 2, 29)
    assert calendars.to_date("gregorian", 2025, 2, 30) is None
