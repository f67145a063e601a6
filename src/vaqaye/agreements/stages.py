"""How far an agreement is, by the words beside its name and those of its verb."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from vaqaye.agreements.names import Hit
from vaqaye.language import Predicate, Sentence, Token
from vaqaye.language.inflect import inflected
from vaqaye.model import AgreementStatus
from vaqaye.resources import table
from vaqaye.text import key_of, keys_of

_NEAR = 4  # words before the name that tell how far it is


class Stage(NamedTuple):
    """How far an agreement is, and how much the words that say so weigh."""

    level: int
    status: AgreementStatus


NO_STAGE = Stage(-1, "unknown")
CERTAIN = 1000  # the level of what is known by date


@cache
def _words() -> dict[str, tuple[Stage, Stage]]:
    """Key -> stage, and stage where the clause leaves it open. Each run of rows with one status is a level."""
    levels: list[str] = []
    found: dict[str, tuple[Stage, Stage]] = {}
    for row in table("agreement_status"):
        status, left = row["status"], row["open"] or row["status"]
        if not levels or levels[-1] != status:
            levels.append(status)
        level = len(levels) - 1
        lower = max(n for n, name in enumerate(levels) if name == left)
        pair = (Stage(level, status), Stage(lower, left))  # type: ignore[arg-type]
        first, *forms = inflected(key_of(row["word"]))
        found[first] = pair
        for form in forms:
            found.setdefault(form, pair)  # «پایبندی» has a row of its own, before that of «پایبند»
    return found


def stage(sentence: Sentence, hit: Hit, end: int, sort: str) -> Stage:
    """By the words right before it, right behind it, and those of its verb."""
    words, tokens = _words(), sentence.tokens
    clause = sentence.clause_at(hit.first)
    verb = clause.predicate if clause else None
    near = _back(tokens, hit.first)
    if verb is not None and verb.first > end and not (end + 1 < len(tokens) and tokens[end + 1].key in ("،", "؛")):
        # but «تحریم‌ها در برابر پایبندی به توافق، لغو خواهد شد» says nothing of the agreement
        near += [t.key for t in tokens[max(end + 1, verb.first - 2) : verb.last + 1]] + [key_of(verb.lemma)]
    left_open = _is_open(verb, end) or any(key in keys_of("open") for key in near)
    near += _front(tokens, hit.last) + [t.key for t in tokens[hit.first : hit.last]]  # «توافق آتش‌بس»
    found = max((words[key][left_open] for key in near if key in words), default=NO_STAGE)
    if sort == "final" and found.status not in ("signed", "ratified"):
        return Stage(0, "proposed")  # a «توافق نهایی» is still to come until it is signed
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
