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
    assert [row["id"] for row in PERSONS if re.search("[يكىA-Za-z]", row["fa"])] == []


def test_offices_are_held_by_persons_who_are_there() -> None:
    persons = {row["id"] for row in PERSONS}
    offices = {row["office"] for row in table("offices")}
    assert [row for row in HELD if row["person"] not in persons or row["office"] not in offices] == []


def test_countries_are_known() -> None:
    known = {row["code"] for row in table("states")} | {"UNO", "EUR", "IGO", "NGO", "MNC", "IMG", "ISM", ""}
    assert {row["country"] for row in (*PERSONS, *HELD)} - known == set()


def test_terms_have_dates_in_order() -> None:
    ends = [end for row in HELD for end in (row["from"], row["to"]) if end]
    assert [end for end in ends if not _DAY.fullmatch(end)] == []
    terms = [(row["from"], row["to"], row["person"]) for row in HELD if row["from"] and row["to"]]
    assert [term for term in terms if term[0][: len(term[1])] > term[1][: len(term[0])]] == []


def test_wikidata_ids_are_some() -> None:
    assert [row["id"] for row in PERSONS if row["wikidata"] and not re.fullmatch(r"Q\d+", row["wikidata"])] == []
