"""Which sentences the trained reader is not asked about: those whose words hardly ever stand where something is done.

A sum of weights over the words of a sentence in which no pattern has fired, `models/gate.tsv`, learnt by `train/gate.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from vaqaye.resources import learnt

# Log odds of an act below which a sentence is passed over. On 132 articles that it was not learnt from, a fifth of the words
# are below it, and 10 of 137 acts that no pattern names; F1 there stays as it is.
_LEAST = -2.2


@cache
def weights() -> dict[str, float]:
    """Word -> what it adds; «=bias», «=countries N», «=speaker» for what is not a word."""
    return {row["feature"]: float(row["weight"]) for row in learnt("gate")}


def signs(words: Sequence[str], countries: int, *, spoken: bool) -> set[str]:
    """What a sentence is judged by: its words, how many countries it names, whether somebody is quoted in it."""
    return {*words, f"=countries {min(countries, 3)}", *(["=speaker"] if spoken else [])}


def promising(words: Sequence[str], countries: int, *, spoken: bool) -> bool:
    """Whether a sentence without any pattern is worth reading."""
    known = weights()
    return known["=bias"] + sum(known.get(sign, 0.0) for sign in signs(words, countries, spoken=spoken)) > _LEAST
