"""What is new of a question that somebody asks again and again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from vaqaye.errors import QueryError
from vaqaye.query.answers import Act, Deal, Quote
from vaqaye.query.articles import search
from vaqaye.query.asked import Filter
from vaqaye.query.events import latest
from vaqaye.query.ledgers import agreements
from vaqaye.query.said import statements
from vaqaye.record import Hit, Record

AlertKind = Literal["events", "statements", "agreements", "articles"]
Alert = Act | Quote | Deal | Hit

PARAMETERS: dict[AlertKind, tuple[str, ...]] = {
    "events": ("a", "b", "event", "status", "source", "place"),
    "statements": ("by", "about", "words", "stance", "source"),
    "agreements": ("a", "b", "ledger", "status", "source"),
    "articles": ("q", "source"),
}
"""What each kind may be asked for."""
_LONGEST = 200


def alert(record: Record, kind: str, question: Mapping[str, str], *, limit: int = 50) -> tuple[Alert, ...]:
    """The entries of a kind that fit, those of the latest articles first.

    QueryError where the kind has no such parameter, or a value in it is not known.
    """
    if kind not in get_args(AlertKind):
        raise QueryError(f"there is no kind {kind[:40]!r}: take one of {' '.join(PARAMETERS)}")
    known = PARAMETERS[kind]  # type: ignore[index]
    for name, value in question.items():
        if name not in known or len(value) > _LONGEST:
            raise QueryError(
                f"{kind} can't be asked by {name[:40]!r}: take {' '.join(known)}, each of {_LONGEST} letters"
            )
    asked = {name: value.strip() for name, value in question.items() if value.strip()}
    if kind == "events":
        return latest(record, Filter(**asked), limit=limit).entries  # type: ignore[arg-type]
    if kind == "statements":
        return statements(record, **asked, published=True, limit=limit).entries
    if kind == "agreements":
        return agreements(record, **asked, published=True, limit=limit).entries
    if "q" not in asked:
        raise QueryError("articles are asked for by words: give q")
    return search(record, asked["q"], source=asked.get("source"), limit=limit).entries
