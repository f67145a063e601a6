"""One act, many reports: what is merged, what is not, whatever the order; and that a batch looks at little."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from any_reading import readings
from readings import OTHER_READER, event, muscat, span, state
from vaqaye import episodes
from vaqaye.errors import QueryError
from vaqaye.model import Actor, Agreement, Article, EventDate, Name, Reading, Statement
from vaqaye.record import Record
from vaqaye.record.merge import link

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
        "SELECT a.id, r.entry, r.n, r.story, r.component, r.copy FROM reports r JOIN articles a ON a.key = r.article"
    ):
        found[report[0], report[2], report[3]].append((id, report[1], report[4]))
    groups: dict[int, set[str]] = defaultdict(set)
    for id, origin in record.select("SELECT a.id, c.origin FROM copies c JOIN articles a ON a.key = c.article"):
        groups[origin].add(id)
    heads = [sorted(record.select(f"SELECT * FROM {table}")) for table in ("episodes", "quotations", "ledgers")]
    blocks = record.select("SELECT b.block, b.rank, a.id, b.n FROM blocks b JOIN articles a ON a.key = b.article")
    return (
        sorted((key, sorted(reports)) for key, reports in found.items()),
        sorted(map(sorted, groups.values())), heads, sorted(blocks),
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
    for table in ("copies", "bands", "blocks", "reports", "episodes", "quotations", "ledgers"):
        record.select(f"DELETE FROM {table}")
    assert record.merge() == len(POOL)
    assert stories(record) == expected
    assert record.merge() == 0
    monkeypatch.setattr("vaqaye.record.merge.RULES", "other rules")
    monkeypatch.setattr(link, "RULES", "other rules")
    assert record.merge() == len(POOL), "other rules: all anew"


# At what cost


def test_no_table_is_gone_through(record: Record) -> None:
    """Every question that a batch asks is answered by an index, as SQLite's own plan says."""
    record.add(POOL)
    asked: set[str] = set()
    db: sqlite3.Connection = record._db
    db.set_trace_callback(asked.add)
    record.add([replace(r, article=replace(r.article, text=f"{r.article.text} {MET_TOO}")) for r in POOL])
    db.set_trace_callback(None)
    tables = ("copies", "bands", "blocks", "reports", "episodes", "quotations", "ledgers")
    plans = 0
    for sql in asked:
        if sql.startswith(("SELECT", "UPDATE", "DELETE")) and any(table in sql for table in tables):
            for row in db.execute(f"EXPLAIN QUERY PLAN {sql}"):
                assert "SCAN" not in row[3], sql
                plans += 1
    assert plans > 10
