"""Whether two tellings tell the same thing, by looking at those two alone; symmetric, and the same in every record."""

from __future__ import annotations

from functools import cache

from vaqaye.record.merge.tellings import Act, Saying, Telling, shared
from vaqaye.record.merge.words import dice, overlap
from vaqaye.resources import own_table

VISIT_DAYS = 4
"""A visit is told from when the plane is boarded until it is back: so many days apart it is still the same one."""
NEWS_DAYS = 1
"""Other acts are told on their day and on the next."""
TWINS = 99.0
"""How sure it is that tellings of which nothing differs are the same: surer than anything else."""
_SAID_ALIKE, _SAID_WITHIN, _SAID_WORDS = 0.6, 0.8, 6
_COPIED, _LEAST = 0.85, 8


def days_apart(act: Act) -> int:
    """How far from its own day others that tell the same act may lie."""
    return VISIT_DAYS if act.mode == "visit" else NEWS_DAYS


def same_act(a: Act, b: Act) -> float:
    """Above 0 where two events are the same act, the more the surer. The weights are in same_act.tsv."""
    if a.type != b.type or not time_fits(a, b):
        return -1.0
    weights = _weights()
    return sum(weights[name] * value for name, value in features(a, b).items()) + weights["always"]


def features(a: Act, b: Act) -> dict[str, float]:
    """What speaks for and against the same act, by the names of same_act.tsv."""
    near = dice(a.words.near, b.words.near)
    trigger = shared(a.words.trigger, b.words.trigger)
    actors = a.actors & b.actors
    ours = bool(actors) or bool(a.countries & b.countries)
    gap = abs(a.anchor - b.anchor) if a.anchor is not None and b.anchor is not None else 0
    visit = a.mode == b.mode == "visit" and len(actors) >= 2
    met = a.type == "CONSULT" and len(a.known & b.known) >= 2
    return {
        "near": near,
        "near_within": overlap(a.words.near, b.words.near),
        "words": dice(a.words.all, b.words.all),
        "trigger": float(trigger),
        "near_trigger": near * trigger,
        "date": float(a.date is not None and a.date == b.date and ours),
        "visit": float(visit),
        "meeting": float(met),
        "actors": float(len(actors) >= 2 and a.actors == b.actors),
        "gap": 0.0 if visit else float(gap),
        "strangers": float(bool(a.countries) and bool(b.countries) and not ours),
        "status": float(a.status == b.status),
        "mode": float(a.mode == b.mode),
        "other_mode": float(a.mode is not None and b.mode is not None and a.mode != b.mode),
        "other_place": float(_elsewhere(a, b)),
    }


def time_fits(a: Act, b: Act) -> bool:
    """Whether they are near enough to each other for one act, and no two dates exclude each other."""
    if (a.anchor is None) != (b.anchor is None):
        return False
    visits = a.mode == b.mode == "visit"
    within = VISIT_DAYS if visits else NEWS_DAYS
    if a.anchor is not None and b.anchor is not None and abs(a.anchor - b.anchor) > within:
        return False
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return True
    return a.first <= b.last + within and b.first <= a.last + within


def same_words(a: Telling, b: Telling) -> bool:
    """Whether the words are the same but for one in seven: one is a copy of the other."""
    return min(len(a.words.all), len(b.words.all)) >= _LEAST and dice(a.words.all, b.words.all) >= _COPIED


def _elsewhere(a: Act, b: Act) -> bool:
    """«در جنوب لبنان» and «در بیروت» may be one place; Lebanon and Gaza are not."""
    return a.place[2] is not None and b.place[2] is not None and a.place[2] != b.place[2]


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in own_table("record/same_act")}


def same_saying(a: Saying, b: Saying) -> float:
    """Above 0 where two statements of one speaker are the same: nearly the same words, or a part of them."""
    if a.speaker != b.speaker or (a.anchor is None) != (b.anchor is None):
        return -1.0
    if a.anchor is not None and b.anchor is not None and abs(a.anchor - b.anchor) > NEWS_DAYS:
        return -1.0
    one, other = a.words.all, b.words.all
    if one == other:
        return 1.0 if one else -1.0
    alike = dice(one, other) - _SAID_ALIKE
    if min(len(one), len(other)) >= _SAID_WORDS:
        alike = max(alike, overlap(one, other) - _SAID_WITHIN)
    return alike
