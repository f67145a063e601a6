"""Scores the restoration of half-spaces (U+200C), and measures its speed; peers that are installed beside it too.

    python bench/halfspace.py [--whole] [--shared DIR] [--errors] [--dev]

From each sentence of UD Persian-PerDT test and UD Persian-Seraji test that has half-spaces, two are made: "joined" with
its half-spaces deleted and "spaced" with them turned into spaces. F1 counts half-spaces by the letter they stand before.
"untouched" is the number of half-spaces put into the sentences as printed, all of them, per 1,000 words. Each sentence is
a text of its own; with `--whole` all sentences of a set are one text, as the paragraphs of an article are.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from gold import shared_folder

ZWNJ = "\u200c"
Restore = Callable[[str], str]
SETS = {
    "test": {"PerDT": "ud-perdt/fa_perdt-ud-test", "Seraji": "ud-seraji/fa_seraji-ud-test"},
    "dev": {"PerDT": "ud-perdt/fa_perdt-ud-dev", "Seraji": "ud-seraji/fa_seraji-ud-dev"},
}


def places(text: str) -> set[int]:
    """The half-spaces of a text, each as the number of letters before it (spaces do not count)."""
    out: set[int] = set()
    letters = 0
    for character in text:
        if character == ZWNJ:
            out.add(letters)
        elif not character.isspace():
            letters += 1
    return out


class Score:
    """Hits, false and missed half-spaces in joined and in spaced sentences, insertions into untouched ones."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {mode: Counter() for mode in ("joined", "spaced", "untouched")}
        self.errors: dict[str, Counter[str]] = {mode: Counter() for mode in self.counts}

    def add(self, restore: Restore, texts: list[str]) -> None:
        """Restores each text in three forms and counts."""
        for text in texts:
            text = re.sub(f"{ZWNJ}+", ZWNJ, text)
            self.one("untouched", restore, text, text)
            if ZWNJ in text:
                self.one("joined", restore, text, text.replace(ZWNJ, ""))
                self.one("spaced", restore, text, text.replace(ZWNJ, " "))

    def one(self, mode: str, restore: Restore, gold: str, source: str) -> None:
        """Counts one text."""
        output = restore(source)
        right, found = places(gold), places(output)
        self.counts[mode].update(
            hit=len(right & found), false=len(found - right), missed=len(right - found),
            words=len(gold.split()), texts=1, exact=right == found,
        )  # fmt: skip
        for sign, text, at in [("+", output, at) for at in found - right] + [("-", gold, at) for at in right - found]:
            self.errors[mode][sign + word_at(text, at)] += 1

    def f1(self, mode: str) -> float:
        """In per cent."""
        c = self.counts[mode]
        return 200 * c["hit"] / max(1, 2 * c["hit"] + c["false"] + c["missed"])

    def wrong(self) -> float:
        """Insertions into untouched texts, per 1,000 words."""
        return 1000 * self.counts["untouched"]["false"] / max(1, self.counts["untouched"]["words"])

    def __str__(self) -> str:
        cells = []
        for mode in ("joined", "spaced"):
            c = self.counts[mode]
            share = 100 * c["exact"] / max(1, c["texts"])
            cells.append(f"{mode} {self.f1(mode):5.1f} ({share:2.0f} %, {c['false']} false, {c['missed']} missed)")
        return "  ".join([*cells, f"untouched {self.wrong():.2f}"])


def word_at(text: str, place: int) -> str:
    """The word around a half-space."""
    letters = 0
    for at, character in enumerate(text):
        if letters == place and character == ZWNJ:
            start = text.rfind(" ", 0, at) + 1
            end = text.find(" ", at)
            return text[start : end if end >= 0 else None]
        letters += character != ZWNJ and not character.isspace()
    return ""


def speed(restore: Restore, texts: list[str]) -> float:
    """Words per second of processor time over articles not seen before; the first fifth warms up."""
    fifth = len(texts) // 5
    for text in texts[:fifth]:
        restore(text)
    start = time.process_time()
    for text in texts[fifth:]:
        restore(text)
    return sum(len(text.split()) for text in texts[fifth:]) / (time.process_time() - start)


def articles(shared: Path) -> list[str]:
    """5,000 articles."""
    out: list[str] = []
    for path in sorted((shared / "data" / "articles").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            out += [json.loads(line)["text"] for line in lines]
    return out[:: max(1, len(out) // 5000)]


def restorers() -> dict[str, Restore]:
    """Vaqaye, and each peer that can be imported."""
    from vaqaye.text.halfspace import restore

    found: dict[str, Restore] = {"vaqaye": restore}
    peers: tuple[tuple[str, str, Callable[[Any], Restore]], ...] = (
        ("hazm", "hazm", lambda m: m.Normalizer().normalize),
        ("shekar", "shekar", lambda m: m.Normalizer()),
        ("rishe", "rishe", lambda m: m.Normalizer().normalize),
        ("parsivar", "parsivar", lambda m: m.Normalizer().normalize),
    )
    for name, module, call in peers:
        try:
            found[name] = call(import_module(module))
        except ImportError:
            continue
    return found


def texts_of(path: Path) -> list[str]:
    """The sentences of a treebank as they were printed."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [line[9:].rstrip("\n") for line in lines if line.startswith("# text = ")]


def table(shared: Path) -> str:
    """The scores as Markdown, each sentence a text of its own."""
    names = [f"{title} {mode}" for title in SETS["test"] for mode in ("joined", "spaced", "wrong per 1,000 words")]
    rows = ["| | " + " | ".join([*names, "words/s"]) + " |", "|---" * (len(names) + 2) + "|"]
    news = articles(shared)
    for name, restore in restorers().items():
        cells: list[str] = []
        for file in SETS["test"].values():
            score = Score()
            score.add(restore, texts_of(shared / "data" / "gold" / f"{file}.conllu.gz"))
            cells += [f"{score.f1('joined'):.1f}", f"{score.f1('spaced'):.1f}", f"{score.wrong():.2f}"]
        rows.append(f"| {name} | " + " | ".join([*cells, f"{speed(restore, news):,.0f}"]) + " |")
    return "\n".join(rows)


def main() -> None:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--whole", action="store_true", help="all sentences of a set as one text")
    parser.add_argument("--dev", action="store_true", help="the development sets, which the lexicon has seen")
    parser.add_argument("--errors", action="store_true", help="list the words that were got wrong")
    parser.add_argument("--shared")
    args = parser.parse_args()
    shared = shared_folder(args.shared)
    news = articles(shared)
    for name, restore in restorers().items():
        for title, file in SETS["dev" if args.dev else "test"].items():
            texts = texts_of(shared / "data" / "gold" / f"{file}.conllu.gz")
            score = Score()
            score.add(restore, ["\n".join(texts)] if args.whole else texts)
            print(f"{name:9}{title:8}{score}")
            if args.errors:
                for mode, errors in score.errors.items():
                    print(f"  {mode}: " + "  ".join(f"{word} {n}" for word, n in errors.most_common()))
        print(f"{name:9}{speed(restore, news):,.0f} words a second of processor time")


if __name__ == "__main__":
    main()
