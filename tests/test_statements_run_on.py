"""Speech without a cue of its own: where it begins, how it goes on, where it is over."""

from __future__ import annotations

import pytest

import vaqaye

QATAR = "وزیر خارجه قطر"


def _said(text: str) -> list[tuple[str | None, str]]:
    reading = vaqaye.read(text, published="2024-05-01", source="ایسنا")
    return [(reading.actor(s.speaker).name.fa, reading.quote(s.content)) for s in reading.statements]


def _contents(text: str) -> list[str]:
    return [content for _, content in _said(text)]


def test_marks_inside_a_speech_do_not_end_it() -> None:
    found = _contents(f"{QATAR} گفت: ادعای «نقض پنهانی آتش‌بس» درست نیست. دو طرف به تعهدات خود پایبند مانده‌اند.")
    assert found == ["ادعای «نقض پنهانی آتش‌بس» درست نیست", "دو طرف به تعهدات خود پایبند مانده‌اند"]


def test_a_quotation_ends_a_speech() -> None:
    assert _contents(f"{QATAR} گفت: «راه گفت‌وگو باز است.» نشست دوحه دو روز ادامه دارد.") == ["راه گفت‌وگو باز است"]


def test_a_quotation_that_was_never_closed_ends_at_the_next() -> None:
    text = (
        f"{QATAR} گفت: «پیمان «آب‌های مشترک» امضا شد. کار آغاز می‌شود. سخنگوی دولت روسیه افزود: «بازار آرام مانده است.»"
    )
    speakers = [speaker for speaker, _ in _said(text)]
    assert _contents(text)[-1] == "بازار آرام مانده است"
    assert speakers[-1] != speakers[0]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # what somebody wants or thinks belongs to whoever tells it
        (f"{QATAR} گفت: ایران امیدوار است مذاکرات دوحه به نتیجه برسد.", "ایران امیدوار است مذاکرات دوحه به نتیجه برسد"),
        (f"{QATAR} گفت: مصر معتقد است مرز باید باز بماند.", "مصر معتقد است مرز باید باز بماند"),
        # what somebody has said is told by himself
        (
            f"روزنامه الشرق نوشت: {QATAR} گفت که راه گفت‌وگو با همه همسایگان همچنان باز است.",
            "راه گفت‌وگو با همه همسایگان همچنان باز است",
        ),
    ],
)
def test_of_nested_reports_one_is_told(text: str, content: str) -> None:
    assert _contents(text) == [content]


def test_a_sentence_of_speech_with_a_report_inside_is_told_whole() -> None:
    long = "بند دوم این توافق در روزهایی نوشته شد که همه میانجی‌های منطقه می‌گفتند مرز بسته می‌ماند"
    assert long in _contents(f"{QATAR} گفت: کار دشوار بود. {long}.")


def test_who_is_called_by_his_name_is_not_speaking() -> None:
    text = "ولادیمیر پوتین گفت: مذاکرات ادامه دارد. پوتین فردا به پکن سفر می‌کند."
    assert _contents(text) == ["مذاکرات ادامه دارد"]


def test_a_few_words_without_a_verb_say_nothing() -> None:
    assert _contents(f"{QATAR} گفت: مذاکرات ادامه دارد. با سپاس فراوان.") == ["مذاکرات ادامه دارد"]


@pytest.mark.parametrize(
    "text",
    [
        "♦️\nپیام ولادیمیر پوتین به مناسبت سال نو میلادی\n🔹\nسال دشواری پشت سر گذاشته شد.\n🔹\nمردم روسیه متحد ماندند.",
        "♦️\nواکنش ولادیمیر پوتین؛ کشورمان تسلیم نمی‌شود\n🔹\nسال دشواری پشت سر گذاشته شد.\n🔹\nمردم روسیه متحد ماندند.",
    ],
)
def test_a_message_below_its_headline(text: str) -> None:
    assert _said(text) == [
        ("ولادیمیر پوتین", "سال دشواری پشت سر گذاشته شد"),
        ("ولادیمیر پوتین", "مردم روسیه متحد ماندند"),
    ]


def test_i_am_whom_the_headline_names() -> None:
    head = "♦️\nناخرسندی ولادیمیر پوتین از رزمایش ناتو\n🔹\n"
    found = _said(head + "از این رزمایش پرهزینه راضی نیستم. چنین کاری پیامی خصمانه به همسایگان می‌فرستد.")
    assert found[0] == ("ولادیمیر پوتین", "از این رزمایش پرهزینه راضی نیستم")
    assert _said(head + "ناتو از این رزمایش راضی نیست.") == []


def test_a_long_head_before_a_colon() -> None:
    text = "علی رادمنش عضو کمیسیون اجتماعی شورای شهر در واکنش به بیانیه تازه کارکنان شرکت واحد: راه گفت‌وگو باز است"
    assert _contents(text) == ["راه گفت‌وگو باز است"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (f"{QATAR} اطمینان داد که مرز باز می‌ماند.", "مرز باز می‌ماند"),
        (f"{QATAR} احتمال داد آتش‌بس تمدید شود.", "آتش‌بس تمدید شود"),
        (f"{QATAR} با طرح این پرسش که چه کسی زیان می‌بیند، از نشست بیرون رفت.", "چه کسی زیان می‌بیند"),
        ("در بخشنامه وزارت خارجه قطر آمده است که مرز باز می‌ماند.", "مرز باز می‌ماند"),
        (f"{QATAR} هزینه بازسازی غزه را هشتاد میلیارد دلار برآورد کرد.", "هزینه بازسازی غزه را هشتاد میلیارد دلار"),
    ],
)
def test_more_ways_to_say(text: str, content: str) -> None:
    assert _contents(text) == [content]
