"""What codes stand for: names of countries, PLOVER's scores of acts, the Goldstein scale and quad classes of CAMEO."""

from __future__ import annotations

from functools import cache

from vaqaye.model import Name
from vaqaye.resources import shipped


@cache
def countries() -> dict[str, Name]:
    """All codes that `country` may have, with their names: states (ISO 3166-1 alpha-3, KOS, PSE), then UNO EUR IGO …"""
    rows = (*shipped("states"), *shipped("bodies"))
    return {row["code"]: Name(row["fa"], row["en"]) for row in rows}


def country_name(code: str) -> Name:
    """The Persian and English name of a country or body; a code that is not known stands for itself."""
    return countries().get(code) or Name(code, code)


def plover_score(event: str, mode: str | None = None) -> float:
    """PLOVER's score of an act, from -10 (conflict) to 10 (co-operation); of its type where the mode has none.

    KeyError where there is no such type.
    """
    scores = _plover()
    return (scores.get((event, mode or "")) or scores[event, ""])[0]


def plover_quad(event: str) -> int:
    """PLOVER's quad class: 1 verbal and 2 material co-operation, 3 verbal and 4 material conflict. KeyError as above."""
    return _plover()[event, ""][1]


def goldstein(cameo: str) -> float | None:
    """The Goldstein value of a CAMEO code, that of its parent where it has none itself; None where it is no code."""
    scale = _goldstein()
    return next((scale[cameo[:n]] for n in range(len(cameo), 1, -1) if cameo[:n] in scale), None)


def cameo_quad(cameo: str) -> int:
    """GDELT's quad class of a CAMEO code, by its root: to 05 is 1, to 08 is 2, to 13 is 3, to 20 is 4."""
    return next(quad for quad, last in enumerate(("05", "08", "13", "99"), 1) if cameo[:2] <= last)


@cache
def _plover() -> dict[tuple[str, str], tuple[float, int]]:
    return {(row["event"], row["mode"]): (float(row["score"]), int(row["quad"])) for row in shipped("plover_scores")}


@cache
def _goldstein() -> dict[str, float]:
    return {row["cameo"]: float(row["goldstein"]) for row in shipped("goldstein")}
