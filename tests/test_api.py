"""The API of the reading room: what it answers, in which form, what it says when it can't, and what it leaves as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from readings import READER, article, event, many, muscat, span, state
from same import same_without_body
from vaqaye.model import Actor, Article, Event, Mention, Name, Participant, Reading
from vaqaye.record import Record
from vaqaye.schema import schema
from vaqaye.web import api_sql
from vaqaye.web.api_answers import to_json
from vaqaye.web.app import create_app

HOSTILE = '=HYPERLINK("http://evil.example","x")<script>alert(1)</script>\u202e'
# An address that each kind of answer is at.
ADDRESSES = (
    *(
        "/api/events",
        "/api/timeline?a=IRN",
        "/api/statements",
        "/api/agreements?a=IRN",
        "/api/figures",
        "/api/calendar",
    ),
    *("/api/dossier?a=IRN&b=OMN", "/api/actor/state:IRN", "/api/article/muscat", "/api/search?q=مسقط", "/api/sources"),
    *("/api/suggest?q=عم", "/api/meetings?a=IRN", "/api/met?a=IRN", "/api/network?a=IRN", "/api/silence?a=IRN&b=OMN"),
    *("/api/counts", "/api/scores?a=IRN&b=OMN", "/api/positions?by=IRN", "/api/map", "/api/place?name=مسقط"),
    *("/api/metrics", "/api/codes", "/api/codebook?event=AID", "/api/codebook/aid.give.komak"),
    *("/api/sql?q=SELECT 1", "/openapi.json"),
)
TABLES = (
    *("/api/events", "/api/timeline", "/api/statements", "/api/agreements", "/api/figures", "/api/calendar"),
    *("/api/met", "/api/meetings", "/api/dossier", "/api/search", "/api/counts", "/api/codebook", "/api/sql"),
)
ASKED = {"a": "IRN", "b": "OMN", "by": "IRN", "q": "مسقط"}


def hostile() -> Reading:
    """An article whose author wants something of those who read it."""
    text = f"{HOSTILE} وزیر خارجه ایران در مسقط دیدار کرد."
    name = span(text, HOSTILE)
    who = Actor("local:1", Name(HOSTILE), "person", "IRN", "GOV", mentions=(Mention(name.start, name.end, "name"),))
    met = span(text, "دیدار کرد")
    act = Event(
        *("e1", "CONSULT", None, "occurred", "CONSULT", "040", ()),
        *((Participant("local:1", name.start, name.end),), (), None, None, None, None),
        *(met, (span(text, text),), "test.made.by-hand", 0.5),
    )
    about = Article(
        *(text, "../../etc/passwd", HOSTILE, "javascript:alert(1)", HOSTILE, "2024-05-02", "fa", (), READER)
    )
    return Reading(about, (who,), events=(act,))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "news.db"
    with Record(path) as record:
        record.add([muscat(), hostile(), *many(0, 12)])
    return path


@pytest.fixture(scope="module")
def app(path: Path) -> FastAPI:
    return create_app(path)


@pytest.fixture
def ask(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


def rows_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_question_is_answered_as_the_openapi_says(ask: TestClient, address: str) -> None:
    answer = ask.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    if address == "/openapi.json":
        return
    document = ask.get("/openapi.json").json()
    shape = None
    for path, operations in document["paths"].items():
        begin = path.partition("{")[0]
        if address.partition("?")[0] == path or (begin != path and path.endswith("}") and address.startswith(begin)):
            shape = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert shape is not None
    jsonschema.validate(answer.json(), shape | {"components": document["components"]})


@pytest.mark.parametrize("address", [*ADDRESSES, "/api/events.csv", "/api/nowhere", "/api/events?limit=0"])
def test_head_is_get_without_the_body(ask: TestClient, address: str) -> None:
    same_without_body(ask.get(address), ask.head(address))


def test_an_article_is_the_public_contract(ask: TestClient) -> None:
    answer = ask.get("/api/article/muscat").json()
    jsonschema.validate(answer, schema())
    assert answer == orjson.loads(orjson.dumps(muscat().to_dict()))
    assert answer["actors"][0]["role"]["from"] == "2021-08-25"  # not from_


def test_an_answer_cites_its_words(ask: TestClient) -> None:
    (act,) = [e for e in ask.get("/api/events?a=OMN&status=planned&since=2022").json()["entries"] if e["id"] == "e2"]
    source = act["source"]
    text = ask.get(f"/api/article/{source['article']}").json()["article"]["text"]
    assert text[source["start"] : source["end"]] == source["quote"]


def test_a_form_that_was_left_empty(ask: TestClient) -> None:
    empty = ask.get("/api/events?a=&b=&event=&status=&source=&place=&since=&until=&cursor=")
    assert empty.status_code == 200
    assert empty.json() == ask.get("/api/events").json()


def test_months_of_either_calendar(ask: TestClient) -> None:
    def months(address: str) -> set[str]:
        return {row["month"] for row in ask.get(address).json()}

    for question in ("/api/counts?", "/api/scores?a=IRN&b=OMN&"):
        gregorian, jalali = months(question), months(f"{question}calendar=jalali")
        assert gregorian == months(f"{question}calendar=") == months(f"{question}calendar=gregorian")
        assert "2022-06" in gregorian
        assert "1401-03" in jalali  # 30 Khordad
        assert not gregorian & jalali
    rows = rows_of(ask.get("/api/counts.csv?calendar=jalali").content)
    assert {row["month"] for row in rows} == months("/api/counts?calendar=jalali")
    assert ask.get("/api/dossier?a=IRN&b=OMN&calendar=jalali").json()["scores"][0]["month"] == "1401-03"
    assert ask.get("/api/dossier?a=IRN&b=OMN").json()["scores"][0]["month"] == "2022-06"


@pytest.mark.parametrize(
    ("listed", "field", "address", "told"),
    [
        ("/api/events?a=OMN", "episode", "/api/episode/", "reports"),
        ("/api/statements?about=OMN", "quotation", "/api/quotation/", "wordings"),
        ("/api/agreements?a=OMN", "ledger", "/api/agreement/", "steps"),
    ],
)
def test_a_story_has_its_reports(ask: TestClient, listed: str, field: str, address: str, told: str) -> None:
    entry = next(e for e in ask.get(listed).json()["entries"] if e["source"]["article"] == "muscat")
    story = ask.get(f"{address}{entry[field]}")
    assert story.status_code == 200, story.text
    document = ask.get("/openapi.json").json()
    shape = document["paths"][f"{address}{{id}}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(story.json(), shape | {"components": document["components"]})
    assert {report["told"]["article"] for report in story.json()[told]} == {"muscat"}
    assert len(rows_of(ask.get(f"{address}{entry[field]}.csv").content)) == 1
    assert ask.get(f"{address}0123456789abcde").status_code == 404
    assert ask.get(f"{address}none").status_code == 404


# -- tables


@pytest.mark.parametrize("address", TABLES)
def test_every_list_is_a_table_too(ask: TestClient, address: str) -> None:
    asked = ASKED | ({"q": "SELECT id, day FROM events"} if address == "/api/sql" else {})
    table = ask.get(f"{address}.csv", params=asked)
    lines = ask.get(f"{address}.jsonl", params=asked)
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert lines.headers["content-type"] == "application/jsonl"
    assert table.content.startswith(b"\xef\xbb\xbf")
    assert ".csv" in table.headers["content-disposition"]
    entries = [orjson.loads(line) for line in lines.content.splitlines()]
    assert len(rows_of(table.content)) == len(entries)
    assert ask.get(address, params=asked, headers={"accept": "text/csv"}).content == table.content


def test_a_table_has_a_column_for_each_part(ask: TestClient) -> None:
    (row,) = [
        r for r in rows_of(ask.get("/api/timeline.csv?a=OMN&place=OMN").content) if r["source_article"] == "muscat"
    ]
    assert row["actors_id"] == "person:hossein-amir-abdollahian;local:1"
    assert row["actors_name_fa"] == "حسین امیرعبداللهیان;همتای عمانی"
    assert row["actors_name_en"] == "Hossein Amir-Abdollahian;"
    assert row["place_en"] == "Muscat"
    assert row["reported_by_id"] == ""
    assert row["source_quote"].startswith("وزیر خارجه ایران")


def test_an_empty_table_has_its_columns(ask: TestClient) -> None:
    body = ask.get("/api/events.csv?since=1999&until=1999").content.decode("utf-8-sig")
    assert body.startswith("id,date,day,event,")
    assert body.count("\n") == 1


@pytest.mark.parametrize("begin", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "  =1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(ask: TestClient, begin: str) -> None:
    sql = f"SELECT '{begin.replace(chr(39), chr(39) * 2)}' AS \"=x\", -1 AS number"
    answer = ask.get("/api/sql.csv", params={"q": sql})
    header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert header[0] == "'=x"
    assert row == [f"'{begin}", "-1"]


# -- pages of answers


def short(number: int, published: str) -> Reading:
    """An article of its own with three events."""
    code = ("IRQ", "TUR", "RUS", "CHN", "QAT", "PAK", "ARM")[number % 7]
    text = f"وزیر خارجه کشور {number} در شهر {number * 7919} دیدار کرد و گفت‌وگو کرد و پیام فرستاد."
    acts = (event(text, words, (f"state:{code}",), id=words) for words in ("دیدار کرد", "گفت‌وگو کرد", "پیام فرستاد"))
    who = state(code, f"کشور {code}", code)
    return replace(article(text, f"short-{number}", published), actors=(who,), events=tuple(acts))


def test_a_walk_meets_everything_once_while_another_writes(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Record(path) as record:
        record.add([short(n, f"2023-01-{n + 1:02}") for n in range(20)])
        ask = TestClient(create_app(path), base_url="http://127.0.0.1")
        new = 100
        for address in ("/api/events", "/api/timeline"):
            there = {(reading.article.id, act.id) for reading in record.readings() for act in reading.events}
            met: list[tuple[str, str]] = []
            cursor = ""
            while cursor is not None:
                page = ask.get(address, params={"limit": "7", "once": "false", "cursor": cursor}).json()
                met += [(e["source"]["article"], e["id"]) for e in page["entries"]]
                cursor = page["next"]
                # Newer than what the walk began with, and older than where it is.
                record.add([short(new, "2024-01-01"), short(new + 1, "2022-01-01")])
                new += 2
            assert len(met) == len(set(met))
            assert there <= set(met)


def test_a_table_links_to_its_next_page(ask: TestClient) -> None:
    first = ask.get("/api/events.csv?limit=3&once=false")
    second = ask.get(first.links["next"]["url"])
    ids = [[(r["source_article"], r["id"]) for r in rows_of(answer.content)] for answer in (first, second)]
    assert [len(part) for part in ids] == [3, 3]
    assert not set(ids[0]) & set(ids[1])
    assert len(rows_of(ask.get("/api/events.csv?once=false").content)) == 75


@pytest.mark.parametrize(
    "cursor", ["x", "0", "-1", "null", "[]", "{}", "W10", "a" * 900, "../..", "💥", "eyJhIjoxfQ==", "%"]
)
def test_a_cursor_that_is_none_of_ours(ask: TestClient, cursor: str) -> None:
    for address in ("/api/events", "/api/timeline", "/api/statements", "/api/agreements", "/api/figures"):
        answer = ask.get(address, params={"cursor": cursor})
        assert answer.status_code == 400, (address, answer.text)
        assert "cursor" in answer.json()["message"]


# -- what has not changed


def test_an_etag_holds_until_the_record_changes(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Record(path) as record:
        record.add([muscat()])
        ask = TestClient(create_app(path), base_url="http://127.0.0.1")
        first = ask.get("/api/events")
        tag = first.headers["etag"]
        assert tag.startswith('W/"')
        again = ask.get("/api/events", headers={"if-none-match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert ask.get("/api/events", headers={"if-none-match": '"other"'}).status_code == 200
        others = ("/api/events?limit=2", "/api/events.csv", "/api/timeline")
        assert len({tag, *(ask.get(a).headers["etag"] for a in others)}) == 4
        record.add(many(0, 1))
        changed = ask.get("/api/events", headers={"if-none-match": tag})
        assert changed.status_code == 200
        assert len(changed.json()["entries"]) == 8
        assert changed.headers["cache-control"] == "no-cache"


# -- what is wrong


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/api/nowhere", 404, "openapi"),
        ("/api", 404, "openapi"),
        ("/api/article/none", 404, "none"),
        ("/api/article/%2e%2e/%2e%2e/etc/hosts", 404, "article"),
        ("/api/actor/person:nobody", 404, "nobody"),
        ("/api/codebook/none", 404, "pattern"),
        ("/api/events?a=Atlantis", 400, "Atlantis"),
        ("/api/events?event=WALK", 400, "event"),
        ("/api/counts?calendar=hijri", 400, "calendar"),
        ("/api/events?limit=0", 400, "limit"),
        ("/api/events?limit=1001", 400, "limit"),
        ("/api/events?limit=1e3", 400, "limit"),
        ("/api/events?since=1400-10-29", 400, "Gregorian"),
        ("/api/events?since=2022-02-30", 400, "date"),
        ("/api/events?since=2023&until=2022", 400, "after"),
        ("/api/events?a=" + "a" * 201, 400, "a"),
        ("/api/events.xml", 400, "format"),
        ("/api/calendar?month=1404-13", 400, "Jalali"),
        ("/api/calendar?month=9999-12", 400, "Jalali"),
        ("/api/calendar?month=0000-01", 400, "Jalali"),
        ("/api/calendar?month=۱۴۰۴-۱۰", 400, "Jalali"),
        ("/api/search?q=%20", 400, "word"),
        ("/api/search", 400, "q"),
        ("/api/dossier?a=IRN", 400, "b"),
        ("/api/dossier?a=IRN&b=IRN", 400, "same"),
        ("/api/silence?a=IRN&b=OMN&today=1", 400, "today"),
        ("/api/sql?q=DROP TABLE events", 400, "SELECT"),
        ("/api/sql?q=ATTACH 'x' AS y", 400, "SELECT"),
        ("/api/events?a=%00", 400, "control"),
        ("/api/events?a=%ED%A0%80", 400, "UTF-8"),
    ],
)
def test_a_wrong_question_is_told_what_to_ask(
    ask: TestClient, path: Path, address: str, status: int, word: str
) -> None:
    answer = ask.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
    assert set(answer.json()) == {"error", "message"}
    assert word in answer.json()["message"]
    assert str(path.parent) not in answer.text


def test_nothing_can_be_changed(ask: TestClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert ask.request(method, "/api/events").status_code == 405


def test_only_two_questions_in_sql_at_a_time(ask: TestClient) -> None:
    with api_sql._turns, api_sql._turns:
        for address in ("/api/sql?q=SELECT 1", "/sql?q=SELECT 1"):
            assert ask.get(address).status_code == 429, address
    assert ask.get("/api/sql?q=SELECT 1").json()["rows"] == [[1]]


def test_a_record_that_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    Record(path).close()
    ask = TestClient(create_app(path), base_url="http://127.0.0.1", raise_server_exceptions=False)
    for file in tmp_path.iterdir():
        file.unlink()
    answer = ask.get("/api/sql?q=SELECT 1")
    assert answer.status_code == 503
    assert answer.json()["error"] == "RecordError"
    assert str(tmp_path) not in answer.text


# -- hostile articles


def test_what_an_article_says_stays_text(ask: TestClient) -> None:
    for address in ("/api/events?limit=1000", "/api/search?q=HYPERLINK"):
        answer = ask.get(address)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert HOSTILE in set(strings(answer.json()))
    (row,) = [r for r in rows_of(ask.get("/api/events.csv?limit=1000").content) if "script" in r["source_source"]]
    assert row["source_source"] == f"'{HOSTILE}"
    assert row["actors_name_fa"] == f"'{HOSTILE}"


def test_an_id_is_no_path(ask: TestClient) -> None:
    answer = ask.get("/api/article/..%2F..%2Fetc%2Fpasswd")
    assert answer.status_code == 200
    assert answer.json()["article"]["title"] == HOSTILE


def test_numbers_that_json_lacks() -> None:
    assert to_json((float("inf"), float("nan"), b"\xff")) == b'[null,null,"ff"]'


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)
