"""When an act took place: the day in its clause, else in its sentence, else what the article has set."""

from __future__ import annotations

from collections.abc import Sequence

from vaqaye.events.match import Hit
from vaqaye.language import Document, Sentence
from vaqaye.model import Day
from vaqaye.statements import Said
from vaqaye.text import keys_of

# Acts done by saying them; of the second what is asked for or promised has a day of its own («تا پایان سال»).
VERBAL = frozenset({"ACCUSE", "THREATEN", "REQUEST", "SUPPORT", "REJECT"})
_WITH_CONTENT = frozenset({"REQUEST", "AGREE", "THREATEN"})
_BACK = 6  # sentences over which «خواستار … شد» has the day of what its actor said


class Days:
    """The days of an article, asked for by the act."""

    def __init__(self, document: Document, days: Sequence[Day], said: Sequence[Said]) -> None:
        self.document, self.said = document, said
        self.sentences: dict[int, list[tuple[int, Day]]] = {}
        for day in days:
            at = document.view.at(day.start)
            sentence = document.sentence_at(at)
            if sentence is not None and day.value and day.precision != "duration":
                self.sentences.setdefault(sentence.index, []).append((at, day))

    def of(self, sentence: Sentence, hit: Hit, told: Said | None) -> Day | None:
        """The day of an act; `told` is the statement that its words lie in."""
        days = self.sentences.get(sentence.index, [])
        days = [(at, day) for at, day in days if not self._of_next(sentence, hit, day, at)]
        if hit.matcher.pattern.event in _WITH_CONTENT:
            days = [(at, day) for at, day in days if not self._is_term(sentence, at)]
        at = sentence.tokens[hit.first].start
        inside = set(hit.clause.tokens)
        near = [(abs(offset - at), day) for offset, day in days if self._token(sentence, offset) in inside]
        if near:
            return min(near, key=lambda item: item[0])[1]
        if len(days) == 1 and not self._of_saying(sentence, hit, told, *days[0]):
            return days[0][1]
        return self._set(sentence, hit)

    def _token(self, sentence: Sentence, offset: int) -> int | None:
        return next((t.index for t in sentence.tokens if t.start <= offset < t.end), None)

    def _of_next(self, sentence: Sentence, hit: Hit, day: Day, offset: int) -> bool:
        """«سفر او به روسیه یک هفته پس از حضور وزیر در پکن»: the day of what stands behind «از», not of the journey."""
        words = self.document.article.text[day.start : day.end].split()
        return len(words) > 1 and words[-1] == "از" and sentence.tokens[hit.first].start < offset

    def _is_term(self, sentence: Sentence, offset: int) -> bool:
        """«از ارتش خواست تا پایان سال طرحی تهیه کند»."""
        token = self._token(sentence, offset)
        if token is None:
            return False
        return any(sentence.tokens[i].key in keys_of("until") for i in (token, token - 1) if i >= 0)

    def _of_saying(self, sentence: Sentence, hit: Hit, told: Said | None, offset: int, day: Day) -> bool:
        """«سخنگوی ارتش دیروز گفت که سربازی بازداشت شد»: the day is that of saying so, not that of the arrest.

        Of the news of the day itself it is both: «ارتش امروز اعلام کرد که سربازی بازداشت شد».
        """
        if told is None or told.start <= offset < told.end or not told.start <= sentence.tokens[hit.first].start:
            return False
        verb = hit.predicate or hit.clause.predicate
        past = verb is not None and verb.tense == "past" and verb.aspect == "simple"
        news = past and day.value == (self.document.article.published or "")[:10]
        return hit.matcher.pattern.event not in VERBAL and not news

    def _set(self, sentence: Sentence, hit: Hit) -> Day | None:
        """«وی در این گفت‌وگو خواستار آتش‌بس شد»: the day on which its actor speaks."""
        if hit.matcher.pattern.event not in VERBAL:
            return None
        actors = {s.actor for s in hit.actor}
        before = (
            s.day
            for s in reversed(self.said)
            if s.speaker in actors and 0 <= sentence.index - s.sentences[0] <= _BACK and s.day is not None
        )
        return next(before, None)


__all__ = ["VERBAL", "Days"]
