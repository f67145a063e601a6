"""What an analyst corrects in the reading room: forms, what they refuse, what becomes of an entry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from correcting import BY, MUSCAT, recorded
from vaqaye.cli import app as commands
from vaqaye.errors import QueryError
from vaqaye.web.app import create_app
from vaqaye.web.speech import texts


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return recorded(tmp_path / "news.db")


@pytest.fixture
def client(news: Path) -> Iterator[TestClient]:
    with TestClient(create_app(news, corrections=True), base_url="http://127.0.0.1") as client:
        yield client


def _form(client: TestClient, n: int, **more: str) -> dict[str, str]:
    events = client.get("/api/article/muscat").json()["events"]
    start = events[n]["trigger"]["start"]
    return {"article": "muscat", "entry": "event", "n": str(n), "at": str(start), "verdict": "wrong", **BY, **more}


def test_off_by_default(news: Path) -> None:
    with TestClient(create_app(news), base_url="http://127.0.0.1") as client:
        assert client.post("/correct", data=_form(client, 0)).status_code in (404, 405)
        assert client.post("/searches", data={"name": "x", "question": "kind=events"}).status_code in (404, 405)
        assert client.get("/correct?article=muscat").status_code == 404
        assert "/correct?" not in client.get("/article/muscat").text
        assert client.get("/corrections").status_code == 200


def test_only_on_this_machine(news: Path) -> None:
    with pytest.raises(QueryError, match="this machine"):
        create_app(news, hosts=("*",), corrections=True)
    result = CliRunner().invoke(commands, ["serve", str(news), "--corrections", "--host", "0.0.0.0"])
    assert result.exit_code == 2
    assert create_app(news, hosts=("127.0.0.1",), corrections=True).state.corrections


def test_the_walk_of_an_analyst(client: TestClient) -> None:
    n = next(i for i, e in enumerate(client.get("/api/article/muscat").json()["events"]) if e["status"] == "planned")
    page = client.get("/article/muscat").text
    address = f"/correct?article=muscat&amp;entry=event&amp;n={n}"
    assert address in page
    form = client.get(address.replace("&amp;", "&")).text
    assert "سفر کند" in form
    fields = {
        "type": "CONSULT",
        "status": "occurred",
        "date": "۱۴۰۴/۱۱/۰۱",
        "actor": "Masoud Pezeshkian؛ عمان",
        "recipient": "",
    }
    answer = client.post("/correct", data=_form(client, n, verdict="mended", **fields), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/article/muscat#corrections")
    shown = client.get("/article/muscat").text
    assert texts("fa")["corrected.by"] in shown
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    (act,) = (a for a in client.get("/api/timeline?a=OMN&since=2026-01-21&until=2026-01-21").json()["entries"])
    assert (act["corrected_by"], act["status"]) == (BY["by"], "occurred")
    assert act["original"]["status"] == "planned"
    assert act["original"]["recipients"]
    assert act["recipients"] == []
    home = client.get("/").text
    assert texts("fa")["corrected.was"] in home
    (mark,) = client.get("/api/corrections?article=muscat").json()["entries"]
    assert "original_status" in client.get("/api/corrections.csv").text
    back = client.post("/corrections/withdraw", data={"id": mark["id"], **BY}, follow_redirects=False)
    assert back.status_code == 303
    assert client.get("/api/corrections?state=withdrawn").json()["entries"][0]["id"] == mark["id"]
    assert client.get("/api/article/muscat").json()["events"][n]["status"] == "planned"
    assert client.get(back.headers["location"]).status_code == 200


def test_a_form_that_changes_nothing_keeps_nothing(client: TestClient) -> None:
    same = client.get("/correct?article=muscat&entry=event&n=0").text
    assert 'name="actor"' in same
    event = client.get("/api/article/muscat").json()["events"][0]
    fields = {"type": event["event"], "status": event["status"], "date": event["date"]["value"]}
    names = {a["id"]: a["name"]["fa"] for a in client.get("/api/article/muscat").json()["actors"]}
    sides = {side: "؛ ".join(names[p["actor"]] for p in event[side]) for side in ("actor", "recipient")}
    answer = client.post("/correct", data=_form(client, 0, verdict="mended", **fields, **sides))
    assert answer.status_code == 400
    assert "چیزی اصلاح نشد" in answer.text
    assert client.get("/api/corrections").json()["entries"] == []


def test_an_event_is_added_by_its_words(client: TestClient) -> None:
    assert "data-choose" in client.get("/correct?article=muscat").text
    given = {"article": "muscat", "words": "دیدار", "type": "CONSULT", "status": "occurred", "actor": "عمان", **BY}
    twice = client.post("/missed", data=given)
    assert (twice.status_code, "۲ بار در متن" in twice.text) == (400, True)
    assert client.post("/missed", data={**given, "words": "نیست در متن"}).status_code == 400
    start = MUSCAT.rindex("دیدار")
    for more, article in (({"start": str(start)}, "muscat"), ({"nth": "۲"}, "muscat")):
        assert client.post("/missed", data={**given, **more}, follow_redirects=False).status_code == 303, article
        mark = client.get("/api/corrections").json()["entries"][0]
        assert (mark["verdict"], mark["start"], mark["original"]) == ("missed", start, None)
    assert texts("fa")["why.analyst"] in client.get("/article/muscat").text


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"article": "none"}, 404),
        ({"article": "x" * 501}, 400),
        ({"n": "99"}, 404),
        ({"at": "0"}, 409),
        ({"entry": "quote"}, 400),
        ({"verdict": "withdrawn"}, 400),
        ({"by": " "}, 400),
        ({"by": "x" * 101}, 400),
        ({"reason": "x" * 1001}, 400),
        ({"verdict": "mended", "status": "<b>"}, 400),
        ({"verdict": "mended", "actor": "هیچ‌کسی که نیست"}, 400),
    ],
)
def test_what_cannot_be_kept_is_refused(client: TestClient, change: dict[str, str], status: int) -> None:
    answer = client.post("/correct", data=_form(client, 0) | change)
    assert answer.status_code == status, answer.text[-500:]
    assert "<b>" not in answer.text
    assert client.get("/api/corrections").json()["entries"] == []


def test_a_page_elsewhere_corrects_nothing(client: TestClient) -> None:
    for path, data in (
        ("/correct", _form(client, 0)),
        ("/missed", {"article": "muscat"}),
        ("/corrections/withdraw", {"id": "x", **BY}),
        ("/searches", {"name": "x", "question": "kind=events"}),
        ("/searches/remove", {"name": "x"}),
    ):
        answer = client.post(path, data=data, headers={"Origin": "http://evil.example"})
        assert answer.status_code == 403, path
    assert client.get("/api/corrections").json()["entries"] == []


@pytest.mark.parametrize(
    ("kind", "entry", "address"),
    [
        ("episode", "event", "events"),
        ("quotation", "statement", "statements"),
        ("agreement", "agreement", "agreements"),
    ],
)
def test_the_address_of_an_entry_marked_wrong_says_so(client: TestClient, kind: str, entry: str, address: str) -> None:
    id_of = {"episode": "episode", "quotation": "quotation", "agreement": "ledger"}[kind]
    (story,) = {e[id_of] for e in client.get(f"/api/{address}").json()["entries"] if e["source"]["article"] == "muscat"
                and e["n"] == 0}  # fmt: skip
    assert client.get(f"/{kind}/{story}").status_code == 200
    at = client.get("/api/article/muscat").json()[address][0]
    start = (at.get("trigger") or at.get("content") or at["evidence"][0])["start"]
    form = {"article": "muscat", "entry": entry, "n": "0", "at": str(start), "verdict": "wrong", **BY}
    assert client.post("/correct", data=form, follow_redirects=False).status_code == 303
    for lang in ("fa", "en"):
        page = client.get(f"/{kind}/{story}?lang={lang}")
        assert page.status_code == 410
        assert texts(lang)["marked.wrong"] in page.text
        assert "<del>" in page.text
        assert "سارا &lt;b&gt;" in page.text
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert(1)" not in page.text
        assert "/article/muscat" in page.text
    answer = client.get(f"/api/{kind}/{story}")
    assert (answer.status_code, answer.json()["error"]) == (410, "MarkedWrong")
    assert BY["reason"] in answer.json()["message"]
    assert "/api/corrections?article=muscat" in answer.json()["message"]
    for other in ("0123456789abcde", "no-story"):
        assert client.get(f"/{kind}/{other}").status_code == 404
    (mark,) = client.get("/api/corrections").json()["entries"]
    client.post("/corrections/withdraw", data={"id": mark["id"], **BY})
    assert client.get(f"/{kind}/{story}").status_code == 200


def test_of_two_entries_marked_wrong_each_address_has_its_own_reason(client: TestClient) -> None:
    ids = [e["episode"] for e in client.get("/api/events").json()["entries"] if e["source"]["article"] == "threat"]
    assert len(ids) == 2
    for reason in ("نخست", "دوم"):
        at = client.get("/api/article/threat").json()["events"][0]["trigger"]["start"]
        form = {"article": "threat", "entry": "event", "n": "0", "at": str(at), "verdict": "wrong", "by": "سارا"}
        client.post("/correct", data={**form, "reason": reason})
    said = sorted(client.get(f"/api/episode/{id}").json()["message"] for id in ids)
    assert ["دوم" in said[0], "نخست" in said[1]] == [True, True]
