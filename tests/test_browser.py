"""The reading room as a reader sees it: in a real browser, from a real `vaqaye serve`, on articles written for this test."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from vaqaye import Article, Reader, Record
from vaqaye.web.speech import page_of, texts

LIT = re.compile(r"\blit\b")
WIDTHS = (390, 820, 1280)
MUSCAT = (
    "وزیر خارجه ایران روز دوشنبه در مسقط با وزیر خارجه عمان دیدار کرد.\n"
    "وزیر خارجه عمان در این دیدار گفت: «مسقط از ازسرگیری گفت‌وگوها پشتیبانی می‌کند.»\n"
    "ایران و عمان تفاهم‌نامه همکاری بندری امضا کردند. صادرات ایران به عمان ۲۰ درصد افزایش یافت.\n"
    "قرار است رئیس‌جمهور ایران ۳۰ دی ۱۴۰۴ به عمان سفر کند."
)
ECHO = (
    "به گزارش خبرگزاری فارس، وزیر خارجه ایران روز دوشنبه در مسقط با وزیر خارجه عمان دیدار کرد و درباره بندر چابهار گفت‌وگو کرد.\n"
    "ایران و عمان تفاهم‌نامه همکاری بندری امضا کردند."
)
THREAT = (
    "رئیس‌جمهور آمریکا ایران را به حمله نظامی تهدید کرد. سخنگوی وزارت خارجه ایران این تهدید را محکوم کرد.\n"
    "ولادیمیر پوتین، رئیس‌جمهور روسیه، روز یکشنبه در مسکو با وزیر خارجه ایران دیدار کرد."
)
HOSTILE = (
    "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'> وزیر خارجه روسیه در تهران با وزیر خارجه ایران دیدار کرد."
    " <b onclick='window.ran = 3' style='position:fixed'>\u202eوارونه\u2066\n" + "آ" * 3000
)
TITLE = "<script>window.ran = 4</script>\"' onmouseover='window.ran = 5' \u202e" + "تیتر" * 2500
ARTICLES = (
    Article(MUSCAT, "muscat", "ایسنا", "https://example.org/1", "دیدار در مسقط", "2026-01-12"),
    Article(ECHO, "echo", "فارس", "https://example.org/2", "سفر به عمان", "2026-01-12"),
    Article(THREAT, "threat", "فارس", "https://example.org/3", "تهدید تازه", "2026-01-13"),
    Article(HOSTILE, "hostile", "<img src=x onerror='window.ran = 6'>", "javascript:window.ran=7", TITLE, "2026-01-11"),
)


@dataclass
class Room:
    """A running reading room, a browser in front of it, and the pages that it has."""

    browser: Browser
    base: str
    pages: dict[str, str]
    open: list[BrowserContext] = field(default_factory=list)

    def page(self, width: int = 1280, *, faults: list[str] | None = None, **options: Any) -> Page:
        """A blank page; what the browser complains of is added to `faults`."""
        context = self.browser.new_context(viewport={"width": width, "height": 800}, base_url=self.base, **options)
        self.open.append(context)
        page = context.new_page()
        if faults is not None:

            def said(message: ConsoleMessage) -> None:
                if message.type in ("error", "warning"):
                    faults.append(f"{page.url}: {message.text}")

            page.on("console", said)
            page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        return page


def _chromium() -> str:
    path = os.environ.get("VAQAYE_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no chromium: install it (make browser), or set VAQAYE_CHROMIUM to one")
    return path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    chromium = _chromium()
    path = tmp_path_factory.mktemp("browser") / "news.db"
    with Record(path) as record:
        record.add(Reader().map(list(ARTICLES)))
        ids = {
            table: record.select(f"SELECT id FROM {table} ORDER BY reports DESC, key LIMIT 1")[0][0]
            for table in ("episodes", "ledgers", "quotations")
        }
    pages = {
        "home": "/",
        "search": "/search?q=مسقط",
        "dossier": "/dossier?a=IRN&b=OMN",
        "article": "/article/muscat",
        "actor": "/actor/state:IRN",
        "statements": "/statements?by=OMN",
        "agreements": "/agreements",
        "agreement": f"/agreement/{ids['ledgers']}",
        "episode": f"/episode/{ids['episodes']}",
        "quotation": f"/quotation/{ids['quotations']}",
        "figures": "/figures",
        "calendar": "/calendar?month=1404-10",
        "map": "/map",
        "codebook": "/codebook?type=RETREAT",
        "pattern": "/codebook/consult.meet.didar",
        "try": "/try?sample=1",
        "about": "/about",
        "sql": "/sql?q=SELECT event, status, day FROM events",
        "corrections": "/corrections",
        "searches": "/searches",
        "hostile": page_of("article", "hostile"),
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from vaqaye.cli import main; main()", "serve", str(path), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base)
            with sync_playwright() as playwright:
                # In a container root has no sandbox; the pages are our own.
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                yield Room(browser, base, pages)
                browser.close()
        finally:
            process.terminate()


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{base}/about", timeout=30)
            return
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the reading room did not open")


@pytest.fixture
def room(running: Room) -> Iterator[Room]:
    yield running
    while running.open:
        running.open.pop().close()


def test_an_analyst_walks_from_the_news_to_the_words_and_on(room: Room) -> None:
    faults: list[str] = []
    page = room.page(faults=faults)
    said = texts("fa")
    page.goto("/")
    page.get_by_label(said["filter.a"]).fill("ایران")
    page.get_by_label(said["filter.b"]).fill("عمان")
    page.get_by_label(said["filter.event"]).select_option("CONSULT")
    page.get_by_role("button", name=said["filter.apply"]).click()
    expect(page.locator("blockquote mark").first).to_be_visible()
    assert page.locator(".type").all_inner_texts() == [said["type.CONSULT"]] * page.locator(".entry").count()

    page.get_by_role("link", name=said["nav.dossier"], exact=True).click()
    page.get_by_label(said["filter.a"]).fill("IRN")
    page.get_by_label(said["filter.b"]).fill("OMN")
    page.get_by_role("button", name=said["dossier.open"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"ایران {said['dossier.and']} عمان")

    act = page.locator("#timeline .entry", has_text="دیدار کرد").first
    act.locator(".foot a[href^='/article/']").click()
    words = page.locator("a.s-trigger", has_text="دیدار کرد").first
    expect(words).to_be_visible()
    note = page.locator(f"{words.get_attribute('href')}")
    assert words.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)", "the words are marked"
    words.hover()
    expect(note).to_have_class(LIT)
    note.locator("summary").click()
    expect(note.locator("a[href^='/codebook/']")).to_be_visible()

    note.locator("dd a[href^='/actor/']").first.click()
    expect(page.locator(".network canvas").first).to_be_visible()
    for name, address, words_there in (
        ("agreement", room.pages["agreement"], "تفاهم‌نامه همکاری بندری"),
        ("episode", room.pages["episode"], said["episode.reports"]),
        ("calendar", room.pages["calendar"], "دی ۱۴۰۴"),
    ):
        page.goto(address)
        expect(page.get_by_role("main"), name).to_contain_text(words_there)
    cell = page.locator("td", has=page.locator("time[datetime='2026-01-20']"))
    expect(cell.locator("a.plan")).to_have_attribute("href", re.compile(r"^/article/muscat#e\d$"))

    page.goto("/try?sample=1")
    page.get_by_role("button", name=said["try.read"]).click()
    expect(page.locator("a.s-trigger").first).to_be_visible()
    assert not faults


def test_suggestions_come_while_typing_and_are_reached_by_arrows(room: Room) -> None:
    page = room.page()
    page.goto("/")
    page.locator("#q").press_sequentially("عما")
    expect(page.locator("#suggestions a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#suggestions') !== null")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("عمان")


_OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1;
}"""
_OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  const cut = [...document.querySelectorAll("body *")].filter((e) => {
    if (e.closest(".scroll, .unseen, svg, .network, select, datalist, .skip") || !e.getClientRects().length) return false;
    const box = e.getBoundingClientRect();
    return box.width > 0 && (box.left < -1 || box.right > wide + 1);
  });
  return [document.documentElement.scrollWidth - wide, cut.slice(0, 3).map((e) => e.outerHTML.slice(0, 120))];
}"""


def _left(page: Page, selector: str) -> float:
    return float(page.locator(selector).evaluate("e => e.getBoundingClientRect().left"))


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_and_all_runs_from_right_to_left(room: Room, width: int, tmp_path: Path) -> None:
    faults: list[str] = []
    page = room.page(width, faults=faults)
    for name, address in room.pages.items():
        page.goto(address)
        beyond, cut = page.evaluate(_OVERFLOW)
        assert beyond <= 0, name
        assert not cut, name
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        # The first section of the paper stands at the right.
        assert _left(page, ".sections li:nth-child(1)") > _left(page, ".sections li:nth-child(4)"), name
        picture = page.screenshot(path=tmp_path / f"{name}.png")
        assert picture[:4] == b"\x89PNG"
        assert len(picture) > 10_000, f"{name} is nearly blank"
        if width == WIDTHS[0]:
            size = page.evaluate(
                "parseFloat(getComputedStyle(document.querySelector('main p, main td, main li')).fontSize)"
            )
            assert size >= 12, name
    page.goto("/")
    if width > 600:
        assert _left(page, ".search") > _left(page, ".switches")
        page.goto("/?lang=en")
        assert _left(page, ".search") < _left(page, ".switches"), "in English it is the other way round"
    assert not faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fa", "en"])
def test_no_page_shuts_somebody_out(room: Room, lang: str, scheme: str) -> None:
    """axe-core's serious and critical findings: contrast, names of controls, headings, what a keyboard can't reach."""
    faults: list[str] = []
    page = room.page(faults=faults, color_scheme=scheme)
    axe, options = Axe(), {"resultTypes": ["violations"]}
    found: list[str] = []
    for name, address in room.pages.items():
        page.goto(address + ("&" if "?" in address else "?") + f"lang={lang}")
        found += [
            f"{name}: {violation['id']}: {violation['nodes'][0]['html'][:200]}"
            for violation in axe.run(page, options=options).response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
    assert not found
    assert not faults


def test_persian_words_stand_at_the_right_in_both_languages(room: Room) -> None:
    page = room.page()
    beyond = """() => [...document.querySelectorAll("main blockquote, main h1.headline bdi, main .words")]
      .filter((e) => getComputedStyle(e).direction !== "rtl" && !e.textContent.includes("script>"))
      .map((e) => e.outerHTML.slice(0, 120))"""
    for lang in ("fa", "en"):
        for name in ("home", "search", "dossier", "article", "statements", "agreement", "episode", "quotation"):
            address = room.pages[name]
            page.goto(address + ("&" if "?" in address else "?") + f"lang={lang}")
            assert page.locator("main blockquote, main .words").count(), name
            assert page.evaluate(beyond) == [], (name, lang)


def test_notes_stand_beside_their_words(room: Room) -> None:
    page = room.page()
    page.goto(room.pages["article"])
    page.evaluate("document.fonts.ready")
    gaps = page.evaluate("""() => [...document.querySelectorAll(".note.event")].map((note) =>
      note.getBoundingClientRect().top
      - document.querySelector(`.words [data-light="${note.dataset.entry}"]`).getBoundingClientRect().top)""")
    assert len(gaps) > 2
    assert min(gaps) > -20, "none stands above its words"
    assert page.evaluate("""() => [...document.querySelectorAll(".notes")].every((notes) => {
      const boxes = [...notes.children].map((note) => note.getBoundingClientRect());
      return boxes.every((box, n) => !n || box.top >= boxes[n - 1].bottom - 1);
    })"""), "no note stands on another"


def test_dark_is_dark_by_the_device_and_by_choice(room: Room) -> None:
    shine = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).reduce((sum, one) => sum + +one, 0)"
    page = room.page(color_scheme="dark")
    page.goto("/")
    assert page.evaluate(shine) < 150
    page.get_by_role("link", name=texts("fa")["theme.light"]).click()
    assert page.evaluate(shine) > 600
    page.goto("/about")
    assert page.evaluate(shine) > 600, "the choice is remembered"


def test_a_keyboard_is_enough(room: Room) -> None:
    page = room.page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box
    assert box["y"] >= 0, "seen when it has the focus"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    page.goto("/")
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.id"))
        seen = page.evaluate(_OUTLINE)
        assert seen, reached[-1]
    assert {"q", "/dossier", "/calendar", "/about"} <= set(reached)


def test_all_can_be_read_without_scripts(room: Room) -> None:
    page = room.page(java_script_enabled=False)
    page.goto(room.pages["dossier"])
    expect(page.locator("svg.chart")).to_be_visible()
    page.locator("#timeline .foot a[href^='/article/']").first.click()
    note = page.locator(".note.event").first
    note.locator("summary").click()
    expect(note.locator("a[href^='/codebook/']")).to_be_visible()
    page.goto("/")
    page.locator("#q").fill("مسقط")
    page.locator(".search button").click()
    expect(page.locator("main mark").first).to_be_visible()
    for address in room.pages.values():
        answer = page.goto(address)
        assert answer
        assert answer.ok, address


def test_nothing_is_cut_in_english_on_a_phone(room: Room) -> None:
    page = room.page(WIDTHS[0])
    page.goto("/about?lang=en")
    for name, address in room.pages.items():  # «Farvardin 1405 →» is longer than «فروردین ۱۴۰۵»
        page.goto(address)
        assert page.evaluate(_OVERFLOW) == [0, []], name


def test_a_hostile_article_runs_nothing(room: Room) -> None:
    faults: list[str] = []
    page = room.page(390, faults=faults)
    for address in (room.pages["hostile"], "/", "/search?q=روسیه", "/actor/state:RUS", "/dossier?a=RUS&b=IRN"):
        page.goto(address)
        page.locator("main").hover()
        assert page.evaluate("window.ran") is None, address
        assert page.evaluate(_OVERFLOW)[0] <= 0, address
        assert page.locator("main img, main script").count() == 0
    page.goto(room.pages["hostile"])
    expect(page.locator("main")).to_contain_text("<script>window.ran = 1</script>")
    assert page.locator("a[href^='javascript']").count() == 0
    # A bidi override of the title ends with it: the line of the date below it is as always.
    assert page.locator("h1 bdi").count() >= 1
    assert not faults
