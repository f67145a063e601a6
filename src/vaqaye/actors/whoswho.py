"""Who held which office of which state on which day."""

from __future__ import annotations

from dataclasses import dataclass

from vaqaye.model import Role
from vaqaye.resources import added, per_lexicon, table


@dataclass(frozen=True, slots=True)
class Spell:
    """One person's time in one office. `since` and `until` are ISO dates or years, '' where open or unknown."""

    person: str
    office: str
    country: str
    since: str
    until: str
    added: bool = False  # of the user's own lexicon: it wins

    def covers(self, day: str) -> bool:
        """Whether `day` (ISO date) lies in it; unknown ends count as open, a year or month as an end lasts to its last day."""
        return (not self.since or self.since <= day) and (not self.until or day[: len(self.until)] <= self.until)


@per_lexicon
def _spells() -> tuple[dict[tuple[str, str], list[Spell]], dict[str, list[Spell]]]:
    by_office: dict[tuple[str, str], list[Spell]] = {}
    by_person: dict[str, list[Spell]] = {}
    theirs = len(added("offices_held"))
    for n, row in enumerate(table("offices_held")):
        spell = Spell(row["person"], row["office"], row["country"], row["from"], row["to"], n < theirs)
        by_office.setdefault((spell.office, spell.country), []).append(spell)
        by_person.setdefault(spell.person, []).append(spell)
    return by_office, by_person


@per_lexicon
def _offices() -> dict[str, tuple[str, str | None]]:
    return {row["office"]: (row["fa"], row["en"] or None) for row in table("offices")}


@per_lexicon
def _many() -> dict[str, frozenset[str]]:
    """Offices that several hold at one time -> the states where that is so, «all» for every one: «نماینده مجلس»."""
    return {row["office"]: frozenset(row["many"].split(" | ")) for row in table("offices") if row.get("many")}


@per_lexicon
def names() -> dict[str, dict[str, str]]:
    """The rows of `persons.tsv` by id."""
    return {row["id"]: row for row in table("persons")}


def holder(office: str, country: str, day: str | None) -> str | None:
    """The id of the one person who held an office on a day; None if unknown, if many do or two did, or without a day."""
    if not day or _many().get(office, frozenset()) & {"all", country}:
        return None
    held = {s.person for s in holders(office, country, day)}
    return held.pop() if len(held) == 1 else None


def holders(office: str, country: str, day: str) -> list[Spell]:
    """Everybody who held an office on a day; where the user's own lexicon names somebody, nobody else."""
    held = [s for s in terms(office, country) if s.covers(day[:10])]
    return [s for s in held if s.added] or held


def terms(office: str, country: str) -> list[Spell]:
    """All known times in an office."""
    return _spells()[0].get((office, country), [])


def role(person: str, day: str | None) -> Role | None:
    """The office that a person held on a day; without a day only where there was just one."""
    spells = _spells()[1].get(person, [])
    held = [s for s in spells if s.covers(day[:10])] if day else spells
    if len(held) != 1 and not (held and day):
        return None
    spell = max(held, key=lambda s: (s.added, s.since))
    fa, en = _offices().get(spell.office, (None, None))
    return Role(fa, en, spell.since or None, spell.until or None)


def office_of(person: str, day: str | None) -> str | None:
    """The key of the office that a person held on a day."""
    held = [s for s in _spells()[1].get(person, []) if day and s.covers(day[:10])]
    return max(held, key=lambda s: (s.added, s.since)).office if held else None
