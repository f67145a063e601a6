"""Mentions and who they are; roles in a clause."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from vaqaye import actors, language
from vaqaye.actors import roles as parts
from vaqaye.actors.cast import Cast
from vaqaye.model import Article


def _cast(text: str, published: str | None = "2022-01-19", source: str | None = "ایسنا") -> Cast:
    return actors.find(language.parse(Article(text=text, published=published, source=source)))


def _mentions(cast: Cast) -> list[tuple[str, str | None, str]]:
    out: list[tuple[str, str | None, str]] = []
    for sentence in cast.document.sentences:
        for seen in cast.sentences[sentence.index]:
            words = " ".join(t.text for t in sentence.tokens[seen.first : seen.last + 1])
            out.append((words, cast.country(seen.actor), seen.how))
    return out


@pytest.mark.parametrize(
    ("text", "words", "country", "how"),
    [
        ("روسیه این خبر را تایید کرد.", "روسیه", "RUS", "name"),
        ("رئیس جمهوری روسیه وارد تهران شد.", "رئیس جمهوری روسیه", "RUS", "office"),
        ("سخنگوی وزارت خارجه آمریکا گفت که مذاکره ادامه دارد.", "سخنگوی وزارت خارجه آمریکا", "USA", "office"),
        ("مقامات آمریکایی این گزارش را رد کردند.", "مقامات آمریکایی", "USA", "group"),
        ("ارتش اسرائیل به غزه حمله کرد.", "ارتش اسرائیل", "ISR", "name"),
        ("دولت این لایحه را پس گرفت.", "دولت", "IRN", "name"),
        ("مسکو با این طرح مخالفت کرد.", "مسکو", "RUS", "metonym"),
        ("وزیر خارجه عمان به تهران آمد.", "وزیر خارجه عمان", "OMN", "office"),
    ],
)
def test_mentions(text: str, words: str, country: str, how: str) -> None:
    assert (words, country, how) in _mentions(_cast(text))


def test_the_office_leads_to_its_holder_on_the_day() -> None:
    text = "رئیس‌جمهور ایران به مسکو سفر کرد."
    assert _cast(text, "2022-01-19").sentences[0][0].actor == "person:ebrahim-raisi"
    assert _cast(text, "2015-05-10").sentences[0][0].actor == "person:hassan-rouhani"
    assert _cast(text, None).sentences[0][0].actor.startswith("local:")


def test_an_apposition_is_one_actor() -> None:
    cast = _cast("مراد یوزال، رئیس بانک مرکزی ترکیه، استعفا کرد.")
    assert len({s.actor for s in cast.sentences[0]}) == 1
    member = cast.members[cast.sentences[0][0].actor]
    assert (member.name.fa, member.country) == ("مراد یوزال", "TUR")


def test_a_name_further_down_belongs_to_the_office_above() -> None:
    cast = _cast("وزیر دفاع ایتالیا هشدار داد.\nبه گفته «کارلو بنفانتی» وزیر دفاع ایتالیا، نیروها می‌مانند.")
    ids = {s.actor for found in cast.sentences for s in found if s.how != "group"}
    assert [cast.members[id].name.fa for id in ids] == ["کارلو بنفانتی"]


def test_words_that_point_back() -> None:
    cast = _cast("رئیس‌جمهور روسیه وارد تهران شد. وی با رئیس‌جمهور این کشور دیدار کرد.")
    second = {words: country for words, country, _ in _mentions(cast)}
    assert second["وی"] == "RUS"


def test_the_counterpart_holds_the_same_office_elsewhere() -> None:
    cast = _cast("وزیر خارجه ایران با همتای روس خود دیدار کرد.")
    assert ("همتای روس خود", "RUS", "counterpart") in _mentions(cast)


def test_a_reciprocal_list_names_all() -> None:
    found = _mentions(_cast("وزرای خارجه ایران، عمان و قطر در مسقط دیدار کردند."))
    assert {country for words, country, how in found if words != "مسقط"} == {"IRN", "OMN", "QAT"}


@pytest.mark.parametrize(
    ("text", "subject", "object"),
    [
        ("شورای امنیت حملات طالبان را محکوم کرد.", "UNO", "AFG"),
        ("آمریکا این اتهامات را رد کرد.", "USA", None),
        ("ایران را تهدید کردند.", None, "IRN"),
        ("روسیه و چین این قطعنامه را وتو کردند.", "RUS", None),
    ],
)
def test_subject_and_object(text: str, subject: str | None, object: str | None) -> None:
    cast = _cast(text)
    roles = parts.of(cast)[0]
    clause = next(c for c in cast.document.sentences[0].clauses if c.predicate)
    found_subject, (_, found_object) = roles.subject(clause), roles.objects(clause)
    assert (cast.country(found_subject[0].actor) if found_subject else None) == subject
    assert (cast.country(found_object[0].actor) if found_object else None) == object


def test_outlets_have_a_home() -> None:
    text = "دولت از مردم خواست که آرام باشند."
    assert _mentions(_cast(text, source="VOA Dari"))[0][:2] == ("دولت", "AFG")
    assert _mentions(_cast(text))[0][:2] == ("دولت", "IRN")


def _who(text: str, published: str | None = "2022-01-19") -> dict[str, tuple[str | None, str | None, str | None]]:
    """Words of a mention -> name, country, sector of whoever they stand for."""
    cast = _cast(text, published)
    out: dict[str, tuple[str | None, str | None, str | None]] = {}
    for sentence in cast.document.sentences:
        for seen in cast.sentences[sentence.index]:
            member = cast.members[seen.actor]
            words = " ".join(t.text for t in sentence.tokens[seen.first : seen.last + 1])
            out.setdefault(words, (member.name.fa, member.country, member.sector))
    return out


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        # names that no lexicon knows
        ("«کارلو بنفانتی» وزیر دفاع ایتالیا استعفا کرد.", "کارلو بنفانتی", ("کارلو بنفانتی", "ITA", "GOV")),
        ("ژیلبر دوماسکو، شهردار مارسی، استعفا کرد.", "ژیلبر دوماسکو", ("ژیلبر دوماسکو", "FRA", "GOV")),
        ("سید پورساسان گفت که کار ادامه دارد.", "سید پورساسان", ("سید پورساسان", "IRN", "CVL")),
        # written as one
        ("وزیرخارجه آمریکا به دوحه رفت.", "وزیرخارجه آمریکا", ("آنتونی بلینکن", "USA", "GOV")),
        ("رژیم‌صهیونیستی به لبنان حمله کرد.", "رژیم‌صهیونیستی", ("اسرائیل", "ISR", None)),
        # whose they are
        ("مخالفان میانه‌روی ایتالیا تظاهرات کردند.", "مخالفان میانه‌روی ایتالیا", ("اپوزیسیون ایتالیا", "ITA", "OPP")),
        ("نیروهای پلیس نظامی برزیل رژه رفتند.", "نیروهای پلیس نظامی برزیل", ("پلیس برزیل", "BRA", "COP")),
        ("طرفداران بشار اسد به خیابان آمدند.", "طرفداران بشار اسد", ("حامیان سوریه", "SYR", "CVL")),
        ("ملت، علما و مجلس پاکستان ایستادند.", "علما", ("روحانیون پاکستان", "PAK", "REL")),
        ("زندانیان فلسطینی آزاد شدند.", "زندانیان فلسطینی", ("زندانیان فلسطین", "PSE", "CVL")),
        # what they are
        ("مقامات نظامی آمریکا این خبر را تایید کردند.", "مقامات نظامی آمریکا", ("مقامات نظامی آمریکا", "USA", "MIL")),
        ("یک مقام اطلاعاتی عراق کشته شد.", "یک مقام اطلاعاتی عراق", ("یک مقام اطلاعاتی عراق", "IRQ", "SPY")),
        ("در حمله به قندهار ۲۰ نفر کشته شدند.", "نفر", ("نفر افغانستان", "AFG", "CVL")),
        # not the holder
        ("فرمانده سپاه ناحیه گچساران سخنرانی کرد.", "فرمانده سپاه ناحیه گچساران", ("فرمانده سپاه ناحیه گچساران", "IRN", "MIL")),
        ("یکی از سخنگویان کرزی خبر داد.", "سخنگویان کرزی", ("سخنگویان کرزی", "AFG", "GOV")),
        ("معاون سیاسی، امنیتی و اجتماعی استاندار گلستان آمد.", "معاون سیاسی ، امنیتی و اجتماعی استاندار گلستان",
         ("معاون سیاسی ، امنیتی و اجتماعی استاندار گلستان", "IRN", "GOV")),
        # by their surname alone
        ("ابراهیم رئیسی به مسکو رفت. رئیسی با پوتین دیدار کرد.", "رئیسی", ("ابراهیم رئیسی", "IRN", "GOV")),
        ("لاوروف به آنکارا رفت.", "لاوروف", ("سرگئی لاوروف", "RUS", "GOV")),
    ],
)  # fmt: skip
def test_who_is_meant(text: str, words: str, who: tuple[str | None, str | None, str | None]) -> None:
    assert _who(text).get(words) == who


def test_offices_of_several_states_are_one_holder_each() -> None:
    cast = _cast("ایران و روسیه توافق کردند. رؤسای جمهوری دو کشور در تماس هستند.")
    assert [s.actor for s in cast.sentences[1]] == ["person:ebrahim-raisi", "person:vladimir-putin"]
    cast = _cast("وزیران خارجه ایران و روسیه دیدار کردند.")
    assert [cast.members[s.actor].name.fa for s in cast.sentences[0]] == ["حسین امیرعبداللهیان", "سرگئی لاوروف"]


def test_words_that_point_back_mean_the_right_kind() -> None:
    text = "به گزارش خبرگزاری فارس، حزب عدالت و توسعه ترکیه جلسه داشت. این حزب بیانیه داد."
    assert _who(text)["این حزب"] == ("حزب عدالت و توسعه ترکیه", "TUR", "PTY")
    text = "ولادیمیر پوتین سخنرانی کرد. این مقام هشدار داد. این مقام آمریکایی پاسخ داد."
    assert _who(text)["این مقام"][0] == "ولادیمیر پوتین"
    assert _who(text)["مقام آمریکایی"][1] == "USA"
    assert "مقام" not in _who(text)


def test_every_office_says_how_it_was_decided() -> None:
    def reason(text: str, published: str | None) -> str | None:
        return _cast(text, published).sentences[0][0].reason

    text = "رئیس‌جمهور ایران به نیویورک رفت."
    assert reason(text, "2022-01-19") == "holder of the office on 2022-01-19"
    assert reason(text, None) == "no date of publication to tell the holder of the office by"
    assert reason("وزیر گردشگری تووالو آمد.", "2022-01-19") == "no holder of the office known on 2022-01-19"


def test_nameless_people_are_of_the_country_that_the_article_is_about() -> None:
    cast = _cast("دولت فرانسه لایحه را پس گرفت. معترضان در خیابان ماندند.")
    seen = cast.sentences[1][0]
    assert (cast.country(seen.actor), seen.reason) == ("FRA", "the country that the article is about")


def test_an_organisation_may_wear_several_hats() -> None:
    cast = _cast("حزب‌الله لبنان بیانیه داد.")
    actor = cast.actors({"org:hezbollah"})[0]
    assert (actor.country, actor.sector) == ("LBN", "REB")
    assert ("LBN", "PTY") in [(hat.country, hat.sector) for hat in actor.also]


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("هانس کرامرسکی، وزیر خزانه‌داری آمریکا، استعفا کرد.", "هانس کرامرسکی", "USA"),
        ("سخنگوی مسئول سیاست خارجی اتحادیه اروپا استعفا کرد.", "سخنگوی مسئول سیاست خارجی اتحادیه اروپا", "EUR"),
        ("سرپرست سفارت افغانستان در تهران استعفا کرد.", "سرپرست سفارت افغانستان", "AFG"),
        ("وزیر حمل‌ونقل و زیرساخت ترکیه استعفا کرد.", "وزیر حمل‌ونقل و زیرساخت ترکیه", "TUR"),
        ("وزارت جنگ نیروی تازه‌ای به منطقه فرستاد.", "وزارت جنگ", "USA"),
    ],
)
def test_an_office_says_itself_whose_it_is(text: str, words: str, country: str) -> None:
    assert (words, country) in [(w, c) for w, c, _ in _mentions(_cast(text, "2026-05-20"))]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("کشتی‌ها به دریای عمان رفتند.", "OMN"),
        ("آموزگاران زبان روسی تجمع کردند.", "RUS"),
        ("نخست‌وزیر به آمریکای لاتین رفت.", "USA"),
        ("وزارت خارجه این خبر را از مجاری دیپلماتیک پیگیری می‌کند.", "HUN"),
    ],
)
def test_a_name_inside_another_is_nobody(text: str, country: str) -> None:
    assert country not in [c for _, c, _ in _mentions(_cast(text, source="بی‌بی‌سی"))]


def test_a_name_before_a_word_of_relation_is_somebody() -> None:
    assert "USA" in [c for _, c, _ in _mentions(_cast("این حمله آمریکا ارتباطی با مذاکرات ندارد."))]


def test_only_is_no_people() -> None:
    assert not _mentions(_cast("این تصمیم نه تنها غیرقانونی است که خطرناک هم هست."))


def test_talks_are_named_after_a_place() -> None:
    def place(text: str) -> bool:
        cast = _cast(text)
        return next(s.place for s in cast.sentences[0] if cast.country(s.actor) == "AUT")

    assert place("ایران مذاکرات وین را ترک کرد.")
    assert not place("ایران مذاکرات وین و لندن را زیر نظر دارد.")


def test_a_namesake_is_another_man() -> None:
    cast = _cast("حسین گروسی، نماینده شهریار، استعفا کرد. گروسی گفت که خسته است.", "2026-05-20")
    assert not {"person:rafael-grossi"} & {s.actor for sentence in cast.sentences for s in sentence}
    cast = _cast("سردار عباس نیلفروشان در بیروت ماند.", "2026-05-20")
    assert cast.members[cast.sentences[0][0].actor].name.fa == "عباس نیلفروشان"


def test_a_stranger_is_of_no_country_until_it_is_told() -> None:
    cast = _cast("بورنسکی کرامرسکی در مسکو ماند. بورنسکی کرامرسکی، سخنگوی پنتاگون، بازگشت.")
    assert [c for w, c, _ in _mentions(cast) if "کرامرسکی" in w] == ["USA", "USA"]


def test_a_named_hospital_is_no_man() -> None:
    cast = _cast("بیمارستان امام خمینی تعطیل شد.")
    assert all(member.kind != "person" for member in cast.members.values())


def test_the_annotated_texts_are_resolved(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("who", Path(__file__).parents[1] / "eval" / "who.py")
    assert spec is not None
    assert spec.loader is not None
    who = importlib.util.module_from_spec(spec)
    sys.modules["who"] = who
    spec.loader.exec_module(who)
    tally = who.measured(shared, ["seed", "articles"])
    for figure, bar in (("country", 0.92), ("sector", 0.85), ("speaker", 0.90)):
        assert tally.hit[figure] >= bar * tally.of[figure], figure
