"""The patterns with their examples, and the help page."""

from __future__ import annotations

from functools import cache
from typing import get_args

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from vaqaye.errors import QueryError
from vaqaye.events.entries import TYPES, Entry, entries
from vaqaye.model import Status
from vaqaye.web.pages.forms import Words
from vaqaye.web.show import OneView

router = APIRouter(include_in_schema=False)


@cache
def _book() -> dict[str, Entry]:
    """The patterns by id. To parse them takes most of a second."""
    return {entry.id: entry for entry in entries()}


@router.get("/codebook")
def codebook(view: OneView, type: Words = "", q: Words = "") -> Response:
    """How many patterns there are of each type, and those of one type or with some words."""
    wanted = type.upper()
    if wanted and wanted not in TYPES:
        raise QueryError(f"{type!r} is no PLOVER type: choose of {', '.join(TYPES)}")
    numbers = {name: [0, 0] for name in TYPES}
    shown = []
    for entry in _book().values():
        numbers[entry.type][0] += 1
        numbers[entry.type][1] += sum(len(entry.examples(kind)) for kind in ("yes", "no"))
        if (wanted or q) and wanted in ("", entry.type) and any(q in text for text in (entry.id, *entry.match)):
            shown.append(entry)
    return view.show("codebook.html", numbers=numbers, shown=shown, type=wanted, q=q)


@router.get("/codebook/{id}")
def pattern(view: OneView, id: str) -> Response:
    """One pattern with what it finds and what it must not find."""
    if id not in _book():
        raise HTTPException(404, f"no pattern is called {id!r}")
    return view.show("pattern.html", entry=_book()[id])


@router.get("/about")
def about(view: OneView) -> Response:
    """What the types and statuses mean."""
    return view.show("about.html", types=TYPES, statuses=get_args(Status))
