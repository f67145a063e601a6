"""What the rules say of words of time that have no date: see `grammar.RULES`. Each has its reason."""

from __future__ import annotations

import re

from vaqaye.dates.match import Match
from vaqaye.dates.meanings import Meaning, Vague
from vaqaye.dates.periods import NOT_DATED

# «۲۳:۵۹», «14 : 23»; «۳:۱» and «۲:۲۵۵» are a score and a verse
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-4])(?: ?: ?[0-5][0-9]){1,2}")
GENERAL = "general: it does not say which one"


def clock(match: Match) -> Meaning | None:
    """«ساعت ۱۰ صبح», «۲۳:۵۹»: part of the day that it stands beside; alone see `time_of_day`."""
    item = match.get("clock")
    if item is not None and not match.get("hour") and not _CLOCK.fullmatch(match.words(item)):
        return None
    return Vague("a time of day without its day")


def time_of_day(match: Match) -> Meaning | None:
    """«ساعت ۱۰ صبح», «۷ غروب», «بامداد» beside no day."""
    numbers = match.all("number")
    clear = any(item.value == "alone" or isinstance(item.value, Vague) for item in match.all("partday"))
    if not (clear or numbers) or any(not 0 <= item.value <= 24 for item in numbers):
        return None
    return Vague("a time of day without its day")


def vague(match: Match) -> Meaning | None:
    """«چند روز پیش», «سال‌های اخیر»."""
    return Vague("vague: it does not say how many")


def vague_between(match: Match) -> Meaning | None:
    """«دو یا سه هفته دیگر», «دو سه روز پیش», «۳۰ تا ۶۰ دقیقه»."""
    one, two = (item.value for item in match.all("number"))
    return Vague("vague: one number or the other") if 0 < one < two < 100 else None


def another(match: Match) -> Meaning | None:
    """«سالی دیگر»; «سال دیگر» may be the next one."""
    return vague(match) if match.words(match.items[0]).endswith("ی") else None


def general(match: Match) -> Meaning | None:
    """«در طول سال», «شبانه‌روز»."""
    return Vague(GENERAL) if match.get("within") or match.items[0].value == "alone" else None


def lately(match: Match) -> Meaning | None:
    """«این روزها», «چندی پیش»."""
    return Vague("vague: it does not say when")


def often(match: Match) -> Meaning | None:
    """«هر سه ماه», «هر شنبه», «روز به روز», «یک روز در میان»: how often, not when."""
    return Vague("how often, not when")


def times_a(match: Match) -> Meaning | None:
    """«روزی دو بار», «هفته‌ای یک مرتبه»."""
    return often(match) if match.items[-1].value == "times" and match.words(match.items[0]).endswith("ی") else None


def minute(match: Match) -> Meaning | None:
    """«دقیقه ۸۹», «دقایق ۵، ۶۱ و ۸۹»."""
    return Vague("a minute of a game") if all(0 < item.value <= 120 for item in match.all("number")) else None


def age(match: Match) -> Meaning | None:
    """«۲۶ سالگی», «دهه ۲۰ سالگی»."""
    return Vague("an age")


def nth(match: Match) -> Meaning | None:
    """«سومین روز», «چهلمین سال», «هفتصدمین سالگرد», «سالروز»."""
    return Vague(NOT_DATED)


def ancient(match: Match) -> Meaning | None:
    """«سال ۷۷۶ قبل از میلاد», «سده پنجم پیش از میلاد»."""
    return Vague("before the Common Era")
