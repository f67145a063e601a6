"""People whom no lexicon knows, named where a sentence of speech begins: «به گزارش ایسنا، هادی قوامی در تذکری گفت»."""

from __future__ import annotations

from functools import cache

from vaqaye.actors import Seen
from vaqaye.actors.draft import boundaries, is_boundary
from vaqaye.actors.roles import Roles
from vaqaye.actors.strangers import strange
from vaqaye.actors.units import given_names, index
from vaqaye.language import Token
from vaqaye.resources import table
from vaqaye.statements import strangers
from vaqaye.statements.said import Before
from vaqaye.text import ZWNJ, key_of, keys_of

_LONGEST = 4  # words of a name
_LEAD = 30  # words before «هادی قوامی» in «به گزارش خبرگزاری فارس از …، هادی قوامی»
_OUTLET = 4  # words of an outlet before a dash
_NAME = 2
_GIVEN = 4  # letters of a given name that a surname begins with
_MARKS = frozenset({"«", '"', "»"})


@cache
def _no_names() -> frozenset[str]:
    """Words that no name begins with or takes in."""
    sets = ("lead_in", "adverbs", "ends_time", "indefinite", "reports", "media", "called", "partitives", "no_names")
    return frozenset().union(*(keys_of(s) for s in sets))


@cache
def _surnames() -> frozenset[str]:
    """The last words of the people that the lexicon knows, unless they are a word or name of their own."""
    common = {key_of(row["word"]) for row in table("not_surnames")}
    last = {key_of(row["fa"].split()[-1]) for row in table("persons") if " " in row["fa"]}
    return frozenset(k for k in last - common if (node := index().get(k)) is None or _is_name(node.unit))


def _is_name(unit: object) -> bool:
    return unit is None or getattr(unit, "kind", "") in ("short", "person", "title")


def enlist(roles: Roles, cue: int, before: Before) -> None:
    """Takes the name that a sentence opens with into the cast; `cue` is the token of its first word of speech."""
    tokens = roles.sentence.tokens
    for start in _starts(tokens, cue):
        first = start + (tokens[start].key in _MARKS)
        last = _end(roles, first, cue)
        if last is None:
            continue
        name = " ".join(t.text for t in tokens[first : last + 1])
        known = strangers.surname(roles.cast, name) if last - first < _NAME else None
        if known is None and not _reads_as_name(
            roles, first, last, cue, told=start > 0 and tokens[start - 1].key == "،"
        ):
            continue
        _enter(roles, first, last, known or "", name, before)
        return


def _starts(tokens: list[Token], cue: int) -> list[int]:
    """Where the subject may stand: at the beginning, behind «به گزارش ایسنا،», and at a given name behind «به گزارش»."""
    at = next((t.index for t in tokens if t.is_word or t.key in _MARKS), 0)
    while at < cue and tokens[at].key in keys_of("lead_in") - {"این", "یک"}:
        at += 1
    out = [at]
    out += [
        i + 1 for i in range(at + 1, min(cue, at + _OUTLET)) if tokens[i].key == "-"
    ]  # «همشهری آنلاین - علی راد گفت»
    if at + 1 < len(tokens) and any(t.key in keys_of("reports") for t in tokens[at + 1 : at + 3]):
        end = min(cue, at + _LEAD)
        out += [i + 1 for i in range(at, end - 1) if tokens[i].key == "،"]
        out += [i for i in range(at + 3, end) if is_given(tokens[i])]
    return [i for i in out if i < min(cue, len(tokens) - 1)]


def is_given(token: Token) -> bool:
    """Whether a word is a given name, whatever else it is."""
    return token.key in given_names()


def is_odd(word: str) -> bool:
    """A word of a name, as a rule: no lexicon of words knows it, or one of a person ends in it; «شمس‌الدین»."""
    return strange(word) or key_of(word) in _surnames() or f"{ZWNJ}ال" in word


def begins_with_given(key: str) -> bool:
    """«محمدحسنی», «علیرضاپور»: a surname that begins with a given name."""
    return any(key[:end] in given_names() for end in range(_GIVEN, len(key) - 1))


def _no_verb(token: Token) -> bool:
    """«صدیف بدری»: what reads as a second person is no verb in news."""
    return token.verb is None or (token.verb.form == "finite" and token.verb.person == 2)


def _end(roles: Roles, first: int, cue: int) -> int | None:
    """The last token of the words that may be a name; None where others are named there."""
    tokens = roles.sentence.tokens
    last = None
    for at in range(first, min(first + _LONGEST, cue)):
        token = tokens[at]
        here = [s for s in roles.seen if s.first <= at <= s.last and not (s.weak or s.place)]
        if (
            at == first + 1
            and is_given(tokens[first])
            and all(s.first == s.last and s.how in ("group", "office") for s in here)
        ):
            here = []  # «محمود وکیلی» is no lawyer
        if (
            here
            or (is_boundary(token) and token.verb is None)
            or token.key in _no_names()
            or token.key.endswith(("ها", "های", "هایی"))
        ):
            break
        if not _no_verb(token) or not token.text[0].isalpha() or token.text.isascii():
            break
        last = at
    return last


def _reads_as_name(roles: Roles, first: int, last: int, cue: int, told: bool) -> bool:
    """A given name and a word more, or words that no lexicon of words knows; nothing of the noun phrase may follow.

    Behind «به گزارش ایسنا،» (`told`) two words before a preposition are a name, whatever they mean.
    """
    tokens = roles.sentence.tokens
    words = tokens[first : last + 1]
    if not _closes(roles, last, cue):
        return False
    if _before_office(roles, first, last):
        return True
    odd = [is_odd(t.text) for t in words]
    if len(words) == 1:
        ahead = tokens[last + 1 : last + 2]
        if first == 0 and cue < len(tokens) and tokens[cue].key in (":", "در") and [t.key for t in ahead] == ["،"]:
            return True  # «کرمی، رئیس اتحادیه خودرو:»
        return odd[0] and not words[0].key.endswith(("ی", "ان"))
    if any(s.how == "office" for s in roles.starting(last + 1)) and odd[-1]:
        return True  # «ماشاالله شمس‌السادات عضو شورای شهر گفت»
    return (is_given(words[0]) and (len(words) == _NAME or odd[-1])) or all(odd) or (told and len(words) == _NAME)


def _before_office(roles: Roles, first: int, last: int) -> bool:
    """«فیاضی، نماینده ساری در مجلس، گفت», «"نوفل کشموله" استاندار موصل گفت»: an office behind a mark that parts the two."""
    tokens = roles.sentence.tokens
    if last + 2 >= len(tokens):
        return False
    quoted = first > 0 and tokens[first - 1].key in _MARKS and tokens[last + 1].key in _MARKS
    paused = last == first and first <= 1 and tokens[last + 1].key == "،"
    return (quoted or paused) and any(s.how == "office" for s in roles.starting(last + 2))


def _closes(roles: Roles, last: int, cue: int) -> bool:
    """Whether the noun phrase ends behind a token: a mark, preposition, verb, word of time, the office that is held."""
    tokens = roles.sentence.tokens
    after = last + 1
    if after >= cue or after >= len(tokens):
        return True
    here = roles.starting(after)
    if here:
        return any(roles.cast.members[s.actor].kind == "office" for s in here)
    token = tokens[after]
    return (
        is_boundary(token)
        or token.key in keys_of("adverbs") | keys_of("lead_in")
        or boundaries().get(token.key) == "prep"
    )


def _enter(roles: Roles, first: int, last: int, known: str, name: str, before: Before) -> None:
    cast, tokens = roles.cast, roles.sentence.tokens
    behind = last + 1 + (last + 1 < len(tokens) and tokens[last + 1].key in _MARKS)
    behind += behind < len(tokens) and tokens[behind].key in ("،", "-")
    office = next((s for s in roles.starting(behind) if s.how == "office"), None)
    held = cast.members[office.actor] if office is not None else None
    actor = known or cast.local(name, "person", held.country if held else cast.home, held.sector if held else None)
    if held is not None and held.kind == "office" and office is not None:
        named = cast.members[actor]
        named.office, named.sector = named.office or held.office, named.sector or held.sector
        if held.id.startswith("local:"):
            before.same.setdefault(held.id, actor)
    kept = [s for s in roles.seen if s.last < first or s.first > last]
    roles.renew(sorted([*kept, Seen(roles.sentence.index, first, last, actor, "name")], key=lambda s: s.first))


__all__ = ["begins_with_given", "enlist", "is_given", "is_odd"]
