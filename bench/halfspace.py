"""Scores the restoration of half-spaces (U+200C), and measures its speed; bench/language.py puts the peers beside it.

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
from difflib import SequenceMatcher
from pathlib import Path

from gold import shared_folder
from vaqaye.text.halfspace import restore

ZWNJ = "\u200c"
Restore = Callable[[str], str]
SETS = {
    "test": {"PerDT": "ud-perdt/fa_perdt-ud-test", "Seraji": "ud-seraji/fa_seraji-ud-test"},
    "dev": {"PerDT": "ud-perdt/fa_perdt-ud-dev", "Seraji": "ud-seraji/fa_seraji-ud-dev"},
}


def places(text: str, source: str) -> set[int]:
    """The half-spaces of a text, each as the number of letters of the source before it (spaces do not count)."""
    out: set[int] = set()
    letters: list[str] = []
    for character in text:
        if character == ZWNJ:
            out.add(len(letters))
        elif not character.isspace():
            letters.append(character)
    there = [character for character in source if character != ZWNJ and not character.isspace()]
    return out if len(there) == len(letters) else _moved(out, there, letters)


def _moved(places: set[int], source: list[str], letters: list[str]) -> set[int]:
    """Places where letters were added or dropped: «...» that became «…» must not cost what comes after it."""
    at: dict[int, int] = {}
    for _, a, b, c, d in SequenceMatcher(None, source, letters, autojunk=False).get_opcodes():
        at.update({c + i: min(a + i, b) for i in range(d - c + 1)})
    return {at[place] for place in places}


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
        right, found = places(gold, gold), places(output, gold)
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


def texts_of(path: Path) -> list[str]:
    """The sentences of a treebank as they were printed."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [line[9:].rstrip("\n") for line in lines if line.startswith("# text = ")]


def main() -> None:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--whole", action="store_true", help="all sentences of a set as one text")
    parser.add_argument("--dev", action="store_true", help="the development sets, which the lexicon has seen")
    parser.add_argument("--errors", action="store_true", help="list the words that were got wrong")
    parser.add_argument("--shared")
    args = parser.parse_args()
    shared = shared_folder(args.shared)
    for title, file in SETS["dev" if args.dev else "test"].items():
        texts = texts_of(shared / "data" / "gold" / f"{file}.conllu.gz")
        score = Score()
        score.add(restore, ["\n".join(texts)] if args.whole else texts)
        print(f"{title:8}{score}")
        if args.errors:
            for mode, errors in score.errors.items():
                print(f"  {mode}: " + "  ".join(f"{word} {n}" for word, n in errors.most_common()))
    print(f"{speed(restore, articles(shared)):,.0f} words a second of processor time")


if __name__ == "__main__":
    main()
