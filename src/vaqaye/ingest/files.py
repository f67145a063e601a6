"""Files on the disk: which ones a folder has, what is in one, and how much of it may be read."""

from __future__ import annotations

import gzip
import io
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, cast

from vaqaye.errors import EmptyArticle, IngestError, VaqayeError
from vaqaye.ingest import lines
from vaqaye.ingest.article import LIMIT, RATIO, Defaults, failure, finish, too_large
from vaqaye.ingest.decode import decode
from vaqaye.model import Article, Failure

Kind = Literal["text", "page", "feed", "json", "lines", "warc"]

_SUFFIXES: dict[str, Kind] = {
    ".txt": "text", ".html": "page", ".htm": "page", ".xhtml": "page", ".xml": "feed", ".rss": "feed", ".atom": "feed",
    ".json": "json", ".jsonl": "lines", ".ndjson": "lines", ".warc": "warc",
}  # fmt: skip
_HEAD = 4096
_PROLOG = rb"\s*(?:<\?xml[^>]{0,400}>\s*)?(?:<!--[^>]{0,1000}-->\s*)?"
_FEED = re.compile(_PROLOG + rb"(?:<!doctype rss[^>]{0,400}>\s*)?<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
_PAGE = re.compile(
    _PROLOG + rb"<(?:!doctype html|html|head|body|meta|title|div|p|article|main|h1)[\s/>]", re.IGNORECASE
)
_XML = re.compile(rb"\s*<\?xml\s", re.IGNORECASE)
_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*[\"}]")
_WARC = b"WARC/"
_GZIP = b"\x1f\x8b"
_BUFFER = 1 << 16


def walk(root: Path) -> Iterator[Path | Failure]:
    """A file itself, or the files under a folder, sorted and without hidden ones; a link out of it is a Failure.

    A link to something inside is passed over, since that is read under its own name.
    """
    waiting = [root]
    while waiting:
        path = waiting.pop()
        try:
            if path.is_symlink() and path != root:
                if not path.resolve(strict=True).is_relative_to(root.resolve()):
                    yield failure(str(path), IngestError("a link out of the folder: name its target to have it read"))
            elif path.is_dir():
                waiting += sorted((p for p in path.iterdir() if not p.name.startswith(".")), reverse=True)
            else:
                yield path
        except (OSError, RuntimeError) as error:  # a dangling link, links in a circle, a folder that may not be listed
            yield failure(str(path), _unreadable(error))


def read(path: Path, defaults: Defaults) -> Iterator[Article | Failure]:
    """The articles of one file; what is wrong with it is a Failure."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            yield failure(str(path), IngestError("not a file: a pipe, a socket or a device. Pass its text to stdin"))
            return
        with path.open("rb") as file:
            yield from read_stream(file, str(path), found.st_size, defaults)
    except OSError as error:
        yield failure(str(path), _unreadable(error))


def read_stream(file: io.BufferedReader, name: str, size: int, defaults: Defaults) -> Iterator[Article | Failure]:
    """The articles of an open file of `size` bytes, packed with gzip or not; what is wrong with it is a Failure."""
    allowed, plain_name, as_it_is = sys.maxsize, name, file
    try:
        if file.peek(2).startswith(_GZIP):
            file = cast(io.BufferedReader, io.BufferedReader(gzip.GzipFile(fileobj=file), _BUFFER))
            allowed, plain_name = LIMIT + RATIO * size, name.removesuffix(".gz")
        suffix = Path(plain_name).suffix.lower()
        # One whose first record is damaged can still be read from the second on.
        kind = "warc" if suffix == ".warc" else _kind(file.peek(_HEAD)[:_HEAD], suffix)
        if kind == "warc":
            from vaqaye.ingest import warc

            as_it_is.seek(0)
            yield from warc.read(as_it_is, name, size, defaults.for_many())
            return
        yield from _dispatch(file, name, kind, allowed, defaults)
    except VaqayeError as error:
        yield failure(name, error)
    except (OSError, EOFError, zlib.error) as error:
        yield failure(name, _unreadable(error))


def _dispatch(
    file: io.BufferedReader, name: str, kind: Kind, allowed: int, defaults: Defaults
) -> Iterator[Article | Failure]:
    if kind in ("json", "lines"):
        yield from lines.read(file, name, defaults, allowed, lines=kind == "lines")
        return
    data = file.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise too_large(kind)
    if not data.strip():
        raise EmptyArticle("the file is empty: give one with the text of an article")
    text = decode(data)
    if kind == "text":
        yield finish(name, defaults, text)
    elif kind == "page":
        from vaqaye.ingest import page

        yield page.read(text, name, defaults)
    else:
        from vaqaye.ingest import feed

        yield from feed.read(text, name, defaults.for_many())


def _kind(head: bytes, suffix: str) -> Kind:
    """What a file is: by the root of its markup, else by its suffix, else JSON if it looks like it, else text."""
    named = _SUFFIXES.get(suffix)
    if named in ("text", "json", "lines"):
        return named
    if head.startswith(_WARC):
        return "warc"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _FEED.match(head):
        return "feed"
    if _PAGE.match(head):
        return "page"
    if named:
        return named
    if _JSON.match(head):
        return "json"
    return "feed" if _XML.match(head) else "text"


def _unreadable(error: Exception) -> IngestError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return IngestError(f"can't be read: {reason or type(error).__name__}")
