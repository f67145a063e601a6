"""What an analyst corrects: kept, applied in every question, found again after another reading, taken back, exported."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner

from vaqaye import Article, Reader, Record, query
from vaqaye.cli import app as commands
from vaqaye.errors import QueryError
from vaqaye.model import Event, ReaderInfo, Reading, Span
from vaqaye.query import Filter
from vaqaye.record.corrections import Correction, Person, Values, Verdict, all_corrections, checked
from vaqaye.record.lessons import lessons
from vaqaye.record.mend import applied
from vaqaye.web.app import create_app
from vaqaye.web.speech import texts

MUSCAT = (
    "وزیر خارجه ایران روز دوشنبه در مسقط با وزیر خارجه عمان دیدار کرد.\n"
    "وزیر خارجه عمان در این دیدار گفت: «مسقط از ازسرگیری گفت‌وگوها پشتیبانی می‌کند.»\n"
    "ایران و عمان تفاهم‌نامه همکاری بندری امضا کردند. صادرات ایران به عمان ۲۰ درصد افزایش یافت.\n"
    "قرار است رئیس‌جمهور ایران ۳۰ دی ۱۴۰۴ به عمان سفر کند."
)
THREAT = "رئیس‌جمهور آمریکا ایران را به حمله نظامی تهدید کرد. سخنگوی وزارت خارجه ایران این تهدید را محکوم کرد."
ARTICLES = (
    Article(MUSCAT, "muscat", "ایسنا", "https://example.org/1", "دیدار در مسقط", "2026-01-12"),
    Article(THREAT, "threat", "فارس", "https://example.org/3", "تهدید تازه", "2026-01-13"),
)
BY = {"by": "سارا <b>", "reason": "<script>alert(1)</script> متن چیز دیگری می‌گوید"}


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [r for r in Reader().map(list(ARTICLES)) if isinstance(r, Reading)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, readings: list[Reading]) -> Path:
    path = tmp_path_factory.mktemp("corrections") / "news.db"
    with Record(path) as record:
        record.add(readings)
    return path


@pytest.fixture
def news(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "news.db"))


@pytest.fixture
def client(news: Path) -> Iterator[TestClient]:
    with TestClient(create_app(news, corrections=True), base_url="http://127.0.0.1") as client:
        yield client


def _n(reading: Reading, words: str) -> int:
    """The number of the event whose trigger these words are."""
    return next(n for n, e in enumerate(reading.events) if words in reading.quote(e.trigger))


def _mark(record: Record, words: str, verdict: str = "mended", article: str = "muscat", **values: object) -> Correction:
    n = _n(record.reading(article), words)
    return query.correction(
        record, article, "event", n, verdict, by="سارا", reason="متن", values=Values(**values)  # type: ignore[arg-type]
    )  # fmt: skip


def _tables(record: Record) -> dict[str, list[object]]:
    """All that is read or made of readings."""
    names = ("casts mentions dates statements participants pairs agreements parties figures evidence events "
             "figure_parties months episodes quotations ledgers reports").split()  # fmt: skip
    return {name: sorted(map(repr, record.select(f"SELECT * FROM {name}"))) for name in names}  # type: ignore[misc]


def test_a_wrong_entry_is_in_no_count_and_no_timeline_until_it_is_asked_for(news: Path) -> None:
    with Record(news) as record:
        before = _tables(record)
        mark = _mark(record, "دیدار کرد", "wrong")
        assert record.correct([mark]) == 1
        assert not [a for a in query.events(record, Filter(a="IRN", b="OMN")).entries if a.trigger == mark.span]
        assert mark.span not in [a.trigger for a in query.meetings(record, "IRN", "OMN").entries]
        assert len(_tables(record)["episodes"]) == len(before["episodes"]) - 1
        assert sum(c.number for c in query.counts(record)) == len(before["events"]) - 1
        (kept,) = query.corrections(record).entries
        assert (kept.state, kept.verdict, kept.n, kept.words) == ("applied", "wrong", None, "دیدار کرد")
        assert kept.original is not None
        assert (kept.original.type, kept.original.status) == ("CONSULT", "occurred")
        # Taken back, everything is as it was: nothing was lost.
        record.correct([query.withdrawal(record, kept.id, by="سارا", reason="دوباره خواندم")])
        assert _tables(record) == before
        assert [c.state for c in query.corrections(record).entries] == ["applied", "withdrawn"]
        assert record.select("SELECT count(*) FROM corrections") == [(2,)]
        with pytest.raises(QueryError, match="no correction"):
            query.withdrawal(record, kept.id, by="سارا", reason="باز")


def test_a_mended_entry_shows_its_mended_value_everywhere(news: Path) -> None:
    with Record(news) as record:
        reading = record.reading("muscat")
        who = query.person(record, "USA", reading)
        record.correct([_mark(record, "دیدار کرد", status="denied", date="2026-01-10", recipient=(who,))])
        (act,) = query.events(record, Filter(a="IRN", b="USA", status="denied")).entries
        assert (act.date, act.day, act.plover) == ("2026-01-10", "2026-01-10", None)
        assert act.corrected_by == "سارا"
        assert act.original is not None
        assert (act.original.status, act.original.date) == ("occurred", "2026-01-12")
        assert act.original.recipients
        assert act.trigger not in [a.trigger for a in query.meetings(record, "IRN", "OMN").entries]
        assert record.select("SELECT number FROM months WHERE a = 'IRN' AND b = 'USA' AND status = 'denied'") == [(1,)]
        # A second one is about the same entry, and takes nothing of the first away.
        record.correct([_mark(record, "دیدار کرد", type="REJECT")])
        (act,) = query.events(record, Filter(a="IRN", b="USA", event="REJECT")).entries
        assert (act.status, act.mode, act.original and act.original.type) == ("denied", None, "CONSULT")
        assert [c.type for c in all_corrections(record)] == ["CONSULT", "CONSULT"]


@pytest.mark.parametrize(
    ("entry", "values", "field", "value"),
    [
        ("statement", Values(type="denies", date="2026-01-09"), "date", "2026-01-09"),
        ("agreement", Values(status="proposed", parties=("IRN", "IRQ")), "parties", ("IRN", "IRQ")),
        ("figure", Values(type="USD", date="2025"), "period", "2025"),
    ],
)
def test_other_entries_are_mended_too(news: Path, entry: str, values: Values, field: str, value: object) -> None:
    with Record(news) as record:
        mark = query.correction(record, "muscat", entry, 0, "mended", by="س", reason="ر", values=values)  # type: ignore[arg-type]
        record.correct([mark])
        reading = record.reading("muscat")
        assert getattr(getattr(reading, f"{entry}s")[0], field) == value
        answers = {
            "statement": lambda: query.statements(record, "OMN", stance="denies").entries,
            "agreement": lambda: query.agreements(record, status="proposed").entries,
            "figure": lambda: query.figures(record, unit="USD").entries,
        }
        (answer,) = answers[entry]()  # type: ignore[no-untyped-call]
        assert answer.corrected_by == "س"  # type: ignore[attr-defined]
        record.correct([query.correction(record, "muscat", entry, 0, "wrong", by="س", reason="ر")])  # type: ignore[arg-type]
        assert not answers[entry]()  # type: ignore[no-untyped-call]


def test_a_missed_event_is_added_with_its_words(news: Path) -> None:
    with Record(news) as record:
        start = MUSCAT.index("افزایش یافت")
        people = (query.person(record, "ایران", record.reading("muscat")),)
        values = Values(type="COOPERATE", status="occurred", actor=people)
        record.correct([query.missed(record, "muscat", start, start + 11, by="س", reason="ر", values=values)])
        act = next(a for a in query.events(record, Filter(a="IRN")).entries if a.event == "COOPERATE")
        assert MUSCAT[act.trigger.start : act.trigger.end] == "افزایش یافت"
        assert act.source.quote.startswith("صادرات ایران")
        assert (act.corrected_by, act.original, act.plover) == ("س", None, "COOPERATE")
        assert act.episode
        with pytest.raises(QueryError, match="choose some"):
            query.missed(record, "muscat", 9_000, 9_010, by="س", reason="ر", values=values)


def _another(reading: Reading, **changes: object) -> Reading:
    """The reading of another reader."""
    article = replace(reading.article, reader=ReaderInfo("99", "c", "l"), **changes)  # type: ignore[arg-type]
    return replace(reading, article=article)


def test_a_correction_survives_another_reading(news: Path, readings: list[Reading]) -> None:
    """Found by overlap and type: other ids, other numbers, a trigger of one word more."""
    with Record(news) as record:
        record.correct([_mark(record, "دیدار کرد", status="denied"), _mark(record, "سفر کند", "wrong")])
        muscat = readings[0]
        wider = [
            replace(e, id=f"x{n}", trigger=Span(e.trigger.start - 2, e.trigger.end))
            for n, e in enumerate(muscat.events)
        ]
        record.add([_another(replace(muscat, events=tuple(reversed(wider))))])
        assert [c.state for c in query.corrections(record).entries] == ["applied", "applied"]
        events = {e.trigger.start: e for e in record.reading("muscat").events}
        assert events[MUSCAT.index("دیدار کرد") - 2].status == "denied"
        assert MUSCAT.index("سفر کند") - 2 not in events
        # Another type there is another entry: kept, and listed as without one.
        other = tuple(replace(e, event="ACCUSE") if "دیدار" in muscat.quote(e.trigger) else e for e in muscat.events)
        record.add([replace(_another(replace(muscat, events=other)), dates=())])
        record.add([_another(replace(muscat, events=other), title="دیگر")])
        states = {c.words: c.state for c in query.corrections(record).entries}
        assert states == {"دیدار کرد": "without_entry", "سفر کند": "applied"}
        (lost,) = query.corrections(record, state="without_entry").entries
        assert lost.n is None
        assert lost.words == "دیدار کرد"
        record.add(readings)
        assert [c.state for c in query.corrections(record).entries] == ["applied", "applied"]


def test_a_correction_survives_a_longer_article(news: Path) -> None:
    with Record(news) as record:
        record.correct([_mark(record, "دیدار کرد", status="denied")])
        longer = replace(ARTICLES[0], text="تهران - خبرگزاری: خبر روز چنین است.\n" + MUSCAT)
        record.add(Reader().map([longer]))
        reading = record.reading("muscat")
        assert reading.events[_n(reading, "دیدار کرد")].status == "denied"
        assert query.corrections(record).entries[0].state == "applied"
        # An article that is replaced by something else keeps its correction for the day on which the words come back.
        record.add(Reader().map([replace(ARTICLES[0], text=THREAT)]))
        assert query.corrections(record).entries[0].state == "without_entry"
        record.add(Reader().map([ARTICLES[0]]))
        reading = record.reading("muscat")
        assert reading.events[_n(reading, "دیدار کرد")].status == "denied"


def test_a_correction_may_come_before_its_article(tmp_path: Path, news: Path, readings: list[Reading]) -> None:
    with Record(news) as record:
        mark = _mark(record, "دیدار کرد", "wrong")
        record.correct([mark])
        there = _tables(record)
    with Record(tmp_path / "late.db") as late:
        late.correct([mark])
        assert query.corrections(late).entries[0].state == "without_entry"
        late.add(readings)
        assert query.corrections(late).entries[0].state == "applied"
        assert _tables(late)["months"] == there["months"]


def test_export_and_import_carry_all_of_it(news: Path, made: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    file, lessons_file, other = tmp_path / "mine.jsonl", tmp_path / "train.jsonl", tmp_path / "other.db"
    shutil.copy(made, other)
    with Record(news) as record:
        reading = record.reading("muscat")
        people = (query.person(record, "USA", reading), Person("local:7", "تیم مذاکره‌کننده", None, "group"))
        record.correct([_mark(record, "دیدار کرد", actor=people), _mark(record, "سفر کند", "wrong")])
        record.correct([query.withdrawal(record, query.corrections(record).entries[1].id, by="س", reason="ر")])
        record.correct([_mark(record, "امضا کردند", status="planned")])
        tables = _tables(record)
    assert run(commands, ["corrections", "export", str(file), "--record", str(news)]).exit_code == 0
    result = run(commands, ["corrections", "import", str(file), "--record", str(other)])
    assert result.output == "4 corrections: 4 new\n"
    assert (
        run(commands, ["corrections", "import", str(file), "--record", str(other)]).output == "4 corrections: 0 new\n"
    )
    with Record(other) as record:
        assert {k: len(v) for k, v in _tables(record).items()} == {k: len(v) for k, v in tables.items()}
        assert _tables(record)["months"] == tables["months"]
    listed = run(commands, ["corrections", "list", "--record", str(other), "--state", "withdrawn"]).output
    assert listed.count("\n") == 1
    assert "دیدار کرد" in listed
    assert run(commands, ["corrections", "train", str(lessons_file), "--record", str(other)]).exit_code == 0
    (lesson,) = [json.loads(line) for line in lessons_file.read_text().splitlines()]
    assert [e["status"] for e in lesson["events"]] == ["planned"]
    assert lesson["wrong"][0]["type"] == "CONSULT"
    assert MUSCAT[lesson["wrong"][0]["start"] : lesson["wrong"][0]["end"]] == "سفر کند"


def test_what_trains_has_no_word_of_the_article(news: Path) -> None:
    with Record(news) as record:
        record.correct([
            query.correction(record, "muscat", kind, 0, "mended", by="س", reason="ر", values=values)  # type: ignore[arg-type]
            for kind, values in (
                ("event", Values(status="denied")), ("statement", Values(type="denies")),
                ("agreement", Values(status="proposed")), ("figure", Values(type="USD")),
            )
        ])  # fmt: skip
        (lesson,) = lessons(record)
    assert all(len(lesson[f"{kind}s"]) == 1 for kind in ("event", "statement", "agreement", "figure"))
    assert json.dumps(lesson, ensure_ascii=False).isascii()
    content = lesson["statements"][0]["content"]
    assert MUSCAT[content["start"] : content["end"]].startswith("مسقط از")
    assert lesson["partial"] is True


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b"[1]",
        b"\xff\xfe",
        b'{"article":"muscat","entry":"event","type":"CONSULT","start":5,"end":2,"words":"x","verdict":"wrong","by":"a","reason":"b","at":"2026-01-01"}',
        b'{"article":"muscat","entry":"event","type":"CONSULT","start":1,"end":2,"words":"x","verdict":"wrong","by":"","reason":"b","at":"2026-01-01"}',
        b'{"article":"muscat","entry":"event","type":"CONSULT","start":1,"end":2,"words":"x","verdict":"wrong","by":"a","reason":"b","at":"<b>"}',
    ],
)
def test_a_file_that_is_none_changes_nothing(news: Path, tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_bytes(line + b"\n")
    result = CliRunner().invoke(commands, ["corrections", "import", str(file), "--record", str(news)])
    assert result.exit_code == 2
    with Record(news, readonly=True) as record:
        assert record.select("SELECT count(*) FROM corrections") == [(0,)]


@pytest.mark.parametrize(
    "values",
    [
        Values(),
        Values(type="DANCE"),
        Values(status="signed"),
        Values(mode="drone"),
        Values(date="soon"),
        Values(date="1404-01-01"),
        Values(actor=(Person("person:x", "کسی", country="XXX"),)),
        Values(actor=(Person("", ""),)),
        Values(actor=(Person("person:x", "کسی"),) * 21),
        Values(type="CONSULT\0"),
    ],
)
def test_what_is_not_known_is_refused(news: Path, values: Values) -> None:
    with Record(news) as record:
        reading = record.reading("muscat")
        n = _n(reading, "دیدار کرد")
        with pytest.raises(QueryError):
            record.correct(
                [query.correction(record, "muscat", "event", n, "mended", by="س", reason="ر", values=values)]
            )
        assert record.reading("muscat") == reading


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_applying_keeps_what_was_not_corrected(readings: list[Reading], data: st.DataObject) -> None:
    """In any number and order, also of words that are nowhere: what nobody corrected stays as it was, in its order."""
    reading = readings[0]
    marks = []
    for i in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(0, len(MUSCAT) - 1))
        end = data.draw(st.integers(start + 1, len(MUSCAT)))
        verdict: Verdict = data.draw(st.sampled_from(["wrong", "mended"]))
        type = data.draw(st.sampled_from(["CONSULT", "SUPPORT", "ACCUSE"]))
        words = data.draw(st.sampled_from([MUSCAT[start:end][:200], "هیچ‌جا نیست"]))
        values = Values(status="denied")
        moment = f"2026-01-01T00:00:0{i}"
        marks.append(checked(Correction("muscat", "event", type, start, end, words, verdict, "س", "ر", moment, values)))
    mended, found = applied(reading, marks)
    touched = {f.correction for f in found}
    assert touched <= {m.id for m in marks}
    left = [e for e in reading.events if e in mended.events]
    assert len(reading.events) - len(left) <= len(touched)
    assert [e for e in mended.events if e in left] == left
    assert (mended.statements, mended.agreements, mended.figures) == (
        reading.statements,
        reading.agreements,
        reading.figures,
    )
    assert all(isinstance(e, Event) and 0 <= e.trigger.start < e.trigger.end for e in mended.events)


# -- in the reading room


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
