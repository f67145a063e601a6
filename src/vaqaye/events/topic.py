"""What an article is about when that is no politics, and which acts of it are political all the same.

The words of sport, arts and science are those of politics too: «انگلیس به مصاف آمریکا می‌رود», «سلول‌ها را سرکوب می‌کند».
"""

from __future__ import annotations

from vaqaye.actors import Cast
from vaqaye.actors.cast import Member
from vaqaye.events.match import Hit
from vaqaye.language import Document
from vaqaye.language.inflect import inflected, spellings
from vaqaye.resources import per_lexicon, table
from vaqaye.text import key_of, keys_of

_SHARE = 0.015  # of the words of an article; of 200 on politics one has more
_FEWEST = 3  # such words: a sentence or headline alone has no topic
_POWERS = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY", "COP", "OPP", "PTY", "REB", "UAF"})
_BODIES = frozenset({"UNO", "EUR", "IGO", "IMG", "ISM"})
_DONE_TO = frozenset({"ASSAULT", "COERCE"})
# What companies do as such: «ویزا و مسترکارت با فیس‌بوک همکاری می‌کنند», not «شرکت موشک را پرتاب کرد».
_DEALS = frozenset({"AGREE", "COOPERATE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "CONSULT"})
# What the law does to anybody, and anybody to an office: «پلاتینی دستگیر شد», «سرمربی استعفا کرد».
_ANYBODY = frozenset({"arrest", "release", "resign"})


@per_lexicon
def _words() -> dict[str, dict[tuple[str, ...], str]]:
    """First word -> further words -> topic, in every inflection."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for row in table("topics"):
        for keys in spellings(row["word"]):
            for form in inflected(keys[-1]):
                whole = (*keys[:-1], form)
                found.setdefault(whole[0], {})[whole[1:]] = row["topic"]
    return found


def topic(document: Document) -> str | None:
    """`sport`, `arts` or `science` where enough of the words are theirs."""
    counts: dict[str, int] = {}
    words = 0
    for sentence in document.sentences:
        keys = [t.key for t in sentence.tokens if t.is_word]
        words += len(keys)
        for index, key in enumerate(keys):
            for rest, name in _words().get(key, {}).items():
                if tuple(keys[index + 1 : index + 1 + len(rest)]) == rest:
                    counts[name] = counts.get(name, 0) + 1
                    break
    enough = sum(counts.values()) >= max(_FEWEST, _SHARE * words)
    return max(counts, key=lambda name: counts[name]) if enough else None


def political(cast: Cast, hit: Hit, topic: str | None) -> bool:
    """Whether a hit is a political act in an article of this topic; a pattern of the user's always is what it says."""
    pattern = hit.matcher.pattern
    if topic is None or pattern.own:
        return True
    # «یک ستاره منفجر شد … ناسا», «به اروپا رفت»: whom it is done to, or who hosts, makes no act political
    one_sided = pattern.event in _DONE_TO or pattern.mode == "visit"
    sides = {s.actor: cast.members[s.actor] for s in (hit.actor if one_sided else hit.actor + hit.recipient)}
    if any(_power(member) for member in sides.values()):
        return True
    if topic != "science":  # in sport states are teams and companies clubs
        return pattern.mode in _ANYBODY and hit.predicate is not None
    kinds = [member.kind for member in sides.values()]
    company = pattern.event in _DEALS and any(m.sector == "BUS" for m in sides.values())
    return company or sum(k in ("state", "organisation") for k in kinds) > 1


def _power(member: Member) -> bool:
    """A state's organ or official, a party, an armed group; not «دبیر جشنواره», «هیئت داوران», «مهاجم تیم»."""
    if member.country in _BODIES:
        return True
    if member.office is not None and member.office.note == "org" and member.id.startswith("local:"):
        return False
    names = (member.name.fa or "", member.office.fa if member.office else "")
    anybody = any(key_of(name.split(" ")[0]) in keys_of("any_body") for name in names if name)
    return member.sector in _POWERS and not (anybody and member.id.startswith("local:"))
