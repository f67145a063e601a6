"""Sentences, words, predicates, clauses: the only room that knows how Persian is put together."""

from vaqaye.language.document import Clause, Document, Predicate, Sentence, Token, VerbForm

__all__ = ["Clause", "Document", "Predicate", "Sentence", "Token", "VerbForm"]
