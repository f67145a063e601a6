"""RSS and Atom: every entry one article, its text the fullest that the entry carries."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from vaqaye.errors import IngestError
from vaqaye.ingest.article import Defaults, finish, tidied, tidy
from vaqaye.ingest.markup import one_line, plain_half_spaces, text_of
from vaqaye.ingest.sites import site_of
from vaqaye.model import Article, Failure

_HEADERS = {"content-type": "application/xml; charset=utf-8"}
# «خبرگزاری مهر | اخبار ایران و جهان», «خبرگزاری خبرآنلاین - آخرین اخبار ایران»: the name, then what the site is about
_AFTER_NAME = re.compile(r"\s*[|؛]\s*|\s+[-–—:]\s+")
# What WordPress hangs on the text of every entry, in English or Persian.
_TRAILER = re.compile(r"The post .+ (?:first appeared|appeared first) on .+|نوشته .+ اولین بار در .+ پدیدار شد\.?")
_TRAILER_LENGTH = 1000
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)


def read(feed: str, where: str, defaults: Defaults) -> Iterator[Article | Failure]:
    """The articles of a feed, in its order; one without text is a Failure. `where` gets the number of the entry.

    Raises IngestError if there are no entries.
    """
    for number, draft in enumerate(_drafts(feed), 1):
        yield finish(
            f"{where}:{number}",
            defaults,
            draft.text,
            source=draft.source,
            url=draft.url,
            title=draft.title,
            published=draft.published,
        )


def items(feed: str, base: str, source: str | None) -> list[Article]:
    """The entries of a feed at the address `base`, each with an id; the text is empty where only the page has it.

    `source` goes before the name that the feed gives itself. An entry with neither text nor address is left out. Raises
    IngestError if there are no entries.
    """
    out = []
    for draft in _drafts(feed):
        url = _absolute(base, draft.url) if draft.url else None
        if url or draft.text:
            out.append(tidied(replace(draft, url=url, source=source or draft.source), Defaults()))
    return out


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:  # http://[
        return link


def _drafts(feed: str) -> Iterator[Article]:
    """The entries as the feed has them."""
    parsed = _parse(feed)
    entries = parsed.get("entries") or []
    if not entries:
        raise IngestError("no entries in it: is it an RSS or Atom feed?")
    name = _name(parsed.get("feed", {}).get("title"))
    for entry in entries:
        link = _string(entry.get("link"))
        yield Article(
            _text(entry),
            # «همشهری آنلاین، سایت خبری روزنامه همشهری» and the pages' «همشهری آنلاین» are one outlet.
            source=site_of(link).source or _origin(entry) or name,
            url=link,
            title=one_line(text_of(_string(entry.get("title")) or "")),
            published=_string(entry.get("published") or entry.get("updated")),
        )


def _parse(feed: str) -> Any:
    import feedparser

    # The lenient one of the two parsers puts in an entity wherever it is named: two megabytes of one, named a million times.
    if _ENTITY.search(feed):
        raise IngestError(
            "it declares entities of its own, which no feed of news needs: they are how feeds are made to explode"
        )

    # A stream, since it would open a string as a file or an address; and nothing washed, since all HTML goes below.
    stream = io.BytesIO(tidy(plain_half_spaces(feed)).encode("utf-8"))
    try:
        return feedparser.parse(stream, response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # other people's XML: the reason goes into the Failure
        raise IngestError(f"the feed can't be parsed: {type(error).__name__}: {error}") from error


def _text(entry: Any) -> str:
    parts = [_dict(part).get("value") for part in entry.get("content") or ()] + [entry.get("summary")]
    text = max((text_of(part) for part in parts if isinstance(part, str)), key=len, default="")
    rest, _, last = text.rpartition("\n")
    return rest if len(last) < _TRAILER_LENGTH and _TRAILER.fullmatch(last) else text


def _origin(entry: Any) -> str | None:
    """The source of an entry that another feed passes on. One without an address is a remark («بدون منبع»)."""
    source = _dict(entry.get("source"))
    return _name(source.get("title")) if source.get("href") or source.get("links") or source.get("id") else None


def _name(title: Any) -> str | None:
    text = one_line(_string(title))
    return (_AFTER_NAME.split(text)[0] or text) if text else None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _dict(value: Any) -> Any:
    return value if isinstance(value, dict) else {}
