"""Calibrates the confidence of events and statements on annotated articles that the model was not trained on.

    python train/confidence.py GOLD.jsonl OUT.tsv

GOLD has score.py in its folder or the one above. Fits a logistic curve for each maker of entries, and prints shares by
tenths of confidence (a reliability table), after fitting on one half of the articles and looking at the other.
"""

from __future__ import annotations

import argparse
import math
import sys
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

import vaqaye
from vaqaye.confidence import confidence, curves, log_odds
from vaqaye.model import Article, Reading

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
from gold import load, scorer

Row = tuple[str, float, bool, str]  # maker, log odds of the score, right or not, article


def uncalibrated(maker: str, confidence: float) -> float:
    """The log odds of the score that a confidence was made of."""
    base, slope = curves()[maker]
    return (log_odds(confidence) - base) / slope if slope else 0.0


def rows(gold: list[dict[str, Any]], score: Any, *, model: bool) -> list[Row]:
    """All entries of the reader, and whether the annotation has them (as score.py pairs them)."""
    reader = vaqaye.Reader(model=model)
    given = [Article(g["text"], str(g["id"]), g.get("source"), None, g.get("title"), g.get("published")) for g in gold]
    out: list[Row] = []
    for text, reading in zip(gold, reader.map(given), strict=True):
        if not isinstance(reading, Reading):
            continue
        record = reading.to_dict()
        _, errors = score.score([text], [record])
        false = [e["sentence"] for e in errors if "false event" in e]
        patterns = [(e["false event"], e["pattern"]) for e in errors if "false event" in e]
        wrong = defaultdict(int)
        for pair, sentence in zip(patterns, false, strict=True):
            wrong[pair, sentence] += 1
        for event in record["events"]:
            first = event["evidence"][0]
            key = ((event["event"], event["pattern"]), text["text"][first["start"] : first["end"]])
            right = not wrong[key]
            wrong[key] -= not right
            if event["pattern"] == "model":
                maker = "model"
            elif model:
                maker = "pattern and model"
            else:
                maker = min(
                    ("verb", "noun"), key=lambda m: abs(event["confidence"] - confidence(m, None))
                )  # one figure each
            out.append((maker, uncalibrated(maker, event["confidence"]), right, str(text["id"])))
        if model:
            out += statements(text, record, score)
    return out


def statements(text: dict[str, Any], record: dict[str, Any], score: Any) -> list[Row]:
    """Statements, right where their content covers half of an annotated one and the reverse."""
    spans = [score.find(text["text"], s["content"]) for s in text["statements"]]
    out: list[Row] = []
    for said in record["statements"]:
        content = (said["content"]["start"], said["content"]["end"])
        best = 0.0
        for span in spans:
            common = score.overlap(span, content)
            best = max(best, common / (span[1] - span[0] + content[1] - content[0] - common))
        where = uncalibrated("statement", said["confidence"])
        out.append(("statement", where, best >= 0.5, str(text["id"])))
    return out


def fit(data: list[Row]) -> dict[str, tuple[float, float]]:
    """Maker -> base and slope, by Newton's method with a little weight on a slope of 1."""
    found = {}
    for maker in sorted({r[0] for r in data}):
        x = np.array([[1.0, r[1]] for r in data if r[0] == maker])
        y = np.array([float(r[2]) for r in data if r[0] == maker])
        prior, weight = np.array([0.0, 1.0]), np.diag([0.01, 1.0])
        if not x[:, 1].any():
            prior[1] = 0.0
        w = prior.copy()
        for _ in range(60):
            p = 1 / (1 + np.exp(-x @ w))
            slope = (x * (p * (1 - p))[:, None]).T @ x + weight
            step = np.linalg.solve(slope, x.T @ (p - y) + weight @ (w - prior))
            w -= np.clip(step, -1, 1)  # a maker with few entries, all of them right, would else run away
        found[maker] = (float(w[0]), float(w[1]))
    return found


def reliability(data: list[Row]) -> list[str]:
    """Fitted on one half of the articles, looked at on the other."""
    half = [r for r in data if zlib.crc32(r[3].encode()) % 2]
    other = [r for r in data if not zlib.crc32(r[3].encode()) % 2]
    lines = ["| entries | confidence | number | mean confidence | right |", "|---|---|---|---|---|"]
    for name, makers in (("events", ("model", "pattern and model")), ("statements", ("statement",))):
        bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for train, test in ((half, other), (other, half)):
            fitted = fit(train)
            for maker, x, right, _ in test:
                if maker in makers:
                    p = 1 / (1 + math.exp(-(fitted[maker][0] + fitted[maker][1] * x)))
                    bins[min(int(p * 10), 9)].append((p, right))
        for tenth, found in sorted(bins.items()):
            mean, share = sum(p for p, _ in found) / len(found), sum(r for _, r in found) / len(found)
            lines.append(
                f"| {name} | {tenth / 10:.1f}–{tenth / 10 + 0.1:.1f} | {len(found)} | {mean:.2f} | {share:.2f} |"
            )
    return lines


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    options = parser.parse_args()
    gold, score = load(options.gold), scorer(options.shared)
    data = rows(gold, score, model=True) + rows(gold, score, model=False)
    print("\n".join(reliability(data)))
    lines = ["maker\tbase\tslope"]
    lines += [f"{maker}\t{base:.3f}\t{slope:.3f}" for maker, (base, slope) in fit(data).items()]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
