"""Whose words they are: the subject of the cue's verb, the name behind «به گفته», the head before a colon."""

from __future__ import annotations

from vaqaye.actors import Seen
from vaqaye.actors.compose import is_boundary
from vaqaye.actors.roles import Roles
from vaqaye.model import How
from vaqaye.statements.cues import Found
from vaqaye.text import keys_of

_PRONOUNS = keys_of("pronouns")
_NAME = 2
_LONGEST = 14  # words of a speaker that no lexicon knows


def of(roles: Roles, cue: Found, last: str | None) -> str | None:
    """The actor id of the speaker; an unknown one becomes a local actor by the words that name it. None: nobody said it."""
    tokens = roles.sentence.tokens
    if cue.shape == "colon":
        return _first(roles, 0, cue.first) or _head(roles, cue.first)
    if cue.shape == "noun":
        return _behind(roles, cue, last)
    subject = roles.subject(cue.clause)
    named = [s for s in subject if s.sentence == roles.sentence.index and s.first < cue.first]
    pronoun = next((i for i in cue.clause.tokens if i < cue.first and tokens[i].key in _PRONOUNS), None)
    if pronoun is not None and (not named or named[0].first >= pronoun):
        return last or (named[0].actor if named else None)
    if named and named[0].first in cue.clause.tokens and not named[0].weak:
        return named[0].actor
    own = span(roles, cue)
    if own and cue.shape != "saying":
        return _local(roles, *own)
    if named:
        return named[0].actor
    if cue.clause.predicate is not None and cue.clause.predicate.person == 3:
        return last or (subject[0].actor if subject else None)
    return None


def span(roles: Roles, cue: Found) -> tuple[int, int] | None:
    """The tokens of the speaker's noun phrase: the first of the clause that stands behind no preposition."""
    tokens = roles.sentence.tokens
    found = [
        s for s in roles.subject(cue.clause) if s.sentence == roles.sentence.index and s.first in cue.clause.tokens
    ]
    if found and found[0].first < cue.first and not found[0].weak:
        return found[0].first, found[-1].last
    inside = [i for i in cue.clause.tokens if i < cue.first]
    while inside and (not tokens[inside[0]].is_word or tokens[inside[0]].key in keys_of("lead_in")):
        inside.pop(0)
    if not inside or is_boundary(tokens[inside[0]]):
        return None
    first = last = inside[0]
    for index in inside[1:_LONGEST]:
        if index != last + 1 or is_boundary(tokens[index]):
            break
        last = index
    return first, last


def noun_end(roles: Roles, cue: Found) -> int | None:
    """The token behind «به گفته X،»; None if nobody stands there."""
    tokens = roles.sentence.tokens
    here = roles.starting(cue.last + 1)
    last = max((s.last for s in here), default=None)
    index = cue.last + 1 if last is None else last + 1
    while index < len(tokens) and index - cue.last < _LONGEST and tokens[index].key not in ("،", "؛", "که"):
        verb = tokens[index].verb
        if verb is not None and verb.form == "finite":
            return None
        if last is not None and index > last + 4:
            break
        index += 1
    if index < len(tokens) and tokens[index].key == "،" and last is not None:
        again = roles.starting(index + 1)  # «به گفته پسکوف، سخنگوی کرملین، …»
        if again and again[0].actor in {s.actor for s in here}:
            index = again[0].last + 1
    return index if cue.last + 1 < index < len(tokens) else None


def addressees(roles: Roles, cue: Found) -> tuple[str, ...]:
    """Those that it is said to: «به خبرنگاران گفت», «خطاب به آمریکا گفت»."""
    if cue.shape not in ("that", "clause"):
        return ()
    _, found = roles.behind(cue.clause, frozenset({("به",)}), cue.first)
    return tuple(s.actor for s in found if s.last >= cue.first - 3)


def _behind(roles: Roles, cue: Found, last: str | None) -> str | None:
    tokens = roles.sentence.tokens
    at = cue.last + 1
    if at >= len(tokens):
        return None
    if tokens[at].key in _PRONOUNS:
        return last
    found = roles.phrase(at, reach=5)
    if found and not found[0].weak:
        return found[0].actor
    end = at
    while end + 1 < len(tokens) and not is_boundary(tokens[end + 1]) and end - at < _LONGEST:
        end += 1
    return _local(roles, at, end)


def _head(roles: Roles, colon: int) -> str | None:
    """«قره‌خانی: …»: an unknown name of one or two words; a longer head without a known name is a heading."""
    words = roles.sentence.tokens[:colon]
    if len(words) > _NAME or any(not t.is_word or is_boundary(t) for t in words):
        return None
    return _local(roles, 0, colon - 1)


def _first(roles: Roles, first: int, end: int) -> str | None:
    """The first actor named in a stretch of tokens."""
    return next((s.actor for s in roles.seen if first <= s.first < end and not s.place and not s.weak), None)


def _local(roles: Roles, first: int, last: int) -> str | None:
    """A speaker that no lexicon knows, by the very words: «یک فعال کارگری», «مدیرکل مدیریت بحران استانداری»."""
    tokens = roles.sentence.tokens
    while first <= last and not tokens[first].is_word:
        first += 1
    while last >= first and not tokens[last].is_word:
        last -= 1
    if last < first or last - first >= _LONGEST:
        return None
    name = " ".join(t.text for t in tokens[first : last + 1])
    if not any(c.isalpha() for c in name):
        return None
    country = next((roles.cast.country(s.actor) for s in roles.seen if first <= s.first <= last), roles.cast.home)
    actor = roles.cast.local(name, "person", country, None)
    how: How = "name"
    roles.seen.append(Seen(roles.sentence.index, first, last, actor, how))
    return actor
