"""Annotated articles as the rooms before the events see them: words, mentions, what patterns say, and what is right.

    python train/acts_data.py GOLD.jsonl OUT.jsonl
    python train/acts_data.py examples OUT.jsonl       the examples of the codebook and those of status

One line of OUT is an article: sentences with words, mentions and hits of patterns; the acts of the gold, each at its words.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vaqaye import actors, language, statements
from vaqaye.actors import roles as parts
from vaqaye.actors.roles import Roles
from vaqaye.events import codebook
from vaqaye.events.entries import entries
from vaqaye.events.learned import sign
from vaqaye.events.scene import Sign, scenes
from vaqaye.events.told import told_in
from vaqaye.events.topic import topic
from vaqaye.ingest.published import iso
from vaqaye.language import Document
from vaqaye.model import Article
from vaqaye.resources import table
from vaqaye.statements import Said

Row = dict[str, Any]


def at(text: str, quote: Row) -> tuple[int, int]:
    """Where quoted words lie in an article; offsets may be given."""
    if "start" in quote:
        return quote["start"], quote["end"]
    start = -1
    for _ in range((quote.get("nth") or 0) + 1):
        start = text.find(quote["text"], start + 1)
    return start, start + len(quote["text"])


def words_at(document: Document, start: int, end: int) -> tuple[int, list[int]] | None:
    """(sentence, its words) that a stretch of the article covers; those of the sentence with most of them."""
    best: tuple[int, list[int]] | None = None
    for sentence in document.sentences:
        inside = []
        for token in sentence.tokens:
            span = document.span(token.start, token.end)
            if span.start < end and start < span.end:
                inside.append(token.index)
        if inside and (best is None or len(inside) > len(best[1])):
            best = (sentence.index, inside)
    return best


def examples() -> list[Row]:
    """The codebook's examples and those of status, as articles. Tests hold that what the patterns find in them is right."""
    texts = [e["text"] for entry in entries() for e in entry.examples("yes")]
    texts += [row["text"] for row in table("status_examples")]
    out = []
    for number, text in enumerate(dict.fromkeys(texts)):
        row = article({"id": f"example-{number}", "text": text, "events": []})
        for index, sentence in enumerate(row["sentences"]):
            for hit in sentence["signs"]:
                words = list(range(hit["first"], hit["last"] + 1))
                row["gold"].append({**hit, "sentence": index, "words": words})
        row["example"] = True
        if row["gold"]:
            out.append(row)
    return out


def rooms(gold: Row) -> tuple[Document, list[Roles], list[Said]]:
    """An annotated article as the rooms before the events leave it."""
    published = iso(gold["published"]) if gold.get("published") else None
    given = Article(gold["text"], str(gold["id"]), gold.get("source"), None, gold.get("title"), published)
    document = language.parse(given)
    roles = parts.of(actors.find(document))
    return document, roles, statements.find(document, roles)


def article(gold: Row) -> Row:
    """Everything that is known of an article before its acts are found, and the acts themselves."""
    document, roles, said = rooms(gold)
    cast = roles[0].cast
    book, about = codebook.load(), topic(document)
    signs: list[list[Sign]] = []
    for sentence in document.sentences:
        found = told_in(sentence, roles[sentence.index], said, book, about)
        signs.append([sign(cast, told) for told in found])
    sentences = [asdict(scene) for scene in scenes(document, roles, said, signs)]
    for sentence, row in zip(document.sentences, sentences, strict=True):
        spans = [document.span(t.start, t.end) for t in sentence.tokens]
        row["spans"] = [[s.start, s.end] for s in spans]
    right = []
    for event in gold["events"]:
        place = words_at(document, *at(gold["text"], event["trigger"]))
        if place is None:
            continue
        row = {k: event.get(k) for k in ("event", "mode", "status")}
        row |= {"sentence": place[0], "words": place[1], "status": event.get("status") or "occurred"}
        for side in ("actor", "recipient"):
            row[side] = sorted({p["country"] for p in event.get(side) or [] if p.get("country")})
        right.append(row)
    return {"id": gold["id"], "sentences": sentences, "gold": right}


def main() -> None:
    """Command line."""
    source, target = map(Path, sys.argv[1:3])
    with target.open("w", encoding="utf-8") as out:
        given = [] if str(source) == "examples" else [json.loads(line) for line in source.open(encoding="utf-8")]
        rows = [article(gold) for gold in given] or examples()
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
