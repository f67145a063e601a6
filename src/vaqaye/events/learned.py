"""What the trained reader adds to the patterns and takes from them; the only place where the two are put together.

A pattern stays where the model finds an act of its type on its words likely enough; its words, mode and status stay as the
pattern has them. An act that only the model sees comes in where it is sure enough, as the pattern `model`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from vaqaye.actors import Cast, Seen
from vaqaye.actors.roles import Roles
from vaqaye.events.codebook import Matcher, Pattern
from vaqaye.events.gate import promising
from vaqaye.events.match import Hit
from vaqaye.events.network import Found, network, unread
from vaqaye.events.scene import EVENTS, Candidate, Scene, Sign, scenes
from vaqaye.events.sides import Field, settle
from vaqaye.events.status import of_verb, status
from vaqaye.events.told import Told, addressed, containing, is_content
from vaqaye.language import Document, Sentence
from vaqaye.model import Status
from vaqaye.statements import Said
from vaqaye.text import keys_of

# Chosen on annotated articles that were held out: on texts that the patterns were made on, the model has little to add.
_KEPT = 0.10  # how likely an act of a pattern must be
_NEW = 0.40  # of the model's own


def sign(cast: Cast, told: Told) -> Sign:
    """A pattern that fired, as the model sees it."""
    hit = told.hit
    pattern = hit.matcher.pattern
    sides = sorted(cast.countries(hit.actor)), sorted(cast.countries(hit.recipient))
    return Sign(hit.first, hit.last, pattern.event, pattern.mode, told.status, *sides)


def combine(
    document: Document,
    roles: Sequence[Roles],
    said: list[Said],
    told: list[list[Told]],
    about: str | None,
) -> list[list[Told]]:
    """What patterns and model say together, by sentence.

    In an article about sport, arts or science the model is not asked: it costs three times what all else does.
    """
    if not document.sentences:
        return told
    cast = roles[0].cast
    seen = scenes(document, roles, said, [[sign(cast, t) for t in here] for here in told])
    for here in seen:
        here.skip = here.skip or not (
            here.signs or promising(here.words, len(here.countries()), spoken=bool(here.speaker))
        )
    found, likely, read = network().read(seen, _NEW) if about is None else unread(seen)
    own: dict[int, list[Found]] = {}
    for act in found:
        own.setdefault(act.sentence, []).append(act)
    whole = Field.of(cast)
    out: list[list[Told]] = []
    for sentence, patterns in zip(document.sentences, told, strict=True):
        chances = likely[sentence.index]
        for t in patterns:
            t.chance = _chance(chances, t) if chances is not None else None
        for t, seen_so in zip_longest(patterns, read[sentence.index]):
            settle(
                roles[sentence.index],
                t.hit,
                t.said,
                whole,
                seen_so.sides if seen_so else None,
            )
            t.mode = seen_so.mode if seen_so and not t.hit.matcher.pattern.own else None
        kept = [t for t in patterns if t.hit.matcher.pattern.own or t.chance is None or t.chance > _KEPT]
        new = [
            _told(roles[sentence.index], roles, seen, said, act)
            for act in own.get(sentence.index, ())
            if _names_an_act(sentence, act) and not any(_same(sentence, t, act) for t in patterns)
        ]
        new = [t for t in new if _asks(roles[sentence.index], t)]
        kept += [t for t in new if not any(is_content(p.hit, t.hit, t.status) for p in kept)]
        out.append(sorted(kept, key=lambda t: (t.hit.first, t.hit.last)))
    return out


def _chance(chances: np.ndarray, told: Told) -> float:
    column = 1 + EVENTS.index(told.hit.matcher.pattern.event)
    return float(chances[told.hit.first : told.hit.last + 1, column].max(initial=0.0))


def _same(sentence: Sentence, told: Told, act: Found) -> bool:
    clause = told.hit.clause  # «پاکستان از اخراج پناهجویان صرف‌نظر کرد»: «از» is no second expulsion
    overlap = any(told.hit.first <= w <= told.hit.last or sentence.clause_at(w) is clause for w in act.words)
    return overlap and told.hit.matcher.pattern.event == act.event


def _names_an_act(sentence: Sentence, act: Found) -> bool:
    """«دیدار کرد و درباره بندر گفت‌وگو کرد»: the second «کرد» alone names none."""
    verbs = [sentence.tokens[w].verb for w in act.words]
    return any(verb is None or verb.lemma not in keys_of("light") for verb in verbs)


def _asks(here: Roles, told: Told) -> bool:
    """Whether it is told as it is: of what «باید» says only a demand on a power is a request, and that is made."""
    verb = told.hit.clause.predicate
    if told.hit.matcher.pattern.event != "REQUEST" or verb is None or not (verb.modal or "").endswith("due"):
        return True
    told.status, told.why = "occurred", "says what is due"
    return addressed(here, told.hit, told.said)


def _told(here: Roles, roles: Sequence[Roles], seen: list[Scene], said: list[Said], act: Found) -> Told:
    """An act that no pattern found."""
    sentence = here.sentence
    clause = sentence.clause_at(act.words[0])
    assert clause is not None  # the scene says which clause each word lies in
    verb = clause.predicate
    inside = verb is not None and (
        any(verb.first <= w <= verb.last for w in act.words) or _carries(here, act.words[-1], verb.first)
    )
    matcher = Matcher(Pattern("model", act.event, act.mode, None, ()), ((),), frozenset(), ())
    hit = Hit(matcher, act.words[0], act.words[-1], clause, verb if inside else None)
    words = containing(sentence, hit, said)
    hit.actor = tuple(_seen(here, roles, hit, words, c) for c in act.actor)
    doing = {s.actor for s in hit.actor}  # an officer of Iran arrests somebody of Iran, not himself
    whom = ((_seen(here, roles, hit, words, c), c.country) for c in act.recipient)
    hit.recipient = tuple(replace(s, actor=here.cast.state(code)) if s.actor in doing else s for s, code in whom)
    sides = hit.actor, hit.recipient
    by_rule, why = _least_done(sentence, hit, act)
    state: Status = act.status  # type: ignore[assignment]
    if by_rule != "occurred" or (hit.predicate is not None and why.startswith("past")):
        return Told(hit, by_rule, why, words, sides, act.probability)  # what was not done must never be told as done
    return Told(
        hit,
        state,
        f"as the model reads it ({act.probability:.2f})",
        words,
        sides,
        act.probability,
    )


def _least_done(sentence: Sentence, hit: Hit, act: Found) -> tuple[Status, str]:
    """The status that the rules see, of all clauses that the act's words lie in: «قصد داشتند … را بکشند»."""
    found = status(sentence, hit)
    clauses = {id(c): c for w in act.words if (c := sentence.clause_at(w)) is not None and c.predicate is not None}
    for clause in clauses.values():
        if found[0] != "occurred":
            break
        assert clause.predicate is not None
        if clause is not hit.clause:
            found = of_verb(sentence, clause, clause.predicate, hit)
        elif hit.predicate is None:  # «در صورتی که ارتش عقب‌نشینی کند، آتش‌بس پایدار می‌ماند»
            state, why = of_verb(sentence, clause, clause.predicate, hit)
            found = (state, why) if "condition" in why else found
    return found


def _carries(here: Roles, last: int, verb: int) -> bool:
    """«در اختیار سوریه نگذاشت»: nothing but who takes part stands between the act's words and the verb that makes it one."""
    named = {w for seen in here.seen for w in range(seen.first, seen.last + 1)}
    return last < verb and all(w in named for w in range(last + 1, verb))


def _seen(here: Roles, roles: Sequence[Roles], hit: Hit, words: Said | None, who: Candidate) -> Seen:
    """The mention that a candidate stands for."""
    if who.stand is not None:
        found = roles[who.stand[0]].seen[who.stand[1]]
        if who.stand[0] == here.sentence.index:
            return found
        return replace(
            found,
            sentence=here.sentence.index,
            first=hit.first,
            last=hit.last,
            how="dropped",
        )
    cast = here.cast
    spoken = [words.speaker] if words is not None else []
    before = [s.actor for s in (here.previous.leading(2) if here.previous is not None else ())]
    subjects = [s.actor for s in here.subject(hit.clause)]
    actors = {1: spoken, 3: before, 4: subjects}.get(who.special, [])
    actor = next((a for a in actors if cast.country(a) == who.country), None) or cast.state(who.country)
    return Seen(here.sentence.index, hit.first, hit.last, actor, "dropped", "not named here")
