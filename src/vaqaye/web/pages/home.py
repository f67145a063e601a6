"""What is new, and the search for words and actors."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import get_args

from fastapi import APIRouter
from starlette.responses import Response

from vaqaye import query
from vaqaye.errors import QueryError
from vaqaye.model import EventType, Status
from vaqaye.query import Act, Filter, Page, Suggestion
from vaqaye.record import Hit
from vaqaye.web.pages.forms import Cursor, Words, span
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(
    view: OneView,
    record: OneRecord,
    a: Words = "",
    b: Words = "",
    event: Words = "",
    status: Words = "",
    source: Words = "",
    place: Words = "",
    since: Words = "",
    until: Words = "",
    cursor: Cursor = None,
) -> Response:
    """The newest reports by the day of their publication, all or those that a form asks for."""
    first, last = span(since, until)
    wanted = Filter(
        a or None, b or None, event or None, status or None, source or None, place or None, first, last, once=True
    )
    # Who asks for a time means that of the act; without one the page is what the papers say today.
    ask = query.events if first or last else query.latest
    page = ask(record, wanted, limit=40, cursor=cursor)
    return view.show(
        "home.html",
        page=page,
        days=_by_day(page.entries, "act" if first or last else "report"),
        types=get_args(EventType),
        statuses=get_args(Status),
        sources=query.sources(record),
    )


def _by_day(acts: Iterable[Act], of: str) -> list[tuple[str | None, list[Act]]]:
    def day(act: Act) -> str | None:
        return act.day if of == "act" else (act.source.published or "")[:10] or None

    return [(when, list(group)) for when, group in groupby(acts, day)]


@router.get("/search")
def search(view: OneView, record: OneRecord, q: Words = "", cursor: Cursor = None) -> Response:
    """Actors whose name begins so, and the newest articles that have the words."""
    page: Page[Hit] | None = None
    people: tuple[Suggestion, ...] = ()
    problem = None
    if q.strip():
        people = query.suggest(record, q) if cursor is None else ()
        try:
            page = query.search(record, q, limit=20, cursor=cursor)
        except QueryError as error:  # of dots and dashes alone
            problem = str(error)
    return view.show("search.html", q=q, page=page, people=people, problem=problem)


@router.get("/suggest")
def suggest(view: OneView, record: OneRecord, q: Words = "") -> Response:
    """The list below the search box, as a piece of a page."""
    people = query.suggest(record, q) if q.strip() else ()
    return view.show("suggest.html", people=people)
