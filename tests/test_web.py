"""The pages of the reading room, over a small record of articles written for these tests."""

from __future__ import annotations

import ast
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

import vaqaye
from same import same_without_body
from vaqaye import Article, Reader, Record
from vaqaye.errors import RecordError
from vaqaye.model import Name
from vaqaye.query import Score, Site
from vaqaye.record import opening, sql
from vaqaye.record.days import limits
from vaqaye.resources import own_table
from vaqaye.web import days
from vaqaye.web.app import create_app
from vaqaye.web.charts import by_month, circles
from vaqaye.web.marks import paragraphs
from vaqaye.web.problems import told
from vaqaye.web.speech import Speech, bdi, cut, page_of, texts

MUSCAT = (
    "وزیر خارجه ایران روز دوشنبه در مسقط با وزیر خارجه عمان دیدار کرد.\n"
    "وزیر خارجه عمان در این دیدار گفت: «مسقط از ازسرگیری گفت‌وگوها پشتیبانی می‌کند.»\n"
    "ایران و عمان تفاهم‌نامه همکاری بندری امضا کردند. صادرات ایران به عمان ۲۰ درصد افزایش یافت.\n"
    "قرار است رئیس‌جمهور ایران ۳۰ دی ۱۴۰۴ به عمان سفر کند."
)
HOSTILE = (
    "<script>alert('متن')</script> وزیر خارجه روسیه در تهران با وزیر خارجه ایران دیدار کرد. <b onclick=x>\u202eوارونه\n"
    + "آ" * 3000
)
ECHO = (
    "به گزارش خبرگزاری فارس، وزیر خارجه ایران روز دوشنبه در مسقط با وزیر خارجه عمان دیدار کرد.\n"
    "ایران و عمان تفاهم‌نامه همکاری بندری امضا کردند."
)
ARTICLES = (
    Article(ECHO, "echo", "فارس", "https://example.org/2", "سفر به عمان", "2026-01-12"),
    Article(MUSCAT, "muscat", "ایسنا", "https://example.org/1", "دیدار در مسقط", "2026-01-12"),
    Article(
        "رئیس‌جمهور آمریکا ایران را به حمله نظامی تهدید کرد. سخنگوی وزارت خارجه ایران این تهدید را محکوم کرد.",
        "threat",
        "فارس",
        "javascript:alert(1)",
        "تهدید تازه",
        "2026-01-13",
    ),
    Article(
        HOSTILE, "a/b?c#d <x>", '"><img src=x onerror=alert(1)>', None, "<script>alert('عنوان')</script>" * 40, None
    ),
)
PAGES = (
    *("/", "/?a=IRN&b=OMN", "/?event=CONSULT&status=occurred&since=1404-10&until=1404-10", "/search?q=مسقط"),
    *("/suggest?q=ایر", "/dossier", "/dossier?a=IRN&b=OMN", "/article/muscat", "/actor/state:IRN", "/actor/عمان"),
    *("/statements", "/statements?by=OMN&words=مسقط", "/agreements", "/agreements?a=IRN&b=OMN", "/figures"),
    *("/figures?party=IRN", "/figures?party=OMN&metric=صادرات"),
    *("/calendar", "/calendar?month=1404-11", "/map", "/map?region=world"),
    *("/codebook", "/codebook?type=CONSULT", "/codebook?q=دیدار", "/codebook/consult.meet.didar"),
    *("/about", "/data", "/try", "/try?sample=1", "/sql", "/sql?q=SELECT count(*) FROM events"),
)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "news.db"
    with Record(path) as record:
        record.add(Reader().map(list(ARTICLES)))
    return path


@pytest.fixture(scope="module")
def client(news: Path) -> Iterator[TestClient]:
    with TestClient(create_app(news), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(autouse=True)
def _no_cookies(client: TestClient) -> None:
    """Each test begins in Persian, whatever the one before has chosen."""
    client.cookies.clear()


class _Page(HTMLParser):
    """Tags with their attributes, ids, and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(attribute)) is not None]


@pytest.mark.parametrize("lang", ["fa", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_in_both_languages(client: TestClient, path: str, lang: str) -> None:
    answer = client.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
    assert answer.status_code == 200, answer.text[-2000:]
    page = _Page(answer.text)
    if not path.startswith("/suggest"):
        html = next(attributes for tag, attributes in page.tags if tag == "html")
        assert (html["lang"], html["dir"]) == (("fa", "rtl") if lang == "fa" else ("en", "ltr"))
        assert sum(tag == "h1" for tag, _ in page.tags) == 1
    ids = page.all("id")
    assert len(ids) == len(set(ids)), [id for id in ids if ids.count(id) > 1]
    # The content security policy refuses whatever is written into a page.
    assert not page.all("style")
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert all(attributes.get("src") for tag, attributes in page.tags if tag == "script")
    for address in (*page.all("src"), *page.all("hx-get"), *page.all("action")):
        assert address.startswith("/"), address


@pytest.mark.parametrize("path", [*PAGES, "/feed.rss", "/static/reading-room.css", "/nothing", "/?since=yesterday"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    same_without_body(client.get(path), client.head(path))


def test_a_page_of_labels_has_one_for_each_field(client: TestClient) -> None:
    for path in ("/", "/dossier", "/statements", "/agreements", "/map", "/try", "/sql", "/codebook"):
        page = _Page(client.get(path).text)
        fields = {
            a["id"] for tag, a in page.tags if tag in ("input", "select", "textarea") and a.get("type") != "hidden"
        }
        assert fields <= set(page.all("for")), path


def test_links_within_the_room_lead_somewhere(client: TestClient) -> None:
    seen: set[str] = set()
    for path in ("/", "/dossier?a=IRN&b=OMN", "/article/muscat", "/actor/state:IRN", "/calendar?month=1404-11", "/map"):
        for address in _Page(client.get(path).text).all("href"):
            if address.startswith("/") and not address.startswith(("/api", "/openapi", "/static")):
                seen.add(address.partition("#")[0])
    broken = {address: status for address in seen if (status := client.get(address).status_code) != 200}
    assert len(seen) > 20
    assert not broken


def test_links_to_evidence_reach_the_words(client: TestClient) -> None:
    page = _Page(client.get("/").text)
    anchors = {a for a in page.all("href") if a.startswith("/article/muscat#e")}
    article = _Page(client.get("/article/muscat").text)
    assert anchors
    assert {anchor.partition("#")[2] for anchor in anchors} <= set(article.all("id"))


def test_home_shows_days_in_both_calendars_and_the_evidence(client: TestClient) -> None:
    html = client.get("/").text
    assert "۲۲ دی ۱۴۰۴" in html
    assert "۱۲ ژانویه" in html
    assert re.search("با وزیر خارجه عمان <mark>دیدار کرد</mark>", html)
    filtered = client.get("/?a=USA").text
    assert "تهدید کرد" in filtered
    assert "دیدار کرد" not in filtered


def test_the_jalali_month_of_a_filter_is_meant(client: TestClient) -> None:
    assert "<mark>دیدار کرد</mark>" in client.get("/?since=1404-10&until=۱۴۰۴/۱۰&event=CONSULT&status=occurred").text
    assert "<mark>دیدار کرد</mark>" not in client.get("/?since=1404-12&event=CONSULT&status=occurred").text


def test_the_article_is_the_text_as_published(client: TestClient) -> None:
    with_words = re.findall(r'<p class="words" dir="auto">(.*?)</p>', client.get("/article/muscat").text, re.DOTALL)
    assert [_Page(words).words for words in with_words] == MUSCAT.split("\n")


def test_the_article_says_why(client: TestClient) -> None:
    page = _Page(client.get("/article/muscat").text)
    assert "/codebook/consult.meet.didar" in page.all("href")
    assert "data-light" in {name for _, attributes in page.tags for name in attributes}
    notes = {id for id in page.all("id") if id.startswith("note-")}
    assert {address[1:] for address in page.all("href") if address.startswith("#note-")} <= notes
    for kind in ("event", "statement", "agreement", "figure"):
        assert any(f"note {kind}" in value for value in page.all("class")), kind


def test_the_dossier_has_its_parts(client: TestClient) -> None:
    page = _Page(client.get("/dossier?a=ایران&b=عمان").text)
    assert {"scores", "timeline", "statements"} <= set(page.all("id"))
    assert any(tag == "polyline" for tag, _ in page.tags)
    assert "تفاهم‌نامه همکاری بندری" in page.words


def test_months_are_jalali_in_persian_and_gregorian_in_english(client: TestClient) -> None:
    persian = _Page(client.get("/dossier?a=IRN&b=OMN").text)
    assert "دی ۱۴۰۴ (۲۲ دسامبر ۲۰۲۵ – ۲۰ ژانویهٔ ۲۰۲۶): " in persian.words  # over the bar
    assert "دی ۱۴۰۴ ۲۲ دسامبر ۲۰۲۵ – ۲۰ ژانویهٔ ۲۰۲۶" in persian.words  # in the table
    dey = "/?a=state%3AIRN&b=state%3AOMN&since=1404-10&until=1404-10"
    assert persian.all("href").count(dey) == 2
    assert "<mark>دیدار کرد</mark>" in client.get(dey).text
    english = _Page(client.get("/dossier?a=IRN&b=OMN&lang=en").text)
    assert "January 2026: " in english.words
    assert dey.replace("1404-10", "2026-01") in english.all("href")


@pytest.mark.parametrize(
    ("month", "lang", "said"),
    [
        ("1401-04", "fa", ("تیر ۱۴۰۱", "۲۲ ژوئن – ۲۲ ژوئیهٔ ۲۰۲۲")),
        ("1403-12", "fa", ("اسفند ۱۴۰۳", "۱۹ فوریه – ۲۰ مارس ۲۰۲۵")),
        ("1404-10", "fa", ("دی ۱۴۰۴", "۲۲ دسامبر ۲۰۲۵ – ۲۰ ژانویهٔ ۲۰۲۶")),
        ("2022-07", "en", ("July 2022", None)),
    ],
)
def test_a_month_and_its_gregorian_days(month: str, lang: str, said: tuple[str, str | None]) -> None:
    assert days.month(month, lang) == said


def test_the_calendar_has_the_planned_visit_on_its_jalali_day(client: TestClient) -> None:
    html = client.get("/calendar?month=1404-10").text
    cell = next(cell for cell in re.findall(r"<td.*?</td>", html, re.DOTALL) if ">۳۰</time>" in cell)
    assert 'datetime="2026-01-20"' in cell
    assert "/article/muscat#e" in cell


def _id(news: Path, table: str) -> str:
    with Record(news, readonly=True) as record:
        return str(record.select(f"SELECT id FROM {table} ORDER BY reports DESC, key LIMIT 1")[0][0])


def test_an_episode_shows_its_reports_side_by_side(client: TestClient, news: Path) -> None:
    page = _Page(client.get(f"/episode/{_id(news, 'episodes')}").text)
    assert {"r0", "r1"} <= set(page.all("id"))
    assert {a.partition("#")[0] for a in page.all("href") if "#e" in a} == {"/article/muscat", "/article/echo"}
    assert f"۲ {texts('fa')['sources.n']}" in page.words
    assert f"/episode/{_id(news, 'episodes')}" in _Page(client.get("/").text).all("href")


def test_an_agreement_shows_its_steps_and_sources(client: TestClient, news: Path) -> None:
    page = _Page(client.get(f"/agreement/{_id(news, 'ledgers')}").text)
    assert "تفاهم‌نامه همکاری بندری" in page.words
    assert texts("fa")["deal.signed"] in page.words
    assert any(address.startswith("/article/muscat#a") for address in page.all("href"))


def test_a_saying_shows_its_wordings(client: TestClient, news: Path) -> None:
    page = _Page(client.get(f"/quotation/{_id(news, 'quotations')}").text)
    assert any("#s" in address for address in page.all("href"))


def test_hostile_text_stays_text(client: TestClient) -> None:
    address = page_of("article", "a/b?c#d <x>")
    for path in ("/", address, "/search?q=وزیر", "/actor/state:RUS", "/dossier?a=RUS&b=IRN"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = _Page(answer.text)
        assert all(
            (attributes.get("src") or "").startswith("/static/") for tag, attributes in page.tags if tag == "script"
        )
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        assert "img" not in {tag for tag, _ in page.tags}
    page = _Page(client.get(address).text)
    assert "<script>alert('متن')</script>" in page.words
    assert not [a for a in _Page(client.get("/article/threat").text).all("href") if a.startswith("javascript")]


@pytest.mark.parametrize("asked", ["<script>alert(1)</script>", '"><svg onload=alert(1)>', "\u202eایران", "٪", "'"])
def test_what_is_asked_comes_back_as_text(client: TestClient, asked: str) -> None:
    for path in (
        "/search?q=",
        "/?a=",
        "/dossier?b=IRN&a=",
        "/statements?by=",
        "/actor/",
        "/codebook?q=",
        "/calendar?month=",
    ):
        answer = client.get(path + asked.replace("%", "%25"))
        assert answer.status_code in (200, 400, 404), (path, answer.status_code)
        page = _Page(answer.text)
        assert "svg" not in {tag for tag, attributes in page.tags if "viewbox" not in attributes}
        assert all(attributes.get("src") for tag, attributes in page.tags if tag == "script")


WRONG = (
    ("/nothing", 404, texts("en")["error.missing"], texts("fa")["error.missing"]),
    ("/article/none", 404, "there is no article", "خبری با شناسهٔ «none» در دفتر نیست"),
    ("/actor/هیچ‌کس", 400, "ask by a country code", "در دفتر کسی یا کشوری به نام «هیچ‌کس» نیست"),
    ("/?event=DANCE", 400, "AGREE", "«DANCE» پذیرفتنی نیست"),
    ("/?since=yesterday", 400, "yesterday", "«yesterday» تاریخ نیست"),
    ("/?since=1405&until=1404", 400, "1405 comes after 1404", "«۱۴۰۵» پس از «۱۴۰۴» است"),
    ("/dossier?a=IRN&b=IRN", 400, "name two", "دو طرف جدا را نام ببرید"),
    ("/codebook?type=DANCE", 400, "CONSULT", "«DANCE» از نوع‌های PLOVER نیست"),
    ("/codebook/no.such", 404, "no.such", "الگویی به نام «no.such» نیست"),
    ("/calendar?month=1404-13", 400, "1404-10", "ماهی از تقویم خورشیدی نیست"),
    ("/episode/none", 404, "there is no", "چیزی با شناسهٔ «none» نیست"),
    ("/agreement/000000000000000", 404, "there is no", "در دفتر چیزی با شناسهٔ"),
    ("/quotation/<b>", 404, "there is no", "«<b>»"),
    ("/map?region=moon", 400, "near", "نقشه‌ای به نام «moon» نیست"),
    ("/?cursor=garbage", 400, "cursor", "از صفحهٔ نخست آغاز کنید"),
    ("/search?q=" + "آ" * 300, 400, "q: is too long", "q: بیش از اندازه بلند است"),
    ("/sql?q=DROP TABLE events", 400, "SELECT", "بیش از خواندن دفتر است"),
    ("/about?q=%00", 400, "control characters", "نویسهٔ کنترلی"),
    ("/about?" + "&".join(["q=a"] * 101), 400, "give each once", "هر کدام را یک بار بدهید"),
)


@pytest.mark.parametrize(("path", "status", "en", "fa"), WRONG, ids=[path[:40] for path, *_ in WRONG])
def test_errors_are_pages_that_say_what_to_do(
    client: TestClient, news: Path, path: str, status: int, en: str, fa: str
) -> None:
    for lang, words in (("fa", fa), ("en", en)):
        client.cookies.set("lang", lang)
        answer = client.get(path)
        assert answer.status_code == status
        page = _Page(answer.text)
        assert words in page.words
        assert f'<html lang="{lang}"' in answer.text
        assert answer.headers["content-type"].startswith("text/html")
        assert str(news.parent) not in answer.text
    client.cookies.clear()


# Rooms whose errors a page may show.
SHOWN = (
    *("query/*.py", "episodes.py", "reader.py", "web/pages/*.py", "web/safety.py", "web/api_sql.py", "web/feeds.py"),
    *("record/corrections.py", "record/days.py", "record/opening.py", "record/searches.py", "record/sql.py"),
    *("record/store.py", "record/who.py", "record/words.py", "record/merge/link.py"),
)


def _raised(tree: ast.AST) -> Iterator[str]:
    """What the errors of a module say, with something in the place of what differs."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in (
            *("QueryError", "RecordError", "HTTPException", "_Refused"),
            *("TooLarge", "EmptyArticle", "NotPersian", "ArticleError"),
        ):
            for argument in call.args:
                if isinstance(argument, ast.JoinedStr):
                    yield "".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in argument.values)
                elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def test_every_error_of_a_page_is_told_in_persian() -> None:
    root = Path(vaqaye.__file__).parent
    said = {
        message for name in SHOWN for file in root.glob(name) for message in _raised(ast.parse(file.read_text("utf-8")))
    }
    said |= {f"news.db {meaning}" for meaning in opening._MEANINGS.values()} | set(sql._SAID.values())
    assert len(said) > 60
    # What is put together of two others, here only in part.
    said -= {"7 7", "there is no 7 7: 7"}
    said |= {"there is no type 'DANCE': leave it out"}
    untold = {message for message in said if told(message, "fa").unescape() == bdi(message, 1000).unescape()}
    assert not untold
    assert told("there is no article '<b>' in news.db: look it up by its words first", "fa").startswith(
        "خبری با شناسهٔ «<bdi>&lt;b&gt;</bdi>» در دفتر نیست"
    )
    assert told("the question has more than 1,024 words: leave some out", "fa").startswith("بیش از ۱٬۰۲۴ واژه")
    assert told("a fault that nobody knows <b>", "fa") == "<bdi>a fault that nobody knows &lt;b&gt;</bdi>"


def test_language_and_theme_are_remembered(news: Path) -> None:
    with TestClient(create_app(news), base_url="http://127.0.0.1") as client:
        assert 'lang="fa"' in client.get("/about").text[:200]
        client.get("/about?lang=en&theme=dark")
        later = client.get("/about").text
        assert '<html lang="en" dir="ltr" data-theme="dark">' in later
        assert '<html lang="fa"' in client.get("/about?lang=fa").text
        assert 'data-theme="auto"' in client.get("/about?theme=purple").text


def test_a_text_can_be_tried_and_nothing_is_kept(client: TestClient, news: Path) -> None:
    with Record(news, readonly=True) as record:
        before = record.select("SELECT count(*) FROM articles")
    given = {"text": "وزیر خارجه عمان امروز در تهران با وزیر خارجه ایران دیدار کرد.", "published": "1404/10/29"}
    answer = client.post("/try", data=given)
    assert answer.status_code == 200
    assert "۲۹ دی ۱۴۰۴" in answer.text
    assert 'href="#note-e0"' in answer.text
    with Record(news, readonly=True) as record:
        assert record.select("SELECT count(*) FROM articles") == before


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": ""}, "واژه‌ای در آن نیست"),
        ({"text": "The minister met his counterpart in Muscat on Monday."}, "متن فارسی نیست"),
        ({"text": "آ" * 60_000}, texts("fa")["try.long"][:20]),
        ({"text": "وزیر خارجه عمان به تهران رفت.", "published": "<i>"}, "«<i>» روز نیست"),
    ],
)
def test_what_cannot_be_read_is_said_above_the_form(client: TestClient, given: dict[str, str], words: str) -> None:
    answer = client.post("/try", data=given)
    assert answer.status_code == 422
    page = _Page(answer.text)
    assert "alert" in page.all("role")
    assert words in page.words


def test_no_record_no_room(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="does not exist"):
        create_app(tmp_path / "none.db")


def test_the_command_opens_the_room_and_closes_it(news: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from vaqaye.cli import main; main()", "serve", str(news), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            answer = _fetched(f"http://127.0.0.1:{port}/article/muscat")
            head = httpx.head(f"http://127.0.0.1:{port}/article/muscat", timeout=20)
            font = _fetched(f"http://127.0.0.1:{port}/static/vendor/vazirmatn/vazirmatn.woff2")
        finally:
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
    assert "دیدار کرد" in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(answer.content))
    assert font.content[:4] == b"wOF2"
    assert f"http://127.0.0.1:{port}/" in out
    assert "Traceback" not in err


def _fetched(address: str) -> httpx.Response:
    for _ in range(600):  # a minute, for a machine that has much else to do
        try:
            return httpx.get(address, timeout=20)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


def test_every_text_is_in_both_languages_and_every_key_of_a_template_is_there() -> None:
    rows = own_table("web/texts")
    assert not [row["key"] for row in rows if not (row["en"] and row["fa"])]
    keys = [row["key"] for row in rows]
    assert len(keys) == len(set(keys))
    folder = Path(vaqaye.__file__).parent / "web"
    asked = {
        key
        for file in (*folder.glob("templates/*.html"), *folder.rglob("*.py"))
        for key in re.findall(r"""\bt\(["']([\w.]+)["']\)""", file.read_text(encoding="utf-8"))
    }
    assert len(asked) > 80
    assert asked <= set(keys)


def test_marks_cut_the_text_and_lose_nothing() -> None:
    text = MUSCAT + "\n\n" + MUSCAT.split("\n")[0] + "\n"
    reading = Reader()(Article(text, published="2026-01-12"))
    found = paragraphs(reading)
    assert ["".join(piece.text for piece in p.pieces) for p in found] == [line for line in text.split("\n") if line]
    assert [p.repeat for p in found] == [False, False, False, False, True]
    triggers = [
        "".join(piece.text for p in found for piece in p.pieces if piece.act and piece.act[1] is event)
        for event in reading.events
    ]
    assert triggers == [reading.quote(event.trigger) for event in reading.events]


@pytest.mark.parametrize(
    ("value", "fa", "en"),
    [
        ("2022-01-19", ("۲۹ دی ۱۴۰۰", "۱۹ ژانویهٔ ۲۰۲۲"), ("19 January 2022", "29 Dey 1400")),
        ("2022-01", ("ژانویهٔ ۲۰۲۲", None), ("January 2022", None)),
        ("2021", ("۲۰۲۱", None), ("2021", None)),
        ("2021-12-22/2022-01-20", ("دی ۱۴۰۰", None), ("Dey 1400", None)),
        ("2021-03-21/2022-03-20", ("۱۴۰۰", None), ("1400", None)),
        ("2022-01-19T10:00:00+03:30", ("۲۹ دی ۱۴۰۰", "۱۹ ژانویهٔ ۲۰۲۲"), ("19 January 2022", "29 Dey 1400")),
        ("<b>", ("<b>", None), ("<b>", None)),
    ],
)
def test_dates_as_people_write_them(value: str, fa: tuple[str, str | None], en: tuple[str, str | None]) -> None:
    assert days.spoken(value, "fa") == fa
    assert days.spoken(value, "en") == en


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("1404/10/29", "2026-01-19", "2026-01-19"),
        ("۱۴۰۴-۱۰", "2025-12-22", "2026-01-20"),
        ("1404", "2025-03-21", "2026-03-20"),
        ("2026-01", "2026-01", "2026-01"),
        ("  ", None, None),
    ],
)
def test_dates_of_forms(given: str, first: str | None, last: str | None) -> None:
    assert days.asked(given) == first
    assert days.asked(given, last=True) == last
    assert limits(first, last)


def test_a_long_quotation_is_cut_around_the_act() -> None:
    before, words, behind = cut("الف " * 400 + "دیدار کرد" + " ب" * 400, 1600, 1609, 200)
    assert words == "دیدار کرد"
    assert before.startswith("… ")
    assert behind.endswith(" …")
    assert len(before + words + behind) < 230


@pytest.mark.parametrize(
    ("value", "fa", "en"),
    [
        ("2026-09-23/2026-12-21", "۱ مهر – ۳۰ آذر ۱۴۰۵", "23 September – 21 December 2026"),
        ("2026-06-27/2026-07-03", "۶ – ۱۲ تیر ۱۴۰۵", "27 June – 3 July 2026"),
        ("2025-03-10/2026-04-01", "۲۰ اسفند ۱۴۰۳ – ۱۲ فروردین ۱۴۰۵", "10 March 2025 – 1 April 2026"),
        ("2100-01-01/2100-12-31", "۲۱۰۰", "2100"),
    ],
)
def test_an_interval_says_once_what_both_ends_share(value: str, fa: str, en: str) -> None:
    assert (days.spoken(value, "fa")[0], days.spoken(value, "en")[0]) == (fa, en)


def test_one_of_a_thing_and_many() -> None:
    english, persian = Speech("en"), Speech("fa")
    assert [english.many(n, "episode.reports.n") for n in (0, 1, 2000)] == ["0 reports", "1 report", "2,000 reports"]
    assert [persian.many(n, "episode.reports.n") for n in (1, 2000)] == ["۱ گزارش", "۲٬۰۰۰ گزارش"]
    assert (english.term("P1Y"), english.term("P25Y")) == ("1 year", "25 years")


def test_names_on_the_map_stand_apart_and_within() -> None:
    chance = random.Random(1404)
    # Most places of the news are close together: Gaza, South Lebanon, the Strait of Hormuz.
    towns = [(35.2 + chance.random(), 31.5 + chance.random() * 2) for _ in range(60)]
    towns += [(56 + chance.random(), 26.5 + chance.random()) for _ in range(30)] + [(74.0, 44.0), (29.0, 41.0)]
    sites = [
        Site(Name(f"شهر بزرگ {n}"), "IRN", lat, lon, chance.randrange(1, 40), None)
        for n, (lon, lat) in enumerate(towns)
    ]
    box, size = (30.0, -44.0, 44.0, 27.0), 0.6
    drawn = circles(sites, box, size, lambda site: site.name.fa or "")
    assert len(drawn) == len(sites) - 1, "Istanbul lies outside"
    names = [(c.label, len(c.site.name.fa or "") * size * 0.56 / 2) for c in drawn if c.label]
    assert len(names) >= 5
    for n, ((x, y), half) in enumerate(names):
        assert box[0] <= x - half
        assert x + half <= box[0] + box[2]
        assert box[1] <= y - size
        assert y <= box[1] + box[3]
        for (other, other_y), other_half in names[n + 1 :]:
            assert abs(x - other) >= half + other_half - 0.02 or abs(y - other_y) >= size


def test_a_line_of_scores_ends_where_nothing_is_known() -> None:
    months = ("2024-05", "2025-01", "2025-02", "2025-03", "2025-07")
    scores = [Score(month, 3, 2.0, 2, 1) for month in months]
    for rtl in (True, False):
        chart = by_month(scores, rtl=rtl)
        assert chart
        assert [len(line.split()) for line in chart.lines] == [1, 3, 1]
        places = [x for x, _ in chart.ticks]
        assert places == sorted(places, reverse=rtl)
        assert all(chart.left <= x <= chart.left + chart.width for x in places)
        assert next(month for _, month in chart.ticks) == "2024-05"


def test_what_was_chosen_is_named_and_can_be_taken_away(client: TestClient) -> None:
    page = _Page(client.get("/?a=IRN&event=CONSULT&since=1404-10").text)
    assert texts("fa")["home.chosen"] in page.words
    for words in ("ایران", texts("fa")["type.CONSULT"], "۱۴۰۴-۱۰"):
        assert words in page.words
    assert {"/?event=CONSULT&since=1404-10", "/?a=IRN&since=1404-10", "/?a=IRN&event=CONSULT"} <= set(page.all("href"))
    whole = _Page(client.get("/").text).words
    assert f"۴ {texts('fa')['articles.n']}" in whole
    assert texts("fa")["home.chosen"] not in whole


def test_every_sample_of_sql_has_an_answer(client: TestClient) -> None:
    samples = own_table("web/questions")
    assert len(samples) >= 3
    for row in samples:
        answer = client.get("/sql", params={"q": row["sql"]})
        assert answer.status_code == 200, row["sql"]
        assert "<td>" in answer.text, row["sql"]
        assert row["fa"] in answer.text
