"""Full-text search in Persian."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readings import article, check
from vaqaye.errors import QueryError
from vaqaye.record import Record, words
from vaqaye.record.words import index_words, terms
from vaqaye.text import look


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("گفتگوهای سران در تهران", "گفت‌وگوهای"),
        ("گفت و گوی تلفنی", "گفتگوی تلفنی"),
        ("گفت‌وگوی تلفنی", "گفت و گوی"),
        ("گفت‌وگوهاي سران", '"گفتگوهای سران"'),
        ("تیم می رود", "می‌رود"),
        ("تیم می‌رود", "می رود"),
        ("تیم میرود", "می رود"),
        ("نمی‌شود گفت", "نمي شود"),
        ("کتاب های درسی", "کتاب‌های درسی"),
        ("کتاب‌های درسی", '"کتاب های درسی"'),
        ("کتابهای درسی", "کتاب‌های"),
        ("تحریم‌های نفتی", "تحریم"),
        ("خانه ای در شهر", "خانه‌ای"),
        ("بزرگ تر شد", "بزرگ‌تر"),
        ("برنامه ریزی شد", "برنامه‌ریزی"),
        ("برنامه‌ریزی شد", "برنامه ریزی"),
        ("رئیس جمهوری روسیه", "رئیس‌جمهوری"),
        ("رييس‌جمهور روسیه", "رئیس جمهور"),
        ("وزارت امور خارجهٔ ایران", "خارجه"),
        ("خانه‌ی ما", "خانه"),
        ("مسئولان امضاء کردند", "مسئولان امضا"),
        ("كميسيون ملي", "کمیسیون ملی"),
        ("ایـــران", "ایران"),
        ("بلیط قطار", "بلیت"),
        ("۲۵ساله ۱۴۰۰", "25 ساله 1400"),
        ("#حمله_موشکی", "حمله موشکی"),
        ("NATO و B-52", "nato b52"),
        ("ﺍﯾﺮﺍن", "ایران"),
        ("غنی سازی", "غنی*"),
    ],
)
def test_spellings_find_each_other(path: Path, written: str, asked: str) -> None:
    if asked == "nato b52":
        asked = "nato b 52"
    with Record(path) as record:
        record.add([article(f"و {written}."), article("خبر دیگری از آن جا", "b")])
        hits = record.search(asked)
        assert [hit.article for hit in hits] == ["a"]
        assert hits[0].found


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("گفت و گوش داد", "گفت‌وگو"),
        ("سران دیدار کردند", '"دیدار سران"'),
        ("سرود «ای ایران» خوانده شد", "سرودای"),
        ("تحریم نفت", "تحریم گاز"),
        ("تحریم نفت", "حریم"),
    ],
)
def test_what_is_not_there_is_not_found(path: Path, written: str, asked: str) -> None:
    with Record(path) as record:
        record.add([article(written)])
        assert record.search(asked) == []


def test_newest_first_whatever_order_they_came_in(path: Path) -> None:
    days = ["2021-05-05", None, "2023-01-01T10:00:00+03:30", "2023-01-01T07:00:00Z", "2019-12-31", "2023-01-01"]
    with Record(path) as record:
        for number, day in enumerate(days):
            record.add([article("تحریم", str(number), day)])
        assert [hit.article for hit in record.search("تحریم")] == ["3", "2", "5", "0", "4", "1"]
        assert [hit.article for hit in record.search("تحریم", 2)] == ["3", "2"]
        assert [hit.article for hit in record.search("تحریم", since="2021", until="2021-05")] == ["0"]
        assert [hit.article for hit in record.search("تحریم", until="2019-12-31")] == ["4"]
        with pytest.raises(QueryError, match="no date"):
            record.search("تحریم", since="1402-13-01")


def test_more_articles_in_one_second_than_it_has_keys(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaqaye.record.writer.SLOT", 4)
    monkeypatch.setattr("vaqaye.record.days.SLOT", 4)
    with Record(path) as record:
        record.add([article("تحریم", str(i)) for i in range(10)])
        record.add([article("تحریم", str(i)) for i in range(10, 15)])
        assert [hit.article for hit in record.search("تحریم")] == [str(i) for i in reversed(range(15))]


def test_snippets_are_the_very_words(path: Path) -> None:
    text = "مقدمه\u200f‌ای بلند " * 40 + "درباره‌ی «تحریـــم‌هاي نفتی» گفت‌و‌گو شد " + "و پایان آن " * 40
    with Record(path) as record:
        record.add([article(text), article("بی‌ربط", "b", title="تحریم‌های نفتی")])
        hits = {hit.article: hit for hit in record.search("تحریم نفتی")}
        hit = hits["a"]
        assert hit.text == text[hit.start : hit.end]
        assert [text[s.start : s.end] for s in hit.found] == ["تحریـــم‌هاي", "نفتی"]
        assert len(hit.text) < 300
        assert (hits["b"].text, hits["b"].found) == ("بی‌ربط", ())
        (phrase,) = (h for h in record.search('"تحریم‌های نفتی"') if h.article == "a")
        assert [text[s.start : s.end] for s in phrase.found] == ["تحریـــم‌هاي نفتی"]


_nasty = st.text(
    st.sampled_from(
        "\"'*()[]{}:^+-~<>«»،؛/\\%_\x00\u200c\u200f\u064b NEARORANDNOTtitle123می ها های ای گفت و گو رئیس٬,ﺍﯾ"
    )
    | st.characters(),
    max_size=40,
)


def test_any_question_is_safe(path: Path) -> None:
    with Record(path) as record:
        record.add([article("می رود گفت و گو رئیس 123 near or and not title", title="گفت‌وگو 1"), article("0", "b")])

        @given(_nasty)
        @settings(max_examples=150, deadline=None)
        def ask(question: str) -> None:
            with suppress(QueryError):
                assert all(hit.found or hit.title for hit in record.search(question))

        ask()


def test_a_very_long_question_is_refused(path: Path) -> None:
    with Record(path) as record:
        record.add([article("متن")])
        with pytest.raises(QueryError, match="leave some out"):
            record.search("واژه " + " ".join(f"و{i}" for i in range(10_000)))
        with pytest.raises(QueryError, match="no words"):
            record.search("«»؟")


@given(_nasty | st.text(st.sampled_from("می هاتران\u200c گفتو_خانهی۱۲ءئ\u200c\u200c"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_text_and_a_question_are_cut_alike(text: str) -> None:
    there = [entry for entry, _, _, _ in words._tokens(look(text).text)]
    assert index_words(text).split() == " ".join(there).split()


def test_questions_are_read_as_they_look() -> None:
    assert [(t.tokens, t.prefix) for t in terms("تحری* «سران دو کشور» OR نفت")] == [
        (("تحری",), True),
        (("سران", "دو", "کشور"), False),
        (("or",), False),
        (("نفت",), False),
    ]


def test_the_index_follows_the_rules_of_spelling(path: Path) -> None:
    """After an update that changes the rules, the next batch makes the index anew."""
    with Record(path) as record:
        record.add([article("تحریم نفت")])
    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
        db.execute("INSERT INTO search (rowid, title, text) SELECT key, '', 'کهنه' FROM articles")
        db.execute("UPDATE meta SET value = 'older rules' WHERE name = 'words'")
    db.close()
    with Record(path) as record:
        assert record.search("تحریم") == []
        record.add([article("تحریم گاز", "b")])
        assert [hit.article for hit in record.search("تحریم")] == ["b", "a"]
        assert record.search("کهنه") == []
    check(path)
