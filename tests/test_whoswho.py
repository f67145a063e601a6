"""The who's-who fits together: ids, offices, countries, dates."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from vaqaye.resources import table

PERSONS = table("persons")
HELD = table("offices_held")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


@pytest.mark.parametrize("name", ["persons", "organisations"])
def test_ids_are_unique(name: str) -> None:
    counted = Counter(row["id"] for row in table(name))
    assert [id for id, number in counted.items() if number > 1] == []


def test_ids_read_as_what_they_are() -> None:
    wrong = [row["id"] for row in PERSONS if not re.fullmatch(r"person:[a-z0-9]+(-[a-z0-9]+)*", row["id"])]
    assert wrong == []


def test_every_person_has_both_names() -> None:
    assert [row["id"] for row in PERSONS if not row["fa"] or not row["en"]] == []


def test_persian_names_are_in_persian_letters() -> None:
    names = [name for row in PERSONS for name in (row["fa"], row["names"], row["short"])]
    assert [name for name in names if re.search("[يكىA-Za-z]", name)] == []


def test_offices_are_held_by_persons_who_are_there() -> None:
    persons = {row["id"] for row in PERSONS}
    offices = {row["office"] for row in table("offices")}
    assert [row for row in HELD if row["person"] not in persons or row["office"] not in offices] == []


def test_countries_are_known() -> None:
    known = {row["code"] for row in table("states")} | {"UNO", "EUR", "IGO", "NGO", "MNC", "IMG", "ISM", ""}
    assert {row["country"] for row in (*PERSONS, *HELD)} - known == set()


def test_terms_have_dates_in_order() -> None:
    wrong = []
    for row in HELD:
        ends = [end for end in (row["from"], row["to"]) if end]
        if not all(_DAY.fullmatch(end) for end in ends) or (len(ends) == 2 and ends[0][:4] > ends[1][:4]):
            wrong.append(row)
        elif len(ends) == 2 and len(ends[0]) == len(ends[1]) == 10 and ends[0] > ends[1]:
            wrong.append(row)
    assert wrong == []


def test_wikidata_ids_are_some() -> None:
    assert [row["id"] for row in PERSONS if row["wikidata"] and not re.fullmatch(r"Q\d+", row["wikidata"])] == []
