"""The speaker whom the lead calls by an office and the text below by a name.

«وزیر انرژی روسیه از ثبات بازار گفت.» and then «به گزارش ایسنا، الکساندر نواک افزود»: one person.
"""

from __future__ import annotations

from vaqaye.actors import Cast
from vaqaye.actors.cast import Member
from vaqaye.statements import takes
from vaqaye.statements.said import Said
from vaqaye.text import keys_of

_NAME = range(2, 5)  # words of a name
_AHEAD = 4  # statements in which the name must come
_OPENING = 1  # words before the office that opens an article


def join(cast: Cast, said: list[Said], same: dict[str, str]) -> None:
    """Gives the offices without a name the ids of the persons that they belong to; `same` are those known already."""
    takes.become(cast, said, same)
    lead = _lead(cast, said)
    named = _next(cast, said, lead) if lead is not None else None
    if lead is not None and named is not None:
        takes.learn(lead, named)
        takes.become(cast, said, {lead.id: named.id})
    _only_one(cast, said)
    takes.join(cast, said)


def _next(cast: Cast, said: list[Said], lead: Member) -> Member | None:
    """The person to whom the office of the lead belongs: the next who speaks, or whom a sentence soon begins with."""
    for one in said[: 1 + _AHEAD]:
        member = cast.members[one.speaker]
        if member is not lead and member.kind in ("person", "office"):
            return member if _same(lead, member) and not takes.also(cast, one) else None
    for sentence in cast.sentences[1 : 1 + _AHEAD]:
        member = cast.members[sentence[0].actor] if sentence and sentence[0].first == 0 else lead
        if member is not lead and member.kind == "person":
            return member if member.id.startswith("local:") and _same(lead, member) else None
    return None


def _lead(cast: Cast, said: list[Said]) -> Member | None:
    """The office that the article or its first statement begins with, if it has no name."""
    opening = [s.actor for s in cast.sentences[0] if s.first <= _OPENING] if cast.sentences else []
    for actor in (*opening[:1], *(s.speaker for s in said[:1])):
        member = cast.members[actor]
        if member.kind == "office" and member.id.startswith("local:"):
            return member
    return None


def _nameless(member: Member) -> bool:
    words = (member.name.fa or "").split()
    local = member.kind == "office" and member.id.startswith("local:")
    return local and bool(words) and words[0] not in keys_of("indefinite")


def _only_one(cast: Cast, said: list[Said]) -> None:
    """«معاون وزیر راه افزود» in an interview with one person: agencies vary between the name and the offices held."""
    speakers = list(dict.fromkeys(one.speaker for one in said))
    people = [cast.members[s] for s in speakers if cast.members[s].kind == "person"]
    if len(people) != 1 or len((people[0].name.fa or "").split()) not in _NAME:
        return
    order = [one.speaker for one in said]
    end = len(order) if people[0].id.startswith("local:") else _last(order, people[0].id)
    between = order[order.index(people[0].id) : end]  # one whom we know must speak again behind it
    later = [cast.members[s] for s in dict.fromkeys(between)]
    first = {one.speaker: one for one in reversed(said)}
    others = {s for s, one in first.items() if takes.also(cast, one)}  # «فرماندار نیز گفت»
    offices = [m for m in later if _nameless(m) and m.country == people[0].country and m.id not in others]
    for office in offices:
        takes.learn(office, people[0])
    takes.become(cast, said, {m.id: people[0].id for m in offices})


def _last(order: list[str], id: str) -> int:
    return len(order) - 1 - order[::-1].index(id)


def _same(lead: Member, member: Member) -> bool:
    if member.kind != "person":
        return False
    if not member.id.startswith("local:"):
        same = member.office is not None and lead.office is not None and member.office.id == lead.office.id
        return same or (member.office is None and member.country == lead.country)
    words = (member.name.fa or "").split()
    return len(words) in _NAME and words[0] not in keys_of("indefinite") and member.office in (None, lead.office)
