"""Treaties, accords, contracts: by name or described, with parties, term and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from vaqaye.actors import Cast, Seen
from vaqaye.actors.compose import is_boundary
from vaqaye.actors.units import many
from vaqaye.language import Document, Sentence, Token
from vaqaye.language.inflect import inflected, spellings
from vaqaye.model import Agreement, AgreementStatus, Day, Reading, Span
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_ENDS = keys_of("ends_party")
_REACH = 10  # words behind the name in which its parties stand
_ORDER: tuple[AgreementStatus, ...] = (
    "unknown", "proposed", "negotiated", "agreed", "signed", "ratified", "in_force", "suspended", "ended",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    parties: tuple[str, ...]
    topics: tuple[str, ...]
    generic: bool


@dataclass(slots=True)
class _Draft:
    kind: _Kind
    name: str
    parties: tuple[str, ...]
    term: str | None
    status: AgreementStatus
    date: str | None
    evidence: list[Span]


@cache
def _names() -> dict[str, tuple[tuple[tuple[str, ...], _Kind], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], _Kind]]] = {}
    for row in table("agreements"):
        kind = _Kind(row["name"], tuple(many(row["parties"])), tuple(many(row["topics"])), row["generic"] == "y")
        for keys in spellings(row["name"]):
            for form in inflected(keys[-1])[:7] if kind.generic else (keys[-1],):
                found.setdefault(form if len(keys) == 1 else keys[0], []).append(
                    ((*keys[1:-1], form)[len(keys) == 1 :], kind)
                )
    return {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in found.items()}


@cache
def _status_words() -> dict[str, AgreementStatus]:
    return {form: row["status"] for row in table("agreement_status") for form in inflected(key_of(row["word"]))}  # type: ignore[misc]


def find(document: Document, cast: Cast, reading: Reading) -> tuple[Agreement, ...]:
    """The agreements of an article, each once, in order of first mention."""
    drafts: list[_Draft] = []
    names = _names()
    for sentence in document.sentences:
        if sentence.copy_of is not None or not any(t.key in names for t in sentence.tokens):
            continue
        last = -1
        for token in sentence.tokens:
            if token.index <= last:
                continue
            hit = _at(sentence.tokens, token.index)
            if hit:
                kind, last = hit
                draft = _draft(document, cast, reading, sentence, token.index, last, kind)
                if draft:
                    _add(drafts, draft)
    return tuple(
        Agreement(f"a{n}", d.name, d.parties, d.kind.topics, d.term, d.status, None, d.date, tuple(d.evidence))
        for n, d in enumerate(drafts, 1)
    )


def _at(tokens: list[Token], at: int) -> tuple[_Kind, int] | None:
    for rest, kind in _names().get(tokens[at].key, ()):
        end = at + len(rest)
        if end < len(tokens) and all(tokens[at + 1 + i].key == key for i, key in enumerate(rest)):
            return kind, end
    return None


def _draft(
    document: Document, cast: Cast, reading: Reading, sentence: Sentence, first: int, last: int, kind: _Kind
) -> _Draft | None:
    tokens = sentence.tokens
    seen = cast.sentences[sentence.index]
    end, parties = last, kind.parties
    if not parties:
        named = [
            s for s in seen if last < s.first <= last + _REACH and cast.country(s.actor) and _reaches(tokens, last, s)
        ]
        countries = {c for s in named if (c := cast.country(s.actor))}
        if len(countries) == 1:
            countries |= _other_side(document, cast, sentence, seen, first)
        if kind.generic and len(countries) < 2:
            return None
        parties = tuple(sorted(countries))
        end = max([last, *(s.last for s in named)])
    span = document.span(tokens[first].start, tokens[end].end)
    name = document.article.text[span.start : span.end].strip('«»" ')
    inside = [d for d in reading.dates if span.start <= d.start and d.end <= span.end]
    term = next((d.value for d in inside if d.precision == "duration"), None)
    return _Draft(kind, name, parties, term, _status(sentence, first), _day(reading.dates, document, sentence), [span])


def _reaches(tokens: list[Token], last: int, seen: Seen) -> bool:
    """No verb and no «که» stands between the name and a party: «توافق هسته‌ای میان ایران و روسیه»."""
    return not any(
        (is_boundary(t) and t.verb is not None) or t.key in _ENDS or t.key == "؛" for t in tokens[last + 1 : seen.first]
    )


def _other_side(document: Document, cast: Cast, sentence: Sentence, seen: list[Seen], first: int) -> set[str]:
    """«توافق با ایران»: the other party is who is named right before, else the one the article is most about."""
    before = [c for s in seen if s.first < first and not s.place and not s.weak and (c := cast.country(s.actor))]
    return {before[-1]} if before else set()


def _status(sentence: Sentence, first: int) -> AgreementStatus:
    clause = sentence.clause_at(first)
    words = _status_words()
    found = {
        words[sentence.tokens[i].key] for i in (clause.tokens if clause else ()) if sentence.tokens[i].key in words
    }
    return max(found, key=_ORDER.index, default="unknown")


def _day(days: tuple[Day, ...], document: Document, sentence: Sentence) -> str | None:
    inside = [
        d.value for d in days if d.precision == "day" and document.sentence_at(document.view.at(d.start)) is sentence
    ]
    return inside[0] if len(inside) == 1 else None


def _add(drafts: list[_Draft], draft: _Draft) -> None:
    """The same parties and the same sort of paper: one agreement, told again."""
    for old in drafts:
        if old.parties == draft.parties and (old.kind is draft.kind or old.kind.generic == draft.kind.generic):
            old.evidence.extend(e for e in draft.evidence if e not in old.evidence)
            old.status = max(old.status, draft.status, key=_ORDER.index)
            old.term, old.date = old.term or draft.term, old.date or draft.date
            if len(draft.name) > len(old.name):
                old.name = draft.name
            return
    drafts.append(draft)
