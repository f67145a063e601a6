"""Learns which countries are the sides of an act: logistic regression over the features of `vaqaye.events.sides`.

    python train/sides.py GOLD.jsonl [GOLD.jsonl …] OUT.tsv [--folds DIR]      writes pairs.tsv beside OUT.tsv too

GOLD is annotated articles with their texts (`annotate.py gold` writes them); scikit-learn is needed. DIR/0 to DIR/4 hold the
networks of `acts.py --fold`, exported, so that which sides go together is learnt on what both judges say of articles that
neither has seen. Prints five-fold cross-validation by article beside what the patterns alone say.
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pairs
from acts_data import at, rooms, words_at
from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-not-found]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

from vaqaye.events import codebook, sides
from vaqaye.events.learned import sign
from vaqaye.events.network import Network
from vaqaye.events.scene import scenes
from vaqaye.events.told import told_in
from vaqaye.events.topic import topic

Row = dict[str, Any]
STRENGTH = 0.15  # C of the regression: of .03, .06, .15, .3 the best in cross-validation
FOLDS = 5  # as in acts.py
SEEN = 0.3  # how sure a network must be of an act that no pattern finds
LEAST = 0.004  # weights nearer to zero are left out


def annotated(event: Row) -> list[set[str]]:
    """The countries of both sides as an annotator has them."""
    return [{p["country"] for p in event.get(side) or [] if p.get("country")} for side in sides.SIDES]


def rows(gold: Row, network: Network | None = None) -> list[Row]:
    """The acts that patterns find in an article and that the annotation has too: features by country, and the right sides.

    With a network, what it says of the sides as well.
    """
    document, roles, said = rooms(gold)
    if not document.sentences:
        return []
    cast = roles[0].cast
    whole, about, book = sides.Field.of(cast), topic(document), codebook.load()
    right: dict[int, list[tuple[Row, list[int]]]] = {}
    for event in gold["events"]:
        place = words_at(document, *at(gold["text"], event["trigger"]))
        if place is not None:
            right.setdefault(place[0], []).append((event, place[1]))
    out = []
    fired = [told_in(sentence, roles[sentence.index], said, book, about) for sentence in document.sentences]
    seen = scenes(document, roles, said, [[sign(cast, t) for t in here] for here in fired])
    acts, _, read = network.read(seen, SEEN) if network and about is None else ([], [], [])
    for sentence, found in zip(document.sentences, fired, strict=True):
        here = roles[sentence.index]
        near = sorted(
            (min(abs(w - x) for w in words for x in range(t.hit.first, t.hit.last + 1)), g, n)
            for g, (event, words) in enumerate(right.get(sentence.index, ()))
            for n, t in enumerate(found)
            if event["event"] == t.hit.matcher.pattern.event
        )
        used: tuple[set[int], set[int]] = set(), set()
        for _, g, n in near:
            if g in used[0] or n in used[1]:
                continue
            used[0].add(g)
            used[1].add(n)
            event, told = right[sentence.index][g][0], found[n]
            pattern = told.hit.matcher.pattern
            row = {"id": gold["id"], "event": pattern.event, "pattern": pattern.id}
            weighed = read[sentence.index] if read else []
            row["read"] = weighed[n].sides if weighed else {}
            row["features"] = sides.features(here, told.hit, told.said, whole)
            row["gold"] = annotated(event)
            row["rule"] = [cast.countries(getattr(told.hit, s)) for s in sides.SIDES]
            out.append(row)
        for act in (a for a in acts if a.sentence == sentence.index):
            for g, (event, words) in enumerate(right.get(sentence.index, ())):
                if g not in used[0] and event["event"] == act.event and set(words) & set(act.words):
                    used[0].add(g)
                    row = {"id": gold["id"], "event": act.event, "pattern": "model", "read": act.sides, "features": {}}
                    out.append(row | {"gold": annotated(event), "rule": [set(), set()]})
                    break
    return out


def fit(matrix: Any, labels: Any) -> list[Any]:
    """One regression a side."""
    return [LogisticRegression(C=STRENGTH, max_iter=400, solver="liblinear").fit(matrix, labels[:, s]) for s in (0, 1)]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, nargs="+", metavar="GOLD")
    parser.add_argument("target", type=Path, metavar="OUT")
    parser.add_argument("--folds", type=Path)
    options = parser.parse_args()
    target: Path = options.target
    networks = [Network(options.folds / str(n)) for n in range(FOLDS)] if options.folds else [None] * FOLDS
    gold = [json.loads(line) for path in options.sources for line in path.open(encoding="utf-8")]
    data = [row for i, text in enumerate(gold) for row in rows(text, networks[i % FOLDS])]
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
    by_act: list[dict[str, tuple[float, float]]] = [{} for _ in data]
    for (row, country), score in zip(owners, scores, strict=True):
        by_act[row][country] = float(score[0]), float(score[1])
    if options.folds:
        alone = [pairs.Choice(r, found) for r, found in zip(data, by_act, strict=True) if r["features"]]
        print(f"acts of patterns weighed without the network {pairs.five_folds(alone):.3f}")
        by_act = [
            dict(sides.together(found, row["read"])) if row["features"] else row["read"]
            for found, row in zip(by_act, data, strict=True)
        ]
    if options.folds:
        both = [pairs.Choice(r, found) for r, found in zip(data, by_act, strict=True) if r["features"]]
        print(f"acts of patterns with the network {pairs.five_folds(both):.3f}")
    choices = [pairs.Choice(row, found) for row, found in zip(data, by_act, strict=True)]
    of_patterns = [r for r in data if r["features"]]
    before = sum(r["rule"] == r["gold"] for r in of_patterns) / len(of_patterns)
    print(
        f"{len(data)} acts; both sides right in five folds: patterns {before:.3f}, weighed {pairs.five_folds(choices):.3f}"
    )
    together = pairs.fit(choices)
    rows_of_pairs = [f"{name}\t{weight:.3f}" for name, weight in sorted(together.items())]
    target.with_name("pairs.tsv").write_text("\n".join(["feature\tweight", *rows_of_pairs]) + "\n", encoding="utf-8")
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
