"""What the tests of the ways in share: a page, a feed, and what comes of some bytes."""

from __future__ import annotations

from vaqaye.ingest import Defaults, from_bytes
from vaqaye.model import Article, Failure

ZWNJ = "\u200c"
LEAD = "وزیر خارجه عراق می‌گوید گفت‌وگوها با همسایگان ادامه می‌یابد."
NEXT = "به گفته او هیئت‌های کارشناسی دو کشور هفته آینده در بغداد گرد هم می‌آیند."
PAGE = """<!DOCTYPE html><html lang="fa"><head><meta charset="utf-8"><title>گفت‌وگوها ادامه دارد | خبر امروز</title>
<meta property="og:title" content="گفت&zwnj;وگوها ادامه دارد"><meta property="og:site_name" content="خبر امروز">
<link rel="canonical" href="https://www.khabar-emrooz.example/news/12/talks">
<meta property="article:published_time" content="2022-01-19T10:30:00+03:30"></head><body>
<nav><ul><li><a href="/">صفحه نخست</a></li><li><a href="/p">سیاست</a></li></ul></nav>
<article><h1>گفت‌وگوها ادامه دارد</h1>
<p>وزیر خارجه عراق می&zwnj;گوید گفت&#8204;وگوها با همسایگان ادامه می&#x200c;یابد.</p>
<p>به گفته او هیئت&#x200C;های کارشناسی دو کشور هفته آینده در بغداد گرد هم می‌آیند.</p></article>
<footer><p>همه حقوق برای خبر امروز محفوظ است.</p></footer></body></html>"""
ITEM = (
    "<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate><description>{text}</description></item>"
)


def one(data: bytes | str, name: str = "stdin", defaults: Defaults | None = None) -> Article:
    """The only article that comes out."""
    found = everything(data, name, defaults)
    assert len(found) == 1
    assert isinstance(found[0], Article), found[0]
    return found[0]


def fails(data: bytes | str, name: str = "stdin") -> Failure:
    """The only failure that comes out."""
    found = everything(data, name)
    assert len(found) == 1
    assert isinstance(found[0], Failure), found[0]
    return found[0]


def everything(data: bytes | str, name: str = "stdin", defaults: Defaults | None = None) -> list[Article | Failure]:
    return list(from_bytes(data.encode() if isinstance(data, str) else data, name, defaults or Defaults()))


def texts(found: list[Article | Failure]) -> list[str]:
    return [a.text for a in found if isinstance(a, Article)]


def feed(*items: str, title: str = "خبرگزاری نمونه | تازه‌ترین خبرها") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'
