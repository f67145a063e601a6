"""An article with its entries marked, and the page on which a text can be tried."""

from __future__ import annotations

from functools import cache
from typing import Annotated, get_args

from fastapi import APIRouter, Form, HTTPException, Query
from starlette.responses import Response

from vaqaye import query
from vaqaye.errors import ArticleError, QueryError
from vaqaye.ingest.published import iso
from vaqaye.model import Article, Reading
from vaqaye.query import Corrected
from vaqaye.reader import Reader
from vaqaye.record.corrections import EntryKind
from vaqaye.record.mend import entries_of
from vaqaye.web.marks import paragraphs
from vaqaye.web.problems import told
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView, View

router = APIRouter(include_in_schema=False)
LONGEST = 50_000
"""Characters of a text that may be tried: half a second of work."""


@cache
def _reader() -> Reader:
    """Loaded at the first text that somebody tries: about a second."""
    return Reader()


@router.get("/article/{id:path}")
def article(view: OneView, record: OneRecord, id: str) -> Response:
    """One article as published, with what was read in it."""
    try:
        reading = record.reading(id)
    except QueryError as error:
        raise HTTPException(404, str(error)) from error
    return _shown(view, reading, query.article_corrections(record, id), stored=True)


@router.get("/try")
def blank(view: OneView, sample: Annotated[bool, Query()] = False) -> Response:
    """The form, empty or with a text to begin with."""
    text = view.t("try.sample.text") if sample else ""
    return view.show("try.html", text=text, title="", published="", problem=None)


@router.post("/try")
def read(
    view: OneView,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form(max_length=500)] = "",
    published: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """How the text is read. Nothing is kept of it."""
    try:
        if len(text) > LONGEST:
            raise QueryError(view.t("try.long"))
        day = iso(published) if published.strip() else None
        if published.strip() and day is None:
            raise QueryError(f"{published!r} is no day: give one such as 2022-01-19")
        reading = _reader()(Article(text=text.replace("\r\n", "\n"), title=title or None, published=day))
    except (ArticleError, QueryError) as error:
        given = {"text": text[:LONGEST], "title": title, "published": published}
        return view.show("try.html", 422, problem=told(str(error), view.lang), **given)
    return _shown(view, reading, (), stored=False)


def _shown(view: View, reading: Reading, corrections: tuple[Corrected, ...], *, stored: bool) -> Response:
    kinds: tuple[EntryKind, ...] = get_args(EntryKind)
    numbers = {id(entry): n for kind in kinds for n, entry in enumerate(entries_of(reading, kind))}
    return view.show(
        "article.html",
        article=reading.article,
        reading=reading,
        actors={actor.id: actor for actor in reading.actors},
        paragraphs=paragraphs(reading),
        stored=stored,
        corrections=corrections,
        number=lambda note: numbers[id(note.entry)],
    )
