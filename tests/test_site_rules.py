"""The rules for the pages of outlets, held against real pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from vaqaye import ingest
from vaqaye.ingest.sites import UNKNOWN, site_of
from vaqaye.model import Article


@pytest.fixture(scope="module")
def pages(shared: Path) -> list[tuple[Article, html.HtmlElement]]:
    """Each page as it is read, and as a tree."""
    found = []
    for path in sorted((shared / "data" / "pages").glob("*.html")):
        (article,) = ingest.articles([path])
        assert isinstance(article, Article), path.name
        found.append((article, html.fromstring(path.read_text(encoding="utf-8"))))
    assert len(found) >= 10
    return found


def test_pages_have_the_name_of_their_outlet_a_headline_and_a_moment(
    pages: list[tuple[Article, html.HtmlElement]],
) -> None:
    for article, tree in pages:
        assert site_of(article.url) is not UNKNOWN, article.url
        assert article.source == site_of(article.url).source
        assert article.title == " ".join(tree.findtext(".//h1").split())
        assert article.published
        assert len(article.published) > len("2025-01-25T09:31"), "a moment with its zone"


def test_the_text_is_that_of_the_article_and_no_more(pages: list[tuple[Article, html.HtmlElement]]) -> None:
    for article, tree in pages:
        (body,) = tree.find_class("wsw")
        for extra in body.xpath(".//*[contains(@class, 'wsw__embed') or contains(@class, 'media-block')]"):
            extra.drop_tree()
        own = "".join("".join(p.text_content().split()) for p in body.iter("p", "h2", "h3", "li"))
        assert own
        assert "".join(article.text.split()) == own, article.url


def test_an_outlet_has_one_name_in_its_feeds_and_on_its_pages(tmp_path: Path) -> None:
    rest = "<title>سفر وزیر</title><description>وزیر خارجه ایران به مسقط سفر کرد.</description>"
    (tmp_path / "feed.xml").write_text(
        "<rss><channel><title>خبرگزاری مهر، تازه‌ترین خبرها</title>"
        f"<item><link>https://www.mehrnews.com/news/1</link>{rest}</item>"
        f"<item><link>https://unknown.example/1</link>{rest}</item></channel></rss>",
        encoding="utf-8",
    )
    text = f'<div class="item-text"><p>{"وزیر خارجه ایران به مسقط سفر کرد. " * 8}</p></div>'
    (tmp_path / "page.html").write_text(f"<html><body><h1>سفر وزیر</h1>{text}</body></html>", encoding="utf-8")
    known, unknown = ingest.articles([tmp_path / "feed.xml"])
    (own,) = ingest.articles([tmp_path / "page.html"], ingest.Defaults(url="https://www.mehrnews.com/news/1"))
    assert isinstance(known, Article)
    assert isinstance(unknown, Article)
    assert isinstance(own, Article)
    assert known.source == own.source == "مهر"
    assert unknown.source == "خبرگزاری مهر، تازه‌ترین خبرها"
    assert ingest.article_id(known) == ingest.article_id(own)
