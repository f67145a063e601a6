"""Learns which actors and recipients go together: a log-linear choice among the pairs of `vaqaye.events.pairs`.

Called by `sides.py` with the scores of its five folds, so that what is learnt here has never seen the right answer there.
"""

from __future__ import annotations

import zlib
from collections import Counter
from typing import Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from vaqaye.events.pairs import Pair, features, pairs

Row = dict[str, Any]
LEAST = 8  # choices that a feature must occur in
STRENGTH = 3.0  # of the penalty: of .25, 1, 3, 7.5 the best in cross-validation
NEAR_ZERO = 0.005


class Choice:
    """The choices of one act: pairs, their features, and which is right (-1: none)."""

    def __init__(self, row: Row, scores: dict[str, tuple[float, float]]) -> None:
        self.id = str(row["id"])
        rule = row["rule"][0], row["rule"][1]
        self.pairs: list[Pair] = pairs(scores, rule)
        self.features = [features(p, row["event"], row["pattern"], rule) for p in self.pairs]
        right = [k for k, p in enumerate(self.pairs) if [set(p.actor), set(p.recipient)] == row["gold"]]
        self.right = right[0] if right else -1


def fit(choices: list[Choice]) -> dict[str, float]:
    """Feature -> weight, with «actor» and «recipient» for what each side is worth by itself."""
    known = [c for c in choices if c.right >= 0]
    counts = Counter(f for c in known for row in c.features for f in set(row))
    names = {f: k for k, f in enumerate(sorted(f for f, n in counts.items() if n >= LEAST))}
    columns, rows, alone, owner, right = [], [], [], [], []
    for number, choice in enumerate(known):
        right.append(len(alone) + choice.right)
        for pair, row in zip(choice.pairs, choice.features, strict=True):
            hits = [names[f] for f in row if f in names]
            columns += hits
            rows += [len(alone)] * len(hits)
            alone.append(pair.alone)
            owner.append(number)
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(alone), len(names)))
    single, who, best = np.array(alone), np.array(owner), np.array(right)
    starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])

    def loss(w: Any) -> tuple[float, Any]:
        total = matrix @ w[2:] + single @ w[:2]
        top = np.maximum.reduceat(total, starts)
        wide = np.exp(total - top[who])
        sums = np.add.reduceat(wide, starts)
        chance = wide / sums[who]
        chance[best] -= 1
        value = float((np.log(sums) + top - total[best]).sum() + STRENGTH * (w[2:] ** 2).sum())
        return value, np.r_[chance @ single, matrix.T @ chance + 2 * STRENGTH * w[2:]]

    found = minimize(
        loss, np.r_[1.0, 1.0, np.zeros(len(names))], jac=True, method="L-BFGS-B", options={"maxiter": 300}
    ).x
    table = {"actor": float(found[0]), "recipient": float(found[1])}
    return table | {f: float(found[2 + k]) for f, k in names.items() if abs(found[2 + k]) >= NEAR_ZERO}


def share(choices: list[Choice], weights: dict[str, float]) -> float:
    """Of the acts, those whose chosen pair is right."""
    right = 0
    for choice in choices:
        worth = [
            weights["actor"] * p.alone[0] + weights["recipient"] * p.alone[1] + sum(weights.get(f, 0.0) for f in row)
            for p, row in zip(choice.pairs, choice.features, strict=True)
        ]
        right += int(np.argmax(worth)) == choice.right
    return right / len(choices)


def five_folds(choices: list[Choice]) -> float:
    """The share of right acts, each judged by what was learnt without its article."""
    fold = [zlib.crc32(f"pairs {c.id}".encode()) % 5 for c in choices]
    total = 0.0
    for n in range(5):
        held = [c for c, f in zip(choices, fold, strict=True) if f == n]
        total += len(held) * share(held, fit([c for c, f in zip(choices, fold, strict=True) if f != n]))
    return total / len(choices)
