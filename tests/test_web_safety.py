"""The guard of the reading room: names, rates, sizes, letters, origins, headers, faults."""

from __future__ import annotations

import logging

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from vaqaye.web.safety import BODY_BYTES, HEADERS, URL_BYTES, Buckets, protect

HERE = "http://127.0.0.1:8000"
STRANGER = ("203.0.113.7", 50000)


def room(*, hosts: tuple[str, ...] = (), rate: float = 20, burst: float = 200) -> FastAPI:
    app = FastAPI()

    @app.get("/api/echo")
    def echo(q: str = "") -> dict[str, str]:
        return {"q": q}

    @app.post("/form")
    async def form(request: Request) -> dict[str, int]:
        return {"size": len(await request.body())}

    @app.get("/api/fault")
    @app.get("/fault")
    def fault() -> None:
        raise RuntimeError("a secret of the program")

    protect(app, hosts=hosts, rate=rate, burst=burst)
    return app


def client(app: FastAPI, base_url: str = HERE, address: tuple[str, int] = ("127.0.0.1", 50000)) -> TestClient:
    return TestClient(app, base_url=base_url, client=address, raise_server_exceptions=False)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "localhost.", "127.0.0.1:8000", "[::1]:8000", "news.example:1"]
)
def test_known_names_are_answered(host: str) -> None:
    asked = client(room(hosts=("News.example",)))
    assert asked.get("/api/echo?q=ایران", headers={"host": host}).json() == {"q": "ایران"}


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example:80", "127.0.0.1@evil.example", "", "[::1"],
)
def test_a_foreign_name_is_refused(host: str) -> None:
    """DNS rebinding: the browser was told that evil.example is 127.0.0.1, and still says Host: evil.example."""
    answer = client(room()).get("/api/echo", headers={"host": host})
    assert answer.status_code == 400
    assert answer.json()["error"] == "Refused"


def test_any_name_where_the_user_says_so() -> None:
    assert client(room(hosts=("*",))).get("/api/echo", headers={"host": "evil.example"}).status_code == 200


def test_every_answer_has_the_headers() -> None:
    asked = client(room())
    for path, status in (("/api/echo", 200), ("/nowhere", 404), ("/fault", 500), ("/api/echo?q=%00", 400)):
        answer = asked.get(path)
        assert answer.status_code == status
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (path, name)


def test_scripts_must_be_files_of_ours() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", ["/api/fault", "/fault"])
def test_a_fault_is_told_without_its_secrets(path: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client(room()).get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "a secret of the program" in caplog.text


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%1b", "q=%7f", "q=%ED%A0%80", "q=%FF", "q=%D8", "%00=1", "q=%C2%85", "q=" + "a" * URL_BYTES]
)
def test_letters_that_nobody_types(query: str) -> None:
    answer = client(room()).get(f"/api/echo?{query}")
    assert answer.status_code in (400, 414)
    assert set(answer.json()) == {"error", "message"}


def test_letters_that_people_type() -> None:
    asked = client(room())
    for text in ("می‌رود", "a\tb\r\nc", "🙂", "\u202eاب", "'; DROP TABLE events; --", "<script>"):
        assert asked.get("/api/echo", params={"q": text}).json() == {"q": text}
    assert asked.get("/api/echo%00").status_code == 400


def test_a_hundred_parameters_and_no_more() -> None:
    asked = client(room())
    assert asked.get("/api/echo?" + "&".join(["q=a"] * 100)).status_code == 200
    assert asked.get("/api/echo?" + "&".join(["q=a"] * 101)).status_code == 400


def test_a_stranger_is_slowed_down_and_his_neighbour_is_not() -> None:
    app = room(rate=0.001, burst=5)
    answers = [client(app, address=STRANGER).get("/api/echo") for _ in range(7)]
    assert [a.status_code for a in answers[:5]] == [200] * 5
    assert answers[6].status_code == 429
    assert 900 < int(answers[6].headers["retry-after"]) <= 1000
    assert client(app, address=("203.0.113.8", 1)).get("/api/echo").status_code == 200
    assert all(client(app).get("/api/echo").status_code == 200 for _ in range(50))  # this machine


def test_who_owns_an_ipv6_network_is_one_client() -> None:
    app = room(rate=0.001, burst=3)
    codes = [client(app, address=(f"2001:db8::{n:x}", 1)).get("/api/echo").status_code for n in range(6)]
    assert codes == [200] * 3 + [429] * 3


def test_buckets_fill_up_and_forget() -> None:
    buckets = Buckets(rate=2, burst=4, clients=3)
    assert [buckets.take("a", 0) for _ in range(4)] == [0] * 4
    assert buckets.take("a", 0) == pytest.approx(0.5)
    assert buckets.take("a", 0.5) == 0
    assert buckets.take("a", 0.5) > 0
    assert [buckets.take("a", 100) for _ in range(5)].count(0) == 4  # never more than its burst
    for n in range(1000):
        buckets.take(str(n), 100)
    assert len(buckets._left) == 3


def test_a_large_body_is_refused_also_where_no_header_announces_it() -> None:
    asked = client(room())
    assert asked.post("/form", content=b"a" * BODY_BYTES).json() == {"size": BODY_BYTES}
    assert asked.post("/form", content=b"a" * (BODY_BYTES + 1)).status_code == 413
    assert asked.post("/form", content=(b"a" * 100_000 for _ in range(21))).status_code == 413
    for length in ("-1", "1e3", "9" * 5000, "٣"):
        answer = asked.post("/form", content=b"", headers={"content-length": length.encode()})
        assert answer.status_code == 413


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # curl
        ({"sec-fetch-site": "same-origin", "origin": HERE}, 200),
        ({"origin": HERE}, 200),
        ({"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:9000"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:8000.evil.example"}, 403),
        ({"origin": "http://["}, 403),
    ],
)
def test_a_form_must_come_from_here(headers: dict[str, str], status: int) -> None:
    answer = client(room()).post("/form", content=b"a=1", headers=headers)
    assert answer.status_code == status


def test_reading_may_start_anywhere() -> None:
    """A link on another site leads here."""
    answer = client(room()).get("/api/echo", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 200


def test_sockets_are_closed() -> None:
    with pytest.raises(WebSocketDisconnect), client(room()).websocket_connect("/api/echo"):
        pytest.fail("a socket was opened")
