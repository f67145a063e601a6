"""Whose «این بیانیه» is: whoever issued it or spoke in it before."""

from __future__ import annotations

from vaqaye.actors.roles import Roles
from vaqaye.statements.cues import Found
from vaqaye.statements.said import Before
from vaqaye.text import keys_of

_BACK = 4  # sentences in which it may have been issued


def written(roles: Roles, cue: Found, before: Before) -> str | None:
    """«در این بیانیه آمده است که …», «در ادامه این نامه …»: whose it is; None where no such words stand in the clause."""
    tokens = roles.sentence.tokens
    for index in cue.clause.tokens:
        if 0 < index < cue.last and tokens[index - 1].key == "این" and tokens[index].key in keys_of("reports"):
            return before.wrote.get(tokens[index].key) or _issued(roles, tokens[index].key)
    return None


def note(roles: Roles, cue: Found, speaker: str, before: Before) -> None:
    """«حزب … در بیانیه‌ای اعلام کرد»: from now on «این بیانیه» is the party's."""
    tokens = roles.sentence.tokens
    for index in cue.clause.tokens:
        word = document(tokens[index].key) if 0 < index < cue.last else None
        if word is not None and tokens[index - 1].key in keys_of("issuing"):
            before.wrote[word] = speaker


def document(key: str) -> str | None:
    """The word for a document that stands there: «بیانیه», «بیانیه‌ای», «گزارشی»."""
    return next((k for k in (key, key.removesuffix("ی"), key.removesuffix("ای")) if k in keys_of("reports")), None)


def _issued(roles: Roles, word: str) -> str | None:
    """«وزارت خارجه با صدور بیانیه‌ای حمله را محکوم کرد»: the subject of the nearest clause before that has the document."""
    at = roles.previous
    for _ in range(_BACK):
        if at is None:
            return None
        for token in at.sentence.tokens:
            clause = at.sentence.clause_at(token.index)
            if token.key != word and document(token.key) == word and clause is not None:
                found = [s for s in at.subject(clause) if s.sentence == at.sentence.index and not s.weak]
                if found:
                    return found[0].actor
        at = at.previous
    return None


__all__ = ["document", "note", "written"]
