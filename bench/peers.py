"""Runs toolkits on what bench/language.py gives them, and times them; the peers run in an environment of their own.

Standard input: JSON, a job to named lists of inputs. Standard output: JSON, a toolkit to its version, its outputs and
its seconds of processor time, or to the reason why it does not run. Needs the standard library alone.

A sentence of words is a list of tokens, each the list of its words: [["پدر", "م"], ["رفت"]].

job          an input                an output
normalize    a text                  the text
sentences    a text                  its sentences
tokens       a sentence              its tokens
lemmas       a sentence of words     a lemma for each word
labels       a sentence of words     a list for each column that the toolkit has: tag, head (1-based), relation, ezafe, name
times        a text                  the offsets of its expressions of time: [start, end]
words        a text                  all that is said of its words
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

Batch = Callable[[list[Any]], list[Any]]
Toolkit = dict[str, Batch]
Given = dict[str, dict[str, list[Any]]]
# Set for every toolkit alike: one process, one thread, sets in one order (shekar's lemmas hang on it).
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
ONE_THREAD["PYTHONHASHSEED"] = "0"


def each(job: Callable[[Any], Any]) -> Batch:
    """A job of one input as a job of many."""
    return lambda inputs: [job(one) for one in inputs]


def flat(sentence: list[list[str]]) -> list[str]:
    """The words of a sentence."""
    return [word for token in sentence for word in token]


def by_word(lemmatize: Callable[[str], str]) -> Batch:
    """Lemmas by a function that sees single words."""
    return each(lambda sentence: [lemmatize(word) or word for word in flat(sentence)])


def run(toolkit: Toolkit, given: Given) -> dict[str, Any]:
    """What one toolkit makes of the inputs of the jobs that it has; a job that fails gives its reason."""
    outputs: dict[str, Any] = {}
    seconds: dict[str, dict[str, float]] = {}
    for job, batch in toolkit.items():
        outputs[job], seconds[job] = {}, {}
        try:
            for title, inputs in given.get(job, {}).items():
                start = time.process_time()
                outputs[job][title] = batch(inputs)
                seconds[job][title] = time.process_time() - start
        except Exception as error:  # a peer's fault is told, and the rest still runs
            outputs[job] = f"{job}: {type(error).__name__}: {error}"
    return {"outputs": outputs, "seconds": seconds}


# ── the peers ──


def _hazm() -> Toolkit:
    hazm = import_module("hazm")
    lemmatize = hazm.Lemmatizer().lemmatize
    return {
        "normalize": each(hazm.Normalizer().normalize),
        "sentences": each(hazm.SentenceTokenizer().tokenize),
        "tokens": each(hazm.WordTokenizer(join_verb_parts=False).tokenize),
        "lemmas": by_word(lambda word: str(lemmatize(word)).split("#")[0]),
    }


def _parsivar() -> Toolkit:
    parsivar = import_module("parsivar")
    cut, stem = parsivar.Tokenizer(), parsivar.FindStems().convert_to_stem
    normalize = parsivar.Normalizer().normalize
    kit = {
        "normalize": each(normalize),
        "sentences": each(cut.tokenize_sentences),
        "tokens": each(lambda text: cut.tokenize_words(normalize(text))),  # it divides at spaces alone
        "lemmas": by_word(lambda word: str(stem(word)).split("&")[0]),
    }
    tag = parsivar.POSTagger(tagging_model="wapiti").parse
    return kit | {"labels": each(lambda sentence: {"tag": [label for _, label in tag(flat(sentence))]})}


def _rishe() -> Toolkit:
    rishe = import_module("rishe")
    lemmatize = rishe.Lemmatizer().lemmatize
    pipeline = rishe.Pipeline(unify_digits=False, strip_diacritics=False, fix_zwnj=False)

    def bound(sentence: list[list[str]]) -> dict[str, list[bool]]:
        words = flat(sentence)
        done = pipeline(" ".join(words))
        ends = {at for at, marked in zip(_ends(done.tokens), done.ezafe_markers, strict=True) if marked}
        return {"ezafe": [at in ends for at in _ends(words)]}

    return {
        "normalize": each(rishe.Normalizer().normalize),
        "sentences": each(rishe.sent_tokenize),
        "tokens": each(rishe.WordTokenizer(join_verb_parts=False).tokenize),
        "lemmas": by_word(lambda word: str(lemmatize(word)).split("#")[0]),
        "labels": each(bound),
    }


def _ends(pieces: Iterable[str]) -> list[int]:
    """Where each piece of a text ends, in letters."""
    ends, at = [], 0
    for piece in pieces:
        at += len("".join(piece.split()))
        ends.append(at)
    return ends


def _shekar() -> Toolkit:
    shekar = import_module("shekar")
    sentences, tokens, lemmatize = shekar.SentenceTokenizer(), shekar.WordTokenizer(), shekar.Lemmatizer()
    return {
        "normalize": each(shekar.Normalizer()),
        "sentences": each(lambda text: list(sentences(text))),
        "tokens": each(lambda text: list(tokens(text))),
        "lemmas": by_word(lambda word: str(lemmatize(word)).split("/")[0]),
    }


def _simplemma() -> Toolkit:
    lemmatize = import_module("simplemma").lemmatize
    return {"lemmas": by_word(lambda word: str(lemmatize(word, lang="fa")))}


def _phonemizer() -> Toolkit:
    """The spaCy model in persian-phonemizer, trained on the trees of PerDT's training part."""
    spacy, doc = import_module("spacy"), import_module("spacy.tokens").Doc
    folder = _folder("persian_phonemizer") / "data"
    nlp = spacy.util.get_lang_class("fa").from_config(pickle.loads((folder / "cfg").read_bytes()))
    nlp.from_bytes(pickle.loads((folder / "nlp_data").read_bytes()))

    def label(sentences: list[list[list[str]]]) -> list[dict[str, list[Any]]]:
        docs = nlp.pipe((doc(nlp.vocab, words=flat(sentence)) for sentence in sentences), batch_size=1)
        return [
            {
                "tag": [token.tag_ for token in found],
                "head": [0 if token.head.i == token.i else token.head.i + 1 for token in found],
                "relation": ["root" if token.dep_ == "ROOT" else token.dep_ for token in found],
            }
            for found in docs
        ]

    return {"labels": label}


def _gruut() -> Toolkit:
    """The tagger in gruut-lang-fa, which is hazm's former one; «Ne» is a noun with ezafe."""
    model = import_module("wapiti").Model(model=str(_folder("gruut_lang_fa") / "pos" / "postagger.model"))

    def label(sentence: list[list[str]]) -> dict[str, list[Any]]:
        tags = model.label_sequence("\n".join(flat(sentence))).decode().split()
        return {"tag": [tag.removesuffix("e") for tag in tags], "ezafe": [tag.endswith("e") for tag in tags]}

    return {"labels": each(label)}


def _parstdex() -> Toolkit:
    """Its extra output in BIO alone needs pytextspan, which has no build for recent Pythons."""
    sys.modules.setdefault("textspan", ModuleType("textspan"))
    find = import_module("parstdex").Parstdex().extract_span
    return {"times": each(lambda text: [list(span) for span in find(text)["datetime"]])}


def _folder(package: str) -> Path:
    """Where a package lies: importing some asks for others that only their own programs need."""
    return next(path for path in (Path(entry) / package for entry in sys.path) if path.is_dir())


# The name of the distribution to what makes its jobs.
TOOLKITS: dict[str, Callable[[], Toolkit]] = {
    "hazm": _hazm,
    "parsivar": _parsivar,
    "rishe": _rishe,
    "shekar": _shekar,
    "simplemma": _simplemma,
    "persian-phonemizer": _phonemizer,
    "gruut-lang-fa": _gruut,
    "parstdex": _parstdex,
}


def ask(python: Path, given: Given) -> dict[str, Any]:
    """The results of the peers that are installed beside another Python, or why each does not run."""
    command = [str(python), __file__]
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD
    )
    if done.returncode:
        sys.exit(f"{python} {__file__} failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Prints the results of every toolkit."""
    out = os.dup(1)
    os.dup2(2, 1)  # some print while they load, a library in C among them
    given = json.load(sys.stdin)
    found: dict[str, Any] = {}
    for name, make in TOOLKITS.items():
        try:
            found[name] = {"version": version(name), **run(make(), given)}
        except Exception as error:  # a peer that is missing or breaks is told, and the others still run
            found[name] = f"{type(error).__name__}: {error}"
    with os.fdopen(out, "w", encoding="utf-8") as file:
        json.dump(found, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
