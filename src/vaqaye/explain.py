"""Why the reader says what it says: every sentence with what was seen in it and which rule made the entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from vaqaye import actors, dates, events, language, statements
from vaqaye.actors import Cast, Seen
from vaqaye.actors import roles as parts
from vaqaye.actors.roles import Roles
from vaqaye.events import Act
from vaqaye.events.codebook import Codebook
from vaqaye.events.nearest import nearest
from vaqaye.language import Clause, Document, Sentence
from vaqaye.model import Day, Reading, Span
from vaqaye.resources import using
from vaqaye.statements import Said

if TYPE_CHECKING:
    from vaqaye.reader import Reader

_NEAR = 12  # words before a participant in which its preposition is looked for


def explain(reading: Reading, reader: Reader | None = None) -> str:
    """A plain text report on one article, sentence by sentence; `reader` is the one that has read it, if not the usual one."""
    from vaqaye.reader import Reader

    reader = reader or Reader()
    with using(reader.lexicon):
        lines = list(_report(reading, reader))
    if reading.article.reader != reader.info:
        lines.insert(0, "made by another reader, codebook or lexicon: what follows is how this one reads it")
    return "\n".join(lines)


def tried(reading: Reading, reader: Reader) -> str:
    """Of each sentence its clauses, the patterns that fired, and those that came closest with what they lack."""
    with using(reader.lexicon):
        return "\n".join(_report(reading, reader, patterns_only=True))


def _report(reading: Reading, reader: Reader, *, patterns_only: bool = False) -> Iterator[str]:
    book = reader.book
    article = reading.article
    document = language.parse(article)
    cast = actors.find(document)
    roles = parts.of(cast)
    traced = dates.trace(document)
    days = tuple(day for day, _ in traced)
    said = statements.find(document, roles, days)
    acts = events.find(document, cast, roles, days, said, book, reader.model and not patterns_only)
    for sentence in document.sentences:
        yield f"[{sentence.index + 1}] {sentence.text(document.view)}"
        if sentence.copy_of is not None:
            yield f"    repeats sentence {sentence.copy_of + 1}: adds evidence, no entries"
            continue
        here = [act for act in acts if act.sentence is sentence]
        lines = [_clauses(sentence)]
        if not patterns_only:
            lines.append(_mentions(cast, sentence))
            lines.append(_days(document, sentence, traced))
            lines.extend(_said(document, cast, s) for s in said if s.sentences[0] == sentence.index)
        lines.extend(_act(document, cast, act) for act in here)
        if not patterns_only:
            lines.append(_sizes(document, sentence, reading))
            lines.append(_others(document, sentence, reading))
        if patterns_only or not here:
            lines.append(_nearest(sentence, roles[sentence.index], book, here))
        yield from (f"    {line}" for part in lines for line in part)


def _days(document: Document, sentence: Sentence, traced: Iterable[tuple[Day, str]]) -> Iterator[str]:
    for day, rule in traced:
        if document.sentence_at(document.view.at(day.start)) is sentence:
            words = document.article.text[day.start : day.end]
            why = f", {day.reason}" if day.reason else ""
            yield f"date       «{words}» = {day.value} ({day.precision}, counted from {day.anchor}{why}; rule {rule})"


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
    setting = (
        ("date", said.day and f"{said.day.value} («{document.article.text[said.day.start : said.day.end]}»)"),
        ("venue", said.venue and f"«{said.venue}»"),
        ("to", ", ".join(str(cast.members[a].name.fa) for a in said.addressees)),
    )
    told = "; ".join(f"{name}: {value}" for name, value in setting if value)
    if told:
        yield f"           {told}"


def _act(document: Document, cast: Cast, act: Act) -> Iterator[str]:
    pattern = act.hit.matcher.pattern
    tokens = act.sentence.tokens
    words = document.view.text[tokens[act.hit.first].start : tokens[act.hit.last].end]
    how = "verb" if act.hit.predicate else "noun"
    passive = ", passive" if act.hit.matcher.passive else ""
    yield f"event      {pattern.event}{'-' + act.mode if act.mode else ''} by {pattern.id} on «{words}» ({how}{passive})"
    yield f"           status {act.status}: {act.why}"
    for name, side in (("actor", act.hit.actor), ("recipient", act.hit.recipient)):
        for seen in side:
            yield f"           {name}: {seen.actor} ({cast.members[seen.actor].name.fa}; {_where(act, seen)})"
    yield f"           date: {_when(document, act)}"
    if act.place is not None:
        yield f"           place: «{' '.join(t.text for t in tokens[act.place.first : act.place.last + 1])}»"
    if act.said is not None:
        yield f"           told by {cast.members[act.said.speaker].name.fa}"


def _sizes(document: Document, sentence: Sentence, reading: Reading) -> Iterator[str]:
    """The counts of people that make the size of an act."""
    for event in reading.events:
        if event.size is not None and document.sentence_at(document.view.at(event.trigger.start)) is sentence:
            told = ((name, getattr(event.size, name)) for name in ("killed", "injured", "arrested", "present"))
            counts = ", ".join(f"{name} {value:,}" for name, value in told if value is not None)
            yield f"size       of «{reading.quote(event.trigger)}»: {counts}"


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


def _where(act: Act, seen: Seen) -> str:
    """Which slot of the pattern a participant stands in, or why it is one without."""
    for argument, found in act.hit.slots:
        if any(s.actor == seen.actor for s in found):
            if argument.object:
                return "the object"
            if argument.prepositions:
                near = act.sentence.tokens[max(0, seen.first - _NEAR) : seen.first]
                words = {" ".join(p) for p in argument.prepositions}
                there = [w for w in words if w in " ".join(t.key for t in near)]
                return f"behind «{max(there or words, key=len)}»"
            if argument.genitive or act.hit.predicate is None:
                return f"of «{act.sentence.tokens[act.hit.first].text}»"
            return "the subject"
    if seen.how == "dropped" and seen.reason:
        return seen.reason
    if act.hit.matcher.pattern.id == "model":
        return "as the model reads it"
    if all(s.actor != seen.actor for side in act.found for s in side):
        return "no slot of the pattern: where it stands makes it likely"
    return "the subject of its clause"


def _when(document: Document, act: Act) -> str:
    if act.day is None:
        return "none: no day in its clause, nor just one in its sentence that is not that of saying so"
    inside = document.view.at(act.day.start)
    tokens = act.sentence.tokens
    near = any(tokens[i].start <= inside < tokens[i].end for i in act.hit.clause.tokens)
    words = document.article.text[act.day.start : act.day.end]
    at = document.sentence_at(inside)
    if at is not act.sentence:
        again = at is not None and at.index in act.sentences
        why = "where the same act is told again" if again else "the day on which its actor speaks"
        return f"{act.day.value} («{words}», {why})"
    return f"{act.day.value} («{words}», {'in its clause' if near else 'the only one of its sentence'})"


def _nearest(sentence: Sentence, roles: Roles, book: Codebook, acts: list[Act]) -> Iterator[str]:
    """Patterns whose telling word stands in the sentence, and what kept them from firing."""
    fired = frozenset(act.hit.matcher.pattern.id for act in acts)
    near = nearest(sentence, roles, book, fired)
    for found in near:
        why = "; ".join(found.missing) or "its words belong to another pattern, or another word takes its verb"
        yield f"{'closest' if acts else 'no event':<11}{found.pattern.id} by «{found.words}»: {why}"
    if not near and not acts:
        yield "no event   no pattern is found by any of its words"


__all__ = ["explain", "tried"]
