"""Who speaks: offices, names, pronouns, outlets, the first person."""

from __future__ import annotations

import pytest

import vaqaye
from saying import said_in, speakers_of
from vaqaye.model import Article


def test_the_office_of_the_lead_gets_its_name() -> None:
    text = (
        "معاون خدمات شهری شهرداری قم گفت که بازارچه‌ها آماده‌اند.\n"
        "به گزارش ایسنا، حمید حسینی در جمع خبرنگاران اظهار کرد: غرفه‌ها رایگان است.\n"
        "معاون خدمات شهری شهرداری قم افزود: کار ادامه دارد."
    )
    assert speakers_of(text) == ["حمید حسینی"] * 3


def test_a_name_before_its_office() -> None:
    text = "همچنین احمدعلی موهبتی - استاندار سیستان و بلوچستان - گفت: مرزها باز است.\n"
    text += "استاندار سیستان و بلوچستان افزود: کار ادامه دارد."
    assert speakers_of(text) == ["احمدعلی موهبتی"] * 2


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "به گزارش خبرنگار اعزامی خبرگزاری فارس به چابهار، محمد راستاد در جمع خبرنگاران گفت: بنادر آماده‌اند.",
            "محمد راستاد",
        ),
        ("روزنامه هاآرتص به نقل از منابع آگاه نوشت که ارتش آماده است.", "منابع آگاه"),
        ("ساعاتی پیش شبکه المسیره گزارش داد که حملات ادامه دارد.", "المسیره"),
        ("پس از آن که سپاه از حمله خبر داد، وزارت خارجه مصر اعلام کرد که نگران است.", "وزارت خارجه مصر"),
        ("منبعی نزدیک به هیئت مذاکره‌کننده:\nگفت‌وگوها هفته آینده ادامه دارد.", "منبعی نزدیک به هیئت مذاکره‌کننده"),
    ],
)
def test_speakers(text: str, speaker: str) -> None:
    assert speakers_of(text) == [speaker]


def test_a_pronoun_means_a_person() -> None:
    text = "وزیر خارجه قطر گفت که راه باز است.\nروسیه اعلام کرد که آماده است.\nوی افزود: ما هم آماده‌ایم."
    speakers = speakers_of(text)
    assert speakers[2] == speakers[0]


def test_the_outlet_quoted_before() -> None:
    text = "روزنامه هاآرتص نوشت که ارتش آماده است.\nاین روزنامه افزود که حملات ادامه دارد.\n"
    text += "این گزارش تاکید می‌کند که هزینه‌ها زیاد است."
    assert len(set(speakers_of(text))) == 1


def test_after_several_a_pronoun_means_the_person_before() -> None:
    text = "علی کاظمی، نماینده مجلس گفت که راه باز است.\nخیلی‌ها عقیده دارند که راه بسته است.\nاو افزود: ما آماده‌ایم."
    speakers = speakers_of(text)
    assert speakers[2] == speakers[0] == "علی کاظمی"


def test_the_whole_name_of_an_office() -> None:
    assert speakers_of("رئیس کمیته شکستن محاصره غزه: کشتی‌ها آماده حرکت هستند") == ["رئیس کمیته شکستن محاصره غزه"]


def test_lists_of_several_outlets() -> None:
    text = "رویترز:\n-طالبان مواضع خود را ترک کردند\n-کابینه مصر ترمیم شد\nآسوشیتدپرس:\n-نخست‌وزیر مصر استعفا کرد"
    _, found = said_in(text)
    assert [content for _, _, content in found] == [
        "طالبان مواضع خود را ترک کردند",
        "کابینه مصر ترمیم شد",
        "نخست‌وزیر مصر استعفا کرد",
    ]
    assert found[0][0] == found[1][0] != found[2][0]


def test_the_first_person_is_the_speaker_before() -> None:
    text = "وزیر خارجه قطر گفت که راه باز است.\nما در این مسیر تنها نیستیم.\nنشست در دوحه برگزار شد."
    assert [content for _, _, content in said_in(text)[1]] == ["راه باز است", "ما در این مسیر تنها نیستیم"]


def test_a_name_that_does_not_speak_itself() -> None:
    text = (
        "سرمربی تیم ملی فوتبال ایران از داوران انتقاد کرد.\n"
        "علی کاظمی پیش از بازی به قطر رفت.\n"
        "سرمربی تیم ملی فوتبال ایران گفت: احساس ما بد است."
    )
    assert speakers_of(text) == ["علی کاظمی"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (  # the subject goes on over «و»: «مذاکره با تهران» is the object
            "مدیر کل آژانس بین‌المللی انرژی اتمی خواستار توافق شد و مذاکره با تهران را کارسازتر خواند.",
            ["رافائل گروسی"],
        ),
        (
            "در موضوع زندانیان و تحصن خانواده‌های آنان در لندن، عباس عراقچی گفت: قوه قضائیه مستقل است.",
            ["عباس عراقچی"],
        ),
        (
            "امانوئل مکرون روز یکشنبه با وجود آن که تهران برجام را نقض نکرده گفت که ایران باید پاسخ دهد.",
            ["امانوئل مکرون"],
        ),
        ("پیش از این گمرک ایران اعلام کرده بود که صادرات ادامه دارد.", ["گمرک ایران"]),
        ("بر اساس گزارش بانک جهانی، جنگ بحران اقتصادی لبنان را تشدید کرد.", ["بانک جهانی"]),
        ("یکی از این منابع مدعی شد که رئیس بانک مرکزی کناره‌گیری می‌کند.", ["یکی از این منابع"]),
        ("ابراهیم الجعفری گفت که مانعی نیست.\nالجعفری افزود: راه باز است.", ["ابراهیم جعفری", "ابراهیم جعفری"]),
    ],
)
def test_whose_words_they_are(text: str, speakers: list[str]) -> None:
    _, found = said_in(text)
    assert [speaker for speaker, _, _ in found] == speakers


def test_he_is_who_speaks_not_whom_he_names() -> None:
    _, found = said_in("محمد خاکپور گفت: همه آماده بودند. حبیب کاشانی کناره گرفت. وی افزود: من هم نمی‌مانم.")
    assert {speaker for speaker, _, _ in found} == {"محمد خاکپور"}


def test_nobody_calls_himself_by_his_office() -> None:
    _, found = said_in("رئیس‌جمهور فرانسه گفت: راه گفت‌وگو باز است. رئیس‌جمهور فرانسه همچنین از آلمان انتقاد کرد.")
    assert [content for _, _, content in found] == ["راه گفت‌وگو باز است"]


def test_a_name_behind_the_report_is_the_office_of_the_lead() -> None:
    text = (
        "نماینده مردم اسفراین در مجلس گفت: خط آهن استان باید تکمیل شود.\n"
        "به گزارش ایسنا، هادی قوامی در تذکری شفاهی گفت: دولت باید بودجه آن را بپردازد.\n"
        "نماینده مردم اسفراین تصریح کرد: این استان به شبکه ریلی نیاز دارد."
    )
    assert speakers_of(text) == ["هادی قوامی"] * 3


def test_a_name_that_reads_as_a_verb() -> None:
    assert speakers_of("به گزارش ایسنا، صدیف بدری صبح امروز در نشستی گفت: دو ایستگاه تازه ساخته می‌شود.") == [
        "صدیف بدری"
    ]


def test_without_the_model_the_rules_choose_the_speaker() -> None:
    article = Article(
        "بازیگر نمایش باغ گفت: این کار برای من کلاس درس بود.\n"
        "به گزارش ایسنا، مبینا طبایی در نشستی افزود: نقشم را دوست دارم.\n"
        "این بازیگر تصریح کرد: تماشاگران مرا خوشحال کرده‌اند.",
        published="2024-05-01",
        source="ایسنا",
    )
    told = []
    for model in (True, False):
        reading = vaqaye.Reader(model=model)(article)
        names = {a.id: a.name.fa for a in reading.actors}
        told.append([names[s.speaker] for s in reading.statements])
    assert told[0] == ["مبینا طبایی"] * 3
    assert told[1][1] == "مبینا طبایی"
    assert told[1][0] != "مبینا طبایی"


def test_a_surname_that_is_a_word_for_people() -> None:
    assert speakers_of("به گزارش ایسنا، محمود وکیلی در نشستی خبری گفت: این طرح تازه آغاز شده است.") == ["محمود وکیلی"]
