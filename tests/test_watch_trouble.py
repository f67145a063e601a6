"""Feeds and pages that fail, and servers that mean harm."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk import Desk, item, page, rss, words
from serving import RSS, Handler, Route, answer, in_turn, redirect, serving
from vaqaye import watch as watching
from vaqaye.ingest.fetch import Limits
from vaqaye.record.inbox import Inbox


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving() as site:
        yield Desk(site, tmp_path / "news.db")


class TestTrouble:
    def error(self, desk: Desk) -> tuple[int, str | None, datetime]:
        with Inbox(desk.path) as inbox:
            state = inbox.state(desk.feed().url)
        assert state
        return state.failures, state.error, state.due

    def test_a_feed_that_fails_is_asked_ever_more_seldom(self, desk: Desk) -> None:
        desk.site.routes["/rss"] = answer("", status=500)
        waits = []
        for n in range(12):
            assert desk.round(desk.feed()).answered == 0
            failures, error, due = self.error(desk)
            assert (failures, error) == (n + 1, "127.0.0.1 answered 500")
            waits.append((due - desk.now) / timedelta(minutes=1))
            assert desk.round(desk.feed(), once=True).polled == 0
            desk.now = due
        assert waits[:4] == [30, 60, 120, 240]
        assert waits[-1] == 24 * 60
        desk.publish(1, text=None)
        assert desk.round(desk.feed()).answered == 1
        assert self.error(desk) == (0, None, desk.now + timedelta(minutes=15))

    def test_the_wish_of_a_server_is_kept(self, desk: Desk) -> None:
        desk.site.routes["/rss"] = answer("", status=429, Retry_After="7200")
        desk.round(desk.feed())
        assert self.error(desk)[2] == desk.now + timedelta(hours=2)
        assert "again at 2026-01-20 14:00 UTC" in desk.lines[0]

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ("<html><body>چنین صفحه‌ای نیست</body></html>", "no entries"),
            ("<rss><channel><item>" + "<a" * 2000, ""),
            ("\x00\x01\x02" * 999, ""),
            ("", "no entries"),
            ('<!DOCTYPE r [<!ENTITY a "' + "آ" * 9999 + '">]>' + rss(item("/1", 1, "&a;" * 9999)), "entities"),
            ('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss(item("/1", 1, "&a;")), "entities"),
        ],
    )
    def test_what_is_no_feed(self, desk: Desk, body: str, reason: str) -> None:
        desk.site.routes["/rss"] = answer(body, RSS)
        assert desk.round(desk.feed()).built is None
        assert desk.articles() == []
        if reason:
            assert reason in desk.lines[0]
            assert self.error(desk)[0] == 1

    def test_a_feed_with_broken_xml_gives_what_can_be_read(self, desk: Desk) -> None:
        desk.site.routes["/rss"] = answer(
            rss(item("/1", 1), item("/2", 2))[:-80].replace("با همتای", "با & همتای"), RSS
        )
        desk.round(desk.feed())
        assert desk.articles()[0].text == words(1).replace("با همتای", "با & همتای")

    def test_one_broken_feed_does_not_stop_the_others(self, desk: Desk) -> None:
        desk.publish(1, text=None)
        done = desk.round(desk.feed(path="/none"), desk.feed())
        assert (done.polled, done.answered) == (2, 1)
        assert len(desk.articles()) == 1

    def test_a_page_in_trouble_is_tried_again(self, desk: Desk) -> None:
        desk.publish(3)
        desk.site.routes["/news/0"] = in_turn(answer("", status=500), answer(page(0)))
        desk.round(desk.feed(page=True))
        # The rest of that host waits with it.
        assert (desk.site.paths(), desk.waiting()) == (["/rss", "/news/0"], 3)
        assert desk.later(4).round(desk.feed(page=True)).pages == 0
        assert desk.later(1).round(desk.feed(page=True)).pages == 3
        assert (len(desk.articles()), desk.failures(), desk.waiting()) == (3, [], 0)

    @pytest.mark.parametrize("fault", ["timeout", "truncated", "500"])
    def test_a_page_that_never_comes_is_given_up(self, desk: Desk, fault: str) -> None:
        def truncated(handler: Handler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>")

        routes: dict[str, Route] = {
            "timeout": lambda handler: time.sleep(1),
            "truncated": truncated,
            "500": answer("", status=500),
        }
        desk.publish(1)
        desk.site.routes["/news/0"] = routes[fault]
        desk.limits = Limits(total=0.5, silence=0.2)
        for _ in range(watching.TRIES + 2):
            desk.round(desk.feed(page=True))
            desk.later(300)
        assert desk.site.paths().count("/news/0") == watching.TRIES
        (failure,) = desk.failures()
        assert (failure.error, failure.article.url) == ("FetchError", desk.site.url("/news/0"))
        assert desk.waiting() == 0

    def test_what_will_not_come_is_kept_with_the_reason(self, desk: Desk) -> None:
        links = ["file://etc/passwd", "/gone", "/private", "/away", "/big", "/picture", "/empty", "/fine"]
        desk.site.routes.update({
            "/robots.txt": answer("User-agent: *\nDisallow: /private\n"),
            "/rss": answer(rss(*(item(link, n, "") for n, link in enumerate(links))), RSS),
            "/private": answer(page(2)),
            "/away": redirect(desk.site.url("/secret", "localhost")),
            "/secret": answer(page(3)),
            "/big": answer(b"<p>" + b" " * 10_000_000),
            "/picture": answer(b"\x89PNG", type="image/png"),
            "/empty": answer("<html><body></body></html>"),
            "/fine": answer(page(7)),
        })  # fmt: skip
        desk.round(desk.feed(page=True))
        assert [a.text for a in desk.articles()] == [words(7)]
        reasons = {f.article.url: f.reason for f in desk.failures()}
        assert len(reasons) == 7
        parts = ("only http", "404", "robots.txt", "private address", "10 MB", "image/png", "no text")
        told = {link: reason for link in links for url, reason in reasons.items() if str(url).endswith(link)}
        assert [link for link, part in zip(links, parts, strict=False) if part not in told.get(link, "")] == []
        assert not {"/private", "/secret"} & set(desk.site.paths())
        asked = len(desk.site.asked)
        desk.later(15).round(desk.feed(page=True))
        assert len(desk.site.asked) == asked + 2  # robots.txt, since a new Fetcher asks, and the feed

    def test_a_flood_is_taken_in_turns(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(watching, "PAGES", 3)
        body = rss(*(item(f"/news/{n}", n) for n in range(7)))
        same = answer("", status=304)
        desk.site.routes["/rss"] = lambda h: (same if h.headers.get("If-None-Match") else answer(body, RSS, ETag="x"))(
            h
        )
        seen = []
        for _ in range(4):
            desk.round(desk.feed())
            seen.append(len(desk.articles()))
            desk.later(15)
        assert seen == [3, 6, 7, 7]
        assert "nothing new" in desk.lines[0]
