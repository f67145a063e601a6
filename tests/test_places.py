"""Where events are: places by name, told from common words, with region and coordinates."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import vaqaye
from vaqaye import actors, language
from vaqaye.actors import places
from vaqaye.actors.units import index
from vaqaye.language.inflect import spellings
from vaqaye.model import Article, Place
from vaqaye.resources import table
from vaqaye.text import key_of

KINDS = ("country", "capital", "province", "city", "site")


def place_of(text: str) -> Place | None:
    """The place of the only event of a text."""
    (event,) = vaqaye.read(text, published="2022-01-19").events
    return event.place


def mentioned(text: str) -> set[str]:
    """The actors that a text mentions."""
    cast = actors.find(language.parse(Article(text=text, published="2022-01-19")))
    return {seen.actor for sentence in cast.sentences for seen in sentence}


def test_rows_are_whole() -> None:
    codes = {row["code"] for row in table("states")}
    wrong = []
    for row in table("places"):
        point = (row["lat"], row["lon"])
        whole = row["fa"] and row["en"] and row["country"] in codes and row["kind"] in KINDS
        inside = point == ("", "") or (abs(float(row["lat"])) <= 90 and abs(float(row["lon"])) <= 180)
        coded = row["adm1"] == "" or re.fullmatch("[A-Z]{2}([A-Z0-9]{1,2})?", row["adm1"])
        if not (whole and inside and coded and row["stands"] in ("", "in", "near")):
            wrong.append(row)
    assert wrong == []
    assert [row for row in table("places") if not row["lat"] and row["en"] != "Israeli settlements"] == []


def test_no_name_is_given_twice_in_a_country() -> None:
    names: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for row in table("places"):
        if row["kind"] != "country":
            written = [row["fa"], *(name for name in row["names"].split(" | ") if name)]
            names.update({(row["country"], keys) for name in written for keys in spellings(name)})
    assert [name for name, times in names.items() if times > 1] == []


def test_every_state_has_a_point_and_a_capital() -> None:
    """A city state is its own capital."""
    alone = {"SGP", "HKG", "MAC", "MCO"}
    for kind, without in (("country", set()), ("capital", alone)):
        there = {row["country"] for row in table("places") if row["kind"] == kind}
        assert {row["code"] for row in table("states")} - there == without


@pytest.mark.parametrize(("country", "least"), [("IRN", 31), ("AFG", 34), ("IRQ", 18)])
def test_provinces_of_the_neighbourhood(country: str, least: int) -> None:
    assert sum(row["country"] == country and row["kind"] == "province" for row in table("places")) >= least


def test_coordinates_lie_where_they_should() -> None:
    """Iran's places lie in Iran, and no place of a country is half a world away from its middle."""
    for row in table("places"):
        if row["country"] == "IRN":
            assert 25 <= float(row["lat"]) <= 39.8
            assert 44 <= float(row["lon"]) <= 63.4


@pytest.mark.parametrize(
    ("text", "fa", "en", "country", "region"),
    [
        ("وزیران خارجه ایران و ترکیه در شهر اصفهان دیدار کردند.", "اصفهان", "Isfahan", "IRN", "Isfahan"),
        ("وزیران خارجه ایران و عراق روز دوشنبه در بم دیدار کردند.", "بم", "Bam", "IRN", "Kerman"),
        ("وزیران خارجه ایران و عراق در شهر نور دیدار کردند.", "نور", "Nur", "IRN", "Mazandaran"),
        ("وزیران خارجه ایران و عراق در بروکسل دیدار کردند.", "بروکسل", "Brussels", "BEL", "Brussels"),
        ("وزیران خارجه ایران و عراق در اوساکای ژاپن دیدار کردند.", "اوساکا", "Osaka", "JPN", "Osaka"),
        ("وزیران خارجه ایران و عراق در عمان دیدار کردند.", "عمان", "Oman", "OMN", None),
        ("وزیران خارجه ایران و پاکستان در شرق استان سیستان و بلوچستان دیدار کردند.", "استان سیستان و بلوچستان",
         "Sistan and Baluchestan", "IRN", "Sistan and Baluchestan"),
    ],
)  # fmt: skip
def test_the_place_of_an_event(text: str, fa: str, en: str, country: str, region: str | None) -> None:
    place = place_of(text)
    assert place is not None
    assert (place.name.fa, place.name.en, place.country, place.region) == (fa, en, country, region)
    assert place.lat is not None
    assert place.lon is not None


def test_this_country_is_the_one_spoken_of_last() -> None:
    text = "عمان از این طرح استقبال کرد. در این کشور پوتین و لوکاشنکو دیدار کردند."
    reading = vaqaye.Reader(model=False)(vaqaye.Article(text, published="2022-01-19"))
    (place,) = (e.place for e in reading.events if e.event == "CONSULT")
    assert place is not None
    assert (place.name.en, place.country, place.lat) == ("Oman", "OMN", 21.0)


@pytest.mark.parametrize(
    "text",
    [
        "وزیر خارجه ایران حمله به مردم در غزه را محکوم کرد.",  # what is condemned was there, not who condemns
        "وزیر خارجه ایران با سفیر سوئیس در تهران دیدار کرد.",  # where he is ambassador
        "وزیر خارجه ایران درباره جنگ در غزه با همتای روس خود گفت‌وگوی تلفنی کرد.",
    ],
)
def test_what_is_in_a_place_is_not_the_event(text: str) -> None:
    assert [e.place for e in vaqaye.read(text, published="2022-01-19").events if e.event in ("ACCUSE", "CONSULT")] == [
        None
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("نور امید در دل‌ها روشن شد.", False),
        ("این فیلم در بهار اکران می‌شود.", False),
        ("او در میانه میدان ماند.", False),
        ("مردم شهر بهار جشن گرفتند.", True),
        ("باران در بم بارید.", True),
        ("نشست بن آلمان پایان یافت.", True),
    ],
)
def test_a_common_word_is_a_place_only_beside_another_word(text: str, found: bool) -> None:
    assert bool(mentioned(text)) == found


def test_a_town_does_not_hide_a_given_name() -> None:
    node = index()[key_of("مهران")]
    assert node.unit is not None
    assert node.unit.kind == "given"


def test_of_two_places_with_one_name_that_of_the_country() -> None:
    keys = (key_of("نورآباد"),)
    assert places.site(keys, "IRN") is not None
    assert places.site(keys, "FRA") is None
