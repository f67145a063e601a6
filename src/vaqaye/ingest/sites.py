"""What is known of the pages of the big outlets: where the text, the lead and the date stand, and what to cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from vaqaye.ingest.markup import lines_of, one_line
from vaqaye.ingest.published import iso
from vaqaye.resources import own_table

# «تاریخ انتشار: ۲۹ دی ۱۴۰۰ - ۱۲:۳۴»
_LABEL = re.compile(r"[^\d:]{1,40}:\s*")
# «۱۲:۳۴ - ۲۹ دی ۱۴۰۰»
_CLOCK_FIRST = re.compile(r"(\d{1,2}:\d{2})\s*[-–|،]\s*(.+)")
_PARTS = 20
"""Elements that are looked at for a date: its own has a handful."""


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet; each field but `source` holds classes and #ids of elements."""

    source: str
    lead: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


UNKNOWN = Site("")
"""A site that nothing is known of."""


@cache
def _sites() -> dict[str, Site]:
    return {
        row["host"]: Site(row["source"], *(tuple(row[name].split()) for name in ("lead", "text", "published", "cut")))
        for row in own_table("ingest/sites")
    }


def host_of(url: str | None) -> str | None:
    """The host of an absolute web address, without «www.»."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:  # http://[
        return None
    return host.removeprefix("www.") if host else None


def site_of(url: str | None) -> Site:
    """The site of an address, or the one that its host is a subdomain of (ir.voanews.com); UNKNOWN where there is none."""
    sites = _sites()
    labels = (host_of(url) or "").split(".")[-4:]
    names = (".".join(labels[n:]) for n in range(len(labels)))
    return next((sites[name] for name in names if name in sites), UNKNOWN)


def cut(root: HtmlElement, site: Site) -> None:
    """Takes out of a page what the site puts between its lines: tags, other news, players."""
    for element in [e for name in site.cut for e in _named(root, name)]:
        if element.getparent() is not None:
            element.drop_tree()


def text_of(root: HtmlElement, site: Site) -> str:
    """The lead and the text, a paragraph a line, where the site is known to have them; else empty."""
    text, lead = (next(filter(None, map(lines_of, _any(root, names))), "") for names in (site.text, site.lead))
    return f"{lead}\n{text}" if text and lead and lead not in text else text


def published_of(root: HtmlElement, site: Site) -> str | None:
    """The date that stands where the site puts it, as ISO; None if there is none, or no date."""
    for element in islice(_any(root, site.published), _PARTS):
        for part in islice(element.iter(), _PARTS):
            beside = None if part is element else part.tail
            for value in (part.get("datetime"), beside, "".join(part.itertext()), part.text):
                if found := _date(one_line(value)):
                    return found
    return None


def _date(value: str | None) -> str | None:
    if not value or len(value) > 100:
        return None
    value = _LABEL.sub("", value, count=1) if _LABEL.match(value) else value
    return iso(_CLOCK_FIRST.sub(r"\2 - \1", value, count=1) if _CLOCK_FIRST.fullmatch(value) else value)


def _any(root: HtmlElement, names: tuple[str, ...]) -> Iterator[HtmlElement]:
    for name in names:
        yield from _named(root, name)


def _named(root: HtmlElement, name: str) -> list[HtmlElement]:
    """The elements with a class, or the #id, but never the whole page: <body class="body">."""
    found = root.xpath("//*[@id=$id]", id=name[1:]) if name.startswith("#") else root.find_class(name)
    return [element for element in found if element.tag not in ("html", "body")]
