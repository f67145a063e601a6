"""One act, many reports: what is merged, what is not, whatever the order; and that a batch looks at little."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from any_reading import readings
from readings import OTHER_READER, article, event, muscat, span, state
from vaqaye import episodes
from vaqaye.cli import app
from vaqaye.errors import QueryError, RecordError
from vaqaye.model import Actor, Agreement, Article, EventDate, Name, Reading, Statement
from vaqaye.record import Record
from vaqaye.record.merge import link, tellings

LAVROV = Actor("person:sergey-lavrov", Name("سرگئی لاوروف", "Sergey Lavrov"), "person", "RUS", "GOV")
ARAGHCHI = Actor("person:abbas-araghchi", Name("عباس عراقچی", "Abbas Araghchi"), "person", "IRN", "GOV")
PUTIN = Actor("person:vladimir-putin", Name("ولادیمیر پوتین", "Vladimir Putin"), "person", "RUS", "GOV")
CAST = (LAVROV, ARAGHCHI, PUTIN, state("IRN", "ایران", "Iran"), state("RUS", "روسیه", "Russia"))

MET = "عباس عراقچی وزیر خارجه ایران امروز در مسکو با سرگئی لاوروف دیدار کرد و درباره اوضاع قفقاز جنوبی گفت‌وگو کرد."
MET_TOO = "لاوروف در مسکو میزبان عراقچی بود؛ دو وزیر در این دیدار از مسیر ترانزیتی رشت به آستارا گفتند."
PUTIN_TOO = "رئیس‌جمهور روسیه عصر در کرملین با عراقچی دیدار کرد و پیام رهبران دو کشور رد و بدل شد."
DENIED = "سخنگوی وزارت خارجه روسیه خبر دیدار عراقچی با سرگئی لاوروف در مسکو را درست ندانست."
SAID = "عراقچی گفت: تهران تا وقتی تحریم‌های نفتی و بانکی برداشته نشود بازرسی‌های تازه از نیروگاه بوشهر را نمی‌پذیرد."


def told(
    id: str, text: str, with_: Actor = LAVROV, *, source: str = "ایسنا", published: str = "2025-05-03", **more: Any
) -> Reading:
    """An article that tells of a meeting of Araghchi with somebody."""
    act = event(text, "دیدار", (ARAGHCHI.id, with_.id), **more)
    whole = replace(act, evidence=(span(text, text),))
    return Reading(
        Article(text, id, source, None, None, published, reader=muscat().article.reader), CAST, events=(whole,)
    )


def said(id: str, text: str, source: str, published: str = "2025-05-03") -> Reading:
    """An article with a statement of Araghchi."""
    content = span(text, text.partition(": ")[2])
    saying = Statement("s1", ARAGHCHI.id, "direct", None, content, (content,))
    article = Article(text, id, source, None, None, published, reader=muscat().article.reader)
    return Reading(article, CAST, statements=(saying,))


def deal(
    id: str, status: Any, day: str, name: str = "موافقت‌نامه", parties: tuple[str, ...] = ("IRN", "RUS")
) -> Reading:
    """An article that tells how far an agreement is."""
    text = f"{name} ایران و روسیه در این روز یک گام پیش رفت."
    one = Agreement("g1", name, parties, (), None, status, None, day, (span(text, name),))
    return Reading(Article(text, id, id, None, None, day, reader=muscat().article.reader), CAST, agreements=(one,))


POOL = (
    told("a", MET),
    told("b", MET.replace("امروز", "ساعتی پیش"), source="تسنیم"),
    told("c", MET_TOO, source="فارس", published="2025-05-04"),
    told("d", MET, source="ایرنا", published="2025-05-09"),
    told("e", PUTIN_TOO, PUTIN),
    told("f", DENIED, source="اسپوتنیک", published="2025-05-04", status="denied"),
    told("g", MET, published="2025-09-01"),
    told("h", MET_TOO, source="مهر", date=EventDate("2025-05-03", "day", None, None)),
    said("i", SAID, "ایسنا"),
    said("j", SAID.replace("بازرسی‌های تازه از نیروگاه بوشهر", "بازرسی‌های تازه"), "تسنیم"),
    said("k", "عراقچی گفت: صادرات پسته به اوراسیا دو برابر شده و کشتی‌های تازه به آستاراخان می‌روند.", "فارس"),
    deal("l", "negotiated", "2024-02-01"),
    deal("m", "signed", "2024-06-01"),
    deal("n", "ratified", "2024-10-01"),
    deal("o", "proposed", "2026-01-01"),
    muscat(),
)  # fmt: skip


@pytest.fixture
def record(tmp_path: Path) -> Any:
    with Record(tmp_path / "r.db") as record:
        yield record


def stories(record: Record) -> Any:
    """All that merging has decided, by what does not depend on the order of storing."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for id, *report in record.select(
        "SELECT a.id, r.entry, r.n, r.story, r.component, r.copy, m.id FROM reports r JOIN articles a ON a.key = r.article "
        "LEFT JOIN articles m ON m.key = r.model"
    ):
        found[report[0], report[2], report[3]].append((id, report[1], *report[4:]))
    groups: dict[int, set[str]] = defaultdict(set)
    for id, origin in record.select("SELECT a.id, c.origin FROM copies c JOIN articles a ON a.key = c.article"):
        groups[origin].add(id)
    heads = [sorted(record.select(f"SELECT * FROM {table}")) for table in ("episodes", "quotations", "ledgers")]
    blocks = record.select("SELECT b.block, b.rank, a.id, b.n FROM blocks b JOIN articles a ON a.key = b.article")
    links = record.select(
        "SELECT a.id, l.entry, l.n, o.id, l.other_n, l.sure, l.alike FROM links l JOIN articles a ON a.key = l.article "
        "JOIN articles o ON o.key = l.other"
    )
    return (
        sorted((key, sorted(reports)) for key, reports in found.items()),
        sorted(map(sorted, groups.values())), heads, sorted(blocks), sorted(links),
    )  # fmt: skip


def episode_of(record: Record, article: str) -> episodes.Episode:
    return episodes.episode(record, episodes.episode_of(record, article, 0))


def tellers(record: Record, article: str) -> str:
    return "".join(report.told.article for report in episode_of(record, article).reports)


# What is one act


def test_an_act_told_in_other_words_is_one_episode(record: Record) -> None:
    record.add(POOL)
    assert tellers(record, "a") == "abhcf"
    found = episode_of(record, "a")
    assert [report.told.copy for report in found.reports] == [False, True, False, True, False]
    assert found.sources == 3  # ایسنا and its copy, فارس and its copy, اسپوتنیک


def test_another_counterpart_or_time_is_another_episode(record: Record) -> None:
    record.add(POOL)
    assert tellers(record, "e") == "e"
    assert tellers(record, "g") == "g"


def test_day_after_day_of_the_same_is_no_single_act(record: Record) -> None:
    record.add([told(f"d{day}", MET, published=f"2025-05-{day:02}") for day in range(1, 13)])
    sizes = [reports for (reports,) in record.select("SELECT reports FROM episodes")]
    assert sum(sizes) == 12
    assert max(sizes) <= 3


def test_disagreements_stand_side_by_side(record: Record) -> None:
    record.add(POOL)
    found = episode_of(record, "f")
    status = next(d for d in found.disagreements if d.field == "status")
    assert [(v.value, len(v.reports)) for v in status.versions] == [("occurred", 4), ("denied", 1)]
    assert [turn.status for turn in found.history] == ["occurred", "denied"]
    assert found.status == "denied"
    assert found.reports[status.versions[1].reports[0]].told.quote == DENIED


def test_a_plan_becomes_an_act(record: Record) -> None:
    day = EventDate("2025-05-03", "day", None, None)
    plan = "عراقچی روز شنبه در مسکو با سرگئی لاوروف دیدار خواهد کرد."
    record.add([told("plan", plan, published="2025-05-01", status="planned", date=day), POOL[0]])
    found = episode_of(record, "plan")
    assert [(t.status, t.told.article) for t in found.history] == [("planned", "plan"), ("occurred", "a")]
    assert (found.status, found.date, len(found.reports)) == ("occurred", "2025-05-03", 2)


def test_a_quotation_told_by_two_outlets_is_one(record: Record) -> None:
    record.add(POOL)
    found = episodes.quotation(record, episodes.quotation_of(record, "i", 0))
    assert [w.told.source for w in found.wordings] == ["ایسنا", "تسنیم"]
    assert found.speaker.id == ARAGHCHI.id
    assert episodes.quotation_of(record, "k", 0) != found.id


def test_a_ledger_follows_an_agreement_over_months(record: Record) -> None:
    record.add(POOL)
    found = episodes.ledger(record, episodes.ledger_of(record, "m", 0))
    assert [(t.status, t.day) for t in found.history] == [
        ("negotiated", "2024-02-01"), ("signed", "2024-06-01"), ("ratified", "2024-10-01"),
    ]  # fmt: skip
    assert (found.status, found.parties) == ("ratified", ("IRN", "RUS"))
    assert episodes.ledger_of(record, "o", 0) != found.id, "after a year of silence it is another one"
    assert found.id in dict(episodes.ledgers(record, "موافقتنامه"))


def test_a_name_of_its_own_is_one_agreement_whoever_is_party(record: Record) -> None:
    record.add(
        [deal("p", "in_force", "2024-01-01", "برجام", ("IRN", "USA")), deal("q", "ended", "2024-02-01", "برجام", ())]
    )
    assert episodes.ledger_of(record, "p", 0) == episodes.ledger_of(record, "q", 0)


def test_unknown_ids_say_so(record: Record) -> None:
    for ask in (episodes.episode, episodes.quotation, episodes.ledger):
        for id in ("x", "0" * 15, "' OR 1", "٠" * 15):
            with pytest.raises(QueryError, match="fifteen hexadecimal"):
                ask(record, id)


# Whatever the order


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Record(tmp_path_factory.mktemp("merge") / "all.db") as record:
        record.add(POOL)
        return stories(record)


@given(st.permutations(POOL), st.sets(st.integers(1, len(POOL) - 1)), st.lists(st.sampled_from(POOL), max_size=4))
@settings(max_examples=25, deadline=None)
def test_any_order_and_any_batches_give_the_same(
    tmp_path_factory: pytest.TempPathFactory, expected: Any, order: list[Reading], cuts: set[int], again: list[Reading]
) -> None:
    with Record(tmp_path_factory.mktemp("merge") / "r.db") as record:
        for other in again:  # other articles under the same ids, which are replaced
            record.add([replace(other, article=replace(other.article, text=f"{other.article.text} {MET}"))])
        edges = [0, *sorted(cuts), len(order)]
        for first, last in pairwise(edges):
            record.add(order[first:last])
        assert stories(record) == expected
        record.merge(rebuild=True)
        assert stories(record) == expected


@given(st.lists(readings(), min_size=2, max_size=5))
@settings(max_examples=15, deadline=None)
def test_any_readings_can_be_merged_and_merged_anew(
    tmp_path_factory: pytest.TempPathFactory, some: list[Reading]
) -> None:
    named = [replace(r, article=replace(r.article, id=f"any-{i}")) for i, r in enumerate(some)]
    with Record(tmp_path_factory.mktemp("merge") / "r.db") as record:
        assert record.add(named).failed == 0
        before = stories(record)
        record.merge(rebuild=True)
        assert stories(record) == before


def test_an_article_read_again_leaves_nothing_behind(record: Record) -> None:
    record.add(POOL[:3])
    record.add([replace(r, events=(), article=replace(r.article, reader=OTHER_READER)) for r in POOL[:3]])
    assert record.select("SELECT count(*) FROM episodes") == [(0,)]
    assert record.select("SELECT count(*) FROM blocks") == [(0,)]
    assert record.select("SELECT count(*) FROM reports") == [(0,)]
    record.add([replace(r, article=replace(r.article, text="متن دیگر")) for r in POOL[8:9]])
    assert record.select("SELECT count(*) FROM copies") == [(4,)]


def test_a_thousand_twins_are_one_episode(record: Record) -> None:
    for first in (0, 500):
        record.add([told(f"t{i}", MET, source=f"کانال {i % 7}") for i in range(first, first + 500)])
    assert record.select("SELECT reports, sources FROM episodes") == [(1000, 1)]


def test_a_record_from_before_is_merged_on_request(
    record: Record, monkeypatch: pytest.MonkeyPatch, expected: Any
) -> None:
    record.add(POOL)
    for table in ("copies", "bands", "blocks", "links", "reports", "episodes", "quotations", "ledgers"):
        record.select(f"DELETE FROM {table}")
    assert record.merge() == len(POOL)
    assert stories(record) == expected
    assert record.merge() == 0
    monkeypatch.setattr("vaqaye.record.merge.RULES", "other rules")
    monkeypatch.setattr(link, "RULES", "other rules")
    assert record.merge() == len(POOL), "other rules: all anew"


def hot_day() -> list[Reading]:
    """Posts of one day about one pair, in words that are more or less alike, by five outlets; some hours apart."""
    other = "مذاکرات تازه درباره خط‌آهن رشت و آستارا پشت درهای بسته ادامه یافت و بیانیه‌ای منتشر نشد".split()
    posts = []
    for i in range(24):
        words = MET.split()
        for j in range(i % 8):
            words[-2 - j] = other[(i + j) % len(other)]
        text = " ".join(words)
        posts.append(
            told(f"post-{i}", text, source=f"کانال {i % 5}", published=f"2025-05-0{3 + i % 2}T{i % 3:02}:00:00")
        )
    return posts


def deals_of_months() -> list[Reading]:
    """One pair's agreements over three years, with two silences, several a day, some undated."""
    days = [
        f"{2024 + month // 12}-{1 + month % 12:02}-{1 + i:02}" for month in (0, 1, 3, 4, 13, 14, 26) for i in (0, 0, 1)
    ]
    made = [deal(f"deal-{i}", "signed" if i % 3 else "unknown", day) for i, day in enumerate(days)]
    undated = replace(made[0].agreements[0], date=None)
    article = replace(made[0].article, id="undated", published=None)
    return [*made, replace(made[0], article=article, agreements=(undated,))]


def talks() -> list[Reading]:
    """Ten days of talks of the same two, told in words that are more or less alike: a chain that is several stories."""
    other = "مذاکرات تازه درباره خط‌آهن رشت و آستارا پشت درهای بسته ادامه یافت و بیانیه‌ای منتشر نشد".split()
    posts = []
    for i in range(40):
        words = MET.split()
        for j in range(i * 5 % 8):
            words[-2 - j] = other[(i + j) % len(other)]
        day = f"2025-05-{10 + i * 3 % 10}"
        more = {"mode": "visit"} if i % 5 == 0 else {"date": EventDate(day, "day", None, None)} if i % 4 == 0 else {}
        posts.append(told(f"talk-{i}", " ".join(words), source=f"کانال {i % 7}", published=day, **more))
    return posts


HOT = (*hot_day(), *deals_of_months())
TALKS = talks()


@given(
    st.permutations(HOT), st.sets(st.integers(1, len(HOT) - 1), max_size=6), st.lists(st.sampled_from(HOT), max_size=6)
)
@settings(max_examples=25, deadline=None)
def test_full_blocks_and_long_ledgers_do_not_depend_on_the_order(
    tmp_path_factory: pytest.TempPathFactory, order: list[Reading], cuts: set[int], again: list[Reading]
) -> None:
    with pytest.MonkeyPatch.context() as patch, Record(tmp_path_factory.mktemp("merge") / "r.db") as record:
        patch.setattr(tellings, "ABOUT", 3)
        patch.setattr(tellings, "WORDS", 2)
        edges = [0, *sorted(cuts), len(order)]
        for first, last in pairwise(edges):
            record.add(order[first:last])
        kept = {reading.article.id for reading in again}
        record.add([replace(reading, events=(), agreements=()) for reading in order if reading.article.id in kept])
        record.add([replace(r, article=replace(r.article, reader=OTHER_READER)) for r in again])
        found = stories(record)
        record.merge(rebuild=True)
        assert stories(record) == found
        assert max(len(reports) for _, reports in found[0]) > 3


@given(
    st.permutations(TALKS), st.sets(st.integers(1, len(TALKS) - 1), max_size=20), st.sets(st.sampled_from(range(40)))
)
@settings(max_examples=25, deadline=None)
def test_a_chain_of_stories_is_divided_the_same_however_it_grew(
    tmp_path_factory: pytest.TempPathFactory, order: list[Reading], cuts: set[int], gone: set[int]
) -> None:
    with Record(tmp_path_factory.mktemp("merge") / "r.db") as record:
        for first, last in pairwise([0, *sorted(cuts), len(order)]):
            record.add(order[first:last])
        some = [TALKS[i] for i in sorted(gone)]
        record.add([replace(r, events=(), article=replace(r.article, reader=OTHER_READER)) for r in some])
        record.add(some[::2])
        found = stories(record)
        record.merge(rebuild=True)
        assert stories(record) == found
        heads = record.select("SELECT reports FROM episodes")
        assert sum(reports for (reports,) in heads) == 40 - len(some[1::2])


def test_copies_that_only_a_third_joins_are_marked_whenever_it_comes(record: Record) -> None:
    """Two ends of a long text share nothing; the whole text is a copy of both."""
    words = [f"{a}{b}" for a in "بتجدرزسش" for b in "فقکلمنوه"]
    first, last = " ".join(words[:36]), " ".join(words[28:])
    texts = {"x": f"{MET} {first}", "z": f"{MET} {last}"}
    record.add([told(id, text, source=id) for id, text in texts.items()])
    record.add([article(f"{MET} {' '.join(words)}", "y")])
    before = stories(record)
    record.merge(rebuild=True)
    assert stories(record) == before


def test_a_record_of_other_rules_takes_nothing_in_until_it_is_merged(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.add(POOL[:2])
    monkeypatch.setattr("vaqaye.record.merge.RULES", "other rules")
    monkeypatch.setattr(link, "RULES", "other rules")
    with pytest.raises(RecordError, match="vaqaye merge"):
        record.add(POOL[2:3])
    record.merge()
    assert record.add(POOL[2:3]).new == 1


# At what cost


def test_no_table_is_gone_through(record: Record) -> None:
    """Every question that a batch asks is answered by an index, as SQLite's own plan says."""
    record.add(POOL)
    asked: set[str] = set()
    db: sqlite3.Connection = record._db
    db.set_trace_callback(asked.add)
    record.add([replace(r, article=replace(r.article, text=f"{r.article.text} {MET_TOO}")) for r in POOL])
    record.add([deal("new", "signed", "2024-06-30")])
    db.set_trace_callback(None)
    tables = ("copies", "bands", "blocks", "links", "reports", "episodes", "quotations", "ledgers")
    plans = 0
    for sql in asked:
        if sql.startswith(("SELECT", "UPDATE", "DELETE")) and any(table in sql for table in tables):
            for row in db.execute(f"EXPLAIN QUERY PLAN {sql}"):
                assert "SCAN" not in row[3] or "VIRTUAL TABLE" in row[3], sql  # json_each: the keys asked for
                plans += 1
    assert plans > 10


def statements_run(record: Record, more: list[Reading]) -> int:
    """How many rows a batch takes from the record, by the statements that SQLite runs for it."""
    asked: list[str] = []
    record._db.set_trace_callback(asked.append)
    record.add(more)
    record._db.set_trace_callback(None)
    return len(asked)


def test_a_long_ledger_costs_no_more_than_a_short_one(record: Record) -> None:
    """The ledger of a pair of states has tens of thousands of reports, and grows with every batch."""
    new = [deal("new", "signed", "2024-06-30")]
    record.add([deal("first", "negotiated", "2024-06-01")])
    short = statements_run(record, new)
    record.add([deal(f"more-{i}", "signed", f"2024-06-{1 + i % 28:02}T{i % 24:02}:{i % 60:02}") for i in range(900)])
    long = statements_run(record, [replace(new[0], article=replace(new[0].article, id="newer"))])
    assert long < short + 250, "the first two hundred name it"


# As commands


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("commands") / "news.db"
    with Record(path) as record:
        record.add(POOL)
    return path


def command(*arguments: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == code, done.output
    return done.output


def test_an_episode_as_a_command(stored: Path) -> None:
    with Record(stored, readonly=True) as record:
        id = episodes.episode_of(record, "f", 0)
    shown = command("episode", id, "--record", stored)
    assert "occurred 2025-05-03 → denied 2025-05-04" in shown
    assert "= تسنیم 2025-05-03" in shown, "a copy is marked"
    found = json.loads(command("episode", id, "--record", stored, "--format", "json"))
    assert (found["id"], found["status"], found["sources"]) == (id, "denied", 3)
    assert [report["told"]["article"] for report in found["reports"]] == list("abhcf")


def test_a_ledger_as_a_command(stored: Path) -> None:
    shown = command("ledger", "موافقت‌نامه", "--record", stored)
    assert "negotiated 2024-02-01 → signed 2024-06-01 → ratified 2024-10-01" in shown
    found = json.loads(command("ledger", "موافقتنامه", "--record", stored, "--format", "json"))
    assert command("ledger", found["id"], "--record", stored) == shown, "by id as by name"
    assert [step["status"] for step in found["steps"]] == ["negotiated", "signed", "ratified"]


def test_merging_as_a_command(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(stored, path)
    assert command("merge", "--record", path).endswith("0 articles merged\n")
    with Record(path) as record:
        before = stories(record)
    assert command("merge", "--rebuild", "--record", path).endswith(f"{len(POOL)} articles merged\n")
    with Record(path) as record:
        assert stories(record) == before


@pytest.mark.parametrize("what", ["episode", "ledger"])
def test_commands_say_what_to_ask_instead(what: str, stored: Path) -> None:
    assert "fifteen hexadecimal" in command(what, "0" * 15, "--record", stored, code=2)
