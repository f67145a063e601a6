"""Web archives (WARC, packed or not, such as those of CC-NEWS): the Persian pages in them, each an article.

Only whole answers with HTML are looked at, and of those only Persian ones are taken apart. What is in other languages is
left out without a word; what is broken is a Failure, and reading goes on at the next record.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecordType

from vaqaye.errors import IngestError, TooLarge, VaqayeError
from vaqaye.ingest import page
from vaqaye.ingest.article import LIMIT, RATIO, Defaults, failure, too_large
from vaqaye.ingest.decode import decode
from vaqaye.ingest.persian import is_persian
from vaqaye.model import Article, Failure

if TYPE_CHECKING:
    from fastwarc.warc import HeaderMap, WarcRecord

_GZIP, _PLAIN = b"\x1f\x8b\x08", b"\nWARC/1."
_PAGES = ("text/html", "application/xhtml+xml")
_CHUNK = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*(?:;[^\r\n]*)?\r?\n")
_LAST_CHUNK = re.compile(rb"(?:^|\n)0+[ \t]*(?:;[^\r\n]*)?\r?\n")
_TAIL = 4096
_STEP = 1 << 16
# A damaged archive is searched for its next record. All the reading again may come to so many times its size, and as
# much as a thousand damaged places take.
_PASSES, _ALWAYS = 4, 1000 * 2 * _STEP
_BROKEN = (OSError, EOFError, ValueError, zlib.error)


def read(file: io.BufferedReader, name: str, size: int, defaults: Defaults) -> Iterator[Article | Failure]:
    """The Persian pages of an archive of `size` bytes, in order, in memory one at a time.

    The address of an article is that of its record, the date only what the page itself tells: an archive knows when it
    came by, not when the news was published. Raises TooLarge where far more comes out of an archive than news would give.
    """
    came, allowed = 0, LIMIT + RATIO * size
    records = _Records(file, name, size)
    for record in records:
        if isinstance(record, Failure):
            yield record
            continue
        came += max(record.content_length, 0)
        if came > allowed and records.packed:
            raise TooLarge(
                "far more comes out of this archive than news would give: unpack it yourself if you trust it"
            )
        if record.record_type != WarcRecordType.response:
            continue
        address = _address(record)
        where = address or f"{name}:{records.at}"
        try:
            body = _body(record)
            if body is not None and is_persian(body):
                known = Defaults(defaults.source, address, None, defaults.published)
                yield page.read(decode(body), where, known, fetched=address)
        except _Lost as error:
            records.lost()
            yield failure(where, IngestError(str(error)))
        except VaqayeError as error:
            yield failure(where, error)
        except _BROKEN as error:
            yield failure(where, IngestError(f"a damaged record at byte {records.at:,} of {name}: {error}"))


class _Lost(IngestError):
    """A record that can't be read to its end: where the next one begins is not known then."""


class _Records:
    """The records of an archive, their payloads unread; what is damaged between two is a Failure."""

    def __init__(self, file: io.BufferedReader, name: str, size: int) -> None:
        self.packed = file.peek(2).startswith(_GZIP[:2])
        self.at = 0
        self._mark = _GZIP if self.packed else _PLAIN
        self._file = _Bounded(file, _ALWAYS + _PASSES * size)
        self._name = name
        self._lost = False

    def lost(self) -> None:
        """Says that the current record reached into those behind it: the next one has to be searched for."""
        self._lost = True

    def __iter__(self) -> Iterator[WarcRecord | Failure]:
        start: int | None = 0
        while start is not None:
            self._lost, self.at, behind = False, start, start + 1
            self._file.seek(start)
            broken: str | None = None
            told = start > 0  # what is found next may be no record either: one damage is one Failure
            try:
                for record in ArchiveIterator(self._file, WarcRecordType.any_type, parse_http=False):
                    self.at = record.stream_pos
                    # What a page quotes of an archive is no record: its own bytes are not searched for one.
                    length, told = 0 if self.packed else record.content_length, False
                    yield record
                    behind = self.at + (1 if self._lost else max(1, length))
                    if self._lost:
                        break
            except _BROKEN as error:
                broken = str(error)
            # A damaged head of a gzip member may pass for one that has no end.
            start = self._next(behind) if broken or self._lost or self.packed else None
            if not told and (broken or (start is not None and not self._lost)):
                reason = (
                    f"damaged behind byte {self.at:,}, reading goes on at the next whole record: {broken or 'no gzip'}"
                )
                yield failure(f"{self._name}:{self.at}", IngestError(reason))
        if self._file.spent:
            reason = "damaged in so many places that the rest is not read: get another copy of it"
            yield failure(self._name, IngestError(reason))

    def _next(self, start: int) -> int | None:
        """Where the mark of a record stands next."""
        self._file.seek(start)
        held = b""
        while piece := self._file.read(_STEP):
            found = (held + piece).find(self._mark)
            if found >= 0:
                return start - len(held) + found + (0 if self.packed else 1)
            start += len(piece)
            held = (held + piece)[-len(self._mark) + 1 :]
        return None


class _Bounded(io.RawIOBase):
    """A file of which only so many bytes are read in all; behind them it ends."""

    def __init__(self, file: io.BufferedReader, most: int) -> None:
        self._file = file
        self._left = most

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(data)
        return data

    @property
    def spent(self) -> bool:
        """Whether it has ended before its end."""
        return not self._left

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def _address(record: WarcRecord) -> str | None:
    """What was asked for; old archives put it in angle brackets."""
    return (record.headers.get("WARC-Target-URI") or "").strip("<> \t") or None


def _body(record: WarcRecord) -> bytes | None:
    """The page of a record, unpacked; None if it has none. Raises IngestError or one of _BROKEN."""
    record.parse_http(strict_mode=False)
    headers = record.http_headers
    if headers is None or headers.status_code is None:
        raise IngestError("the record holds no answer of a server")
    kind = (record.http_content_type or "text/html").lower()
    if headers.status_code != 200 or kind not in _PAGES:
        return None
    length = record.content_length
    try:
        body = record.reader.read(LIMIT + 1)
    except _BROKEN as error:
        raise _Lost(f"the record is damaged: {error}") from error
    if len(body) > LIMIT:
        raise too_large("page")
    if len(body) < length:
        raise _Lost(f"the page breaks off: {len(body):,} of {length:,} bytes are there")
    if record.headers.get("WARC-Truncated"):
        raise IngestError("the page breaks off: the crawler that fetched it stopped in its middle")
    return _unpacked(body, headers)


def _unpacked(body: bytes, headers: HeaderMap) -> bytes:
    """The body without chunks and packing. Some archives keep the headers of what they have unpacked themselves."""
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower() and _CHUNK.match(body):
        if not _LAST_CHUNK.search(body[-_TAIL:]):
            raise IngestError("the page breaks off: its last chunk is missing")
        body = ChunkedReader(io.BytesIO(body)).read(LIMIT + 1)
    packing = (headers.get("Content-Encoding") or "").strip().lower()
    if packing in ("", "identity") or body.lstrip()[:1] == b"<":
        return body
    if packing == "br":
        body = BrotliReader(io.BytesIO(body)).read(LIMIT + 1)
    elif packing == "zstd":
        body = ZstdReader(io.BytesIO(body)).read(LIMIT + 1)
    elif packing in ("gzip", "x-gzip", "deflate"):
        body = _inflated(body)
    else:
        raise IngestError(f"the page is packed in a way that is not known: {packing[:20]}")
    if len(body) > LIMIT:
        raise too_large("page")
    return body


def _inflated(body: bytes) -> bytes:
    # Many servers send «deflate» without the header that belongs to it.
    bare = body[:1] != b"\x1f" and (len(body) < 2 or int.from_bytes(body[:2], "big") % 31)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
    plain = inflate.decompress(body, LIMIT + 1)
    if not inflate.eof and len(plain) <= LIMIT:
        raise IngestError("the page breaks off: what it is packed in is not complete")
    return plain
