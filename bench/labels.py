"""Scores what is said of words that are already cut: tags, features, trees, names, ezafe; for a model given by its folder too.

    python bench/labels.py [FOLDER] [--shared DIR]

UD Persian-PerDT test (UPOS, FEATS, UAS, LAS: all words, marks too, whole names of relations), PEYMA dev (F1 of names,
exact span and type), the held-out tenth of Bijankhan (F1 of ezafe), and words a second of processor time, one thread.
Without FOLDER the installed model is scored. `train/README.md` says how one is made.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import treebank
from gold import shared_folder
from scoring import Score
from treebank import Sentence
from vaqaye.language.model import Analysis, Model

Columns = dict[str, list[Any]]
Pairs = Sequence[tuple[Sentence, Columns]]


def columns(found: Analysis) -> Columns:
    """The columns of a sentence that the model has read, by their names here."""
    return {
        "tag": found.upos,
        "feats": found.feats,
        "head": found.heads,
        "relation": found.relations,
        "name": found.names,
        "ezafe": found.ezafe,
    }


def tags(pairs: Pairs) -> Score:
    """Accuracy of UPOS."""
    return _accuracy(pairs, "tag", str)


def features(pairs: Pairs) -> Score:
    """Accuracy of FEATS, all of a word's at once."""
    return _accuracy(pairs, "feats", str)


# Not every set of tags tells these apart.
_COARSE = {"PROPN": "NOUN", "AUX": "VERB", "SCONJ": "CCONJ", "PRON": "DET"}


def coarse_tags(pairs: Pairs) -> Score:
    """Accuracy of UPOS with PROPN as NOUN, AUX as VERB, SCONJ as CCONJ, PRON as DET."""
    return _accuracy(pairs, "tag", lambda tag: _COARSE.get(tag, tag))


def _accuracy(pairs: Pairs, column: str, fold: Callable[[str], str]) -> Score:
    score = Score()
    for sentence, found in pairs:
        for form, right, said in zip(sentence.forms, sentence.gold[column], found[column], strict=True):
            score.one(fold(right) == fold(said), f"{right} > {said}", form)
    return score


def trees(pairs: Pairs) -> tuple[Score, Score]:
    """UAS and LAS; of a word with the right relation and the wrong head the class is the relation alone."""
    heads, both = Score(), Score()
    for sentence, found in pairs:
        gold = zip(sentence.forms, sentence.gold["head"], sentence.gold["relation"], strict=True)
        for (form, head, relation), mine, said in zip(gold, found["head"], found["relation"], strict=True):
            heads.one(int(head) == mine, relation, form)
            wrong = f"{relation}, head" if said == relation else f"{relation} > {said}"
            both.one(int(head) == mine and said == relation, wrong, form)
    return heads, both


def ezafe(pairs: Pairs) -> Score:
    """F1 of the words bound to the next."""
    score = Score()
    for sentence, found in pairs:
        for form, right, said in zip(sentence.forms, sentence.gold["ezafe"], found["ezafe"], strict=True):
            score.hit += bool(right == "Yes" and said)
            score.found += bool(said)
            score.gold += right == "Yes"
            if (right == "Yes") != said:
                score.wrong["false" if said else "missed", form] += 1
    return score


def names(pairs: Pairs) -> dict[str, Score]:
    """F1 of names by type, exact spans; the class of an error tells a wrong type and a wrong extent from a miss."""
    scores: dict[str, Score] = defaultdict(Score)
    for sentence, found in pairs:
        there, said = spans(sentence.gold["name"]), spans(found["name"])
        for kind in {kind for *_, kind in there | said}:
            a, b = {s for s in there if s[2] == kind}, {s for s in said if s[2] == kind}
            score = scores[kind]
            score.hit, score.found, score.gold = score.hit + len(a & b), score.found + len(b), score.gold + len(a)
        for name in there - said:
            scores[name[2]].wrong[_missed(name, said), sentence.forms[name[0]]] += 1
        for name in said - there:
            if not any(_meet(name, other) for other in there):
                scores[name[2]].wrong[f"{name[2]} false", sentence.forms[name[0]]] += 1
    return dict(scores)


Name = tuple[int, int, str]


def _missed(name: Name, said: set[Name]) -> str:
    met = next((other for other in sorted(said) if _meet(name, other)), None)
    if not met:
        return f"{name[2]} missed"
    return f"{name[2]} extent" if met[2] == name[2] else f"{name[2]} > {met[2]}"


def _meet(one: Name, other: Name) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def spans(labels: list[str]) -> set[Name]:
    """Names as (first, end, type), as conlleval reads them."""
    found = set()
    start, kind = 0, ""
    for i, label in enumerate([*labels, "O"]):
        if kind and label != "I-" + kind:
            found.add((start, i, kind))
            kind = ""
        if label != "O" and not kind:
            start, kind = i, label[2:]
    return found


def total(scores: Iterable[Score]) -> Score:
    """Several scores as one."""
    out = Score(wrong=Counter())
    for score in scores:
        out.hit, out.found, out.gold = out.hit + score.hit, out.found + score.found, out.gold + score.gold
        out.wrong.update(score.wrong)
    return out


def main() -> None:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="reader.onnx and pieces.tsv")
    parser.add_argument("--shared")
    args = parser.parse_args()
    shared = shared_folder(args.shared)
    start = time.process_time()
    model = Model(args.folder)
    print(f"loads in {time.process_time() - start:.2f} s")

    def read(sentences: list[Sentence]) -> Pairs:
        found = model.read([sentence.forms for sentence in sentences])
        return list(zip(sentences, map(columns, found), strict=True))

    pairs = read(treebank.treebank(treebank.place(shared, "PerDT")))
    heads, both = trees(pairs)
    scores = {"UPOS": tags(pairs), "FEATS": features(pairs), "UAS": heads, "LAS": both}
    print("PerDT test:", " ".join(f"{name} {100 * score.f1:.2f}" for name, score in scores.items()))
    confused = Counter[str]()
    for (kind, _), number in both.wrong.items():
        confused[kind] += number
    print("  relations:", ", ".join(f"{kind} {number}" for kind, number in confused.most_common(12)))

    sentences = treebank.names(treebank.place(shared, "PEYMA"))
    by_type = names(read(sentences))
    for title, kinds in (("all", [*by_type]), ("PER ORG LOC", ["PER", "ORG", "LOC"])):
        print(f"PEYMA dev, {title}: {_told(total(by_type[kind] for kind in kinds))}")
    print("  by type:", " ".join(f"{kind} {100 * score.f1:.1f}" for kind, score in sorted(by_type.items())))
    score = ezafe(read(treebank.ezafe(treebank.place(shared, "Bijankhan"))))
    print(f"Bijankhan, held-out tenth, ezafe: {_told(score)}")

    start = time.process_time()
    read(sentences)
    seconds = time.process_time() - start
    print(f"{sum(len(s.forms) for s in sentences) / seconds:,.0f} words a second of processor time")


def _told(score: Score) -> str:
    return f"P {100 * score.precision:.2f} R {100 * score.recall:.2f} F1 {100 * score.f1:.2f}"


if __name__ == "__main__":
    main()
