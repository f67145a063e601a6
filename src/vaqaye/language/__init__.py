"""Sentences, words, predicates, clauses: the only room that knows how Persian is put together."""

from __future__ import annotations

from collections.abc import Iterator

from vaqaye.language import copies
from vaqaye.language.clauses import clauses
from vaqaye.language.document import Clause, Document, Predicate, Sentence, Token, VerbForm
from vaqaye.language.modals import mark
from vaqaye.language.predicates import predicates
from vaqaye.language.sentences import sentences
from vaqaye.language.words import words
from vaqaye.model import Article
from vaqaye.text import look

__all__ = ["Clause", "Document", "Predicate", "Sentence", "Token", "VerbForm", "parse"]


# Nobody writes such a sentence; a text without a full stop must not cost the square of its length.
LONGEST = 400


def _pieces(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens of a sentence, cut every LONGEST tokens."""
    if len(tokens) <= LONGEST:
        yield tokens
        return
    for at in range(0, len(tokens), LONGEST):
        piece = tokens[at : at + LONGEST]
        for index, token in enumerate(piece):
            token.index = index
        yield piece


def parse(article: Article) -> Document:
    """An article as sentences, words, predicates and clauses; time linear in the length of its text."""
    view = look(article.text)
    found: list[Sentence] = []
    for line, start, end in sentences(view.text):
        for tokens in _pieces(words(view.text, start, end)):
            sentence = Sentence(len(found), line, tokens[0].start, tokens[-1].end, tokens)
            sentence.clauses = clauses(tokens, predicates(tokens))
            mark(tokens, sentence.clauses)
            found.append(sentence)
    copies.mark(found)
    return Document(article, view, found)
