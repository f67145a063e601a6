"""Annotated articles as the rooms before the events see them: words, mentions, what patterns say, and what is right.

    python train/acts_data.py GOLD.jsonl OUT.jsonl

One line of OUT is an article: sentences with words, mentions and hits of patterns; the acts of the gold, each at its words.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from vaqaye import actors, dates, events, language, statements
from vaqaye.actors import Cast, Seen
from vaqaye.actors import roles as parts
from vaqaye.events import codebook
from vaqaye.ingest.published import iso
from vaqaye.language import Document
from vaqaye.model import Article

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


def mention(cast: Cast, seen: Seen) -> Row:
    """A mention as a row."""
    member = cast.members[seen.actor]
    return {
        "first": seen.first, "last": seen.last, "actor": seen.actor, "country": member.country, "sector": member.sector,
        "kind": member.kind, "how": seen.how, "place": seen.place, "weak": seen.weak,
    }  # fmt: skip


def article(gold: Row) -> Row:
    """Everything that is known of an article before its acts are found, and the acts themselves."""
    published = iso(gold["published"]) if gold.get("published") else None
    given = Article(gold["text"], str(gold["id"]), gold.get("source"), None, gold.get("title"), published)
    document = language.parse(replace(given, published=published))
    cast = actors.find(document)
    roles = parts.of(cast)
    days = dates.find(document)
    said = statements.find(document, roles)
    acts = events.find(document, cast, roles, days, said, codebook.load())
    sentences: list[Row] = []
    for sentence in document.sentences:
        spans = [document.span(t.start, t.end) for t in sentence.tokens]
        inside = [s for s in said if sentence.index in s.sentences]
        speaker = min(inside, key=lambda s: s.end - s.start).speaker if inside else None
        carried = roles[sentence.index - 1].leading(2) if sentence.index else ()
        sentences.append(
            {
                "words": [t.text for t in sentence.tokens],
                "spans": [[s.start, s.end] for s in spans],
                "copy": sentence.copy_of is not None,
                "mentions": [mention(cast, s) for s in cast.sentences[sentence.index]],
                "speaker": cast.country(speaker) if speaker else None,
                "carried": sorted({c for s in carried if (c := cast.country(s.actor))}),
                "hits": [],
            }
        )
    for act in acts:
        row = {"first": act.hit.first, "last": act.hit.last, "event": act.event, "status": act.status}
        row |= {"mode": act.hit.matcher.pattern.mode}
        for side in ("actor", "recipient"):
            people = getattr(act.hit, side)
            row[side] = sorted({c for s in people if (c := cast.country(s.actor))})
        sentences[act.sentence.index]["hits"].append(row)
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
    return {"id": gold["id"], "home": cast.home, "sentences": sentences, "gold": right}


def main() -> None:
    """Command line."""
    source, target = map(Path, sys.argv[1:3])
    with target.open("w", encoding="utf-8") as out:
        for line in source.open(encoding="utf-8"):
            out.write(json.dumps(article(json.loads(line)), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
