"""Who is meant by a name or an office on a day."""

from __future__ import annotations

import pytest

from vaqaye.errors import QueryError
from vaqaye.who import Found, who

DAY = "2022-01-19"


def ids(found: Found) -> list[str | None]:
    return [answer.id for answer in found.answers]


@pytest.mark.parametrize(
    ("asked", "day", "id"),
    [
        ("وزیر خارجه روسیه", DAY, "person:sergey-lavrov"),
        ("وزير امور خارجه روسيه", DAY, "person:sergey-lavrov"),
        ("لاوروف", DAY, "person:sergey-lavrov"),
        ("Sergey Lavrov", DAY, "person:sergey-lavrov"),
        ("lavrov", DAY, "person:sergey-lavrov"),
        ("person:sergey-lavrov", DAY, "person:sergey-lavrov"),
        ("foreign minister of Russia", DAY, "person:sergey-lavrov"),
        ("the president of France", "2010-01-01", "person:nicolas-sarkozy"),
        ("رئیس‌جمهور ایران", DAY, "person:ebrahim-raisi"),
        ("رئیس‌جمهور ایران", "2020-01-19", "person:hassan-rouhani"),
        ("کاخ سفید", DAY, "state:USA"),
        ("IRN", DAY, "state:IRN"),
        ("ارتش اسرائیل", DAY, "org:israel-army"),
    ],
)
def test_one_is_meant(asked: str, day: str, id: str) -> None:
    found = who(asked, day)
    assert ids(found) == [id]
    assert found.note is None


def test_what_is_told_of_a_person() -> None:
    (answer,) = who("وزیر خارجه روسیه", DAY).answers
    assert (answer.kind, answer.country, answer.sector, answer.wikidata) == ("person", "RUS", "GOV", "Q58217")
    assert answer.role is not None
    assert (answer.role.en, answer.role.from_) == ("foreign minister", "2004-03-09")
    assert "لاوروف" in answer.names
    assert answer.how == f"office: holder of the office on {DAY}"


def test_days_are_also_jalali() -> None:
    assert who("رئیس‌جمهور ایران", "1400/10/29") == who("رئیس‌جمهور ایران", DAY)
    with pytest.raises(QueryError, match="'soon' is no date: give one such as 2022-01-19"):
        who("ایران", "soon")


def test_two_holders_on_a_day_are_both_told() -> None:
    found = who("نخست‌وزیر بریتانیا", "2022-09-06")
    assert ids(found) == ["person:boris-johnson", "person:liz-truss"]
    assert found.note is not None
    assert "2 held the office" in found.note


def test_no_holder_on_a_day_is_told_with_those_around_it() -> None:
    found = who("وزیر خارجه روسیه", "1920-01-01")
    assert found.answers == ()
    assert found.note is not None
    assert "nobody is known to have held" in found.note
    assert "offices_held.tsv" in found.note


def test_a_family_name_of_several_lists_them() -> None:
    found = who("حسینی", DAY)
    assert len(found.answers) > 2
    assert {answer.how for answer in found.answers} == {"family name"}
    assert found.note is not None
    assert found.note.startswith("several are called so")


def test_a_place_and_what_it_stands_for() -> None:
    (answer,) = who("مسکو", DAY).answers
    assert (answer.kind, answer.country, answer.region, answer.lat) == ("capital", "RUS", "Moscow", 55.752)
    assert "stands for its state" in answer.how


@pytest.mark.parametrize("asked", ["نیما بی‌نام", "Nobody At All", "؟؟", "", "\x00" * 9])
def test_nobody_is_known(asked: str) -> None:
    found = who(asked, DAY)
    assert found.answers == ()
    assert found.note is not None
    assert "add a line to persons.tsv" in found.note


def test_a_composed_role_that_nobody_is_known_for() -> None:
    (answer,) = who("پلیس فرانسه", DAY).answers
    assert (answer.id, answer.country, answer.sector) == (None, "FRA", "COP")
