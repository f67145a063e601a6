"""The annotated corpora that the language layer is measured on, from the shared development data."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scoring import Span

FILES = {
    "PerDT": "ud-perdt/fa_perdt-ud-test.conllu.gz",
    "Seraji": "ud-seraji/fa_seraji-ud-test.conllu.gz",
    "PerDT dev": "ud-perdt/fa_perdt-ud-dev.conllu.gz",
    "PEYMA": "peyma/dev.txt.gz",
    "Bijankhan": "bijankhan/bijankhan.txt.gz",
    "parstdex": "parstdex/data.json",
}


def place(shared: Path, name: str) -> Path:
    """The file of a corpus."""
    return shared / "data" / "gold" / FILES[name]


@dataclass
class Sentence:
    """A sentence: its words in tokens, the spans of both in its text, and a gold list for each column known of it."""

    words: list[list[str]]
    text: str = ""
    tokens: set[Span] = field(default_factory=set)
    parts: set[Span] = field(default_factory=set)
    gold: dict[str, list[str]] = field(default_factory=dict)

    @property
    def forms(self) -> list[str]:
        """The words in one list."""
        return [word for token in self.words for word in token]


def treebank(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file that have a text."""
    found = []
    for block in _text(path).split("\n\n"):
        lines = block.splitlines()
        text = next((line[9:] for line in lines if line.startswith("# text = ")), None)
        if text:
            found.append(_sentence(text, [line.split("\t") for line in lines if not line.startswith("#")]))
    return found


def _sentence(text: str, rows: list[list[str]]) -> Sentence:
    found = Sentence([], text)
    words = [row for row in rows if row[0].isdigit()]
    found.gold = {
        name: [row[column] for row in words]
        for name, column in (("lemma", 2), ("tag", 3), ("feats", 5), ("head", 6), ("relation", 7))
    }
    at = end = last = 0
    for row in rows:
        first, _, final = row[0].partition("-")
        if final:
            at, last = text.index(row[1], at), int(final)
            end = at + len(row[1])
            found.tokens.add((at, end))
            found.words.append([])
        elif int(first) <= last:
            start = text.find(row[1], at, end)
            if start < 0:  # a part that is not printed: «مرا» is «من» and «را»
                start = at
            at = end if int(first) == last else min(start + len(row[1]), end)
            found.parts.add((start, at))
            found.words[-1].append(row[1])
        else:
            start = text.index(row[1], at)
            at = start + len(row[1])
            found.tokens.add((start, at))
            found.parts.add((start, at))
            found.words.append([row[1]])
    return found


def names(path: Path) -> list[Sentence]:
    """PEYMA: lines of a word, | and a BIO label, sentences apart by an empty line."""
    found = []
    for block in _text(path).split("\n\n"):
        cells = [line.rsplit("|", 1) for line in block.splitlines() if line.rsplit("|", 1)[0].strip()]
        if cells:
            labels = [label.strip().replace("_", "-") for _, label in cells]
            found.append(Sentence([[word.strip()] for word, _ in cells], gold={"name": labels}))
    return found


def ezafe(path: Path) -> list[Sentence]:
    """The tenth of Bijankhan that `train/corpora.py` holds out: of ten blocks of 50 sentences, the last.

    A sentence ends with its mark, or after 100 words.
    """
    rows = (line.split("\t") for line in map(str.strip, _text(path).splitlines()) if line.count("\t") == 1)
    found = []
    for number, sentence in enumerate(_by_mark(rows)):
        if number // 50 % 10 == 9:
            marked = ["Yes" if "_GEN" in tag.replace("_GENR", "") else "No" for _, tag in sentence]
            found.append(Sentence([[word] for word, _ in sentence], gold={"ezafe": marked}))
    return found


def _by_mark(rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    sentence: list[list[str]] = []
    for row in rows:
        sentence.append([cell.strip() for cell in row])
        word, tag = sentence[-1]
        if (tag == "DELM" and word in (".", "#", "!", "؟", "?")) or len(sentence) >= 100:
            if word == "#":
                sentence.pop()
            if sentence:
                yield sentence
            sentence = []


def times(path: Path) -> list[tuple[str, set[Span]]]:
    """The sentences of parstdex, and where their expressions of time lie."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [(row["test_input"], {(a, b) for a, b in json.loads(row["expected"])}) for row in rows]


def _text(path: Path) -> str:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return file.read()
