"""Agreements: names, parties told or left out, one entry each, term, and how far they are."""

from __future__ import annotations

import pytest

import vaqaye
from vaqaye.model import Agreement, AgreementStatus
from vaqaye.resources import table

JCPOA = ("CHN", "DEU", "EUR", "FRA", "GBR", "IRN", "RUS", "USA")


def _agreements(text: str, published: str | None = "2024-05-01") -> tuple[Agreement, ...]:
    return vaqaye.read(text, published=published, source="ایسنا").agreements


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("سند جامع همکاری ۲۵ ساله ایران و چین امضا شد.", ("CHN", "IRN")),
        ("توافق تجاری میان چین و آمریکا نزدیک است.", ("CHN", "USA")),
        ("روسیه تفاهم‌نامه‌ای با هند امضا کرد.", ("IND", "RUS")),
        ("فرانسه و آلمان به دنبال توافقی با ایران هستند.", ("DEU", "FRA", "IRN")),
        ("توافق‌نامه آمریکا و ایران با میانجیگری پاکستان نهایی شد.", ("IRN", "USA")),
        ("ارتش لبنان از نقض آتش‌بس توسط رژیم صهیونیستی در جنوب لبنان خبر داد.", ("ISR", "LBN")),
        ("قرارداد ۱۹۷۵ الجزایر معتبر است.", ("IRN", "IRQ")),
        ("وزیر خارجه فرانسه از برجام حمایت کرد.", JCPOA),
    ],
)
def test_parties(text: str, parties: tuple[str, ...]) -> None:
    assert [a.parties for a in _agreements(text)] == [parties]


@pytest.mark.parametrize(
    "text",
    [
        "وزیران خارجه ایران و عراق بر سر این موضوع توافق کردند.",
        "رئیس‌جمهور از پیمان آتلانتیک شمالی انتقاد کرد.",
        "این موضوع مورد توافق ایران و عراق است.",
        "قرارداد این بازیکن با باشگاه تمدید شد.",
        "چین و هند هیچ توافقی را نمی‌پذیرند.",
        "بازیکن برزیلی قراردادش با باشگاه قطر را تمدید کرد و به توافق با ایتالیا نرسید.",
        "قطعات این هواپیما سند تجاوز آمریکا به ایران است.",
    ],
)
def test_no_agreement(text: str) -> None:
    assert _agreements(text) == ()


@pytest.mark.parametrize(
    ("text", "published", "parties"),
    [
        (
            "تهران و واشنگتن پیام رد و بدل می‌کنند.\nوزیر خارجه پاکستان گفت ایران به تفاهم‌نامه پاسخ داده است.",
            "2026-06-01",
            ("IRN", "USA"),
        ),
        (
            "فرانسه و روسیه از ایران خواستند انعطاف نشان دهد.\nتوافق جامع تا تیرماه امضا خواهد شد.",
            "2015-05-20",
            JCPOA,
        ),
        (
            "ارتش اسرائیل از دولت آمریکا پرسید.\nنتانیاهو درباره تفاهم‌نامه با ایران توضیح خواست.",
            "2026-06-01",
            ("IRN", "USA"),
        ),
    ],
)
def test_in_the_days_of_talks_the_agreement_is_that_of_their_sides(
    text: str, published: str, parties: tuple[str, ...]
) -> None:
    assert [a.parties for a in _agreements(text, published)] == [parties]


def test_talks_of_ones_own_country_are_not_those_of_others() -> None:
    text = "آلمان و فرانسه بر سر بدهی یونان رایزنی کردند. آلمان و فرانسه نزدیک شده‌اند.\nتفاهم‌نامه فردا امضا می‌شود."
    assert [a.parties for a in _agreements(text, "2015-05-20")] == [("DEU", "FRA")]


def test_allies_are_not_the_two_sides_of_a_truce() -> None:
    text = "آمریکا و اسرائیل آماده می‌شوند.\nاسرائیل با آمریکا رایزنی کرد.\nآتش‌بس شکننده است."
    assert _agreements(text) == ()


def test_allies_who_signed_are_its_sides() -> None:
    text = "آمریکا و اسرائیل تفاهم‌نامه‌ای ده‌ساله درباره کمک نظامی امضا کردند."
    assert [a.parties for a in _agreements(text, "2016-09-15")] == [("ISR", "USA")]


def test_two_who_signed_are_its_sides() -> None:
    assert [a.parties for a in _agreements("عربستان و پاکستان سال گذشته پیمان دفاعی مشترک امضا کردند.")] == [
        ("PAK", "SAU")
    ]


def test_the_sides_of_the_article_where_none_are_named_beside_it() -> None:
    text = (
        "وزیر خارجه هند با همتای روس خود دیدار کرد. روسیه و هند بر تجارت تاکید کردند.\nتفاهم‌نامه هفته آینده امضا می‌شود."
    )
    (deal,) = _agreements(text)
    assert deal.parties == ("IND", "RUS")


def test_no_sides_no_agreement() -> None:
    assert _agreements("کارشناسان می‌گویند تفاهم‌نامه هفته آینده امضا می‌شود.") == ()


def test_a_paper_signed_at_home_has_one_party() -> None:
    (deal,) = _agreements("تفاهم‌نامه همکاری وزارت نیروی ایران و شهرداری تهران به امضا رسید.")
    assert deal.parties == ("IRN",)


def test_of_a_treaty_of_all_the_world_the_state_that_is_spoken_of_is_the_party() -> None:
    (deal,) = _agreements("ایران عضو پیمان منع گسترش سلاح‌های هسته‌ای است.")
    assert deal.parties == ("IRN",)


def test_whoever_mediates_is_no_party() -> None:
    text = (
        "ایران و آمریکا با میانجی‌گری قطر گفت‌وگو کردند.\nقطر و آمریکا از پیشرفت گفتند.\nتوافق ایران و آمریکا نزدیک است."
    )
    assert {deal.parties for deal in _agreements(text)} == {("IRN", "USA")}


def test_a_comma_ends_the_parties_where_no_name_follows() -> None:
    (deal,) = _agreements("نقض آتش‌بس اسرائیل و لبنان، ساعاتی پیش از سفر رئیس‌جمهور آمریکا، محکوم شد.")
    assert deal.parties == ("ISR", "LBN")


def test_this_agreement_is_the_one_told_of_before() -> None:
    text = "توافق تجاری چین و آمریکا امضا شد.\nرئیس‌جمهور مکزیک از این توافق استقبال کرد."
    (deal,) = _agreements(text)
    assert deal.parties == ("CHN", "USA")
    assert len(deal.evidence) == 2


def test_a_bare_headline_is_the_agreement_named_below() -> None:
    text = "احتمال امضای تفاهم‌نامه در ژنو\nتفاهم‌نامه هند و روسیه هفته آینده امضا خواهد شد."
    reading = vaqaye.read(text, published="2024-05-01")
    (deal,) = reading.agreements
    assert [reading.quote(e) for e in deal.evidence] == ["تفاهم‌نامه", "تفاهم‌نامه هند و روسیه"]
    assert deal.name == "تفاهم‌نامه هند و روسیه"


def test_a_truce_is_apart_from_a_memorandum() -> None:
    text = "آتش‌بس میان ایران و آمریکا نقض شد.\nتفاهم‌نامه ایران و آمریکا هنوز امضا نشده است."
    assert sorted(a.status for a in _agreements(text)) == ["in_force", "negotiated"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("هند خواستار پیمان امنیتی با ژاپن شد.", "proposed"),
        ("وزیر خارجه هند پیشنهاد امضای پیمان عدم تعرض با پاکستان را داد.", "proposed"),
        ("هند و ژاپن برای دستیابی به توافق تجاری هند و ژاپن تلاش می‌کنند.", "negotiated"),
        ("توافق تجاری هند و ژاپن حاصل شد.", "agreed"),
        ("بر اساس مفاد توافق تجاری هند و ژاپن، تعرفه‌ها حذف می‌شود.", "agreed"),
        ("توافق تجاری هند و ژاپن امضا شد.", "signed"),
        ("توافق تجاری هند و ژاپن ماه آینده امضا خواهد شد.", "negotiated"),
        ("احتمال امضای توافق تجاری هند و ژاپن در توکیو", "negotiated"),
        ("توافق تجاری هند و ژاپن هنوز امضا نشده است.", "negotiated"),
        ("مجلس توافق تجاری هند و ژاپن را تصویب کرد.", "ratified"),
        ("ژاپن نقض توافق تجاری هند و ژاپن را محکوم کرد.", "in_force"),
        ("توافق تجاری هند و ژاپن لغو شد.", "ended"),
        ("توافق تجاری هند و ژاپن مهم است.", "agreed"),
        ("یک توافق تجاری هند و ژاپن را جدا می‌کند.", "unknown"),
        ("آتش‌بس هند و پاکستان شکننده به نظر می‌آید.", "in_force"),
        ("هند به دنبال عقد توافقی تجاری با ژاپن است.", "proposed"),
        ("هند امیدوار است به توافقی تجاری با ژاپن دست یابد.", "proposed"),
        ("توافق تجاری هند و ژاپن قرار است جمعه در توکیو امضا شود.", "agreed"),
        ("توافق تجاری هند و ژاپن سال گذشته صورت گرفت.", "agreed"),
        ("توافق تجاری هند و ژاپن از فردا اجرا خواهد شد.", "agreed"),
        ("توافق تجاری هند و ژاپن از دیروز اجرا شد.", "in_force"),
        ("مجلس ژاپن توافق تجاری هند و ژاپن را تأیید کرد.", "ratified"),
        ("وزیر بازرگانی ژاپن توافق تجاری هند و ژاپن را تأیید کرد.", "agreed"),
        ("توافق تجاری هند و ژاپن در پایان سال به پایان رسید.", "ended"),
        ("فشار کشاورزان موجب شد ژاپن از تعهدات خود دست بکشد و توافق تجاری هند و ژاپن را لغو کند.", "ended"),
    ],
)
def test_status(text: str, status: AgreementStatus) -> None:
    assert [a.status for a in _agreements(text)] == [status]


def test_the_latest_stage_counts() -> None:
    text = "توافق تجاری هند و ژاپن سال گذشته امضا شد.\nژاپن می‌گوید هند با نقض توافق تجاری هند و ژاپن تعرفه گذاشته است."
    assert [a.status for a in _agreements(text)] == ["in_force"]


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("متن کامل تفاهم‌نامه هند و ژاپن منتشر شد.", True),
        ("متن کامل توافق‌نامه صلح ارمنستان و جمهوری آذربایجان", True),
        ("هند و ژاپن متعهد می‌شوند پس از امضای این یادداشت تفاهم تعرفه‌ها را حذف کنند.", True),
        ("متن توافق‌نامه امنیتی چین و جزایر سلیمان هنوز منتشر نشده است.", False),
        ("مفاد توافق هند و روسیه محرمانه است.", False),
        ("نمایندگان خواستار انتشار متن قرارداد ایران و چین شدند.", None),
        ("متن قرارداد هند و روسیه فردا منتشر خواهد شد.", None),
        ("توافق هند و روسیه امضا شد.", None),
    ],
)
def test_whether_its_text_is_public(text: str, public: bool | None) -> None:
    assert [a.text_published for a in _agreements(text)] == [public]


def test_what_is_to_be_revived_is_in_force_no_more() -> None:
    text = "وزیر خارجه فرانسه از برجام سخن گفت.\nمذاکرات احیای برجام در وین ادامه دارد."
    assert [a.status for a in _agreements(text, "2022-01-19")] == ["unknown"]


@pytest.mark.parametrize(
    ("published", "status"),
    [("2015-08-01", "agreed"), ("2019-07-01", "in_force"), ("2026-03-01", "unknown"), (None, "unknown")],
)
def test_status_of_an_agreement_with_known_dates(published: str | None, status: AgreementStatus) -> None:
    assert [a.status for a in _agreements("وزیر خارجه فرانسه از برجام سخن گفت.", published)] == [status]


def test_an_old_name_for_a_new_agreement() -> None:
    text = "توافق هسته‌ای ایران و آمریکا نزدیک است."
    assert [a.parties for a in _agreements(text, "2019-07-01")] == [JCPOA]
    assert [a.parties for a in _agreements(text, "2026-03-01")] == [("IRN", "USA")]


def test_term() -> None:
    assert [a.term for a in _agreements("قرارداد ۲۰ ساله ایران و روسیه امضا شد.")] == ["P20Y"]
    assert [a.term for a in _agreements("توافق نهایی ایران و روسیه ظرف ۶۰ روز امضا می‌شود.")] == [None]


def test_status_words_are_well_formed() -> None:
    stages = {row["status"] for row in table("agreement_status")}
    assert {row["open"] for row in table("agreement_status")} <= stages | {""}
    words = [row["word"] for row in table("agreement_status")]
    assert len(words) == len(set(words))


def test_talks_begin_before_they_end() -> None:
    for row in table("talks"):
        assert len(row["parties"].split(" | ")) > 1
        assert row["from"] < (row["until"] or "9999")


def test_dates_of_agreements_are_in_order() -> None:
    for row in table("agreements"):
        days = [row[column] for column in ("agreed", "in_force", "until") if row[column]]
        assert days == sorted(days), row["name"]
