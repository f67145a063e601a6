"""Verb groups: «خواهد کرد», «بازداشت شده است», «گفته شد», each read as one finite verb."""

from __future__ import annotations

from vaqaye.language.document import Aspect, Predicate, Token, VerbForm
from vaqaye.language.verbs import noun_too
from vaqaye.text import keys_of

# After one of these a bare participle is an adjective or noun: «به گفته وی», «در گذشته».
_BEFORE_NOUN = keys_of("before_noun")
_FOLLOWS_VERB = frozenset(
    {"و", "که", "اما", "ولی", "تا", "زیرا", "چون", "،", "؛", ":", ".", "!", "؟", "…", "»", ")", "-", "/", "[n]"}
)

_ASKED = 8  # words from «از» to «خواست»


def predicates(tokens: list[Token]) -> list[Predicate]:
    """The verb groups of a sentence, in order."""
    found: list[Predicate] = []
    index = 0
    while index < len(tokens):
        form = tokens[index].verb
        group = _group(tokens, index, form) if form else None
        if group:
            found.append(group)
            index = group.last
        index += 1
    return found


def _group(tokens: list[Token], at: int, form: VerbForm) -> Predicate | None:
    if form.form == "infinitive":
        return None
    if form.form == "participle":
        return _participle(tokens, at, form)
    if form.lemma == "خواستن" and form.tense == "present" and form.aspect == "simple":
        future = _future(tokens, at, form)
        if future:
            return future
    if _is_noun(tokens, at, form):
        return None
    return _predicate(at, at, form)


def _future(tokens: list[Token], at: int, form: VerbForm) -> Predicate | None:
    """«خواهد کرد»; «نخواهد» carries the negation."""
    main = _verb(tokens, at + 1)
    if main is None or main.tense != "past" or main.aspect != "simple" or main.person != 3 or main.plural:
        return None
    negative = form.negative or main.negative
    return Predicate(
        at, at + 1, main.lemma, "future", "simple", "indicative", "active", negative, form.person, form.plural
    )  # fmt: skip


def _participle(tokens: list[Token], at: int, form: VerbForm) -> Predicate | None:
    """«کرده است», «گفته شد», «گفته شده است», «کرده»."""
    after = _verb(tokens, at + 1)
    if after and after.lemma == "بودن" and after.form != "infinitive":
        aspect: Aspect = "pluperfect" if after.tense == "past" else "perfect"
        negative = form.negative or after.negative
        return Predicate(
            at, at + 1, form.lemma, "past", aspect, after.mood, "active", negative, after.person, after.plural
        )  # fmt: skip
    if after and after.lemma == "شدن" and form.lemma not in ("کردن", "شدن", "بودن", "داشتن"):
        inner = _group(tokens, at + 1, after)
        if inner:
            inner.first, inner.lemma, inner.voice = at, form.lemma, "passive"
            inner.negative = inner.negative or form.negative
            return inner
        return None
    if after and after.lemma == "خواستن" and (future := _future(tokens, at + 1, after)) and future.lemma == "شدن":
        future.first, future.lemma, future.voice = at, form.lemma, "passive"
        return future
    if (
        at == 0
        or tokens[at - 1].key in _BEFORE_NOUN
        or not (_at_boundary(tokens, at + 1) or _asks(tokens, at, form) or _announces(tokens, at, form))
    ):
        return None
    return _predicate(at, at, form)


def _announces(tokens: list[Token], at: int, form: VerbForm) -> bool:
    """«ترامپ تهدید کرده ایران را …», «آمریکا متعهد شده نیروها را …»: what is told follows, no noun that it describes."""
    return (form.lemma in ("کردن", "دادن") and tokens[at - 1].key in keys_of("announces")) or (
        form.lemma == "شدن" and tokens[at - 1].key in keys_of("binds_itself")
    )


def _is_noun(tokens: list[Token], at: int, form: VerbForm) -> bool:
    """«بازداشت شدند», «در نشست امروز», «درخواست ایران»: a past stem that stands as a noun."""
    key = tokens[at].key
    kind = noun_too().get(key)
    if kind is None:
        return False
    after = _verb(tokens, at + 1)
    if after and after.form in ("finite", "participle"):
        return True
    before = tokens[at - 1].key if at else ""
    if before in _BEFORE_NOUN:
        return True
    if kind == "v":  # «اعلام کرد ایران …» is a verb, «فعالان کرد ترکیه» is not
        return before.endswith(("ان", "ها", "های")) and not (_at_boundary(tokens, at + 1) or _asks(tokens, at, form))
    return not _at_boundary(tokens, at + 1) or at == 0


def _asks(tokens: list[Token], at: int, form: VerbForm) -> bool:
    """«از شهروندان خواست در خانه بمانند», «از روسیه خواسته مناطقی را …»: where somebody is asked it is no noun."""
    if form.lemma != "خواستن" or tokens[at - 1].key in _FOLLOWS_VERB:
        return False
    for index in range(at - 1, max(-1, at - _ASKED), -1):
        if not tokens[index].is_word or tokens[index].verb is not None:
            return False
        if tokens[index].key == "از":
            return index < at - 1
    return False


def _at_boundary(tokens: list[Token], at: int) -> bool:
    return at >= len(tokens) or tokens[at].key in _FOLLOWS_VERB


def _verb(tokens: list[Token], at: int) -> VerbForm | None:
    return tokens[at].verb if at < len(tokens) else None


def _predicate(first: int, last: int, form: VerbForm) -> Predicate:
    return Predicate(
        first, last, form.lemma, form.tense, form.aspect, form.mood, "active", form.negative, form.person, form.plural
    )  # fmt: skip
