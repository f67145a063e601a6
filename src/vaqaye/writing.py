"""From what the rooms found to the record's own entries: offsets of the article, ids, evidence."""

from __future__ import annotations

from dataclasses import replace

from vaqaye.actors import Cast, Seen, places
from vaqaye.confidence import confidence
from vaqaye.events import Act, plover
from vaqaye.language import Document
from vaqaye.model import (
    Cue,
    Day,
    Event,
    EventDate,
    Name,
    Participant,
    Place,
    Reading,
    Span,
    Statement,
)
from vaqaye.statements import Said
from vaqaye.text import key_of


def write(document: Document, cast: Cast, days: tuple[Day, ...], said: list[Said], acts: list[Act]) -> Reading:
    """A Reading with actors, dates, statements and events; agreements and figures are added to it later."""
    writer = _Writer(document, cast)
    statements = tuple(writer.statement(f"s{n}", s) for n, s in enumerate(said, 1))
    ids = {id(s): statement.id for s, statement in zip(said, statements, strict=True)}
    events = tuple(writer.event(f"e{n}", act, ids) for n, act in enumerate(acts, 1))
    contexts = tuple(sorted({c for e in events for c in e.contexts}))
    article = replace(document.article, contexts=contexts)
    return Reading(article, cast.actors(writer.wanted), writer.days(days), statements, events)


class _Writer:
    def __init__(self, document: Document, cast: Cast) -> None:
        self.document, self.cast = document, cast
        self.wanted: set[str] = set()
        self.copies: dict[int, list[int]] = {}
        for sentence in document.sentences:
            if sentence.copy_of is not None:
                self.copies.setdefault(self._root(sentence.copy_of), []).append(sentence.index)

    def _root(self, index: int) -> int:
        """The fullest telling at the end of a chain of copies."""
        seen: set[int] = set()
        while (above := self.document.sentences[index].copy_of) is not None and index not in seen:
            seen.add(index)
            index = above
        return index

    def days(self, days: tuple[Day, ...]) -> tuple[Day, ...]:
        """Without those of sentences that only repeat another."""
        kept = []
        for day in days:
            sentence = self.document.sentence_at(self.document.view.at(day.start))
            if sentence is None or sentence.copy_of is None:
                kept.append(day)
        return tuple(kept)

    def _want(self, actor: str) -> str:
        self.wanted.add(actor)
        return actor

    def statement(self, id: str, said: Said) -> Statement:
        span = self.document.span
        content = span(said.start, said.end)
        cue = said.cue
        tokens = self.document.sentences[said.sentences[0]].tokens
        words = None
        if cue is not None and cue.shape != "colon":
            at = span(tokens[cue.first].start, tokens[cue.last].end)
            words = Cue(at.start, at.end, cue.lemma, cue.stance)
        return Statement(
            id,
            self._want(said.speaker),
            said.kind,
            words,
            content,
            (content, *self._repeated(said)),
            tuple(self._want(a) for a in said.addressees),
            tuple(span(*q) for q in said.quotes),
            said.day.value if said.day else None,
            said.venue,
            said.confidence,
        )

    def _repeated(self, said: Said) -> list[Span]:
        """The same words in the sentences that repeat this one; the whole sentence where they differ."""
        view, out = self.document.view.text, []
        content = view[said.start : said.end]
        for copy in (c for i in said.sentences for c in self.copies.get(i, ())):
            sentence = self.document.sentences[copy]
            at = view.find(content, sentence.start, sentence.end + 2)
            bounds = (at, at + len(content)) if at >= 0 else (sentence.start, sentence.end)
            out.append(self.document.span(*bounds))
        return out

    def event(self, id: str, act: Act, statements: dict[int, str]) -> Event:
        pattern = act.hit.matcher.pattern
        tokens = act.sentence.tokens
        sides = act.hit.actor, act.hit.recipient
        told = [*act.sentences, *(c for i in act.sentences for c in self.copies.get(i, ()))]
        evidence = tuple(
            self.document.span(self.document.sentences[i].start, self.document.sentences[i].end)
            for i in dict.fromkeys(told)
        )
        said = act.said
        date = act.day
        return Event(
            id,
            pattern.event,  # type: ignore[arg-type]
            act.mode,
            act.status,
            plover(pattern.event, act.status),  # type: ignore[arg-type]
            pattern.cameo,
            pattern.contexts,
            tuple(self._participant(s) for s in sides[0]),
            tuple(self._participant(s) for s in sides[1]),
            EventDate(date.value, date.precision, date.start, date.end)
            if date and date.value and date.precision
            else None,
            self._place(act),
            self._want(said.speaker) if said else None,
            statements[id_of(said)] if said else None,
            self.document.span(tokens[act.hit.first].start, tokens[act.hit.last].end),
            evidence,
            pattern.id,
            confidence(_maker(act), act.chance),
        )

    def _participant(self, seen: Seen) -> Participant:
        tokens = self.document.sentences[seen.sentence].tokens
        span = self.document.span(tokens[seen.first].start, tokens[seen.last].end)
        return Participant(self._want(seen.actor), span.start, span.end)

    def _place(self, act: Act) -> Place | None:
        if act.place is None:
            return None
        tokens = act.sentence.tokens
        span = self.document.span(tokens[act.place.first].start, tokens[act.place.last].end)
        member = self.cast.members[act.place.actor]
        keys = tuple(t.key for t in tokens[act.place.first : act.place.last + 1])
        here = places.site(keys, member.country) or places.site(keys, None)  # «در بروکسل» names the Union, too
        if here is None and act.place.how == "demonstrative":  # «در این کشور»
            here = places.site(tuple(key_of(w) for w in (member.name.fa or "").split()), member.country)
        if here is not None:
            return Place(here.name, here.country, span.start, span.end, here.region, here.lat, here.lon)
        words = self.document.article.text[span.start : span.end]
        return Place(Name(words), member.country, span.start, span.end)  # «کاخ سفید» is not "United States"


def id_of(said: Said) -> int:
    """Statements under way are mutable and have no hash; their identity is theirs."""
    return id(said)


def _maker(act: Act) -> str:
    """Who found an act, a row of `models/confidence.tsv`."""
    if act.hit.matcher.pattern.id == "model":
        return "model"
    if act.chance is not None:
        return "pattern and model"
    return "verb" if act.hit.predicate is not None else "noun"
