"""Saved searches, and the feeds of any question: RSS 2.0 by a reader of feeds, JSON Feed 1.1 by what it requires."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from vaqaye import Article, Reader, Record, query
from vaqaye.cli import app as commands
from vaqaye.errors import QueryError
from vaqaye.record import searches
from vaqaye.web.app import create_app
from vaqaye.web.feeds import feeds

MUSCAT = (
    "وزیر خارجه ایران روز دوشنبه در مسقط با وزیر خارجه عمان دیدار کرد.\n"
    "وزیر خارجه عمان در این دیدار گفت: «مسقط از ازسرگیری گفت‌وگوها پشتیبانی می‌کند.»\n"
    "ایران و عمان تفاهم‌نامه همکاری بندری امضا کردند."
)
OLD = (
    "وزیر خارجه عمان روز شنبه گفت: «مسقط به میانجی‌گری ادامه می‌دهد.» "
    "وزیر خارجه ایران روز شنبه در مسقط با وزیر خارجه عمان دیدار کرد."
)
HOSTILE = (
    "<script>alert('متن')</script> وزیر خارجه روسیه در تهران با وزیر خارجه ایران دیدار کرد. "
    "]]> & <b onclick=x>\u202eوارونه \x0b \ufffe"
)
ARTICLES = (
    Article(MUSCAT, "muscat", "ایسنا", "https://example.org/1", "دیدار در مسقط", "2026-01-12T09:30:00+03:30"),
    Article(OLD, "old", "فارس", "https://example.org/2", "دیدار شنبه", "2025-11-01"),
    Article(HOSTILE, "a/b?c#d <x>", '"><img src=x>', None, "</title><script>\u202e" + "آ" * 400, "2026-01-14"),
)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "news.db"
    with Record(path) as record:
        record.add(Reader().map(list(ARTICLES)))
    return path


@pytest.fixture(scope="module")
def client(news: Path) -> Iterator[TestClient]:
    with TestClient(create_app(news, corrections=True), base_url="http://127.0.0.1") as client:
        yield client


FEEDS = (
    "kind=events",
    "kind=events&a=IRN&b=OMN&event=CONSULT&status=occurred",
    "kind=statements&by=OMN",
    "kind=statements&by=OMN&words=مسقط",
    "kind=statements&about=OMN",
    "kind=agreements&a=IRN&b=OMN",
    "kind=articles&q=مسقط",
    "kind=events&lang=en",
)


@pytest.mark.parametrize("asked", FEEDS)
def test_both_forms_say_the_same_and_are_well_formed(client: TestClient, asked: str) -> None:
    rss, other = client.get(f"/feed.rss?{asked}"), client.get(f"/feed.json?{asked}")
    assert rss.headers["content-type"].startswith("application/rss+xml")
    assert other.headers["content-type"].startswith("application/feed+json")
    parsed, document = feedparser.parse(rss.content), other.json()
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "rss20"
    assert parsed.feed.title == document["title"]
    assert {"version", "title", "items", "home_page_url", "feed_url"} <= set(document)
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    items = document["items"]
    if "about" not in asked:
        assert items
    assert [e.id for e in parsed.entries] == [item["id"] for item in items]
    assert [e.title for e in parsed.entries] == [item["title"] for item in items]
    assert len({item["id"] for item in items}) == len(items)
    for item, entry in zip(items, parsed.entries, strict=True):
        assert {"id", "url", "title", "content_html"} <= set(item)
        assert item["url"] == entry.link
        assert client.get(item["url"]).status_code == 200
    published = [item.get("date_published", "") for item in items]
    assert published == sorted(published, reverse=True)


def test_the_description_is_the_evidence_and_the_link_leads_to_it(client: TestClient) -> None:
    (entry,) = (
        e for e in client.get("/feed.json?kind=events&a=OMN&event=CONSULT").json()["items"]
        if "<mark>دیدار کرد</mark>" in e["content_html"] and "muscat" in e["id"]
    )  # fmt: skip
    assert "وزیر خارجه ایران روز دوشنبه در مسقط" in re.sub("<[^>]*>", "", entry["content_html"])
    anchor = entry["url"].partition("#")[2]
    assert f'id="{anchor}"' in client.get(entry["url"]).text
    assert entry["date_published"] == "2026-01-12T09:30:00+03:30"
    rss = feedparser.parse(client.get("/feed.rss?kind=events&a=OMN&event=CONSULT").content)
    assert rss.entries[0].published_parsed[:5] == (2026, 1, 12, 6, 0)


def test_ids_are_the_same_the_next_day(client: TestClient, news: Path, tmp_path: Path) -> None:
    ids = [item["id"] for item in client.get("/feed.json").json()["items"]]
    with Record(tmp_path / "again.db") as record:
        record.add(Reader().map(list(reversed(ARTICLES))))
    with TestClient(create_app(tmp_path / "again.db"), base_url="http://127.0.0.1") as other:
        assert [item["id"] for item in other.get("/feed.json").json()["items"]] == ids


def test_hostile_words_stay_words(client: TestClient) -> None:
    for asked in ("kind=events&a=RUS", "kind=articles&q=وارونه"):
        raw = client.get(f"/feed.rss?{asked}").content
        (item,) = ElementTree.fromstring(raw).iter("item")
        html = item.findtext("description") or ""
        assert not re.findall(r"<(?!/?(?:blockquote|p|mark)\b)", html)
        words = unescape(re.sub(r"</?(?:blockquote|p|mark)\b[^>]*>", "", html))
        assert ("script>alert('متن')</script>" if "events" in asked else "<b onclick=x>") in words
        title = item.findtext("title") or ""
        assert "\u202e" not in title
        assert len(title) <= 250
        assert not set("\x0b\ufffe") & set(raw.decode())


def test_nothing_new_costs_nothing(client: TestClient) -> None:
    for form in ("rss", "json"):
        first = client.get(f"/feed.{form}?kind=events&a=IRN")
        again = client.get(f"/feed.{form}?kind=events&a=IRN", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        other = client.get(f"/feed.{form}?kind=events&a=OMN", headers={"If-None-Match": first.headers["etag"]})
        assert other.status_code == 200


@pytest.mark.parametrize(
    "asked",
    ["kind=rumours", "kind=events&by=IRN", "kind=events&event=DANCE", "kind=events&a=هیچ‌کسی", "kind=articles", "search=none",
     "kind=events&limit=9999", "kind=agreements&ledger=zz", "search=none&a=IRN", "kind=statements&words=" + "آ" * 300],
)  # fmt: skip
def test_a_feed_that_cannot_be(client: TestClient, asked: str) -> None:
    for form in ("rss", "json"):
        assert client.get(f"/feed.{form}?{asked}").status_code == 400, asked


PAGES = {
    "/": "events",
    "/?a=IRN&b=OMN": "events",
    "/statements?by=OMN": "statements",
    "/agreements?a=IRN": "agreements",
    "/search?q=مسقط": "articles",
    "/dossier?a=IRN&b=OMN": "events",
    "/actor/state:OMN": "events",
}


@pytest.mark.parametrize("path", PAGES)
def test_pages_name_their_feeds(client: TestClient, path: str) -> None:
    links = re.findall(r'<link rel="alternate" type="([^"]*)" title="[^"]*" href="([^"]*)">', client.get(path).text)
    assert [type for type, _ in links] == ["application/rss+xml", "application/feed+json"]
    for _, address in links:
        answer = client.get(unescape(address))
        assert answer.status_code == 200
        assert dict(parse_qsl(urlsplit(unescape(address)).query))["kind"] == PAGES[path]
    asked = dict(parse_qsl(urlsplit(unescape(links[0][1])).query))
    wanted = dict(parse_qsl(urlsplit(path).query))
    if path.startswith("/dossier"):  # names are understood there once and for all
        wanted = {side: f"state:{code}" for side, code in wanted.items()}
    assert wanted.items() <= asked.items()


def test_an_agreement_has_an_alert_of_its_own(client: TestClient, news: Path) -> None:
    with Record(news, readonly=True) as record:
        ((id, number),) = record.select("SELECT id, reports FROM ledgers ORDER BY reports DESC, key LIMIT 1")
        assert len(query.agreements(record, ledger=id).entries) == number
    page = client.get(f"/agreement/{id}").text
    assert f"ledger={id}" in page
    items = client.get(f"/feed.json?kind=agreements&ledger={id}").json()["items"]
    assert len(items) == number
    assert "تفاهم‌نامه" in items[0]["content_html"]
    assert client.get("/feed.json?kind=agreements&ledger=000000000000001").json()["items"] == []


def test_a_search_is_saved_in_the_room_and_forgotten(client: TestClient) -> None:
    question = re.search(r'name="question" value="([^"]*)"', client.get("/?a=IRN&b=OMN").text)
    assert question
    name = "ایران & <عمان>"
    saved = client.post("/searches", data={"name": name, "question": unescape(question[1])}, follow_redirects=False)
    assert (saved.status_code, saved.headers["location"]) == (303, "/searches")
    page = client.get("/searches").text
    assert "<عمان>" not in page
    address = unescape(re.search(r'href="(/feed\.json\?search[^"]*)"', page)[1])  # type: ignore[index]
    document = client.get(address).json()
    assert name in document["title"]
    direct = client.get("/feed.json?kind=events&a=IRN&b=OMN").json()
    assert [i["id"] for i in document["items"]] == [i["id"] for i in direct["items"]]
    (listed,) = client.get("/api/searches").json()
    assert (listed["name"], listed["kind"], listed["question"]) == (name, "events", {"a": "IRN", "b": "OMN"})
    assert client.post("/searches/remove", data={"name": name}, follow_redirects=False).status_code == 303
    assert client.get("/api/searches").json() == []
    assert client.get(address).status_code == 400


@pytest.mark.parametrize(
    "given",
    [
        {"name": " ", "question": "kind=events"},
        {"name": "x" * 101, "question": "kind=events"},
        {"name": "x", "question": "kind=rumours"},
        {"name": "x", "question": "kind=events&event=DANCE"},
        {"name": "x", "question": ""},
        {"name": "x", "question": "kind=events&" + "&".join(f"a{i}=1" for i in range(50))},
        {"name": "x\u202e", "question": "kind=events"},
    ],
)
def test_a_search_that_cannot_be_asked_is_not_saved(client: TestClient, given: dict[str, str]) -> None:
    assert client.post("/searches", data=given, follow_redirects=False).status_code == 400
    assert client.get("/api/searches").json() == []


def test_the_command_saves_lists_and_forgets(news: Path) -> None:
    run = CliRunner().invoke
    at = ["--record", str(news)]
    assert (
        run(commands, ["search", "save", "Oman", "events", "--where", "a=IRN", "--where", "b=OMN", *at]).exit_code == 0
    )
    assert run(commands, ["search", "list", *at]).output == "Oman  events a=IRN b=OMN\n"
    for wrong in (["a"], ["a="], ["x=1"], ["event=DANCE"]):
        where = [part for one in wrong for part in ("--where", one)]
        assert run(commands, ["search", "save", "Bad", "events", *where, *at]).exit_code == 2, wrong
    assert run(commands, ["search", "remove", "Oman", *at]).exit_code == 0
    assert run(commands, ["search", "remove", "Oman", *at]).exit_code == 2
    assert run(commands, ["search", "list", *at]).output == "no searches\n"


def test_there_are_not_endless_searches(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "_MOST", 2)
    for name in ("one", "two", "two"):
        searches.save(news, name, "events", {})
    with pytest.raises(QueryError, match="already"):
        searches.save(news, "three", "events", {})
    with Record(news, readonly=True) as record:
        assert [s.name for s in searches.searches(record)] == ["one", "two"]
    for name in ("one", "two"):
        assert searches.remove(news, name)


def test_feeds_of_a_page_have_only_what_a_feed_can_be_asked() -> None:
    rss, other = feeds("events", {"a": "IRN", "cursor": "x", "lang": "en", "since": "2026"})
    assert (rss, other) == ("/feed.rss?kind=events&a=IRN", "/feed.json?kind=events&a=IRN")
