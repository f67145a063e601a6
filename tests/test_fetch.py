"""One address to bytes: what a server may do wrong, on purpose or not, and where it may not lead."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from serving import Handler, Route, Site, answer, in_turn, redirect, serving
from vaqaye.errors import FetchError
from vaqaye.ingest import fetch
from vaqaye.ingest.connect import is_public
from vaqaye.ingest.fetch import FEED, PAGE, Fetched, Fetcher, Limits

QUICK = Limits(total=1.0, silence=0.4)
HELLO = "<p>سلام</p>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def fetcher(pause: float = 0.0, limits: Limits = QUICK, contact: str | None = None) -> Fetcher:
    return Fetcher(pause, contact, ("127.0.0.1",), limits)


def get(site: Site, path: str = "/") -> Fetched:
    return fetcher().get(site.url(path), PAGE)


def refused(site: Site, path: str = "/") -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(site, path)
    return caught.value


def test_a_page_is_fetched_and_the_server_told_by_whom(site: Site) -> None:
    site.routes["/خبر".encode().decode("latin-1")] = answer("not asked for")
    site.routes["/%D8%AE%D8%A8%D8%B1"] = answer(HELLO)
    page = fetcher(contact="news@example.org").get(site.url("/خبر"), PAGE)
    assert page.body == HELLO.encode()
    _, headers, _ = site.asked[-1]
    assert headers["User-Agent"].startswith("Vaqaye/")
    assert "news@example.org" in headers["User-Agent"]
    assert headers["Host"] == f"127.0.0.1:{site.port}"


def test_only_what_is_new_is_sent(site: Site) -> None:
    def route(handler: Handler) -> None:
        same = handler.headers.get("If-None-Match") == '"a1"'
        answer(b"" if same else HELLO, status=304 if same else 200, ETag='"a1"', Last_Modified="yesterday")(handler)

    site.routes["/"] = route
    first = get(site)
    assert (first.body, first.etag, first.modified) == (HELLO.encode(), '"a1"', "yesterday")
    assert fetcher().get(site.url(), PAGE, first.etag, first.modified).body is None
    assert site.asked[-1][1]["If-Modified-Since"] == "yesterday"


def test_an_unasked_304_is_no_answer(site: Site) -> None:
    site.routes["/"] = answer(b"", status=304)
    assert "304" in str(refused(site))


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408])
def test_trouble_may_pass(site: Site, status: int) -> None:
    site.routes["/"] = in_turn(answer("", status=status, Retry_After="120"), answer(HELLO))
    error = refused(site)
    assert (error.again, error.after) == (True, 120.0)
    assert get(site).body == HELLO.encode()


@pytest.mark.parametrize("status", [400, 403, 404, 410, 204, 206])
def test_what_is_gone_is_not_asked_for_again(site: Site, status: int) -> None:
    site.routes["/"] = answer(b"", status=status)
    error = refused(site)
    assert not error.again
    assert str(status) in str(error)


@pytest.mark.parametrize("value", ["", "soon", "-5", "９", "Thu, 99 Jan 2026"])
def test_a_wish_that_nobody_can_read_is_none(site: Site, value: str) -> None:
    site.routes["/"] = answer("", status=503, Retry_After=value.encode("utf-8").decode("latin-1"))
    assert refused(site).after is None


def test_a_wish_may_be_a_date_and_is_kept_within_a_day(site: Site) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    site.routes["/"] = in_turn(
        answer("", status=503, Retry_After=format_datetime(later, usegmt=True)),
        answer("", status=503, Retry_After=format_datetime(later - timedelta(days=9), usegmt=True)),
        answer("", status=503, Retry_After="9" * 400),
    )
    after = [refused(site).after for _ in range(3)]
    assert after[0] == pytest.approx(3600, abs=60)
    assert after[1:] == [0, 24 * 3600]


class TestTime:
    def test_silence(self, site: Site) -> None:
        site.routes["/"] = lambda handler: time.sleep(3)
        started = time.monotonic()
        error = refused(site)
        assert error.again
        assert "in time" in str(error)
        assert time.monotonic() - started < 2

    @pytest.mark.parametrize(
        "begin", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"]
    )
    def test_a_drip(self, site: Site, begin: bytes) -> None:
        def drip(handler: Handler) -> None:
            handler.wfile.write(begin)
            for _ in range(100):
                handler.wfile.write(b"a")
                time.sleep(0.1)

        site.routes["/"] = drip
        started = time.monotonic()
        assert refused(site).again
        assert time.monotonic() - started < 3

    def test_the_pause_between_two_requests_to_a_host_is_kept(self, site: Site) -> None:
        site.routes["/"] = redirect("/there")
        site.routes["/there"] = answer(HELLO)
        guest = fetcher(pause=0.3, limits=Limits(total=0.5, silence=0.4))  # waiting is not the server's time
        guest.get(site.url(), PAGE)
        guest.get(site.url("/there"), PAGE)
        times = [when for _, _, when in site.asked]
        assert len(times) == 4
        assert all(b - a >= 0.3 for a, b in pairwise(times))


class TestBroken:
    def test_a_truncated_body(self, site: Site) -> None:
        site.routes["/"] = answer(HELLO, Content_Length="1000")

        def route(handler: Handler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\nhalf")

        site.routes["/"] = route
        error = refused(site)
        assert error.again
        assert "connection" in str(error)

    @pytest.mark.parametrize("cut", [0, 5, -4])
    def test_a_truncated_packed_body(self, site: Site, cut: int) -> None:
        site.routes["/"] = answer(gzip.compress(HELLO.encode() * 50)[:cut], Content_Encoding="gzip")
        assert refused(site).again

    def test_what_only_says_that_it_is_packed(self, site: Site) -> None:
        site.routes["/"] = answer(HELLO, Content_Encoding="gzip")
        assert "unpacked" in str(refused(site))

    def test_no_http(self, site: Site) -> None:
        def route(handler: Handler) -> None:
            handler.wfile.write(b"\x00\xff" * 4000)

        site.routes["/"] = route
        assert refused(site).again

    def test_headers_without_end(self, site: Site) -> None:
        def route(handler: Handler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for n in range(100_000):
                handler.wfile.write(b"X-%d: %s\r\n" % (n, b"a" * 90))

        site.routes["/"] = route
        assert refused(site).again

    def test_nobody_listens(self, site: Site) -> None:
        with serving() as other:
            port = other.port
        with pytest.raises(FetchError) as caught:
            fetcher().get(f"http://127.0.0.1:{port}/", PAGE)
        assert caught.value.again

    def test_what_comes_from_outside_does_not_steer_the_terminal(self, site: Site) -> None:
        site.routes["/"] = redirect("file:///\x1b[2J\x07")
        assert str(refused(site)).isprintable()
        site.routes["/"] = answer(HELLO, type="x\x1b[2J")
        assert str(refused(site)).isprintable()


class TestSize:
    @pytest.mark.parametrize("declared", [True, False])
    def test_two_gigabytes(self, site: Site, declared: bool) -> None:
        sent = 0

        def route(handler: Handler) -> None:
            nonlocal sent
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            if declared:
                handler.send_header("Content-Length", str(2 << 30))
            handler.end_headers()
            for _ in range(2 << 10):
                handler.wfile.write(bytes(1 << 20))
                sent += 1 << 20

        site.routes["/"] = route
        tracemalloc.start()
        with pytest.raises(FetchError, match="larger than 10 MB") as caught:
            fetcher(limits=Limits()).get(site.url(), PAGE)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert not caught.value.again
        assert sent < 40 << 20
        assert peak < 60 << 20

    @pytest.mark.parametrize(("name", "wbits"), [("gzip", 31), ("deflate", -15), ("deflate", 15)])
    def test_a_bomb(self, site: Site, name: str, wbits: int) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
        head = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
        block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
        bomb = head + block * 1023  # a gigabyte of zeros
        assert len(bomb) < 2 << 20
        site.routes["/"] = answer(bomb, Content_Encoding=name)
        tracemalloc.start()
        error = refused(site)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert "larger than 10 MB" in str(error)
        assert peak < 60 << 20

    @pytest.mark.parametrize(("name", "wbits"), [("gzip", 31), ("deflate", -15), ("deflate", 15)])
    def test_what_is_packed_is_unpacked(self, site: Site, name: str, wbits: int) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
        site.routes["/"] = answer(packer.compress(HELLO.encode()) + packer.flush(), Content_Encoding=name)
        assert get(site).body == HELLO.encode()

    def test_what_was_not_asked_for(self, site: Site) -> None:
        site.routes["/"] = answer(HELLO, Content_Encoding="br")
        assert "not asked for" in str(refused(site))
        site.routes["/"] = answer(gzip.compress(HELLO.encode()) * 2, Content_Encoding="gzip")
        assert "something follows" in str(refused(site))
        for type in ("image/png", "video/mp4", "application/pdf"):
            site.routes["/"] = answer(HELLO, type=type)
            assert type in str(refused(site))
        site.routes["/"] = answer(HELLO, type="image/png")
        with pytest.raises(FetchError, match="image/png"):
            fetcher().get(site.url(), FEED)


class TestRedirects:
    @pytest.mark.parametrize(
        "target",
        ["file:///etc/passwd", "FILE:/etc/passwd", "ftp://127.0.0.1/a", "javascript:alert(1)", "data:text/html,a",
         "http://[", "gopher://127.0.0.1:70/", "//[::g]/", "http://a\u0000b/", "http://127.0.0.1:99999/"],
    )  # fmt: skip
    def test_out_of_the_web(self, site: Site, target: str) -> None:
        site.routes["/"] = redirect(target)
        assert refused(site)
        assert site.paths() == ["/"]

    @pytest.mark.parametrize(
        "host", ["localhost", "127.0.0.2", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"]
    )
    def test_to_a_private_address(self, site: Site, host: str) -> None:
        site.routes["/"] = redirect(site.url("/secret", host))
        site.routes["/secret"] = answer(HELLO)
        error = refused(site)
        assert not error.again
        assert "private address" in str(error)
        assert site.paths() == ["/"]

    def test_to_the_metadata_of_a_cloud(self, site: Site) -> None:
        site.routes["/"] = redirect("http://169.254.169.254/latest/meta-data")
        assert "--allow-private 169.254.169.254" in str(refused(site))

    def test_the_network_of_this_machine_is_not_asked_without_leave(self, site: Site) -> None:
        with pytest.raises(FetchError, match="--allow-private 127"):
            Fetcher(0.0).get(site.url(), PAGE)
        assert site.asked == []

    def test_in_a_circle(self, site: Site) -> None:
        site.routes["/"] = redirect("/there")
        site.routes["/there"] = redirect("/")
        assert "more than 5 times" in str(refused(site))
        assert len(site.paths()) == fetch.REDIRECTS + 1

    def test_five_of_them(self, site: Site) -> None:
        for n in range(5):
            site.routes[f"/{n}"] = redirect(f"{n + 1}", status=(301, 302, 303, 307, 308)[n])
        site.routes["/5"] = answer(HELLO)
        page = get(site, "/0")
        assert (page.url, page.body) == (site.url("/5"), HELLO.encode())

    def test_to_nowhere(self, site: Site) -> None:
        site.routes["/"] = answer(b"", status=302)
        assert "does not say where" in str(refused(site))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True), ("2606:4700::1111", True), ("::ffff:1.1.1.1", True), ("64:ff9b::101:101", True),
        ("10.0.0.1", False), ("172.16.0.1", False), ("192.168.1.1", False), ("100.64.0.1", False), ("127.0.0.1", False),
        ("169.254.169.254", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False),
        ("::", False), ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False), ("2002:7f00:1::", False), ("ff02::1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_of_the_open_internet(address: str, public: bool) -> None:
    assert is_public(address) is public


class TestRobots:
    def robots(self, site: Site, text: str) -> None:
        site.routes["/robots.txt"] = answer(text, type="text/plain")

    @pytest.mark.parametrize("agent", ["*", "Vaqaye", "vaqaye"])
    def test_no_is_no(self, site: Site, agent: str) -> None:
        self.robots(site, f"User-agent: {agent}\nDisallow: /*?print=\nDisallow: /private/\nAllow: /private/news$\n")
        site.routes.update({path: answer(HELLO) for path in ("/a?print=1", "/private/a", "/private/news", "/a")})
        for path in ("/a?print=1", "/private/a"):
            assert "robots.txt" in str(refused(site, path))
        assert site.paths() == []
        assert get(site, "/private/news").body == get(site, "/a").body

    def test_a_redirect_does_not_lead_around_it(self, site: Site) -> None:
        self.robots(site, "User-agent: *\nDisallow: /private/\n")
        site.routes.update({"/": redirect("/private/a"), "/private/a": answer(HELLO)})
        assert "robots.txt" in str(refused(site))
        assert site.paths() == ["/"]

    def test_it_is_asked_for_once(self, site: Site) -> None:
        site.routes["/"] = answer(HELLO)
        guest = fetcher()
        for _ in range(3):
            guest.get(site.url(), PAGE)
        assert [path for path, _, _ in site.asked] == ["/robots.txt", "/", "/", "/"]

    def test_it_may_ask_for_a_longer_pause(self, site: Site) -> None:
        self.robots(site, "User-agent: *\nCrawl-delay: 0.4\n")
        site.routes["/"] = answer(HELLO)
        guest = fetcher()
        guest.get(site.url(), PAGE)
        guest.get(site.url(), PAGE)
        assert site.asked[-1][2] - site.asked[-2][2] >= 0.4

    @pytest.mark.parametrize("status", [500, 503, 429])
    def test_a_server_in_no_state_to_say_is_not_asked_for_more(self, site: Site, status: int) -> None:
        site.routes.update({"/robots.txt": answer("", status=status, Retry_After="60"), "/": answer(HELLO)})
        error = refused(site)
        assert (error.again, error.after) == (True, 60.0)
        assert site.paths() == []

    @pytest.mark.parametrize(
        "route",
        [
            answer("", status=404),
            answer("", status=403),
            answer(b"\xff\xfe\x00" * 999),
            answer("*" * 999_999 + "\n" * 999_999),
        ],
    )
    def test_where_there_is_none_all_is_allowed(self, site: Site, route: Route) -> None:
        site.routes.update({"/robots.txt": route, "/": answer(HELLO)})
        assert get(site).body == HELLO.encode()

    def test_it_may_be_elsewhere(self, site: Site) -> None:
        site.routes.update(
            {"/robots.txt": redirect("/r"), "/r": answer("User-agent: *\nDisallow: /\n"), "/": answer(HELLO)}
        )
        assert "robots.txt" in str(refused(site))


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl to make a certificate")
def test_a_certificate_has_to_be_that_of_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = tmp_path / "both.pem"
    make = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=t -keyout key -out crt"
    command = ["openssl", *make.split(), "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    pem.write_bytes((tmp_path / "key").read_bytes() + (tmp_path / "crt").read_bytes())
    with serving(pem) as site:
        site.routes["/"] = answer(HELLO)
        named = Fetcher(0.0, None, ("localhost", "127.0.0.1"), QUICK)
        with pytest.raises(FetchError, match="CERTIFICATE"):
            named.get(site.url(host="localhost"), PAGE)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "crt"))
        trusting = Fetcher(0.0, None, ("localhost", "127.0.0.1"), QUICK)
        assert trusting.get(site.url(host="localhost"), PAGE).body == HELLO.encode()
        with pytest.raises(FetchError, match="CERTIFICATE"):
            trusting.get(site.url(), PAGE)
