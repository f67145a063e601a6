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


def join(cast: Cast, said: list[Said]) -> None:
    """Gives the office in the lead and the person named next as a speaker one id, that of the person."""
    if not said:
        return
    lead = cast.members[said[0].speaker]
    if lead.kind != "office" or not lead.id.startswith("local:"):
        return
    for one in said[1 : 1 + _AHEAD]:
        member = cast.members[one.speaker]
        if member is lead or member.kind not in ("person", "office"):
            continue
        if _same(lead, member):
            _merge(cast, said, lead, member)
        return


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
