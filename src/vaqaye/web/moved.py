"""Addresses of stories: one made of a report goes on leading to the story that holds this report."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from vaqaye.episodes import Episode, Ledger, Quotation
from vaqaye.web.api_answers import known

Story = TypeVar("Story", Episode, Quotation, Ledger)


class Moved(Exception):
    """A story was asked for by an id that it had while another report was its first."""

    def __init__(self, asked: str, now: str) -> None:
        super().__init__(f"{asked} is {now} now")
        self.asked, self.now = asked, now


def at(ask: Callable[[str], Story], id: str) -> Story:
    """The story at an address: what `ask` says of the id. 404 where there is none, Moved where its id is another now."""
    with known():
        found = ask(id)
    if found.id != id:
        raise Moved(id, found.id)
    return found


def lead(request: Request, moved: Exception) -> Response:
    """To the same page, or the same answer of the API, of the story's id of now.

    Never for good: where the earlier report is taken out of the record again, the old address is the right one.
    """
    assert isinstance(moved, Moved)
    path = str(request.scope["path"]).replace(moved.asked, moved.now)
    query = request.scope["query_string"].decode(errors="replace")
    return RedirectResponse(f"{path}?{query}" if query else path, 302, {"Cache-Control": "no-store"})
