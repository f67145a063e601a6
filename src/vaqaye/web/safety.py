"""What stands between a stranger and the reading room: who may ask, how often, how much, and what a browser may do."""

from __future__ import annotations

import ipaddress
import logging
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes, urlsplit

from fastapi import FastAPI, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vaqaye.web.api_errors import is_api, say

_log = logging.getLogger(__name__)

LOOPBACK_HOSTS = frozenset(("localhost", "127.0.0.1", "::1"))
ANY_HOST = "*"
URL_BYTES = 8_192
BODY_BYTES = 2_000_000
PARAMETERS = 100

HEADERS = {
    # Scripts and styles are files of ours: words of an article that reach a page as markup still run nothing.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer a browser sends `Origin: null` with our own forms too.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
Fault = Callable[[Request, Exception], Response]

_NEAR = "127.0.0.1"
_CHANGING = frozenset(("POST", "PUT", "PATCH", "DELETE"))


@dataclass(slots=True)
class Buckets:
    """A bucket of tokens for each client: `burst` of them, filled up by `rate` a second; a request takes one.

    Of at most `clients` clients the newest are kept: who is forgotten begins with a full bucket.
    """

    rate: float
    burst: float
    clients: int = 10_000
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, client: str, now: float) -> float:
        """0 where there was a token, else in how many seconds there is one. `now` is in seconds of any clock."""
        left, then = self._left.pop(client, (self.burst, now))
        left = min(self.burst, left + (now - then) * self.rate)
        wait = 0.0 if left >= 1 else (1 - left) / self.rate
        self._left[client] = (left if wait else left - 1, now)
        if len(self._left) > self.clients:
            self._left.popitem(last=False)
        return wait


class _Refused(Exception):
    """A request that is not passed on: status and what to say."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.headers = status, {name.replace("_", "-"): value for name, value in headers.items()}


def protect(
    app: FastAPI, fault: Fault | None = None, *, hosts: Iterable[str] = (), rate: float = 20, burst: float = 200
) -> None:
    """Puts the guard around an application. `fault` makes the page that says what was refused, or that one of ours has failed.

    `hosts` are names beside those of this machine that a browser may call it by, "*" for any. A client may ask `rate`
    times a second in the long run, `burst` times at once; one on this machine a hundred times as often, because several
    people may come through a proxy here.
    """
    near = Buckets(rate * 100, burst * 100)
    app.add_middleware(Guard, fault=fault, hosts=frozenset(hosts), buckets=Buckets(rate, burst), near=near)


class Guard:
    """ASGI middleware: refuses what no reader sends, adds HEADERS to every answer, says 500 in words."""

    def __init__(
        self, app: ASGIApp, *, fault: Fault | None, hosts: frozenset[str], buckets: Buckets, near: Buckets
    ) -> None:
        self._app, self._fault, self._buckets, self._near = app, fault, buckets, near
        self._hosts = LOOPBACK_HOSTS | {name.lower() for name in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with what is wrong."""
        if scope["type"] == "websocket":  # there are none here
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                for name, value in HEADERS.items():
                    MutableHeaders(scope=message).setdefault(name, value)
            await send(message)

        try:
            headers = Headers(scope=scope)
            self._check(scope, headers)
            await self._app(scope, _measured(receive), answer)
        except _Refused as refused:
            if not begun:
                if self._fault and not is_api(scope["path"]):
                    said = HTTPException(refused.status, str(refused), refused.headers)
                    response = self._fault(Request(scope), said)
                else:
                    response = say(scope["path"], refused.status, "Refused", str(refused), refused.headers)
                await response(scope, receive, answer)
        except Exception as error:
            _log.exception("%s failed", scope["path"])
            if begun:
                raise
            if self._fault and not is_api(scope["path"]):
                response = self._fault(Request(scope), error)
            else:
                response = say(
                    scope["path"], 500, "Broken", "this is a fault of ours: the log of the program says more"
                )
            await response(scope, receive, answer)

    def _check(self, scope: Scope, headers: Headers) -> None:
        self._check_host(headers)
        self._check_rate(scope)
        _check_url(scope)
        _check_size(headers)
        if scope["method"] in _CHANGING:
            _check_origin(headers)

    def _check_host(self, headers: Headers) -> None:
        """A page elsewhere can give its own name the address 127.0.0.1 and read what is served there; its Host tells."""
        given = headers.getlist("host")
        if len(given) != 1 or (_name(given[0]) not in self._hosts and ANY_HOST not in self._hosts):
            raise _Refused(
                400, "this reading room does not go by that name: ask for localhost, or start it with --host NAME"
            )

    def _check_rate(self, scope: Scope) -> None:
        client = _client(scope)
        buckets = self._near if client == _NEAR else self._buckets
        if wait := buckets.take(client, time.monotonic()):
            seconds = str(int(wait) + 1)
            raise _Refused(429, f"too many questions at once: go on in {seconds} s", Retry_After=seconds)


def _name(host: str) -> str | None:
    """The name in a Host header or an origin, without its port."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return None
    return name.rstrip(".") if name else None


def _client(scope: Scope) -> str:
    """Whom to count a request for. Who has an IPv6 address has all that begin like it."""
    address = (scope.get("client") or ("", 0))[0]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # a socket in a file of this machine
        return _NEAR
    if parsed.is_loopback:
        return _NEAR
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)


def _check_url(scope: Scope) -> None:
    path, query = scope.get("raw_path") or scope["path"].encode(), scope["query_string"]
    if len(path) + len(query) > URL_BYTES:
        raise _Refused(414, f"this address has more than {URL_BYTES:,} bytes: ask for less in one question")
    if query.count(b"&") >= PARAMETERS:
        raise _Refused(400, f"there are more than {PARAMETERS} parameters: give each once")
    _check_letters(path, "")
    _check_letters(query, "\t\n\r")


def _check_letters(raw: bytes, allowed: str) -> None:
    """Half of a letter, a surrogate, a NUL: no question has them, and many a library stumbles over them."""
    try:
        text = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError as error:
        raise _Refused(400, "this address is not in UTF-8: encode letters as %D8%A7") from error
    if any(unicodedata.category(c) == "Cc" and c not in allowed for c in text):
        raise _Refused(400, "there are control characters in this address: leave them out")


def _check_size(headers: Headers) -> None:
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length[:20]) > BODY_BYTES:
        raise _too_large()


def _too_large() -> _Refused:
    return _Refused(413, f"more than {BODY_BYTES // 1_000_000} MB at once: send less")


def _measured(receive: Receive) -> Receive:
    """The body of a request, up to its limit, also where it comes in chunks that no header announces."""
    size = 0

    async def read() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > BODY_BYTES:
            raise _too_large()
        return message

    return read


def _check_origin(headers: Headers) -> None:
    """What changes something must come from a page of ours, or from no browser at all."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    else:
        ours = origin is None or urlsplit(_whole(origin)).netloc.lower() == headers["host"].lower()
    if not ours:
        raise _Refused(403, "this form was sent from another site: send it from a page of this reading room")


def _whole(origin: str) -> str:
    """An origin that can be taken apart: "null", and «[» without its end, become nobody's."""
    try:
        urlsplit(origin)
    except ValueError:
        return ""
    return origin
