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
from vaqaye.record import Hit, Record
from vaqaye.web.pages.forms import Cursor, Words, span
from vaqaye.web.problems import told
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView, View

router = APIRouter(include_in_schema=False)
_CHOICES = ("a", "b", "event", "status", "source", "place", "since", "until")


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
    chosen = _chosen(view, record)
    return view.show(
        "home.html",
        page=page,
        chosen=chosen,
        extent=None if chosen or cursor else _extent(record),
        days=_by_day(page.entries, "act" if first or last else "report"),
        types=get_args(EventType),
        statuses=get_args(Status),
        sources=query.sources(record),
    )


def _chosen(view: View, record: Record) -> list[tuple[str, str, str]]:
    """What a form asked for: its label, its value as people say it, and the address of the page without it."""
    shown = []
    for key, value in view.given.items():
        if key not in _CHOICES or not value.strip():
            continue
        said = value
        if key in ("a", "b"):
            said = view.speech.name(query.resolve(record, value).name) or value
        elif key in ("event", "status"):
            said = view.speech.code(value, "type" if key == "event" else "status")
        elif key in ("since", "until"):
            said = view.speech.digits(value)
        shown.append((view.t(f"filter.{key}"), said, view.here(**{key: "", "cursor": ""})))
    return shown


def _extent(record: Record) -> tuple[int, str | None, str | None]:
    """How many articles there are, and the days of the first and the last."""
    ((number, first, last),) = record.select(
        "SELECT (SELECT count(*) FROM articles), (SELECT min(published) FROM articles), (SELECT max(published) FROM articles)"
    )
    return number, first, last


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
            problem = told(str(error), view.lang)
    return view.show("search.html", q=q, page=page, people=people, problem=problem)


@router.get("/suggest")
def suggest(view: OneView, record: OneRecord, q: Words = "") -> Response:
    """The list below the search box, as a piece of a page."""
    people = query.suggest(record, q) if q.strip() else ()
    return view.show("suggest.html", people=people)
