"""What the rules for parts and ends of months, years and centuries say: see `grammar.RULES`."""

from __future__ import annotations

from typing import cast

from vaqaye.dates import periods
from vaqaye.dates.match import Match
from vaqaye.dates.meanings import Edge, Meaning, Part, Relative, Years
from vaqaye.dates.periods import UNITS
from vaqaye.dates.years import is_year


def part(match: Match) -> Meaning | None:
    """«سه ماهه نخست سال», «دو ماه اول ۱۳۹۸», «۱۰۰ روز ابتدایی سال جاری»."""
    amount, unit = match.value("LENGTH").parts[0]
    if unit not in ("month", "day", "week") or amount != int(amount):
        return None
    whole = _whole(match, "LENGTH")
    if whole is None:
        if unit != "month" or match.get("last") or "ماهه" not in match.words(match.times[0]):
            return None
        whole = Relative("year", 0)
    index = -1 if match.get("last") else int(match.value("ordinal") or 1) - 1
    return Part(whole, unit, int(amount), index)


def year(match: Match) -> Meaning | None:
    """«سه‌ماهه دوم ۲۰۲۵», «نیمه اول ۱۴۰۳»."""
    return periods.year(match) if is_year(match.value("number")) else None


def half(match: Match) -> Meaning | None:
    """«نیمه اول سال ۲۰۱۹», «نیمه دوم خرداد»."""
    whole = _whole(match)
    index = -1 if match.get("last") else int(match.value("ordinal") or 1) - 1
    if whole is None or index not in (-1, 0, 1):
        return None
    if isinstance(whole, Years):  # «نیمه دوم قرن نوزدهم»
        return Years(whole.first + whole.count // 2 * abs(index), whole.count // 2, whole.calendar)
    small = bool(match.get("MONTH", "monthword"))
    return Part(whole, "day" if small else "month", 15 if small else 6, index)


def nth(match: Match) -> Meaning | None:
    """«نخستین روز فروردین», «روز پنجم سال ۱۳۵۴», «هفته اول مهر», «آخرین ماه سال», «ربع چهارم سال»."""
    units = match.all("day", "week", "monthword", "quarter", "quarterhour")
    number = match.value("ordinal") or 1
    after = match.items[2:]
    whole = next((item.value for item in after if item.kind.isupper()), None)
    if whole is None:
        bare = next(item for item in after if item.kind in ("year", "monthword", "week"))
        whole = Relative(UNITS[bare.kind], 0, match.value("calendar"))
    index = -1 if match.get("last", "final") else int(number) - 1
    if units[0].kind in ("quarter", "quarterhour"):
        return Part(whole, "month", 3, index) if index < 4 else None
    return Part(whole, UNITS[units[0].kind], 1, index)


def nth_decade(match: Match) -> Meaning | None:
    """«دهه دوم قرن ۲۱», «دهه اول محرم», which is ten days of it."""
    whole, index = match.times[0].value, int(match.value("ordinal") or 1) - 1
    if isinstance(whole, Years) and index < whole.count // 10:
        return Years(whole.first + 10 * (index if not match.get("last") else whole.count // 10 - 1), 10, whole.calendar)
    if match.times[0].kind != "MONTH" or index > 2:
        return None
    return Part(whole, "day", 10, -1 if match.get("last") else index)


def edge(match: Match) -> Meaning | None:
    """«پایان سال», «تا پایان اوت», «از ابتدای امسال»."""
    whole = _whole(match)
    return Edge(whole, bool(match.get("start"))) if whole is not None else None


def _whole(match: Match, *but: str) -> Meaning | None:
    """What something is a part or an edge of; «سال», «ماه» and «هفته» alone are the current ones."""
    found = next((item.value for item in match.times if item.kind not in but), None)
    if found is None and (bare := match.get("year", "monthword", "week")):
        return Relative(UNITS[bare.kind], 0, match.value("calendar"))
    return cast("Meaning | None", found)
