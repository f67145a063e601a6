"""A meeting of two at the house of one of them is a visit: the guest is the actor, the host the recipient.

«رئیس‌جمهور روسیه در دهلی‌نو با نخست‌وزیر هند دیدار کرد» — as the PLOVER manual has visits.
"""

from __future__ import annotations

from dataclasses import replace

from vaqaye.actors import Seen
from vaqaye.actors.roles import Roles
from vaqaye.events.match import Hit
from vaqaye.text import keys_of

MODE, CAMEO = "visit", "042"
_REACH = 5  # words from «سفر» to where it goes


def as_visit(roles: Roles, hit: Hit, place: Seen | None) -> None:
    """Turns the sides of a meeting round where the text says that it was, or is to be, at one side's house."""
    if not hit.matcher.pattern.hosted or hit.recipient:
        return
    sides = roles.cast.countries(hit.actor)
    host = _host(roles, hit, place)
    if len(sides) != 2 or host not in sides:
        return
    hit.recipient = tuple(s for s in hit.actor if roles.cast.country(s.actor) == host)
    hit.actor = tuple(s for s in hit.actor if roles.cast.country(s.actor) != host)
    pattern = replace(hit.matcher.pattern, mode=MODE, cameo=CAMEO)
    hit.matcher = replace(hit.matcher, pattern=pattern)


def _host(roles: Roles, hit: Hit, place: Seen | None) -> str | None:
    """The country that the meeting is told to be in: «در مسکو», «در سفر خود به روسیه»."""
    tokens, journeys = roles.sentence.tokens, keys_of("journeys")
    for seen in roles.seen:
        before = range(max(1, seen.first - _REACH), seen.first)
        journey = any(tokens[i].key in journeys and tokens[i - 1].key in ("در", "طی") for i in before)
        if journey and seen.first in hit.clause.tokens and tokens[seen.first - 1].key == "به":
            return roles.cast.country(seen.actor)
    return roles.cast.country(place.actor) if place is not None else None
