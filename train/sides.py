"""Learns which countries are the sides of an act: logistic regression over the features of `vaqaye.events.sides`.

    python train/sides.py GOLD.jsonl [GOLD.jsonl …] OUT.tsv

GOLD is annotated articles with their texts (`annotate.py gold` writes them); scikit-learn is needed. Prints five-fold
cross-validation by article beside what the patterns alone say.
"""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from acts_data import at, rooms, words_at
from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-not-found]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

from vaqaye.events import codebook, sides
from vaqaye.events.told import told_in
from vaqaye.events.topic import topic

Row = dict[str, Any]
STRENGTH = 0.15  # C of the regression: of .03, .06, .15, .3 the best in cross-validation
LEAST = 0.004  # weights nearer to zero are left out


def rows(gold: Row) -> list[Row]:
    """The acts that patterns find in an article and that the annotation has too: features by country, and the right sides."""
    document, roles, said = rooms(gold)
    cast = roles[0].cast
    whole, about, book = sides.Field.of(cast), topic(document), codebook.load()
    right: dict[int, list[tuple[Row, list[int]]]] = {}
    for event in gold["events"]:
        place = words_at(document, *at(gold["text"], event["trigger"]))
        if place is not None:
            right.setdefault(place[0], []).append((event, place[1]))
    out = []
    for sentence in document.sentences:
        here = roles[sentence.index]
        found = told_in(sentence, here, said, book, about)
        pairs = sorted(
            (min(abs(w - x) for w in words for x in range(t.hit.first, t.hit.last + 1)), g, n)
            for g, (event, words) in enumerate(right.get(sentence.index, ()))
            for n, t in enumerate(found)
            if event["event"] == t.hit.matcher.pattern.event
        )
        used: tuple[set[int], set[int]] = set(), set()
        for _, g, n in pairs:
            if g in used[0] or n in used[1]:
                continue
            used[0].add(g)
            used[1].add(n)
            event, told = right[sentence.index][g][0], found[n]
            gold_sides = [{p["country"] for p in event.get(s) or [] if p.get("country")} for s in sides.SIDES]
            rule = [cast.countries(getattr(told.hit, s)) for s in sides.SIDES]
            row = {"id": gold["id"], "features": sides.features(here, told.hit, told.said, whole)}
            out.append(row | {"gold": gold_sides, "rule": rule})
    return out


def fit(matrix: Any, labels: Any) -> list[Any]:
    """One regression a side."""
    return [LogisticRegression(C=STRENGTH, max_iter=400, solver="liblinear").fit(matrix, labels[:, s]) for s in (0, 1)]


def right_share(data: list[Row], owners: list[tuple[int, str]], scores: Any) -> tuple[float, float]:
    """(of the patterns alone, of the regression): the share of acts whose sides are exactly right."""
    found: list[list[set[str]]] = [[set(), set()] for _ in data]
    for (row, country), score in zip(owners, scores, strict=True):
        for side in (0, 1):
            if sides.likely(score[side], by_pattern=country in data[row]["rule"][side]):
                found[row][side].add(country)
    before = sum(r["rule"] == r["gold"] for r in data) / len(data)
    return before, sum(f == r["gold"] for f, r in zip(found, data, strict=True)) / len(data)


def main() -> None:
    """Command line."""
    *sources, target = map(Path, sys.argv[1:])
    data = [row for p in sources for line in p.open(encoding="utf-8") for row in rows(json.loads(line))]
    owners = [(i, c) for i, row in enumerate(data) for c in row["features"]]
    vectors = DictVectorizer(sort=True)
    matrix = vectors.fit_transform([dict.fromkeys(data[i]["features"][c], 1.0) for i, c in owners])
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    labels = np.array([[c in data[i]["gold"][s] for s in (0, 1)] for i, c in owners])
    folds = np.array([zlib.crc32(str(data[i]["id"]).encode()) % 5 for i, _ in owners])
    scores = np.zeros(labels.shape)
    for fold in range(5):
        for side, model in enumerate(fit(matrix[folds != fold], labels[folds != fold])):
            scores[folds == fold, side] = model.decision_function(matrix[folds == fold])
    before, after = right_share(data, owners, scores)
    print(f"{len(data)} acts; both sides right: patterns alone {before:.3f}, weighed {after:.3f} (five folds)")
    models = fit(matrix, labels)
    lines = ["feature\tactor\trecipient"]
    lines.append("bias\t" + "\t".join(f"{m.intercept_[0]:.3f}" for m in models))
    for name, *both in zip(vectors.get_feature_names_out(), *(m.coef_[0] for m in models), strict=True):
        if max(map(abs, both)) >= LEAST:
            lines.append(f"{name}\t{both[0]:.3f}\t{both[1]:.3f}")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{target}: {len(lines) - 1:,} weights")


if __name__ == "__main__":
    main()
