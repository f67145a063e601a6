"""Places: what and where the words of a mention are, from places.tsv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vaqaye.actors.units import many, place_names
from vaqaye.language.inflect import spellings
from vaqaye.model import Name
from vaqaye.resources import per_lexicon, table


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the lexicon; `region` is its first-level region, a country has none."""

    name: Name
    country: str
    region: str | None
    lat: float | None
    lon: float | None


def site(keys: tuple[str, ...], country: str | None) -> Site | None:
    """The place that words (as keys) name, in that country where several are called so; None if no place does."""
    sites = _sites()
    found = sites.get(keys) or sites.get((*keys[:-1], keys[-1].removesuffix("ی")), [])  # «اوزاکای ژاپن»
    return next((s for s in found if s.country == country), found[0] if found and country is None else None)


@per_lexicon
def _sites() -> dict[tuple[str, ...], list[Site]]:
    sites: dict[tuple[str, ...], list[Site]] = {}
    for row in table("places"):
        lat, lon = (float(row[c]) if row[c] else None for c in ("lat", "lon"))
        here = Site(Name(row["fa"], row["en"] or None), row["country"], row["region"] or None, lat, lon)
        for name in _names(row):
            for keys in spellings(name):
                sites.setdefault(keys, []).append(here)
    return sites


def _names(row: dict[str, str]) -> Iterator[str]:
    """A country has its other names in states.tsv."""
    if row["kind"] != "country":
        yield from (name for name, _ in place_names(row))
        return
    yield row["fa"]
    for state in table("states"):
        if state["code"] == row["country"]:
            yield from many(state["names"])
