"""A web server on loopback whose pages are functions, for the tests of what touches the network."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Handler = BaseHTTPRequestHandler
Route = Callable[[Handler], None]

HTML, RSS = "text/html; charset=utf-8", "application/rss+xml; charset=utf-8"


@dataclass
class Site:
    """What it serves by path, and what it was asked: path, headers, time of each request."""

    port: int = 0
    scheme: str = "http"
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths that were asked for, without robots.txt."""
        return [path for path, _, _ in self.asked if path != "/robots.txt"]


def answer(body: bytes | str, type: str = HTML, status: int = 200, **headers: str) -> Route:
    """A page that is always the same. Headers by their names with _ for -."""
    data = body.encode() if isinstance(body, str) else body

    def route(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", type)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return route


def redirect(target: str, status: int = 302) -> Route:
    return answer(b"", status=status, Location=target)


def in_turn(*routes: Route) -> Route:
    """Another page each time; the last one from then on."""
    rest = list(routes)

    def route(handler: Handler) -> None:
        now = rest.pop(0) if len(rest) > 1 else rest[0]
        now(handler)

    return route


class _Server(ThreadingHTTPServer):
    daemon_threads, block_on_close = True, False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what the tests are about."""


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Site]:
    """A running site; with a certificate (and its key in one file) it speaks TLS."""
    site = Site()

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers), time.monotonic()))
            self.close_connection = True
            route = site.routes.get(self.path)
            with suppress(OSError):  # the client has had enough
                (route or answer(b"", status=404))(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with _Server(("127.0.0.1", 0), Answers) as server:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            site.scheme = "https"
        site.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
