"""The names of agreements and where they stand in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from vaqaye.actors import Seen
from vaqaye.actors.units import many
from vaqaye.language import Token
from vaqaye.language.inflect import inflected, spellings
from vaqaye.resources import table
from vaqaye.text import keys_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the lexicon. `sort`: what can be told apart by its kind; the dates say how far it was on a day."""

    parties: tuple[str, ...]
    topics: tuple[str, ...]
    generic: bool
    sort: str
    elided: bool
    agreed: str
    in_force: str
    until: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at tokens `first..last`."""

    kind: Kind
    first: int
    last: int


@cache
def index() -> dict[str, tuple[tuple[tuple[str, ...], Kind], ...]]:
    """First key of a name -> its other keys and what it is, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
    for row in table("agreements"):
        parties, topics = tuple(many(row["parties"])), tuple(many(row["topics"]))
        kind = Kind(
            parties, topics, row["generic"] == "y", row["sort"] or row["en"], row["elided"] == "y",
            row["agreed"], row["in_force"], row["until"],
        )  # fmt: skip
        for keys in spellings(row["name"]):
            for form in inflected(keys[-1])[:7] if kind.generic else (keys[-1],):
                found.setdefault(form if len(keys) == 1 else keys[0], []).append(
                    ((*keys[1:-1], form)[len(keys) == 1 :], kind)
                )
    return {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in found.items()}


def hits(tokens: list[Token], seen: list[Seen]) -> list[Hit]:
    """The names of a sentence; «توافق آتش‌بس», «توافق برجام» are one."""
    taken = {i for s in seen if s.last > s.first for i in range(s.first, s.last + 1)}
    out: list[Hit] = []
    at = 0
    while at < len(tokens):
        hit = _at(tokens, at)
        at = hit.last + 1 if hit else at + 1
        if hit is None or (hit.kind.generic and hit.first in taken):
            continue  # «پیمان آتلانتیک شمالی» is an actor
        if out and out[-1].last + 1 == hit.first and out[-1].kind.generic:
            out[-1] = Hit(hit.kind, out[-1].first, hit.last)
        else:
            out.append(hit)
    return [h for h in out if not _is_act(tokens, h)]


def _at(tokens: list[Token], at: int) -> Hit | None:
    for rest, kind in index().get(tokens[at].key, ()):
        end = at + len(rest)
        if end < len(tokens) and all(tokens[at + 1 + i].key == key for i, key in enumerate(rest)):
            return Hit(kind, at, end)
    return None


def _is_act(tokens: list[Token], hit: Hit) -> bool:
    """«توافق کردند», «به توافق رسیدند», «مورد توافق», «کشورهای هم پیمان»: no paper."""
    if not hit.kind.generic or hit.first != hit.last:
        return False
    after = tokens[hit.last + 1] if hit.last + 1 < len(tokens) else None
    before = tokens[hit.first - 1].key if hit.first else ""
    if before in keys_of("no_paper") or (after is not None and after.key in keys_of("both_sides")):
        return True
    verb = after.verb if after is not None else None
    return verb is not None and verb.lemma in keys_of("act_of") and before not in keys_of("demonstrative")
