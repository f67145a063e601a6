"""The PLOVER mode of an act by the words beside it, where its pattern leaves it open."""

from __future__ import annotations

from pathlib import Path

import pytest

import vaqaye
from vaqaye import Reader
from vaqaye.model import Article
from vaqaye.resources import table


def modes(text: str, event: str) -> set[str | None]:
    """The modes of the acts of a type in a text, by patterns and words alone."""
    reading = Reader(model=False)(Article(text, published="2025-06-10"))
    return {e.mode for e in reading.events if e.event == event}


@pytest.mark.parametrize(
    ("text", "event", "mode"),
    [
        ("اسرائیل با پهپاد به جنوب لبنان حمله کرد.", "ASSAULT", "drone"),
        ("حمله هوایی عربستان به صنعا ادامه یافت.", "ASSAULT", "aerial"),
        ("ارتش سوریه با موشک به مواضع داعش حمله کرد.", "ASSAULT", "heavy-weapons"),
        ("اسرائیل به جنوب لبنان حمله کرد.", "ASSAULT", None),
        ("فرانسه از روسیه خواست که به محاصره شهر پایان دهد.", "REQUEST", "yield"),
        ("فرانسه از آلمان خواست به اوکراین کمک کند.", "REQUEST", "assist"),
        ("چین از آمریکا خواست با کره شمالی مذاکره کند.", "REQUEST", "meet"),
        ("ژاپن از آمریکا خواست در سیاست ارزی خود تجدیدنظر کند.", "REQUEST", "change"),
        ("هند از پاکستان خواست موضع خود را روشن کند.", "REQUEST", "change"),
        ("آمریکا تهدید کرد که بر کالاهای چینی تعرفه وضع می‌کند.", "THREATEN", "restrict"),
        ("طالبان تهدید کرد که به کابل حمله می‌کند.", "THREATEN", "violence"),
        ("ایران پیشنهاد مذاکره با آمریکا را رد کرد.", "REJECT", "meet"),
        ("ارمنستان آتش‌بس پیشنهادی روسیه را نپذیرفت.", "REJECT", "yield"),
        ("چین با طرح ژاپن در سازمان ملل مخالفت کرد.", "REJECT", "change"),
        ("آلمان سامانه پدافند هوایی خود را در لهستان مستقر کرد.", "MOBILIZE", "weapons"),
        ("اوکراین سربازان خود را در مرز بلاروس مستقر کرد.", "MOBILIZE", "troops"),
        (
            "مجارستان در نامه‌ای رسمی به دبیرکل و همه اعضای شورای اروپا که دیروز در چند روزنامه پرتیراژ پایتخت هم چاپ شد از"
            " صربستان خواست دو خبرنگار این کشور را آزاد کند.",
            "REQUEST",
            "yield",
        ),
    ],
)
def test_words_beside_an_act_say_its_mode(text: str, event: str, mode: str | None) -> None:
    assert modes(text, event) == {mode}


def test_the_model_is_asked_only_where_no_word_says_it() -> None:
    text = "اسرائیل با پهپاد به جنوب لبنان حمله کرد."
    assert {e.mode for e in vaqaye.read(text).events if e.event == "ASSAULT"} == {"drone"}


def test_a_pattern_of_ones_own_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'type = "ASSAULT"\n[[pattern]]\nid = "assault.own.yuresh"\nmatch = "{کنشگر} به {گیرنده} یورش برق‌آسا {بردن}"\n'
        '[[pattern.yes]]\ntext = "اسرائیل به لبنان یورش برق‌آسا برد."\n',
        encoding="utf-8",
    )
    reading = Reader(codebook=tmp_path, model=False)(Article("اسرائیل با پهپاد به لبنان یورش برق‌آسا برد."))
    assert [e.mode for e in reading.events if e.pattern == "assault.own.yuresh"] == [None]


def test_every_mode_is_one_of_its_type() -> None:
    known = {(row["event"], row["mode"]) for row in table("plover_modes")}
    rows = table("mode_words")
    assert {(row["event"], row["mode"]) for row in rows if row["where"] != "first"} <= known
    assert {row["where"] for row in rows} == {"act", "near", "else", "first"}


def test_no_word_says_two_modes_of_a_type() -> None:
    said: dict[tuple[str, str, str], str] = {}
    for row in table("mode_words"):
        for word in filter(None, row["words"].split(" | ")):
            assert said.setdefault((row["event"], row["where"], word), row["mode"]) == row["mode"], word
