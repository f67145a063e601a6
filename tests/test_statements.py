"""Who said what: cues, contents, speakers, kinds."""

from __future__ import annotations

import pytest

import vaqaye
from vaqaye.model import Reading, StatementKind


def _said(text: str) -> tuple[Reading, list[tuple[str | None, StatementKind, str]]]:
    reading = vaqaye.read(text, published="2024-05-01", source="ایسنا")
    found = [(reading.actor(s.speaker).name.fa, s.kind, reading.quote(s.content)) for s in reading.statements]
    return reading, found


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
        ("سخنگوی دولت روسیه: مذاکرات ادامه دارد", "direct", "مذاکرات ادامه دارد"),
        ("«مذاکرات هنوز ادامه دارد»؛ سخنگوی دولت روسیه گفت.", "direct", "مذاکرات هنوز ادامه دارد"),
    ],
)
def test_ways_to_say(text: str, kind: str, content: str) -> None:
    reading, found = _said(text)
    assert [(k, c) for _, k, c in found] == [(kind, content)]
    assert reading.actor(reading.statements[0].speaker).country == "RUS"


def test_an_opening_and_a_verb_are_two_statements() -> None:
    _, found = _said("وزیر خارجه قطر با بیان اینکه مذاکرات دشوار است، تاکید کرد که میانجیگری ادامه دارد.")
    assert [content for _, _, content in found] == ["مذاکرات دشوار است", "میانجیگری ادامه دارد"]


def test_he_added() -> None:
    reading, _ = _said("وزیر خارجه قطر گفت که مذاکرات دشوار است.\nوی افزود: میانجیگری ما ادامه دارد.")
    assert len({s.speaker for s in reading.statements}) == 1
    assert len(reading.statements) == 2


def test_speech_goes_on_after_a_colon() -> None:
    _, found = _said("وزیر خارجه قطر گفت: مذاکرات دشوار است. ما ناامید نیستیم. راه باز است.")
    assert [content for _, _, content in found] == ["مذاکرات دشوار است", "ما ناامید نیستیم", "راه باز است"]


def test_a_quotation_of_several_sentences_is_one_statement() -> None:
    _, found = _said("وزیر خارجه قطر گفت: «مذاکرات دشوار است. ما ناامید نیستیم. راه باز است.» او سپس رفت.")
    assert [content for _, _, content in found] == ["مذاکرات دشوار است. ما ناامید نیستیم. راه باز است"]


def test_the_agency_that_relays_does_not_speak() -> None:
    _, found = _said("به گزارش ایسنا، وزیر خارجه قطر گفت که مذاکرات دشوار است.")
    assert len(found) == 1
    assert found[0][0] != "ایسنا"


def test_nothing_comes_twice() -> None:
    line = "رئیس‌جمهور فرانسه گفت که تحریم‌ها علیه روسیه تا پایان سال آینده میلادی ادامه خواهد داشت"
    reading, found = _said(f"{line}\nجلسه دیروز در پاریس برگزار شد.\n{line}.")
    assert len(found) == 1
    assert len(reading.statements[0].evidence) == 2


def test_stance() -> None:
    reading, _ = _said("سخنگوی ارتش اسرائیل مدعی شد که موشک‌ها رهگیری شدند. ترامپ هشدار داد که فرصت محدود است.")
    assert [s.cue.stance for s in reading.statements if s.cue] == ["claims", "warns"]
