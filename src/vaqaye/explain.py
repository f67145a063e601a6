"""Why the reader says what it says: every sentence with what was seen in it and which rule made the entry."""

from __future__ import annotations

from collections.abc import Iterator

from vaqaye import actors, dates, events, language, statements
from vaqaye.actors import Cast
from vaqaye.actors import roles as parts
from vaqaye.events import Act, codebook
from vaqaye.language import Clause, Document, Sentence
from vaqaye.model import Reading, Span
from vaqaye.statements import Said


def explain(reading: Reading) -> str:
    """A plain text report on one article, sentence by sentence; `reading` is what the reader made of it."""
    article = reading.article
    document = language.parse(article)
    cast = actors.find(document)
    roles = parts.of(cast)
    traced = dates.trace(document)
    days = tuple(day for day, _ in traced)
    said = statements.find(document, roles)
    acts = events.find(document, cast, roles, days, said)
    lines: list[str] = []
    for sentence in document.sentences:
        lines.append(f"[{sentence.index + 1}] {sentence.text(document.view)}")
        if sentence.copy_of is not None:
            lines.append(f"    repeats sentence {sentence.copy_of + 1}: adds evidence, no entries")
            continue
        lines.extend(f"    {line}" for line in _clauses(sentence))
        lines.extend(f"    {line}" for line in _mentions(cast, sentence))
        for day, rule in traced:
            if document.sentence_at(document.view.at(day.start)) is sentence:
                words = article.text[day.start : day.end]
                why = f", {day.reason}" if day.reason else ""
                lines.append(
                    f"    date       «{words}» = {day.value} ({day.precision}, counted from {day.anchor}{why}; rule {rule})"
                )
        lines.extend(
            f"    {line}" for s in said if s.sentences[0] == sentence.index for line in _said(document, cast, s)
        )
        lines.extend(f"    {line}" for a in acts if a.sentence is sentence for line in _act(document, cast, a))
        lines.extend(f"    {line}" for line in _others(document, sentence, reading))
        if not any(a.sentence is sentence for a in acts):
            lines.extend(f"    {line}" for line in _nearest(sentence))
    return "\n".join(lines)


def _clauses(sentence: Sentence) -> Iterator[str]:
    for clause in sentence.clauses:
        if clause.predicate is not None:
            yield f"clause     {_words(sentence, clause)} | {_verb(clause)}"


def _words(sentence: Sentence, clause: Clause) -> str:
    words = [sentence.tokens[i].text for i in clause.tokens]
    return " ".join(words if len(words) <= 10 else [*words[:5], "…", *words[-4:]])


def _verb(clause: Clause) -> str:
    verb = clause.predicate
    assert verb is not None
    marks = [verb.lemma, verb.tense, verb.aspect, verb.mood, verb.voice]
    if verb.negative:
        marks.append("negative")
    if verb.modal:
        marks.append(f"hangs on: {verb.modal}")
    return " ".join(marks)


def _mentions(cast: Cast, sentence: Sentence) -> Iterator[str]:
    for seen in cast.sentences[sentence.index]:
        member = cast.members[seen.actor]
        words = " ".join(t.text for t in sentence.tokens[seen.first : seen.last + 1])
        why = f"; {seen.reason}" if seen.reason else ""
        kind = "place" if seen.place else "actor"
        yield f"{kind}      «{words}» = {seen.actor} ({member.name.fa}, {member.country}, {member.sector}; {seen.how}{why})"


def _said(document: Document, cast: Cast, said: Said) -> Iterator[str]:
    cue = said.cue.lemma if said.cue else "goes on from the sentence before"
    yield f"statement  {cast.members[said.speaker].name.fa}, {said.kind}, cue: {cue}"
    yield f"           «{document.view.text[said.start : said.end]}»"


def _act(document: Document, cast: Cast, act: Act) -> Iterator[str]:
    pattern = act.hit.matcher.pattern
    tokens = act.sentence.tokens
    words = document.view.text[tokens[act.hit.first].start : tokens[act.hit.last].end]
    how = "verb" if act.hit.predicate else "noun"
    passive = ", passive" if act.hit.matcher.passive else ""
    yield f"event      {pattern.event}{'-' + pattern.mode if pattern.mode else ''} by {pattern.id} on «{words}» ({how}{passive})"
    yield f"           status {act.status}: {act.why}"
    for name, side in (("actor", act.hit.actor), ("recipient", act.hit.recipient)):
        for seen in side:
            yield f"           {name}: {seen.actor} ({cast.members[seen.actor].name.fa})"
    if act.said is not None:
        yield f"           told by {cast.members[act.said.speaker].name.fa}"


def _others(document: Document, sentence: Sentence, reading: Reading) -> Iterator[str]:
    """The agreements and figures that are told here first."""

    def first_here(evidence: tuple[Span, ...]) -> bool:
        return document.sentence_at(document.view.at(evidence[0].start)) is sentence

    for deal in reading.agreements:
        if first_here(deal.evidence):
            yield f"agreement  «{deal.name}» of {' '.join(deal.parties)}, {deal.status}"
    for figure in reading.figures:
        if first_here(figure.evidence):
            yield f"figure     {figure.value:,} {figure.unit} of «{figure.metric.fa}», change {figure.change}"


def _nearest(sentence: Sentence) -> Iterator[str]:
    """Patterns whose telling word stands in the sentence, and that did not fire."""
    book = codebook.load()
    near: dict[str, str] = {}
    for token in sentence.tokens:
        for matcher in (m for rows in book.by_word.get(token.key, {}).values() for m in rows):
            near.setdefault(matcher.pattern.id, token.text)
    for id, word in list(near.items())[:3]:
        yield f"no event   closest: {id} has «{word}», but its verb or a participant it asks for is not there"


__all__ = ["explain"]
