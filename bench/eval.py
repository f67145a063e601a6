"""Fails when Vaqaye falls below a floor of `eval/floors.json` on the annotated texts, or when those have changed.

The reader on whole articles (bench/gold.py), merging (bench/episodes.py), the language layer on treebanks and
other corpora (bench/language.py).

python bench/eval.py            compare, exit 1 below a floor
python bench/eval.py --raise    set the floors to what is reached now; never lowers one
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from pathlib import Path
from typing import Any

import episodes
import gold
import language
import treebank

FLOORS = Path(__file__).parents[1] / "eval" / "floors.json"


Found = dict[str, float]


def measured(shared: Path, name: str) -> Found:
    """F1 of each kind of entry on one set of annotated texts."""
    if name == "episodes":
        return {"pairs": episodes.measured(shared)}
    score = gold.scorer(shared)
    texts = gold.load(shared / "gold" / gold.FILES[name])
    report, _ = score.score(texts, gold.read(texts))
    return {kind: row["f1"] for kind, row in report["scores"].items() if "f1" in row}


def words(shared: Path, step: int = 1) -> dict[str, Found]:
    """F1 or accuracy of the language layer by corpus and kind; on every so manieth sentence."""
    found = language.measured(shared, step)
    return {corpus: {kind: score.f1 for kind, score in kinds.items()} for corpus, kinds in found.items()}


def source(shared: Path, name: str) -> Path:
    """The file of a set."""
    if name == "posts":
        return language.POSTS
    if name == "episodes":
        return episodes.MARKED
    return shared / "gold" / gold.FILES[name] if name in gold.FILES else treebank.place(shared, name)


def digest(path: Path) -> str:
    """SHA-256 of a file: floors hold for the very texts that they were measured on."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def compare(name: str, entry: dict[str, Any], found: Found) -> bool:
    """Prints what was reached beside each floor; whether all hold."""
    well = True
    for kind, floor in entry["floors"].items():
        holds = found[kind] >= floor
        well &= holds
        print(f"{name:10} {kind:22} F1 {found[kind]:.4f}  floor {floor:<6g}  {'ok' if holds else 'BELOW'}")
    return well


def main() -> int:
    """The exit code: 0 if every floor holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="higher", action="store_true")
    parser.add_argument("--shared")
    args = parser.parse_args()
    shared = gold.shared_folder(args.shared)
    floors: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    well = True
    layer = words(shared)
    for name, entry in floors.items():
        now = digest(source(shared, name))
        if now != entry["sha256"] and not args.higher:
            print(f"{name:10} the annotated texts have changed: measure again and set the floors with --raise")
            well = False
            continue
        found = layer[name] if name in layer else measured(shared, name)
        well &= compare(name, entry, found)
        if args.higher:
            entry["sha256"] = now
            part = 1000 if name in layer else 100
            entry["floors"] = {k: max(f, math.floor(found[k] * part) / part) for k, f in entry["floors"].items()}
    if args.higher and well:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
