"""Questions in SQL, and the page that says how a program asks what the pages show."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from vaqaye.errors import QueryError
from vaqaye.resources import own_table
from vaqaye.web.api_sql import answer as ask  # with its limit of two at a time
from vaqaye.web.problems import told
from vaqaye.web.show import OneView

router = APIRouter(include_in_schema=False)


@router.get("/data")
def data(view: OneView, request: Request) -> Response:
    """Every address of the API, in words."""
    paths = dict.fromkeys(path.removesuffix(".{format}") for path in request.app.openapi()["paths"])
    return view.show("data.html", paths=tuple(paths), base=str(request.base_url))


@router.get("/sql")
def sql(view: OneView, request: Request, q: Annotated[str, Query(max_length=20_000)] = "") -> Response:
    """The form with questions to begin with, and the rows that a question gives."""
    table, problem = None, None
    if q.strip():
        try:
            table = ask(request.app.state.pool.path, q)
        except QueryError as error:
            problem = told(str(error), view.lang)
    samples = [(row[view.lang], row["sql"]) for row in own_table("web/questions")]
    return view.show("sql.html", 400 if problem else 200, q=q, table=table, problem=problem, samples=samples)
