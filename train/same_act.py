"""How record/same_act.tsv was made: logistic regression over pairs of the annotated events of eval/episodes.jsonl.

python train/same_act.py RECORD    prints a weight for each feature, to be rounded by hand; and what two halves of the
                                   episodes, each scored by weights of the other, reach
"""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import episodes
from vaqaye.record.merge.alike import features, time_fits


def main() -> None:
    """Prints the weights."""
    marked, _ = episodes.load(Path(sys.argv[1]))
    rows, same, half = [], [], []
    names: list[str] = []
    for (a, one), (b, other) in combinations(marked, 2):
        if a.type == b.type and episodes.comparable(a, b) and time_fits(a, b):
            found = features(a, b)
            names = list(found)
            rows.append(list(found.values()))
            same.append(one == other)
            half.append((one + other) % 2 if one != other else one % 2)
    x, y, part = np.array(rows), np.array(same, float), np.array(half)
    for side in (0, 1):
        weights, always = fit(x[part != side], y[part != side])
        told = x[part == side] @ weights + always > 0
        right = float((told * y[part == side]).sum())
        print(f"half {side}: pairs F1 {2 * right / (told.sum() + y[part == side].sum()):.3f}")
    weights, always = fit(x, y)
    print(f"always\t{always:.2f}")
    for name, weight in zip(names, weights, strict=True):
        print(f"{name}\t{weight:.2f}")


def fit(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and constant of a logistic regression with a little ridge."""
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z, w, b = (x - mean) / spread, np.zeros(x.shape[1]), 0.0
    for _ in range(4000):
        wrong = 1 / (1 + np.exp(-(z @ w + b))) - y
        w -= 0.5 * (z.T @ wrong / len(y) + 0.003 * w)
        b -= 0.9 * wrong.mean()
    return w / spread, float(b - (w * mean / spread).sum())


if __name__ == "__main__":
    main()
