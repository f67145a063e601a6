"""What a text says about its own time: when now is, what tense a place has, whose calendar counts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache, cached_property
from typing import Literal

from vaqaye.dates import calendars
from vaqaye.dates.lexer import Row, words_of
from vaqaye.language.document import Document, Predicate, Sentence
from vaqaye.model import Anchor, Calendar

# `open`: a subjunctive that nothing makes due («پیش از آنکه در فوریه حمله کنند», «تا شنبه پاسخ دهند»).
When = Literal["past", "future", "open"]

_LATEST = 1405  # for a text that has no date of its own
HORIZON = date(2027, 3, 20)  # its last day
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@cache
def _afghan() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words_of("dari")))))


class Context:
    """`now` is the day that «امروز» means: of publication, or as the text itself sets it; None if neither is known."""

    def __init__(self, document: Document, row: Row) -> None:
        self.document, self.row = document, row
        self.text = document.view.text
        self.published = published(document.article.published)
        self.now = self.published
        self.anchor: Anchor = "published"
        self.years: dict[Calendar, int] = {}
        self._named: dict[Calendar, list[int]] = {"jalali": [], "gregorian": []}
        self._verbs: dict[int, _Verbs] = {}
        self._set: list[tuple[int, Calendar, int]] = []

    @cached_property
    def afghan(self) -> bool:
        """Whether «۵ اسد» can be a day: the text speaks of Afghanistan, or spells months as there."""
        return _afghan().search(self.text) is not None

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

        By the year that the sentence names nearest («۲۰۲۱», «۱۴۰۰»); else by whom it names first; where it names neither,
        by the years of the text if they are all of one calendar, and last by whom the text mostly speaks of.
        """
        sentence = self.document.sentence_at(offset)
        if sentence is not None:
            jalali, gregorian = (_gap(places, sentence, offset) for places in self._named.values())
            if jalali != gregorian:
                return "jalali" if jalali < gregorian else "gregorian"
            home = _first(self.row.home, sentence.start, sentence.end)
            abroad = _first(self.row.abroad, sentence.start, sentence.end)
            if home != abroad:
                return "jalali" if home < abroad else "gregorian"
        one, other = self._named.values()
        if bool(one) != bool(other):
            return "jalali" if one else "gregorian"
        return "jalali" if len(self.row.home) >= len(self.row.abroad) else "gregorian"

    def iranian(self, offset: int) -> bool:
        """Whether the moon counts at a place as it is seen in Iran."""
        return not self.afghan and self.calendar(offset) == "jalali"

    @property
    def latest(self) -> int:
        """The Jalali year that «سال ۷۷» lies before."""
        return calendars.year_of("jalali", self.now) if self.now else _LATEST

    def note_year(self, calendar: Calendar, year: int, offset: int) -> None:
        """Remembers the latest year that the text names (all that an article without a date has), and where."""
        self.years[calendar] = max(year, self.years.get(calendar, 0))
        if calendar in self._named:
            self._named[calendar].append(offset)

    def note_day(self, calendar: Calendar, year: int, offset: int) -> None:
        """Remembers a day or month that the text gives with its year."""
        self._set.append((offset, calendar, year))

    def year_before(self, calendar: Calendar, offset: int) -> int | None:
        """The year of the last day or month, full and of that calendar, that the sentence has named before a place."""
        sentence = self.document.sentence_at(offset)
        if sentence is None:
            return None
        at = bisect_left(self._set, offset, key=lambda entry: entry[0]) - 1
        if at < 0 or self._set[at][0] < sentence.start or self._set[at][1] != calendar:
            return None
        return self._set[at][2]

    def presumed(self) -> date | None:
        """A day in the middle of the latest year that the text names."""
        days = (
            calendars.gregorian(self.years.get("gregorian", 0), 7, 1),
            calendars.jalali(self.years.get("jalali", 0), 4, 10),
        )
        return max((day for day in days if day is not None and day.year > 1900), default=None)


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


def _gap(places: list[int], sentence: Sentence, offset: int) -> int:
    """How far the nearest place of a sentence is; farther than any if it has none."""
    inside = places[bisect_left(places, sentence.start) : bisect_left(places, sentence.end)]
    return min((abs(place - offset) for place in inside), default=sentence.end)


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
