"""Everything on record between two."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from vaqaye import query
from vaqaye.web.charts import by_month
from vaqaye.web.pages.forms import Words, span
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView

router = APIRouter(include_in_schema=False)
_SHOWN = 25  # of a kind; the timeline of the two has all


@router.get("/dossier")
def dossier(
    view: OneView, record: OneRecord, a: Words = "", b: Words = "", since: Words = "", until: Words = ""
) -> Response:
    """The dossier of two parties, or the form that asks for them."""
    if not (a.strip() and b.strip()):
        return view.show("dossier.html", found=None)
    first, last = span(since, until)
    with record.snapshot():
        found = query.dossier(record, a, b, first, last, limit=_SHOWN, calendar=view.speech.calendar)
        plans = query.planned(record, a, b, since=first, until=last, limit=_SHOWN)
        meetings = query.meetings(record, a, b, since=first, until=last, limit=_SHOWN)
    return view.show(
        "dossier.html",
        found=found,
        plans=plans.entries,
        meetings=meetings.entries,
        chart=by_month(found.scores, rtl=view.lang == "fa"),
    )
