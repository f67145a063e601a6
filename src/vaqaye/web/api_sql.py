"""SQL over the API: one SELECT, its rows as JSON, CSV or JSON Lines."""

from __future__ import annotations

from pathlib import Path
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException

from vaqaye.record.sql import Table, ask
from vaqaye.web.api_answers import question
from vaqaye.web.records import Pool

router = APIRouter(prefix="/api")

_turns = BoundedSemaphore(2)  # such a question may keep a core busy for as long as it is allowed to take


def _path(request: Request) -> Path:
    pool: Pool = request.app.state.pool
    return pool.path


@question(router, "/sql")
def sql(
    path: Annotated[Path, Depends(_path)],
    q: Annotated[str, Query(max_length=5_000, description="One SELECT; docs/data-dictionary.md has the tables")],
) -> Table:
    """The rows of a question in SQL: at most 1,000, in at most two seconds, reading only."""
    return answer(path, q)


def answer(path: Path, q: str) -> Table:
    """`record.sql.ask`, for two at a time: 429 tells a third to come back."""
    if not _turns.acquire(blocking=False):
        raise HTTPException(
            429, "two other questions in SQL are being answered: ask again in 2 s", {"Retry-After": "2"}
        )
    try:
        return ask(path, q)
    finally:
        _turns.release()
