"""What an analyst corrects: kept, applied in every question, found again after another reading, taken back, exported."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from correcting import ARTICLES, MUSCAT, THREAT, readings_of_all, recorded
from vaqaye import Reader, Record, query
from vaqaye.cli import app as commands
from vaqaye.errors import QueryError
from vaqaye.model import Event, ReaderInfo, Reading, Span
from vaqaye.query import Filter
from vaqaye.record.corrections import Correction, Person, Values, Verdict, all_corrections, checked
from vaqaye.record.lessons import lessons
from vaqaye.record.mend import applied


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return readings_of_all()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return recorded(tmp_path / "news.db")


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


def test_export_and_import_carry_all_of_it(news: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    file, lessons_file, other = tmp_path / "mine.jsonl", tmp_path / "train.jsonl", tmp_path / "other.db"
    recorded(other)
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
