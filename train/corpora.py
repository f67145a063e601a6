"""The corpora that the encoder learns from, read into one shape. `VAQAYE_SHARED` names the folder that holds them.

PerDT test is read by `bench/` alone; the annotated development articles are left out by text.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(os.environ.get("VAQAYE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
GOLD = ROOT / "data" / "gold"

Row = list[str]
TOKEN = re.compile(r"[0-9۰-۹٠-٩]+(?:[.,/:٫٬][0-9۰-۹٠-٩]+)*|[^\W\d_]+(?:[\u200c_ًٌٍَُِّْٰٔ]+[^\W\d_]+)*[\u064b-\u0655]*|\.{2,}|\S")


@dataclass(slots=True)
class Example:
    """A sentence. `labels` maps a head's name to one label a word; `heads` are 1-based, 0 for the root."""

    words: list[str]
    labels: dict[str, list[str]] = field(default_factory=dict)
    heads: list[int] | None = None
    relations: list[str] | None = None


def _lines(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return file.read().splitlines()


def conllu(path: Path) -> Iterator[list[Row]]:
    """Sentences of a CoNLL-U file as rows of ten cells, ranges and empty nodes left out."""
    rows: list[Row] = []
    for line in _lines(path):
        if not line.strip():
            if rows:
                yield rows
            rows = []
        elif not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
    if rows:
        yield rows


def perdt(part: str) -> list[Example]:
    """`dev` (to learn from) or `test` (for the report alone)."""
    found = []
    for rows in conllu(GOLD / "ud-perdt" / f"fa_perdt-ud-{part}.conllu.gz"):
        labels = {"upos": [r[3] for r in rows], "feats": [r[5] for r in rows]}
        found.append(Example([r[1] for r in rows], labels, [int(r[6]) for r in rows], [r[7] for r in rows]))
    return found


def seraji() -> list[Example]:
    """Dev and test, in the treebank's own style: its heads of the model are apart, only the encoder is shared."""
    found = []
    for part in ("dev", "test"):
        for rows in conllu(GOLD / "ud-seraji" / f"fa_seraji-ud-{part}.conllu.gz"):
            labels = {"upos2": [r[3] for r in rows]}
            found.append(Example([r[1] for r in rows], labels, [int(r[6]) for r in rows], [r[7] for r in rows]))
    return found


def bijankhan() -> tuple[list[Example], list[Example]]:
    """(train, held-out tenth): fine tags and ezafe. Every tenth block of 50 sentences is held out."""
    sentences: list[Example] = []
    words: list[str] = []
    tags: list[str] = []
    for line in _lines(GOLD / "bijankhan" / "bijankhan.txt.gz"):
        cells = line.strip().split("\t")
        if len(cells) != 2 or not cells[0].strip():
            continue
        words.append(cells[0].strip())
        tags.append(cells[1].strip())
        if (tags[-1] == "DELM" and words[-1] in (".", "#", "!", "؟", "?")) or len(words) >= 100:
            if words[-1] == "#":
                words.pop(), tags.pop()
            if words:
                ezafe = ["Yes" if "_GEN" in re.sub("_GENR", "", t) else "No" for t in tags]
                plain = [re.sub(r"_GEN\b(?!R)|_GEN$", "", t) for t in tags]
                sentences.append(Example(words, {"ezafe": ezafe, "tag": plain}))
            words, tags = [], []
    held = [s for i, s in enumerate(sentences) if i // 50 % 10 == 9]
    return [s for i, s in enumerate(sentences) if i // 50 % 10 != 9], held


def names(path: Path, mark: str, head: str) -> list[Example]:
    """BIO files: `token MARK tag` lines, sentences apart by an empty line."""
    found: list[Example] = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*_lines(path), ""]:
        cells = line.rsplit(mark, 1)
        if len(cells) == 2 and cells[0].strip():
            words.append(cells[0].strip())
            tags.append(cells[1].strip().replace("_", "-"))
        elif words:
            found.append(Example(words, {head: tags}))
            words, tags = [], []
    return found


def peyma(part: str) -> list[Example]:
    """`train` (to learn from) or `dev` (for the report)."""
    return names(GOLD / "peyma" / f"{part}.txt.gz", "|", "ner")


def parstwiner() -> list[Example]:
    """Names in tweets, with political groups and nationalities; labels of their own head `ner2`."""
    parts = ("train", "dev", "test")
    return [e for part in parts for e in names(GOLD / "parstwiner" / f"{part}.txt.gz", "\t", "ner2")]


def raw_perdt() -> list[list[str]]:
    """The raw training sentences, cut into words."""
    return [TOKEN.findall(line) for line in _lines(GOLD / "ud-perdt" / "raw_train.txt.gz") if line.strip()]


def articles() -> Iterator[str]:
    """Texts of real items, without those annotated for development."""
    gold = ROOT / "gold"
    banned = {json.loads(line)["text"] for name in ("seed", "articles") for line in (gold / f"{name}.jsonl").open()}
    for path in sorted((ROOT / "data" / "articles").glob("*.jsonl.gz")):
        for line in _lines(path):
            text = json.loads(line)["text"]
            if text not in banned:
                yield text


def word_counts() -> Counter[str]:
    """How often each word occurs in all that may be learnt from."""
    counts: Counter[str] = Counter()
    for words in raw_perdt():
        counts.update(words)
    for example in [*perdt("dev"), *seraji(), *bijankhan()[0], *peyma("train"), *parstwiner()]:
        counts.update(example.words)
    for text in articles():
        counts.update(TOKEN.findall(text))
    return counts
