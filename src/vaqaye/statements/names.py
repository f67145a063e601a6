"""The speaker whom the lead calls by an office and the text below by a name.

«وزیر انرژی روسیه از ثبات بازار گفت.» and then «به گزارش ایسنا، الکساندر نواک افزود»: one person.
"""

from __future__ import annotations

from vaqaye.actors import Cast
from vaqaye.actors.cast import Member
from vaqaye.statements.said import Said
from vaqaye.text import keys_of

_NAME = range(2, 5)  # words of a name
_AHEAD = 4  # statements in which the name must come
_OPENING = 1  # words before the office that opens an article


def join(cast: Cast, said: list[Said]) -> None:
    """Gives the office of the lead and the person named next as a speaker one id, that of the person."""
    lead = _lead(cast, said)
    if lead is not None:
        for one in said[: 1 + _AHEAD]:
            member = cast.members[one.speaker]
            if member is lead or member.kind not in ("person", "office"):
                continue
            if _same(lead, member):
                _merge(cast, said, lead, member)
            break
    _only_one(cast, said)


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
    if len(people) != 1 or not people[0].id.startswith("local:") or len((people[0].name.fa or "").split()) not in _NAME:
        return
    for speaker in speakers[speakers.index(people[0].id) + 1 :]:
        member = cast.members[speaker]
        if _nameless(member) and member.country == people[0].country:
            _merge(cast, said, member, people[0])


def _same(lead: Member, member: Member) -> bool:
    if member.kind != "person":
        return False
    if not member.id.startswith("local:"):
        same = member.office is not None and lead.office is not None and member.office.id == lead.office.id
        return same or (member.office is None and member.country == lead.country)
    words = (member.name.fa or "").split()
    return len(words) in _NAME and words[0] not in keys_of("indefinite") and member.office in (None, lead.office)


def _merge(cast: Cast, said: list[Said], lead: Member, member: Member) -> None:
    member.office = member.office or lead.office
    member.sector = member.sector or lead.sector
    if member.id.startswith("local:"):
        member.country = lead.country or member.country
    rename(cast, lead.id, member.id)
    for one in said:
        if one.speaker == lead.id:
            one.speaker = member.id
        if lead.id in one.addressees:
            one.addressees = tuple(member.id if a == lead.id else a for a in one.addressees)


def rename(cast: Cast, old: str, new: str) -> None:
    """Every mention of one actor becomes one of another."""
    for sentence in cast.sentences:
        for seen in sentence:
            if seen.actor == old:
                seen.actor = new
