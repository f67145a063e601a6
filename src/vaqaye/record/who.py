"""Who is meant by a name, an id or a country code in a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from vaqaye.errors import QueryError
from vaqaye.model import Name
from vaqaye.record.derived import asked_key
from vaqaye.record.rows import is_local, name_key
from vaqaye.record.store import Record
from vaqaye.resources import shipped

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Who:
    """An actor, or a country as a whole (its id is then `state:` and its code)."""

    id: str
    name: Name
    country: str | None


WHO = "k.id, k.name_fa, k.name_en, k.country"
"""The columns of `actors k` that `who_of` makes an actor from."""


def who_of(id: str, fa: str | None, en: str | None, country: str | None) -> Who:
    """An actor from its columns."""
    return Who(id, Name(fa, en), country)


def sides_of(record: Record, article: int, event: int) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """Who did it and to whom, of one event."""
    people: dict[str, list[Who]] = {"actor": [], "recipient": []}
    for role, *who in record.select(
        f"SELECT p.role, {WHO} FROM participants p JOIN actors k ON k.key = p.actor "
        "WHERE p.article = ? AND p.event = ? ORDER BY p.role, p.n",
        (article, event),
    ):
        people[role].append(who_of(*who))
    return tuple(people["actor"]), tuple(people["recipient"])


@dataclass(frozen=True, slots=True)
class Party:
    """Who was asked for and how the tables know them: a country by its code, an actor by a question for its keys."""

    who: Who
    keys: str | None = None
    values: tuple[str, ...] = ()

    @property
    def code(self) -> str | None:
        """The code, where a whole country is meant."""
        return None if self.keys else self.who.country

    def on(self, actor: str, country: str) -> str:
        """A condition on a column of actors.key or on one of country codes, with `parameters`."""
        return f"{actor} IN ({self.keys})" if self.keys else f"{country} = ?"

    @property
    def parameters(self) -> tuple[Any, ...]:
        """What the question marks of `on` stand for."""
        return self.values if self.keys else (self.who.country,)


def party(record: Record, asked: str) -> Party:
    """A country by code or name, else an actor by id, name or family name; QueryError with what to ask instead."""
    text = asked.strip()
    code = re.fullmatch("(?:state:)?([A-Za-z]{3})", text)
    if code and (country := _country(record, code[1].upper())):
        return country
    for condition, value in (
        ("article IS NULL AND id = ?", text),
        ("name_key = ?", name_key(text)),
        ("name_en IS NOT NULL AND lower(name_en) = ?", text.lower()),
    ):
        if found := _people(record, condition, value):
            return _one(record, asked, found)
    if (called := _state_called(text)) and (country := _country(record, called)):
        return country
    return _one(record, asked, _by_last_words(record, text))


def _country(record: Record, code: str) -> Party | None:
    """A country that the record knows, as a state, or in an event or agreement."""
    names = record.select("SELECT name_fa, name_en FROM actors WHERE article IS NULL AND id = ?", (f"state:{code}",))
    there = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE country = ?)" for table in ("participants", "parties"))
    known = names or record.select(f"SELECT 1 WHERE {there}", (code, code))
    return Party(Who(f"state:{code}", Name(*names[-1]) if names else Name(None), code)) if known else None


def _people(record: Record, condition: str, *values: str) -> dict[str, Who]:
    rows = record.select(f"SELECT id, name_fa, name_en, country FROM actors WHERE {condition} ORDER BY key", values)
    return {id: Who(id, Name(fa, en), country) for id, fa, en, country in rows}


def _by_last_words(record: Record, text: str) -> dict[str, Who]:
    """«پوتین» is «ولادیمیر پوتین», but «رضا» is not «علیرضا»."""
    found: dict[str, Who] = {}
    for (id,) in record.select("SELECT id FROM names WHERE key = ?", (asked_key(text),)):
        found |= _people(record, "article IS NULL AND kind = 'person' AND id = ?", id)
    return found


def _state_called(text: str) -> str | None:
    """The code of a state by any of its names: «جمهوری اسلامی», «ایالات متحده», «انگلیس»."""
    return _names_of_states().get(asked_key(text)) if text else None


@cache
def _names_of_states() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in shipped("states"):
        for name in (row["fa"], row["en"], *row["names"].split("|")):
            found.setdefault(asked_key(name.strip()), row["code"])
    return found


def _one(record: Record, asked: str, found: dict[str, Who]) -> Party:
    known = {id: who for id, who in found.items() if not is_local(id)}
    for id in known:
        if id.startswith("state:") and (country := _country(record, id.removeprefix("state:"))):
            return country
    if len(known) > 1:
        names = "، ".join(f"{who.name.fa or who.name.en} ({id})" for id, who in list(known.items())[:_SHOWN])
        raise QueryError(f"{asked!r} may be several: {names}. Ask by the id in brackets")
    for id, who in known.items():
        return Party(who, "SELECT key FROM actors WHERE article IS NULL AND id = ?", (id,))
    for who in found.values():  # known from articles alone: all of that name
        return Party(who, "SELECT key FROM actors WHERE name_key = ?", (name_key(who.name.fa or ""),))
    raise QueryError(
        f"nobody called {asked!r} is on record: ask by a country code such as IRN, a name as newspapers write it, "
        "or an id such as person:vladimir-putin"
    )
