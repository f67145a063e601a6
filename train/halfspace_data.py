"""What the lexicon of half-spaces is made from: counts of spellings in the shared data, and Lilak's words."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from vaqaye.text.halfspace import _LETTERS, _key
from vaqaye.text.view import ZWNJ

WORD = re.compile(f"[{_LETTERS}]+(?:\u200c+[{_LETTERS}]+)*")
CLEAN = 0.045  # half-spaces a word of an article whose joined and spaced words count as such
T = TypeVar("T")


@dataclass
class Counts:
    """Words as written, pairs of pieces on the sides of a half-space, pairs of words on the sides of a space."""

    words: Counter[str] = field(default_factory=Counter)
    halves: Counter[tuple[str, str]] = field(default_factory=Counter)
    spaces: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, text: str, once: bool = False) -> None:
        """Counts a text; `once`: each thing one time."""
        words: list[str] = []
        halves: list[tuple[str, str]] = []
        spaces: list[tuple[str, str]] = []
        end, last = -1, ""
        for match in WORD.finditer(text):
            form = match.group()
            pieces = [p for p in (_key(piece) for piece in form.split(ZWNJ)) if p]
            if not pieces:
                continue
            words.append(ZWNJ.join(pieces))
            halves += pairwise(pieces)
            if last and match.start() == end + 1 and text[end] == " ":
                spaces.append((last, pieces[0]))
            end, last = match.end(), "" if form.endswith("\u0654") else pieces[-1]
        self.words.update(set(words) if once else words)
        self.halves.update(set(halves) if once else halves)
        self.spaces.update(set(spaces) if once else spaces)


def count(texts: Iterable[str]) -> Counts:
    """The counts of sentences."""
    counts = Counts()
    for text in texts:
        counts.add(text)
    return counts


@dataclass
class Sources:
    """All that the lexicon is made from."""

    raw: list[str]
    perdt: list[str]
    seraji: list[str]
    articles: Counts
    listed: set[str]


def conllu_texts(path: Path) -> list[str]:
    """The sentences of a treebank as they were printed."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [line[9:].rstrip("\n") for line in lines if line.startswith("# text = ")]


def load(shared: Path) -> Sources:
    """Reads the shared data."""
    gold = shared / "data" / "gold"
    with gzip.open(gold / "ud-perdt" / "raw_train.txt.gz", "rt", encoding="utf-8") as lines:
        raw = [line.rstrip("\n") for line in lines]
    return Sources(
        raw,
        conllu_texts(gold / "ud-perdt" / "fa_perdt-ud-dev.conllu.gz"),
        conllu_texts(gold / "ud-seraji" / "fa_seraji-ud-dev.conllu.gz"),
        article_counts(shared),
        set(lilak(gold / "lilak")),
    )


def lilak(folder: Path) -> Iterator[str]:
    """The words of Lilak's two lists, in their spelling with half-spaces."""
    with gzip.open(folder / "lexicon.gz", "rt", encoding="utf-8") as lines:
        words = [line.split(",")[0].strip() for line in lines if not line.startswith("#")]
    more = (folder / "dic_users").read_text(encoding="utf-8").splitlines()
    words += [line.split("/")[0].strip() for line in more if not line.startswith("#")]
    for word in words:
        if WORD.fullmatch(word):
            yield ZWNJ.join(_key(piece) for piece in word.split(ZWNJ) if piece)


def article_counts(shared: Path) -> Counts:
    """In how many articles each spelling is found, those in one article left out; development texts are not read.

    Articles that have lost half-spaces count for the half-spaces they have, not for the words without.
    """
    held = set()
    for name in ("seed.jsonl", "articles.jsonl"):
        lines = (shared / "gold" / name).read_text(encoding="utf-8").splitlines()
        held |= {json.loads(line)["text"] for line in lines if line.strip()}
    clean, lossy = Counts(), Counts()
    for path in sorted((shared / "data" / "articles").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                text = json.loads(line)["text"]
                if text in held:
                    continue
                held.add(text)
                halves = text.count(ZWNJ)
                (clean if halves > 1 and halves >= CLEAN * len(text.split()) else lossy).add(text, once=True)
    clean.words.update({word: n for word, n in lossy.words.items() if ZWNJ in word})
    clean.halves.update(lossy.halves)
    return Counts(_twice(clean.words), _twice(clean.halves), _twice(clean.spaces))


def _twice(counter: Counter[T]) -> Counter[T]:
    return Counter({key: number for key, number in counter.items() if number > 1})
