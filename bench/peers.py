"""Runs the toolkits of bench/peers.txt on what bench/language.py gives them; it runs in their own environment.

Standard input: JSON with `paragraphs` and `sentences`, lists of texts, and `words`, a list of single words. Standard
output: JSON, a toolkit to what it makes of each (null for what it has not), or to the reason why it does not run.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from typing import Any

Job = Callable[[str], Any]
# Of each toolkit: sentences of a text, tokens of a sentence, lemma of a word.
Toolkit = tuple[Job | None, Job | None, Job | None]


def _hazm() -> Toolkit:
    hazm = import_module("hazm")
    lemmatize = hazm.Lemmatizer().lemmatize
    cut = hazm.WordTokenizer(join_verb_parts=False).tokenize
    return hazm.SentenceTokenizer().tokenize, cut, lambda word: lemmatize(word).split("#")[0] or word


def _parsivar() -> Toolkit:
    parsivar = import_module("parsivar")
    tokenizer, stem = parsivar.Tokenizer(), parsivar.FindStems().convert_to_stem
    return tokenizer.tokenize_sentences, tokenizer.tokenize_words, lambda word: stem(word).split("&")[0] or word


def _rishe() -> Toolkit:
    rishe = import_module("rishe")
    lemmatize = rishe.Lemmatizer().lemmatize
    return rishe.sent_tokenize, rishe.word_tokenize, lambda word: str(lemmatize(word)).split("#")[0] or word


def _shekar() -> Toolkit:
    shekar = import_module("shekar")
    sentences, words, lemmatize = shekar.SentenceTokenizer(), shekar.WordTokenizer(), shekar.Lemmatizer()
    return (
        lambda text: list(sentences(text)),
        lambda text: list(words(text)),
        lambda word: lemmatize(word).split("/")[0],
    )


def _simplemma() -> Toolkit:
    simplemma = import_module("simplemma")
    return None, None, lambda word: simplemma.lemmatize(word, lang="fa")


TOOLKITS: dict[str, Callable[[], Toolkit]] = {
    "hazm": _hazm,
    "parsivar": _parsivar,
    "rishe": _rishe,
    "shekar": _shekar,
    "simplemma": _simplemma,
}


def run(make: Callable[[], Toolkit], jobs: dict[str, list[str]]) -> dict[str, Any]:
    """What one toolkit makes of all inputs."""
    return {
        name: job and [job(text) for text in texts] for (name, texts), job in zip(jobs.items(), make(), strict=True)
    }


def main() -> None:
    """Prints the results of every toolkit that is installed."""
    given = json.load(sys.stdin)
    jobs = {name: given[name] for name in ("paragraphs", "sentences", "words")}
    found: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()):  # some print while they load
        for name, make in TOOLKITS.items():
            try:
                found[name] = run(make, jobs)
            except Exception as error:  # a peer that breaks is reported, and the others still run
                found[name] = f"{type(error).__name__}: {error}"
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
