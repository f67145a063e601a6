"""Questions in SQL."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from vaqaye.errors import QueryError
from vaqaye.web.api_sql import answer as ask  # with its limit of two at a time
from vaqaye.web.show import OneView

router = APIRouter(include_in_schema=False)


@router.get("/sql")
def sql(view: OneView, request: Request, q: Annotated[str, Query(max_length=20_000)] = "") -> Response:
    """The form, and the rows that a question gives."""
    table, problem = None, None
    if q.strip():
        try:
            table = ask(request.app.state.pool.path, q)
        except QueryError as error:
            problem = str(error)
    return view.show("sql.html", 400 if problem else 200, q=q, table=table, problem=problem)
