"""The tables of the lexicon hold together: ids, offices, dates, codes, spellings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations

import pytest

from vaqaye.actors import whoswho
from vaqaye.resources import table
from vaqaye.text import ZWNJ, fold

_LEXICON = files("vaqaye") / "lexicon"
TABLES = sorted(path.name[:-4] for path in _LEXICON.iterdir() if path.name.endswith(".tsv"))
BODIES = frozenset("UNO EUR IGO NGO MNC IMG ISM".split())  # what PLOVER has beside states
# Sector codes of the PLOVER manual, the frequent and the less frequent.
SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
NEEDED = {
    "months": "name calendar month stands",
    "verbs": "infinitive past",
    "cues": "shape stance",
    "boundaries": "word kind",
    "states": "code fa en",
    "persons": "id fa en country sector",
    "organisations": "id fa en",
    "offices": "office fa en kind scope",
    "offices_held": "person office country",
    "groups": "fa",
    "titles": "fa",
    "given_names": "fa",
}
WITH_COUNTRY = ("persons", "offices_held", "organisations", "groups", "outlets")
WITH_SECTOR = ("persons", "offices", "organisations", "groups", "titles")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@cache
def _codes() -> frozenset[str]:
    return BODIES | {row["code"] for row in table("states")}


def _many(cell: str) -> Iterator[str]:
    yield from (value for value in cell.split(" | ") if value)


def _double(names: Iterator[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _is_day(text: str) -> bool:
    """«2021», «2021-08» or «2021-08-15», and in the calendar."""
    found = _DAY.fullmatch(text)
    if not found:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", TABLES)
def test_cells_are_clean(name: str) -> None:
    lines = (_LEXICON / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    assert lines[-1] == "", "the file must end with a line break"
    wrong = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        for cell in line.split("\t"):
            values = [value.removesuffix(ZWNJ) if value == f"…{ZWNJ}" else value for value in cell.split(" | ")]
            spaced = cell != cell.strip() or any(v != v.strip(f" {ZWNJ}") or "  " in v for v in values)
            if spaced or re.search("[\u0643\u0649\u064a]", cell) or ZWNJ * 2 in cell or "||" in cell or "\r" in cell:
                wrong.append((number, cell))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_needed_columns_are_filled(name: str) -> None:
    rows = table(name)
    assert rows
    assert [row for row in rows if not all(row[column] for column in NEEDED[name].split())] == []


def test_a_cue_has_a_verb_or_words() -> None:
    assert [row for row in table("cues") if not (row["verb"] or row["words"])] == []


@pytest.mark.parametrize(
    ("name", "column"), [("persons", "id"), ("organisations", "id"), ("states", "code"), ("offices", "office")]
)
def test_ids_are_unique(name: str, column: str) -> None:
    assert _double(row[column] for row in table(name)) == []


@pytest.mark.parametrize(("name", "start"), [("persons", "person:"), ("organisations", "org:")])
def test_ids_are_plain(name: str, start: str) -> None:
    assert [row["id"] for row in table(name) if not re.fullmatch(start + r"[a-z0-9]+(-[a-z0-9]+)*", row["id"])] == []


def test_persian_names_are_in_persian_letters() -> None:
    assert [
        row["fa"] for name in ("persons", "states") for row in table(name) if re.search("[A-Za-z]", row["fa"])
    ] == []


def test_no_full_name_belongs_to_two_persons() -> None:
    owners: dict[str, set[str]] = {}
    for row in table("persons"):
        for name in (row["fa"], *_many(row["names"])):
            owners.setdefault(fold(name).replace(ZWNJ, "").replace(" ", ""), set()).add(row["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_short_name_means_two_persons_in_office_at_one_time() -> None:
    """«بارزانی»: whom it means must follow from the day, so only one of those in office together may have it."""
    held: dict[str, list[dict[str, str]]] = {}
    for row in table("offices_held"):
        held.setdefault(row["person"], []).append(row)
    owners: dict[str, set[str]] = {}
    for row in table("persons"):
        for name in _many(row["short"]):
            owners.setdefault(fold(name).replace(ZWNJ, "").replace(" ", ""), set()).add(row["id"])
    wrong = []
    for name, ids in owners.items():
        for one, other in combinations(sorted(ids), 2):
            if any(_overlap(a, b) for a in held.get(one, ()) for b in held.get(other, ())):
                wrong.append((name, one, other))
    assert wrong == []


def test_no_short_name_is_the_whole_name_of_somebody_else() -> None:
    whole = {fold(name): row["id"] for row in table("persons") for name in (row["fa"], *_many(row["names"]))}
    short = [(fold(name), row["id"]) for row in table("persons") for name in _many(row["short"])]
    assert [(name, id) for name, id in short if whole.get(name, id) != id] == []


def test_offices_held_name_known_persons_and_offices() -> None:
    persons = {row["id"] for row in table("persons")}
    offices = {row["office"] for row in table("offices")}
    assert [row for row in table("offices_held") if row["person"] not in persons or row["office"] not in offices] == []


def test_offices_of_one_state_are_held_there() -> None:
    """The supreme leader is Iran's; nobody holds the office of another state."""
    scopes = {row["office"]: row["scope"].partition(":")[2] for row in table("offices")}
    assert [row for row in table("offices_held") if scopes[row["office"]] not in ("", row["country"])] == []


def test_days_of_office_are_days_in_order() -> None:
    wrong = []
    for row in table("offices_held"):
        since, until = row["from"], row["to"]
        length = min(len(since), len(until))
        if not all(_is_day(day) for day in (since, until) if day) or since[:length] > until[:length]:
            wrong.append(row)
    assert wrong == []


def test_no_spell_of_office_stands_twice() -> None:
    rows = (f"{row['person']} {row['office']} {row['country']} {row['from']}" for row in table("offices_held"))
    assert _double(rows) == []


def test_one_person_at_a_time_holds_an_office_of_one_person() -> None:
    """Unless `many` says that several hold it («نماینده مجلس»), or `beside` that one claims it beside another."""
    many = {row["office"]: set(_many(row["many"])) for row in table("offices")}
    spells: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in table("offices_held"):
        if not row["beside"] and not many[row["office"]] & {"all", row["country"]}:
            spells.setdefault((row["office"], row["country"]), []).append(row)
    wrong = []
    for rows in spells.values():
        for one, other in combinations(rows, 2):
            if one["person"] != other["person"] and _overlap(one, other):
                wrong.append((one, other))
    assert wrong == []


def _overlap(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two spells surely share more than the day of handing over; «2021» may be any day of that year."""
    since = max(_latest(one["from"]), _latest(other["from"]))
    return since < min(_earliest(one["to"] or "9999"), _earliest(other["to"] or "9999"))


def _earliest(day: str) -> str:
    return day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day


def _latest(day: str) -> str:
    return day + "-12-31"[len(day) - 4 :] if len(day) < 10 else day


def test_what_many_hold_and_who_stands_beside_is_marked_plainly() -> None:
    wrong = [
        row["many"] for row in table("offices") if row["many"] not in ("", "all") and set(_many(row["many"])) - _codes()
    ]
    wrong += [row["beside"] for row in table("offices_held") if row["beside"] not in ("", "y")]
    assert wrong == []


def test_an_office_that_many_hold_leads_to_nobody() -> None:
    """«نماینده مجلس» is no one person, even where the who's-who knows just one for a day."""
    members = [row for row in table("offices_held") if row["office"] == "mp" and row["from"]]
    assert members
    assert {whoswho.holder("mp", row["country"], f"{row['from'][:4]}-12-31") for row in members} == {None}
    assert whoswho.holder("foreign-minister", "IRN", "2022-01-19") == "person:hossein-amirabdollahian"


@pytest.mark.parametrize(
    ("name", "least"), [("persons", 2500), ("organisations", 800), ("offices", 300), ("states", 195)]
)
def test_the_whos_who_is_as_wide_as_promised(name: str, least: int) -> None:
    assert len(table(name)) >= least


def test_offices_and_bodies_of_states_say_their_sector() -> None:
    """Of the roles only «منبع آگاه» has none: it may be anybody's. Bodies of several states need none in PLOVER."""
    assert [row["office"] for row in table("offices") if not row["sector"]] == ["source"]
    wide = BODIES | {""}
    assert [row["id"] for row in table("organisations") if not row["sector"] and row["country"] not in wide] == []
    assert [row["id"] for row in table("organisations") if not row["country"]] == ["org:the-west"]


@pytest.mark.parametrize("name", WITH_COUNTRY)
def test_countries_are_known(name: str) -> None:
    assert [row for row in table(name) if row["country"] and row["country"] not in _codes()] == []


@pytest.mark.parametrize("name", WITH_SECTOR)
def test_sectors_are_those_of_plover(name: str) -> None:
    assert [row for row in table(name) if row["sector"] and row["sector"] not in SECTORS] == []


def test_codes_inside_cells_are_known() -> None:
    """The scope of an office, the condition and other hats of an organisation, the parties of an agreement."""
    wrong = [row["scope"] for row in table("offices") if not _is_scope(row["scope"])]
    for row in table("organisations"):
        kind, _, value = row["when"].partition(":")
        if kind not in ("", "default", "after") or (kind == "default" and value and value not in _codes()):
            wrong.append(row["when"])
        hats = (hat.split("/") for hat in _many(row["also"]))
        wrong += [row["also"] for country, sector in hats if country not in _codes() or sector not in SECTORS]
    wrong += [code for row in table("agreements") for code in _many(row["parties"]) if code not in _codes()]
    assert wrong == []


def _is_scope(scope: str) -> bool:
    kind, _, country = scope.partition(":")
    return country in _codes() if kind == "national" else scope in ("state", "org")


def test_wikidata_ids_look_like_ids_and_are_not_shared() -> None:
    ids = [row["wikidata"] for name in ("persons", "organisations", "states") for row in table(name) if row["wikidata"]]
    assert [id for id in ids if not re.fullmatch(r"Q[1-9]\d*", id)] == []
    assert _double(iter(ids)) == []
