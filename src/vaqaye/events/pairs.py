"""Which actors and recipients go together: the two sides of an act chosen as a whole.

How likely each country is for each side (`sides.py`) says nothing of «who blames himself» or «a visit with two guests and no
host». Here every likely choice of both sides is weighed as a whole. Weights are in `models/pairs.tsv`, learnt by
`train/pairs.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from itertools import product

from vaqaye.resources import learnt

QUAD = {
    event: quad
    for quad, events in {
        "verbal cooperation": "AGREE CONSULT SUPPORT CONCEDE", "material cooperation": "COOPERATE AID RETREAT",
        "verbal conflict": "REQUEST ACCUSE REJECT THREATEN",
        "material conflict": "PROTEST SANCTION MOBILIZE COERCE ASSAULT",
    }.items()
    for event in events.split()
}  # fmt: skip
# Log odds that a country alone must have; chosen by cross-validation and on the development texts. What a pattern says
# stays longer.
ADDED, KEPT = 0.0, -0.9
_MOST = 4  # countries on a side
_FAR = 9.0  # a side less likely than the best one by more than this, in nats, is not looked at

Side = frozenset[str]
Scores = Mapping[str, tuple[float, float]]  # country -> log odds of the actor's and of the recipient's side


@dataclass(slots=True)
class Pair:
    """One choice of both sides, and how likely each is by itself (log)."""

    actor: Side
    recipient: Side
    alone: tuple[float, float]


def likely(log_odds: float, *, by_pattern: bool) -> bool:
    """Whether a country is a side of an act, looked at alone."""
    return log_odds > (KEPT if by_pattern else ADDED)


def pairs(scores: Scores, rule: tuple[Set[str], Set[str]]) -> list[Pair]:
    """The choices worth weighing: the likeliest countries of each side, what the pattern says, nobody."""
    found = []
    for side in (0, 1):
        log_odds = {country: both[side] for country, both in scores.items()}
        order = sorted(log_odds, key=lambda c: (-log_odds[c], c))
        sets: dict[Side, None] = {frozenset(): None}
        sets |= {frozenset(order[:n]): None for n in range(1, _MOST + 1)}
        sets |= {frozenset([c]): None for c in order[:_MOST]}
        sets[frozenset(c for c in order if likely(log_odds[c], by_pattern=c in rule[side]))] = None
        if all(c in log_odds for c in rule[side]):
            sets[frozenset(rule[side])] = None
        nobody = -sum(math.log1p(math.exp(min(x, 500.0))) for x in log_odds.values())
        chances = [(chosen, nobody + sum(log_odds[c] for c in chosen)) for chosen in sets]
        top = max(chance for _, chance in chances)
        found.append([(chosen, chance) for chosen, chance in chances if chance > top - _FAR])
    return [Pair(a, r, (x, y)) for (a, x), (r, y) in product(*found)]


def features(pair: Pair, event: str, pattern: str, rule: tuple[Set[str], Set[str]]) -> list[str]:
    """What a choice looks like as a whole."""
    actor, recipient = pair.actor, pair.recipient
    size = f"{min(len(actor), 2)} {min(len(recipient), 2)}"
    both = bool(actor & recipient)
    quad = QUAD[event]
    out = [
        f"size {size}", f"{event} size {size}", f"{pattern} size {size}",
        f"both {both} {size}", f"{event} both {both}", f"{pattern} both {both}",
        f"actors {min(len(actor), _MOST)}", f"recipients {min(len(recipient), _MOST)}",
    ]  # fmt: skip
    for side, chosen, said in (("actor", actor, rule[0]), ("recipient", recipient, rule[1])):
        same = chosen == said
        out += [f"{side} as said {same} {bool(said)}", f"{event} {side} as said {same}"]
    given = f"{min(len(rule[0]), 2)} {min(len(rule[1]), 2)}"
    out.append(f"{given} to {size} {rule[0] <= actor} {rule[1] <= recipient}")
    out.append(f"changed {bool(rule[0] & recipient - actor)} {bool(rule[1] & actor - recipient)}")
    out += [f"{q}{a}>{r}" for a in sorted(actor) for r in sorted(recipient) for q in ("", f"{quad} ")]
    if len(actor) > 1:
        out.append(" & ".join(sorted(actor)))
    return out


@cache
def weights() -> dict[str, float]:
    """Feature -> what it adds; «actor» and «recipient» are what a nat of each side by itself counts."""
    return {row["feature"]: float(row["weight"]) for row in learnt("pairs")}


def choose(scores: Scores, event: str, pattern: str, rule: tuple[Set[str], Set[str]]) -> tuple[Side, Side]:
    """The likeliest sides of an act. `rule` is what its pattern says of them."""
    known = weights()
    scale = known["actor"], known["recipient"]

    def worth(pair: Pair) -> float:
        alone = scale[0] * pair.alone[0] + scale[1] * pair.alone[1]
        return alone + sum(known.get(name, 0.0) for name in features(pair, event, pattern, rule))

    best = max(pairs(scores, rule), key=worth)
    return best.actor, best.recipient
