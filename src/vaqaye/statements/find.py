"""Statements of an article: cues, the stretch of text that each introduces, and whose words they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from unicodedata import category

from vaqaye.actors.roles import Roles
from vaqaye.language import Document, Sentence
from vaqaye.model import Day, StatementKind
from vaqaye.statements import (
    bodies,
    content,
    cues,
    documents,
    messages,
    names,
    openings,
    repeats,
    setting,
    speakers,
    whose,
)
from vaqaye.statements.content import CLOSE, OPEN
from vaqaye.statements.cues import Found
from vaqaye.statements.said import Before, Said
from vaqaye.text import keys_of

_ITEM = 3  # a line of so many words may go on with the speech of the line above
_PAIR = 2
_PART = 0.5  # of the outer report
_SIGN = 8  # characters before an item in which its sign stands: «🔹 ۲.»
_BRIEF = 6  # words: without a verb they say nothing
_MOST = 0.4  # of a sentence of speech
_LONGEST = 3000  # characters of a quotation of several sentences
_NARRATOR = keys_of("narrator")  # «گفتنی است», «به گزارش», «انتهای پیام»: here the speech is over
_ITEMS = keys_of("in_items")  # «🔹 بر اساس این توافق …»: an item of a list may begin so
_VERBS = ("that", "clause", "colon")


@dataclass(slots=True)
class _Open:
    """Speech that may go on in the sentences that follow."""

    speaker: str
    line: int
    quoted: Said | None  # a quotation that has not been closed
    free: bool  # after a colon: each further sentence is a statement of its own
    listed: bool = False  # the colon ended its line: «آکسیوس:» and the lines below it


def find(document: Document, roles: list[Roles], days: tuple[Day, ...] = (), learned: bool = True) -> list[Said]:
    """The statements of an article in order; sentences that repeat another are passed over.

    Without `learned` the speakers are those that the rules give.
    """
    said = found(document, roles)
    if learned:
        whose.choose(roles, said)
    kept = repeats.without(document, said)
    setting.settle(document, roles, kept, days)
    return kept


def found(document: Document, roles: list[Roles]) -> list[Said]:
    """The statements, with the speakers that the rules give them."""
    finder = _Finder(document, roles)
    for sentence in document.sentences:
        finder.sentence(sentence)
        finder.behind = sentence.end
    if roles:
        names.join(roles[0].cast, finder.out, finder.before.same)
    return finder.out


def _in_first_person(cue: Found) -> bool:
    """«گفت: امیدواریم که …»: the speech of somebody who is introduced already."""
    verb = cue.clause.predicate
    return verb is not None and verb.person == 1 and cue.shape != "saying"


class _Finder:
    def __init__(self, document: Document, roles: list[Roles]) -> None:
        self.document, self.roles = document, roles
        self.text = document.view.text
        self.out: list[Said] = []
        self.open: _Open | None = None
        self.before = Before()
        self.behind = 0  # the end of the sentence before

    def sentence(self, sentence: Sentence) -> None:
        if self.open and self.open.quoted and self._was_never_closed(sentence):
            self.open = None
        if self.open and self.open.quoted and self._goes_on(self.open.quoted, sentence):
            return
        if sentence.copy_of is not None:
            return
        if self.open:
            if not any(t.text[0].isalpha() for t in sentence.tokens):
                return  # «۳.» before the item of a list
            if self._is_over(sentence):
                self.open = None
            else:
                self.open.line = sentence.line
        bodies.enlist(self.roles[sentence.index], self.before)
        found = [c for c in cues.find(sentence) if not self._spoken(c)]
        if found or sentence.tokens[-1].key == ":":
            first = found[0].first if found else len(sentence.tokens) - 1
            openings.enlist(self.roles[sentence.index], first, self.before)
        found = [c for i, c in enumerate(found) if i == 0 or not _in_first_person(c)]
        count, opened = len(self.out), self.open
        for position, cue in enumerate(found):
            self._cue(sentence, cue, found[position + 1 :])
        below = bool(found) and found[-1].shape == "colon" and found[-1].last == sentence.tokens[-1].index
        if self._goes_over(sentence, opened, count):
            inner = self.out[count:]
            del self.out[count:]
            self._free(sentence)
            self.out += inner
        elif len(self.out) == count and not below:
            self._without_cue(sentence)
        self._ends_in_colon(sentence, found[-1] if found else None)

    def _without_cue(self, sentence: Sentence) -> None:
        """A sentence that goes on with a speech, or begins one by what it says."""
        if self.open is None and messages.speaks(sentence) and OPEN not in self.text[sentence.start : sentence.end]:
            self._start(self.before.last or messages.announced(self.roles[0], sentence), sentence)
        elif sentence.index == 0 and messages.opens(self.document):
            self._start(messages.sender(self.roles[0]), sentence, listed=True)
            return
        if self.open and self.open.free:
            self._free(sentence)

    def _start(self, speaker: str | None, sentence: Sentence, listed: bool = False) -> None:
        """Speech without a cue begins, if somebody is known who speaks."""
        if speaker is not None:
            self.before.spoke(self.roles[0].cast, speaker, None)
            self.open = _Open(speaker, sentence.line, None, True, listed)

    def _goes_over(self, sentence: Sentence, opened: _Open | None, count: int) -> bool:
        """«این بند زمانی نوشته شد که آنها می‌گفتند …» in speech that goes on: the report is a mere part of the sentence."""
        inner = self.out[count:]
        if not inner or opened is None or self.open is not opened or not opened.free:
            return False
        if inner[0].cue is None or (sentence.line != opened.line and not opened.listed):
            return False
        length = inner[-1].end - inner[0].start
        return length < _MOST * (sentence.end - sentence.start)

    def _spoken(self, cue: Found) -> bool:
        """«ما از ایران می‌خواهیم»: a first person in speech that goes on introduces nothing."""
        verb = cue.clause.predicate
        if verb is not None and verb.negative and cue.shape not in ("saying", "noun", "colon"):
            return True  # «توضیحی نداد»
        return self.open is not None and self.open.free and _in_first_person(cue)

    # -- speech that goes on

    def _is_over(self, sentence: Sentence) -> bool:
        """Whether the narrator speaks again: a new paragraph that is no item of a list, «وی …», «گفتنی است …»."""
        assert self.open is not None
        words = [t.key for t in sentence.tokens[:3] if t.is_word]
        marked = self._is_marked(sentence)
        over = _NARRATOR - _ITEMS if marked else _NARRATOR
        if " ".join(words[:2]) in over or (words and words[0] in over):
            return True
        if not self.open.listed and not marked and self._names_speaker(sentence):
            return True
        if sentence.line == self.open.line and "[n]" not in self.text[self.behind : sentence.start]:
            return False
        return not ((self.open.listed or marked) and self._is_item(sentence))

    def _is_marked(self, sentence: Sentence) -> bool:
        """«🔹 بر اساس این توافق …»: a sign stands before it."""
        return any(category(c) == "So" for c in self.text[self.behind : sentence.start])

    def _names_speaker(self, sentence: Sentence) -> bool:
        """«رئیس جمهور همچنین از ناتو انتقاد کرد» after «رئیس جمهور گفت: …»: nobody calls himself so, or by his name."""
        assert self.open is not None
        roles = self.roles[sentence.index]
        first = next((t.index for t in sentence.tokens if t.is_word), 0)
        named = any(s.actor == self.open.speaker and s.how in ("office", "name") for s in roles.starting(first))
        person = roles.cast.members[self.open.speaker].kind in ("person", "office")
        return named and person and OPEN not in self.text[sentence.start : sentence.start + 1]

    def _is_item(self, sentence: Sentence) -> bool:
        """A line of speech, not «@kanal», «#خبر» or a signature."""
        words = sum(t.is_word for t in sentence.tokens)
        return words >= _ITEM and self.text[sentence.start] not in "@#" and not sentence.tokens[0].text.isascii()

    def _was_never_closed(self, sentence: Sentence) -> bool:
        """«وی گفت: «…» opens another quotation: the mark that should have closed the one before is missing."""
        opening = self.text.find(OPEN, sentence.start, sentence.end)
        if opening < 0 or not self.text[sentence.start : opening].rstrip().endswith(":"):
            return False
        return any(c.shape in _VERBS and content.after_cue(sentence, c) == ":" for c in cues.find(sentence))

    def _goes_on(self, said: Said, sentence: Sentence) -> bool:
        """A quotation of several sentences goes to its closing mark."""
        closing = self.text.find(CLOSE, sentence.start, sentence.end)
        opening = self.text.find(OPEN, sentence.start, sentence.end)
        while closing >= 0 and 0 <= opening < closing:  # a quotation inside
            closing = self.text.find(CLOSE, closing + 1, sentence.end)
            opening = self.text.find(OPEN, opening + 1, sentence.end)
        said.sentences.append(sentence.index)
        said.end = content.trim(self.text, said.start, closing)[1] if closing >= 0 else sentence.end
        said.quotes[-1] = (said.quotes[-1][0], said.end)
        if closing >= 0 and self.open:
            self.open.quoted = None
            self.open.free = False
            return closing > sentence.end - 3
        return True

    def _free(self, sentence: Sentence) -> None:
        assert self.open is not None
        words = [t.text for t in sentence.tokens if t.is_word]
        if 2 * sum(w.isascii() for w in words) > len(words):
            return  # «See more at: …»
        item = self.open.listed and any(
            category(c) == "So" for c in self.text[max(0, self.behind - _SIGN) : sentence.start]
        )
        if not item and len(words) < _BRIEF and all(t.verb is None for t in sentence.tokens):
            return  # «نفر دوم: علی راد», «والسلام», but not «🔹 رفع تدریجی محاصره»
        start, end = content.trim(self.text, sentence.start, sentence.end)
        said = self._add(sentence, start, end, self.open.speaker, None, "direct", 0.6)
        self.before.free = sentence.index
        if said and self.text[sentence.start] == OPEN and self._unclosed(sentence.start, sentence.end):
            said.quotes = [(start, end)]
            self.open.quoted = said

    def _ends_in_colon(self, sentence: Sentence, last: Found | None) -> None:
        """«… گفت:» and the speech in the lines below; «بر موارد زیر توافق دارند:» in speech that goes on."""
        if sentence.tokens[-1].key != ":":
            return
        if last and last.shape in _VERBS and content.after_cue(sentence, last) == ":":
            colon = last.last + (last.shape != "colon")
            if colon == sentence.tokens[-1].index:
                roles = self.roles[sentence.index]
                speaker = speakers.of(roles, last, self.before) or speakers.above(roles, self.before)
                if speaker:
                    self.before.spoke(self.roles[sentence.index].cast, speaker, last)
                    self.open = _Open(speaker, sentence.line, None, True, listed=True)
                return
        if self.open and self.open.free:
            self.open.listed = True
        elif self.out and self.out[-1].sentences[-1] == sentence.index and last and last.shape != "object":
            self.open = _Open(self.out[-1].speaker, sentence.line, None, True, listed=True)

    # -- cues

    def _cue(self, sentence: Sentence, cue: Found, later: list[Found]) -> None:
        roles = self.roles[sentence.index]
        stretch = content.stretch(self.text, roles, cue, later)
        if stretch is None:
            return
        start, end = content.trim(self.text, *stretch)
        if not content.long_enough(self.text, start, end):
            return
        if self._unnamed_inside(sentence, cue, start):
            return
        speaker = self._same_as_saying(sentence, cue) or speakers.of(roles, cue, self.before)
        if speaker is None:
            return
        if cue.shape == "colon" and self._is_heading(roles, cue, speaker, later):
            return
        inner = self._is_inner(sentence, cue, speaker) or self._is_inside(sentence, cue, start)
        front = content.before(self.text, sentence, cue) if self.text[sentence.start] == OPEN else None
        long = (
            front is not None
            and self.text.count(" ", *front) >= _ITEM
            and CLOSE not in self.text[front[0] : front[1] - 1]
        )
        if front is not None and long and front[1] <= start and not inner:  # «…»، وزیر خارجه گفت: «…»
            self._add(sentence, *content.trim(self.text, *front), speaker, cue, "direct", 0.8)
        kind, quotes = content.kind(self.text, sentence, cue, *stretch)
        said = self._add(sentence, start, end, speaker, cue, kind, 0.85)
        if said is None or self._nested(said):
            return
        said.quotes = quotes
        said.addressees = setting.addressees(roles, cue)
        if not inner:
            self.before.spoke(roles.cast, speaker, cue)
            documents.note(roles, cue, speaker, self.before)
            self.before.at = sentence.index
            self._goes_on_after(sentence, cue, said, stretch)

    def _is_heading(self, roles: Roles, cue: Found, speaker: str, later: list[Found]) -> bool:
        """«خبرآنلاین: وزیر … گفت» opens a report, and «نفر سوم: علی رضایی» a list: nobody speaks."""
        member, sentence = roles.cast.members[speaker], roles.sentence
        outlet = member.sector == "JRN" and member.country == roles.cast.home
        if sentence.index == 0 and cue.first <= _ITEM and (outlet or sentence.tokens[0].key in keys_of("agencies")):
            after = self.document.sentences[1:2]
            return bool(later) or any(s.line == sentence.line for s in after)
        unknown = (
            member.kind == "person" and speaker.startswith("local:") and len((member.name.fa or "").split()) <= _PAIR
        )
        unknown = unknown and not any(openings.is_given(t) for t in sentence.tokens[: cue.first])
        return unknown and all(t.verb is None or t.verb.form == "infinitive" for t in sentence.tokens[cue.last + 1 :])

    def _unnamed_inside(self, sentence: Sentence, cue: Found, start: int) -> bool:
        """«گفت: «کسانی که دولت را تایید می‌کنند …»»: a report inside a quotation, of nobody who is named."""
        outer = self.out[-1] if self.out else None
        if outer is None or outer.kind != "direct" or not outer.quotes or outer.sentences[-1] != sentence.index:
            return False
        roles, here = self.roles[sentence.index], set(cue.clause.tokens)
        named = any(s.first in here and s.first < cue.first and not (s.weak or s.place) for s in roles.seen)
        return outer.start < start < outer.end and not named and cue.shape in ("that", "clause", "object")

    def _nested(self, inner: Said) -> bool:
        """Tells one of nested reports only, unless the inner is a mere part; whether that is the outer.

        Of «خبرگزاری نوشت: وزیر گفت که …» it is the inner, of «وزیر گفت: ایران امیدوار است که …» the outer: there the
        inner says what somebody wants or thinks rather than what he said.
        """
        outer = self.out[-2] if len(self.out) >= _PAIR else None
        if outer is None or inner.cue is None or outer.sentences != inner.sentences or outer.end != inner.end:
            return False
        long = inner.end - inner.start >= _PART * (outer.end - outer.start)
        if outer.start >= inner.start or not long:
            return False
        verb = inner.cue.clause.predicate
        if inner.cue.shape == "clause" or (inner.cue.shape == "that" and verb is not None and verb.tense == "present"):
            del self.out[-1]
            return True
        if self._starts_with(outer, inner.cue):
            del self.out[-2]
        return False

    def _starts_with(self, outer: Said, cue: Found) -> bool:
        """Whether the clause of the inner cue opens the outer report."""
        tokens = self.document.sentences[outer.sentences[0]].tokens
        return tokens[cue.clause.tokens[0]].start <= outer.start < tokens[cue.first].start

    def _same_as_saying(self, sentence: Sentence, cue: Found) -> str | None:
        """«X با بیان اینکه …، افزود»: whoever says the one says the other."""
        last = self.out[-1] if self.out else None
        if last is None or last.cue is None or last.sentences[-1] != sentence.index or last.cue.shape != "saying":
            return None
        alone = cue.shape == "that" and sentence.tokens[cue.first - 1].key in ("،", "و")
        return last.speaker if alone and cue.first > last.cue.last else None

    def _goes_on_after(self, sentence: Sentence, cue: Found, said: Said, stretch: tuple[int, int]) -> None:
        colon = cue.shape in _VERBS and content.after_cue(sentence, cue) == ":"
        unclosed = self._unclosed(*stretch) and stretch[1] >= sentence.end - 1
        if unclosed:
            said.quotes = said.quotes or [(said.start, said.end)]
        free = (
            colon and not content.quotation_at(self.text, said.start) and not content.single_quoted(self.text, *stretch)
        )
        if unclosed or free:
            self.open = _Open(said.speaker, sentence.line, said if unclosed else None, free)
        elif cue.shape != "saying":
            self.open = None

    def _unclosed(self, start: int, end: int) -> bool:
        """A quotation that is open at `end` and closed later."""
        tail = self.text[start:end]
        return tail.count(OPEN) > tail.count(CLOSE) and self.text.find(CLOSE, end, end + _LONGEST) >= 0

    def _is_inner(self, sentence: Sentence, cue: Found, speaker: str) -> bool:
        """«خود آنها اعلام کردند که …» in the speech of another, which goes on behind it."""
        open = self.open
        if open is None or not open.free or speaker == open.speaker or cue.shape == "colon":
            return False
        return (sentence.line == open.line or open.listed) and content.after_cue(sentence, cue) not in (":", OPEN)

    def _is_inside(self, sentence: Sentence, cue: Found, start: int) -> bool:
        """«وی گفت: دولت بدهی را پرداخت و عنوان کرد که …»: whoever speaks behind the colon goes on in the next sentence."""
        here = takewhile(lambda s: s.sentences[-1] >= sentence.index, reversed(self.out))
        opened = next((s for s in here if s.sentences[0] == sentence.index and s.cue is not None), None)
        if opened is None or opened.cue is None or cue.shape in ("colon", "saying") or self.open is None:
            return False
        direct = content.after_cue(sentence, opened.cue) == ":" and self.open.free
        return direct and opened.start < start < opened.end and content.after_cue(sentence, cue) not in (":", OPEN)

    def _add(
        self,
        sentence: Sentence,
        start: int,
        end: int,
        speaker: str,
        cue: Found | None,
        kind: StatementKind,
        sure: float,
    ) -> Said | None:
        if not content.long_enough(self.text, start, end):
            return None
        said = Said(start, end, speaker, cue, kind, [sentence.index], confidence=sure)
        self.out.append(said)
        return said
