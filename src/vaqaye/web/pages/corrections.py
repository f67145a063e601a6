"""What analysts have corrected, and the forms in which they do; saved searches."""

from __future__ import annotations

import re
from typing import Annotated, get_args
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, HTTPException, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from vaqaye import query
from vaqaye.errors import QueryError
from vaqaye.model import AgreementStatus, Event, EventType, Figure, Reading, Span, Stance, Statement, Status
from vaqaye.query.answers import State
from vaqaye.record import Record
from vaqaye.record.corrections import NAME, REASON, EntryKind, Person, Values
from vaqaye.record.mend import Entry, entries_of, span_of
from vaqaye.record.searches import remove, save, searches
from vaqaye.web import days
from vaqaye.web.pages.forms import Cursor, Words
from vaqaye.web.records import OneRecord
from vaqaye.web.show import OneView
from vaqaye.web.speech import cut, link, page_of

router = APIRouter(include_in_schema=False)
writing = APIRouter(include_in_schema=False)
"""What changes the record: only in a room that was opened with corrections."""

_NEXT = "؛ "
_PASSAGE = 500
# What may be chosen; the unit of a figure is written.
_TYPES: dict[str, tuple[str, ...]] = {"event": get_args(EventType), "statement": get_args(Stance)}
_STATUSES: dict[str, tuple[str, ...]] = {"event": get_args(Status), "agreement": get_args(AgreementStatus)}
Field = Annotated[str, Form(max_length=1_000)]
Id = Annotated[str, Form(max_length=500)]


@router.get("/corrections")
def listed(view: OneView, record: OneRecord, article: Words = "", state: Words = "", cursor: Cursor = None) -> Response:
    """All corrections, newest first; of one article, or in one state."""
    if state and state not in get_args(State):
        raise QueryError(f"there is no state {state!r}: take one of {' '.join(get_args(State))}")
    wanted: State | None = state or None  # type: ignore[assignment]
    page = query.corrections(record, article=article or None, state=wanted, cursor=cursor)
    return view.show("corrections.html", page=page, states=get_args(State))


@router.get("/searches")
def saved(view: OneView, record: OneRecord) -> Response:
    """The saved searches with their feeds."""
    return view.show("searches.html", found=searches(record))


@writing.get("/correct")
def form(
    view: OneView,
    record: OneRecord,
    article: Annotated[str, Query(max_length=500)],
    entry: EntryKind = "event",
    n: Annotated[int | None, Query(ge=0)] = None,
) -> Response:
    """The form for one entry, or for an event that was missed."""
    reading = _reading(record, article)
    if n is None:
        return view.show("missed.html", reading=reading, types=get_args(EventType), statuses=get_args(Status))
    one = _entry(reading, entry, n)
    return view.show(
        "correct.html",
        reading=reading,
        entry=entry,
        n=n,
        at=span_of(one).start,
        passage=_passage(reading.article.text, span_of(one)),
        fields=_fields(one, reading),
        types=_TYPES.get(entry, ()),
        statuses=_STATUSES.get(entry, ()),
    )


@writing.post("/correct")
def correct(
    view: OneView,
    request: Request,
    article: Id,
    entry: Annotated[EntryKind, Form()],
    n: Annotated[int, Form(ge=0)],
    at: Annotated[int, Form(ge=0)],
    verdict: Annotated[str, Form(pattern="^(wrong|mended)$")],
    by: Annotated[str, Form(max_length=NAME)],
    reason: Annotated[str, Form(max_length=REASON)],
    type: Field = "",
    status: Field = "",
    date: Field = "",
    actor: Field = "",
    recipient: Field = "",
    parties: Field = "",
) -> Response:
    """Marks an entry wrong, or mends what the form has other than it was."""
    given = {"type": type, "status": status, "date": date, "actor": actor, "recipient": recipient, "parties": parties}
    with Record(request.app.state.pool.path) as store:
        reading = _reading(store, article)
        one = _entry(reading, entry, n)
        if span_of(one).start != at:
            raise HTTPException(409, view.t("correct.changed"))
        values = None
        if verdict == "mended":
            was = _fields(one, reading)
            changed = {name: value for name, value in given.items() if name in was and value.strip() != was[name]}
            values = _values(store, reading, changed)
        mark = query.correction(
            store, article, entry, n, "mended" if values else "wrong", by=by, reason=reason, values=values
        )
        store.correct([mark])
    return _back(article)


@writing.post("/missed")
def missed(
    request: Request,
    article: Id,
    words: Field,
    type: Annotated[str, Form(max_length=40)],
    status: Annotated[str, Form(max_length=40)],
    by: Annotated[str, Form(max_length=NAME)],
    reason: Annotated[str, Form(max_length=REASON)],
    start: Annotated[str, Form(max_length=12)] = "",
    nth: Annotated[str, Form(max_length=6)] = "",
    date: Field = "",
    actor: Field = "",
    recipient: Field = "",
) -> Response:
    """Adds an event that the article tells of."""
    given = {"type": type, "status": status, "date": date, "actor": actor, "recipient": recipient}
    with Record(request.app.state.pool.path) as store:
        reading = _reading(store, article)
        first = _place(reading.article.text, words, start, nth)
        values = _values(store, reading, {name: value for name, value in given.items() if value.strip()})
        mark = query.missed(store, article, first, first + len(words), by=by, reason=reason, values=values)
        store.correct([mark])
    return _back(article)


@writing.post("/corrections/withdraw")
def withdraw(
    request: Request,
    id: Annotated[str, Form(max_length=40)],
    by: Annotated[str, Form(max_length=NAME)],
    reason: Annotated[str, Form(max_length=REASON)],
) -> Response:
    """Takes a correction back."""
    with Record(request.app.state.pool.path) as store:
        mark = query.withdrawal(store, id, by=by, reason=reason)
        store.correct([mark])
    return RedirectResponse(link("/corrections", {"article": mark.article}), 303)


@writing.post("/searches")
def keep(
    request: Request,
    record: OneRecord,
    name: Annotated[str, Form(max_length=NAME)],
    question: Annotated[str, Form(max_length=4_000)],
) -> Response:
    """Saves a search: `question` is what the address of its feed has behind the question mark."""
    asked = dict(parse_qsl(question))
    kind = asked.pop("kind", "")
    query.alert(record, kind, asked, limit=1)  # says now what would be wrong later
    save(request.app.state.pool.path, name, kind, asked)
    return RedirectResponse("/searches", 303)


@writing.post("/searches/remove")
def forget(request: Request, name: Annotated[str, Form(max_length=NAME)]) -> Response:
    """Forgets a saved search."""
    remove(request.app.state.pool.path, name)
    return RedirectResponse("/searches", 303)


def _reading(record: Record, article: str) -> Reading:
    try:
        return record.reading(article)
    except QueryError as error:
        raise HTTPException(404, str(error)) from error


def _entry(reading: Reading, kind: EntryKind, n: int) -> Entry:
    entries = entries_of(reading, kind)
    if n >= len(entries):
        raise HTTPException(404, f"this article has no {kind} of that number")
    return entries[n]


def _passage(text: str, span: Span) -> Markup:
    """The words that an entry is known by, marked, and what stands around them."""
    return Markup("{}<mark>{}</mark>{}").format(*cut(text, span.start, span.end, _PASSAGE))


def _fields(entry: Entry, reading: Reading) -> dict[str, str]:
    """What an entry says, as the form shows it: only the fields that such an entry has."""
    actors = {actor.id: actor for actor in reading.actors}

    def names(*ids: str | None) -> str:
        known = (actors[id] for id in ids if id in actors)
        return _NEXT.join(a.name.fa or a.name.en or a.id for a in known)

    if isinstance(entry, Event):
        return {
            "type": entry.event,
            "status": entry.status,
            "date": entry.date.value if entry.date else "",
            "actor": names(*(p.actor for p in entry.actor)),
            "recipient": names(*(p.actor for p in entry.recipient)),
        }
    if isinstance(entry, Statement):
        people = {"actor": names(entry.speaker), "recipient": names(*entry.addressees)}
        return {"type": entry.cue.stance if entry.cue else "", "date": entry.date or "", **people}
    parties = _NEXT.join(entry.parties)
    if isinstance(entry, Figure):
        return {"type": entry.unit, "date": entry.period or "", "actor": names(entry.speaker), "parties": parties}
    return {"status": entry.status, "date": entry.date or "", "parties": parties}


def _values(record: Record, reading: Reading, given: dict[str, str]) -> Values:
    """What a form says as values; an empty field means that there is none."""

    def people(name: str) -> tuple[Person, ...] | None:
        return tuple(query.person(record, one, reading) for one in _split(given[name])) if name in given else None

    parties = tuple(query.person(record, one, reading).country or "" for one in _split(given.get("parties", "")))
    return Values(
        type=given.get("type", "").strip() or None,
        status=given.get("status", "").strip() or None,
        date=_date(given["date"]) if "date" in given else None,
        actor=people("actor"),
        recipient=people("recipient"),
        parties=parties if "parties" in given else None,
    )


def _split(text: str) -> list[str]:
    return [one.strip() for one in re.split("[;؛\n]", text) if one.strip()]


def _date(text: str) -> str:
    """A Jalali day is that day, a Jalali month or year an interval; ISO stays as it is."""
    if "/" in text and "-" in text:
        return text.strip()
    first, last = days.asked(text), days.asked(text, last=True)
    return (first or "") if first == last else f"{first}/{last}"


def _place(text: str, words: str, start: str, nth: str) -> int:
    """Where chosen words stand: where the page says, else the nth time that the text has them, from 1."""
    if start.isascii() and start.isdigit() and text.startswith(words, int(start)) and words:
        return int(start)
    places = [m.start() for m in re.finditer(re.escape(words), text)] if words.strip() else []
    number = days.digits_of(nth)
    if number.isdigit() and 0 < int(number) <= len(places):
        return places[int(number) - 1]
    if len(places) != 1:
        raise QueryError(
            f"these words stand {len(places)} times in the text: "
            + ("say which of them is meant, or choose more words" if places else "choose some that stand there")
        )
    return places[0]


def _back(article: str) -> Response:
    return RedirectResponse(page_of("article", article, "#corrections"), 303)
