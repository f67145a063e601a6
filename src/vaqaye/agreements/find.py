"""Treaties, accords, contracts: by name or described, with parties, term and how far they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from vaqaye.actors import Cast, Seen
from vaqaye.actors.draft import is_boundary
from vaqaye.actors.units import many
from vaqaye.agreements.names import Hit, Kind, hits, index
from vaqaye.agreements.stages import CERTAIN, LAPSED, NO_STAGE, Stage, stage, text_told
from vaqaye.language import Document, Sentence, Token
from vaqaye.model import Agreement, AgreementStatus, Day, Reading, Span
from vaqaye.resources import table
from vaqaye.text import keys_of

_REACH = 10  # words behind the name in which its parties stand
_MEDIATES = 2  # words from «میانجی‌گری» to whose it is
_MOST = 0.6  # share of all mentions of states that the two sides of an article have
_BESIDE = 3  # words from a comma to the next name of a list
_BEFORE = 12  # mentions before the name, and agreements told of last, in which the other side is looked for
_SIGN = frozenset({"GOV", "BUS", "MIL", "COP", "LEG"})  # sectors whose bodies sign papers; experts don't
_PLURALS = ("ها", "های", "هایی", "ات", "اتی")
_DONE = frozenset({"agreed", "signed", "ratified"})
_BODIES = frozenset({"UNO", "MNC", "NGO", "ISM", "IMG"})  # «با قطعنامه شورای امنیت»: no party beside states
_ALLIES = frozenset({"ISR", "USA"})  # on one side of «آتش‌بس», whoever the other is: never guessed as its two sides


@dataclass(slots=True)
class _Draft:
    kind: Kind
    sort: str
    name: str
    parties: tuple[str, ...]
    term: str | None
    stage: Stage
    date: str | None
    published: bool | None  # its text
    evidence: list[Span] = field(default_factory=list)


def find(document: Document, cast: Cast, reading: Reading) -> tuple[Agreement, ...]:
    """The agreements of an article, each once, in order of first mention."""
    finder = _Finder(document, cast, reading)
    names = index()
    bare: list[tuple[Sentence, Hit]] = []
    for sentence in document.sentences:
        keys = {t.key for t in sentence.tokens}
        if not names.keys().isdisjoint(keys) and keys_of("sport").isdisjoint(keys):  # «قرارداد بازیکن با باشگاه»
            here = hits(sentence.tokens, cast.sentences[sentence.index])
            bare += [(sentence, hit) for hit in here if not finder.add(sentence, hit)]
    for sentence, hit in bare:  # «تفاهم‌نامه» in the headline is «تفاهم‌نامه ایران و آمریکا» of the third line
        finder.add_bare(sentence, hit)
    drafts = sorted(finder.drafts, key=lambda d: min(e.start for e in d.evidence))
    return tuple(
        Agreement(
            f"a{n}", d.name, d.parties, d.kind.topics, d.term, d.stage.status, d.published, d.date,
            tuple(sorted(d.evidence, key=lambda e: e.start)),
        )
        for n, d in enumerate(drafts, 1)
    )  # fmt: skip


class _Finder:
    """The agreements of one article so far, and the two sides that the article is about."""

    def __init__(self, document: Document, cast: Cast, reading: Reading) -> None:
        self.document, self.cast = document, cast
        self.published = (document.article.published or "")[:10]
        self.drafts: list[_Draft] = []
        self._filed: dict[tuple[tuple[str, ...], str], int] = {}
        self._told: dict[str, list[tuple[int, int]]] = {}  # sort -> (offset, draft) of mentions with their parties
        self._bare: dict[str, tuple[int, int]] = {}  # sort -> the same of the last one without
        self._counts: Counter[str] | None = None
        self._between: set[str] | None = None
        self._states: tuple[int, set[str]] = (-1, set())
        self._days: dict[int, list[Day]] = {}
        for day in reading.dates:
            sentence = document.sentence_at(document.view.at(day.start))
            if sentence is not None:
                self._days.setdefault(sentence.index, []).append(day)

    def add(self, sentence: Sentence, hit: Hit) -> bool:
        """Files a mention that says whose it is; False where it does not."""
        kind = hit.kind
        if not kind.generic or (kind.parties and not self._over(kind)):
            parties = set(kind.parties) or self._member(sentence, kind)
            draft = self._draft(sentence, hit, kind.sort, parties, hit.last, self._by_date(kind))
        else:
            parties, end = self._parties(sentence, hit)
            if len(parties) < 2:
                return False
            draft = self._draft(sentence, hit, self._sort(sentence.tokens, hit), parties, end, None)
        number = self._file(draft)
        if draft.parties and (kind.generic or not self._over(kind)):
            self._told.setdefault(draft.sort, []).append((draft.evidence[0].start, number))
        return True

    def add_bare(self, sentence: Sentence, hit: Hit) -> None:
        """Files a mention without parties under the agreement that it means, or under a new one of the plain two sides."""
        before = sentence.tokens[hit.first - 1].key if hit.first else ""
        several = sentence.tokens[hit.last].key.endswith(_PLURALS) and before not in keys_of("demonstrative")
        if before in keys_of("any"):
            return
        sort = self._sort(sentence.tokens, hit)
        at = self._span(sentence, hit.first, hit.last)
        old = self._meant(sort, at.start)
        here = self._here(sentence)
        if len(here) == 2 and sentence.tokens[hit.last].key.endswith("ی") and hit.kind.elided:
            old = None  # «ایران و پاکستان توافقی برای ساخت خط لوله امضا کردند» is a new one
        if old is not None and (sort != "final" or old.sort == "final"):
            if (old.sort == "ceasefire") == (sort == "ceasefire") and not several:  # «سابقه نقض توافقات»
                old.stage = max(old.stage, self._stage(old.kind, sentence, hit, hit.last, sort))
            old.evidence.append(at)
            old.published = _known(old.published, text_told(sentence, hit))
            self._bare[old.sort] = (at.start, self._filed[old.parties, old.sort])
        elif hit.kind.elided:
            parties = set(old.parties) if old is not None else self._guess(here)
            if len(parties) > 1:
                number = self._file(self._draft(sentence, hit, sort, parties, hit.last, None))
                self._bare[sort] = (at.start, number)
                return
        if old is None and len(here) == 2 and (sort != "ceasefire" or here != _ALLIES):
            # «عربستان و پاکستان سال گذشته پیمان دفاعی امضا کردند»
            draft = self._draft(sentence, hit, sort, here, hit.last, None)
            if draft.stage.status in _DONE:
                self._bare[sort] = (at.start, self._file(draft))
                return
        if old is None and not several and not here - {self.cast.home} and self._bodies_at_home(sentence):
            # «تفاهم‌نامه بانک صادرات و صندوق نوآوری به امضا رسید»: both sides are at home
            draft = self._draft(sentence, hit, sort, {self.cast.home}, hit.last, None)
            if draft.stage.status == "signed":
                self._bare[sort] = (at.start, self._file(draft))

    def _meant(self, sort: str, start: int) -> _Draft | None:
        """The agreement spoken of last before an offset, else first after it: a truce for a truce."""
        known = {*self._told, *self._bare}
        alike = [s for s in known if s == sort] or [s for s in known if (s == "ceasefire") == (sort == "ceasefire")]
        late = sort == "ceasefire" and not alike
        alike = alike or ["paper"]  # «آتش‌بس فوری در همه جبهه‌ها» is a point of the memorandum told of before
        before: list[tuple[int, int]] = []
        for name in alike:
            told = self._told.get(name, [])
            at = bisect_right(told, (start, len(self.drafts)))
            before += [*told[max(0, at - 1) : at], *([self._bare[name]] if name in self._bare else [])]
        after = [] if late else [self._told[name][0] for name in alike if name in self._told]
        found = max(before) if before else min(after, default=None)
        return self.drafts[found[1]] if found else None

    def _draft(
        self, sentence: Sentence, hit: Hit, sort: str, parties: set[str], end: int, status: AgreementStatus | None
    ) -> _Draft:
        span = self._span(sentence, hit.first, end)
        name = self.document.article.text[span.start : span.end].strip('«»" ')
        known = self._stage(hit.kind, sentence, hit, end, sort)
        if status and known != LAPSED:
            known = Stage(CERTAIN, status)
        term = self._term(sentence, hit.first, max(end, hit.last + 3))
        day, shown = self._day(sentence), text_told(sentence, hit)
        return _Draft(hit.kind, sort, name, tuple(sorted(parties)), term, known, day, shown, [span])

    def _span(self, sentence: Sentence, first: int, last: int) -> Span:
        return self.document.span(sentence.tokens[first].start, sentence.tokens[last].end)

    def _file(self, draft: _Draft) -> int:
        """The same parties and the same sort of paper: one agreement, told again. Its number among the drafts."""
        number = self._filed.setdefault((draft.parties, draft.sort), len(self.drafts))
        if number == len(self.drafts):
            self.drafts.append(draft)
            return number
        old = self.drafts[number]
        old.evidence += draft.evidence
        old.stage = max(old.stage, draft.stage)
        old.published = _known(old.published, draft.published)
        old.term, old.date = old.term or draft.term, old.date or draft.date
        old.name = draft.name if len(draft.name) > len(old.name) else old.name
        return number

    # -- what it is

    def _sort(self, tokens: list[Token], hit: Hit) -> str:
        """«توافق نهایی» is not the memorandum that promises it."""
        after = tokens[hit.last + 1].key if hit.last + 1 < len(tokens) else ""
        return "final" if hit.kind.sort == "paper" and after in keys_of("final") else hit.kind.sort or "paper"

    def _over(self, kind: Kind) -> bool:
        return bool(kind.until) and self.published >= kind.until

    def _by_date(self, kind: Kind) -> AgreementStatus | None:
        """How far an agreement with known dates was on the day of the article."""
        if not self.published:
            return "in_force" if kind.in_force and not kind.until else None
        if not kind.agreed:
            return None
        if self._over(kind):
            return "unknown"
        if kind.in_force and self.published >= kind.in_force:
            return "in_force"
        return "agreed" if self.published >= kind.agreed else None

    def _term(self, sentence: Sentence, first: int, last: int) -> str | None:
        """«قرارداد ۲۰ ساله», but not «توافق نهایی ظرف ۶۰ روز»."""
        tokens, view = sentence.tokens, self.document.view
        start, end = tokens[first].start, tokens[min(last, len(tokens) - 1)].end
        days = self._days.get(sentence.index, [])
        near = days[bisect_left(days, start, key=lambda d: view.at(d.start)) :][:3]
        lengths = (d for d in near if d.precision == "duration" and view.at(d.start) < end)
        return next((d.value for d in lengths if view.text[view.at(d.end) - 1] in "هی"), None)

    def _day(self, sentence: Sentence) -> str | None:
        days = self._days.get(sentence.index, [])
        inside = [d.value for d in days[:_BEFORE] if d.precision == "day"]
        return inside[0] if len(inside) == 1 else None

    def _stage(self, kind: Kind, sentence: Sentence, hit: Hit, end: int, sort: str) -> Stage:
        """How far it is by the words; what has been in force is no longer negotiated («مذاکرات برجام»)."""
        found = stage(sentence, hit, end, sort)
        if found.status == "unknown" and found != NO_STAGE:
            return LAPSED
        return NO_STAGE if kind.in_force and found.status not in ("in_force", "suspended", "ended") else found

    # -- whose it is

    def _side(self, seen: Seen) -> str | None:
        """The state that a mention stands for, if it can be a party."""
        member = self.cast.members[seen.actor]
        return None if member.country in _BODIES or member.sector == "JRN" else member.country

    def _plain(self, seen: Seen) -> str | None:
        """The same where the words leave no doubt: not «دولت» alone, not a place."""
        member = self.cast.members[seen.actor]
        before = self.document.sentences[seen.sentence].tokens[seen.first - 1].key if seen.first else ""
        vague = seen.actor.startswith("local:") or seen.actor.endswith("-government")
        if (
            seen.place
            or before == "در"
            or member.country in self._mediators()
            or (seen.how == "metonym" and before in index())
            or member.country == "IGO"
            or (member.country == self.cast.home and vague)
        ):
            return None
        return self._side(seen)

    def _parties(self, sentence: Sentence, hit: Hit) -> tuple[set[str], int]:
        """Those named behind it, and with only one there the other side before it; the last token of all that."""
        tokens, seen = sentence.tokens, self.cast.sentences[sentence.index]
        truce = hit.kind.sort == "ceasefire"
        named: list[Seen] = []
        for s in seen[bisect_right(seen, hit.last, key=lambda s: s.first) :]:
            if s.first > hit.last + _REACH:
                break
            if self._side(s) and (truce or not s.place):
                if not _reaches(tokens, named[-1].last if named else hit.last, s, bool(named), truce):
                    break
                named.append(s)
        if len(named) == 1 and named[0].how == "metonym" and named[0].first == hit.last + 1:
            return set(), hit.last  # «تفاهم‌نامه اسلام‌آباد» was signed there
        countries = {c for s in named if (c := self._side(s))}
        end = max([hit.last, *(s.last for s in named)])
        if len(countries) == 1:
            countries |= self._other_side(sentence, hit, countries)
            countries = set() if countries == _ALLIES else countries
        return countries, end

    def _member(self, sentence: Sentence, kind: Kind) -> set[str]:
        """«ایران عضو پیمان منع گسترش است»: of a treaty of all the world's the one state that the sentence is about."""
        here = self._here(sentence)
        return here if kind.agreed and len(here) == 1 else set()

    def _other_side(self, sentence: Sentence, hit: Hit, one: set[str]) -> set[str]:
        """«فرانسه و آمریکا به دنبال توافقی با ایران هستند»: those right before it, else whom the article has beside it."""
        for draft in reversed(self.drafts[-_BEFORE:]):
            if one < set(draft.parties) and len(draft.parties) == 2 and draft.sort == self._sort(sentence.tokens, hit):
                return set(draft.parties)
        seen = self.cast.sentences[sentence.index]
        at = bisect_left(seen, hit.first, key=lambda s: s.first)
        before = [
            (s, c) for s in seen[max(0, at - _BEFORE) : at]
            if s.how != "metonym" and not s.weak and (c := self._plain(s)) and c not in one
        ]  # fmt: skip
        found = {before[-1][1]} if before else set()
        for (left, country), (right, _) in zip(reversed(before[:-1]), reversed(before[1:]), strict=True):
            if right.first - left.last != 2 or sentence.tokens[left.last + 1].key not in ("و", "،"):
                break
            found.add(country)
        for sides in self._talks_on():
            if one < sides and len(sides) == 2 and len(found) < 2 and not found & sides:
                return set(sides)  # «آمریکا اسرائیل را در جریان یادداشت تفاهم با ایران گذاشت»
        others = [c for c, n in self._mentions().most_common(3) if c not in one and n > 1]
        return found or set(others[:1])

    def _guess(self, here: set[str]) -> set[str]:
        """The sides of an agreement that is told without: those of talks under way, the two of its sentence or of the article."""
        guess = here if len(here) == 2 else self._sides()
        for sides in self._talks_on():
            # «با میانجی‌گری پاکستان»: of Iran and Pakistan only one is at the table
            one_of_them = len(sides & guess) == 1 or (len(sides) > 2 and guess <= sides)
            guess = set(sides) if not guess or one_of_them else guess
        return set() if guess == _ALLIES else guess

    def _talks_on(self) -> list[frozenset[str]]:
        """The sides of the talks of those days of which the article names two, its own country one of them.

        Not «تفاهم‌نامه» in an article on Germany and France alone, or «آتش‌بس» in one on Russia's war.
        """
        named = self._mentions().keys()
        if self.cast.home not in named:
            return []
        return [sides for sides, start, until in _talks() if start <= self.published < until and len(sides & named) > 1]

    def _here(self, sentence: Sentence) -> set[str]:
        """The states that a sentence names."""
        if self._states[0] != sentence.index:
            every = self.cast.sentences[sentence.index]
            self._states = (sentence.index, {c for s in every if (c := self._plain(s))})
        return self._states[1]

    def _bodies_at_home(self, sentence: Sentence) -> bool:
        """Whether an organisation of the article's own country is named in a sentence."""
        members = (self.cast.members[s.actor] for s in self.cast.sentences[sentence.index])
        bodies = (m for m in members if m.country == self.cast.home and m.kind in ("organisation", "group"))
        return any(m.sector in _SIGN for m in bodies)

    def _sides(self) -> set[str]:
        """The two states that the article is about, where these are plain."""
        top = self._mentions().most_common(3)
        plain = len(top) > 1 and top[1][1] > 1 and top[0][1] + top[1][1] >= _MOST * self._mentions().total()
        return {c for c, _ in top[:2]} if plain else set()

    def _mediators(self) -> set[str]:
        """«به میزبانی سوئیس», «میانجی‌گران قطری»: those who bring the sides together are none."""
        if self._between is None:
            self._between = set()
            for sentence, seen in zip(self.document.sentences, self.cast.sentences, strict=True):
                for s in seen:
                    before = sentence.tokens[max(0, s.first - _MEDIATES) : s.last + 1]
                    country = self.cast.members[s.actor].country
                    if country and any(t.key in keys_of("mediation") for t in before):
                        self._between.add(country)
        return self._between

    def _mentions(self) -> Counter[str]:
        if self._counts is None:
            every = (s for seen in self.cast.sentences for s in seen)
            self._counts = Counter(c for s in every if (c := self._plain(s)))
        return self._counts


@cache
def _talks() -> tuple[tuple[frozenset[str], str, str], ...]:
    """Who negotiated with whom, from when to when."""
    return tuple((frozenset(many(r["parties"])), r["from"], r["until"] or "9999") for r in table("talks"))


def _known(old: bool | None, new: bool | None) -> bool | None:
    """What was published anywhere in the article is."""
    return new if old is None else old or bool(new)


def _reaches(tokens: list[Token], last: int, seen: Seen, listed: bool, truce: bool) -> bool:
    """No verb and no «که» stands between the name (or the party before) and a party: «توافق میان ایران و روسیه»."""
    for place, token in enumerate(tokens[last + 1 : seen.first], last + 1):
        if (is_boundary(token) and token.verb is not None) or token.key in ("؛", "که") or token.key in keys_of("whole"):
            return False
        if token.key in ("،", "و") and not (listed and (token.key == "و" or seen.first - place <= _BESIDE)):
            return False  # «آتش‌بس در جنوب لبنان، ساعاتی پیش رژیم آمریکا …»: a list goes on at once
        if token.key in keys_of("ends_party") and not (truce and token.key in ("در", "از")):
            return False  # but «آتش‌بس توسط رژیم صهیونیستی در جنوب لبنان»
    return True
