"""Scores half-spaces, sentences, tokens, lemmas, tags, trees, names and ezafe; Vaqaye and its peers on the same inputs.

    python bench/language.py              the tables, Vaqaye's rows alone where `make bench-peers` was not run
    python bench/language.py --write      the tables into docs/benchmarks.md, all rows from this one run
    python bench/language.py --report     Vaqaye's errors by class into eval/reports/language-*.txt

Half-spaces: F1 of those deleted (joined) or turned into spaces (spaced) and restored, wrong ones per 1,000 words of the
sentences as printed. Sentences: ten at a time joined with a space, F1 of exact spans. Tokens: F1 of exact spans in each
sentence; a token is what UD prints in one piece, clitics included. Words: the same with the clitics cut off. Lemmas,
UPOS, UAS, LAS: accuracy on the words of the treebank. A toolkit with tags of its own has each read as the UPOS that it
most often stands for in the development part. Names: exact span and type. Posts: `eval/sentences.jsonl`, Telegram posts
and articles marked up by hand, as offsets; a sentence is right if it has the right first and last letter or digit.
Speed: words a second of processor time, one process, one thread, on articles (half-spaces, sentences, tokens) or on the
treebank's sentences (lemmas, labels).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import halfspace
import labels
import peers
import tables
import treebank
from gold import shared_folder
from halfspace import ZWNJ
from scoring import Score, Span, letters, located
from treebank import Sentence
from vaqaye import dates
from vaqaye.language import parse, ud
from vaqaye.language.lemmas import lemmatizer
from vaqaye.language.model import Model
from vaqaye.model import Article
from vaqaye.text.halfspace import restore

ROOT = Path(__file__).parents[1]
POSTS = ROOT / "eval" / "sentences.jsonl"
REPORTS = ROOT / "eval" / "reports"
PAGE = ROOT / "docs" / "benchmarks.md"
PEERS = ROOT / ".venv-peers" / "bin" / "python"
TREEBANKS = ("Seraji", "PerDT")  # the first warms up what is timed on the second
AT_A_TIME = 10
_WARM, _NEWS, _LABELLED = 400, 800, 50  # articles: read before any is timed, timed, timed with the model
_LISTED = 60  # forms of one class of errors in a report

# A corpus to what was scored on it.
Scores = dict[str, dict[str, Score]]


@dataclass
class Corpora:
    """All that is measured on; `step` takes every so manieth sentence."""

    shared: Path
    step: int = 1
    trees: dict[str, list[Sentence]] = field(init=False)
    names: list[Sentence] = field(init=False)
    ezafe: list[Sentence] = field(init=False)
    times: list[tuple[str, set[Span]]] = field(init=False)

    def __post_init__(self) -> None:
        place, step = partial(treebank.place, self.shared), self.step
        self.trees = {name: treebank.treebank(place(name))[::step] for name in TREEBANKS}
        self.names = treebank.names(place("PEYMA"))[::step]
        self.ezafe = treebank.ezafe(place("Bijankhan"))[::step]
        self.times = treebank.times(place("parstdex"))[::step]

    def given(self) -> peers.Given:
        """The inputs of each job that is scored."""
        given: peers.Given = {job: {} for job in ("normalize", "sentences", "tokens", "lemmas", "labels")}
        for name, sentences in self.trees.items():
            texts = [re.sub(f"{ZWNJ}+", ZWNJ, s.text) for s in sentences]
            given["normalize"][name] = [*texts, *(t.replace(ZWNJ, by) for t in texts if ZWNJ in t for by in ("", " "))]
            given["sentences"][name] = [text for text, _ in paragraphs(sentences)]
            given["tokens"][name] = [s.text for s in sentences]
            given["lemmas"][name] = [s.words for s in sentences]
        given["times"] = {"parstdex": [text for text, _ in self.times]}
        given["labels"]["PerDT"] = given["lemmas"]["PerDT"]
        given["labels"]["PEYMA"] = [s.words for s in self.names]
        given["labels"]["Bijankhan"] = [s.words for s in self.ezafe]
        return given

    def timed(self) -> peers.Given:
        """Articles for the speed of what reads texts."""
        every = halfspace.articles(self.shared)
        news = every[:: max(1, len(every) // (_NEWS + _WARM))]
        inputs = {"warm": news[:_WARM], "news": news[_WARM:]}
        few = {"news": inputs["news"][:: _NEWS // _LABELLED]}
        return {**dict.fromkeys(("normalize", "sentences", "tokens"), inputs), **dict.fromkeys(("words", "times"), few)}


def paragraphs(sentences: Sequence[Sentence]) -> list[tuple[str, set[Span]]]:
    """Sentences joined, and where each lies."""
    found = []
    for first in range(0, len(sentences), AT_A_TIME):
        at, spans = 0, set()
        texts = [s.text for s in sentences[first : first + AT_A_TIME]]
        for text in texts:
            spans.add((at, at + len(text)))
            at += len(text) + 1
        found.append((" ".join(texts), spans))
    return found


# ── Vaqaye ──


def ours() -> dict[str, peers.Toolkit]:
    """Vaqaye in the shape of a peer, and its rules for lemmas without the model's tags."""
    model = Model()

    def label(sentences: list[list[list[str]]]) -> list[labels.Columns]:
        return [labels.columns(found) for found in model.read([peers.flat(s) for s in sentences])]

    def lemmas(sentences: list[list[list[str]]]) -> list[list[str]]:
        found = ud.read([peers.flat(s) for s in sentences], [_glued(s) for s in sentences])
        return [[reading.lemma for reading in sentence] for sentence in found]

    def untagged(sentence: list[list[str]]) -> list[str]:
        words = peers.flat(sentence)
        return lemmatizer().lemmas(words, _glued(sentence), [None] * len(words))

    return {
        "Vaqaye, no tags": {"lemmas": peers.each(untagged)},  # first: it remembers the words that it has seen
        "Vaqaye": {
            "normalize": peers.each(restore),
            "sentences": peers.each(lambda text: [s.text for s in ud.sentences(text)]),
            "tokens": peers.each(_tokens),
            "lemmas": lemmas,
            "labels": label,
            "times": peers.each(lambda text: [[day.start, day.end] for day in dates.find(parse(Article(text)))]),
            "words": peers.each(lambda text: len(ud.words(text))),
        },
    }


def _tokens(text: str) -> list[list[str]]:
    """The tokens of a sentence, each as its words."""
    return [[text[a:b] for a, b, _ in ud.pieces(text, start, end)] for start, end in ud.cut(text)]


def _glued(sentence: list[list[str]]) -> list[bool]:
    return [number > 0 for token in sentence for number in range(len(token))]


# ── scores ──


def judge(found: dict[str, Any], corpora: Corpora, said: dict[str, str] | None = None) -> Scores:
    """The scores of the outputs of one toolkit; `said` gives the UPOS that each of its tags stands for."""
    scores: Scores = defaultdict(dict)
    for name, sentences in corpora.trees.items():
        for job, judged in (
            ("normalize", _halfspaces),
            ("sentences", _sentences),
            ("tokens", _cut),
            ("lemmas", _lemmas),
        ):
            outputs = found.get(job, {})
            if not isinstance(outputs, str) and name in outputs:
                scores[name].update(judged(sentences, outputs[name]))
    if isinstance(found.get("times"), dict):
        scores["parstdex"].update(_times(corpora.times, found["times"]["parstdex"]))
    columns = found.get("labels", {})
    if isinstance(columns, str) or not columns:
        return scores
    pairs = [(s, {**c, "tag": [(said or {}).get(t, t) for t in c.get("tag", ())]})
             for s, c in zip(corpora.trees["PerDT"], columns["PerDT"], strict=True)]  # fmt: skip
    if pairs[0][1]["tag"]:
        scores["PerDT"] |= {"UPOS": labels.tags(pairs), "UPOS, coarse": labels.coarse_tags(pairs)}
    if "feats" in pairs[0][1]:
        scores["PerDT"]["FEATS"] = labels.features(pairs)
    if "head" in pairs[0][1]:
        scores["PerDT"]["UAS"], scores["PerDT"]["LAS"] = labels.trees(pairs)
    if "name" in columns["PEYMA"][0]:
        by_type = labels.names(list(zip(corpora.names, columns["PEYMA"], strict=True)))
        scores["PEYMA"]["names"] = labels.total(by_type.values())
    if "ezafe" in columns["Bijankhan"][0]:
        scores["Bijankhan"]["ezafe"] = labels.ezafe(list(zip(corpora.ezafe, columns["Bijankhan"], strict=True)))
    return scores


def _halfspaces(sentences: list[Sentence], outputs: list[str]) -> dict[str, Score]:
    texts = [re.sub(f"{ZWNJ}+", ZWNJ, s.text) for s in sentences]
    sources = [*texts, *(t.replace(ZWNJ, by) for t in texts if ZWNJ in t for by in ("", " "))]
    counted = halfspace.Score()
    counted.add(dict(zip(sources, outputs, strict=True)).__getitem__, texts)
    scores = {}
    for mode, counts in counted.counts.items():
        hit, false, missed = counts["hit"], counts["false"], counts["missed"]
        scores[f"half-spaces {mode}"] = score = Score(hit, hit + false, hit + missed)
        for word, number in counted.errors[mode].items():
            score.wrong[f"{mode}, {'false' if word[0] == '+' else 'missed'}", word[1:]] += number
    # Wrong ones among 1,000 words, as a score that rises: a floor holds it.
    untouched = counted.counts["untouched"]
    score = scores["half-spaces untouched"]
    score.hit, score.found, score.gold = untouched["words"] - untouched["false"], untouched["words"], untouched["words"]
    return scores


def _sentences(sentences: list[Sentence], outputs: list[list[str]]) -> dict[str, Score]:
    score = Score()
    for (text, gold), pieces in zip(paragraphs(sentences), outputs, strict=True):
        _spans(score, text, gold, pieces, "end ")
    return {"sentences": score}


def _cut(sentences: list[Sentence], outputs: list[list[Any]]) -> dict[str, Score]:
    """Tokens and words: a toolkit that gives no words of a token has the token as its word."""
    tokens, words = Score(), Score()
    for sentence, pieces in zip(sentences, outputs, strict=True):
        parted = [[piece] if isinstance(piece, str) else piece for piece in pieces]
        _spans(tokens, sentence.text, sentence.tokens, map("".join, parted))
        _spans(words, sentence.text, sentence.parts, peers.flat(parted))
    return {"tokens": tokens, "words": words}


def _spans(score: Score, text: str, gold: set[Span], pieces: Iterable[str], what: str = "") -> None:
    """Counts the spans of one text, in letters; an error by the last word of its span."""
    before = letters(text)
    there, found = {(before[a], before[b]) for a, b in gold}, located(text, pieces)
    score.sets(there, found)
    for kind, spans in (("missed", there - found), ("false", found - there)):
        for start, end in spans:
            form = text[bisect_right(before, start) - 1 : bisect_left(before, end)].split()
            score.wrong[what + kind, form[-1] if form else ""] += 1


def _lemmas(sentences: list[Sentence], outputs: list[list[str]]) -> dict[str, Score]:
    score = Score()
    for sentence, lemmas in zip(sentences, outputs, strict=True):
        rows = zip(sentence.forms, sentence.gold["lemma"], sentence.gold["tag"], lemmas, strict=True)
        for form, right, tag, lemma in rows:
            score.one(right == lemma, tag, f"{form}: {lemma} for {right}")
    return {"lemmas": score}


def _times(sentences: list[tuple[str, set[Span]]], outputs: list[list[list[int]]]) -> dict[str, Score]:
    """Expressions of time: exact spans, and the characters that are marked."""
    exact, marked = Score(), Score()
    for (_, gold), found in zip(sentences, outputs, strict=True):
        spans = {(start, end) for start, end in found}
        exact.sets(gold, spans)
        marked.sets(*({(at, at + 1) for start, end in some for at in range(start, end)} for some in (gold, spans)))
    return {"times": exact, "times, characters": marked}


def meanings(sentences: list[Sentence], outputs: list[labels.Columns]) -> dict[str, str]:
    """The UPOS that each tag of a toolkit most often stands for."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence, columns in zip(sentences, outputs, strict=True):
        for tag, upos in zip(columns.get("tag", ()), sentence.gold["tag"], strict=False):
            seen[tag][upos] += 1
    return {tag: counts.most_common(1)[0][0] for tag, counts in seen.items()}


def posts(shared: Path) -> Score:
    """Sentences of `eval/sentences.jsonl`, by Vaqaye."""
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
        found = {_core(text, s.start, s.end) for s in ud.sentences(text)}
        score.sets(gold, found)
        score.wrong.update(("end missed", text[a:b].split()[-1]) for a, b in gold - found)
        score.wrong.update(("end false", text[a:b].split()[-1]) for a, b in found - gold)
    return score


def _core(text: str, start: int, end: int) -> Span:
    letters = [i for i in range(start, end) if text[i].isalnum() and text[i - 1 : i + 2] != "[n]"]
    return (letters[0], letters[-1] + 1) if letters else (start, end)


def measured(shared: Path, step: int = 1) -> Scores:
    """Vaqaye's scores, on every so manieth sentence."""
    corpora = Corpora(shared, step)
    scores = judge(peers.run(ours()["Vaqaye"], corpora.given())["outputs"], corpora)
    return {**scores, "posts": {"sentences": posts(shared)}}


# ── tables, reports ──


def measure(shared: Path, python: Path) -> tables.Measured:
    """All toolkits on the same inputs, one after another."""
    corpora = Corpora(shared)
    given = corpora.given()
    for job, inputs in corpora.timed().items():
        given.setdefault(job, {}).update(inputs)
    found = {name: {"version": "", **peers.run(kit, given)} for name, kit in ours().items()}
    for name, result in found.items():
        if faults := [reason for reason in result["outputs"].values() if isinstance(reason, str)]:
            sys.exit(f"{name} fails, nothing is written: {'; '.join(faults)}")
    dev = treebank.treebank(treebank.place(shared, "PerDT dev"))
    given["labels"]["PerDT dev"] = [s.words for s in dev]
    found |= peers.ask(python, given) if python.exists() else {}
    numbers = {job: {title: _number(texts) for title, texts in inputs.items()} for job, inputs in given.items()}
    out = tables.Measured(posts(shared), numbers)
    for name, result in found.items():
        if isinstance(result, str):
            out.broken[name] = result
            continue
        outputs = result["outputs"]
        out.broken.update((f"{name}, {job}", reason) for job, reason in outputs.items() if isinstance(reason, str))
        columns = outputs.get("labels")
        said = meanings(dev, columns["PerDT dev"]) if isinstance(columns, dict) and "PerDT dev" in columns else None
        title = f"{name} {result['version']}".strip()
        out.scores[title], out.seconds[title] = judge(outputs, corpora, said), result["seconds"]
    return out


def _number(inputs: list[Any]) -> int:
    return sum(len(one.split()) if isinstance(one, str) else len(peers.flat(one)) for one in inputs)


def reports(scores: Scores) -> dict[str, str]:
    """The files of errors by class: counts and single word forms."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for corpus, found in scores.items():
        for kind, score in found.items():
            if kind in _FILES:
                kinds[_FILES[kind]] += [f"== {corpus}, {kind}: {_told(score)}", *_classes(score.wrong), ""]
    return {f"language-{name}.txt": "\n".join(lines) for name, lines in kinds.items()}


_FILES = {
    **{f"half-spaces {mode}": "half-spaces" for mode in ("joined", "spaced", "untouched")},
    **{"sentences": "sentences", "tokens": "tokens", "words": "words", "lemmas": "lemmas", "UPOS": "upos"},
    **{"LAS": "relations", "names": "names", "ezafe": "ezafe"},
}


def _told(score: Score) -> str:
    return f"{100 * score.f1:.2f} (hit {score.hit:,}, found {score.found:,}, annotated {score.gold:,})"


def _classes(wrong: Counter[tuple[str, str]]) -> Iterable[str]:
    """A line for each class, the commonest first: number, class, forms with their numbers."""
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    for (kind, form), number in wrong.items():
        classes[kind][form] += number
    for kind, forms in sorted(classes.items(), key=lambda item: (-item[1].total(), item[0])):
        ranked = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
        listed = [form if number == 1 else f"{form} {number}" for form, number in ranked[:_LISTED]]
        more = f" … and {len(ranked) - _LISTED} forms more" if len(ranked) > _LISTED else ""
        yield f"{forms.total()}\t{kind}\t{' | '.join(listed)}{more}"


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="the tables into docs/benchmarks.md")
    parser.add_argument("--report", action="store_true", help="the errors by class into eval/reports")
    parser.add_argument("--shared")
    parser.add_argument("--peers", type=Path, default=PEERS, help="the Python that has the peers")
    args = parser.parse_args()
    os.environ.update(peers.ONE_THREAD)
    shared = shared_folder(args.shared)
    if args.report:
        REPORTS.mkdir(exist_ok=True)
        for name, text in reports(measured(shared)).items():
            (REPORTS / name).write_text(text, encoding="utf-8")
        return
    if args.write and not args.peers.exists():
        sys.exit(f"no peers at {args.peers}: run `make bench-peers`, so that all rows come from one run")
    text = tables.block(measure(shared, args.peers))
    if args.write:
        tables.write(PAGE, text)
    print(text)


if __name__ == "__main__":
    main()
