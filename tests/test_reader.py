"""The reader as a whole: the contract, bad input, no state."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vaqaye
from vaqaye import Article, Failure, Reader, Reading
from vaqaye.errors import ArticleError, EmptyArticle, NotPersian, TooLarge
from vaqaye.model import Span
from vaqaye.reader import LONGEST

NEWS = (
    "ابراهيم رئيسي٬ رئيس جمهوری ایران، روز چهارشنبه ۲۹ دیماه در مسکو با ولادیمیر پوتین دیدار و گفتوگو کرد.\n"
    "سخنگوی کرملین گفت که حجم تجارت دو کشور ۳۸ درصد رشد کرده است.\n"
    "دو طرف توافق‌نامه همکاری ۲۰ ساله ایران و روسیه را امضا نکردند."
)
WORDS = st.sampled_from(
    (
        "ایران روسیه آمریکا رئیس‌جمهور وزیر خارجه با به از را که و در دیدار کرد گفت خواهد حمله محکوم شد است « » : ، . ! "
        "این کشور وی همتای روس خود ۲۹ دی ۱۴۰۰ فردا درصد میلیون دلار برجام توافق لغو قرار نخواهد اگر بازداشت @kanal 🔹"
    ).split(" ")
)


def _check(reading: Reading) -> None:
    text = reading.article.text
    spans: list[Span] = [e for s in reading.statements for e in s.evidence]
    spans += [e for event in reading.events for e in event.evidence]
    spans += [e for agreement in reading.agreements for e in agreement.evidence]
    spans += [e for figure in reading.figures for e in figure.evidence]
    spans += [s.content for s in reading.statements] + [e.trigger for e in reading.events]
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
    ids = {a.id for a in reading.actors}
    for event in reading.events:
        assert {p.actor for p in (*event.actor, *event.recipient)} <= ids
        assert event.reported_by is None or event.reported_by in ids
        assert any(e.start <= event.trigger.start and event.trigger.end <= e.end for e in event.evidence)
    assert {s.speaker for s in reading.statements} <= ids
    for actor in reading.actors:
        for mention in actor.mentions:
            assert mention.start is None or 0 <= mention.start < (mention.end or 0) <= len(text)
    for day in reading.dates:
        assert day.value or day.reason


@given(st.lists(WORDS, max_size=60).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_any_words_give_a_sound_reading(text: str) -> None:
    for found in Reader().map([Article(text=text, published="2022-01-19")]):
        if isinstance(found, Failure):
            assert found.error in ("EmptyArticle", "NotPersian"), found.reason
        else:
            _check(found)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_a_reading_or_a_reason(text: str) -> None:
    found = next(Reader().map([Article(text=text)]))
    if isinstance(found, Failure):
        assert found.error in ("EmptyArticle", "NotPersian"), found.reason


def test_a_reading_is_whole_and_points_at_its_words() -> None:
    reading = vaqaye.read(NEWS, published="2022-01-19")
    _check(reading)
    assert {e.event for e in reading.events} >= {"CONSULT"}
    assert reading.dates[0].value == "2022-01-19"
    assert [(f.value, f.unit, f.change) for f in reading.figures] == [(38, "percent", "increase")]
    assert reading.agreements[0].parties == ("IRN", "RUS")
    assert reading.agreements[0].term == "P20Y"


def test_no_state_between_articles() -> None:
    reader = Reader()
    alone = reader(Article(text=NEWS, published="2022-01-19"))
    list(reader.map([Article(text="وزیر خارجه چین گفت که وی نمی‌آید."), Article(text="hello")]))
    assert reader(Article(text=NEWS, published="2022-01-19")) == alone


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", EmptyArticle),
        ("  \n\t ۱۲۳ !!", EmptyArticle),
        ("The minister said nothing at all to the press today.", NotPersian),
        ("قال وزير الخارجية إن هذا الاتفاق مع إيران لم يوقع بعد", NotPersian),
        ("ا" * (LONGEST + 1), TooLarge),
    ],
)
def test_what_can_not_be_read(text: str, error: type[ArticleError]) -> None:
    with pytest.raises(error):
        vaqaye.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "ایران " * 60_000,
        "«" * 20_000 + " ایران گفت",
        "ایران" + "\u064b" * 10_000 + " گفت",
        "که " * 20_000,
        "و ایران " * 20_000 + "را محکوم کرد",
        "ایران گفت: " * 5_000,
        "ب" * 300_000,
        "\ud800 ایران گفت \udfff که \x00 می‌آید",
    ],
    ids=["one word", "open quotes", "marks", "that", "and", "said", "one letter", "surrogates"],
)
def test_hostile_texts_end(text: str) -> None:
    found = next(Reader().map([Article(text=text)]))
    if isinstance(found, Failure):
        assert "report" not in found.reason
    else:
        _check(found)


def test_the_seed_article(shared: Path) -> None:
    text = (shared / "seed" / "visit-to-moscow.txt").read_text(encoding="utf-8")
    reading = vaqaye.read(text, published="2022-01-19")
    _check(reading)
    contents = [reading.quote(s.content) for s in reading.statements]
    assert len(contents) == len(set(contents)), "nothing twice"
    assert len({(d.value, text[d.start : d.end]) for d in reading.dates}) >= 6


def test_real_articles_are_sound(shared: Path) -> None:
    lines = (shared / "gold" / "train" / "articles.jsonl").read_text(encoding="utf-8").splitlines()[:80]
    rows = [json.loads(line) for line in lines]
    articles = [Article(r["text"], r["id"], r["source"], None, r["title"], r["published"]) for r in rows]
    found = list(Reader().map(articles))
    assert all(isinstance(f, Reading) for f in found)
    for reading in found:
        assert isinstance(reading, Reading)
        _check(reading)


def test_the_order_of_sets_changes_nothing() -> None:
    script = "import sys, vaqaye; print(vaqaye.read(sys.argv[1], published='2022-01-19').to_dict())"
    runs = [
        subprocess.run(
            [sys.executable, "-c", script, NEWS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
