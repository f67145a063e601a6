"""One address to bytes, from servers that nobody vouches for, and as a guest: robots.txt, one request at a time, a pause."""

from __future__ import annotations

import time
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ssl import SSLContext

import httpcore
import httpx
from protego import Protego

from vaqaye.errors import FetchError
from vaqaye.ingest.connect import Backend
from vaqaye.version import __version__

AGENT = "Vaqaye"
"""The name that robots.txt may call this program by."""
REDIRECTS = 5
"""Redirects that are followed."""

_ROBOTS_BYTES = 500_000  # RFC 9309: at least so much of a robots.txt is to be read
_ROBOTS_SECONDS = 24 * 3600.0  # and kept for no longer than a day
_LONGEST_PAUSE = 60.0  # a Crawl-delay of an hour would mean that nothing is ever read
_LONGEST_RETRY = 24 * 3600.0
_LONGEST_URL = 2000
_LONGEST_VALIDATOR = 500
_LAST_PORT = 65535
_HOSTS = 1000
_REDIRECTED = (301, 302, 303, 307, 308)
_TEMPORARY = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is asked for: the Accept header, parts of the content types that will do, and bytes when unpacked."""

    accept: str
    types: tuple[str, ...]
    limit: int


PAGE = Kind("text/html,application/xhtml+xml;q=0.9", ("html", "text/plain"), 10_000_000)
# A feed of fifty full articles has half a megabyte; a broken one costs the parser up to 30 s for each megabyte.
FEED = Kind(
    "application/rss+xml,application/atom+xml,application/xml;q=0.9", ("xml", "rss", "atom", "text/"), 5_000_000
)
_ROBOTS = Kind("text/plain", ("",), _ROBOTS_BYTES)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: a whole request with its redirects takes at most `total`, a server may say nothing for `silence`."""

    total: float = 60.0
    silence: float = 20.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered; `body` is None where it has not changed (304)."""

    url: str
    body: bytes | None
    etag: str | None = None
    modified: str | None = None


@dataclass(slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(slots=True)
class Fetcher:
    """Fetches pages and feeds. One thread; robots.txt files and the times of the last requests are remembered.

    `pause` is the seconds between two requests to a host, `contact` an address that servers are told. Private, loopback
    and link-local addresses are refused but for the hosts in `allow_private`.
    """

    pause: float = 2.0
    contact: str | None = None
    allow_private: Collection[str] = ()
    limits: Limits = Limits()
    _robots: dict[str, tuple[float, Protego]] = field(default_factory=dict)
    _free: dict[str, float] = field(default_factory=dict)
    _tls: SSLContext | None = None

    def get(self, url: str, kind: Kind, etag: str | None = None, modified: str | None = None) -> Fetched:
        """What is at an address, redirects followed; with `etag` or `modified` only if it is new since then.

        FetchError says why there is nothing, and whether another try may give something.
        """
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        conditions = {name: value for name, value in headers.items() if value}
        deadline = time.monotonic() + self.limits.total
        target = _target(url)
        for _ in range(REDIRECTS + 1):
            deadline += self._ask_robots(target) + self._wait(target)
            answer = self._request(target, kind, conditions, deadline)
            if answer.status not in _REDIRECTED:
                return _fetched(target, answer, conditioned=bool(conditions))
            target = _onwards(target, answer)
        raise FetchError(f"{_shown(url)} was redirected more than {REDIRECTS} times")

    def _ask_robots(self, url: httpx.URL) -> float:
        """Asks the robots.txt of a host for leave; the seconds that this took, which are not those of the page."""
        started, host = time.monotonic(), _origin(url)
        until, robots = self._robots.get(host, (0.0, None))
        if robots is None or until < started:
            robots = Protego.parse(self._robots_txt(url))
            if len(self._robots) >= _HOSTS:
                self._robots.clear()
            self._robots[host] = started + _ROBOTS_SECONDS, robots
        if not robots.can_fetch(str(url), AGENT):
            raise FetchError(f"robots.txt of {url.host} asks not to fetch {_shown(str(url))}")
        return time.monotonic() - started

    def _robots_txt(self, url: httpx.URL) -> str:
        """Its text; empty where there is none. FetchError where the server is in no state to say."""
        target, deadline = url.join("/robots.txt"), time.monotonic() + self.limits.total
        for _ in range(REDIRECTS + 1):
            deadline += self._wait(target)
            try:
                answer = self._request(target, _ROBOTS, {}, deadline)
            except FetchError as error:
                raise FetchError(f"no answer for robots.txt: {error}", again=error.again, after=error.after) from error
            if answer.status not in _REDIRECTED:
                break
            target = _onwards(target, answer)
        if answer.status >= 500 or answer.status in _TEMPORARY:
            after = _retry_after(answer.headers)
            raise FetchError(f"robots.txt of {url.host} answered {answer.status}", again=True, after=after)
        return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""

    def _request(self, url: httpx.URL, kind: Kind, conditions: Mapping[str, str], deadline: float) -> _Answer:
        """One request on a connection of its own."""
        contact = f"; {self.contact}" if self.contact else ""
        headers = [
            (b"Host", url.netloc),
            (b"User-Agent", f"{AGENT}/{__version__} (reads news feeds{contact})".encode("ascii", "replace")),
            (b"Accept", kind.accept.encode()),
            (b"Accept-Encoding", b"gzip, deflate"),
            (b"Connection", b"close"),
            *((name.encode(), value.encode("latin-1")) for name, value in conditions.items()),
        ]
        default = 443 if url.scheme == "https" else 80
        origin = httpcore.Origin(url.raw_scheme, url.raw_host, url.port or default)
        backend = Backend(deadline, self.allow_private)
        silence = dict.fromkeys(("connect", "read", "write", "pool"), self.limits.silence)
        try:
            with (
                _explained(url.host),
                httpcore.HTTPConnection(origin, self._context(url), network_backend=backend) as connection,
                connection.stream(
                    "GET",
                    httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=origin.port, target=url.raw_path),
                    headers=headers,
                    extensions={"timeout": silence},
                ) as response,
            ):
                answer = _Answer(response.status, _headers(response))
                if answer.status == 200:
                    answer.body = _body(response, answer.headers, kind)
                return answer
        finally:
            self._free[url.host] = time.monotonic() + self._pause_of(url)

    def _context(self, url: httpx.URL) -> SSLContext | None:
        """How TLS is spoken; made once, since reading the certificates takes as long as a request."""
        if url.scheme == "https" and self._tls is None:
            self._tls = httpx.create_ssl_context()
        return self._tls

    def _pause_of(self, url: httpx.URL) -> float:
        _, robots = self._robots.get(_origin(url), (0.0, None))
        asked = robots.crawl_delay(AGENT) if robots else None
        return max(self.pause, min(asked or 0.0, _LONGEST_PAUSE))

    def _wait(self, url: httpx.URL) -> float:
        """Waits until a host may be asked again; the seconds that this took."""
        now = time.monotonic()
        if len(self._free) >= _HOSTS:
            self._free = {host: free for host, free in self._free.items() if free > now}
        pause = max(0.0, self._free.get(url.host, 0.0) - now)
        time.sleep(pause)
        return pause


def host_of(url: str) -> str:
    """The host that an address is asked of; empty where there is none."""
    try:
        return httpx.URL(url).host
    except (httpx.InvalidURL, ValueError):
        return ""


def absolute(base: str, link: str) -> str:
    """The address that a link in a feed means; the link itself where it means none."""
    try:
        return str(httpx.URL(base).join(link))
    except (httpx.InvalidURL, ValueError):
        return link


def _target(url: str) -> httpx.URL:
    """An address that may be asked. FetchError for what is no web address."""
    try:
        parsed = httpx.URL(url) if len(url) <= _LONGEST_URL else None
    except (httpx.InvalidURL, ValueError, UnicodeError):
        parsed = None
    if parsed is None or parsed.scheme not in ("http", "https") or not parsed.host or (parsed.port or 0) > _LAST_PORT:
        raise FetchError(f"{_shown(url)} is not an address of the web: only http and https are fetched")
    return parsed.copy_with(fragment=None, username=None, password=None) if parsed.userinfo else parsed


def _onwards(url: httpx.URL, answer: _Answer) -> httpx.URL:
    """Where a redirect leads."""
    location = answer.headers.get("location")
    if not location:
        raise FetchError(f"{url.host} redirects, and does not say where")
    return _target(absolute(str(url), location))


def _fetched(url: httpx.URL, answer: _Answer, *, conditioned: bool) -> Fetched:
    """The answer, if it is one."""
    status = answer.status
    if status == 200 or (status == 304 and conditioned):
        etag, modified = (_validator(answer.headers.get(name)) for name in ("etag", "last-modified"))
        return Fetched(str(url), answer.body if status == 200 else None, etag, modified)
    again = status >= 500 or status in _TEMPORARY
    raise FetchError(f"{url.host} answered {status}", again=again, after=_retry_after(answer.headers))


def _validator(value: str | None) -> str | None:
    """A header that is sent back as it is; a novel is not."""
    return value if value and len(value) <= _LONGEST_VALIDATOR else None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the server wishes: `120`, or a date."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), _LONGEST_RETRY)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), _LONGEST_RETRY)


def _headers(response: httpcore.Response) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}


def _body(response: httpcore.Response, headers: Mapping[str, str], kind: Kind) -> bytes:
    """The body, unpacked. Stops where it is longer than `kind` allows, packed or not: a bomb is never held whole."""
    type_ = headers.get("content-type", "").lower()
    if type_ and not any(part in type_ for part in kind.types):
        raise FetchError(f"it is {type_[:60]!a}, not a feed or a page")
    out = bytearray()
    for piece in _unpacked(response.iter_stream(), headers.get("content-encoding", "").strip().lower(), kind.limit):
        out += piece
        if len(out) > kind.limit:
            if kind is _ROBOTS:
                return bytes(out[: kind.limit])
            raise FetchError(f"it is larger than {kind.limit / 1_000_000:g} MB: no article is that long")
    return bytes(out)


def _unpacked(chunks: Iterator[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """The bytes of a body, never much more than `limit` at a time."""
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"it is packed as {encoding[:20]!a}, which was not asked for")
    packed, unpack = 0, None
    try:
        for chunk in chunks:
            if unpack is None:  # deflate may come with the header of zlib or without
                bare = encoding == "deflate" and chunk[:1] and chunk[0] & 0x0F != 8
                unpack = zlib.decompressobj(-15 if bare else 47)
            packed += len(chunk)
            piece = unpack.decompress(chunk, limit + 1)
            yield piece
            if packed > limit or unpack.unconsumed_tail:
                raise FetchError(f"it is larger than {limit / 1_000_000:g} MB: no article is that long")
            if unpack.unused_data:
                raise FetchError("something follows behind the packed body")
    except zlib.error as error:
        raise FetchError(f"it can't be unpacked: {error}", again=True) from error
    if unpack is None or not unpack.eof:
        raise FetchError("the connection broke in the middle of the packed body", again=True)


@contextmanager
def _explained(host: str) -> Iterator[None]:
    """Turns what goes wrong on the wire into a FetchError; all of it may go right another time."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchError(f"{host} did not answer in time", again=True) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise FetchError(
            f"the connection to {host} failed: {_shown(str(error) or type(error).__name__)}", again=True
        ) from error


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _shown(text: str) -> str:
    """Text from outside as it may stand in a message: short, and without what a terminal would obey."""
    return ascii(text[:200])[1:-1]
