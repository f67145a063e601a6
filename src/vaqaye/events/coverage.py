"""Which predicates of real texts the codebook knows, and which nobody has decided on.

A predicate is a verb with what makes it a word: «تاکید کردن», «به توافق رسیدن», «مورد حمله قرار دادن». It is decided if a
pattern or a cue of speech can be found by it, if it only says whether something happens («آغاز شدن»), or if
`lexicon/no_act.tsv` says that it is no political act.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from vaqaye.actors.draft import is_boundary
from vaqaye.events.codebook import SAME_VERB, Codebook
from vaqaye.language import Predicate, Sentence, Token, parse, which
from vaqaye.language.inflect import inflected, spellings
from vaqaye.model import Article
from vaqaye.resources import table, table_of
from vaqaye.text import keys_of

Decision = Literal["pattern", "cue", "status", "no act", "undecided"]
DECISIONS: tuple[Decision, ...] = ("pattern", "cue", "status", "no act", "undecided")
Words = tuple[str, ...]
Decided = Mapping[tuple[Words, str], Decision]

_COMBINING = keys_of("combining")
_SET = keys_of("set_into")  # «قرار دادن», «مورد حمله قرار گرفت»
_BEFORE = keys_of("combining_prep")
_PASSED = keys_of("passed_over")
_BACK = 2  # words between a noun and its verb: «حمله گسترده هوایی کرد»
# A word is the noun of a verb that stands before one so many times, and for so large a part of the times without one.
_FEWEST, _OFTEN = 5, 0.1
_SAME = {other: lemma for lemma, others in SAME_VERB.items() for other in others}


@dataclass(frozen=True, slots=True)
class Gap:
    """A predicate, or a noun that tells an act (`noun`), with its number of occurrences."""

    words: str
    count: int
    noun: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How many occurrences of predicates are decided in one way."""

    decision: Decision
    count: int


@dataclass(slots=True)
class Coverage:
    """What was counted. Feed it documents by `add`; memory grows with the number of different words only."""

    book: Codebook
    decided: Decided
    articles: int = 0
    predicates: Counter[tuple[Words, str]] = field(default_factory=Counter)
    shares: Counter[Decision] = field(default_factory=Counter)
    _words: Counter[str] = field(default_factory=Counter)
    _spelled: dict[str, str] = field(default_factory=dict)
    _open: Counter[tuple[Words, str]] = field(default_factory=Counter)

    def add(self, article: Article) -> None:
        """Counts the predicates and words of an article; one in another language counts for nothing."""
        if which.language(article.text) != "fa":
            return
        self.articles += 1
        for sentence in parse(article).sentences:
            for token in sentence.tokens:
                if token.is_word:
                    self._words[token.key] += 1
                    self._spelled.setdefault(token.key, token.text)
            for clause in sentence.clauses:
                if clause.predicate is not None:
                    self._predicate(sentence, clause.predicate)

    def _predicate(self, sentence: Sentence, predicate: Predicate) -> None:
        words, verb = name(sentence.tokens, predicate)
        decision = self._decide(sentence.tokens, predicate, words, verb)
        self.predicates[words, verb] += 1
        self.shares[decision] += 1
        if decision == "undecided":
            self._open[words, verb] += 1
        if words:
            self._words[words[-1]] -= 1

    def _decide(self, tokens: list[Token], predicate: Predicate, words: Words, verb: str) -> Decision:
        if _by_pattern(self.book, tokens, predicate, verb):
            return "pattern"
        found = decision(self.decided, words, verb)
        for at in range(predicate.first - 2, max(-1, predicate.first - 2 - _BACK), -1):
            if found != "undecided" or is_boundary(tokens[at]):
                break
            found = self.decided.get(((tokens[at].key,), verb), found)
        return found

    def table(self) -> list[Share]:
        """How many occurrences of predicates each list decides."""
        return [Share(decision, self.shares[decision]) for decision in DECISIONS]

    def gaps(self) -> list[Gap]:
        """The predicates that nobody has decided on, the most frequent first; «تلاشی کردن» counts as «تلاش کردن»."""
        counts = Counter[tuple[Words, str]]()
        for (words, verb), count in self._open.items():
            plain = (*words[:-1], words[-1].removesuffix("ی")) if words else words
            counts[plain if (plain, verb) in self._open else words, verb] += count
        return _sorted(
            Gap(" ".join((*map(self._spell, words), verb)), count) for (words, verb), count in counts.items()
        )

    def nouns(self) -> list[Gap]:
        """The nouns of verbs that also stand without them («سفر به مسکو»), and that no pattern is found by."""
        counts = Counter[str]()
        for (words, _), count in self.predicates.items():
            if len(words) == 1:
                counts[words[0]] += count
        settled = {words[-1] for words, _ in self.decided if words}
        return _sorted(
            Gap(self._spell(key), alone, True)
            for key, count in counts.items()
            if (alone := self._words[key]) > 0
            and count >= max(_FEWEST, _OFTEN * alone)
            and key not in settled
            and "" not in self.book.by_word.get(key, {})
        )

    def _spell(self, key: str) -> str:
        return self._spelled.get(key, key)


def _sorted(gaps: Iterable[Gap]) -> list[Gap]:
    return sorted(gaps, key=lambda gap: (-gap.count, gap.words))


def name(tokens: list[Token], predicate: Predicate) -> tuple[Words, str]:
    """The words before the verb that belong to it, as keys, and its infinitive."""
    verb = _SAME.get(predicate.lemma, predicate.lemma)
    last = predicate.first - 1
    while last >= 0 and tokens[last].key in _PASSED:  # «نقش بسیار مهمی در ایران داشت»
        last -= 1
    if verb not in _COMBINING or last < 0 or is_boundary(tokens[last]):
        return (), verb
    first = last
    if tokens[first].key in _SET and first > 0 and tokens[first - 1].is_word:
        first -= 1
    if first > 0 and tokens[first - 1].key in _BEFORE:
        first -= 1
    return tuple(t.key.replace(" ", "") for t in tokens[first : last + 1]), verb  # «سخت تر» may be one word


def _by_pattern(book: Codebook, tokens: list[Token], predicate: Predicate, verb: str) -> bool:
    if verb in book.by_verb:
        return True
    for at in range(predicate.first - 1, max(-1, predicate.first - 2 - _BACK), -1):
        rows = book.by_word.get(tokens[at].key, {})
        for lemma in (predicate.lemma, verb, ""):
            for matcher in rows.get(lemma, ()):
                run, start = matcher.runs[-1], at - matcher.anchor
                words = tokens[start : start + len(run)] if start >= 0 else []
                if len(words) == len(run) and all(t.key in place for t, place in zip(words, run, strict=True)):
                    return True
        if is_boundary(tokens[at]):
            break
    return False


def decision(decided: Decided, words: Words, verb: str) -> Decision:
    """What the lists say of a predicate: the whole, without its preposition, then the verb alone."""
    # «اعلام شد» is decided with «اعلام کردن»
    verbs = (verb, "کردن") if verb == "شدن" else (verb,)
    for part in (words, words[1:]) if len(words) > 1 else (words,):
        for lemma in verbs:
            if (part, lemma) in decided:
                return decided[part, lemma]
    return "undecided" if words and verb in keys_of("needs_noun") else decided.get(((), verb), "undecided")


def decided_by(file: Path | None = None) -> Decided:
    """Predicates that the tables of the lexicon decide, in every inflection of their noun.

    `file` is a table like `no_act.tsv` of somebody who has decided more.
    """
    rows: list[tuple[Decision, str, str]] = [
        *(
            ("no act", row["words"], row["verb"])
            for row in (*table("no_act"), *(table_of(file, "no_act") if file else ()))
        ),
        *(("status", row["word"], row["verb"]) for name in ("modals", "status") for row in table(name) if row["verb"]),
        *(("cue", row["words"], row["verb"]) for row in table("cues") if row["verb"]),
    ]
    return _decisions(rows)


def _decisions(rows: Iterable[tuple[Decision, str, str]]) -> dict[tuple[Words, str], Decision]:
    """(decision, words, infinitive) by the keys of the words; the last of several stays."""
    found: dict[tuple[Words, str], Decision] = {}
    for decision, words, verb in rows:
        lemma = _SAME.get(verb, verb)
        for keys in spellings(words) if words else [()]:
            for form in inflected(keys[-1]) if keys else ():
                found[(*keys[:-1], form), lemma] = decision
            if not keys:
                found[(), lemma] = decision
    return found


__all__ = ["DECISIONS", "Coverage", "Decided", "Decision", "Gap", "Share", "decided_by", "decision", "name"]
