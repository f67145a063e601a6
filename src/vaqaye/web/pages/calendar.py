"""Planned meetings on a Jalali month, and events on a map."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from vaqaye import query
from vaqaye.dates import calendars
from vaqaye.errors import QueryError
from vaqaye.query import Filter, Plan
from vaqaye.web import days
from vaqaye.web.charts import circles
from vaqaye.web.pages.forms import Words, span
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView, View
from vaqaye.web.speech import link

router = APIRouter(include_in_schema=False)
_PLANS = 300  # of a month
_NAMED = 24  # letters of a name on the map

_REGIONS = {"near": (30.0, -44.0, 44.0, 27.0), "world": (-170.0, -78.0, 350.0, 135.0)}
"""Names of the map's cut-outs (and files) and what they show: west, minus north, width and height in degrees."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month; `number` is 0 for the empty places before its first and behind its last."""

    number: int
    when: date | None
    plans: tuple[Plan, ...] = ()


@router.get("/calendar")
def calendar(view: OneView, record: OneRecord, month: Words = "", a: Words = "", b: Words = "") -> Response:
    """The planned visits and meetings of a Jalali month, this one where none is given."""
    year, number = _month(month, record)
    bounds = calendars.month_span("jalali", year, number)
    if bounds is None:
        raise QueryError(f"{month} is no month of the Jalali calendar: give one such as 1404-10")
    first, last = bounds
    page = query.planned(record, a or None, b or None, since=first.isoformat(), until=last.isoformat(), limit=_PLANS)
    plans = sorted(page.entries, key=lambda plan: plan.act.day or "")
    parties = {"a": a, "b": b}
    return view.show(
        "calendar.html",
        title=days.month_name(year, number, view.lang),
        beside=" – ".join(dict.fromkeys(days.spoken(f"{when:%Y-%m}", view.lang)[0] for when in bounds)),
        weeks=_weeks(first, last, plans),
        weekdays=[days.weekday(date(2026, 1, 3) + timedelta(n), view.lang) for n in range(7)],  # a Saturday
        plans=plans,
        month=f"{year:04}-{number:02}",
        before=_beside(view, parties, year, number, -1),
        after=_beside(view, parties, year, number, 1),
    )


def _month(asked: str, record: OneRecord) -> tuple[int, int]:
    if not asked.strip():
        newest = record.select(
            "SELECT published FROM articles WHERE published IS NOT NULL ORDER BY published DESC LIMIT 1"
        )
        today = date.fromisoformat(newest[0][0][:10]) if newest else date.today()
        year, number, _ = calendars.parts("jalali", today)
        return year, number
    found = re.fullmatch(r"(1[0-5]\d\d)[-/](0?[1-9]|1[0-2])", days.digits_of(asked))
    if not found:
        raise QueryError(f"{asked} is no month of the Jalali calendar: give one such as 1404-10")
    return int(found[1]), int(found[2])


def _beside(view: View, parties: dict[str, str], year: int, month: int, by: int) -> tuple[str, str]:
    """The name and the address of another month."""
    year, month = divmod(year * 12 + month - 1 + by, 12)
    return days.month_name(year, month + 1, view.lang), link("/calendar", parties, month=f"{year:04}-{month + 1:02}")


def _weeks(first: date, last: date, plans: list[Plan]) -> list[list[Cell]]:
    """The month in weeks of Saturday to Friday."""
    by_day: defaultdict[str, list[Plan]] = defaultdict(list)
    for plan in plans:
        by_day[plan.act.day or ""].append(plan)
    cells = [Cell(0, None)] * ((first.weekday() + 2) % 7)
    for n in range((last - first).days + 1):
        when = first + timedelta(n)
        cells.append(Cell(n + 1, when, tuple(by_day[when.isoformat()])))
    cells += [Cell(0, None)] * (-len(cells) % 7)
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


@router.get("/map")
def world(
    view: OneView,
    record: OneRecord,
    region: Words = "near",
    a: Words = "",
    b: Words = "",
    event: Words = "",
    since: Words = "",
    until: Words = "",
) -> Response:
    """Where events were, as circles."""
    if region not in _REGIONS:
        raise QueryError(f"there is no map of {region}: choose of {', '.join(_REGIONS)}")
    first, last = span(since, until)
    sites = query.sites(record, Filter(a or None, b or None, event or None, since=first, until=last))
    box = _REGIONS[region]
    size = box[2] / 70
    return view.show(
        "map.html",
        sites=sites,
        circles=circles(sites, box, size, lambda site: view.speech.name(site.name)[:_NAMED]),
        named=_NAMED,
        box=" ".join(map(str, box)),
        region=region,
        size=size,
        regions=tuple(_REGIONS),
    )
