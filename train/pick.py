"""Chooses the articles to annotate: writes train/annotations/plan.tsv (batch, article id, why it was taken).

    python train/pick.py [--articles 1320] [--size 12]

Rare types of event first, then sources by turns, long and short; a share without any event. Articles that are annotated
for development or training elsewhere are left out by their texts.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from pathlib import Path

import corpora

import vaqaye
from vaqaye.model import Article, Reading

PLAN = Path(__file__).parent / "annotations" / "plan.tsv"
RARE = ("RETREAT", "CONCEDE", "SANCTION", "AID", "PROTEST", "COOPERATE", "MOBILIZE", "THREATEN", "REJECT")
EMPTY = 80  # articles without any event
WORDS = (25, 700)


def annotated() -> set[str]:
    """Texts that are annotated already."""
    gold = corpora.ROOT / "gold"
    names = ("seed.jsonl", "articles.jsonl", "train/articles.jsonl")
    return {json.loads(line)["text"] for name in names for line in (gold / name).open(encoding="utf-8")}


def candidates() -> list[tuple[str, dict[str, str]]]:
    """(source file, article) of all that may be annotated."""
    banned, found = annotated(), []
    for path in sorted((corpora.ROOT / "data" / "articles").glob("*.jsonl.gz")):
        for line in corpora._lines(path):
            article = json.loads(line)
            if article["text"] not in banned and WORDS[0] <= len(article["text"].split()) <= WORDS[1]:
                found.append((path.name.split(".")[0], article))
    return found


def why(reading: Reading) -> str:
    """The rarest type of event that the reader finds in an article; `other` or `none`."""
    types = {e.event for e in reading.events}
    return next((t for t in RARE if t in types), "other" if types else "none")


def choose(number: int) -> list[tuple[str, str]]:
    """(article id, why) in the order of annotation: every dozen mixes sources and reasons."""
    articles = candidates()
    rng = random.Random(7)
    rng.shuffle(articles)
    reader = vaqaye.Reader()
    given = (Article(a["text"], a["id"], a["source"], None, a["title"], a["published"]) for _, a in articles)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (source, article), reading in zip(articles, reader.map(given), strict=True):
        if isinstance(reading, Reading):
            groups[why(reading), source].append(article["id"])
    taken: list[tuple[str, str]] = []
    counts: Counter[str] = Counter()
    while len(taken) < number and groups:
        for key in sorted(groups, key=lambda k: rng.random()):
            reason = key[0]
            limit = EMPTY if reason == "none" else number if reason == "other" else number // 8
            if not groups[key] or counts[reason] >= limit:
                del groups[key]
                continue
            if reason == "none" and rng.random() > 0.25:
                continue
            taken.append((groups[key].pop(), reason))
            counts[reason] += 1
    return taken[:number]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1200)
    parser.add_argument("--size", type=int, default=12)
    options = parser.parse_args()
    rows = [f"{i // options.size + 1}\t{id}\t{reason}" for i, (id, reason) in enumerate(choose(options.articles))]
    PLAN.parent.mkdir(exist_ok=True)
    PLAN.write_text("batch\tarticle\twhy\n" + "\n".join(rows) + "\n", encoding="utf-8")
    print(Counter(row.split("\t")[2] for row in rows))


if __name__ == "__main__":
    main()
