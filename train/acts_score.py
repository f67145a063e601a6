"""Acts that were found, scored by the shared score.py."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def record(article: Row, text: str, found: list[Row]) -> Row:
    """Acts as a record for score.py; acts of one type with compatible sides are one."""
    people: list[Row] = []
    merged: list[Row] = []
    for row in found:
        spans = article["sentences"][row["sentence"]]["spans"]
        whole = {"start": spans[0][0], "end": spans[-1][1]}
        for other in merged:
            same = other["event"] == row["event"] and other["status"] == row["status"]
            if same and all(compatible(other[s], row[s]) for s in ("actor", "recipient")):
                other["evidence"].append(whole)
                for side in ("actor", "recipient"):
                    other[side] = max(other[side], row[side], key=len)
                break
        else:
            words = [spans[w] for w in row["words"]]
            trigger = {"start": words[0][0], "end": words[-1][1]}
            merged.append({**row, "evidence": [whole], "trigger": trigger})
    for row in merged:
        for side in ("actor", "recipient"):
            for i, country in enumerate(row[side]):
                people.append({"id": str(len(people)), "country": country})
                row[side][i] = {"actor": people[-1]["id"]}
    return {"article": {"id": article["id"], "text": text}, "actors": people, "events": merged}


def compatible(left: list[str], right: list[str]) -> bool:
    """One names no more than the other."""
    a, b = set(left), set(right)
    return a <= b or b <= a


def scores(gold: Path, articles: list[Row], found: list[list[Row]]) -> Row:
    """score.py's figures for events."""
    sys.path.insert(0, str(gold.parent if (gold.parent / "score.py").exists() else gold.parent.parent))
    from score import load, score  # type: ignore[import-not-found]

    texts = {str(g["id"]): g for g in load(str(gold))}
    only = [{k: texts[str(a["id"])][k] for k in ("id", "text", "events")} for a in articles]
    rows = [record(a, g["text"], json.loads(json.dumps(f))) for a, g, f in zip(articles, only, found, strict=True)]
    return dict(score(only, rows)[0]["scores"])


def report(title: str, table: Row) -> None:
    """One line."""
    keep = {k: v.get("f1", v.get("accuracy")) for k, v in table.items()}
    p = table["event"]
    who = table["event+who"]["hit"]
    print(
        title,
        f"P {p['precision']} R {p['recall']} hit {p['hit']} who {who} gold {p['gold']} found {p['found']}",
        keep,
        flush=True,
    )
