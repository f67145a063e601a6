"""Sentences as numbers: what to learn from, the labels of every head, batches."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import corpora
import torch
from torch import Tensor

from vaqaye.language.model import END, PAD, START, Pieces

TOKENS = 1200  # pieces of a batch
# What a teacher's fine tag leaves open about the universal tag.
OPEN = {"N_": "NOUN|PROPN", "AUX": "AUX|VERB", "IDEN": "PROPN|NOUN"}
COMMON = {"compound:lvc", "amod", "acl", "xcomp", "root"}  # relations whose nouns are hardly ever proper
FIXED = {
    "PREP": "ADP", "POSTP": "ADP", "PUNC": "PUNCT", "V_ACT": "VERB", "V_PASS": "VERB", "V_MODL": "AUX", "CONJ": "CCONJ",
    "SUBR": "SCONJ", "ADV_SADV": "ADV", "PREM_DEMAJ": "DET", "PREM_AMBAJ": "DET", "PREM_QUAJ": "DET",
    "PREM_EXAJ": "DET", "PRENUM": "NUM", "PR_SEPER": "PRON", "PR_JOPER": "PRON", "PR_DEMON": "PRON", "PR_CREFX": "PRON",
    "PR_UCREFX": "PRON", "PR_RECPR": "PRON", "PR_INTG": "PRON",
}  # fmt: skip


def proper() -> dict[str, bool]:
    """Whether a noun is a proper noun, by its word: for those that Bijankhan's tags nearly always give the same answer."""
    counts: dict[str, list[int]] = {}
    for e in corpora.bijankhan()[0]:
        for word, tag in zip(e.words, e.labels["tag"], strict=True):
            if tag.startswith("N_"):
                row = counts.setdefault(word, [0, 0])
                row["PR" in tag.split("_") or "SURN" in tag] += 1
    # PerDT dev, nouns outside of names of several words: of those that this calls common 99 % are, of the proper ones 82 %.
    return {w: p > c for w, (c, p) in counts.items() if c + p >= 3 and not 0.1 < p / (c + p) < 0.9}


def universal(rows: list[list[str]], known: dict[str, bool]) -> list[str]:
    """Universal tags from the teacher's fine tags and trees; `NOUN|PROPN` where they leave it open.

    In PerDT dev all words of `flat:name` and their heads are proper nouns (384 of 384), and 3 of 1,900 other adjectives.
    """
    heads = {r[6] for r in rows if r[7] == "flat:name"}
    found = []
    for row in rows:
        word, fine, relation = row[1], row[3], row[7]
        if fine.startswith(("N_", "ADJ_")) and (relation == "flat:name" or row[0] in heads):
            found.append("PROPN")
        elif fine.startswith("ADJ_"):
            found.append("ADJ")
        elif fine.startswith("N_"):
            common = relation in COMMON or known.get(word) is False
            found.append("NOUN" if common else "PROPN" if known.get(word) else "NOUN|PROPN")
        elif fine == "AUX":
            found.append("AUX" if relation in ("aux", "cop") else "AUX|VERB" if relation in ("root", "acl") else "VERB")
        else:
            found.append(next((v for k, v in OPEN.items() if fine.startswith(k)), FIXED.get(fine, "")))
    return found


def silver(path: Path) -> list[corpora.Example]:
    """Sentences labelled by the teacher (`silver.py`): fine tags, trees, and what they say of the universal tags."""
    found = []
    known = proper()
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines()]
        if not 2 < len(rows) < 90:
            continue
        labels = {"xpos": [r[3] for r in rows], "upos": universal(rows, known)}
        found.append(corpora.Example([r[1] for r in rows], labels, [int(r[6]) for r in rows], [r[7] for r in rows]))
    return found


def with_xpos(part: str) -> list[corpora.Example]:
    """PerDT with its fine tags."""
    examples = corpora.perdt(part)
    rows = corpora.conllu(corpora.GOLD / "ud-perdt" / f"fa_perdt-ud-{part}.conllu.gz")
    for example, sentence in zip(examples, rows, strict=True):
        example.labels["xpos"] = [r[4] for r in sentence]
    return examples


def sources(folder: Path) -> tuple[dict[str, list[corpora.Example]], list[corpora.Example]]:
    """(what to learn from, by source; every eleventh sentence of PerDT dev, to watch)."""
    gold = with_xpos("dev")
    found = {
        "silver": silver(folder / "silver.conllu"),
        "gold": [e for i, e in enumerate(gold) if i % 11 != 10],
        "seraji": corpora.seraji(),
        "bijankhan": corpora.bijankhan()[0],
        "peyma": corpora.peyma("train"),
        "parstwiner": corpora.parstwiner(),
    }
    return found, gold[10::11]


def inventory(found: dict[str, list[corpora.Example]]) -> dict[str, list[str]]:
    """The labels of every head, those of the trees as `tree` and `tree2`; rare fine tags of Bijankhan are dropped."""
    seen: dict[str, dict[str, int]] = {}
    for source, examples in found.items():
        for example in examples:
            for head, labels in example.labels.items():
                counts = seen.setdefault(head, {})
                for label in labels:
                    if (label and "|" not in label) or head == "feats":
                        counts[label] = counts.get(label, 0) + 1
            if example.relations and source != "silver":
                counts = seen.setdefault("tree2" if source == "seraji" else "tree", {})
                for relation in example.relations:
                    counts[relation] = counts.get(relation, 0) + 1
    for head in ("tag",):
        seen[head] = {k: v for k, v in seen[head].items() if v >= 5}
    return {head: sorted(counts) for head, counts in seen.items()}


@dataclass(slots=True)
class Item:
    """A sentence as numbers: pieces of each word, labels by head (-1: none), heads and relations."""

    pieces: list[tuple[int, ...]]
    joined: list[tuple[int, ...]]
    labels: dict[str, list[int]]
    heads: list[int] | None
    relations: list[int] | None
    tree: str
    size: int


def groups(labels: list[str]) -> tuple[list[str], Tensor]:
    """Rows for single labels, then for the open pairs: membership matrix of a marginal likelihood."""
    pairs = sorted(set(OPEN.values()))
    matrix = torch.eye(len(labels))
    rows = [[1.0 if label in pair.split("|") else 0.0 for label in labels] for pair in pairs]
    return labels + pairs, torch.cat([matrix, torch.tensor(rows)])


def encode(examples: list[corpora.Example], pieces: Pieces, known: dict[str, dict[str, int]], tree: str) -> list[Item]:
    """Sentences as numbers; those of more than 160 words or 400 pieces are left out."""
    items = []
    for e in examples:
        if len(e.words) > 160:
            continue
        cut = [pieces.of(w) for w in e.words]
        size = sum(map(len, cut)) + 2
        if size > 400:
            continue
        joined = [pieces.of(w.replace("\u200c", "")) for w in e.words]
        labels = {head: [known[head].get(label, -1) for label in row] for head, row in e.labels.items()}
        relations = [known[tree].get(r, -1) for r in e.relations] if e.relations else None
        items.append(Item(cut, joined, labels, e.heads, relations, tree, size))
    return items


def batches(items: list[Item], rng: random.Random) -> list[list[Item]]:
    """Batches of about TOKENS pieces, of like length, in random order."""
    ordered = sorted(items, key=lambda i: i.size + rng.random() * 6)
    out: list[list[Item]] = []
    batch: list[Item] = []
    for item in ordered:
        if batch and (len(batch) + 1) * item.size > TOKENS:
            out.append(batch)
            batch = []
        batch.append(item)
    out.append(batch)
    rng.shuffle(out)
    return out


def tensors(batch: list[Item], join: bool = False) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """(ids, mask, first, last) of a batch; `join` spells words without their half-spaces."""
    rows = [item.joined if join else item.pieces for item in batch]
    size = max(sum(map(len, row)) for row in rows) + 2
    width = max(map(len, rows)) + 1
    ids = torch.full((len(batch), size), PAD)
    mask = torch.zeros(len(batch), size)
    first = torch.zeros(len(batch), width, dtype=torch.long)
    last = torch.zeros(len(batch), width, dtype=torch.long)
    for b, row in enumerate(rows):
        flat, starts, ends = [START], [0], [0]
        for word in row:
            starts.append(len(flat))
            flat += word
            ends.append(len(flat) - 1)
        flat.append(END)
        ids[b, : len(flat)] = torch.tensor(flat)
        mask[b, : len(flat)] = 1.0
        first[b, : len(starts)] = torch.tensor(starts)
        last[b, : len(ends)] = torch.tensor(ends)
    return ids, mask, first, last


def padded(rows: list[list[int]], width: int) -> Tensor:
    """Rows of labels as one tensor, -1 in the padding."""
    return torch.tensor([row + [-1] * (width - len(row)) for row in rows])
