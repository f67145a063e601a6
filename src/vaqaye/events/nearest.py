"""What kept a pattern from firing: for every pattern whose telling word stands in a sentence, what it still asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vaqaye.actors.roles import Roles
from vaqaye.events.codebook import SAME_VERB, THAT, Argument, Codebook, Matcher, Pattern, Run
from vaqaye.language import Clause, Predicate, Sentence, Token

_REACH = 9  # words between a noun and its preposition
_SHOWN = 3  # verbs that a message names
_FAR = 2  # a pattern that lacks more is named only where nothing is nearer


@dataclass(frozen=True, slots=True)
class Near:
    """A pattern that did not fire, the words that it was found by, and what is missing."""

    pattern: Pattern
    words: str
    missing: tuple[str, ...]


def nearest(sentence: Sentence, roles: Roles, book: Codebook, fired: frozenset[str], most: int = 3) -> list[Near]:
    """The patterns that lack least, without those of `fired`; one line a pattern."""
    found: dict[str, tuple[tuple[int, int], Near]] = {}
    for matcher, clause, at in _candidates(sentence, book):
        pattern = matcher.pattern
        if pattern.id in fired:
            continue
        missing = tuple(dict.fromkeys(_missing(sentence.tokens, roles, matcher, clause, at)))
        rank = len(missing), -matcher.weight
        if pattern.id not in found or rank < found[pattern.id][0]:
            found[pattern.id] = rank, Near(pattern, sentence.tokens[at].text, missing)
    ranked = [near for _, near in sorted(found.values(), key=lambda item: item[0])[:most]]
    return [near for near in ranked if len(near.missing) <= _FAR] or (ranked[:1] if not fired else [])


def _candidates(sentence: Sentence, book: Codebook) -> Iterator[tuple[Matcher, Clause, int]]:
    """Matchers with the clause and the word that they are found by."""
    for token in sentence.tokens:
        clause = sentence.clause_at(token.index)
        if clause is not None:
            for rows in book.by_word.get(token.key, {}).values():
                yield from ((matcher, clause, token.index) for matcher in rows)
    for clause in sentence.clauses:
        if clause.predicate is not None:
            for matcher in book.by_verb.get(clause.predicate.lemma, ()):
                yield matcher, clause, clause.predicate.first


def _missing(tokens: list[Token], roles: Roles, matcher: Matcher, clause: Clause, at: int) -> Iterator[str]:
    predicate = clause.predicate
    start = end = at
    if matcher.runs:
        run = matcher.runs[-1]
        start = at - matcher.anchor
        end = start + len(run)
        yield from (f"no «{_word(place)}» beside it" for place in _absent(tokens, run, start))
        for earlier in matcher.runs[:-1]:
            if not any(not list(_absent(tokens, earlier, i)) for i in clause.tokens if i < start):
                yield f"no «{' '.join(map(_word, earlier))}» before it"
        beside = [tokens[i].text for i in (start - 1, end) if 0 <= i < len(tokens)]
        keys = [tokens[i].key for i in (start - 1, end) if 0 <= i < len(tokens)]
        yield from (
            f"«{text}» beside it makes it another thing"
            for text, key in zip(beside, keys, strict=True)
            if key in matcher.pattern.unless
        )
    if matcher.lemmas:
        yield from _verb(matcher, predicate, at)
    somebody = False
    for argument in matcher.arguments:
        there, found = _behind(tokens, roles, matcher, argument, clause, end)
        somebody |= found
        if not argument.optional and argument.prepositions and not (there and (found or argument.role != "host")):
            name = " ".join(min(argument.prepositions))
            yield f"nobody known behind «{name}»" if there else f"no «{name}» with the {argument.role}"
    if not somebody and not matcher.pattern.bare:
        yield "nobody known takes part"


def _verb(matcher: Matcher, predicate: Predicate | None, at: int) -> Iterator[str]:
    if predicate is None or predicate.lemma not in matcher.lemmas:
        names = sorted(matcher.lemmas - {other for others in SAME_VERB.values() for other in others}) or sorted(
            matcher.lemmas
        )
        yield f"no form of {' or '.join(names[:_SHOWN])} in its clause"
        return
    if predicate.first < at:
        yield f"{predicate.lemma} stands before it"
    if matcher.negative and not predicate.negative:
        yield f"{predicate.lemma} is not negated"
    if matcher.future and not matcher.fits(predicate):
        yield f"{predicate.lemma} is not in the future"
    if not matcher.runs and (predicate.voice == "passive") != matcher.passive:
        yield f"{predicate.lemma} is {predicate.voice}"


def _behind(
    tokens: list[Token], roles: Roles, matcher: Matcher, argument: Argument, clause: Clause, end: int
) -> tuple[bool, bool]:
    """Whether the place of a participant is there, and whether somebody stands in it."""
    if THAT in argument.prepositions:
        return True, bool(roles.told(clause))
    if argument.prepositions and matcher.lemmas:
        limit = clause.predicate.first if clause.predicate else end
        there, found = roles.behind(clause, argument.prepositions, limit)
        return there, bool(found)
    if argument.prepositions:
        for index in range(end, min(end + _REACH, len(tokens))):
            for words in argument.prepositions:
                if tuple(t.key for t in tokens[index : index + len(words)]) == words:
                    return True, bool(roles.phrase(index + len(words), places=True))
        return False, False
    if argument.object:
        return True, bool(roles.objects(clause)[1])
    if matcher.lemmas and not argument.genitive:
        return True, bool(roles.subject(clause))
    return True, bool(roles.phrase(end, places=True)) if end < len(tokens) else False


def _absent(tokens: list[Token], run: Run, start: int) -> Iterator[frozenset[str]]:
    for offset, place in enumerate(run):
        at = start + offset
        if not 0 <= at < len(tokens) or tokens[at].key not in place:
            yield place


def _word(place: frozenset[str]) -> str:
    """The plain form of a word that may be inflected: the shortest."""
    return min(place, key=lambda key: (len(key), key))


__all__ = ["Near", "nearest"]
