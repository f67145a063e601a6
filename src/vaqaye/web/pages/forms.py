"""What several forms ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from vaqaye.errors import QueryError
from vaqaye.web.days import asked

Words = Annotated[str, Query(max_length=200)]
"""A name, a code or words that somebody types."""
Cursor = Annotated[str | None, Query(max_length=400)]
"""Where a list goes on."""


def span(since: str, until: str) -> tuple[str | None, str | None]:
    """The two ends of a time, Jalali or ISO, as ISO. QueryError where they are the wrong way round."""
    first, last = asked(since), asked(until, last=True)
    if first and last and first[: len(last)] > last:
        raise QueryError(f"{since} comes after {until}: give the earlier one first")
    return first, last
