"""Sentences with names of their kind put in for their own: a small corpus knows few names, the encoder must learn from what
stands around them.

Names come from the corpus itself and from the package's lexicon.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

from corpora import TOKEN, Example

import vaqaye

LEXICON = Path(vaqaye.__file__).parent / "lexicon"
COLUMNS = {"PER": ("persons.tsv",), "ORG": ("organisations.tsv",), "LOC": ("states.tsv", "places.tsv")}
CHANCE = 0.35  # that a name is exchanged


def spans(labels: list[str]) -> list[tuple[int, int, str]]:
    """Names as (first, end, type)."""
    found: list[tuple[int, int, str]] = []
    for i, label in enumerate(labels):
        if label.startswith("I-") and found and found[-1][1:] == (i, label[2:]):
            found[-1] = (found[-1][0], i + 1, label[2:])
        elif label != "O":
            found.append((i, i + 1, label[2:]))
    return found


def stock(examples: list[Example], head: str) -> dict[str, list[list[str]]]:
    """Names by type, each cut into words: once for every time the corpus has one, once for each of the lexicon."""
    found: dict[str, list[list[str]]] = {kind: [] for kind in COLUMNS}
    for e in examples:
        for first, end, kind in spans(e.labels[head]):
            if kind in found:
                found[kind].append(e.words[first:end])
    for kind, files in COLUMNS.items():
        for file in files:
            lines = (line for line in (LEXICON / file).open(encoding="utf-8") if not line.startswith("#"))
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                names = [row["fa"], *(row["names"] or "").split(" | ")]
                found[kind] += [TOKEN.findall(name) for name in names if name.strip()]
    return found


def exchanged(example: Example, head: str, names: dict[str, list[list[str]]], rng: random.Random) -> Example:
    """The sentence with some of its names exchanged; the same name all through the sentence goes for the same one."""
    words: list[str] = []
    labels: list[str] = []
    chosen: dict[tuple[str, ...], list[str]] = {}
    at = 0
    for first, end, kind in spans(example.labels[head]):
        words += example.words[at:first]
        labels += example.labels[head][at:first]
        at = end
        old = example.words[first:end]
        key = (kind, *old)
        if key not in chosen:
            chosen[key] = rng.choice(names[kind]) if kind in names and rng.random() < CHANCE else old
        words += chosen[key]
        labels += [f"B-{kind}"] + [f"I-{kind}"] * (len(chosen[key]) - 1)
    return Example(words + example.words[at:], {head: labels + example.labels[head][at:]})
