"""Outlets and words that point back as speakers: «روزنامه «…»», «این روزنامه», «این بیانیه»."""

from __future__ import annotations

import pytest

import vaqaye
from vaqaye.model import Actor


def _speakers(text: str) -> list[Actor]:
    reading = vaqaye.read(text, published="2024-05-01", source="ایسنا")
    return [reading.actor(s.speaker) for s in reading.statements]


def _names(text: str) -> list[str | None]:
    return [actor.name.fa for actor in _speakers(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("روزنامه «گازتا وبورچا» نوشت که دولت مخالف است. به نوشته این روزنامه، رای‌گیری فرداست.", "گازتا وبورچا"),
        ("پایگاه اینترنتی «مدار» نوشت که نفت ارزان شد. این پایگاه خبری نوشت که بازار آرام است.", "مدار"),
        ("رسانه آمریکایی دیلی‌بیست نوشت که نفت ارزان شد. این رسانه افزود که بازار آرام است.", "دیلی بیست"),
        ("خبرگزاری دولتی «لوتا» گزارش داد که نفت ارزان شد. این خبرگزاری افزود که بازار آرام است.", "لوتا"),
    ],
)
def test_an_unknown_outlet_has_its_name_and_is_taken_up(text: str, name: str) -> None:
    first, second = _speakers(text)
    assert first.id == second.id
    assert (first.name.fa, first.kind, first.sector) == (name, "organisation", "JRN")


def test_an_outlet_that_the_lexicon_knows_keeps_its_id() -> None:
    first, second = _speakers("رسانه قطری الجزیره نوشت که نفت ارزان شد. این رسانه افزود که بازار آرام است.")
    assert first.id == second.id
    assert (first.name.fa, first.country) == ("الجزیره", "QAT")


def test_other_bodies_between_quotation_marks() -> None:
    text = "شرکت خودروسازی «نیتو» اعلام کرد که کارخانه بسته شد. وزیر کار ژاپن مخالفت کرد. این شرکت می‌گوید تولید کم شده است."
    first, second = _speakers(text)
    assert first.id == second.id
    assert (first.name.fa, first.kind, first.sector) == ("نیتو", "organisation", "BUS")


def test_the_outlet_quoted_is_not_a_place_or_a_relay() -> None:
    assert _names("همشهری آنلاین - رئیس جمهور روسیه گفت که مذاکرات ادامه دارد.") == ["ولادیمیر پوتین"]


@pytest.mark.parametrize(
    "text",
    [
        "منابع آگاه به المیادین: مذاکرات در دوحه ادامه دارد",
        "روزنامه اسرائیل هیوم به‌نقل از منابع آگاه گزارش داد که مذاکرات در دوحه ادامه دارد.",
        "خبرگزاری آسوشیتدپرس از قول منابع آگاه می‌نویسد که مذاکرات در دوحه ادامه دارد.",
    ],
)
def test_the_sources_speak_to_the_outlet(text: str) -> None:
    assert _names(text) == ["منابع آگاه"]


@pytest.mark.parametrize("opener", ["با این حال", "از سوی دیگر", "در همین حال", "با این وجود"])
def test_an_opener_governs_nobody(opener: str) -> None:
    text = f"سخنگوی دولت روسیه گفت که مذاکرات ادامه دارد. {opener} پزشکان هشدار داده‌اند که بیماری گسترش می‌یابد."
    assert _names(text)[-1] == "پزشکان"


def test_many_warn_in_a_clause_of_its_own() -> None:
    text = "دولت روسیه گفت که صلح نزدیک است. این در حالی است که بسیاری هشدار می‌دهند جنگ بزرگ‌تری در راه است."
    assert _names(text)[-1] == "بسیاری"


def test_whose_the_statement_is() -> None:
    text = (
        "وزارت خارجه مصر با صدور بیانیه‌ای حمله به لبنان را محکوم کرد. رویترز نوشت که سه نفر کشته شدند. "
        "در این بیانیه آمده است که حملات باید پایان یابد."
    )
    assert _names(text) == ["رویترز", "وزارت خارجه مصر"]


def test_a_spokesman_and_a_ministry_are_taken_up() -> None:
    text = "وزارت بهداشت غزه اعلام کرد که سه نفر کشته شدند. به گزارش الجزیره، این وزارتخانه افزود که ۲۰ نفر زخمی شدند."
    assert len(set(_names(text))) == 1
    text = "سخنگوی پلیس فنلاند گفت که سه نفر بازداشت شدند. این سخنگو ادامه داد که تحقیقات ادامه دارد."
    assert len(set(_names(text))) == 1


def test_the_official_is_the_person_named_since() -> None:
    text = (
        "یک مقام آمریکایی گفت که مذاکرات سخت است. نیکلاس برنز، معاون وزیر خارجه آمریکا، افزود که راه باز است. "
        "این مقام آمریکایی گفت که تحریم‌ها می‌ماند."
    )
    assert _names(text)[-1] == "نیکلاس برنز"


def test_a_name_between_quotation_marks_behind_a_rank() -> None:
    assert _names("سرهنگ «پل کاستا» گفت: اوضاع شهر آرام است. وی افزود: کسی کشته نشده است.") == ["پل کاستا"] * 2


def test_the_person_at_the_head_of_the_sentence() -> None:
    text = "حمزه رستگار پس از پیروزی تیم ملی ایران برابر لهستان درخصوص این بازی اظهار داشت: بازی سختی بود."
    assert _names(text) == ["حمزه رستگار"]


def test_two_who_stand_side_by_side_are_no_name() -> None:
    text = "دادگاه آمریکا شرکت «نیتو» را محکوم کرد. سرباز «پل کاستا» گفت که شهر آرام است."
    reading = vaqaye.read(text, published="2024-05-01", source="ایسنا")
    kinds = {actor.name.fa: actor.kind for actor in reading.actors}
    assert kinds["دادگاه آمریکا"] == "group"
    assert kinds["نیتو"] == "organisation"
    assert kinds.get("پل کاستا") != "organisation"


def test_a_predicate_is_no_part_of_a_name() -> None:
    text = "شرکت آمریکایی «نیتوراکت اسپیس» موشک می‌سازد. شرکت نیتوراکت مدعی شده که این موشک ارزان است."
    assert _names(text) == ["نیتوراکت"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "تسنیم به نقل از یک منبع آگاه نزدیک به هیئت مذاکره‌کننده: توافق نهایی نشده است.",
            "یک منبع",
        ),
        ("رویترز به نقل از منابع خود: توافق نهایی نشده است.", "رویترز"),
    ],
)
def test_a_head_that_quotes_somebody(text: str, name: str) -> None:
    assert _names(text) == [name]


def test_they_are_those_who_spoke_before() -> None:
    first, second = _speakers("مقام‌های قطری گفتند که مذاکرات دشوار است. به گفته آنان، دو طرف از هم دورند.")
    assert first.id == second.id


def test_one_of_several_is_taken_up_by_this() -> None:
    text = "یکی از مقامات شرکت ملی نفت گفت که صادرات ادامه دارد. این مقام افزود: پالایشگاه‌ها کار می‌کنند."
    first, second = _speakers(text)
    assert first.id == second.id
