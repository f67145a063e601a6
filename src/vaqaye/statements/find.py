"""Statements of an article: cues, the stretch of text that each introduces, and whose words they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from vaqaye.actors.roles import Roles
from vaqaye.language import Document, Sentence
from vaqaye.model import StatementKind
from vaqaye.statements import cues, speakers
from vaqaye.statements.cues import Found
from vaqaye.text import keys_of

_OPEN, _CLOSE = "«", "»"
_LEAST = 2  # words of a statement
_OBJECT = 4  # words before «خواند»
_ITEM = 3  # a line of more words than this may go on with the speech of the line above


@dataclass(slots=True)
class Said:
    """A statement before it is a record; offsets into the view, `sentences` the indices that it lies in."""

    start: int
    end: int
    speaker: str
    cue: Found | None
    kind: StatementKind
    sentences: list[int]
    addressees: tuple[str, ...] = ()
    quotes: list[tuple[int, int]] = field(default_factory=list)
    confidence: float = 0.8


@dataclass(slots=True)
class _Open:
    """Speech that may go on in the sentences that follow."""

    speaker: str
    line: int
    quoted: Said | None  # a quotation that has not been closed
    free: bool  # after a colon: each further sentence is a statement of its own
    list: bool = False  # the colon ended its line: «آکسیوس:» and the lines below it


def find(document: Document, roles: list[Roles]) -> list[Said]:
    """The statements of an article in order; sentences that repeat another are passed over."""
    finder = _Finder(document, roles)
    for sentence in document.sentences:
        finder.sentence(sentence)
    return finder.out


class _Finder:
    def __init__(self, document: Document, roles: list[Roles]) -> None:
        self.document, self.roles = document, roles
        self.text = document.view.text
        self.out: list[Said] = []
        self.open: _Open | None = None
        self.last: str | None = None  # the speaker before, for «وی افزود»

    def sentence(self, sentence: Sentence) -> None:
        if self.open and self.open.quoted and self._goes_on(self.open.quoted, sentence):
            return
        if sentence.copy_of is not None:
            return
        found = [c for c in cues.find(sentence) if not self._spoken(c)]
        before = len(self.out)
        for position, cue in enumerate(found):
            self._cue(sentence, cue, found[position + 1 :])
        if len(self.out) == before and self.open and self.open.free and not found:
            self._free(sentence)
        elif found and len(self.out) == before and self.open and self.open.line != sentence.line:
            self.open = None
        last = found[-1] if found else None
        if last and last.shape in ("that", "clause", "colon") and self._after_cue(sentence, last) == ":":
            colon = last.last + (last.shape != "colon")
            if colon == sentence.tokens[-1].index:  # «… گفت:» and the speech in the lines below
                speaker = speakers.of(self.roles[sentence.index], last, self.last)
                if speaker:
                    self.last = speaker
                    self.open = _Open(speaker, sentence.line, None, True, list=True)

    def _spoken(self, cue: Found) -> bool:
        """«ما از ایران می‌خواهیم»: a first person in speech that goes on introduces nothing."""
        verb = cue.clause.predicate
        if verb is not None and verb.negative and cue.shape not in ("saying", "noun", "colon"):
            return True  # «توضیحی نداد»
        return (
            self.open is not None and self.open.free and verb is not None and verb.person == 1 and cue.shape != "saying"
        )

    # -- speech that goes on

    def _goes_on(self, said: Said, sentence: Sentence) -> bool:
        """A quotation of several sentences: to its closing mark, or not at all if that never comes in the paragraph."""
        closing = self.text.find(_CLOSE, sentence.start, sentence.end)
        opening = self.text.find(_OPEN, sentence.start, sentence.end)
        while closing >= 0 and 0 <= opening < closing:  # a quotation inside
            closing = self.text.find(_CLOSE, closing + 1, sentence.end)
            opening = self.text.find(_OPEN, opening + 1, sentence.end)
        said.sentences.append(sentence.index)
        said.end = self._trim(said.start, closing)[1] if closing >= 0 else sentence.end
        said.quotes[-1] = (said.quotes[-1][0], said.end)
        if closing >= 0 and self.open:
            self.open.quoted = None
            self.open.free = False
            return closing > sentence.end - 3
        return True

    def _free(self, sentence: Sentence) -> None:
        assert self.open is not None
        if sentence.line != self.open.line and not (self.open.list and self._is_item(sentence)):
            self.open = None
            return
        start, end = self._trim(sentence.start, sentence.end)
        self._add(sentence, start, end, self.open.speaker, None, "direct", 0.6)

    def _is_item(self, sentence: Sentence) -> bool:
        """A line of speech, not «@kanal», «#خبر» or a signature."""
        words = sum(t.is_word for t in sentence.tokens)
        return words > _ITEM and self.text[sentence.start] not in "@#" and not sentence.tokens[0].text.isascii()

    # -- cues

    def _cue(self, sentence: Sentence, cue: Found, later: list[Found]) -> None:
        stretch = self._stretch(sentence, cue, later)
        if stretch is None:
            return
        start, end = self._trim(*stretch)
        if not self._long_enough(start, end):
            return
        speaker = speakers.of(self.roles[sentence.index], cue, self.last)
        if speaker is None:
            return
        self.last = speaker
        kind, quotes = self._kind(sentence, cue, *stretch)
        said = self._add(sentence, start, end, speaker, cue, kind, 0.85)
        if said is None:
            return
        said.quotes = quotes
        said.addressees = speakers.addressees(self.roles[sentence.index], cue)
        tail = self.text[stretch[0] : stretch[1]]
        unclosed = tail.count(_OPEN) > tail.count(_CLOSE) and stretch[1] >= sentence.end - 1
        free = cue.shape in ("that", "clause", "colon") and self._after_cue(sentence, cue) == ":" and not quotes
        if unclosed:
            said.quotes = quotes or [(start, end)]
        if unclosed or free:
            self.open = _Open(speaker, sentence.line, said if unclosed else None, free)
        elif cue.shape != "saying":
            self.open = None

    def _stretch(self, sentence: Sentence, cue: Found, later: list[Found]) -> tuple[int, int] | None:
        """Where the content of a cue lies, in offsets of the view; None if it has none."""
        tokens = sentence.tokens
        if cue.shape == "object":
            return self._object(sentence, cue)
        if cue.shape == "about":
            return self._about(sentence, cue)
        behind = speakers.noun_end(self.roles[sentence.index], cue) if cue.shape == "noun" else cue.last + 1
        if behind is None:
            return None
        start = behind
        while start < len(tokens) and tokens[start].key in (":", "،", "که", "؛", "این", "-", "."):
            if tokens[start].key == "این" and not (start + 1 < len(tokens) and tokens[start + 1].key == "که"):
                break
            start += 1
        if start >= len(tokens):
            return self._before(sentence, cue)
        end = self._limit(sentence, cue, later, start)
        return (tokens[start].start, end) if end > tokens[start].start else None

    def _limit(self, sentence: Sentence, cue: Found, later: list[Found], start: int) -> int:
        """The end of the content: where the outer clause is taken up again, or a cue of the same level begins."""
        tokens = sentence.tokens
        if cue.shape == "saying":
            back = next((i for i in cue.clause.tokens if i > start and self._is_inside(sentence, cue, i)), None)
            if back is not None:
                return tokens[back].start
        for other in later:
            if other.shape in ("that", "clause", "object", "about") and other.clause.tokens[0] > start:
                first = tokens[other.clause.tokens[0]]
                if first.key == "و" and other.clause.marker is None:
                    return first.start
            if other.shape == "saying" and other.first > start and other.clause is not cue.clause:
                return tokens[other.first].start
        return sentence.end

    def _is_inside(self, sentence: Sentence, cue: Found, index: int) -> bool:
        inner = [c for c in sentence.clauses if c.tokens and c.tokens[0] > cue.first and c.tokens[0] <= cue.last + 1]
        return not inner or index > inner[0].tokens[-1]

    def _before(self, sentence: Sentence, cue: Found) -> tuple[int, int] | None:
        """«…»، وزیر خارجه گفت."""
        tokens = sentence.tokens
        closing = self.text.rfind(_CLOSE, sentence.start, tokens[cue.first].start)
        opening = self.text.find(_OPEN, sentence.start, sentence.end)
        if cue.shape not in ("that", "clause") or closing < 0 or opening < 0 or opening - sentence.start > 3:
            return None
        return opening, closing + 1

    def _object(self, sentence: Sentence, cue: Found) -> tuple[int, int] | None:
        """«X … را «غیرقانونی» خواند»: from behind the subject to the cue."""
        tokens = sentence.tokens
        mark = next((i for i in cue.clause.tokens if i < cue.first and tokens[i].key == "را"), None)
        if mark is None or cue.first - mark < 2:
            return None
        if cue.first - cue.clause.tokens[0] < _OBJECT or tokens[mark - 1].key in ("آن", "این"):
            return None
        subject = speakers.span(self.roles[sentence.index], cue)
        start = cue.clause.tokens[0]
        if subject and subject[1] < mark:
            start = subject[1] + 1
        while start < mark and (not tokens[start].is_word or tokens[start].key in keys_of("lead_in") - {"این", "یک"}):
            start += 1
        return (tokens[start].start, tokens[cue.first - 1].end) if start < mark else None

    def _about(self, sentence: Sentence, cue: Found) -> tuple[int, int] | None:
        """«از گسترش روابط تجاری خبر داد»."""
        tokens = sentence.tokens
        start = next((i for i in cue.clause.tokens if i < cue.first and tokens[i].key == "از"), None)
        if start is not None and cue.first - start > 2:
            return tokens[start].end, tokens[cue.first - 1].end
        after = tokens[cue.last + 1].key if cue.last + 1 < len(tokens) else ""
        return (tokens[cue.last + 1].end, sentence.end) if after in ("که", ":") else None

    # -- what it is

    def _after_cue(self, sentence: Sentence, cue: Found) -> str:
        if cue.shape == "colon":
            return ":"
        return sentence.tokens[cue.last + 1].key if cue.last + 1 < len(sentence.tokens) else ""

    def _kind(
        self, sentence: Sentence, cue: Found, start: int, end: int
    ) -> tuple[StatementKind, list[tuple[int, int]]]:
        quotes: list[tuple[int, int]] = []
        at = self.text.find(_OPEN, start, end)
        while at >= 0:
            closing = self.text.find(_CLOSE, at, end)
            closing = end if closing < 0 else closing
            if self.text.count(" ", at, closing):
                quotes.append((at + 1, closing))
            at = self.text.find(_OPEN, closing, end)
        inner = self.text[start:end].strip(" .،:")
        if quotes and inner.startswith(_OPEN) and quotes[0][1] - quotes[0][0] >= 0.9 * (len(inner) - 2):
            return "direct", quotes
        if self._after_cue(sentence, cue) == ":":
            return "direct", quotes
        return ("mixed" if quotes else "indirect"), quotes

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Without outer quotation marks, conjunctions' spaces and the full stop."""
        text = self.text
        while start < end and (text[start].isspace() or text[start] in "،:؛-"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ".،؛:"):
            end -= 1
        inner = text[start:end]
        if inner.startswith(_OPEN) and inner.find(_CLOSE) in (-1, len(inner) - 1):
            start += 1
            if inner.endswith(_CLOSE):
                end -= 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ".،؛"):
            end -= 1
        return start, end

    def _long_enough(self, start: int, end: int) -> bool:
        return end > start and len(self.text[start:end].split()) >= _LEAST

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
        if not self._long_enough(start, end):
            return None
        said = Said(start, end, speaker, cue, kind, [sentence.index], confidence=sure)
        self.out.append(said)
        return said
