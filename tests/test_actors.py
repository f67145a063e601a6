"""Mentions and who they are; roles in a clause."""

from __future__ import annotations

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
