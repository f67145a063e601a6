"""Addresses of stories: one made of a report goes on leading to the story that holds this report.

One whose report an analyst has marked wrong says so, by whom and why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from vaqaye import query
from vaqaye.episodes import Episode, Ledger, Quotation
from vaqaye.errors import QueryError
from vaqaye.query import Corrected
from vaqaye.record import Record
from vaqaye.record.corrections import EntryKind
from vaqaye.web.api_answers import known
from vaqaye.web.api_errors import is_api, say
from vaqaye.web.show import View
from vaqaye.web.speech import link

Story = TypeVar("Story", Episode, Quotation, Ledger)


class Moved(Exception):
    """A story was asked for by an id that it had while another report was its first."""

    def __init__(self, asked: str, now: str) -> None:
        super().__init__(f"{asked} is {now} now")
        self.asked, self.now = asked, now


class MarkedWrong(Exception):
    """What was asked for is in no story any more, because of these corrections."""

    def __init__(self, marks: tuple[Corrected, ...]) -> None:
        super().__init__(*(mark.id for mark in marks))
        self.marks = marks


def at(record: Record, entry: EntryKind, ask: Callable[..., Story], id: str, most: int) -> Story:
    """The story of entries at an address, with up to `most` reports.

    404 where there is none, Moved where its id is another now, MarkedWrong where an analyst has taken it out.
    """
    with known():
        try:
            found = ask(record, id, most=most)
        except QueryError:
            if marks := query.marked_wrong(record, entry, id):
                raise MarkedWrong(marks) from None
            raise
    if found.id != id:
        raise Moved(id, found.id)
    return found


def lead(request: Request, moved: Exception) -> Response:
    """To the same page, or the same answer of the API, of the story's id of now.

    Never for good: where the earlier report is taken out of the record again, the old address is the right one.
    """
    assert isinstance(moved, Moved)
    path = str(request.scope["path"]).replace(moved.asked, moved.now)
    asked = request.scope["query_string"].decode(errors="replace")
    return RedirectResponse(f"{path}?{asked}" if asked else path, 302, {"Cache-Control": "no-store"})


def gone(request: Request, error: Exception) -> Response:
    """The entry, struck out, with who marked it wrong and why."""
    assert isinstance(error, MarkedWrong)
    path, mark = request.scope["path"], error.marks[0]
    if is_api(path):
        there = link("/api/corrections", article=mark.article)
        message = f"{mark.by} marked this {mark.entry} as wrong: {mark.reason}. {there} has the correction"
        return say(path, 410, "MarkedWrong", message)
    return View(request).show("wrong.html", 410, marks=error.marks)
