"""Scores sentences, tokens, words and lemmas on UD Persian; peers beside Vaqaye where `make bench-peers` installed them.

    python bench/language.py [--shared DIR] [--errors N] [--peers PYTHON]

Sentences: ten at a time joined with a space, F1 of exact spans. Tokens: F1 of exact spans in each sentence; a token is
what UD prints in one piece, clitics included. Words: the same with the clitics cut off. Lemmas: accuracy on gold words,
no tags given. Posts: `eval/sentences.jsonl`, Telegram posts and articles marked up by hand, as offsets; a sentence is
right if it has the right first and last letter or digit. Speed: thousand words a second of one process, one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gold import shared_folder
from vaqaye.language.conllu import annotate
from vaqaye.language.ud import cut, pieces, sentences, words

ROOT = Path(__file__).parents[1]
SETS = {"PerDT": "ud-perdt/fa_perdt-ud-test", "Seraji": "ud-seraji/fa_seraji-ud-test"}
POSTS = ROOT / "eval" / "sentences.jsonl"
PEERS = ROOT / ".venv-peers" / "bin" / "python"
AT_A_TIME = 10

Span = tuple[int, int]


@dataclass
class Score:
    """Hits, what was found, what was to be found."""

    hit: int = 0
    found: int = 0
    gold: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, gold: set[Span], found: set[Span]) -> None:
        """Counts the spans of one text."""
        self.hit += len(gold & found)
        self.found += len(found)
        self.gold += len(gold)
        self.wrong.update(f"missed {text[a:b][-60:]}" for a, b in gold - found)
        self.wrong.update(f"false  {text[a:b][-60:]}" for a, b in found - gold)

    @property
    def f1(self) -> float:
        """Per cent."""
        return 200 * self.hit / (self.found + self.gold) if self.gold else 0.0


@dataclass
class Sentence:
    """A sentence of a treebank: its text, the spans of its tokens and of its words, and its words with their lemmas."""

    text: str
    tokens: set[Span]
    words: set[Span]
    lemmas: list[tuple[str, str]]


def treebank(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file, in order."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        blocks = file.read().split("\n\n")
    for block in blocks:
        lines = block.splitlines()
        text = next((line[9:] for line in lines if line.startswith("# text = ")), None)
        if text:
            yield _sentence(text, [line.split("\t") for line in lines if not line.startswith("#")])


def _sentence(text: str, rows: list[list[str]]) -> Sentence:
    found = Sentence(text, set(), set(), [])
    at = end = last = 0
    for row in rows:
        first, _, final = row[0].partition("-")
        if final:
            at, last = text.index(row[1], at), int(final)
            end = at + len(row[1])
            found.tokens.add((at, end))
            continue
        found.lemmas.append((row[1], row[2]))
        if int(first) <= last:
            start = text.find(row[1], at, end)
            if start < 0:  # a part that is not printed: «مرا» is «من» and «را»
                start = at
            at = end if int(first) == last else min(start + len(row[1]), end)
            found.words.add((start, at))
        else:
            start = text.index(row[1], at)
            at = start + len(row[1])
            found.tokens.add((start, at))
            found.words.add((start, at))
    return found


def paragraphs(texts: list[str]) -> Iterator[tuple[str, set[Span]]]:
    """Sentences joined, and where each lies."""
    for first in range(0, len(texts), AT_A_TIME):
        at, spans = 0, set()
        for text in texts[first : first + AT_A_TIME]:
            spans.add((at, at + len(text)))
            at += len(text) + 1
        yield " ".join(texts[first : first + AT_A_TIME]), spans


def located(text: str, parts: Iterable[str]) -> set[Span]:
    """Where pieces of a text lie, whatever was done to the spaces in them; a piece that was changed ends the search."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    bare = "".join(text[i] for i in places)
    spans, at = set(), 0
    for part in parts:
        piece = "".join(part.split())
        start = bare.find(piece, at) if piece else -1
        if start < 0:
            continue
        at = start + len(piece)
        spans.add((places[start], places[at - 1] + 1))
    return spans


@dataclass
class Result:
    """The scores of one toolkit on one treebank; None for what it has not."""

    sentences: Score | None = None
    tokens: Score | None = None
    words: Score | None = None
    lemmas: Score | None = None


def ours(path: Path, gold: list[Sentence]) -> Result:
    """Vaqaye's scores on a file and its sentences."""
    whole, tokens, parts = Score(), Score(), Score()
    for text, spans in paragraphs([s.text for s in gold]):
        whole.add(text, spans, {(s.start, s.end) for s in sentences(text)})
    for sentence in gold:
        found = cut(sentence.text)
        tokens.add(sentence.text, sentence.tokens, set(found))
        parts.add(sentence.text, sentence.words, {p[:2] for a, b in found for p in pieces(sentence.text, a, b)})
    return Result(whole, tokens, parts, lemmas(path))


def lemmas(path: Path) -> Score:
    """Accuracy of the lemmas on the words and sentences of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    gold, found = _lemmas(lines), _lemmas(annotate(lines))
    return _accuracy(gold, [lemma for _, lemma in found])


def _accuracy(gold: list[tuple[str, str]], found: list[str]) -> Score:
    score = Score(0, len(gold), len(gold))
    for (form, right), lemma in zip(gold, found, strict=True):
        score.hit += right == lemma
        if right != lemma:
            score.wrong[f"{form}: {lemma} for {right}"] += 1
    return score


def _lemmas(lines: Iterable[str]) -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in lines if line and line[0].isdigit()]
    return [(row[1], row[2]) for row in rows if row[0].isdigit()]


def posts(shared: Path) -> Score:
    """Sentences of `eval/sentences.jsonl`."""
    score = Score()
    texts: dict[str, dict[str, str]] = {}
    for line in POSTS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["file"] not in texts:
            with gzip.open(shared / "data" / "articles" / row["file"], "rt", encoding="utf-8") as file:
                texts[row["file"]] = {item["id"]: item["text"] for item in map(json.loads, file)}
        text = texts[row["file"]][row["id"]][: row["length"]]
        starts = [0, *row["ends"][:-1]]
        gold = {_core(text, a, b) for a, b in zip(starts, row["ends"], strict=True)}
        score.add(text, gold, {_core(text, s.start, s.end) for s in sentences(text)})
    return score


def _core(text: str, start: int, end: int) -> Span:
    letters = [i for i in range(start, end) if text[i].isalnum() and text[i - 1 : i + 2] != "[n]"]
    return (letters[0], letters[-1] + 1) if letters else (start, end)


def theirs(python: Path, gold: list[Sentence]) -> dict[str, Result | str]:
    """The scores of the peers, or why one does not run."""
    whole = list(paragraphs([s.text for s in gold]))
    given = {
        "paragraphs": [text for text, _ in whole],
        "sentences": [s.text for s in gold],
        "words": [form for s in gold for form, _ in s.lemmas],
    }
    run = subprocess.run(
        [python, Path(__file__).with_name("peers.py")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        name: found if isinstance(found, str) else _judge(found, whole, gold)
        for name, found in json.loads(run.stdout).items()
    }


def _judge(found: dict[str, Any], whole: list[tuple[str, set[Span]]], gold: list[Sentence]) -> Result:
    result = Result()
    if found["paragraphs"]:
        result.sentences = Score()
        for (text, spans), parts in zip(whole, found["paragraphs"], strict=True):
            result.sentences.add(text, spans, located(text, parts))
    if found["sentences"]:
        result.tokens, result.words = Score(), Score()
        for sentence, parts in zip(gold, found["sentences"], strict=True):
            spans = located(sentence.text, parts)
            result.tokens.add(sentence.text, sentence.tokens, spans)
            result.words.add(sentence.text, sentence.words, spans)
    if found["words"]:
        pairs = [pair for s in gold for pair in s.lemmas]
        result.lemmas = _accuracy(pairs, found["words"])
    return result


def speed(texts: list[str]) -> float:
    """Thousand words a second from text to words with lemmas."""
    words(texts[0])
    start = time.perf_counter()
    number = sum(len(words(text)) for text in texts)
    return number / (time.perf_counter() - start) / 1000


def table(shared: Path, python: Path, errors: int = 0) -> str:
    """The scores as Markdown; wrong ones on standard error."""
    rows: dict[str, list[str]] = {}
    broken: dict[str, str] = {}
    for name, file in SETS.items():
        path = shared / "data" / "gold" / f"{file}.conllu.gz"
        gold = list(treebank(path))
        result = ours(path, gold)
        _list(name, result, errors)
        rows.setdefault("Vaqaye", []).extend(_cells(result))
        for peer, found in (theirs(python, gold) if python.exists() else {}).items():
            if isinstance(found, str):
                broken[peer] = found
            else:
                rows.setdefault(peer, []).extend(_cells(found))
    lines = [
        "| | "
        + " | ".join(f"{name} {what}" for name in SETS for what in ("sentences", "tokens", "words", "lemmas"))
        + " |",
        "|---" * (1 + 4 * len(SETS)) + "|",
        *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()),
    ]
    score = posts(shared)
    _show("posts", score, errors)
    lines += ["", f"Sentences of {score.gold} marked up by hand in posts and articles: F1 {score.f1:.2f}."]
    texts = [s.text for file in SETS.values() for s in treebank(shared / "data" / "gold" / f"{file}.conllu.gz")]
    lines.append(f"Text to words with lemmas: {speed(texts):.0f} thousand words/s in one process.")
    lines += [f"Not run: {peer} ({reason})." for peer, reason in broken.items()]
    return "\n".join(lines)


def _cells(result: Result) -> list[str]:
    return [f"{s.f1:.2f}" if s else "–" for s in (result.sentences, result.tokens, result.words, result.lemmas)]


def _list(name: str, result: Result, most: int) -> None:
    for what in ("sentences", "tokens", "words", "lemmas"):
        _show(f"{name} {what}", getattr(result, what), most)


def _show(title: str, score: Score, most: int) -> None:
    for wrong, number in score.wrong.most_common(most):
        print(f"{title}\t{number}\t{wrong}", file=sys.stderr)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared")
    parser.add_argument("--errors", type=int, default=0, help="how many of each kind to list on standard error")
    parser.add_argument("--peers", type=Path, default=PEERS, help="the Python that has the peers")
    args = parser.parse_args()
    print(table(shared_folder(args.shared), args.peers, args.errors))


if __name__ == "__main__":
    main()
