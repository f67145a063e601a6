"""Questions by pages and filters: what is new, plans and what became of them, silence, stances, figures, places, names."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readings import OTHER_READER, READER, event, many, mention, muscat, span, state
from vaqaye import query
from vaqaye.errors import QueryError
from vaqaye.model import (
    Actor,
    Agreement,
    Article,
    Cue,
    EventDate,
    Figure,
    Name,
    Place,
    Reading,
    Span,
    Stance,
    Statement,
)
from vaqaye.query import Filter, Page
from vaqaye.query.asked import cursor_of, spot_of
from vaqaye.record import Record

MINISTER = "person:abbas-araghchi"


def told(
    id: str,
    published: str | None,
    text: str,
    *,
    source: str = "ایرنا",
    trigger: str = "دیدار",
    status: Any = "occurred",
    type: Any = "CONSULT",
    date: str | None = None,
    with_: str = "OMN",
    stance: Stance | None = None,
    place: Place | None = None,
    figure: Figure | None = None,
    mode: str | None = None,
) -> Reading:
    """An article in which the minister meets, or will meet, somebody of a country."""
    minister = Actor(
        MINISTER, Name("سید عباس عراقچی", "Abbas Araghchi"), "person", "IRN", "GOV", mentions=(mention(text, "عراقچی"),)
    )
    names = {"OMN": ("عمان", "Oman"), "RUS": ("روسیه", "Russia"), "QAT": ("قطر", "Qatar")}
    other = state(with_, *names[with_], mention(text, names[with_][0]))
    act = replace(
        event(text, trigger, (MINISTER,), (other.id,), type=type, status=status, mode=mode),
        date=EventDate(date, "day", None, None) if date else None,
        place=place,
        plover="AGREE" if status == "planned" else None if status == "denied" else type,
    )
    statements: tuple[Statement, ...] = ()
    if stance:
        cue = span(text, "گفت")
        content = Span(cue.end + 1, len(text))
        statements = (
            Statement("s1", MINISTER, "direct", Cue(cue.start, cue.end, "گفتن", stance), content, (content,)),
        )
    return Reading(
        Article(text, id, source, f"https://example.org/{id}", None, published, reader=READER),
        (minister, other),
        statements=statements,
        events=(act,),
        figures=(figure,) if figure else (),
    )


def figure(value: float, text: str, period: str | None = None) -> Figure:
    return Figure(Name("حجم تجارت"), value, "USD", None, ("IRN", "RUS"), period, None, (span(text, "تجارت"),))


PLAN = "عراقچی قرار است هفته آینده برای دیدار به عمان برود. سخنگو این را در نشست هفتگی خود اعلام کرد."
DONE = "وزیر امور خارجه، عراقچی، در مسقط با مقام‌های عمان دیدار کرد و درباره کشتیرانی گفت‌وگو شد."
OFF = "خبر دیدار عراقچی با همتای قطر تکذیب شد."
PLAN_QATAR = "عراقچی فردا در دوحه با همتای خود از قطر دیدار می‌کند."
PRAISE = "عراقچی پس از دیدار گفت: روسیه شریک ایران است و تجارت دو کشور رشد کرده است."
BLAME = "عراقچی پس از دیدار گفت: روسیه به برجام پایبند نیست و تجارت دو کشور کم شده است."
UNDATED = "عراقچی با سفیر روسیه دیدار کرد."
MUSCAT = Place(Name("مسقط", "Muscat"), "OMN", 0, 4, "Muscat", 23.584, 58.408)


def readings() -> list[Reading]:
    return [
        told("plan", "2025-01-10", PLAN, status="planned", date="2025-01-15", mode="visit"),
        told("done", "2025-01-16", DONE, date="2025-01-15", place=MUSCAT, source="ایسنا"),
        told("plan-qatar", "2025-02-01", PLAN_QATAR, status="planned", date="2025-02-02", with_="QAT"),
        told("off", "2025-02-02", OFF, status="denied", date="2025-02-02", with_="QAT", source="تسنیم"),
        told("praise", "2025-03-01", PRAISE, with_="RUS", stance="asserts", figure=figure(5e9, PRAISE, "2024")),
        told("praise-2", "2025-03-05", PRAISE.replace("شریک", "همراه"), with_="RUS", stance="asserts"),
        told("blame", "2025-04-01", BLAME, with_="RUS", stance="warns", figure=figure(4e9, BLAME)),
        told("undated", None, UNDATED, with_="RUS"),
    ]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("pages") / "record.db") as record:
        assert record.add([*readings(), muscat(), *many(0, 40)]).failed == 0
        yield record


def walked(page: Callable[..., Page[Any]], limit: int) -> list[Any]:
    """All entries, page by page."""
    found: list[Any] = []
    cursor = None
    while True:
        some = page(limit=limit, cursor=cursor)
        assert len(some.entries) <= limit
        found += some.entries
        cursor = some.next
        if cursor is None:
            return found


def articles(found: Any) -> list[str]:
    return [entry.source.article for entry in found]


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


def test_scores_by_month(record: Record) -> None:
    months = {score.month: score for score in query.scores(record, MINISTER)}
    assert (months["2025-01"].events, months["2025-01"].score, months["2025-01"].cooperation) == (1, 2.5, 1)
    assert "2025-02" not in months  # planned and denied only
    assert query.scores(record, "IRN", "RUS")[-1].month == "2025-04"


def test_months_say_what_counting_says(record: Record) -> None:
    for a, b in ((None, None), ("IRN", None), ("IRN", "RUS"), (None, "OMN")):
        kept = query.counts(record, a, b, "2022", "2025-04")
        assert kept == query.counts(record, a, b, "2022-01-01", "2025-04-30")  # days can't be had from months
        assert kept
        jalali = query.counts(record, a, b, "2022", "2025-04", calendar="jalali")
        assert jalali == query.counts(record, a, b, "2022-01-01", "2025-04-30", calendar="jalali")
        assert sum(count.number for count in jalali) == sum(count.number for count in kept)


JALALI = {  # last and first days of months, from printed calendars: 1399 and 1403 were leap years
    "2021-03-20": "1399-12",
    "2021-03-21": "1400-01",
    "2022-03-20": "1400-12",
    "2022-03-21": "1401-01",
    "2022-06-21": "1401-03",
    "2022-06-22": "1401-04",
    "2022-07-01": "1401-04",
    "2022-07-22": "1401-04",
    "2022-07-23": "1401-05",
    "2024-02-19": "1402-11",
    "2024-03-19": "1402-12",
    "2024-03-20": "1403-01",
    "2025-03-20": "1403-12",
    "2025-03-21": "1404-01",
    "2025-12-31": "1404-10",
    "2026-01-01": "1404-10",
}


def test_jalali_months_have_the_events_of_their_days(tmp_path: Path) -> None:
    with Record(tmp_path / "record.db") as record:
        record.add(told(f"{day}-{n}", day, DONE) for day in JALALI for n in range(int(day[-1]) % 3 + 1))
        record.add(
            [told("undated", None, UNDATED, with_="RUS"), told("off", "2022-06-22", OFF, status="denied", with_="QAT")]
        )
        wanted: dict[str | None, int] = {None: 1}
        for day, month in JALALI.items():
            wanted[month] = wanted.get(month, 0) + int(day[-1]) % 3 + 1
        for a, b in ((None, None), (MINISTER, None), ("IRN", None)):
            found = query.counts(record, a, b, calendar="jalali")
            assert {count.month: count.number for count in found} == wanted
            assert [c.month or "" for c in found] == sorted(c.month or "" for c in found)
        assert {s.month: s.events for s in query.scores(record, calendar="jalali")} == {
            month: number for month, number in wanted.items() if month
        }
        # Times are of days: the Tir of June alone.
        (tir,) = query.scores(record, "IRN", "OMN", "2022-06-22", "2022-06", calendar="jalali")
        assert (tir.month, tir.events) == ("1401-04", 3)
        assert query.dossier(record, "IRN", "OMN", calendar="jalali").scores[0].month == "1399-12"
        assert query.dossier(record, "IRN", "OMN").scores[0].month == "2021-03"


def test_an_older_record_gets_its_jalali_months(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with Record(path) as record:
        record.add(told(day, day, DONE) for day in JALALI)
        months = record.select("SELECT * FROM months")
        found = query.counts(record, calendar="jalali")
    db = sqlite3.connect(path)
    db.execute("ALTER TABLE months DROP COLUMN late")
    db.execute("PRAGMA user_version = 4")
    db.close()
    with Record(path) as record:
        assert record.select("SELECT * FROM months") == months
        assert query.counts(record, calendar="jalali") == found


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=12))
def test_months_follow_what_is_added_and_replaced(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, bool]]
) -> None:
    with Record(tmp_path_factory.mktemp("months") / "record.db") as record:
        for number, other in steps:
            one = many(number, 1, "2023-03-25" if other else "2023-03-05")[0]
            events = one.events[: number % 3 + other]
            reader = OTHER_READER if other else READER
            record.add([replace(one, events=events, article=replace(one.article, reader=reader))])
        counted = record.select(
            "SELECT coalesce(substr(day, 1, 7), ''), event, coalesce(mode, ''), status, coalesce(plover, ''), count(*), "
            "count(*) FILTER (WHERE substr(day, 9) > '20') FROM events GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
        )
        kept = "SELECT month, event, mode, status, plover, number, late FROM months WHERE a = '' ORDER BY 1, 2, 3, 4, 5"
        assert record.select(kept) == counted
        pairs = "SELECT a, b, count(*) FROM pairs WHERE entry = 'event' GROUP BY a, b ORDER BY a, b"
        assert record.select("SELECT a, b, sum(number) FROM months WHERE b <> '' GROUP BY a, b ORDER BY a, b") == (
            record.select(pairs)
        )


def test_whom_somebody_met(record: Record) -> None:
    assert [(m.who.id, m.number, m.last) for m in query.met(record, MINISTER)] == [
        ("state:RUS", 3, "2025-04-01"), ("state:OMN", 1, "2025-01-15"),
    ]  # fmt: skip
    found = query.network(record, MINISTER)
    assert [who.id for who in found.nodes] == [MINISTER, "state:RUS", "state:OMN"]
    assert (MINISTER, "state:RUS", 3) in [(link.a, link.b, link.number) for link in found.links]


def test_a_profile(record: Record) -> None:
    found = query.profile(record, "حسین امیرعبداللهیان")
    assert [(role.fa, role.from_) for role in found.roles] == [("وزیر خارجه", "2021-08-25")]
    assert [act.id for act in found.events] == ["e2", "e1"]
    assert [quote.id for quote in found.statements] == ["s1"]
    assert (found.kind, found.wikidata, found.counts) == ("person", "Q5909245", {"AGREE": 1, "CONSULT": 1})
    assert query.profile(record, "همتای عمانی").kind == "office"
    assert query.profile(record, "RUS").events


def test_places(record: Record) -> None:
    found = query.place(record, "مسقط")
    assert (found.name.en, found.country, found.lat) == ("Muscat", "OMN", 23.584)
    assert articles(found.events) == ["done", "muscat"]
    assert found.counts == {"CONSULT": 2}
    assert query.place(record, "OMN").name.fa == "عمان"
    assert [(site.name.en, site.number) for site in query.sites(record)] == [("Muscat", 2)]
    with pytest.raises(QueryError, match="nothing happened"):
        query.place(record, "ناکجاآباد")


@pytest.mark.parametrize(
    ("beginning", "first"),
    [
        ("عراق", MINISTER),
        ("سید عب", MINISTER),
        ("سیدعباس", MINISTER),
        ("Aragh", MINISTER),
        ("abbas ar", MINISTER),
        ("ایر", "state:IRN"),
        ("IRAN", "state:IRN"),
        ("امیرعبدا", "person:hossein-amir-abdollahian"),
        ("همتای", "همتای عمانی"),
    ],
)
def test_suggestions(record: Record, beginning: str, first: str) -> None:
    found = query.suggest(record, beginning)
    assert found[0].who.id == first
    assert len(found) <= 8
    assert query.resolve(record, found[0].who.id).name  # what is suggested can be asked


@pytest.mark.parametrize("beginning", ["", "  ", "زززز", "%", "\0", "'; --", "𐀀" * 50])
def test_nothing_to_suggest(record: Record, beginning: str) -> None:
    assert query.suggest(record, beginning) == ()


def test_a_country_by_its_other_names(record: Record) -> None:
    assert query.resolve(record, "جمهوری اسلامی ایران").id == "state:IRN"
    assert query.resolve(record, "فدراسیون روسیه").id == "state:RUS"
    assert query.country_name("OMN") == Name("عمان", "Oman")
    assert query.country_name("UNO").fa == "سازمان ملل"
    assert query.country_name("XYZ") == Name("XYZ", "XYZ")


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
