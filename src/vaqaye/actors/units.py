"""The names of the lexicon as one index over word keys, and where they stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from vaqaye.language import Token
from vaqaye.language.inflect import inflected, spellings
from vaqaye.resources import table
from vaqaye.text import key_of

UnitKind = Literal[
    "state", "adjective", "capital", "city", "person", "short", "office", "organisation", "generic", "group", "title", "given"
]  # fmt: skip
# Where two names of one length meet, the earlier kind wins: «جهان» is a group before it is a given name.
_RANK: dict[str, int] = {
    kind: rank
    for rank, kind in enumerate(
        ("person", "organisation", "office", "state", "generic", "capital", "adjective", "group", "title", "short", "city", "given")
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """One name of the lexicon. `id` is its who's-who id (for an office, its key); `note` its condition of use."""

    kind: UnitKind
    id: str
    fa: str
    en: str | None
    country: str | None
    sector: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A unit at tokens `first..last`, inclusive."""

    unit: Unit
    first: int
    last: int


def many(cell: str) -> list[str]:
    """The values of a cell of the lexicon: «روسی | روس»."""
    return [value.strip() for value in cell.split("|") if value.strip()]


def _states() -> Iterator[tuple[str, Unit]]:
    for row in table("states"):
        code, fa, en = row["code"], row["fa"], row["en"] or None
        unsure = {key_of(name) for name in many(row["ambiguous"])}

        def unit(kind: UnitKind, code: str = code, fa: str = fa, en: str | None = en) -> Unit:
            return Unit(kind, f"state:{code}", fa, en, code, None)

        for kind, names in (
            ("state", [fa, *many(row["names"]), *many(row["metonyms"])]),
            ("adjective", many(row["adjectives"])),
            ("capital", many(row["capital"])),
            ("city", many(row["cities"])),
        ):
            for name in names:
                if key_of(name) not in unsure:
                    yield name, unit(kind)  # type: ignore[arg-type]


def _persons() -> Iterator[tuple[str, Unit]]:
    for row in table("persons"):

        def unit(kind: UnitKind, row: dict[str, str] = row) -> Unit:
            return Unit(kind, row["id"], row["fa"], row["en"] or None, row["country"] or None, row["sector"] or None)

        for name in (row["fa"], *many(row["names"])):
            yield name, unit("person")
        for name in many(row["short"]):
            yield name, unit("short")


def _organisations() -> Iterator[tuple[str, Unit]]:
    for row in table("organisations"):
        country, sector = row["country"] or None, row["sector"] or None
        for name in (row["fa"], *many(row["names"])):
            yield name, Unit("organisation", row["id"], row["fa"], row["en"] or None, country, sector)
        for name in many(row["generic"]):
            yield name, Unit("generic", row["id"], row["fa"], row["en"] or None, country, sector, row["when"])


def _others() -> Iterator[tuple[str, Unit]]:
    for row in table("offices"):
        for name in (row["fa"], *many(row["names"])):
            yield name, Unit("office", row["office"], row["fa"], row["en"] or None, None, row["sector"] or None, row["scope"])
    for row in table("groups"):
        fa, en = many(row["fa"]), row["en"] or None
        for name in fa:
            yield name, Unit("group", f"group:{en or fa[0]}", fa[0], en, row["country"] or None, row["sector"] or None)
    for row in table("titles"):
        yield row["fa"], Unit("title", "title", row["fa"], None, None, row["sector"] or None)
    for row in table("given_names"):
        yield row["fa"], Unit("given", "given", row["fa"], None, None, None)


_INFLECTED = frozenset({"group", "adjective", "office", "generic", "organisation"})


def _keys(name: str, kind: str) -> Iterator[tuple[str, ...]]:
    for keys in spellings(name):
        if not keys:
            continue
        yield keys
        last = keys[-1]
        if kind in _INFLECTED:
            for form in inflected(last)[1:8]:
                yield (*keys[:-1], form)
            if kind == "office" and len(keys) > 1:  # «وزیران خارجه», «روسای جمهور» are names of their own
                continue
        elif kind in ("state", "capital", "city", "person") and last[-1] in "او":  # «آمریکای لاتین», «اروپای شرقی»
            yield (*keys[:-1], last + "ی")


@cache
def index() -> dict[str, tuple[tuple[tuple[str, ...], Unit], ...]]:
    """First key -> (the other keys, unit), longest first."""
    found: dict[str, dict[tuple[str, ...], Unit]] = {}
    sources: Iterable[Iterator[tuple[str, Unit]]] = (_persons(), _organisations(), _states(), _others())
    for source in sources:
        for name, unit in source:
            for keys in _keys(name, unit.kind):
                rests = found.setdefault(keys[0], {})
                old = rests.get(keys[1:])
                if old is None or _RANK[unit.kind] < _RANK[old.kind]:
                    rests[keys[1:]] = unit
    return {
        first: tuple(sorted(rests.items(), key=lambda item: -len(item[0]))) for first, rests in found.items()
    }


def scan(tokens: list[Token]) -> list[Found]:
    """The units of a sentence from left to right, the longest at each place, without overlap."""
    known = index()
    out: list[Found] = []
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        hit = None
        for rest, unit in known.get(token.key, ()):
            end = at + 1 + len(rest)
            if end <= size and all(tokens[at + 1 + i].key == key for i, key in enumerate(rest)):
                hit = Found(unit, at, end - 1)
                break
        if hit and not (hit.first == hit.last and token.verb and token.verb.form == "finite" and hit.unit.kind in ("given", "short")):
            out.append(hit)
            at = hit.last + 1
        else:
            at += 1
    return out
