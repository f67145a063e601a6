"""Who is meant by a name, an office or a role on a day, with the code that the reader uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike

from vaqaye import actors, language
from vaqaye.actors import Cast, Member, Seen, places, whoswho
from vaqaye.actors.units import many, place_names
from vaqaye.errors import QueryError
from vaqaye.ingest.published import iso
from vaqaye.lexicon_folder import load
from vaqaye.model import Article, Name, Role
from vaqaye.resources import per_lexicon, table, using
from vaqaye.text import ZWNJ, fold

_NAMED = {  # table -> kind, and the columns that hold names
    "persons": ("person", ("id", "fa", "en", "names", "short")),
    "organisations": ("organisation", ("id", "fa", "en", "names")),
    "states": ("state", ("code", "fa", "en", "names", "metonyms")),
    "groups": ("group", ("fa", "en")),
}
_NEAR = 2  # holders before and after the day that are told where nobody held the office on it


@dataclass(frozen=True, slots=True)
class Answer:
    """One who may be meant. `id` is null for who is not in the who's-who; `role` is held on that day; `how` it was found."""

    id: str | None
    name: Name
    names: tuple[str, ...]
    kind: str
    country: str | None
    sector: str | None
    role: Role | None
    wikidata: str | None
    region: str | None
    lat: float | None
    lon: float | None
    how: str


@dataclass(frozen=True, slots=True)
class Found:
    """All who may be meant on a day; `note` says what is not plain, and where there is nobody, what can be done."""

    asked: str
    day: str
    answers: tuple[Answer, ...]
    note: str | None


def who(asked: str, on: str | None = None, lexicon: str | PathLike[str] | None = None) -> Found:
    """Everybody who may be meant by a name, an office, an organisation, a state or a place, on a day (else today).

    `on` is an ISO or Jalali date; QueryError where it is none. `lexicon` as for `Reader`.
    """
    day = iso(on) if on else date.today().isoformat()
    if day is None:
        raise QueryError(f"{on!r} is no date: give one such as 2022-01-19 or 1400/10/29")
    with using(load(lexicon) if lexicon is not None else None):
        return _who(" ".join(asked.split()), day[:10])


def _who(asked: str, day: str) -> Found:
    answers = list(_named(asked, day))
    if answers:
        several = "several are called so: an office or a full name in the article decides" if len(answers) > 1 else None
        return Found(asked, day, tuple(answers), several)
    english = _english_office(asked)
    if english is not None:
        return _holders(asked, day, *english)
    document = language.parse(Article(text=asked, published=day))
    cast = actors.find(document)
    seen = {s.actor: s for mentions in cast.sentences for s in mentions}
    notes: list[str] = []
    for id, mention in seen.items():
        member = cast.members[id]
        if id.startswith("local:") and member.office is not None and member.country:
            held = _holders(asked, day, member.office.id, member.country)
            answers += held.answers
            notes += [held.note] if held.note else []
        elif not (id.startswith("local:") and member.kind == "person"):  # that it is a name says nobody
            answers.append(_seen(cast, member, mention))
    if not answers and not notes:
        notes.append(
            "nobody is known by that name: add a line to persons.tsv (organisations.tsv, offices_held.tsv, places.tsv), "
            "in a folder that you give with --lexicon; CONTRIBUTING.md shows how"
        )
    return Found(asked, day, tuple(answers), "; ".join(notes) or None)


# -- by name


def _key(text: str) -> str:
    return fold(text).replace(" ", "").replace(ZWNJ, "").lower()


@per_lexicon
def _names() -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Key of a name -> table and row of all that bear it."""
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for name, (_, columns) in _NAMED.items():
        for row in table(name):
            spelled = [value for column in columns for value in many(row[column])]
            for key in dict.fromkeys(map(_key, spelled)):
                found.setdefault(key, []).append((name, row))
    for row in table("places"):
        if row["kind"] != "country":
            spelled = [row["en"], *(name for name, _ in place_names(row))]
            for key in dict.fromkeys(_key(name) for name in spelled if name):
                found.setdefault(key, []).append(("places", row))
    return found


@per_lexicon
def _families() -> dict[str, list[dict[str, str]]]:
    """Key of a family name, in Persian and in English -> persons."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in table("persons"):
        for key in {_key(row[column].split()[-1]) for column in ("fa", "en") if " " in row[column]}:
            found.setdefault(key, []).append(row)
    return found


def _named(asked: str, day: str) -> Iterator[Answer]:
    key = _key(asked.removeprefix("state:"))
    for name, row in _names().get(key, ()):
        yield _place(row) if name == "places" else _row(name, row, day, "name")
    if key not in _names():
        yield from (_row("persons", row, day, "family name") for row in _families().get(key, ()))


def _row(name: str, row: dict[str, str], day: str, how: str) -> Answer:
    kind, columns = _NAMED[name]
    fa, *others = many(row["fa"])
    others += [value for column in columns if column not in ("id", "code", "fa", "en") for value in many(row[column])]
    id = row.get("id") or (f"state:{row['code']}" if name == "states" else f"group:{row['en'] or fa}")
    return Answer(
        id,
        Name(fa, row["en"] or None),
        tuple(others),
        kind,
        row.get("country") or row.get("code") or None,
        row.get("sector") or None,
        whoswho.role(id, day) if kind == "person" else None,
        row.get("wikidata") or None,
        None,
        None,
        None,
        how,
    )


def _place(row: dict[str, str]) -> Answer:
    how = (
        "name of a place; alone, as a doer, it stands for its state" if row["kind"] == "capital" else "name of a place"
    )
    lat, lon = (float(row[c]) if row[c] else None for c in ("lat", "lon"))
    return Answer(
        None,
        Name(row["fa"], row["en"] or None),
        tuple(many(row["names"])),
        row["kind"],
        row["country"],
        None,
        None,
        None,
        row["region"] or None,
        lat,
        lon,
        how if not row["stands"] else f"{how}, which needs a word such as «شهر» beside it",
    )


# -- by office


def _english_office(asked: str) -> tuple[str, str] | None:
    """ "foreign minister of Russia", "Iran president": office and country."""
    words = [w for w in asked.lower().split() if w not in ("of", "the")]
    text = " ".join(words)
    states = {row["en"].lower(): row["code"] for row in table("states")}
    for row in table("offices"):
        office = row["en"].lower()
        scope, _, country = row["scope"].partition(":")
        if office and text == office and country:
            return row["office"], country
        for rest in (text.removeprefix(f"{office} "), text.removesuffix(f" {office}")) if office else ():
            if scope == "state" and rest != text and rest in states:
                return row["office"], states[rest]
    return None


def _holders(asked: str, day: str, office: str, country: str) -> Found:
    """Who held an office of a state that day; a note where it is not exactly one."""
    held = whoswho.holders(office, country, day)
    answers = tuple(_holder(spell, day) for spell in held)
    if len(answers) == 1:
        return Found(asked, day, answers, None)
    what = f"{next(row['fa'] for row in table('offices') if row['office'] == office)} ({office}, {country})"
    if answers:
        return Found(asked, day, answers, f"{len(answers)} held the office {what} on {day}: the reader takes neither")
    near = list(_nearest(whoswho.terms(office, country), day))
    known = f"known are {'; '.join(near)}" if near else "no holder is known"
    note = f"nobody is known to have held the office {what} on {day}: {known}. A line in offices_held.tsv adds one"
    return Found(asked, day, (), note)


def _holder(spell: whoswho.Spell, day: str) -> Answer:
    answer = _row("persons", whoswho.names()[spell.person], day, f"held the office on {day}")
    office = next(row for row in table("offices") if row["office"] == spell.office)
    return replace(answer, role=Role(office["fa"], office["en"] or None, spell.since or None, spell.until or None))


def _nearest(spells: Iterable[whoswho.Spell], day: str) -> Iterator[str]:
    ordered = sorted(spells, key=lambda s: s.since)
    before = [s for s in ordered if s.since <= day]
    after = [s for s in ordered if s.since > day]
    for spell in [*before[-_NEAR:], *after[:_NEAR]]:
        yield f"{whoswho.names()[spell.person]['fa']} {spell.since or '?'} – {spell.until}".rstrip()


# -- as the reader sees it


def _seen(cast: Cast, member: Member, mention: Seen) -> Answer:
    tokens = cast.document.sentences[mention.sentence].tokens[mention.first : mention.last + 1]
    how = f"{mention.how}: {mention.reason}" if mention.reason else mention.how
    if mention.place and (site := places.site(tuple(t.key for t in tokens), member.country)):
        kind = "place"
        return Answer(
            None,
            site.name,
            (),
            kind,
            site.country,
            None,
            None,
            None,
            site.region,
            site.lat,
            site.lon,
            f"{how} of a place",
        )
    role = member.role or (Role(member.office.fa, member.office.en) if member.office else None)
    known = not member.id.startswith("local:")
    return Answer(
        member.id if known else None,
        member.name,
        tuple(_spellings(member.id)),
        member.kind,
        member.country,
        member.sector,
        role,
        member.wikidata,
        None,
        None,
        None,
        how if known else f"{how}; not in the who's-who, known from its article alone",
    )


def _spellings(id: str) -> Iterator[str]:
    for name in ("persons", "organisations"):
        for row in table(name):
            if row["id"] == id:
                yield from (value for column in ("names", "short") for value in many(row.get(column, "")))
