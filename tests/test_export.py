"""The formats of the field, each opened by a program that others read it with."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import icalendar
import networkx
import pandas
import polars
import pyarrow as pa
import pytest
from datasette.app import Datasette

from readings import OTHER_READER, TEXT, event, many, mention, muscat, span, state
from vaqaye.codes import cameo_quad, goldstein, plover_quad, plover_score
from vaqaye.errors import QueryError, RecordError
from vaqaye.export import export
from vaqaye.export.gdelt import COLUMNS
from vaqaye.model import Actor, Article, EventDate, Name, Reading, Statement
from vaqaye.record import Record

SUMMIT = (
    "رئیس‌جمهور روسیه و امیر قطر در دوحه با دبیرکل سازمان ملل دیدار کردند. قرار است رئیس‌جمهور روسیه ۱۲ تیر به تهران سفر کند؛ "
    'سفر به مسقط، اما، لغو شد.\nبه گزارش "خبرنگاران", رئیس‌جمهور روسیه گفت: «گفت‌وگو؛ تنها راه است, همین.»'
)


def summit() -> Reading:
    """A meeting of three, a visit that is planned, and one that was denied; commas, semicolons and quotation marks."""
    putin = Actor(
        "person:vladimir-putin", Name("ولادیمیر پوتین", "Vladimir Putin"), "person", "RUS", "PRM", wikidata="Q7747",
        mentions=(mention(SUMMIT, "رئیس‌جمهور روسیه"),),
    )  # fmt: skip
    amir = Actor("local:1", Name("امیر قطر"), "office", "QAT", "PRM", mentions=(mention(SUMMIT, "امیر قطر"),))
    un = Actor("org:united-nations", Name("سازمان ملل", "United Nations"), "organisation", "UNO", None)
    press = Actor("local:2", Name("خبرنگاران"), "group", "QAT", "JRN", mentions=(mention(SUMMIT, "خبرنگاران"),))
    iran = state("IRN", "ایران", "Iran")
    oman = state("OMN", "عمان", "Oman")
    day = EventDate("2023-07-03", "day", None, None)
    said = span(SUMMIT, "گفت‌وگو؛ تنها راه است, همین.")
    return Reading(
        Article(SUMMIT, "summit", "تاس", "https://example.org/summit?a=1&b=2", "<b>دیدار</b>", "2023-07-01", reader=OTHER_READER),
        (putin, amir, un, press, iran, oman),
        statements=(
            Statement("s1", putin.id, "direct", None, said, (said,), quotes=(said,)),
            Statement("s2", press.id, "indirect", None, said, (said,)),
        ),
        events=(
            replace(event(SUMMIT, "دیدار کردند", (putin.id, amir.id, un.id), id="s1"), cameo="040"),
            replace(event(SUMMIT, "سفر کند", (putin.id,), (iran.id,), id="s2", mode="visit", status="planned"), plover="AGREE",
                    cameo="042", date=day),
            replace(event(SUMMIT, "لغو شد", (putin.id,), (oman.id,), id="s3", mode="visit", status="denied"), cameo="042"),
            replace(event(SUMMIT, "گفت", (press.id,), (putin.id,), id="s4", type="ACCUSE", mode="disapprove"), cameo="1125"),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("export") / "news.db") as record:
        assert record.add([muscat(), summit(), *many(0, 2)]).failed == 0
        yield record


def gdelt(record: Record, path: Path) -> pandas.DataFrame:
    codes = {name: str for name in COLUMNS if "Code" in name and name != "GlobalEventID"}
    rows = export(record, path)
    table = pandas.read_csv(
        path, sep="\t", header=None, names=list(COLUMNS), dtype=codes, keep_default_na=False, quoting=3
    )
    assert len(table) == rows
    return table


def test_gdelt_events_have_its_columns_and_codes(record: Record, tmp_path: Path) -> None:
    table = gdelt(record, tmp_path / "20230701.export.CSV")
    assert len(COLUMNS) == 61
    # Positions of GDELT 2.0, by which its readers take them.
    positions = {
        "Actor1Code": 5,
        "Actor2Code": 15,
        "EventCode": 26,
        "QuadClass": 29,
        "NumArticles": 33,
        "ActionGeo_Lat": 56,
    }
    assert {name: COLUMNS.index(name) for name in positions} == positions
    here = table[table["SOURCEURL"] == "https://example.org/summit?a=1&b=2"]
    # Three who meet are three pairs; the planned visit is its announcement; the denied one is none.
    assert list(here["EventCode"]) == ["040", "040", "040", "036", "1125"]
    meeting, _, with_un, visit, blame = (row for _, row in here.iterrows())
    assert (meeting["Actor1Code"], meeting["Actor1Name"], meeting["Actor1Type1Code"]) == (
        "RUSGOV",
        "VLADIMIR PUTIN",
        "GOV",
    )
    assert (meeting["Actor2Code"], meeting["Actor2CountryCode"]) == ("QATGOV", "QAT")
    assert (with_un["Actor2Code"], with_un["Actor2CountryCode"], with_un["Actor2KnownGroupCode"]) == ("UNO", "", "UNO")
    assert (visit["Day"], visit["MonthYear"], visit["Year"]) == (20230703, 202307, 2023)
    assert float(visit["FractionDate"]) == pytest.approx(2023 + (7 * 30 + 3) / 365, abs=1e-4)
    assert (visit["Actor2Code"], visit["QuadClass"], visit["GoldsteinScale"]) == ("IRN", 1, 4.0)
    assert (blame["Actor1Code"], blame["EventBaseCode"], blame["EventRootCode"], blame["QuadClass"]) == (
        "QATMED",
        "112",
        "11",
        3,
    )
    assert (meeting["IsRootEvent"], blame["IsRootEvent"]) == (1, 0)
    assert meeting["DATEADDED"] == 20230701000000
    muscat = table[table["SOURCEURL"] == "https://example.org/muscat"].iloc[0]
    assert (muscat["ActionGeo_FullName"], float(muscat["ActionGeo_Lat"])) == ("Muscat, Oman", 23.584)
    assert muscat["ActionGeo_CountryCode"] == "MU"  # FIPS, not ISO
    assert muscat["DATEADDED"] == 20220621050000
    assert table["GlobalEventID"].is_unique


def test_an_act_told_by_two_articles_is_one_gdelt_event(tmp_path: Path) -> None:
    again = replace(
        muscat(), article=replace(muscat().article, id="copy", source="ایرنا", url="https://example.org/copy")
    )
    with Record(tmp_path / "news.db") as record:
        record.add([muscat(), again])
        table = gdelt(record, tmp_path / "e.tsv")
    assert list(table["EventCode"]) == ["042", "036"]
    assert list(table["NumArticles"]) == [2, 2]
    assert set(table["SOURCEURL"]) == {"https://example.org/muscat"}


def test_polecat_records(record: Record, tmp_path: Path) -> None:
    count = export(record, tmp_path / "e.polecat.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "e.polecat.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == count
    by_id = {row["id"]: row for row in rows}
    assert "summit:s3" not in by_id  # denied
    visit = by_id["summit:s2"]
    assert (visit["event"], visit["mode"], visit["quad_code"], visit["event_scale"]) == ("AGREE", [], 1, 2.5)
    assert (visit["date"], visit["status"]) == ("2023-07-03", "planned")
    assert visit["actor"][0] | {"entity_text": None, "office": None} == {
        "code": "RUS", "sector": ["PRM"], "entity_text": None, "name": "Vladimir Putin", "identifier_id": "Q7747",
        "office": None,
    }  # fmt: skip
    assert visit["text"] == SUMMIT[visit["text_info"]["start"] : visit["text_info"]["end"]] == "سفر کند"
    met = by_id["muscat:e1"]
    assert (met["mode"], met["event_scale"], met["event_loc"]["lat"]) == (["visit"], 4.0, 23.584)
    assert {"id", "date", "actor", "event"} <= set(visit)  # what the PLOVER manual requires


def test_planned_visits_as_a_calendar(record: Record, tmp_path: Path) -> None:
    assert export(record, tmp_path / "visits.ics") == 2
    content = (tmp_path / "visits.ics").read_bytes()
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    calendar = icalendar.Calendar.from_ical(content)
    visit, month = calendar.walk("VEVENT")
    assert str(visit["SUMMARY"]) == "ولادیمیر پوتین ← ایران"
    assert (visit.decoded("DTSTART").isoformat(), visit.decoded("DTEND").isoformat()) == ("2023-07-03", "2023-07-04")
    assert "سفر کند" in str(visit["DESCRIPTION"])
    assert str(visit["URL"]) == "https://example.org/summit?a=1&b=2"
    assert visit["STATUS"] == "TENTATIVE"
    # «تیرماه»: from its first day to the day behind its last.
    assert (month.decoded("DTSTART").isoformat(), month.decoded("DTEND").isoformat()) == ("2022-06-22", "2022-07-23")


def test_a_calendar_keeps_its_lines_whatever_an_article_says(tmp_path: Path) -> None:
    text = "سفر\r\nEND:VEVENT\nBEGIN:VALARM; \\ , «" + "ب" * 200 + "» سفر کند"
    trip = replace(
        event(
            text,
            "سفر",
            ("state:IRN",),
            ("state:OMN",),
            status="planned",
            date=EventDate("2024-05", "month", None, None),
        ),
        evidence=(span(text, text),),
    )
    people = (state("IRN", "ایران", "Iran"), state("OMN", "عمان", "Oman"))
    evil = Article(text, "evil\nX-EVIL:1", "آزمون", "javascript:alert(1)", None, "2024-05-01", reader=OTHER_READER)
    with Record(tmp_path / "news.db") as record:
        record.add([Reading(evil, people, events=(trip,))])
        assert export(record, tmp_path / "v.ics") == 1
    calendar = icalendar.Calendar.from_ical((tmp_path / "v.ics").read_bytes())
    (found,) = calendar.walk("VEVENT")
    assert calendar.walk("VALARM") == []
    assert text.replace("\r\n", "\n") in str(found["DESCRIPTION"])
    assert "URL" not in found
    assert "X-EVIL" not in found
    assert (found.decoded("DTSTART").isoformat(), found.decoded("DTEND").isoformat()) == ("2024-05-01", "2024-06-01")


def test_who_meets_whom_as_graphml(record: Record, tmp_path: Path) -> None:
    edges = export(record, tmp_path / "m.graphml")
    graph = networkx.read_graphml(tmp_path / "m.graphml")
    assert graph.number_of_edges() == edges
    edge = graph.edges["person:vladimir-putin", "org:united-nations"]
    assert (edge["weight"], edge["first"], edge["last"]) == (1, "2023-07-01", "2023-07-01")
    node = graph.nodes["person:vladimir-putin"]
    assert (node["name_fa"], node["name_en"], node["country"]) == ("ولادیمیر پوتین", "Vladimir Putin", "RUS")
    assert not any(id.startswith("local:") for id in graph)


def test_statements_as_json_ld(record: Record, tmp_path: Path) -> None:
    count = export(record, tmp_path / "s.jsonld")
    document = json.loads((tmp_path / "s.jsonld").read_text(encoding="utf-8"))
    assert document["@context"] == "https://schema.org"
    items = {item["@id"]: item for item in document["@graph"]}
    assert len(items) == count
    quotation, claim = items["urn:vaqaye:summit:s1"], items["urn:vaqaye:summit:s2"]
    assert (quotation["@type"], quotation["text"]) == ("Quotation", "گفت‌وگو؛ تنها راه است, همین.")
    assert quotation["creator"] | {"affiliation": None} == {
        "@type": "Person", "@id": "http://www.wikidata.org/entity/Q7747", "identifier": "person:vladimir-putin",
        "name": "ولادیمیر پوتین", "alternateName": "Vladimir Putin", "affiliation": None,
    }  # fmt: skip
    assert quotation["isPartOf"]["headline"] == "<b>دیدار</b>"
    assert (claim["@type"], claim["appearance"]["publisher"]["name"]) == ("Claim", "تاس")
    assert items["urn:vaqaye:muscat:s1"]["dateCreated"] == "2022-06-20"


def test_datasette_opens_the_record_as_it_is(record: Record) -> None:
    async def ask() -> tuple[int, str, list[dict[str, str]]]:
        client = Datasette([str(record.path)]).client
        page = await client.get("/news/events")
        rows = await client.get("/news/events.json?_shape=array&status=planned&_sort=id")
        return page.status_code, page.text, rows.json()

    status, page, rows = asyncio.run(ask())
    assert status == 200
    assert "CONSULT" in page
    assert {row["id"] for row in rows} == {"s2", "e2"}


def test_tables_from_python(record: Record) -> None:
    events = record.table("events")
    assert isinstance(events, pa.Table)
    assert events.to_pandas().query("status == 'planned'")["event_id"].tolist() == ["e2", "s2"]
    said = polars.from_arrow(record.table("statements"))
    assert isinstance(said, polars.DataFrame)
    assert said.filter(polars.col("speaker_id") == "person:hossein-amir-abdollahian")["quote"].to_list() == [
        "تهران به توافق ترانزیتی با عمان پایبند است."
    ]
    (deal,) = record.table("agreements").to_pylist()
    assert (deal["name"], deal["parties"], deal["quote"]) == ("توافق ترانزیتی", ["IRN", "OMN"], "توافق ترانزیتی")
    (figure,) = record.table("figures").to_pylist()
    assert (figure["metric"], figure["value"], figure["unit"]) == ("حجم تجارت", 40.0, "percent")
    assert TEXT[figure["evidence_start"] : figure["evidence_end"]] == figure["quote"]
    with pytest.raises(QueryError, match="events, statements, agreements, figures"):
        record.table("bodies")  # type: ignore[arg-type]


@pytest.mark.parametrize("table", ["statements", "agreements", "figures"])
def test_other_tables_as_csv_and_parquet(record: Record, tmp_path: Path, table: str) -> None:
    count = export(record, tmp_path / "t.parquet", table=table)  # type: ignore[arg-type]
    assert export(record, tmp_path / "t.csv", table=table) == count > 0  # type: ignore[arg-type]
    from_csv = pandas.read_csv(tmp_path / "t.csv")
    from_parquet = pandas.read_parquet(tmp_path / "t.parquet")
    assert list(from_csv.columns) == list(from_parquet.columns)
    assert len(from_csv) == len(from_parquet) == count
    assert from_csv["article_id"].tolist() == from_parquet["article_id"].tolist()


@pytest.mark.parametrize("name", ["e.export.csv", "e.polecat.jsonl", "v.ics", "m.graphml", "t.csv"])
def test_without_text_no_words_leave(record: Record, tmp_path: Path, name: str) -> None:
    export(record, tmp_path / name, text=False, table="statements" if name == "t.csv" else None)
    content = (tmp_path / name).read_bytes().replace(b"\r\n ", b"").decode()
    for words in ("دیدار کر", "سفر کند", "امیر قطر", "خبرنگاران", "تنها راه", "همتای عمانی", "<b>دیدار"):
        assert words not in content
    assert "summit" in content or "person:vladimir-putin" in content


def test_what_cannot_be_exported(record: Record, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="ends in"):
        export(record, tmp_path / "e.xlsx")
    with pytest.raises(QueryError, match="ends in"):
        export(record, tmp_path / "e.csv", format="xml")  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="has no tables"):
        export(record, tmp_path / "e.ics", table="events")
    with pytest.raises(QueryError, match="words of the articles"):
        export(record, tmp_path / "s.jsonld", text=False)
    with pytest.raises(RecordError, match="can't be written"):
        export(record, tmp_path / "none" / "e.ics")
    assert list(tmp_path.iterdir()) == []
    assert export(record, tmp_path / "e.txt", format="csv") > 0


def test_scores_and_scales() -> None:
    assert plover_score("CONSULT", "visit") == 4
    assert plover_score("CONSULT") == 2.5
    assert plover_score("AID", "no such mode") == 10
    assert plover_score("ACCUSE") == -3  # the manual's sign was lost in print
    assert [plover_quad(event) for event in ("AGREE", "RETREAT", "REQUEST", "PROTEST")] == [1, 2, 3, 4]
    assert [goldstein(code) for code in ("042", "0312", "1952", "190", "99", "")] == [
        1.9,
        5.2,
        -10.0,
        -10.0,
        None,
        None,
    ]
    assert [cameo_quad(code) for code in ("057", "0874", "138", "141")] == [1, 2, 3, 4]
