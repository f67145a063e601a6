"""The codebook and the codes over the API: what the types, statuses and countries in all other answers mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from fastapi import APIRouter

from vaqaye import codebook_pages, codes
from vaqaye.events.entries import TYPES
from vaqaye.model import AgreementStatus, Stance, Status
from vaqaye.web.api_answers import known, question
from vaqaye.web.api_asked import Id, MaybeEvent

router = APIRouter(prefix="/api")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a pattern is tried on, with what it must give; `why` it must not fire, where it must not."""

    text: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    status: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of the codebook with its examples."""

    id: str
    type: str
    mode: str | None
    cameo: str | None
    match: tuple[str, ...]
    yes: tuple[Example, ...]
    no: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A PLOVER type with its score, from -10 (conflict) to 10 (co-operation), and its quad class."""

    event: str
    score: float
    quad: int


@dataclass(frozen=True, slots=True)
class Country:
    """A code that `country` may have, with its names."""

    code: str
    fa: str | None
    en: str | None


@dataclass(frozen=True, slots=True)
class Codes:
    """All codes that stand in answers."""

    types: tuple[Type, ...]
    statuses: tuple[str, ...]
    stances: tuple[str, ...]
    agreement_statuses: tuple[str, ...]
    countries: tuple[Country, ...]


@question(router, "/codebook")
def codebook(event: MaybeEvent = None) -> tuple[codebook_pages.Listed, ...]:
    """The patterns of the codebook, without their examples."""
    return tuple(p for type_ in ((event,) if event else TYPES) for p in codebook_pages.patterns(type_))


@question(router, "/codebook/{id}")
def pattern(id: Id) -> Pattern:
    """One pattern with the sentences that show what it is for and what not."""
    with known():
        entry = codebook_pages.one(id)
    yes, no = (
        tuple(
            Example(
                example["text"],
                tuple(example.get("actor", ())),
                tuple(example.get("recipient", ())),
                example.get("status"),
                example.get("why"),
            )
            for example in entry.examples(kind)
        )
        for kind in ("yes", "no")
    )
    return Pattern(entry.id, entry.type, entry.mode, entry.fields.get("cameo"), entry.match, yes, no)


@question(router, "/codes")
def all_codes() -> Codes:
    """What may stand in `event`, `status`, `stance` and `country`."""
    return Codes(
        tuple(Type(type_, codes.plover_score(type_), codes.plover_quad(type_)) for type_ in TYPES),
        get_args(Status),
        get_args(Stance),
        get_args(AgreementStatus),
        tuple(Country(code, name.fa, name.en) for code, name in codes.countries().items()),
    )
