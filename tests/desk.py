"""A watch over one site, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from serving import RSS, Site, answer
from vaqaye import watch as watching
from vaqaye.build import Built
from vaqaye.ingest.feeds import Feed, Feeds
from vaqaye.ingest.fetch import Fetcher, Limits
from vaqaye.model import Article, Failure
from vaqaye.reader import Reader
from vaqaye.record import Record
from vaqaye.record.inbox import Inbox
from vaqaye.watch import Watch

PORTS = ("مسقط", "بغداد", "دوحه", "باکو", "آنکارا", "ایروان", "مسکو", "پکن", "کابل", "تاشکند")


def words(n: int) -> str:
    return f"وزیر خارجه ایران روز دوشنبه در {PORTS[n % 10]} با همتای خود درباره پرونده شماره {n} دیدار و گفت‌وگو کرد."


def page(n: int, text: str | None = None) -> str:
    return f"<html><head><title>خبر {n}</title></head><body><article><p>{text or words(n)}</p></article></body></html>"


def item(link: str, n: int, text: str | None = None) -> str:
    date = f"Mon, 19 Jan 2026 10:{n % 60:02d}:00 +0330"
    told = f"<description>{words(n) if text is None else text}</description>"
    return f"<item><title>خبر {n}</title><link>{link}</link><pubDate>{date}</pubDate>{told}</item>"


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>خبرگزاری نمونه</title>{"".join(items)}</channel></rss>'


@cache
def reader() -> Reader:
    return Reader(model=False)


def build(articles: Iterable[Article | Failure], record: Record) -> Built:
    """What `vaqaye.build.build` does, in this process."""
    added = record.add(reader().map(a for a in articles if isinstance(a, Article)))
    return Built(added.new, added.replaced, added.unchanged, added.failed)


@dataclass
class Desk:
    """A watch over one site, with a clock that the test moves."""

    site: Site
    path: Path
    lines: list[str] = field(default_factory=list)
    now: datetime = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
    limits: Limits = field(default_factory=lambda: Limits(total=2.0, silence=0.5))

    def round(self, *feeds: Feed, once: bool = False) -> watching.Round:
        fetcher = Fetcher(0.0, None, ("127.0.0.1",), self.limits)
        self.lines.clear()
        with Record(self.path) as record, Inbox(self.path) as inbox:
            watch = Watch(Feeds(feeds), record, inbox, fetcher, build, self.lines.append, lambda: self.now)
            return watch.round(once=once)

    def later(self, minutes: float) -> Desk:
        self.now += timedelta(minutes=minutes)
        return self

    def articles(self) -> list[Article]:
        with Record(self.path) as record:
            return [reading.article for reading in record.readings()]

    def failures(self) -> list[Failure]:
        with Record(self.path) as record:
            return list(record.failures())

    def waiting(self) -> int:
        with Record(self.path) as record:
            return int(record.select("SELECT count(*) FROM inbox")[0][0])

    def feed(self, *, page: bool = False, path: str = "/rss", source: str | None = None) -> Feed:
        return Feed(self.site.url(path), source, page)

    def publish(self, count: int, *, text: str | None = "") -> None:
        """A feed of pages."""
        self.site.routes["/rss"] = answer(rss(*(item(f"/news/{n}", n, text) for n in range(count))), RSS)
        for n in range(count):
            self.site.routes[f"/news/{n}"] = answer(page(n))
