"""HTML to lines of text, and the half-space carried safely past those who delete it."""

from __future__ import annotations

import html
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from vaqaye.ingest.article import tidy

ZWNJ = "\u200c"
# می&zwnj;شود, می&#8204;شود, می&#x200c;شود, and escaped twice as in many feeds: می&amp;zwnj;شود
_HALF_SPACE = re.compile(r"&(?:amp;)*(?:zwnj;|#0*8204(?![0-9]);?|#x0*200c(?![0-9a-f]);?)", re.IGNORECASE)
_TAG_OR_ENTITY = re.compile(r"<[a-zA-Z/!?]|&[#\w]")
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0]+")
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_UNSEEN = frozenset({
    "audio", "button", "canvas", "footer", "head", "iframe", "math", "nav", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "video",
})  # fmt: skip
_CELLS = frozenset(("td", "th"))


def plain_half_spaces(text: str) -> str:
    """The text with every entity of the half-space written as U+200C."""
    return _HALF_SPACE.sub(ZWNJ, text) if "&" in text else text


def guard(page: str) -> tuple[str, str]:
    """The page with a placeholder for every half-space, and the placeholder.

    The extractor drops what does not print, which is U+200C and all private-use characters, so that the placeholder is
    a letter: the first Yi syllable that the page does not use.
    """
    seen = set(page)
    placeholder = next((letter for letter in map(chr, range(0xA000, 0xA48D)) if letter not in seen), "\ua000")
    return plain_half_spaces(page).replace(ZWNJ, placeholder), placeholder


def parse(page: str) -> HtmlElement | None:
    """The tree of a page or of a piece of HTML; None if there is nothing in it."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return document_fromstring(tidy(page).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def lines_of(root: HtmlElement) -> str:
    """The visible text under an element, a line for each paragraph, heading, list item or row, none of them empty."""
    parts: list[str] = []
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            unseen += tag in _UNSEEN
            text = element.text
        else:
            unseen -= tag in _UNSEEN
            text = element.tail if element is not root else None
        if tag in _BLOCKS:
            parts.append("\n")
        elif tag in _CELLS:
            parts.append(" ")
        if text and not unseen:
            parts.append(_SPACES.sub(" ", text))
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def text_of(markup: str) -> str:
    """The lines of a piece of HTML, or of plain text that may have no tag at all."""
    markup = plain_half_spaces(markup)
    if not _TAG_OR_ENTITY.search(markup):
        return "\n".join(line for line in (_SPACES.sub(" ", line).strip() for line in markup.split("\n")) if line)
    root = parse(markup)
    return "" if root is None else lines_of(root)


def one_line(text: str | None) -> str | None:
    """A title or name: entities that were escaped twice undone, on one line, None if empty."""
    if not text:
        return None
    text = html.unescape(plain_half_spaces(text)) if "&" in text else text
    return " ".join(text.split()) or None
