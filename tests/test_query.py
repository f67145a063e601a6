"""Questions to a record: dossiers, timelines, quotations, counts; who is meant; the words that an answer cites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from readings import READER, event, mention, muscat, span, state
from vaqaye.errors import QueryError
from vaqaye.model import Actor, Article, EventDate, Name, Reading, Span, Statement
from vaqaye.query import Act, Count, Dossier, Quote, Source, counts, dossier, find, quotes, timeline
from vaqaye.record import Record

MOSCOW = (
    "ولادیمیر پوتین در مسکو از معترضان انتقاد کرد و گفت ایران و عمان با روسیه همراه‌اند. "
    "ایران و عمان رزمایش برگزار کردند."
)
DENIAL = "ایران حمله به عمان را تکذیب کرد. کشاورزان معترض در تهران گفتند دولت ایران پاسخگو نیست."


def moscow() -> Reading:
    putin = Actor(
        "person:vladimir-putin",
        Name("ولادیمیر پوتین", "Vladimir Putin"),
        "person",
        "RUS",
        "GOV",
        mentions=(mention(MOSCOW, "ولادیمیر پوتین"),),
    )
    crowd = Actor("local:1", Name("معترضان"), "group", "RUS", "CVL", mentions=(mention(MOSCOW, "معترضان"),))
    iran, oman = (
        state("IRN", "ایران", "Iran", mention(MOSCOW, "ایران")),
        state("OMN", "عمان", "Oman", mention(MOSCOW, "عمان")),
    )
    russia = state("RUS", "روسیه", "Russia", mention(MOSCOW, "روسیه"))
    said = span(MOSCOW, "ایران و عمان با روسیه همراه‌اند")
    return Reading(
        Article(MOSCOW, "moscow", "تاس", None, None, "2023-03-10", reader=READER),
        (putin, crowd, iran, oman, russia),
        statements=(Statement("s1", putin.id, "indirect", None, said, (said,)),),
        events=(
            event(MOSCOW, "انتقاد کرد", (putin.id,), (crowd.id,), id="m1", type="ACCUSE"),
            event(
                MOSCOW,
                "رزمایش",
                (iran.id, oman.id),
                id="m2",
                type="COOPERATE",
                date=EventDate("2023-02", "month", None, None),
            ),
        ),
    )


def denial() -> Reading:
    iran, oman = (
        state("IRN", "ایران", "Iran", mention(DENIAL, "ایران"), mention(DENIAL, "ایران", nth=1)),
        state("OMN", "عمان", "Oman", mention(DENIAL, "عمان")),
    )
    farmers = Actor(
        "local:1", Name("کشاورزان معترض"), "group", "IRN", "CVL", mentions=(mention(DENIAL, "کشاورزان معترض"),)
    )
    other = Actor("person:mahdi-putin", Name("مهدی پوتین", "Mahdi Putin"), "person", "IRN", None)
    denied = span(DENIAL, "حمله به عمان")
    said = span(DENIAL, "دولت ایران پاسخگو نیست")
    return Reading(
        Article(DENIAL, "denial", None, "https://example.org/denial", None, None, reader=READER),
        (iran, oman, farmers, other),
        statements=(
            Statement("s1", iran.id, "indirect", None, denied, (denied,)),
            Statement("s2", farmers.id, "indirect", None, said, (said,), date="2021-01-05"),
        ),
        events=(event(DENIAL, "حمله", (iran.id,), (oman.id,), id="d1", type="ASSAULT", status="denied"),),
    )


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("query") / "record.db") as record:
        added = record.add([muscat(), moscow(), denial()])
        assert added.new == 3, list(record.failures())
        yield record


def cites(record: Record, source: Source) -> bool:
    """Whether the quoted words stand where the answer says."""
    article = record.reading(source.article).article
    return article.text[source.start : source.end] == source.quote != "" and article.url == source.url


def ids(acts: tuple[Act, ...]) -> list[str]:
    return [act.id for act in acts]


def test_a_dossier_of_two_countries(record: Record) -> None:
    found = dossier(record, "ایران", "عمان")
    assert isinstance(found, Dossier)
    assert (found.a.country, found.a.name.en, found.b.country) == ("IRN", "Iran", "OMN")
    # d1 has no date at all and comes last; m2 took place in a month, e2 is planned for one.
    assert [(act.id, act.date, act.day) for act in found.events] == [
        ("e1", "2022-06-20", "2022-06-20"),
        ("e2", "2022-06-22/2022-07-22", "2022-06-22"),
        ("m2", "2023-02", "2023-02-01"),
        ("d1", None, None),
    ]
    assert found.counts == {"AGREE": 1, "CONSULT": 1, "COOPERATE": 1}
    assert found.last_meeting
    assert found.last_meeting.id == "e1"
    assert [who.id for who in found.last_meeting.actors] == ["person:hossein-amir-abdollahian", "local:1"]
    assert found.last_meeting.place == Name("مسقط", "Muscat")
    assert [(q.source.article, q.speaker.id) for q in found.statements] == [
        ("muscat", "person:hossein-amir-abdollahian"),
        ("denial", "state:IRN"),
    ]
    (deal,) = found.agreements
    assert (deal.name, deal.parties, deal.status) == ("توافق ترانزیتی", ("IRN", "OMN"), "in_force")
    sources = [act.source for act in found.events] + [quote.source for quote in found.statements] + [deal.source]
    assert all(cites(record, source) for source in sources)
    assert dossier(record, "OMN", "IRN").events == found.events


def test_who_told_of_it_is_in_the_answer(record: Record) -> None:
    (visit,) = [act for act in timeline(record, "OMN") if act.id == "e2"]
    assert visit.reported_by
    assert visit.reported_by.id == "person:hossein-amir-abdollahian"
    assert (visit.status, visit.plover, visit.event) == ("planned", "AGREE", "CONSULT")
    assert muscat().article.text[visit.trigger.start : visit.trigger.end] == "سفر بعدی"


def test_a_dossier_of_a_person_and_a_country(record: Record) -> None:
    minister = "person:hossein-amir-abdollahian"
    for a, b in ((minister, "OMN"), ("OMN", minister)):
        found = dossier(record, a, b)
        assert ids(found.events) == ["e1", "e2"]
        assert [q.id for q in found.statements] == ["s1"]
        assert found.agreements == ()
    assert ids(dossier(record, minister, "RUS").events) == []
    assert [q.source.article for q in dossier(record, "person:vladimir-putin", "OMN").statements] == ["moscow"]


def test_a_dossier_of_two_actors(record: Record) -> None:
    assert ids(dossier(record, "person:vladimir-putin", "معترضان").events) == ["m1"]


def test_dates_are_those_of_the_text_and_else_of_publication(record: Record) -> None:
    assert ids(dossier(record, "IRN", "OMN", since="2022-06-22").events) == ["e2", "m2"]
    assert ids(dossier(record, "IRN", "OMN", until="2022-06-21").events) == ["e1"]
    assert ids(dossier(record, "IRN", "OMN", since="2022", until="2022-06").events) == ["e1", "e2"]
    assert ids(dossier(record, "IRN", "OMN", since="2023-02-02").events) == []
    assert ids(timeline(record, "RUS", since="2023-03-10", until="2023-03-10")) == ["m1"]
    assert dossier(record, "IRN", "OMN", until="2021").agreements == ()
    assert dossier(record, "IRN", "OMN", since="2023").last_meeting is None
    assert dossier(record, "IRN", "OMN", since="2023").counts == {"COOPERATE": 1}


def test_the_newest_of_too_many(record: Record) -> None:
    found = dossier(record, "IRN", "OMN", limit=2)
    assert ids(found.events) == ["e2", "m2"]
    assert sum(found.counts.values()) == 3
    assert ids(timeline(record, "IRN", limit=1)) == ["m2"]


@pytest.mark.parametrize(
    "asked", ["ایران", " ايران ", "Iran", "iran", "IRN", "irn", "state:IRN", "state:irn", "اي‌ران", "ایــران"]
)
def test_a_country_by_any_name(record: Record, asked: str) -> None:
    assert ids(timeline(record, asked)) == ["e1", "e2", "m2", "d1"]


@pytest.mark.parametrize(
    "asked",
    [
        "حسین امیرعبداللهیان",
        "حسین امیر عبداللهیان",
        "حسین امیر‌عبداللهيان",
        "امیرعبداللهیان",
        "Hossein Amir-Abdollahian",
        "amir-abdollahian",
        "person:hossein-amir-abdollahian",
    ],
)
def test_a_person_by_any_name(record: Record, asked: str) -> None:
    assert ids(timeline(record, asked)) == ["e1", "e2"]
    (quote,) = quotes(record, asked)
    assert isinstance(quote, Quote)
    assert (quote.lemma, quote.stance, quote.venue) == ("گفتن", "asserts", "مسقط")
    assert cites(record, quote.source)


def test_one_who_is_known_from_articles_alone(record: Record) -> None:
    assert ids(timeline(record, "معترضان")) == ["m1"]
    assert [q.id for q in quotes(record, "کشاورزان معترض")] == ["s2"]


@pytest.mark.parametrize(
    "asked", ["ناکجاآباد", "XXX", "state:XXX", "person:nobody", "local:1", "", "حسین", "'; DROP TABLE events; --", "%"]
)
def test_nobody_of_that_name(record: Record, asked: str) -> None:
    with pytest.raises(QueryError, match="country code such as IRN"):
        timeline(record, asked)
    assert len(timeline(record, "IRN")) == 4


def test_several_of_that_name(record: Record) -> None:
    with pytest.raises(QueryError, match="person:vladimir-putin") as error:
        quotes(record, "پوتین")
    assert "مهدی پوتین (person:mahdi-putin)" in str(error.value)


def test_questions_that_cannot_be_asked(record: Record) -> None:
    with pytest.raises(QueryError, match="same party"):
        dossier(record, "ایران", "IRN")
    for day in ("1400/10/29", "2022-13", "دیروز", "2022-02-30", "22"):
        with pytest.raises(QueryError, match="no date"):
            timeline(record, "IRN", since=day)
        with pytest.raises(QueryError, match="no date"):
            counts(record, until=day)


def test_who_said_what_about_whom(record: Record) -> None:
    assert [q.id for q in quotes(record, "person:vladimir-putin", "ایران")] == ["s1"]
    assert quotes(record, "person:vladimir-putin", "معترضان") == ()
    assert [q.source.article for q in quotes(record, "IRN", "OMN")] == ["muscat", "denial"]
    assert [q.source.article for q in quotes(record, "IRN")] == ["muscat", "denial", "denial"]
    assert [q.source.article for q in quotes(record, "IRN", limit=1)] == ["muscat"]
    assert [q.day for q in quotes(record, "IRN", until="2021")] == ["2021-01-05"]
    # Iran about Iran: the farmers speak of their own state.
    assert [q.id for q in quotes(record, "IRN", "IRN", until="2021")] == ["s2"]


def test_counts_by_month(record: Record) -> None:
    assert counts(record) == (
        Count("2022-06", "CONSULT", 2),
        Count("2023-02", "COOPERATE", 1),
        Count("2023-03", "ACCUSE", 1),
    )
    assert counts(record, "RUS") == (Count("2023-03", "ACCUSE", 1),)
    assert counts(record, None, "OMN", since="2023") == (Count("2023-02", "COOPERATE", 1),)
    assert counts(record, "IRN", "OMN", until="2022") == (Count("2022-06", "CONSULT", 2),)


def test_find(record: Record) -> None:
    assert [hit.article for hit in find(record, "ایران عمان")] == ["moscow", "muscat", "denial"]
    assert [hit.article for hit in find(record, "ایران عمان", until="2022")] == ["muscat"]
    assert "این گفت‌وگو گفت" in find(record, "گفتگو")[0].text


def test_an_event_without_evidence_cites_its_trigger(tmp_path: Path) -> None:
    bare = replace(moscow(), events=(replace(moscow().events[1], evidence=(), trigger=Span(*_ends("رزمایش"))),))
    with Record(tmp_path / "record.db") as record:
        record.add([bare])
        assert timeline(record, "OMN")[0].source.quote == "رزمایش"


def _ends(words: str) -> tuple[int, int]:
    at = span(MOSCOW, words)
    return at.start, at.end
