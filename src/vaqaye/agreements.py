"""Treaties, accords, contracts: by name or described, with parties, term and how far they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from vaqaye.actors import Cast, Seen
from vaqaye.actors.compose import is_boundary
from vaqaye.actors.units import many
from vaqaye.language import Document, Predicate, Sentence, Token
from vaqaye.language.inflect import inflected, spellings
from vaqaye.model import Agreement, AgreementStatus, Reading, Span
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_REACH = 10  # words behind the name in which its parties stand
_NEAR = 4  # words before the name that tell how far it is
_BODIES = frozenset({"UNO", "MNC", "NGO", "ISM", "IMG"})  # «با قطعنامه شورای امنیت»: no party beside states


class _Stage(NamedTuple):
    """How far an agreement is, and how much the words that say so weigh."""

    level: int
    status: AgreementStatus


_NO_STAGE = _Stage(-1, "unknown")


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    parties: tuple[str, ...]
    topics: tuple[str, ...]
    generic: bool
    sort: str
    elided: bool
    agreed: str
    in_force: str
    until: str


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name at tokens `first..last`."""

    kind: _Kind
    first: int
    last: int


@dataclass(slots=True)
class _Draft:
    kind: _Kind
    sort: str
    name: str
    parties: tuple[str, ...]
    term: str | None
    stage: _Stage
    date: str | None
    evidence: list[Span] = field(default_factory=list)


@cache
def _names() -> dict[str, tuple[tuple[tuple[str, ...], _Kind], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], _Kind]]] = {}
    for row in table("agreements"):
        kind = _Kind(
            row["name"],
            tuple(many(row["parties"])),
            tuple(many(row["topics"])),
            row["generic"] == "y",
            row["sort"] or row["en"],
            row["elided"] == "y",
            row["agreed"],
            row["in_force"],
            row["until"],
        )
        for keys in spellings(row["name"]):
            for form in inflected(keys[-1])[:7] if kind.generic else (keys[-1],):
                found.setdefault(form if len(keys) == 1 else keys[0], []).append(
                    ((*keys[1:-1], form)[len(keys) == 1 :], kind)
                )
    return {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in found.items()}


@cache
def _stages() -> dict[str, tuple[_Stage, _Stage]]:
    """Key -> stage, and stage where the clause leaves it open. Each run of rows with one status is a level."""
    levels: list[str] = []
    found: dict[str, tuple[_Stage, _Stage]] = {}
    for row in table("agreement_status"):
        status, left = row["status"], row["open"] or row["status"]
        if not levels or levels[-1] != status:
            levels.append(status)
        level = len(levels) - 1
        lower = max(n for n, name in enumerate(levels) if name == left)
        pair = (_Stage(level, status), _Stage(lower, left))  # type: ignore[arg-type]
        found.update(dict.fromkeys(inflected(key_of(row["word"])), pair))
    return found


def find(document: Document, cast: Cast, reading: Reading) -> tuple[Agreement, ...]:
    """The agreements of an article, each once, in order of first mention."""
    finder = _Finder(document, cast, reading)
    names = _names()
    bare: list[tuple[Sentence, _Hit]] = []
    for sentence in document.sentences:
        if any(t.key in names for t in sentence.tokens):
            hits = _hits(sentence.tokens, cast.sentences[sentence.index])
            bare += [(sentence, hit) for hit in hits if not finder.add(sentence, hit)]
    for sentence, hit in bare:  # «تفاهم‌نامه» in the headline is «تفاهم‌نامه ایران و آمریکا» of the third line
        finder.add_bare(sentence, hit)
    drafts = sorted(finder.drafts, key=lambda d: min(e.start for e in d.evidence))
    return tuple(
        Agreement(
            f"a{n}", d.name, d.parties, d.kind.topics, d.term, d.stage.status, None, d.date,
            tuple(sorted(d.evidence, key=lambda e: e.start)),
        )
        for n, d in enumerate(drafts, 1)
    )  # fmt: skip


def _hits(tokens: list[Token], seen: list[Seen]) -> list[_Hit]:
    """The names of a sentence; «توافق آتش‌بس», «توافق برجام» are one."""
    out: list[_Hit] = []
    at = 0
    while at < len(tokens):
        hit = _at(tokens, at)
        at = hit.last + 1 if hit else at + 1
        if hit is None or (hit.kind.generic and any(s.first <= hit.first <= s.last and s.last > s.first for s in seen)):
            continue  # «پیمان آتلانتیک شمالی» is an actor
        if out and out[-1].last + 1 == hit.first and out[-1].kind.generic:
            out[-1] = _Hit(hit.kind, out[-1].first, hit.last)
        else:
            out.append(hit)
    return [h for h in out if not _is_act(tokens, h)]


def _at(tokens: list[Token], at: int) -> _Hit | None:
    for rest, kind in _names().get(tokens[at].key, ()):
        end = at + len(rest)
        if end < len(tokens) and all(tokens[at + 1 + i].key == key for i, key in enumerate(rest)):
            return _Hit(kind, at, end)
    return None


def _is_act(tokens: list[Token], hit: _Hit) -> bool:
    """«توافق کردند», «به توافق رسیدند», «مورد توافق»: an act, not a paper."""
    if not hit.kind.generic or hit.first != hit.last:
        return False
    after = tokens[hit.last + 1] if hit.last + 1 < len(tokens) else None
    before = tokens[hit.first - 1].key if hit.first else ""
    if before == "مورد" or (after is not None and after.key in keys_of("both_sides")):
        return True
    verb = after.verb if after is not None else None
    return verb is not None and verb.lemma in keys_of("act_of") and before not in keys_of("demonstrative")


class _Finder:
    """The agreements of one article so far, and the two sides that the article is about."""

    def __init__(self, document: Document, cast: Cast, reading: Reading) -> None:
        self.document, self.cast, self.days = document, cast, reading.dates
        self.published = (document.article.published or "")[:10]
        self.drafts: list[_Draft] = []
        self._counts: Counter[str] | None = None

    def add(self, sentence: Sentence, hit: _Hit) -> bool:
        """Files a mention that says whose it is; False where it does not."""
        kind = hit.kind
        if not kind.generic or (kind.parties and not self._over(kind)):
            self._file(self._draft(sentence, hit, kind.sort, set(kind.parties), hit.last, self._by_date(kind)))
            return True
        parties, end = self._parties(sentence, hit)
        if len(parties) > 1:
            self._file(self._draft(sentence, hit, self._sort(sentence.tokens, hit), parties, end, None))
        return len(parties) > 1

    def add_bare(self, sentence: Sentence, hit: _Hit) -> None:
        """Files a mention without parties under the agreement that it means, or under a new one of the plain two sides."""
        before = sentence.tokens[hit.first - 1].key if hit.first else ""
        if before in keys_of("any"):
            return
        sort = self._sort(sentence.tokens, hit)
        at = self._span(sentence, hit.first, hit.last)
        old = self._meant(sort, at.start)
        here = self._here(sentence)
        if len(here) == 2 and sentence.tokens[hit.last].key.endswith("ی") and hit.kind.elided:
            old = None  # «ایران و پاکستان توافقی برای ساخت خط لوله امضا کردند» is a new one
        if old is not None and (sort != "final" or old.sort == "final"):
            if (old.sort == "ceasefire") == (sort == "ceasefire"):
                old.stage = max(old.stage, self._stage(old.kind, sentence, hit, hit.last, sort))
            old.evidence += [at] if at not in old.evidence else []
        elif hit.kind.elided:
            parties = set(old.parties) if old is not None else here if len(here) == 2 else self._sides()
            if len(parties) > 1:
                self._file(self._draft(sentence, hit, sort, parties, hit.last, None))

    def _meant(self, sort: str, start: int) -> _Draft | None:
        """The agreement spoken of last before an offset, else first after it: a truce for a truce."""
        fits = [d for d in self.drafts if d.parties and (d.kind.generic or not self._over(d.kind))]
        alike = [d for d in fits if (d.sort == "ceasefire") == (sort == "ceasefire")]
        if not alike and sort == "ceasefire":  # «آتش‌بس فوری در همه جبهه‌ها» is a point of the memorandum told of before
            alike = [d for d in fits if d.sort == "paper" and d.evidence[0].start < start]
        fits = [d for d in alike if d.sort == sort] or alike
        before = [(e.start, n) for n, d in enumerate(fits) for e in d.evidence if e.start <= start]
        after = [(e.start, n) for n, d in enumerate(fits) for e in d.evidence if e.start > start]
        return fits[max(before)[1]] if before else fits[min(after)[1]] if after else None

    def _draft(
        self, sentence: Sentence, hit: _Hit, sort: str, parties: set[str], end: int, status: AgreementStatus | None
    ) -> _Draft:
        span = self._span(sentence, hit.first, end)
        name = self.document.article.text[span.start : span.end].strip('«»" ')
        stage = _Stage(len(_stages()), status) if status else self._stage(hit.kind, sentence, hit, end, sort)
        term = self._term(sentence.tokens, hit.first, max(end, hit.last + 3))
        return _Draft(hit.kind, sort, name, tuple(sorted(parties)), term, stage, self._day(sentence), [span])

    def _span(self, sentence: Sentence, first: int, last: int) -> Span:
        return self.document.span(sentence.tokens[first].start, sentence.tokens[last].end)

    def _file(self, draft: _Draft) -> None:
        """The same parties and the same sort of paper: one agreement, told again."""
        for old in self.drafts:
            if old.parties == draft.parties and old.sort == draft.sort:
                old.evidence.extend(e for e in draft.evidence if e not in old.evidence)
                old.stage = max(old.stage, draft.stage)
                old.term, old.date = old.term or draft.term, old.date or draft.date
                if len(draft.name) > len(old.name):
                    old.name = draft.name
                return
        self.drafts.append(draft)

    # -- what it is

    def _sort(self, tokens: list[Token], hit: _Hit) -> str:
        """«توافق نهایی» is not the memorandum that promises it."""
        after = tokens[hit.last + 1].key if hit.last + 1 < len(tokens) else ""
        return "final" if hit.kind.sort == "paper" and after in keys_of("final") else hit.kind.sort or "paper"

    def _over(self, kind: _Kind) -> bool:
        return bool(kind.until) and self.published >= kind.until

    def _by_date(self, kind: _Kind) -> AgreementStatus | None:
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

    def _term(self, tokens: list[Token], first: int, last: int) -> str | None:
        """«قرارداد ۲۰ ساله», but not «توافق نهایی ظرف ۶۰ روز»."""
        start, end = tokens[first].start, tokens[min(last, len(tokens) - 1)].end
        spans = ((d, self.document.view.at(d.start)) for d in self.days if d.precision == "duration")
        text = self.document.view.text
        found = ((d.value, text[self.document.view.at(d.end) - 1]) for d, at in spans if start <= at < end)
        return next((value for value, letter in found if letter in "هی"), None)

    def _day(self, sentence: Sentence) -> str | None:
        spans = ((d, self.document.view.at(d.start)) for d in self.days if d.precision == "day")
        inside = [d.value for d, at in spans if sentence.start <= at < sentence.end]
        return inside[0] if len(inside) == 1 else None

    def _stage(self, kind: _Kind, sentence: Sentence, hit: _Hit, end: int, sort: str) -> _Stage:
        """How far it is by the words; what has been in force is no longer negotiated («مذاکرات برجام»)."""
        found = _stage(sentence, hit, end, sort)
        return _NO_STAGE if kind.in_force and found.status not in ("in_force", "suspended", "ended") else found

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
        if seen.place or before == "در" or member.country == "IGO" or (member.country == self.cast.home and vague):
            return None
        return self._side(seen)

    def _parties(self, sentence: Sentence, hit: _Hit) -> tuple[set[str], int]:
        """Those named behind it, and with only one there the other side before it; the last token of all that."""
        tokens, seen = sentence.tokens, self.cast.sentences[sentence.index]
        truce = hit.kind.sort == "ceasefire"
        named: list[Seen] = []
        for s in seen:
            if hit.last < s.first <= hit.last + _REACH and self._side(s) and (truce or not s.place):
                if not _reaches(tokens, named[-1].last if named else hit.last, s, bool(named), truce):
                    break
                named.append(s)
        if len(named) == 1 and named[0].how == "metonym" and named[0].first == hit.last + 1:
            return set(), hit.last  # «تفاهم‌نامه اسلام‌آباد» was signed there
        countries = {c for s in named if (c := self._side(s))}
        end = max([hit.last, *(s.last for s in named)])
        if len(countries) == 1:
            countries |= self._other_side(sentence, hit, countries)
        return countries, end

    def _other_side(self, sentence: Sentence, hit: _Hit, one: set[str]) -> set[str]:
        """«فرانسه و آمریکا به دنبال توافقی با ایران هستند»: those right before it, else whom the article has beside it."""
        for draft in reversed(self.drafts):
            if one < set(draft.parties) and len(draft.parties) == 2 and draft.sort == self._sort(sentence.tokens, hit):
                return set(draft.parties)
        before = [
            (s, c) for s in self.cast.sentences[sentence.index]
            if s.first < hit.first and s.how != "metonym" and not s.weak and (c := self._plain(s)) and c not in one
        ]  # fmt: skip
        found = {before[-1][1]} if before else set()
        for (left, country), (right, _) in zip(reversed(before[:-1]), reversed(before[1:]), strict=True):
            if right.first - left.last != 2 or sentence.tokens[left.last + 1].key not in ("و", "،"):
                break
            found.add(country)
        others = [c for c, n in self._mentions().most_common(3) if c not in one and n > 1]
        return found or set(others[:1])

    def _here(self, sentence: Sentence) -> set[str]:
        """The states that a sentence names."""
        return {c for s in self.cast.sentences[sentence.index] if (c := self._plain(s))}

    def _sides(self) -> set[str]:
        """The two states that the article is about, where these are plain."""
        top = self._mentions().most_common(3)
        plain = len(top) > 1 and top[1][1] > 1 and (len(top) == 2 or top[2][1] < top[1][1])
        return {c for c, _ in top[:2]} if plain else set()

    def _mentions(self) -> Counter[str]:
        if self._counts is None:
            every = (s for seen in self.cast.sentences for s in seen)
            self._counts = Counter(c for s in every if (c := self._plain(s)))
        return self._counts


def _reaches(tokens: list[Token], last: int, seen: Seen, listed: bool, truce: bool) -> bool:
    """No verb and no «که» stands between the name (or the party before) and a party: «توافق میان ایران و روسیه»."""
    for token in tokens[last + 1 : seen.first]:
        if (is_boundary(token) and token.verb is not None) or token.key in ("؛", "که") or token.key in keys_of("whole"):
            return False
        if token.key in ("،", "و") and not listed:
            return False
        if token.key in keys_of("ends_party") and not (truce and token.key in ("در", "از")):
            return False  # but «آتش‌بس توسط رژیم صهیونیستی در جنوب لبنان»
    return True


# -- how far it is


def _stage(sentence: Sentence, hit: _Hit, end: int, sort: str) -> _Stage:
    """By the words right before it, right behind it, and those of its verb."""
    words, tokens = _stages(), sentence.tokens
    clause = sentence.clause_at(hit.first)
    verb = clause.predicate if clause else None
    near = _back(tokens, hit.first)
    if verb is not None and verb.first > end:
        near += [t.key for t in tokens[max(end + 1, verb.first - 2) : verb.last + 1]] + [key_of(verb.lemma)]
    left_open = _is_open(verb, end) or any(key in keys_of("open") for key in near)
    near += _front(tokens, hit.last)
    found = max((words[key][left_open] for key in near if key in words), default=_NO_STAGE)
    if sort == "final" and found.status not in ("signed", "ratified"):
        return _Stage(0, "proposed")  # a «توافق نهایی» is still to come until it is signed
    return found


def _is_open(verb: Predicate | None, end: int) -> bool:
    """Future, possible, due, or denied."""
    if verb is None or verb.first <= end:
        return False
    return verb.tense == "future" or verb.mood == "subjunctive" or verb.negative or verb.modal is not None


def _back(tokens: list[Token], first: int) -> list[str]:
    out: list[str] = []
    for token in reversed(tokens[max(0, first - _NEAR) : first]):
        if token.key in ("،", "؛", ":", ".") or (token.verb is not None and token.verb.form == "finite"):
            break
        out.append(token.key)
    return out


def _front(tokens: list[Token], end: int) -> list[str]:
    out: list[str] = []
    for token in tokens[end + 1 : end + 3]:
        if not token.is_word or token.key == "و":
            break
        out.append(token.key)
    return out
