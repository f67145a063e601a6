"""Scores an exported model with the run time itself: gold words in, labels out.

    python train/evaluate.py OUT

PerDT test (UPOS, FEATS, UAS, LAS; all words, marks too, whole relation names), PEYMA dev (F1 of names, exact span and
type), the held-out tenth of Bijankhan (F1 of ezafe), and words a second on one core.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import corpora

from vaqaye.language.model import Model


def spans(labels: list[str]) -> set[tuple[int, int, str]]:
    """Names as (first, end, type), as conlleval reads them."""
    found = set()
    start, kind = 0, ""
    for i, label in enumerate([*labels, "O"]):
        if kind and label != "I-" + kind:
            found.add((start, i, kind))
            kind = ""
        if label != "O" and not kind:
            start, kind = i, label[2:]
    return found


def f1(right: int, said: int, there: int) -> tuple[float, float, float]:
    """Precision, recall and F1, in per cent."""
    p, r = right / max(said, 1), right / max(there, 1)
    return 100 * p, 100 * r, 200 * p * r / max(p + r, 1e-9)


def trees(model: Model) -> None:
    """PerDT test."""
    gold = corpora.perdt("test")
    right: Counter[str] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    total = 0
    for e, found in zip(gold, model.read([e.words for e in gold]), strict=True):
        total += len(e.words)
        for i in range(len(e.words)):
            right["UPOS"] += found.upos[i] == e.labels["upos"][i]
            right["FEATS"] += found.feats[i] == e.labels["feats"][i]
            hit = found.heads[i] == e.heads[i]
            right["UAS"] += hit
            right["LAS"] += hit and found.relations[i] == e.relations[i]
            if found.relations[i] != e.relations[i]:
                missed[e.relations[i], found.relations[i]] += 1
    print("PerDT test:", " ".join(f"{k} {100 * v / total:.2f}" for k, v in right.items()))
    print("  relations confused:", ", ".join(f"{a}>{b} {n}" for (a, b), n in missed.most_common(12)))


def people(model: Model) -> None:
    """PEYMA dev."""
    gold = corpora.peyma("dev")
    counts: dict[str, list[int]] = {}
    for e, found in zip(gold, model.read([e.words for e in gold]), strict=True):
        there, said = spans(e.labels["ner"]), spans(found.names)
        for kind in {k for *_, k in there | said}:
            row = counts.setdefault(kind, [0, 0, 0])
            a, b = {s for s in said if s[2] == kind}, {s for s in there if s[2] == kind}
            for place, number in enumerate((len(a & b), len(a), len(b))):
                row[place] += number
    for name, kinds in (("all", list(counts)), ("PER ORG LOC", ["PER", "ORG", "LOC"])):
        p, r, f = f1(*(sum(counts[k][i] for k in kinds) for i in range(3)))
        print(f"PEYMA dev, {name}: P {p:.2f} R {r:.2f} F1 {f:.2f}")
    print("  by type:", " ".join(f"{kind} {f1(*row)[2]:.1f}" for kind, row in sorted(counts.items())))


def ezafe(model: Model) -> None:
    """The held-out tenth of Bijankhan."""
    held = corpora.bijankhan()[1]
    right = said = there = same = total = 0
    for e, found in zip(held, model.read([e.words for e in held]), strict=True):
        for gold, mine in zip(e.labels["ezafe"], found.ezafe, strict=True):
            right += mine and gold == "Yes"
            said += mine
            there += gold == "Yes"
            same += mine == (gold == "Yes")
            total += 1
    p, r, f = f1(right, said, there)
    print(f"Bijankhan, held-out tenth: ezafe P {p:.2f} R {r:.2f} F1 {f:.2f}, accuracy {100 * same / total:.2f}")


def speed(model: Model) -> None:
    """Words a second, on sentences of news."""
    sentences = [e.words for e in corpora.peyma("dev")]
    model.read(sentences)
    begun, cpu = time.perf_counter(), time.process_time()
    model.read(sentences)
    number = sum(map(len, sentences))
    wall, own = time.perf_counter() - begun, time.process_time() - cpu
    print(f"speed: {number / wall:.0f} words/s by the clock, {number / own:.0f} words per second of processor time")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    begun = time.perf_counter()
    model = Model(parser.parse_args().folder)
    print(f"load {time.perf_counter() - begun:.2f} s")
    trees(model)
    people(model)
    ezafe(model)
    speed(model)


if __name__ == "__main__":
    main()
