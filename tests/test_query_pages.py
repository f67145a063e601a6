"""Questions by pages and filters: what is new, plans and what became of them, silence, stances, figures, places, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from asked import MINISTER, articles, readings, told, walked
from readings import many, muscat, span
from vaqaye import query
from vaqaye.errors import QueryError
from vaqaye.model import (
    Agreement,
    Reading,
    Span,
)
from vaqaye.query import Filter, Page
from vaqaye.query.asked import cursor_of, spot_of
from vaqaye.record import Record


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("pages") / "record.db") as record:
        assert record.add([*readings(), muscat(), *many(0, 40)]).failed == 0
        yield record


FILTERS = (
    Filter(),
    Filter(a="IRN"),
    Filter(a=MINISTER),
    Filter(a="IRN", b="RUS"),
    Filter(a=MINISTER, b="RUS"),
    Filter(a="IRN", event="CONSULT", status="occurred"),
    Filter(status="planned"),
    Filter(source="ایرنا"),
    Filter(a="IRN", source="آزمون", since="2022", until="2023-01"),
    Filter(place="OMN"),
)


@pytest.mark.parametrize("filter", FILTERS)
@pytest.mark.parametrize("ask", [query.events, query.latest])
def test_pages_are_the_whole_in_order(record: Record, filter: Filter, ask: Callable[..., Page[Any]]) -> None:
    filter = replace(filter, once=False)
    whole = ask(record, filter, limit=1000).entries
    assert whole
    for limit in (1, 7):
        assert walked(lambda **page: ask(record, filter, **page), limit) == list(whole)
    days = [act.day if ask is query.events else act.source.published for act in whole]
    known = [day for day in days if day]
    assert known == sorted(known, reverse=True)
    assert days[len(known) :] == [None] * (len(days) - len(known))


def test_filters_leave_what_fits(record: Record) -> None:
    def ids(**wanted: Any) -> list[str]:
        return articles(query.events(record, Filter(**wanted)).entries)

    assert ids(a=MINISTER, b="RUS") == ["blame", "praise-2", "praise", "undated"]
    assert ids(a="عراقچی", b="عمان", status="planned") == ["plan"]
    assert ids(a=MINISTER, source="ایسنا") == ["done"]
    assert ids(place="مسقط") == ids(place="Muscat") == ["done", "muscat"]
    assert ids(a=MINISTER, since="2025-02", until="2025-03-01", once=False) == ["praise", "off", "plan-qatar"]
    assert ids(a=MINISTER, since="2025-02", until="2025-03-01") == ["praise", "off"]
    assert ids(status="denied") == ["off"]
    # What is new goes by publication, what was by its day.
    all = Filter(a=MINISTER, once=False)
    assert articles(query.latest(record, all).entries)[-3:] == ["done", "plan", "undated"]
    assert articles(query.latest(record, replace(all, since="2025-01-10", until="2025-01")).entries) == ["done", "plan"]
    assert articles(query.latest(record, Filter(a=MINISTER, until="2025-01-31")).entries) == ["done"]  # as was planned


def test_an_act_of_many_reports_is_one_entry(tmp_path: Path) -> None:
    copies = [
        replace(muscat(), article=replace(muscat().article, id=f"copy-{i}", source=f"خبرگزاری {i}", url=None))
        for i in range(5)
    ]
    with Record(tmp_path / "record.db") as record:
        record.add([muscat(), *copies])
        once = query.events(record, Filter(a="IRN"), limit=1)
        assert [act.id for act in once.entries] == ["e2"]
        assert [act.id for act in walked(lambda **page: query.events(record, Filter(a="IRN"), **page), 1)] == [
            "e2",
            "e1",
        ]
        assert once.entries[0].reports == 6
        assert once.entries[0].episode
        assert len(query.events(record, Filter(a="IRN", once=False)).entries) == 12
        # The entry is one that fits: whatever outlet is asked for has it.
        assert articles(query.events(record, Filter(a="IRN", source="خبرگزاری 3")).entries) == ["copy-3", "copy-3"]


def test_plans_and_what_became_of_them(record: Record) -> None:
    plans = {plan.act.source.article: plan for plan in query.planned(record, MINISTER).entries}
    assert plans["plan"].outcome == "occurred"
    assert plans["plan"].told_by
    assert plans["plan"].told_by.source.article == "done"
    assert "دیدار" in plans["plan"].told_by.source.quote
    assert plans["plan-qatar"].outcome == "denied"
    assert articles([plans["plan-qatar"].told_by]) == ["off"]
    (alone,) = [plan for plan in query.planned(record, "OMN").entries if plan.act.source.article == "muscat"]
    assert (alone.outcome, alone.told_by) == ("unknown", None)


def test_silence(record: Record) -> None:
    found = query.silence(record, MINISTER, "RUS", today="2025-04-11")
    assert (found.meetings, found.days, found.usual) == (3, 10, 15.5)  # gaps of 4 and 27 days
    assert found.last
    assert found.last.source.article == "blame"
    assert query.silence(record, MINISTER, "RUS", today="2025-03-06").days == 1
    never = query.silence(record, MINISTER, "QAT", today="2025-04-11")
    assert (never.meetings, never.last, never.days, never.usual) == (0, None, None, None)
    with pytest.raises(QueryError, match="no day"):
        query.silence(record, "IRN", "RUS", today="امروز")


def test_who_said_what_and_when_it_changed(record: Record) -> None:
    said = query.statements(record, MINISTER, "RUS")
    assert articles(said.entries) == ["blame", "praise-2", "praise"]
    assert articles(query.statements(record, MINISTER, words="برجام").entries) == ["blame"]
    assert articles(query.statements(record, "IRN", words="تجارت", stance="asserts").entries) == ["praise-2", "praise"]
    assert articles(walked(lambda **page: query.statements(record, words="تجارت", **page), 1))[:3] == [
        "blame", "praise-2", "praise",
    ]  # fmt: skip
    # The words stand in the article, not in what was said.
    assert query.statements(record, MINISTER, words="دیدار").entries == ()
    first, second = query.positions(record, MINISTER, "RUS")
    assert (first.stance, first.number, first.first.source.article, first.last.source.article) == (
        "asserts", 2, "praise", "praise-2",
    )  # fmt: skip
    assert (second.stance, second.first.day) == ("warns", "2025-04-01")
    assert len(query.statements(record, "IRN").entries) >= 4
    assert set(articles(query.statements(record, about=MINISTER, limit=1000).entries)) <= {
        "praise",
        "praise-2",
        "blame",
    }


def test_figures_over_time(record: Record) -> None:
    series = query.figures(record, "RUS", "IRN", metric="حجم تجارت", unit="USD").entries
    assert [(number.value, number.day) for number in series] == [(4e9, "2025-04-01"), (5e9, "2024-01-01")]
    assert [number.source.quote for number in series] == ["تجارت", "تجارت"]
    assert [n.source.article for n in walked(lambda **page: query.figures(record, "IRN", **page), 1)] == [
        "blame", "praise", "muscat",
    ]  # fmt: skip
    assert [(m.name.fa, m.unit, m.number) for m in query.metrics(record, "IRN")] == [
        ("حجم تجارت", "USD", 2), ("حجم تجارت", "percent", 1),
    ]  # fmt: skip
    with pytest.raises(QueryError, match="no country"):
        query.figures(record, MINISTER)


def test_agreements(record: Record) -> None:
    (deal,) = query.agreements(record, "IRN", "OMN").entries
    assert (deal.name, deal.source.quote) == ("توافق ترانزیتی", "توافق ترانزیتی")
    assert deal.ledger
    assert query.agreements(record, "IRN", status="ended").entries == ()
    assert query.agreements(record, status="in_force").entries == (deal,)


def test_articles_by_words_in_pages(record: Record) -> None:
    whole = query.search(record, "همکاری", limit=100)
    assert len(whole.entries) == 40
    assert walked(lambda **page: query.search(record, "همکاری", **page), 7) == list(whole.entries)
    assert [hit.article for hit in query.search(record, "دیدار", source="تسنیم").entries] == ["off"]
    assert [hit.article for hit in query.search(record, "دیدار", since="2025-02", until="2025-02-01").entries] == [
        "plan-qatar"
    ]
    assert query.sources(record) == ("آزمون", "ایرنا", "ایسنا", "تسنیم")


def test_one_act(record: Record) -> None:
    act = query.act(record, "muscat", "e1")
    assert query.act(record, "muscat", act.n) == act
    assert act.trigger.start >= act.source.start
    with pytest.raises(QueryError, match="no event"):
        query.act(record, "muscat", 99)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "é",
        "AAAA",
        "=" * 300,
        "W10",
        cursor_of(spot_of(None) or query.asked.Spot("x", 1, 2)),
        "bnVsbA",
        "Ww" * 90,
    ],
)
def test_a_cursor_that_is_none(record: Record, cursor: str) -> None:
    for ask in (query.events, query.latest, query.statements, query.agreements, query.figures):
        with pytest.raises(QueryError, match="cursor"):
            ask(record, cursor=cursor)


def test_filters_that_are_none(record: Record) -> None:
    for wrong, says in (
        (Filter(event="MEET"), "no type"),
        (Filter(status="maybe"), "no status"),
        (Filter(b="IRN"), "first one"),
        (Filter(a="IRN", b="ایران"), "same party"),
        (Filter(a="ناکجا"), "nobody"),
        (Filter(since="1400"), "Gregorian"),
    ):
        with pytest.raises(QueryError, match=says):
            query.events(record, wrong)
        with pytest.raises(QueryError, match=says):
            query.latest(record, wrong)
    for limit in (0, -1, 1001):
        with pytest.raises(QueryError, match="limit"):
            query.events(record, limit=limit)
    with pytest.raises(QueryError, match="no stance"):
        query.statements(record, stance="shouts")
    with pytest.raises(QueryError, match="no status"):
        query.agreements(record, status="burnt")


def test_a_page_looks_at_a_bounded_number_of_candidates(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the rare ones lie far back, a page may be short, and the next goes on."""
    monkeypatch.setattr("vaqaye.query.walk.LOOKED_AT", 20)
    monkeypatch.setattr("vaqaye.query.walk.FEW", 2)
    filter = Filter(a="IRN", event="CONSULT", source="ایسنا")
    first = query.events(record, filter)
    assert articles(first.entries) == ["done"]
    assert first.next
    assert first.seen
    assert articles(walked(lambda **page: query.events(record, filter, **page), 50)) == ["done", "muscat", "muscat"]
    assert articles(walked(lambda **page: query.latest(record, filter, **page), 50)) == ["done", "muscat", "muscat"]


QUESTIONS: tuple[Callable[[Record], Any], ...] = (
    *(lambda record, filter=filter: query.events(record, filter) for filter in FILTERS),
    *(lambda record, filter=filter: query.latest(record, filter) for filter in FILTERS),
    query.statements,
    lambda record: query.statements(record, "IRN", "RUS"),
    lambda record: query.statements(record, MINISTER, source="ایرنا"),
    lambda record: query.statements(record, about=MINISTER),
    lambda record: query.statements(record, about="RUS"),
    lambda record: query.statements(record, words="تجارت"),
    lambda record: query.positions(record, MINISTER, "RUS"),
    query.agreements,
    lambda record: query.agreements(record, "IRN", "OMN"),
    lambda record: query.figures(record, metric="حجم تجارت"),
    lambda record: query.figures(record, "IRN"),
    query.metrics,
    query.planned,
    lambda record: query.meetings(record, "IRN", "OMN"),
    query.counts,
    lambda record: query.counts(record, MINISTER, "IRN"),
    lambda record: query.scores(record, "IRN", "RUS"),
    lambda record: query.counts(record, calendar="jalali"),
    lambda record: query.scores(record, "IRN", "RUS", calendar="jalali"),
    lambda record: query.silence(record, "IRN", "OMN"),
    lambda record: query.network(record, "IRN"),
    lambda record: query.profile(record, MINISTER),
    lambda record: query.place(record, "مسقط"),
    query.sites,
    lambda record: query.search(record, "دیدار", source="ایرنا", since="2025"),
    lambda record: query.suggest(record, "عر"),
    query.sources,
    lambda record: query.dossier(record, "IRN", "RUS"),
    lambda record: query.dossier(record, "IRN", "RUS", calendar="jalali"),
    lambda record: query.timeline(record, MINISTER),
)


SMALL = {"x", "y", "outlet", "e", "json_each"}  # what a question has already chosen


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_goes_through_a_whole_table(
    record: Record, monkeypatch: pytest.MonkeyPatch, question: Callable[[Record], Any]
) -> None:
    asked: list[tuple[str, tuple[Any, ...]]] = []
    select = Record.select

    def listen(record: Record, sql: str, parameters: tuple[Any, ...] = ()) -> Any:
        asked.append((sql, parameters))
        return select(record, sql, parameters)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Record, "select", listen)
        question(record)
    assert asked
    tables = {name for (name,) in record.select("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for sql, parameters in asked:
        for *_, step in record.select(f"EXPLAIN QUERY PLAN {sql}", parameters):
            scanned = re.match(r"SCAN (\w+)(?! VIRTUAL)", step)
            # SQLite names the alias: one of a table that is read whole would be that of a table.
            assert not (scanned and _table(sql, scanned[1]) in tables and "VIRTUAL" not in step), f"{step}\n{sql}"


def _table(sql: str, alias: str) -> str:
    named = re.search(rf"\b(\w+) (?:AS )?{alias}\b", sql)
    return named[1] if named and named[1].upper() not in {"FROM", "JOIN"} else alias


def test_hostile_words_stay_words(record: Record) -> None:
    evil = "<script>alert(1)</script> عراقچی با وزیر روسیه دیدار کرد."
    one = told("evil", "2025-05-01", evil, with_="RUS", source="<img src=x onerror=alert(1)>")
    one = replace(
        one,
        article=replace(one.article, title="</p><script>"),
        agreements=(
            Agreement("a", "<b>پیمان</b>", ("IRN",), (), None, "signed", None, None, (span(evil, "<script>"),)),
        ),
    )
    for page in (one._repr_html_(), _with(record, one)):
        assert "<script" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page
        assert "عراقچی" in page
    assert "<mark>دیدار</mark>" in one._repr_html_()


def _with(record: Record, one: Reading) -> str:
    with Record(record.path.with_name("evil.db")) as other:
        other.add([replace(one, events=(replace(one.events[0], evidence=(Span(0, len(one.article.text)),)),))])
        return query.dossier(other, MINISTER, "RUS")._repr_html_()
