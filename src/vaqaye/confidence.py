"""How often an entry of that kind is right: scores of the reader, calibrated on annotated articles.

`models/confidence.tsv` has, for each maker of entries, the two numbers of a logistic curve over the log odds of its own
score; `train/confidence.py` fits them and prints how well they hold.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

from vaqaye.model import Reading
from vaqaye.resources import learnt

_LEAST = 0.005  # scores are kept off 0 and 1


@cache
def curves() -> dict[str, tuple[float, float]]:
    """Maker -> (log odds at a score of one half, what a unit of the score's log odds adds)."""
    return {row["maker"]: (float(row["base"]), float(row["slope"])) for row in learnt("confidence")}


def log_odds(score: float | None) -> float:
    """Of a score between 0 and 1; 0 where there is none."""
    if score is None:
        return 0.0
    inside = min(max(score, _LEAST), 1 - _LEAST)
    return math.log(inside / (1 - inside))


def confidence(maker: str, score: float | None) -> float:
    """The share of such entries that are right, between 0 and 1."""
    base, slope = curves()[maker]
    return round(1 / (1 + math.exp(-(base + slope * log_odds(score)))), 2)


def at_least(reading: Reading, least: float) -> Reading:
    """The reading without the events and statements whose confidence is lower; the rest is as it was."""
    statements = tuple(s for s in reading.statements if s.confidence >= least)
    kept = {s.id for s in statements}
    events = tuple(
        replace(e, statement=e.statement if e.statement in kept else None)
        for e in reading.events
        if e.confidence >= least
    )
    return replace(reading, statements=statements, events=events)
