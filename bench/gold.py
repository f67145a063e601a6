"""Scores the reader on the annotated texts of the shared development data, and can list what is wrong.

python bench/gold.py [seed|articles|train|gsr …] [--errors TYPE] [--shared DIR]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import vaqaye
from vaqaye.model import Article, Reading

FILES = {
    "seed": "seed.jsonl",
    "articles": "articles.jsonl",
    "train": "train/articles.jsonl",
    "gsr": "plover_gsr_fa.jsonl",
}


def shared_folder(given: str | None = None) -> Path:
    """The folder of shared development data; exits with what to do where there is none."""
    path = Path(given or os.environ.get("VAQAYE_SHARED") or Path(__file__).parents[2] / "shared")
    if not (path / "gold" / "score.py").exists():
        sys.exit(f"no annotated texts at {path}: give their folder with --shared or VAQAYE_SHARED")
    return path


def scorer(shared: Path) -> ModuleType:
    """score.py of the annotated texts as a module."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load(path: Path) -> list[dict[str, Any]]:
    """The annotated texts of one file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read(texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Their records."""
    reader = vaqaye.Reader()
    articles = (
        Article(t["text"], str(t["id"]), t.get("source"), None, t.get("title"), t.get("published")) for t in texts
    )
    found = list(reader.map(articles))
    for failure in (f for f in found if not isinstance(f, Reading)):
        print(f"not read: {failure.article.id}: {failure.reason}", file=sys.stderr)
    return [r.to_dict() for r in found if isinstance(r, Reading)]


def days(score: ModuleType, texts: list[dict[str, Any]], records: list[dict[str, Any]]) -> Counter[str]:
    """How often the date of an act that was found is right, wrong, missing, extra, or rightly null."""
    found: Counter[str] = Counter()
    by_id = {r["article"]["id"]: r for r in records}
    for gold in (g for g in texts if "events" in g and g["id"] in by_id):
        told = by_id[gold["id"]]["events"]
        spans = [score.find(gold["text"], e["trigger"]) for e in gold["events"]]

        def near(i: int, j: int, gold: Any = gold, told: Any = told, spans: Any = spans) -> float:
            if gold["events"][i]["event"] != told[j]["event"]:
                return 0
            covered = any(score.overlap(spans[i], s) for s in score.evidence(told[j]))
            return covered + score.overlap(spans[i], score.span(told[j]["trigger"])) if covered else 0

        for i, j in score.pair(list(range(len(spans))), list(range(len(told))), near):
            want, got = gold["events"][i].get("date"), (told[j]["date"] or {}).get("value")
            if want == got:
                found["right" if want else "rightly null"] += 1
            else:
                found["missing" if got is None else "extra" if want is None else "wrong"] += 1
    return found


def main() -> None:
    """Prints the score table of each file asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=["seed", "articles"], help=", ".join(FILES))
    parser.add_argument("--errors", help="list what was missed or false; a word filters, e.g. CONSULT, statement, date")
    parser.add_argument("--shared")
    args = parser.parse_args()
    shared = shared_folder(args.shared)
    score = scorer(shared)
    for name in args.sets:
        texts = load(shared / "gold" / FILES[name])
        records = read(texts)
        report, errors = score.score(texts, records)
        print(f"== {name}: {report['texts']} texts")
        for title, row in (*report["scores"].items(), *(report["by type"].items())):
            print(f"{title:26}", "  ".join(f"{k} {v}" for k, v in row.items()))
        counted = days(score, texts, records)
        if counted:
            print(f"{'dates of acts found':26}", "  ".join(f"{k} {v}" for k, v in counted.most_common()))
        for error in errors:
            line = json.dumps(error, ensure_ascii=False)
            if args.errors and args.errors in line:
                print(line)


if __name__ == "__main__":
    main()
