"""What a text says about its own time: when now is, what tense a place has, whose calendar counts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property
from typing import Literal

from vaqaye.dates import calendars
from vaqaye.dates.lexer import Row
from vaqaye.language.document import Document, Predicate, Sentence
from vaqaye.model import Anchor, Calendar

# `open`: a subjunctive that nothing makes due («پیش از آنکه در فوریه حمله کنند», «تا شنبه پاسخ دهند»).
When = Literal["past", "future", "open"]

_AFGHAN = re.compile("افغان|کابل|طالبان|هرات|قندهار|جنوری|فبروری|اپریل|اگست|سپتمبر|اکتوبر|نومبر|دسمبر")
_LATEST = 1405  # for a text that has no date of its own
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Context:
    """`now` is the day that «امروز» means: of publication, or as the text itself sets it; None if neither is known."""

    def __init__(self, document: Document, row: Row) -> None:
        self.document, self.row = document, row
        self.text = document.view.text
        self.published = published(document.article.published)
        self.now = self.published
        self.anchor: Anchor = "published"
        self.years: dict[Calendar, int] = {}
        self._verbs: dict[int, _Verbs] = {}

    @cached_property
    def afghan(self) -> bool:
        """Whether «۵ اسد» can be a day: the text speaks of Afghanistan, or spells months as there."""
        return _AFGHAN.search(self.text) is not None

    def tense(self, offset: int) -> When | None:
        """Past or future as the verb has it to which a place belongs; None where no verb tells."""
        sentence = self.document.sentence_at(offset)
        predicate = self._predicate(sentence, offset) if sentence else None
        if predicate is None:
            return None
        if predicate.tense == "future":
            return "future"
        if predicate.mood != "indicative" and predicate.tense == "present":
            return "future" if predicate.modal else "open"
        if predicate.tense == "past":  # «قرار بود دوشنبه برگزار شود» may have been or not
            return None if predicate.modal and predicate.modal.startswith("planned") else "past"
        if predicate.lemma in ("بودن", "داشتن") and not predicate.modal:
            return None
        return "future"

    def _predicate(self, sentence: Sentence, offset: int) -> Predicate | None:
        """The verb of the clause at a place, else the next one of the sentence, else the last one before."""
        if sentence.index not in self._verbs:
            self._verbs[sentence.index] = _Verbs(sentence)
        return self._verbs[sentence.index].at(offset)

    def calendar(self, offset: int) -> Calendar:
        """Whose years and months count at a place: «سال گذشته» in Iran and in America are not the same.

        By whom the sentence names first; where it names nobody, by what the text mostly speaks of.
        """
        sentence = self.document.sentence_at(offset)
        if sentence is not None:
            home = _first(self.row.home, sentence.start, sentence.end)
            abroad = _first(self.row.abroad, sentence.start, sentence.end)
            if home != abroad:
                return "jalali" if home < abroad else "gregorian"
        return "jalali" if len(self.row.home) >= len(self.row.abroad) else "gregorian"

    @property
    def latest(self) -> int:
        """The Jalali year that «سال ۷۷» lies before."""
        return calendars.year_of("jalali", self.now) if self.now else _LATEST

    def note_year(self, calendar: Calendar, year: int) -> None:
        """Remembers the latest year that the text names: all that an article without a date has."""
        self.years[calendar] = max(year, self.years.get(calendar, 0))

    def presumed(self) -> date | None:
        """A day in the middle of the latest year that the text names."""
        if (year := self.years.get("gregorian")) and year > 1900:
            return calendars.gregorian(year, 7, 1)
        if year := self.years.get("jalali"):
            return calendars.jalali(year, 4, 10)
        return None


class _Verbs:
    """The verbs of a sentence, to be asked for by offset."""

    def __init__(self, sentence: Sentence) -> None:
        self.ends = [token.end for token in sentence.tokens]
        self.of_token: dict[int, Predicate] = {}
        verbs = []
        for clause in sentence.clauses:
            if clause.predicate is not None:
                verbs.append(clause.predicate)
                self.of_token.update(dict.fromkeys(clause.tokens, clause.predicate))
        self.verbs = sorted(verbs, key=lambda verb: verb.first)
        self.firsts = [verb.first for verb in self.verbs]

    def at(self, offset: int) -> Predicate | None:
        token = bisect_right(self.ends, offset)
        if token in self.of_token or not self.verbs:
            return self.of_token.get(token)
        return self.verbs[min(bisect_left(self.firsts, token), len(self.verbs) - 1)]


def _first(places: list[int], start: int, end: int) -> int:
    """The first place within `start:end`, `end` if there is none."""
    at = bisect_left(places, start)
    return min(places[at], end) if at < len(places) else end


def published(value: str | None) -> date | None:
    """The day of an ISO date or date-time as it is written; None where it is none, or of no newspaper's time."""
    if not value or not _ISO.match(value):
        return None
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return day if 1800 <= day.year <= 2200 else None
