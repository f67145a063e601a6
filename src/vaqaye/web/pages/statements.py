"""Who said what about what, and when it changed."""

from __future__ import annotations

from typing import get_args

from fastapi import APIRouter
from starlette.responses import Response

from vaqaye import query
from vaqaye.model import Stance
from vaqaye.query import Position
from vaqaye.web.pages.forms import Cursor, Words, span
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView

router = APIRouter(include_in_schema=False)


@router.get("/statements")
def statements(
    view: OneView,
    record: OneRecord,
    by: Words = "",
    about: Words = "",
    words: Words = "",
    stance: Words = "",
    since: Words = "",
    until: Words = "",
    cursor: Cursor = None,
) -> Response:
    """Statements, newest first; of a speaker about somebody or with some words also the runs of one stance."""
    first, last = span(since, until)
    speaker, whom, what = by or None, about or None, words or None
    page = query.statements(
        record, speaker, whom, words=what, stance=stance or None, since=first, until=last, limit=30, cursor=cursor
    )
    changes: tuple[Position, ...] = ()
    if speaker and (whom or what) and cursor is None:
        changes = query.positions(record, speaker, whom, words=what, since=first, until=last)
    return view.show(
        "statements.html",
        page=page,
        changes=changes if len(changes) > 1 else (),
        stances=get_args(Stance),
    )
