"""Counts the acts that are found in articles of sport, cinema and science and that nobody judged to be true.

python bench/false_events.py [--list] [--shared DIR]

The articles are those of eval/false_events_articles.tsv, the judgements those of eval/false_events.tsv. An act that
overlaps one judged true, of its type, is true; one that was judged false or never seen counts as false. `--list` prints
each of those with its words.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from pathlib import Path

from gold import shared_folder
from vaqaye import Reader
from vaqaye.model import Article, Reading

_EVAL = Path(__file__).parents[1] / "eval"


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a table of eval/."""
    with (_EVAL / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def articles(shared: Path) -> list[Article]:
    """The 200 articles, in the order of their list."""
    wanted = [row["article"] for row in rows("false_events_articles.tsv")]
    with gzip.open(shared / "data" / "articles" / "isna-2019.jsonl.gz", "rt", encoding="utf-8") as lines:
        known = {item["id"]: item for item in map(json.loads, lines)}
    return [Article(known[i]["text"], i, known[i]["source"], None, known[i]["title"], None) for i in wanted]


def false_events(shared: Path) -> tuple[list[tuple[str, str, str]], int]:
    """(article, type, words) of each act that nobody judged true, and how many acts there are."""
    true: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in rows("false_events.tsv"):
        if row["judged"] == "true":
            true.setdefault((row["article"], row["event"]), []).append((int(row["start"]), int(row["end"])))
    given = articles(shared)
    false: list[tuple[str, str, str]] = []
    found = 0
    for article, reading in zip(given, Reader().map(given), strict=True):
        if not isinstance(reading, Reading):
            continue
        for event in reading.events:
            found += 1
            start, end = event.trigger.start, event.trigger.end
            spans = true.get((str(article.id), event.event), [])
            if not any(start < e and s < end for s, e in spans):
                words = article.text[max(0, start - 60) : start] + "[" + article.text[start:end] + "]"
                false.append((str(article.id), str(event.event), " ".join(words.split())))
    return false, found


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="print every act that counts as false")
    parser.add_argument("--shared")
    args = parser.parse_args()
    false, found = false_events(shared_folder(args.shared))
    number = len(rows("false_events_articles.tsv"))
    print(f"{number} articles  {found} acts  {len(false)} not judged true  {len(false) / number:.3f} an article")
    if args.list:
        for article, event, words in false:
            print(article, event, words, sep="\t")


if __name__ == "__main__":
    main()
