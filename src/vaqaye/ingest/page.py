"""A web page: its main text without menus, title, date, source and address."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from configparser import ConfigParser
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from lxml.html import HtmlElement

from vaqaye.errors import IngestError
from vaqaye.ingest.article import Defaults, failure, finish
from vaqaye.ingest.decode import decode
from vaqaye.ingest.markup import ZWNJ, guard, lines_of, one_line, parse
from vaqaye.ingest.published import iso
from vaqaye.ingest.sites import Site, cut, host_of, published_of, site_of, text_of
from vaqaye.model import Article, Failure

# The tags of the tree that trafilatura builds, as those of HTML.
_AS_HTML = {"head": "h2", "lb": "br", "item": "li", "row": "tr", "cell": "td", "quote": "blockquote", "list": "ul"}
_JSON_DATE = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{4,64})"')

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it finds wrong with a page is the Failure's


def read(page: str, where: str, defaults: Defaults, fetched: str | None = None) -> Article | Failure:
    """The article of one HTML page; a Failure if it has no text.

    `fetched` is the address that the page came from, where that is known for sure: what the page then says of its own
    address counts only where it is of the same host, so that nobody passes for another.
    """
    guarded, placeholder = guard(page)
    root = parse(guarded)
    url = None if root is None else _address(root)
    if fetched and host_of(url) != host_of(fetched):
        url = fetched
    site = site_of(url or defaults.url)
    title = None if root is None else _title(root)
    text = "" if root is None else _text(root, title, site)
    if not text:
        return failure(where, IngestError("the page has no text: is it a picture, a video, or filled in by a script?"))
    fields = {
        "url": url,
        "title": title,
        "source": site.source or one_line(_meta(root, "og:site_name")) or host_of(url or defaults.url),
    }
    kept = {name: value.replace(placeholder, ZWNJ) for name, value in fields.items() if value}
    published = _published(root) or published_of(root, site)
    return finish(where, defaults, text.replace(placeholder, ZWNJ), published=published, **kept)


def of_item(page: bytes, item: Article) -> Article:
    """An item of a feed with the text of its page, and with its date if that has one. IngestError if there is no text."""
    found = read(decode(page), item.url or "", Defaults())
    if isinstance(found, Failure):
        raise IngestError(found.reason)
    return replace(item, text=found.text, title=item.title or found.title, published=found.published or item.published)


def _text(root: HtmlElement, title: str | None, site: Site) -> str:
    """The text of the article, a paragraph a line, without its title on top; empty if there is none."""
    cut(root, site)
    text = text_of(root, site) or _marked_text(root) or _main_text(root) or lines_of(root)
    first, _, rest = text.partition("\n")
    return rest if rest and title and first == title else text


def _marked_text(root: HtmlElement) -> str:
    """The text of a page that says which part of it is the article and its lead, as the big agencies' pages do."""
    found = root.xpath("//*[@itemprop='articleBody']")
    if len(found) != 1:
        return ""
    plain, text = lines_of(found[0]), _main_text(found[0])
    if 2 * len(text) < len(plain):
        text = plain
    leads = root.xpath("//*[@itemprop='description' and not(self::meta)]")
    lead = lines_of(leads[0]) if leads else ""
    return f"{lead}\n{text}" if lead and text and lead not in text else text


def _main_text(root: HtmlElement) -> str:
    """What trafilatura takes for the article under an element."""
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(root, include_comments=False, config=_config())
    except Exception:  # whatever a page does to the extractor, its plain lines can still be read
        return ""
    body = getattr(document, "body", None)
    if body is None:
        return ""
    for element in body.iter():
        element.tag = _AS_HTML.get(element.tag, element.tag)
    return lines_of(body)


@cache
def _config() -> ConfigParser:
    """Its settings, but that no text is too short: what it would then take instead has the menus in it."""
    from trafilatura.settings import use_config

    config: ConfigParser = deepcopy(use_config())
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")
    return config


def _meta(root: HtmlElement, name: str) -> str | None:
    """The content of the first <meta> with that property, name or itemprop that has any."""
    found = root.xpath("//meta[@property=$name or @name=$name or @itemprop=$name]/@content", name=name)
    return next((str(value) for value in found if value.strip()), None)


def _title(root: HtmlElement) -> str | None:
    """What the page calls itself; <title> comes last since the name of the site hangs on it."""
    if title := one_line(_meta(root, "og:title")):
        return title
    heads = [one_line("".join(head.itertext())) for head in root.iter("h1")]
    if len(heads) == 1 and heads[0]:
        return heads[0]
    return next((one_line("".join(title.itertext())) for title in root.iter("title")), None)


def _address(root: HtmlElement) -> str | None:
    found = [*root.xpath("//link[@rel='canonical']/@href"), _meta(root, "og:url") or ""]
    return next((str(url).strip() for url in found if host_of(str(url).strip())), None)


def _published(root: HtmlElement) -> str | None:
    """The first date that the page gives as its own. In UTC, the same moment in local time is better where it is given.

    A page of half past midnight in Tehran is of the day before in UTC, and its «امروز» is not.
    """
    dates = [date for date in map(iso, _dates(root)) if date]
    if not dates or not dates[0].endswith("+00:00"):
        return dates[0] if dates else None
    moment = datetime.fromisoformat(dates[0])
    same = (d for d in dates if d[-6:-5] in ("+", "-") and not d.endswith("+00:00") and _near(moment, d))
    return next(same, dates[0])


def _near(moment: datetime, date: str) -> bool:
    return abs(moment - datetime.fromisoformat(date)) < timedelta(minutes=1)


def _dates(root: HtmlElement) -> Iterator[str]:
    """Dates of publication, the surest first. A bare <time> may be a clock, or that of another article."""
    for name in ("article:published_time", "og:article:published_time", "datePublished"):
        if value := _meta(root, name):
            yield value
    for script in root.xpath("//script[@type='application/ld+json']/text()"):
        for match in _JSON_DATE.finditer(str(script)):
            yield match[1].replace("\\/", "/")
            break
    yield from map(str, root.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime"))
    yield from map(str, root.xpath("(//article//time/@datetime | //main//time/@datetime)[1]"))
    times = [str(value) for value in root.xpath("//time/@datetime")]
    if len(set(times)) == 1:
        yield times[0]
