"""One speaker named by an office here and by a name there; two speakers who are not one."""

from __future__ import annotations

import pytest

from vaqaye import Article, Reader

FIRST = "سارا رستگار، رئیس اتاق اصناف یزد گفت که بازار آرام است.\n"


def _speakers(text: str) -> list[str | None]:
    """Who speaks, by the rules alone."""
    reading = Reader(model=False)(Article(text, "1", "ایسنا", None, None, "2024-05-01"))
    return [reading.actor(s.speaker).name.fa for s in reading.statements]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (  # not in the lead
            FIRST + "مدیرعامل سازمان آتش‌نشانی یزد نیز گفت: ایستگاه‌ها آماده‌اند.\nکاوه نیک‌روش افزود: نیرو کم داریم.",
            ["سارا رستگار", "کاوه نیک‌روش", "کاوه نیک‌روش"],
        ),
        (  # by what he does, not by an office
            "یک متخصص چشم معتقد است که عینک کافی نیست.\nدکتر کاوه نیک‌روش در گفت‌وگو با ایسنا گفت: معاینه لازم است.",
            ["کاوه نیک‌روش"] * 2,
        ),
        (  # the name of the headline
            "حسین‌پور: نیرو کم داریم\nمدیرعامل سازمان آتش‌نشانی یزد گفت: ایستگاه‌های تازه‌ای ساخته می‌شود.",
            ["حسین‌پور"] * 2,
        ),
        (  # an office that goes on, though another was named before
            FIRST + "کاوه نیک‌روش، فرماندار میبد گفت: راه باز است.\nنماینده دولت در میبد ادامه داد: پل هم باز است.",
            ["سارا رستگار", "کاوه نیک‌روش", "کاوه نیک‌روش"],
        ),
        (  # the name right before the office
            "ماشاالله شمس‌السادات عضو شورای شهر یزد گفت: بودجه تصویب شد.",
            ["ماشاالله شمس‌السادات"],
        ),
        (  # the half-space of the surname lost
            "شکوه حسین‌پور، شهردار میبد گفت: پل باز است.\nحسین پور افزود: کار ادامه دارد.",
            ["شکوه حسین‌پور"] * 2,
        ),
    ],
)
def test_an_office_and_its_name(text: str, speakers: list[str]) -> None:
    assert _speakers(text) == speakers


@pytest.mark.parametrize(
    "text",
    [
        FIRST + "فرماندار میبد نیز گفت: راه باز است.",  # «نیز»
        "فرماندار میبد گفت: راه باز است.\nکاوه نیک‌روش نیز افزود: پل بسته است.",
        # an office of his own
        FIRST + "فرماندار میبد نیز گفت: راه باز است.\nکاوه نیک‌روش، شهردار اردکان گفت: پل بسته است.",
        FIRST + "یک منبع آگاه گفت که راه بسته است.\nکاوه نیک‌روش افزود: پل باز است.",  # who has no name
        FIRST + "وزیر بهداشت فرانسه گفت: واکسن کافی است.",  # another country
    ],
)
def test_two_people_stay_two(text: str) -> None:
    speakers = _speakers(text)
    assert len(speakers) > 1
    assert len(set(speakers)) == len(speakers)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("فیاضی، نماینده ساری در مجلس، از کشف چند انبار احتکار خبر داد که در حاشیه شهر بودند.", "فیاضی"),
        ("«نوفل کشموله» استاندار موصل گفت که راه بسته است.", "نوفل کشموله"),
    ],
)
def test_a_name_that_a_mark_parts_from_its_office(text: str, name: str) -> None:
    assert set(_speakers(text)) == {name}
