"""What an article is about, and which of its acts are political then; nouns that are only spoken about."""

from __future__ import annotations

from pathlib import Path

import pytest

import vaqaye
from vaqaye import Reader
from vaqaye.events.topic import topic
from vaqaye.language import parse
from vaqaye.model import Article
from vaqaye.resources import table

SPORT = (
    "تیم ملی فوتبال اسپانیا در مرحله نیمه‌نهایی لیگ با سه گل بازیکنان خود پیروز شد و سرمربی آن از تماشاگران راضی بود. "
)
ARTS = "این فیلم سینمایی را کارگردان جوانی ساخته و بازیگران آن در جشنواره تئاتر هم روی صحنه بوده‌اند. "
SCIENCE = "پژوهشگران با الگوریتم تازه‌ای سلول‌های سرطانی را در آزمایشگاه دیدند و ربات آن‌ها از هوش مصنوعی بهره می‌برد. "
POLITICS = "وزیر خارجه ایران در مسقط با همتای عمانی خود دیدار کرد و دو طرف درباره تحریم‌ها گفت‌وگو کردند. "


def events(text: str) -> list[str]:
    """The types of the acts in a text."""
    return [event.event for event in vaqaye.read(text).events]


@pytest.mark.parametrize(
    ("text", "expected"),
    [(SPORT, "sport"), (ARTS, "arts"), (SCIENCE, "science"), (POLITICS, None), ("فیلم تمام شد.", None)],
)
def test_the_topic_is_what_many_words_are_about(text: str, expected: str | None) -> None:
    assert topic(parse(Article(text=text))) == expected


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        (SPORT, "دیدار فرانسه و نیجریه شنبه برگزار می‌شود."),
        (SPORT, "انگلیس در این مرحله به مصاف آمریکا می‌رود."),
        (SPORT, "باشگاه آرسنال با مهاجم برزیلی قرارداد امضا کرد."),
        (ARTS, "قهرمان داستان به کامبوج سفر می‌کند."),
        (SPORT, "شاید وزیر ورزش ایران از این باشگاه حمایت کند."),
        (ARTS, "سازمان سینمایی دفتر جشنواره‌ها و همکاری‌ها را راه انداخت."),
        (SCIENCE, "روس‌کاسموس دستور استخدام فضانوردان را امضا کرده است."),
        (SCIENCE, "مایکروسافت به جمع اپل و آمازون پیوست."),
        (SCIENCE, "این مولکول رشد تومور را در بیماران سرکوب می‌کند و به پزشکان کمک خواهد کرد."),
    ],
)
def test_whoever_is_no_power_does_no_political_act_there(about: str, sentence: str) -> None:
    assert events(about + sentence) == []


@pytest.mark.parametrize(
    ("about", "sentence", "event"),
    [
        (SPORT, "وزیر ورزش ایران دیروز با سفیر ژاپن دیدار کرد.", "CONSULT"),
        (SPORT, "رئیس پیشین فدراسیون دیروز بازداشت شد.", "COERCE"),
        (ARTS, "پلیس ترکیه این کارگردان را بازداشت کرد.", "COERCE"),
        (SCIENCE, "گوگل با مایکروسافت همکاری می‌کند.", "COOPERATE"),
        (SCIENCE, "روسیه و آمریکا با یکدیگر توافق کردند.", "AGREE"),
    ],
)
def test_a_power_is_one_anywhere(about: str, sentence: str, event: str) -> None:
    assert events(about + sentence) == [event]


def test_a_pattern_of_ones_own_fires_whatever_the_topic(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'type = "CONSULT"\n[[pattern]]\nid = "consult.x.mosaf"\nmatch = "{کنشگر} به مصاف {طرف} {رفتن}"\n'
        '[[pattern.yes]]\ntext = "انگلیس به مصاف آمریکا رفت."\n[[pattern.yes]]\ntext = "ژاپن به مصاف چین می‌رود."\n'
        '[[pattern.no]]\ntext = "ژاپن به خانه رفت."\nwhy = "خانه"\n',
        encoding="utf-8",
    )
    text = SPORT + "انگلیس در این مرحله به مصاف آمریکا رفت."
    assert [e.pattern for e in Reader(codebook=tmp_path, model=False)(text).events] == ["consult.x.mosaf"]


@pytest.mark.parametrize(
    "text",
    [
        "رئیس‌جمهور ایران بر اهمیت همکاری با ارمنستان تأکید کرد.",
        "این همایش در سالن نشست‌های وزارت کشور ایران برگزار شد.",
    ],
)
def test_a_noun_that_is_only_spoken_about_is_no_act(text: str) -> None:
    assert not {"COOPERATE", "CONSULT"} & set(events(text))


def test_what_is_pointed_at_was_told_before() -> None:
    text = "ایران و عمان دیروز در مسقط مذاکره کردند. این مذاکرات سه ساعت طول کشید."
    assert events(text) == ["CONSULT"]


def test_a_word_is_of_one_topic() -> None:
    words = [row["word"] for row in table("topics")]
    assert len(words) == len(set(words)) > 150
    assert {row["topic"] for row in table("topics")} == {"sport", "arts", "science"}
