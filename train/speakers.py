"""Learns whose words a statement is: a choice among candidates over the features of `vaqaye.statements.whose`.

    python train/speakers.py GOLD.jsonl [GOLD.jsonl …] OUT.tsv

GOLD is annotated articles with their texts (`annotate.py gold` writes them); scipy is needed. Prints five-fold
cross-validation by article beside what the rules alone say.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from acts_data import at
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from vaqaye import actors, language
from vaqaye.actors import Cast
from vaqaye.actors import roles as parts
from vaqaye.ingest.published import iso
from vaqaye.language import Document
from vaqaye.model import Article
from vaqaye.statements import whose
from vaqaye.statements.find import found as statements_of
from vaqaye.text import fold

Row = dict[str, Any]
STRENGTH = 6.0  # weight of the squares of the weights
RAREST = 3  # features of fewer candidates are left out
LEAST = 0.01  # weights nearer to zero are left out
SAME = 0.5  # of two contents that are the same statement: what they share of what they cover


def rows(gold: Row) -> list[Row]:
    """The statements that are found and annotated: the features of each candidate, and which are right."""
    published = iso(gold["published"]) if gold.get("published") else None
    given = Article(gold["text"], str(gold["id"]), gold.get("source"), None, gold.get("title"), published)
    document = language.parse(given)
    roles = parts.of(actors.find(document))
    return read(gold, document, roles)


def read(gold: Row, document: Document, roles: list[parts.Roles]) -> list[Row]:
    """`rows` of an article whose mentions are found."""
    said = statements_of(document, roles)
    if not said:
        return []
    whole = whose.Field.of(roles, said)
    spans = [document.span(s.start, s.end) for s in said]
    pairs = []
    for g, statement in enumerate(gold["statements"]):
        start, end = at(gold["text"], statement["content"])
        for n, span in enumerate(spans):
            both = min(end, span.end) - max(start, span.start)
            share = both / (end - start + span.end - span.start - both)
            if share >= SAME:
                pairs.append((-share, g, n))
    used: tuple[set[int], set[int]] = set(), set()
    out = []
    for _, g, n in sorted(pairs):
        if g in used[0] or n in used[1]:
            continue
        used[0].add(g)
        used[1].add(n)
        wanted = gold["statements"][g]
        found = whose.features(whole, n)
        right = [is_right(roles[0].cast, document, wanted, c) for c in found]
        out.append({"id": gold["id"], "features": list(found.values()), "right": right})
    return out


def _words(name: str) -> set[str]:
    return {k for w in name.replace("\u200c", " ").split() if len(k := fold(w)) > 1}


TITLES = {
    fold(w)
    for line in (
        "رئیس رییس جمهور جمهوری وزیر امور خارجه سخنگوی سخنگو دولت وزارت نخست فرمانده معاون نماینده",
        "سفیر دبیر کل دبیرکل آقای خانم دکتر مقام یک و در از به",
    )
    for w in line.split()
}


def is_right(cast: Cast, document: Document, wanted: Row, actor: str) -> bool:
    """Whether a candidate is the annotated speaker: a word of the name, titles aside; of an office, all of them."""
    member = cast.members[actor]
    known = _words(member.name.fa or "")
    for sentence in document.sentences:
        for seen in cast.sentences[sentence.index]:
            if seen.actor == actor and not seen.place:
                known |= _words(" ".join(t.text for t in sentence.tokens[seen.first : seen.last + 1]))
    name = _words(wanted.get("speaker") or "")
    if not name:
        return member.country == wanted.get("country")
    if name - TITLES:
        return bool((name - TITLES) & known)
    role = member.role.fa if member.role else member.office.fa if member.office else ""
    return bool(name & (known | _words(role or ""))) and wanted.get("country") in (None, member.country)


def fit(matrix: csr_matrix, owners: Any, right: Any) -> Any:
    """The weights under which the right candidates of each statement are likeliest. owners: the statement of each row."""
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
    group = np.cumsum(np.r_[False, owners[1:] != owners[:-1]])

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        scores -= np.maximum.reduceat(scores, starts)[group]
        each = np.exp(scores)
        total, good = np.add.reduceat(each, starts), np.add.reduceat(each * right, starts)
        slope = each / total[group] - each * right / good[group]
        value = np.log(total / good).sum() + 0.5 * STRENGTH * weights @ weights
        return value, matrix.T @ slope + STRENGTH * weights

    return minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x


def main() -> None:
    """Command line."""
    *sources, target = map(Path, sys.argv[1:])
    data = [row for p in sources for line in p.open(encoding="utf-8") for row in rows(json.loads(line))]
    learn(data, target)


def learn(data: list[Row], target: Path) -> None:
    """Cross-validation, and the weights of all rows into a file."""
    counted = Counter(f for row in data for names in row["features"] for f in set(names))
    columns = {f: i for i, f in enumerate(sorted(f for f, n in counted.items() if n >= RAREST))}
    owners, right, folds, ends, cells = [], [], [], [0], []
    for number, row in enumerate(data):
        for names, good in zip(row["features"], row["right"], strict=True):
            owners.append(number)
            right.append(good)
            folds.append(zlib.crc32(str(row["id"]).encode()) % 5)
            cells.extend(columns[f] for f in set(names) if f in columns)
            ends.append(len(cells))
    shape = (len(owners), len(columns))
    matrix = csr_matrix((np.ones(len(cells)), np.array(cells), np.array(ends)), shape=shape)
    who, good, fold = np.array(owners), np.array(right, dtype=float), np.array(folds)
    teaches = [any(row["right"]) and len(row["right"]) > 1 for row in data]
    known = np.array(teaches)[who]
    scores = np.zeros(len(owners))
    for number in range(5):
        use = known & (fold != number)
        scores[fold == number] = matrix[fold == number] @ fit(matrix[use], who[use], good[use])
    first = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
    for margin in (0.0, 0.3, 0.6, 1.0):
        hits = moved = 0
        for start, end in zip(first, [*first[1:], len(who)], strict=True):
            best = start + int(np.argmax(scores[start:end]))
            best = best if scores[best] > scores[start] + margin else start
            hits += good[best]
            moved += best != start
        print(f"margin {margin}: {hits / len(data):.4f} right, {moved} moved")
    best = np.mean([any(row["right"]) for row in data])
    print(f"{len(data)} statements; right: rules alone {good[first].mean():.4f}, of any candidate {best:.4f}")
    weights = fit(matrix[known], who[known], good[known])
    lines = ["feature\tweight"]
    lines += [f"{name}\t{weights[i]:.3f}" for name, i in columns.items() if abs(weights[i]) >= LEAST]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{target}: {len(lines) - 1:,} weights")


if __name__ == "__main__":
    main()
