"""The newest entries of a question as RSS 2.0 and JSON Feed 1.1, for readers of feeds: an alert without an account."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated
from urllib.parse import quote
from xml.etree import ElementTree as Xml

import orjson
from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from vaqaye import query
from vaqaye.errors import QueryError
from vaqaye.model import Span
from vaqaye.query import Act, Alert, Deal, Quote, Source
from vaqaye.record import Hit, Record
from vaqaye.record.searches import search_named
from vaqaye.web.api_answers import unchanged
from vaqaye.web.passages import Passages
from vaqaye.web.records import OneRecord
from vaqaye.web.speech import Lang, Speech, link, page_of

router = APIRouter(include_in_schema=False)
_SHOWN = 50
_TITLE = 200
_ATOM = "http://www.w3.org/2005/Atom"
_OURS = ("kind", "search", "lang", "limit")
Limit = Annotated[int, Query(ge=1, le=200)]
Text = Annotated[str, Query(max_length=200)]


@router.get("/feed.rss")
def rss(
    request: Request,
    record: OneRecord,
    kind: Text = "events",
    search: Text = "",
    lang: Lang = "fa",
    limit: Limit = _SHOWN,
) -> Response:
    """The newest entries of a kind that fit the other parameters, or those of a saved search, as RSS 2.0."""
    headers, same = unchanged(request, "rss")
    if same:
        return same
    feed = _Feed(request, record, kind, search, lang, limit)
    Xml.register_namespace("atom", _ATOM)
    root = Xml.Element("rss", version="2.0")
    channel = Xml.SubElement(root, "channel")
    _fill(channel, title=feed.title, link=feed.home, description=feed.title, language=lang)
    Xml.SubElement(channel, f"{{{_ATOM}}}link", href=feed.here, rel="self", type="application/rss+xml")
    for item in feed.items():
        element = Xml.SubElement(channel, "item")
        _fill(element, title=item["title"], link=item["url"], description=item["content_html"])
        guid = Xml.SubElement(element, "guid", isPermaLink="false")
        guid.text = item["id"]
        if when := _moment(item.get("date_published")):
            _fill(element, pubDate=format_datetime(when))
    content = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(content, headers=headers, media_type="application/rss+xml; charset=utf-8")


@router.get("/feed.json")
def json(
    request: Request,
    record: OneRecord,
    kind: Text = "events",
    search: Text = "",
    lang: Lang = "fa",
    limit: Limit = _SHOWN,
) -> Response:
    """The same as JSON Feed 1.1."""
    headers, same = unchanged(request, "json")
    if same:
        return same
    feed = _Feed(request, record, kind, search, lang, limit)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.here,
        "language": lang,
        "items": list(feed.items()),
    }
    return Response(orjson.dumps(document), headers=headers, media_type="application/feed+json")


class _Feed:
    """What both forms say. Its items are those of JSON Feed."""

    def __init__(self, request: Request, record: Record, kind: str, search: str, lang: Lang, limit: int) -> None:
        asked = {name: value for name, value in request.query_params.items() if name not in _OURS}
        if search:
            if asked:
                raise QueryError("a saved search is asked for by its name alone: leave out the rest")
            found = search_named(record, search)
            kind, asked = found.kind, found.question
        self._speech, self._base = Speech(lang), str(request.base_url).rstrip("/")
        with record.snapshot():
            self._entries = query.alert(record, kind, asked, limit=limit)
            passage = Passages(record)
            self._deals = {id(e): passage(e.source) for e in self._entries if isinstance(e, Deal)}
        words = search or " · ".join(v for v in asked.values() if v.strip())
        self.title = _plain(
            " · ".join(part for part in (self._speech.t("title"), self._speech.t(f"feed.{kind}"), words) if part)
        )
        self.here = _clean(str(request.url))
        self.home = f"{self._base}/"

    def items(self) -> list[dict[str, str]]:
        """Newest first, each with the words that prove it."""
        return [self._item(entry) for entry in self._entries]

    def _item(self, entry: Alert) -> dict[str, str]:
        s = self._speech
        if isinstance(entry, Act):
            who = self._names([s.name(w.name) or w.id for w in entry.actors])
            whom = self._names([s.name(w.name) or w.id for w in entry.recipients])
            title = f"{s.code(entry.event, 'type')}: {who or s.t('nobody')}"
            title += f" {s.t('arrow')} {whom}" if whom else ""
            title += f" ({s.code(entry.status, 'status')})" if entry.status != "occurred" else ""
            return self._told(
                entry.source, entry.id, title, f"#e{entry.n}", self._evidence(entry.source, entry.trigger)
            )
        if isinstance(entry, Quote):
            stance = f" {s.code(entry.stance, 'stance')}" if entry.stance else ""
            title = f"{s.name(entry.speaker.name) or entry.speaker.id}{stance}"
            return self._told(entry.source, entry.id, title, f"#s{entry.n}", self._evidence(entry.source))
        if isinstance(entry, Deal):
            title = f"{entry.name}: {s.code(entry.status, 'deal')}"
            return self._told(entry.source, entry.id, title, f"#a{entry.n}", self._deals[id(entry)])
        return self._found(entry)

    def _found(self, hit: Hit) -> dict[str, str]:
        source = Source(hit.article, hit.source, hit.url, hit.published, hit.start, hit.end, hit.text)
        return self._told(source, "", hit.title or self._speech.t("article.untitled"), "", self._speech.found(hit))

    def _told(self, source: Source, entry: str, title: str, anchor: str, words: Markup) -> dict[str, str]:
        # The entry's id counts within its article; quoted, no id of another article can be made to look like it.
        item = {
            "id": f"urn:vaqaye:{quote(source.article, safe='')}{f':{entry}' if entry else ''}",
            "url": f"{self._base}{page_of('article', source.article, anchor)}",
            "title": _plain(title),
            "content_html": _clean(
                Markup('<blockquote dir="auto" lang="fa">{}</blockquote><p>{}</p>').format(words, source.source or "")
            ),
        }
        if when := _moment(source.published):
            item["date_published"] = when.isoformat()
        return item

    def _evidence(self, source: Source, words: Span | None = None) -> Markup:
        return self._speech.evidence(source, words)

    def _names(self, names: list[str]) -> str:
        return f"{self._speech.t('comma')} ".join(names)


def feeds(kind: str, given: dict[str, str]) -> tuple[str, str]:
    """The addresses of the feeds of a page, RSS and JSON, by what its own address asks for."""
    known = query.PARAMETERS[kind]  # type: ignore[index]
    asked = {"kind": kind, **{name: value for name, value in given.items() if name in known}}
    return link("/feed.rss", asked), link("/feed.json", asked)


def _fill(element: Xml.Element, **texts: str) -> None:
    for name, text in texts.items():
        Xml.SubElement(element, name).text = text


def _clean(text: str) -> str:
    """Without what XML can't hold: control characters and the two letters that are none."""
    return "".join(c for c in text if c in "\n\t" or (unicodedata.category(c) != "Cc" and c not in "\ufffe\uffff"))


def _plain(text: str) -> str:
    """A title in a line of a foreign program: no overrides of direction, no new lines, not too long."""
    line = "".join(
        c for c in " ".join(_clean(text).split()) if c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    return line if len(line) <= _TITLE else f"{line[:_TITLE]}…"


def _moment(published: str | None) -> datetime | None:
    """When an article was published; what has no time zone counts as UTC, as everywhere in the record."""
    try:
        when = datetime.fromisoformat(published) if published else None
    except ValueError:
        return None
    if when is None:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
