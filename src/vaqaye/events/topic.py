"""What an article is about when that is no politics, and which acts of it are political all the same.

The words of sport, arts and science are those of politics too: «انگلیس به مصاف آمریکا می‌رود», «سلول‌ها را سرکوب می‌کند».
"""

from __future__ import annotations

from vaqaye.actors import Cast
from vaqaye.actors.cast import Member
from vaqaye.events.match import Hit
from vaqaye.language import Document
from vaqaye.language.inflect import inflected, spellings
from vaqaye.model import Status
from vaqaye.resources import per_lexicon, table
from vaqaye.text import key_of, keys_of

_SHARE = 0.015  # of the words of an article; of 200 on politics one has more
_FEWEST = 3  # such words: a sentence or headline alone has no topic
_POWERS = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY", "COP", "OPP", "PTY", "REB", "UAF"})
_BODIES = frozenset({"UNO", "EUR", "IGO", "IMG", "ISM"})
_DONE_TO = frozenset({"ASSAULT", "COERCE"})
# What companies do with each other: «ویزا و مسترکارت با فیس‌بوک همکاری می‌کنند», not «به جمع دو شرکت اپل و آمازون پیوست».
_DEALS = frozenset({"AGREE", "COOPERATE", "REQUEST", "ACCUSE", "REJECT", "CONSULT"})
_MUTUAL = frozenset({"COOPERATE", "CONSULT"})
_UNNAMED = frozenset({"dropped", "demonstrative"})
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


def political(cast: Cast, hit: Hit, topic: str | None, state: Status) -> bool:
    """Whether a hit is a political act in an article of this topic; a pattern of the user's always is what it says.

    There nothing that is merely possible or was not done is one («شاید به بیماران کمک کند»).
    """
    pattern = hit.matcher.pattern
    if topic is None or pattern.own:
        return True
    both = hit.actor + hit.recipient
    actors, recipients = {s.actor for s in hit.actor}, {s.actor for s in hit.recipient}
    alone = hit.predicate is None and pattern.event in _MUTUAL and len(actors | recipients) < 2  # «دفتر همکاری‌ها»
    if state in ("hypothetical", "denied") or alone or (actors and actors == recipients):
        return False
    # «یک ستاره منفجر شد … ناسا», «به اروپا رفت»: whom it is done to, or who hosts, makes no act political
    one_sided = pattern.event in _DONE_TO or pattern.mode == "visit"
    told = [cast.members[s.actor] for s in (hit.actor if one_sided else both) if s.how not in _UNNAMED]
    if any(_power(member) for member in told) and (topic != "science" or not _agency(told)):
        return True
    if topic != "science":  # in sport states are teams and companies clubs
        return pattern.mode in _ANYBODY and hit.predicate is not None
    members = {s.actor: cast.members[s.actor] for s in (hit.actor if one_sided else both)}.values()
    company = pattern.event in _DEALS and any(m.sector == "BUS" for m in members) and len(members) > 1
    bodies = [m for m in members if m.kind in ("state", "organisation") and m.sector != "BUS"]
    return company or len(bodies) > 1


def _agency(members: list[Member]) -> bool:
    """«ناسا فضانورد استخدام کرد»: an office of science that acts alone is no power there."""
    return len(members) == 1 and members[0].kind == "organisation"


def _power(member: Member) -> bool:
    """A state's organ or official, a party, an armed group; not «دبیر جشنواره», «هیئت داوران», «مهاجم تیم»."""
    if member.country in _BODIES:
        return True
    if member.office is not None and member.office.note == "org" and member.id.startswith("local:"):
        return False
    names = (member.name.fa or "", member.office.fa if member.office else "")
    anybody = any(key_of(name.split(" ")[0]) in keys_of("any_body") for name in names if name)
    return member.sector in _POWERS and not (anybody and member.id.startswith("local:"))
