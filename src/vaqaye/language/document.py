"""What the language room knows of an article: sentences, words, predicates, clauses.

All offsets here are offsets into the *view* (`document.view.text`); `document.span()` leads back to the article.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from vaqaye.model import Article, Span
from vaqaye.text import View

Tense = Literal["past", "present", "future"]
Mood = Literal["indicative", "subjunctive", "imperative"]
Aspect = Literal["simple", "imperfective", "perfect", "pluperfect"]
Voice = Literal["active", "passive"]
Form = Literal["finite", "participle", "infinitive", "stem"]


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One reading of a single word as a form of a simple verb. `lemma` is the infinitive («کردن»)."""

    lemma: str
    form: Form
    tense: Tense
    aspect: Aspect
    mood: Mood
    negative: bool
    person: int
    plural: bool


@dataclass(slots=True)
class Token:
    """A word, number or mark. `index` counts within its sentence; `key` is the spelling-free form (`text.key_of`)."""

    index: int
    start: int
    end: int
    text: str
    key: str
    verb: VerbForm | None = None

    @property
    def is_word(self) -> bool:
        """A word or number, not a mark."""
        return self.text[0].isalnum()


@dataclass(slots=True)
class Predicate:
    """A verb group («خواهد کرد», «بازداشت شده است»): tokens `first..last` inclusive, read as one finite verb.

    `lemma` is the infinitive of the main verb («شدن» in «بازداشت شده است»: the noun or adjective before a light verb
    is found by those who match it). `modal` is what the verb hangs on, a kind of `lexicon/modals.tsv` («باید»: due, «قرار
    است»: planned, «قصد ندارد»: not planned), or None.
    """

    first: int
    last: int
    lemma: str
    tense: Tense
    aspect: Aspect
    mood: Mood
    voice: Voice
    negative: bool
    person: int
    plural: bool
    modal: str | None = None


@dataclass(slots=True)
class Clause:
    """A predicate and the words that belong to it, as token indices in order (a clause may be interrupted by another).

    `marker` is the word that opens it («که», «اگر», «تا», «زیرا»), `parent` the index of the clause that it hangs on.
    A clause without `predicate` is a headline, a list item, or what is left over.
    """

    index: int
    tokens: list[int]
    predicate: Predicate | None
    marker: str | None = None
    parent: int | None = None


@dataclass(slots=True)
class Sentence:
    """`start`/`end` into the view; `line` is the number of the paragraph (line) of the article that it lies in."""

    index: int
    line: int
    start: int
    end: int
    tokens: list[Token]
    clauses: list[Clause] = field(default_factory=list)
    copy_of: int | None = None  # the index of the fuller sentence that this one repeats (a pull quote)
    _owners: dict[int, Clause] | None = None

    def text(self, view: View) -> str:
        """The words of the sentence in the view."""
        return view.text[self.start : self.end]

    def clause_at(self, token: int) -> Clause | None:
        """The clause that a token index belongs to."""
        if self._owners is None:
            self._owners = {index: clause for clause in self.clauses for index in clause.tokens}
        return self._owners.get(token)


@dataclass(slots=True)
class Document:
    """An article on its way through the rooms."""

    article: Article
    view: View
    sentences: list[Sentence]

    def span(self, start: int, end: int) -> Span:
        """View offsets to a span of the article."""
        return Span(*self.view.span(start, end))

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that a view offset lies in."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.sentences) and self.sentences[low].start <= offset:
            return self.sentences[low]
        return None
