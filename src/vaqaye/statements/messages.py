"""Speech without any cue: a message that the headline announces, «پیام فرمانده سپاه به مناسبت روز خبرنگار»."""

from __future__ import annotations

from vaqaye.actors.roles import Roles
from vaqaye.language import Document, Sentence
from vaqaye.text import keys_of

_BELOW = 3  # sentences from the headline to a message that it does not call so


def opens(document: Document) -> bool:
    """Whether the first line only says that a message follows in the lines below."""
    head, below = document.sentences[0], document.sentences[1:2]
    first = next((t for t in head.tokens if t.is_word), None)
    if first is None or first.key not in keys_of("messages") or not below or below[0].line == head.line:
        return False
    end = next((t.index for t in head.tokens if t.key == "؛"), None)  # «واکنش ظریف؛ به توافق نزدیک شده‌ایم»
    return not any(t.verb is not None and t.verb.form == "finite" for t in head.tokens[:end])


def speaks(sentence: Sentence, singular: bool = False) -> bool:
    """«ما در آتش‌بس هستیم»: in the first person no narrator writes."""
    verbs = (c.predicate for c in sentence.clauses)
    return any(v is not None and v.person == 1 and not (singular and v.plural) for v in verbs)


def sender(roles: Roles) -> str | None:
    """Whom a headline names first."""
    kinds = ("person", "office", "organisation")
    named = (s.actor for s in roles.seen if not s.weak and not s.place)
    return next((a for a in named if roles.cast.members[a].kind in kinds), None)


def announced(roles: Roles, sentence: Sentence) -> str | None:
    """«ناراحتی ترامپ از رزمایش» and below it «من راضی نیستم»: whose words these are, before anybody has spoken."""
    near = roles.sentence.line != sentence.line and sentence.index <= _BELOW
    return sender(roles) if near and speaks(sentence, singular=True) else None


__all__ = ["announced", "opens", "sender", "speaks"]
