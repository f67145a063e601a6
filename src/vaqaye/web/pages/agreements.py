"""The list of agreements."""

from __future__ import annotations

from typing import get_args

from fastapi import APIRouter
from starlette.responses import Response

from vaqaye import query
from vaqaye.model import AgreementStatus
from vaqaye.web.pages.forms import Cursor, Words, span
from vaqaye.web.passages import Passages
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView

router = APIRouter(include_in_schema=False)


@router.get("/agreements")
def agreements(
    view: OneView,
    record: OneRecord,
    a: Words = "",
    b: Words = "",
    status: Words = "",
    since: Words = "",
    until: Words = "",
    cursor: Cursor = None,
) -> Response:
    """Agreements, newest first."""
    first, last = span(since, until)
    page = query.agreements(
        record, a or None, b or None, status=status or None, since=first, until=last, limit=40, cursor=cursor
    )
    return view.show(
        "agreements.html",
        page=page,
        passage=Passages(record),
        statuses=get_args(AgreementStatus),
    )
