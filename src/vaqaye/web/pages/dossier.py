"""Everything on record between two."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from vaqaye import query
from vaqaye.web import days
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
    # «انتخابات ۲۰۲۸»: an act that is told as done on a day to come is misread, or a plan; the mood of months has none of it.
    past = [score for score in found.scores if score.month <= days.this_month(view.lang)]
    return view.show(
        "dossier.html",
        found=found,
        plans=plans.entries,
        meetings=meetings.entries,
        chart=by_month(past, rtl=view.lang == "fa"),
    )
