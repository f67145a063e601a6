"""Who said what: cues, contents, speakers, kinds."""

from __future__ import annotations

import pytest

from saying import said_in


@pytest.mark.parametrize(
    ("text", "kind", "content"),
    [
        ("سخنگوی دولت روسیه گفت که مذاکرات ادامه دارد.", "indirect", "مذاکرات ادامه دارد"),
        ("سخنگوی دولت روسیه گفت: مذاکرات ادامه دارد.", "direct", "مذاکرات ادامه دارد"),
        ("سخنگوی دولت روسیه گفت: «مذاکرات هنوز ادامه دارد».", "direct", "مذاکرات هنوز ادامه دارد"),
        (
            "سخنگوی دولت روسیه گفت که «روند بسیار کند» مذاکرات ادامه دارد.",
            "mixed",
            "«روند بسیار کند» مذاکرات ادامه دارد",
        ),
        ("به گفته سخنگوی دولت روسیه، مذاکرات ادامه دارد.", "indirect", "مذاکرات ادامه دارد"),
        ("سخنگوی دولت روسیه از گسترش روابط تجاری خبر داد.", "indirect", "گسترش روابط تجاری"),
        ("سخنگوی دولت روسیه: مذاکرات ادامه دارد", "direct", "مذاکرات ادامه دارد"),
        ("«مذاکرات هنوز ادامه دارد»؛ سخنگوی دولت روسیه گفت.", "direct", "مذاکرات هنوز ادامه دارد"),
    ],
)
def test_ways_to_say(text: str, kind: str, content: str) -> None:
    reading, found = said_in(text)
    assert [(k, c) for _, k, c in found] == [(kind, content)]
    assert reading.actor(reading.statements[0].speaker).country == "RUS"


def test_an_opening_and_a_verb_are_two_statements() -> None:
    _, found = said_in("وزیر خارجه قطر با بیان اینکه مذاکرات دشوار است، تاکید کرد که میانجیگری ادامه دارد.")
    assert [content for _, _, content in found] == ["مذاکرات دشوار است", "میانجیگری ادامه دارد"]


def test_he_added() -> None:
    reading, _ = said_in("وزیر خارجه قطر گفت که مذاکرات دشوار است.\nوی افزود: میانجیگری ما ادامه دارد.")
    assert len({s.speaker for s in reading.statements}) == 1
    assert len(reading.statements) == 2


def test_speech_goes_on_after_a_colon() -> None:
    _, found = said_in("وزیر خارجه قطر گفت: مذاکرات دشوار است. ما ناامید نیستیم. راه باز است.")
    assert [content for _, _, content in found] == ["مذاکرات دشوار است", "ما ناامید نیستیم", "راه باز است"]


def test_a_quotation_of_several_sentences_is_one_statement() -> None:
    _, found = said_in("وزیر خارجه قطر گفت: «مذاکرات دشوار است. ما ناامید نیستیم. راه باز است.» او سپس رفت.")
    assert [content for _, _, content in found] == ["مذاکرات دشوار است. ما ناامید نیستیم. راه باز است"]


def test_the_agency_that_relays_does_not_speak() -> None:
    _, found = said_in("به گزارش ایسنا، وزیر خارجه قطر گفت که مذاکرات دشوار است.")
    assert len(found) == 1
    assert found[0][0] != "ایسنا"


def test_nothing_comes_twice() -> None:
    line = "رئیس‌جمهور فرانسه گفت که تحریم‌ها علیه روسیه تا پایان سال آینده میلادی ادامه خواهد داشت"
    reading, found = said_in(f"{line}\nجلسه دیروز در پاریس برگزار شد.\n{line}.")
    assert len(found) == 1
    assert len(reading.statements[0].evidence) == 2


def test_stance() -> None:
    reading, _ = said_in("سخنگوی ارتش اسرائیل مدعی شد که موشک‌ها رهگیری شدند. ترامپ هشدار داد که فرصت محدود است.")
    assert [s.cue.stance for s in reading.statements if s.cue] == ["claims", "warns"]


def test_a_list_below_a_headline_goes_on_with_the_speech() -> None:
    text = "سخنگوی دولت روسیه: مذاکرات ادامه دارد\n🔹\nما به این روند امیدواریم. راه باز است.\n🔹\nتحریم‌ها باید لغو شود.\n@kanal"
    _, found = said_in(text)
    assert [content for _, _, content in found] == [
        "مذاکرات ادامه دارد",
        "ما به این روند امیدواریم",
        "راه باز است",
        "تحریم‌ها باید لغو شود",
    ]
    assert len({speaker for speaker, _, _ in found}) == 1


def test_a_numbered_list_below_a_colon() -> None:
    text = "سخنگوی دولت روسیه گفت که مفاد توافق به این شرح است:\n🔹\n۱. آتش‌بس فوری در همه جبهه‌ها\n🔹\n۲. رفع تدریجی محاصره دریایی"
    contents = [content for _, _, content in said_in(text)[1]]
    assert contents[1:] == ["آتش‌بس فوری در همه جبهه‌ها", "رفع تدریجی محاصره دریایی"]


def test_a_quotation_may_fill_the_lines_below() -> None:
    text = "وزیر خارجه قطر نوشت:\n«مذاکرات دشوار است. ما ناامید نیستیم.\nراه باز است.»\nاو سپس به دوحه رفت."
    assert [content for _, _, content in said_in(text)[1]] == ["مذاکرات دشوار است. ما ناامید نیستیم.\nراه باز است"]


@pytest.mark.parametrize("narrator", ["وی سپس به دوحه بازگشت", "گفتنی است نشست بعدی در دوحه است", "انتهای پیام"])
def test_the_narrator_ends_the_speech(narrator: str) -> None:
    _, found = said_in(f"وزیر خارجه قطر گفت: مذاکرات دشوار است. {narrator}.")
    assert [content for _, _, content in found] == ["مذاکرات دشوار است"]


def test_a_report_inside_speech_does_not_end_it() -> None:
    _, found = said_in(
        "وزیر خارجه قطر گفت: راه باز است. مقامات عمان هم اعلام کردند که راه باز است. ما از آن استقبال می‌کنیم."
    )
    assert found[-1][2] == "ما از آن استقبال می‌کنیم"
    assert found[-1][0] == found[0][0]
    assert any(speaker != found[0][0] and content == "راه باز است" for speaker, _, content in found[1:])


def test_of_nested_reports_the_inner_one_is_told() -> None:
    reading, found = said_in("خبرگزاری رویترز نوشت: وزیر خارجه قطر گفت که مذاکرات هفته آینده ادامه می‌یابد.")
    assert [content for _, _, content in found] == ["مذاکرات هفته آینده ادامه می‌یابد"]
    assert reading.actor(reading.statements[0].speaker).country == "QAT"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("این حمله، به گفته پلیس ترکیه، سه کشته بر جای گذاشت.", "این حمله، به گفته پلیس ترکیه، سه کشته بر جای گذاشت"),
        ("وزیر خارجه قطر در بیانیه‌ای این حمله خونین را «نقض قوانین» خواند.", "این حمله خونین را «نقض قوانین»"),
        ("وزیر خارجه قطر با انتقاد از آمریکا، این حمله خونین را غیرقانونی خواند.", "این حمله خونین را غیرقانونی"),
        ("چین قول داد بازار خود را بگشاید.", "بازار خود را بگشاید"),
        ("وزیر خارجه قطر از ایران خواست تا به مذاکرات بازگردد.", "به مذاکرات بازگردد"),
        ("طبق بیانیه دولت اردن، کامیون‌ها به غزه رسیدند.", "کامیون‌ها به غزه رسیدند"),
        ("در بیانیه مشترک وزارت خارجه قطر آمده است: مذاکرات دشوار است.", "مذاکرات دشوار است"),
        ("وزیر خارجه قطر تاکید کرد مذاکرات دشوار است، اما سخنگوی دولت روسیه رفت.", None),
    ],
)
def test_more_ways_to_say(text: str, content: str | None) -> None:
    _, found = said_in(text)
    assert len(found) == 1
    if content:
        assert found[0][2] == content


@pytest.mark.parametrize(
    "text",
    [
        "مردی که می‌خواهد نظام سیاسی کشور را تغییر دهد رئیس موساد شد.",
        "ارتش اسرائیل به حملات خود ادامه داد، هرچند آتش‌بس برقرار بود.",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert said_in(text)[1] == []


def test_in_the_first_person_nobody_new_speaks() -> None:
    _, found = said_in("وزیر خارجه قطر گفت: امیدواریم که مذاکرات ادامه یابد.")
    assert [content for _, _, content in found] == ["امیدواریم که مذاکرات ادامه یابد"]


def test_two_reports_in_a_sentence() -> None:
    _, found = said_in("به گفته مقامات ایران، آتش‌بس برقرار است، وزیر خارجه آمریکا گفت که اسرائیل حق دفاع دارد.")
    assert [content for _, _, content in found] == ["آتش‌بس برقرار است", "اسرائیل حق دفاع دارد"]
    assert found[0][0] != found[1][0]


def test_a_headline_that_the_text_tells_again() -> None:
    _, found = said_in(
        "وزیر خارجه قطر: مذاکرات بسیار دشوار است\n🔹\nمذاکرات با همه طرف‌ها بسیار دشوار است و به زمان نیاز دارد."
    )
    assert [content for _, _, content in found] == ["مذاکرات با همه طرف‌ها بسیار دشوار است و به زمان نیاز دارد"]


def test_a_participle_as_cue() -> None:
    _, found = said_in("وزیر خارجه قطر اعلام کرده روابط دو کشور گسترش می‌یابد.")
    assert [content for _, _, content in found] == ["روابط دو کشور گسترش می‌یابد"]


def test_a_quotation_on_either_side_of_the_cue() -> None:
    _, found = said_in("«مذاکرات بسیار دشوار است»، وزیر خارجه قطر گفت: «ما ناامید نیستیم و راه باز است.»")
    assert [content for _, _, content in found] == ["مذاکرات بسیار دشوار است", "ما ناامید نیستیم و راه باز است"]


def test_a_name_in_quotation_marks_is_no_quotation() -> None:
    _, found = said_in("«علی المنجی» استاد دانشگاه مصر گفت: اسرائیل به این پیمان نپیوسته است.")
    assert [content for _, _, content in found] == ["اسرائیل به این پیمان نپیوسته است"]


@pytest.mark.parametrize(
    ("text", "date", "venue", "to"),
    [
        ("سخنگوی دولت روسیه دیروز در نشست خبری گفت که مذاکرات ادامه دارد.", "2024-04-30", "در نشست خبری", []),
        (
            "وزیر خارجه قطر روز دوشنبه در گفت‌وگو با شبکه الجزیره گفت: راه باز است.",
            "2024-04-29",
            "در گفت‌وگو با شبکه الجزیره",
            ["الجزیره"],
        ),
        ("دونالد ترامپ در توییتی نوشت که توافق نزدیک است.", None, "در توییتی", []),
        (
            "وزیر خارجه قطر با انتشار پیامی در شبکه ایکس نوشت: راه باز است.",
            None,
            "با انتشار پیامی در شبکه ایکس",
            [],
        ),
        ("سخنگوی دولت روسیه درباره حملات دیروز گفت که مسکو نگران است.", None, None, []),  # the day of the attacks
        ("سخنگوی دولت روسیه گفت که دیروز در نشست خبری حاضر بوده است.", None, None, []),  # inside what is said
        ("وزیر خارجه قطر به دولت ایران هشدار داد که راه بسته است.", None, None, ["دولت ایران"]),
        ("وزیر خارجه قطر با اشاره به حمله به ایران گفت که راه بسته است.", None, None, []),
    ],
)
def test_when_where_and_to_whom(text: str, date: str | None, venue: str | None, to: list[str]) -> None:
    reading, _ = said_in(text)
    first = reading.statements[0]
    assert (first.date, first.venue) == (date, venue)
    assert [reading.actor(a).name.fa for a in first.addressees] == to


def test_who_goes_on_does_so_in_the_same_place() -> None:
    reading, _ = said_in(
        "وزیر خارجه قطر دیروز در نشست خبری گفت که مذاکرات دشوار است.\nوی افزود: میانجیگری ادامه دارد.\n"
        "سخنگوی دولت روسیه گفت که مسکو آماده است."
    )
    assert [(s.date, s.venue) for s in reading.statements] == [
        ("2024-04-30", "در نشست خبری"),
        ("2024-04-30", "در نشست خبری"),
        (None, None),
    ]


def test_what_was_said_before_has_another_day() -> None:
    reading, _ = said_in(
        "وزیر خارجه قطر دیروز در نشست خبری گفت که مذاکرات دشوار است.\nوی پیش‌تر گفته بود که راه بسته است."
    )
    assert [s.date for s in reading.statements] == ["2024-04-30", None]


def test_a_quotation_between_single_marks_ends_with_its_sentence() -> None:
    _, found = said_in("وزیر خارجه قطر گفت: 'این حمله پذیرفتنی نیست.' ارتش اسرائیل به حملات خود ادامه داد.")
    assert len(found) == 1


def test_of_a_report_inside_a_quotation_somebody_must_be_named() -> None:
    _, found = said_in("وزیر خارجه قطر گفت: «کسانی که معتقدند راه بسته است اشتباه می‌کنند».")
    assert len(found) == 1


def test_a_heading_over_three_lines() -> None:
    _, found = said_in("مرتضی راد، کارشناس اقتصادی در\n#گفتگو\nبا خبرفوری:\n🔹\nقیمت‌ها تا پایان سال پایین نمی‌آید.")
    assert [(speaker, content) for speaker, _, content in found] == [("مرتضی راد", "قیمت‌ها تا پایان سال پایین نمی‌آید")]


@pytest.mark.parametrize(
    "text",
    [
        "بنابراین می‌توان گفت که راه دیگری برای کاهش آلودگی هوا وجود ندارد.",
        "نفر سوم: پویان فیروزی (مرکزی)",
    ],
)
def test_nobody_speaks(text: str) -> None:
    assert said_in(text)[1] == []


def test_the_outlet_before_a_colon_opens_the_report() -> None:
    _, found = said_in("ایسنا: وزیر راه ترکیه گفت که ساخت راه‌آهن تازه از بهار آینده آغاز می‌شود.")
    assert [content for _, _, content in found] == ["ساخت راه‌آهن تازه از بهار آینده آغاز می‌شود"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("ترامپ همچنین گفته رهبران ایران باید به توافق برسند.", "رهبران ایران باید به توافق برسند"),
        (
            "در بیانیه منتشرشده از سوی دفتر سخنگوی وزارت دفاع ترکیه در روز چهارشنبه آمده است که حمله پایان یافت.",
            "حمله پایان یافت",
        ),
        ("گزارش‌ها حاکی از آن است که دو سرباز در این حمله کشته شدند.", "دو سرباز در این حمله کشته شدند"),
        ("پوتین از اینکه مذاکرات به نتیجه نرسید ابراز تاسف کرد.", "مذاکرات به نتیجه نرسید"),
        ("پوتین اعتراف کرد؛ تلاش‌هایی برای تغییر دولت صورت گرفت.", "تلاش‌هایی برای تغییر دولت صورت گرفت"),
    ],
)
def test_still_more_ways_to_say(text: str, content: str) -> None:
    assert [c for _, _, c in said_in(text)[1]] == [content]


def test_a_report_of_the_same_sentence_does_not_end_speech() -> None:
    text = "وزیر خارجه قطر گفت: دولت پیشین بدهی را پرداخت و عنوان کرد که حساب بسته شد. راه ما روشن است."
    assert [content for _, _, content in said_in(text)[1]][-1] == "راه ما روشن است"


def test_an_item_may_begin_as_the_narrator_does() -> None:
    text = "سخنگوی دولت روسیه: مذاکرات ادامه دارد\n🔹\nبر اساس این توافق تحریم‌ها لغو می‌شود.\n🔹\nراه باز است."
    assert [content for _, _, content in said_in(text)[1]][1:] == ["بر اساس این توافق تحریم‌ها لغو می‌شود", "راه باز است"]
