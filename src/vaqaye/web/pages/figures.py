"""Figures, and a series of one of them over time."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from vaqaye import query
from vaqaye.web.charts import HEIGHT, WIDTH, series
from vaqaye.web.pages.forms import Cursor, Words, span
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView

router = APIRouter(include_in_schema=False)
_CHOICES = 60
_SHOWN = 60


@router.get("/figures")
def figures(
    view: OneView,
    record: OneRecord,
    party: Words = "",
    other: Words = "",
    metric: Words = "",
    unit: Words = "",
    since: Words = "",
    until: Words = "",
    cursor: Cursor = None,
) -> Response:
    """Figures about countries, newest first; those of one metric and unit also as a line over their days."""
    first, last = span(since, until)
    page = query.figures(
        record,
        party or None,
        other or None,
        metric=metric or None,
        unit=unit or None,
        since=first,
        until=last,
        limit=_SHOWN,
        cursor=cursor,
    )
    units = {number.unit for number in page.entries}
    points = series(page.entries, rtl=view.lang == "fa") if metric and len(units) == 1 else ()
    return view.show(
        "figures.html",
        page=page,
        metrics=query.metrics(record, party or None, limit=_CHOICES),
        points=points,
        width=WIDTH,
        height=HEIGHT,
    )
