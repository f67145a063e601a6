"""What every format does in the end: clean strings, an ISO date, an id; or a Failure that says why."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from vaqaye.errors import EmptyArticle, IngestError, TooLarge, VaqayeError
from vaqaye.ingest.published import iso
from vaqaye.model import Article, Failure

LIMIT = 20_000_000
"""Bytes that one text, page, feed or line may have, decompressed."""
RATIO = 200
"""How many times larger than an archive its content may be: news shrinks to a quarter, never to a two-hundredth."""

# JSON can't carry a lone surrogate, and C libraries stop at NUL: one U+FFFD for one, so that offsets stay.
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the caller knows of an article where the file itself does not say.

    A text or a page takes all four; of many articles in one file each takes `source` and `published` only, since a URL
    or a title belongs to one article. `published` may be any date that a file may give («1400/10/29» too) and is kept
    as ISO; IngestError if it is none.
    """

    source: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None

    def __post_init__(self) -> None:
        if self.published:
            date = iso(self.published)
            if date is None:
                raise IngestError(f"{self.published!r} is no date: give one such as 2022-01-19 or 1400/10/29")
            object.__setattr__(self, "published", date)

    def for_many(self) -> Defaults:
        """The part that holds for every article of a file with many."""
        return Defaults(source=self.source, published=self.published)


def tidy(text: str) -> str:
    """The same text with NUL and lone surrogates replaced by U+FFFD, one for one."""
    return _NOT_TEXT.sub("\ufffd", text)


def article_id(article: Article) -> str:
    """The given id, else 16 hexadecimal digits of SHA-256 over source and URL, else over the text."""
    if article.id:
        return str(article.id)
    key = f"{article.source or ''}\n{article.url}" if article.url else article.text
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def finish(
    where: str,
    defaults: Defaults,
    text: str,
    *,
    id: str | None = None,
    source: str | None = None,
    url: str | None = None,
    title: str | None = None,
    published: str | None = None,
) -> Article | Failure:
    """The article as it leaves this room, or the Failure of one that has no words. `where` is its path or path:line."""
    id = _field(id)
    if not text or text.isspace():
        return failure(where, EmptyArticle("there is no text in it"), id=id)
    return tidied(Article(text, id, source, url, title, published), defaults)


def tidied(draft: Article, defaults: Defaults) -> Article:
    """The article with clean strings, an ISO date and an id; its text may be empty."""
    article = Article(
        text=tidy(draft.text),
        id=_field(draft.id),
        source=_field(draft.source) or _field(defaults.source),
        url=_field(draft.url) or _field(defaults.url),
        title=_field(draft.title) or _field(defaults.title),
        published=(iso(draft.published) if draft.published else None) or defaults.published,
    )
    return article if article.id else replace(article, id=article_id(article))


def failure(where: str, error: VaqayeError, id: str | None = None) -> Failure:
    """What could not be read, where it is, and why."""
    return Failure(Article(text="", id=id, url=tidy(where)), type(error).__name__, tidy(str(error)))


def too_large(what: str) -> TooLarge:
    """The error of a text, page, feed or line beyond LIMIT."""
    return TooLarge(f"the {what} is larger than {LIMIT // 1_000_000} MB: one article is never that long, split it")


def _field(value: str | None) -> str | None:
    return tidy(value).strip() or None if value else None
