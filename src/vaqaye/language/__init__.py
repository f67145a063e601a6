"""Sentences, words, predicates, clauses: the only room that knows how Persian is put together."""

from __future__ import annotations

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


def parse(article: Article) -> Document:
    """An article as sentences, words, predicates and clauses; time linear in the length of its text."""
    view = look(article.text)
    found: list[Sentence] = []
    for line, start, end in sentences(view.text):
        tokens = words(view.text, start, end)
        sentence = Sentence(len(found), line, start, end, tokens)
        sentence.clauses = clauses(tokens, predicates(tokens))
        mark(tokens, sentence.clauses)
        found.append(sentence)
    copies.mark(found)
    return Document(article, view, found)
