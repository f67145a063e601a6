"""Questions for people and places: whom somebody met, profiles, the map, suggestions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from asked import MINISTER, articles, readings
from readings import many, muscat
from vaqaye import query
from vaqaye.errors import QueryError
from vaqaye.model import (
    Name,
)
from vaqaye.record import Record


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("pages") / "record.db") as record:
        assert record.add([*readings(), muscat(), *many(0, 40)]).failed == 0
        yield record


def test_whom_somebody_met(record: Record) -> None:
    assert [(m.who.id, m.number, m.last) for m in query.met(record, MINISTER)] == [
        ("state:RUS", 3, "2025-04-01"), ("state:OMN", 1, "2025-01-15"),
    ]  # fmt: skip
    found = query.network(record, MINISTER)
    assert [who.id for who in found.nodes] == [MINISTER, "state:RUS", "state:OMN"]
    assert (MINISTER, "state:RUS", 3) in [(link.a, link.b, link.number) for link in found.links]


def test_a_profile(record: Record) -> None:
    found = query.profile(record, "حسین امیرعبداللهیان")
    assert [(role.fa, role.from_) for role in found.roles] == [("وزیر خارجه", "2021-08-25")]
    assert [act.id for act in found.events] == ["e2", "e1"]
    assert [quote.id for quote in found.statements] == ["s1"]
    assert (found.kind, found.wikidata, found.counts) == ("person", "Q5909245", {"AGREE": 1, "CONSULT": 1})
    assert query.profile(record, "همتای عمانی").kind == "office"
    assert query.profile(record, "RUS").events


def test_places(record: Record) -> None:
    found = query.place(record, "مسقط")
    assert (found.name.en, found.country, found.lat) == ("Muscat", "OMN", 23.584)
    assert articles(found.events) == ["done", "muscat"]
    assert found.counts == {"CONSULT": 2}
    assert query.place(record, "OMN").name.fa == "عمان"
    assert [(site.name.en, site.number) for site in query.sites(record)] == [("Muscat", 2)]
    with pytest.raises(QueryError, match="nothing happened"):
        query.place(record, "ناکجاآباد")


@pytest.mark.parametrize(
    ("beginning", "first"),
    [
        ("عراق", MINISTER),
        ("سید عب", MINISTER),
        ("سیدعباس", MINISTER),
        ("Aragh", MINISTER),
        ("abbas ar", MINISTER),
        ("ایر", "state:IRN"),
        ("IRAN", "state:IRN"),
        ("امیرعبدا", "person:hossein-amir-abdollahian"),
        ("همتای", "همتای عمانی"),
    ],
)
def test_suggestions(record: Record, beginning: str, first: str) -> None:
    found = query.suggest(record, beginning)
    assert found[0].who.id == first
    assert len(found) <= 8
    assert query.resolve(record, found[0].who.id).name  # what is suggested can be asked


@pytest.mark.parametrize("beginning", ["", "  ", "زززز", "%", "\0", "'; --", "𐀀" * 50])
def test_nothing_to_suggest(record: Record, beginning: str) -> None:
    assert query.suggest(record, beginning) == ()


def test_a_country_by_its_other_names(record: Record) -> None:
    assert query.resolve(record, "جمهوری اسلامی ایران").id == "state:IRN"
    assert query.resolve(record, "فدراسیون روسیه").id == "state:RUS"
    assert query.country_name("OMN") == Name("عمان", "Oman")
    assert query.country_name("UNO").fa == "سازمان ملل"
    assert query.country_name("XYZ") == Name("XYZ", "XYZ")
