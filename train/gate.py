"""Learns which sentences without a pattern hold an act: logistic regression over their words, `gate.tsv`.

    python train/gate.py ARTICLES.jsonl HELD.jsonl OUT.tsv

Both are written by acts_data.py; the second is only looked at: what is passed over there, and which acts with it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-not-found]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

from vaqaye.events.gate import signs

Row = dict[str, Any]
RARE = 3  # sentences that a word must occur in
STRENGTH = 0.1
LEAST = 0.01


def sentences(path: Path) -> tuple[list[set[str]], Any, Any, int]:
    """(signs, acts, words of each sentence without a pattern; the words of all that would be read)."""
    found, acts, words, whole = [], [], [], 0
    for article in map(json.loads, path.open(encoding="utf-8")):
        for index, row in enumerate(article["sentences"]):
            if row["skip"]:
                continue
            whole += len(row["words"])
            if not row["signs"]:
                countries = len({s["country"] for s in row["stands"]})
                found.append(signs(row["words"], countries, spoken=bool(row["speaker"])))
                acts.append(sum(g["sentence"] == index for g in article["gold"]))
                words.append(len(row["words"]))
    return found, np.array(acts), np.array(words), whole


def main() -> None:
    """Command line."""
    learn, look, target = map(Path, sys.argv[1:4])
    found, acts, _, _ = sentences(learn)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([dict.fromkeys(s, 1.0) for s in found])
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    often = np.asarray(matrix.sum(0)).ravel() >= RARE
    model = LogisticRegression(C=STRENGTH, max_iter=500, solver="liblinear").fit(matrix[:, often], acts > 0)
    names = vectors.get_feature_names_out()[often]
    table = [(n, w) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= LEAST and not n.startswith("#")]
    lines = ["feature\tweight", f"=bias\t{model.intercept_[0]:.3f}", *(f"{n}\t{w:.3f}" for n, w in table)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    other, acts, words, whole = sentences(look)
    kept = dict(table)
    scores = np.array([model.intercept_[0] + sum(kept.get(s, 0.0) for s in row) for row in other])
    for level in (-3.0, -2.5, -2.2):
        below = scores < level
        print(f"below {level}: {words[below].sum() / whole:.3f} of the words, {acts[below].sum()} of {acts.sum()} acts")
    print(f"{target}: {len(table):,} weights")


if __name__ == "__main__":
    main()
