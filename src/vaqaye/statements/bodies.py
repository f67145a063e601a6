"""Bodies that no lexicon knows, called by what they are and by a name: «روزنامه «گازتا وبورچا»», «شرکت نیتو»."""

from __future__ import annotations

from functools import cache

from vaqaye.actors import Seen
from vaqaye.actors.draft import is_boundary
from vaqaye.actors.roles import Roles
from vaqaye.actors.strangers import strange
from vaqaye.language import Token
from vaqaye.resources import table
from vaqaye.statements.said import Before, head_of
from vaqaye.text import key_of, keys_of

_MODIFIERS = 3  # words between «شبکه» and its name
_LONGEST = 4  # words of a name
_QUOTED = 5  # the same between quotation marks
_PLURAL = ("ها", "های", "هایی", "ان", "ین", "ات")


@cache
def _between() -> frozenset[str]:
    """Adjectives that may stand between what a body is and its name: «پایگاه اینترنتی», «خبرگزاری دولتی»."""
    return keys_of("of_media") | {key_of(row["word"]) for row in table("np_words")}


def enlist(roles: Roles, before: Before) -> None:
    """Takes the unknown bodies of a sentence into the cast; «این شرکت» means them from now on."""
    at, tokens = 0, roles.sentence.tokens
    while at < len(tokens) - 1:
        at = max(_body(roles, at, before), at) + 1


def _body(roles: Roles, at: int, before: Before) -> int:
    """The last token of the body that starts at one; -1 if none does."""
    tokens = roles.sentence.tokens
    head = tokens[at]
    here = [s for s in roles.starting(at) if not s.place]
    kind = next((s for s in here if s.how == "group" and not head.key.endswith(_PLURAL)), None)
    media = head.key in keys_of("media")
    if (
        not (media or head.key in keys_of("body_heads"))
        or (here and kind is None)
        or (at and tokens[at - 1].key == "این")
    ):
        return -1
    first = _name_start(roles, kind.last + 1 if kind is not None else at + 1)
    if first is None:
        return -1
    known = next((s for s in roles.starting(first + (tokens[first].key == "«")) if not s.weak and not s.place), None)
    if known is not None and not known.actor.startswith("local:"):
        # «دادگاه آمریکا دولت سوریه را محکوم کرد»: two stand side by side; only an outlet needs no quotation marks
        return _known(roles, at, known, media, before) if media or tokens[first].key == "«" else -1
    last = _quoted(tokens, first)
    if last is None and (media or kind is not None):
        last = _strange(roles, first, whatever=kind is not None and media)
        object_ = last is not None and [t.key for t in tokens[last + 1 : last + 2]] == ["را"]
        if object_ and kind is not None and kind.last > at:
            return -1  # «شرکت آمریکایی گوگل را خرید»: two
    if last is None:
        return -1
    words = [t.text for t in tokens[first : last + 1] if t.is_word]
    told = [s for s in roles.seen if at <= s.first <= last and not s.actor.startswith("local:")]
    country = next((c for s in told if (c := roles.cast.country(s.actor))), None)
    sector = "JRN" if media else None
    if kind is not None and not media:
        member = roles.cast.members[kind.actor]
        country, sector = country or member.country, member.sector
    actor = roles.cast.local(" ".join(words), "organisation", country, sector)
    named = roles.cast.members[actor]
    named.kind, named.sector = "organisation", sector  # its strange words may have passed for a person's
    _see(roles, at, last, actor)
    before.called[head_of(head.text)] = actor
    return last


def _name_start(roles: Roles, at: int) -> int | None:
    """Where the name begins behind «خبرگزاری دولتی»; None if the noun phrase ends before."""
    tokens = roles.sentence.tokens
    ahead = range(at, min(at + _MODIFIERS + 1, len(tokens)))
    mark = next((i for i in ahead if is_boundary(tokens[i])), None)
    if mark is not None and tokens[mark].key == "«":
        return mark  # «شرکت خودروسازی «نیتو»»
    for index in ahead:
        token = tokens[index]
        here = roles.starting(index)
        if any(not s.weak and not s.place for s in here):
            return index
        if token.key in _between() or here:
            continue
        return None if is_boundary(token) else index
    return None


def _known(roles: Roles, at: int, known: Seen, media: bool, before: Before) -> int:
    """«رسانه قطری الجزیره» is the Al Jazeera that the lexicon knows."""
    member = roles.cast.members[known.actor]
    if member.kind != "organisation" or (member.sector == "JRN") != media:
        return -1
    _see(roles, at, known.last, known.actor)
    before.called[head_of(roles.sentence.tokens[at].text)] = known.actor
    return known.last


def _quoted(tokens: list[Token], first: int) -> int | None:
    """The closing mark of a name in quotation marks: a few words without a verb."""
    if tokens[first].key != "«":
        return None
    for index in range(first + 1, min(first + _QUOTED + 2, len(tokens))):
        if tokens[index].key == "»":
            return index if index > first + 1 else None
        verb = tokens[index].verb
        if not tokens[index].is_word or (verb is not None and verb.form == "finite"):
            return None
    return None


def _strange(roles: Roles, first: int, whatever: bool) -> int | None:
    """The last word of a name that begins with a word which no lexicon of words knows: «سایت میدل‌ایست آنلاین».

    Behind «رسانه آمریکایی» `whatever` stands there is the name.
    """
    tokens = roles.sentence.tokens
    if not _is_strange(tokens[first]) and not (whatever and tokens[first].is_word and tokens[first].verb is None):
        return None
    if whatever and tokens[first].key in keys_of("adverbs") | keys_of("ends_name") | keys_of("ends_time"):
        return None
    last = first
    while last + 1 < len(tokens) and last - first < _LONGEST - 1:
        token = tokens[last + 1]
        if is_boundary(token) or token.verb is not None or roles.starting(last + 1):
            break
        if token.key in keys_of("adverbs") | keys_of("ends_name"):
            break
        last += 1
    return last


def _is_strange(token: Token) -> bool:
    return token.is_word and token.verb is None and (token.text.isascii() or strange(token.text))


def _see(roles: Roles, first: int, last: int, actor: str) -> None:
    kept = [s for s in roles.seen if s.last < first or s.first > last]
    new = Seen(roles.sentence.index, first, last, actor, "name")
    roles.renew(sorted([*kept, new], key=lambda s: s.first))


__all__ = ["enlist"]
