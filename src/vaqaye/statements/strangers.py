"""Speakers that no lexicon knows: actors by the very words that name them."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from vaqaye.actors import Cast, Seen
from vaqaye.actors.draft import is_boundary
from vaqaye.actors.roles import Roles
from vaqaye.model import How
from vaqaye.statements.said import Before
from vaqaye.text import key_of, keys_of

_ADVERBS = keys_of("adverbs")
_LEAD = keys_of("lead_in") | _ADVERBS
_TAKES = keys_of("takes_complement")
_NAME = 2
_FULL_NAME = 4
_LONGEST_HEAD = 8
_SHORT = 2  # letters
_KNOWN = 300  # persons of an article in which a surname is looked for
LONGEST = 14  # words of a speaker that no lexicon knows


def phrase_end(roles: Roles, first: int) -> int:
    """The last token of the noun phrase that starts at one."""
    tokens = roles.sentence.tokens
    end = first
    while end + 1 < len(tokens) and end - first < LONGEST and tokens[end + 1].key not in _ADVERBS:
        if is_boundary(tokens[end + 1]):
            goes_on = tokens[end + 1].is_word and tokens[end].key in _TAKES
            if not goes_on or end + 2 >= len(tokens) or is_boundary(tokens[end + 2]):
                break  # over «به» in «منبعی نزدیک به هیئت مذاکره‌کننده»
        end += 1
    return end


def spell_out(roles: Roles, seen: Seen, before: int) -> None:
    """«رئیس کمیته شکستن محاصره غزه»: an office of one word, «رئیس», gets its whole name, up to the cue at `before`."""
    member = roles.cast.members[seen.actor]
    if member.kind != "office" or not member.id.startswith("local:") or seen.last - seen.first >= _NAME:
        return
    end = min(phrase_end(roles, seen.first), before - 1) if seen.first < before else seen.last
    if seen.how == "office" and end > seen.last and len((member.name.fa or "").split()) <= _NAME:
        tokens = roles.sentence.tokens[seen.first : end + 1]
        member.name = replace(member.name, fa=" ".join(t.text for t in tokens))


def head(roles: Roles, colon: int) -> str | None:
    """«قره‌خانی: …»: an unknown name of one or two words; a longer head without a known name is a heading.

    If the line ends there, it may be longer: «منبعی نزدیک به هیئت مذاکره‌کننده:».
    """
    words = roles.sentence.tokens[:colon]
    if not words or is_boundary(words[0]):
        return None
    ends = colon == len(roles.sentence.tokens) - 1
    if len(words) > (_LONGEST_HEAD if ends else _NAME) or any(not t.is_word or t.verb is not None for t in words):
        return None
    if not ends and any(is_boundary(t) for t in words):
        return None
    return local(roles, 0, colon - 1)


def local(roles: Roles, first: int, last: int) -> str | None:
    """A speaker that no lexicon knows, by the very words: «یک فعال کارگری», «مدیرکل مدیریت بحران استانداری»."""
    tokens = roles.sentence.tokens
    while first <= last and not tokens[first].is_word:
        first += 1
    while last >= first and not tokens[last].is_word:
        last -= 1
    if last < first or last - first >= LONGEST:
        return None
    name = " ".join(t.text for t in tokens[first : last + 1])
    if not any(c.isalpha() for c in name) or (first == last and tokens[first].key in keys_of("through")):
        return None
    known = surname(roles.cast, name) if last - first < _NAME else None
    if known:
        return known
    media = tokens[first].key in keys_of("media")  # «شبکه فرانسوی»: no person
    home = None if media else roles.cast.home
    country = next((roles.cast.country(s.actor) for s in roles.seen if first <= s.first <= last), home)
    actor = roles.cast.local(name, "organisation" if media else "person", country, "JRN" if media else None)
    how: How = "name"
    roles.seen.append(Seen(roles.sentence.index, first, last, actor, how))
    return actor


def surname(cast: Cast, word: str) -> str | None:
    """The person that was called «بهمن سالاری» before «سالاری»; short ones only of people whom we know («گل»).

    Two words are a surname that lost its half-space: «شکوه حسین‌پور» and «حسین پور».
    """
    key = key_of(word.replace(" ", "")).removeprefix("ال")  # «الجعفری» is «ابراهیم جعفری»
    for member in islice(cast.members.values(), _KNOWN):
        words = (member.name.fa or "").replace("\u200c", " ").split()
        if member.kind != "person" or len(words) < _NAME:
            continue
        whole = key_of("".join(words))
        same = key_of(words[-1]).removeprefix("ال") == key or (
            len(key) > _NAME + 1 and whole.endswith(key) and whole != key
        )
        if same and (len(key) > _SHORT or not member.id.startswith("local:")):
            return member.id
    return None


def apposed(roles: Roles, office: Seen, before: Before) -> str | None:
    """«احمد موهبتی - استاندار سیستان - گفت»: the name, unknown to the lexicon, before the office."""
    tokens = roles.sentence.tokens
    member = roles.cast.members[office.actor]
    mark = office.first - 1
    if member.kind != "office" or office.how != "office" or mark < _NAME or tokens[mark].key not in ("-", "،"):
        return None
    first = mark
    while first > 0 and mark - first < _FULL_NAME and tokens[first - 1].text[0].isalpha():
        if is_boundary(tokens[first - 1]) or tokens[first - 1].key in _LEAD or _is_seen(roles, first - 1):
            break
        first -= 1
    if mark - first < _NAME or (
        first > 0 and not is_boundary(tokens[first - 1]) and tokens[first - 1].key not in _LEAD
    ):
        return None
    actor = local(roles, first, mark - 1)
    if actor:
        named = roles.cast.members[actor]
        named.office, named.country, named.sector = member.office, member.country, member.sector
        if member.id.startswith("local:"):
            before.same.setdefault(member.id, actor)
    return actor


def _is_seen(roles: Roles, token: int) -> bool:
    return any(s.first <= token <= s.last for s in roles.seen)
