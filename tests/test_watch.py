"""Feeds into a record, from a real server that does all that servers do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk import Desk, item, rss, words
from serving import HTML, RSS, Handler, Site, answer, in_turn, serving
from vaqaye.build import Built
from vaqaye.errors import IngestError
from vaqaye.ingest.feeds import read_feeds
from vaqaye.record import Record
from vaqaye.record.inbox import FeedState, Inbox

VAQAYE = [sys.executable, "-c", "from vaqaye.cli import main; main()"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving() as site:
        yield Desk(site, tmp_path / "news.db")


def test_the_text_of_a_feed_is_read(desk: Desk) -> None:
    desk.publish(3, text=None)
    done = desk.round(desk.feed())
    assert done.built
    assert (done.polled, done.answered, done.pages, done.built.new) == (1, 1, 0, 3)
    first = desk.articles()[0]
    assert first.text == words(0)
    assert (first.source, first.title, first.url) == ("خبرگزاری نمونه", "خبر 0", desk.site.url("/news/0"))
    assert first.published == "2026-01-19T10:00:00+03:30"
    assert desk.site.paths() == ["/rss"]
    with Record(desk.path) as record:
        assert len(next(iter(record.readings())).events) == 1


def test_a_feed_is_asked_when_it_is_due_and_only_for_what_is_new(desk: Desk) -> None:
    body = rss(item("/news/1", 1))

    def route(handler: Handler) -> None:
        same = handler.headers.get("If-None-Match") == '"v1"'
        answer("" if same else body, RSS, 304 if same else 200, ETag='"v1"')(handler)

    desk.site.routes["/rss"] = route
    desk.round(desk.feed())
    assert desk.round(desk.feed()).polled == 0
    assert desk.later(14).round(desk.feed()).polled == 0
    done = desk.later(1).round(desk.feed())
    assert (done.polled, done.answered, done.built) == (1, 1, None)
    assert "nothing new" in desk.lines[0]
    assert desk.round(desk.feed(), once=True).polled == 1


def test_what_an_agency_mends_is_read_again(desk: Desk) -> None:
    desk.site.routes["/rss"] = in_turn(
        answer(rss(item("/news/1", 1)), RSS), answer(rss(item("/news/1", 1, words(2))), RSS)
    )
    desk.round(desk.feed())
    done = desk.later(15).round(desk.feed())
    assert done.built
    assert (done.built.new, done.built.replaced) == (0, 1)
    assert [a.text for a in desk.articles()] == [words(2)]
    assert desk.later(15).round(desk.feed()).built is None


def test_pages_are_fetched_once(desk: Desk) -> None:
    desk.publish(4)
    done = desk.round(desk.feed(page=True, source="نمونه"))
    assert done.pages == 4
    assert sorted(a.text for a in desk.articles()) == sorted(map(words, range(4)))
    assert {a.source for a in desk.articles()} == {"نمونه"}
    desk.publish(5)
    assert desk.later(15).round(desk.feed(page=True, source="نمونه")).pages == 1
    assert sorted(desk.site.paths()) == ["/news/0", "/news/1", "/news/2", "/news/3", "/news/4", "/rss", "/rss"]
    assert desk.waiting() == 0


def test_titles_alone_are_pointed_out(desk: Desk) -> None:
    desk.publish(2)
    desk.round(desk.feed())
    assert "2 without text (page = true" in desk.lines[0]
    assert desk.articles() == []


def test_two_feeds_with_the_same_item_fetch_it_once(desk: Desk) -> None:
    desk.publish(2)
    desk.site.routes["/politics"] = desk.site.routes["/rss"]
    desk.round(desk.feed(page=True), desk.feed(page=True, path="/politics"))
    assert len(desk.site.paths()) == 4
    assert len(desk.articles()) == 2


class TestEncodings:
    def test_a_page_that_lies_about_its_letters(self, desk: Desk) -> None:
        desk.publish(1)
        told = '<meta charset="utf-8"><article><p>وزير خارجه ايران با همتاي عماني خود ديدار کرد.</p></article>'
        desk.site.routes["/news/0"] = answer(told.encode("cp1256"), HTML)
        desk.round(desk.feed(page=True))
        assert [a.text for a in desk.articles()] == ["وزير خارجه ايران با همتاي عماني خود ديدار کرد."]

    def test_a_feed_that_lies_about_its_letters(self, desk: Desk) -> None:
        xml = rss(item("/1", 1, "وزير خارجه ايران با همتاي عماني خود ديدار کرد.")).replace(
            'version="1.0"?', 'version="1.0" encoding="utf-8"?'
        )
        xml = xml.replace("خبرگزاری", "خبرگزاري")
        desk.site.routes["/rss"] = answer(xml.encode("cp1256"), RSS)
        desk.round(desk.feed())
        assert [a.text for a in desk.articles()] == ["وزير خارجه ايران با همتاي عماني خود ديدار کرد."]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("", "no feed in it"),
        ("feed = 3", "[[feed]]"),
        ("[feed]\nurl = 'https://a.example'", "[[feed]]"),
        ("[[feed]]\nsource = 'ایسنا'", "feed 1: url is missing"),
        ("[[feed]]\nurl = 'file:///etc/passwd'", "feed 1: 'file:///etc/passwd' is not an address"),
        ("[[feed]]\nurl = 'http://['", "not an address"),
        ("[[feed]]\nurl = 'https://a.example'\nevry = 3", "feed 1: 'evry' means nothing here; there are url, source"),
        ("[[feed]]\nurl = 'https://a.example'\nevery = 0", "minutes from 1 to 1440"),
        ("[[feed]]\nurl = 'https://a.example'\nevery = nan", "minutes"),
        ("[[feed]]\nurl = 'https://a.example'\npage = 'yes'", "true or false"),
        ("pause = -1\n[[feed]]\nurl = 'https://a.example'", "seconds from 0"),
        ("contact = \"a\\r\\nX: y\"\n[[feed]]\nurl = 'https://a.example'", "contact"),
        ("[[feed]]\nurl = 'https://a.example'\n" * 2, "feed 2: https://a.example is there twice"),
        ("[[feed", "is not TOML"),
        ("\udcff", "is not TOML"),
    ],
)  # fmt: skip
def test_a_file_of_feeds_that_is_wrong(tmp_path: Path, toml: str, message: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_bytes(toml.encode(errors="surrogateescape"))
    with pytest.raises(IngestError) as caught:
        read_feeds(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_of_feeds(tmp_path: Path) -> None:
    example = read_feeds(Path(__file__).parent.parent / "docs" / "feeds.toml")
    assert [(feed.page, feed.every) for feed in example.feeds] == [(True, 15), (False, 60)]
    with pytest.raises(IngestError, match="vaqaye watch --help"):
        read_feeds(tmp_path / "none.toml")
    path = tmp_path / "feeds.toml"
    path.write_text("[[feed]]\nurl = 'https://a.example'\n[[feed]]\nurl = 'https://b.example'\nevery = 5")
    assert [feed.every for feed in read_feeds(path, 30).feeds] == [30, 5]


def command(site: Site, folder: Path, name: str, *options: str) -> list[str]:
    feeds = folder / f"{name}.toml"
    feeds.write_text(f"pause = 0\npage = true\n[[feed]]\nurl = '{site.url('/rss')}'\n")
    record = ["--record", str(folder / f"{name}.db"), "--no-model", "--allow-private", "127.0.0.1"]
    return [*VAQAYE, "watch", str(feeds), *record, *options]


def told(path: Path) -> dict[str, object]:
    with Record(path) as record:
        assert record.select("PRAGMA integrity_check") == [("ok",)]
        assert record.select("SELECT count(*) FROM inbox") == [(0,)]
        return {str(r.article.id): r.to_dict() for r in record.readings()}


def test_killed_anywhere_it_goes_on_and_ends_the_same(desk: Desk, tmp_path: Path) -> None:
    desk.publish(30)
    desk.round(desk.feed(page=True))
    whole = told(desk.path)
    assert len(whole) == 30
    desk.site.asked.clear()
    kills = (1, 15, 30)  # pages after which it is killed; all are there while it reads
    for pages in kills:
        with subprocess.Popen(command(desk.site, tmp_path, "killed", "--once"), stdout=subprocess.DEVNULL) as process:
            while len({path for path in desk.site.paths() if path.startswith("/news")}) < pages:
                assert process.poll() is None
                time.sleep(0.002)
            time.sleep(0.5 if pages == 30 else 0)
            process.kill()
        assert process.returncode == -signal.SIGKILL
    subprocess.run(command(desk.site, tmp_path, "killed", "--once"), check=True, capture_output=True)
    assert told(tmp_path / "killed.db") == whole
    # A page that was on its way when the kill came is asked for again, no other.
    assert sum(path.startswith("/news") for path in desk.site.paths()) <= 30 + len(kills)


def test_what_was_read_before_a_kill_is_not_read_again(desk: Desk) -> None:
    desk.publish(3)
    desk.round(desk.feed(page=True))
    texts = desk.articles()
    with Inbox(desk.path) as inbox:  # as it is between the reading of a batch and its leaving the inbox
        due = desk.now + timedelta(minutes=15)
        inbox.polled(desk.feed().url, FeedState(due), [*texts[:2], replace(texts[2], text=words(9))])
    done = desk.round(desk.feed(page=True))
    assert done.built == Built(replaced=1)
    assert desk.waiting() == 0


def test_ctrl_c_ends_it_and_a_second_one_is_not_let_in(desk: Desk, tmp_path: Path) -> None:
    desk.publish(2)
    line = command(desk.site, tmp_path, "watched")
    pipe = subprocess.PIPE
    with subprocess.Popen(line, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as process:
        assert process.stdout
        assert "2 items, 2 new" in process.stdout.readline()
        second = subprocess.run([*line, "--once"], capture_output=True, text=True, check=False)
        assert second.returncode == 2
        assert "another `vaqaye watch`" in second.stderr
        assert "2 articles read" in process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err.startswith("vaqaye: stopped")
    assert len(err.splitlines()) == 1
    assert len(told(tmp_path / "watched.db")) == 2


def test_no_feed_answers(desk: Desk, tmp_path: Path) -> None:
    done = subprocess.run(command(desk.site, tmp_path, "none", "--once"), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "answered 404" in done.stdout
    assert "no feed answered" in done.stderr
