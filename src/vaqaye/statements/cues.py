"""Cues of speech in a sentence: verbs («گفت», «تاکید کرد»), phrases («به گفته»), openings («با بیان اینکه»), colons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from vaqaye.actors.draft import boundaries
from vaqaye.language import Clause, Predicate, Sentence, Token
from vaqaye.language.inflect import spellings
from vaqaye.model import Stance
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of, look

Shape = Literal["that", "clause", "object", "about", "noun", "saying", "colon"]
_NEAR = 6  # words between «خبر» and «داد»; twice as many where «که» or a colon follows
_FOUND_IN = "آمدن"  # «در بیانیه وزارت خارجه … آمده است»: whatever stands between
_APART = 3  # words between «تاکید» and «کرد» in «تاکید ویژه‌ای کرد»
_HEAD = 20  # words of a headline before its colon
_DATELINE = keys_of("dateline")  # «خبرگزاری فارس: …» opens an article, not a quotation
_WANTS = "خواستن"
_THAT = keys_of("that")
_IMPERSONAL = keys_of("impersonal")
_CONTINUES = keys_of("continues")  # «خواست و …»: the sentence goes on, not the speech


@dataclass(frozen=True, slots=True)
class Found:
    """A cue at tokens `first..last` (inclusive) in a clause."""

    first: int
    last: int
    clause: Clause
    shape: Shape
    stance: Stance
    lemma: str


@dataclass(frozen=True, slots=True)
class _Row:
    words: tuple[str, ...]
    shape: Shape
    stance: Stance
    lemma: str


@cache
def _tables() -> tuple[dict[str, dict[str, list[_Row]]], dict[str, dict[str, list[_Row]]]]:
    """Verb -> first word before it ('' for none) -> rows; first word of a phrase -> second -> rows; longest first."""
    verbs: dict[str, dict[str, list[_Row]]] = {}
    phrases: dict[str, dict[str, list[_Row]]] = {}
    for row in table("cues"):
        lemma = f"{row['words']} {row['verb']}".strip()
        shape, stance = row["shape"], row["stance"]
        if row["verb"]:
            words = tuple(key_of(w) for w in look(row["words"]).text.split())
            entry = _Row(words, shape, stance, lemma)  # type: ignore[arg-type]
            for form in _nouns(words[0]) if words else ("",):
                verbs.setdefault(row["verb"], {}).setdefault(form, []).append(entry)
        else:
            for keys in spellings(row["words"]):
                phrases.setdefault(keys[0], {}).setdefault(keys[1], []).append(_Row(keys, shape, stance, lemma))  # type: ignore[arg-type]
    for rows in (
        *(r for by_word in verbs.values() for r in by_word.values()),
        *(r for after in phrases.values() for r in after.values()),
    ):
        rows.sort(key=lambda r: -len(r.words))
    return verbs, phrases


def _nouns(word: str) -> tuple[str, ...]:
    """«هشدارهایی داد», «ادعایی کرد»."""
    return (word, word + "ی", word + "ها", word + "هایی", word + "های")


def find(sentence: Sentence) -> list[Found]:
    """The cues of a sentence, left to right.

    A phrase before another cue only relays it: «بر اساس گزارش بلومبرگ، مدیر شرکت گفت: …».
    """
    tokens = sentence.tokens
    found = [cue for clause in sentence.clauses if clause.predicate for cue in _verb(tokens, clause, clause.predicate)]
    found.extend(_participles(sentence))
    _, phrases = _tables()
    for token in tokens:
        if token.key not in phrases:
            continue
        after = tokens[token.index + 1].key if token.index + 1 < len(tokens) else ""
        for row in phrases[token.key].get(after, ()):
            cue = _phrase(sentence, token.index, row)
            if cue:
                found.append(cue)
                break
    head = _colon(sentence, found)
    if head:
        found.append(head)
    found.sort(key=lambda c: c.first)
    return [c for i, c in enumerate(found) if c.shape != "noun" or not _relays(tokens, c, found[i + 1 :])]


def _relays(tokens: list[Token], cue: Found, later: list[Found]) -> bool:
    """Whether a verb of speech with its content follows in the same clause."""
    return any(c.shape in ("that", "clause") and c.clause is cue.clause and _opens(tokens, c.last + 1) for c in later)


def _goes_on(tokens: list[Token], clause: Clause, predicate: Predicate) -> bool:
    """Whether the sentence goes on behind a verb with an object."""
    after = tokens[predicate.last + 1].key if predicate.last + 1 < len(tokens) else ""
    return after == "و" and "را" in (tokens[i].key for i in clause.tokens if i < predicate.first)


def _follows(tokens: list[Token], last: int) -> bool:
    """Whether words come behind the verb."""
    return any(t.is_word for t in tokens[last + 1 : last + 4])


def _opens(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].key in (":", "که", "این", "«", "؛")


def _participles(sentence: Sentence) -> list[Found]:
    """«اعلام کرده روابط گسترش می‌یابد»: a participle that no finite verb follows, with what is said right behind it."""
    tokens = sentence.tokens
    taken = {i for c in sentence.clauses if c.predicate for i in range(c.predicate.first, c.predicate.last + 1)}
    found: list[Found] = []
    for token in tokens[1:-1]:
        form = token.verb
        if form is None or form.form not in ("participle", "finite") or token.index in taken:
            continue
        if tokens[token.index + 1].verb or form.mood == "subjunctive":
            continue
        clause = sentence.clause_at(token.index)
        known = _tables()[0].get(form.lemma, {})
        rows = known.get(tokens[token.index - 1].key, ())
        row = next((r for r in rows if len(r.words) == 1 and r.shape in ("that", "clause")), None)
        if row is None and clause is not None and _alone(tokens, clause, token):
            row = next((r for r in known.get("", ()) if r.shape in ("that", "clause")), None)
            if row is not None and not form.negative and _follows(tokens, token.index):
                found.append(Found(token.index, token.index, clause, row.shape, row.stance, row.lemma))
            continue
        if row is not None and clause is not None and not form.negative and _follows(tokens, token.index):
            found.append(Found(token.index - 1, token.index, clause, row.shape, row.stance, row.lemma))
    return found


def _alone(tokens: list[Token], clause: Clause, token: Token) -> bool:
    """«او گفته رهبران باید …», «از زائران خواست ماسک بزنند», but not «به گفته», «این گفته‌ها»."""
    before = tokens[token.index - 1]
    if token.verb is None or token.verb.lemma not in keys_of("says_alone") or token.verb.person == 1:
        return False
    if token.verb.lemma == _WANTS and all(tokens[i].key != "از" for i in clause.tokens if i < token.index):
        return False
    if before.key in keys_of("adverbs") | keys_of("lead_in") - keys_of("through"):
        return True
    return (
        before.is_word
        and before.key not in boundaries()
        and before.key not in keys_of("through")
        and before.verb is None
    )


def _introduces(tokens: list[Token], clause: Clause, predicate: Predicate) -> bool:
    """«خواست که …», «قول داد تا …», and without any word between: «قول داد بازار را بگشاید»."""
    at = predicate.last + 1
    if _opens(tokens, at) or (at < len(tokens) and tokens[at].key == "تا"):
        return True
    if at < len(tokens) and tokens[at].key == "،" and clause.marker is None and predicate.tense == "past":
        at += 1  # «ابراز امیدواری کرد، مذاکرات ادامه یابد»
    if at >= len(tokens) or not tokens[at].is_word or tokens[at].key in _CONTINUES:
        return False
    return any(t.verb is not None and t.verb.form == "finite" for t in tokens[at:])


def _fits(tokens: list[Token], clause: Clause, predicate: Predicate, row: _Row, others: list[_Row]) -> bool:
    """Whether what stands around the verb is what the shape of a row asks for."""
    if row.shape == "clause":
        return _introduces(tokens, clause, predicate)
    if row.shape != "that" or "را" not in (tokens[i].key for i in clause.tokens):
        return True
    if not _follows(tokens, predicate.last):
        return False  # «هدف از سفر را … عنوان کرد»
    object_ = any(r.shape == "object" for r in others)  # «تلفات را از دغدغه‌های مردم اعلام کرد و گفت»
    return not (object_ and _goes_on(tokens, clause, predicate))


def _verb(tokens: list[Token], clause: Clause, predicate: Predicate) -> list[Found]:
    rows = _tables()[0].get(predicate.lemma)
    if rows is None or predicate.voice == "passive" or predicate.mood == "subjunctive":
        return []  # «بگویند که …» has not been said
    if predicate.first > 0 and tokens[predicate.first - 1].key in _IMPERSONAL:
        return []  # «می‌توان گفت که …»: nobody does
    near, apart = (_NEAR * 2, _APART * 3) if _opens(tokens, predicate.last + 1) else (_NEAR, _APART)
    before = [i for i in clause.tokens if i < predicate.first]
    if predicate.lemma != _FOUND_IN:
        before = before[-near:]
    for place in range(len(before) - 1, -1, -1):
        for row in rows.get(tokens[before[place]].key, ()):
            rest = [tokens[i].key for i in before[place + 1 : place + len(row.words)]]
            if not _fits(tokens, clause, predicate, row, rows[tokens[before[place]].key]):
                continue
            if rest == list(row.words[1:]) and (
                predicate.lemma == _FOUND_IN or len(before) - place - len(row.words) <= apart
            ):
                return [Found(before[place], predicate.last, clause, row.shape, row.stance, row.lemma)]
    for row in rows.get("", ())[:1]:
        if row.shape == "clause" and row.stance == "asks" and all(tokens[i].key != "از" for i in before):
            return []  # «از ایران خواست که …», but «می‌خواهد برود»
        if row.shape != "clause" or _introduces(tokens, clause, predicate):
            return [Found(predicate.first, predicate.last, clause, row.shape, row.stance, row.lemma)]
    return []


def _phrase(sentence: Sentence, at: int, row: _Row) -> Found | None:
    tokens = sentence.tokens
    last = at + len(row.words) - 1
    if last >= len(tokens) or any(tokens[at + i].key != w for i, w in enumerate(row.words)):
        return None
    if row.shape == "saying":
        ahead = [t.key for t in tokens[last + 1 : last + 5]]
        joint = next((i for i, key in enumerate(ahead) if key in _THAT), None)
        if joint is None or not (ahead[joint] != "این" or "که" in ahead[joint : joint + 3]):
            return None
        last += joint + 1
        if tokens[last].key == "این" or (last + 1 < len(tokens) and tokens[last + 1].key == "که"):
            while tokens[last].key != "که":
                last += 1
    clause = sentence.clause_at(at)
    return Found(at, last, clause, row.shape, row.stance, row.lemma) if clause else None


def _colon(sentence: Sentence, found: list[Found]) -> Found | None:
    """«ظریف: …», «سخنگوی کاخ سفید: …»: a short head without a verb, then a colon."""
    tokens = sentence.tokens
    below = tokens[-1].key == ":"  # the speech is in the lines below
    at = next((t.index for t in tokens[: _HEAD * 2 if below else _HEAD] if t.key == ":"), 0)
    clause = sentence.clause_at(0)
    if at == 0 or clause is None or any(c.first < at for c in found):
        return None
    head = tokens[:at]
    relative = any(t.key == "که" for t in head)  # «نماینده‌ای که متن را دیده است:»
    if (any(t.verb and t.verb.form == "finite" for t in head) and not relative) or head[0].key in _DATELINE:
        return None
    return Found(at, at, clause, "colon", "asserts", ":")
