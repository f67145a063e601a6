"""Who held which office of which state on which day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from vaqaye.model import Role
from vaqaye.resources import table


@dataclass(frozen=True, slots=True)
class Spell:
    """One person's time in one office. `since` and `until` are ISO dates or years, '' where open or unknown."""

    person: str
    office: str
    country: str
    since: str
    until: str

    def covers(self, day: str) -> bool:
        """Whether `day` (ISO date) lies in it; unknown ends count as open, a year or month as an end lasts to its last day."""
        return (not self.since or self.since <= day) and (not self.until or day[: len(self.until)] <= self.until)


@cache
def _spells() -> tuple[dict[tuple[str, str], list[Spell]], dict[str, list[Spell]]]:
    by_office: dict[tuple[str, str], list[Spell]] = {}
    by_person: dict[str, list[Spell]] = {}
    for row in table("offices_held"):
        spell = Spell(row["person"], row["office"], row["country"], row["from"], row["to"])
        by_office.setdefault((spell.office, spell.country), []).append(spell)
        by_person.setdefault(spell.person, []).append(spell)
    return by_office, by_person


@cache
def _offices() -> dict[str, tuple[str, str | None]]:
    return {row["office"]: (row["fa"], row["en"] or None) for row in table("offices")}


@cache
def names() -> dict[str, dict[str, str]]:
    """The rows of `persons.tsv` by id."""
    return {row["id"]: row for row in table("persons")}


def holder(office: str, country: str, day: str | None) -> str | None:
    """The id of the one person who held an office on a day; None if unknown, if two did, or without a day."""
    if not day:
        return None
    held = {s.person for s in _spells()[0].get((office, country), ()) if s.covers(day[:10])}
    return held.pop() if len(held) == 1 else None


def role(person: str, day: str | None) -> Role | None:
    """The office that a person held on a day; without a day only where there was just one."""
    spells = _spells()[1].get(person, [])
    held = [s for s in spells if s.covers(day[:10])] if day else spells
    if len(held) != 1 and not (held and day):
        return None
    spell = max(held, key=lambda s: s.since)
    fa, en = _offices().get(spell.office, (None, None))
    return Role(fa, en, spell.since or None, spell.until or None)


def office_of(person: str, day: str | None) -> str | None:
    """The key of the office that a person held on a day."""
    held = [s for s in _spells()[1].get(person, []) if day and s.covers(day[:10])]
    return max(held, key=lambda s: s.since).office if held else None
