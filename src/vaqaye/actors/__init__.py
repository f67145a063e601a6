"""Mentions of persons, offices, states, organisations and groups, and who they are on the day of the article."""

from vaqaye.actors.cast import Cast, Member, Seen
from vaqaye.actors.resolve import find

__all__ = ["Cast", "Member", "Seen", "find"]
