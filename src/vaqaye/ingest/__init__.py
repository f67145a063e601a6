"""Files, folders, pages and feeds to articles. What gives none is a Failure that says why, and the rest goes on.

Formats: plain text, HTML pages, RSS and Atom, JSON and JSON Lines, each packed with gzip or not. All strings that come
out can be written as JSON: NUL and lone surrogates are replaced by U+FFFD, one for one.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from vaqaye.errors import IngestError
from vaqaye.ingest import files
from vaqaye.ingest.article import LIMIT, Defaults, article_id
from vaqaye.model import Article, Failure

__all__ = ["LIMIT", "Defaults", "article_id", "articles", "from_bytes"]

_NO_DEFAULTS = Defaults()


def articles(paths: Iterable[Path], defaults: Defaults = _NO_DEFAULTS) -> Iterator[Article | Failure]:
    """The articles of files and folders, one at a time, in order; folders are walked sorted, hidden files left out.

    Every article has an id; one that came before with the same id and text is left out. A file, line or page that gives
    no article is a Failure whose article has the path (and line) as its URL. Raises IngestError only, at once, for a
    path that does not exist.
    """
    paths = [Path(path) for path in paths]
    for path in paths:
        if not _exists(path):
            raise IngestError(f"{path} does not exist: check the spelling, and where you are ({Path.cwd()})")
    return _once(_walk(paths, defaults))


def from_bytes(data: bytes, name: str, defaults: Defaults = _NO_DEFAULTS) -> Iterator[Article | Failure]:
    """The articles of bytes in any of the formats (stdin), one at a time: what they hold decides, and `name`'s suffix."""
    return _once(files.read_stream(io.BufferedReader(io.BytesIO(data)), name, len(data), defaults))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # it may not be looked at: reading it says why
        return True


def _walk(paths: Iterable[Path], defaults: Defaults) -> Iterator[Article | Failure]:
    for path in paths:
        for file in files.walk(path):
            if isinstance(file, Failure):
                yield file
            else:
                yield from files.read(file, defaults)


def _once(stream: Iterable[Article | Failure]) -> Iterator[Article | Failure]:
    """Leaves out an article that is the same, by id and text, as one before it; eight bytes are remembered of each."""
    seen: set[bytes] = set()
    for article in stream:
        if isinstance(article, Article):
            key = f"{article.id}\n{article.text}".encode()
            digest = hashlib.blake2b(key, digest_size=8).digest()
            if digest in seen:
                continue
            seen.add(digest)
        yield article
