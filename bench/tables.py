"""The tables of bench/language.py, and their place in docs/benchmarks.md."""

from __future__ import annotations

import datetime
import os
import platform
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scoring import Score
from vaqaye.version import __version__

MARKS = ("<!-- language: written by bench/language.py -->\n", "<!-- end of language -->")
BLOCK = re.compile(f"(?<={MARKS[0]}).*?(?={MARKS[1]})", re.DOTALL)
_NOTES = """\
The model of persian-phonemizer (spaCy) learnt from PerDT's training part; the tagger of gruut-lang-fa is hazm's former
one, made from Bijankhan, so that its ezafe here is not on unseen text. Tags of another kind count as the UPOS that each
most often stands for in PerDT's development part; none of those kinds has proper nouns and few tell AUX, SCONJ and PRON,
hence the coarse column: PROPN is NOUN, AUX is VERB, SCONJ is CCONJ, PRON is DET. Lemmas: peers see single words, Vaqaye
the sentence. parsivar's tokens are those of its normalised text; its parser needs Java and gives other relations than UD,
so it is left out. The taggers, parsers and finders of names of hazm, shekar and rishe fetch their models from the network
when first used, which is not done here; no peer finds names without."""


@dataclass
class Measured:
    """What was measured: scores and seconds of each toolkit, and what does not run."""

    posts: Score
    words: dict[str, dict[str, int]]
    scores: dict[str, dict[str, dict[str, Score]]] = field(default_factory=dict)
    seconds: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)

    def speed(self, name: str, job: str, title: str) -> float | None:
        """Words a second of processor time."""
        seconds = self.seconds[name].get(job, {}).get(title)
        return self.words[job][title] / max(seconds, 1e-6) if seconds is not None else None


Column = tuple[str, Callable[[Measured, str], str]]


def _percent(corpus: str, kind: str, digits: int = 2) -> Callable[[Measured, str], str]:
    def cell(found: Measured, name: str) -> str:
        score = found.scores[name].get(corpus, {}).get(kind)
        return f"{100 * score.f1:.{digits}f}" if score else "–"

    return cell


def _wrong(corpus: str) -> Callable[[Measured, str], str]:
    def cell(found: Measured, name: str) -> str:
        score = found.scores[name].get(corpus, {}).get("half-spaces untouched")
        return f"{1000 * (1 - score.f1):.2f}" if score else "–"

    return cell


def _speed(job: str, title: str) -> Callable[[Measured, str], str]:
    """Words a second, and how many times Vaqaye's that is."""

    def cell(found: Measured, name: str) -> str:
        own, mine = found.speed(name, job, title), found.speed("Vaqaye", job, title)
        if own is None:
            return "–"
        ratio = f" (×{_digits(own / mine)})" if mine and name != "Vaqaye" else ""
        return f"{_digits(own, 3)}{ratio}"

    return cell


def _digits(number: float, significant: int = 2) -> str:
    rounded = float(f"{number:.{significant}g}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


_SETS = ("PerDT", "Seraji")
HALFSPACES: tuple[Column, ...] = (
    *(
        column
        for corpus in _SETS
        for column in (
            (f"{corpus} joined", _percent(corpus, "half-spaces joined", 1)),
            (f"{corpus} spaced", _percent(corpus, "half-spaces spaced", 1)),
            (f"{corpus} wrong per 1,000 words", _wrong(corpus)),
        )
    ),
    ("words/s", _speed("normalize", "news")),
)
WORDS: tuple[Column, ...] = (
    *(
        (f"{corpus} {kind}", _percent(corpus, kind))
        for corpus in _SETS
        for kind in ("sentences", "tokens", "words", "lemmas")
    ),
    ("sentences, words/s", _speed("sentences", "news")),
    ("tokens, words/s", _speed("tokens", "news")),
    ("lemmas, words/s", _speed("lemmas", "PerDT")),
)
LABELS: tuple[Column, ...] = (
    *((kind, _percent("PerDT", kind)) for kind in ("UPOS", "UPOS, coarse", "FEATS", "UAS", "LAS")),
    ("names", _percent("PEYMA", "names")),
    ("ezafe", _percent("Bijankhan", "ezafe")),
    ("words/s", _speed("labels", "PEYMA")),
)

TIMES: tuple[Column, ...] = (
    ("exact spans", _percent("parstdex", "times", 1)),
    ("characters", _percent("parstdex", "times, characters", 1)),
    ("words/s", _speed("times", "news")),
)


def table(found: Measured, columns: tuple[Column, ...]) -> str:
    """A row for each toolkit that has something to show."""
    rows = ["| | " + " | ".join(title for title, _ in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name in sorted(found.scores, key=lambda name: name != "Vaqaye"):
        cells = [cell(found, name) for _, cell in columns]
        if any(cell != "–" for cell in cells):
            rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def block(found: Measured) -> str:
    """What stands between the marks."""
    texts = found.speed("Vaqaye", "words", "news")
    parts = [
        f"Written by `bench/language.py` (`make bench-peers`) on {datetime.date.today()} with Vaqaye {__version__}, Python "
        f"{platform.python_version()}, {os.cpu_count()} cores ({platform.machine()}); all rows from one run, each toolkit "
        "in one process of one thread, speeds by processor time, beside them how many times Vaqaye's.",
        "### Half-spaces",
        "F1 of half-spaces restored after they were deleted (joined) or turned into spaces (spaced), and wrong ones put into "
        "the untouched sentences; test parts, each sentence a text of its own; speed on articles.",
        table(found, HALFSPACES),
        "### Sentences, words, lemmas",
        "Sentences in paragraphs of ten, tokens and words by exact spans, lemmas as accuracy on the treebank's own words "
        "(Vaqaye's include its model; without it: the row without tags).",
        table(found, WORDS),
        f"Sentences of {found.posts.gold} marked up by hand in posts and articles: F1 {100 * found.posts.f1:.2f}.",
        "### Tags, trees, names, ezafe",
        "On given words: PerDT test (tags, features, trees: all words, marks too, whole names of relations), PEYMA dev "
        "(exact span and type, seven types), the held-out tenth of Bijankhan (ezafe).",
        table(found, LABELS),
        f"Vaqaye from the text of an article to all labels of its words, one article at a time: {texts:,.0f} words/s."
        if texts
        else "",
        "### Expressions of time",
        "On the 305 sentences that parstdex tests itself with, in its own conventions (clock times, ages and how often "
        "count, «در» and «به» now and then); `bench/dates.py` measures values, which parstdex has not. Vaqaye's speed is from "
        "the text on.",
        table(found, TIMES),
        "### What the tables rest on",
        _NOTES.replace("\n", " "),
        "\n".join(f"- Not run: {name} ({_short(reason)})." for name, reason in found.broken.items()),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _short(reason: str) -> str:
    return " ".join(reason.split())[:160].rstrip(". ")


def write(page: Path, text: str) -> None:
    """Puts the block into the page, whose marks are there."""
    old = page.read_text(encoding="utf-8")
    if not BLOCK.search(old):
        raise ValueError(f"{page} has no place for the tables: put back the lines {MARKS[0]!r} and {MARKS[1]!r}")
    page.write_text(BLOCK.sub(lambda _: text, old), encoding="utf-8")


def kept(page: Path) -> str:
    """The block that the page has, with its marks: another script writes the rest of the page."""
    found = BLOCK.search(page.read_text(encoding="utf-8")) if page.exists() else None
    return MARKS[0] + (found[0] if found else "Not measured yet: `make bench-peers`.\n") + MARKS[1]
