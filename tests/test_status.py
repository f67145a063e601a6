"""The same act as done, planned, denied, possible, failed and asked for: what was not done never comes out as occurred."""

from __future__ import annotations

from functools import cache

import pytest

import vaqaye
from vaqaye.model import Article, Event
from vaqaye.resources import table

ROWS = table("status_examples")


@cache
def _events(text: str) -> tuple[Event, ...]:
    return vaqaye.read(text, published="2025-06-10").events


def _found(row: dict[str, str]) -> list[Event]:
    return [e for e in _events(row["text"]) if e.event == row["event"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['act']}.{row['way']}")
def test_status(row: dict[str, str]) -> None:
    found = {e.status for e in _found(row)}
    if row["way"] in ("asked", "failed"):
        assert "occurred" not in found
    else:
        assert found <= {row["status"]}


def test_enough_examples() -> None:
    acts = {row["act"] for row in ROWS}
    assert len(ROWS) >= 300
    assert len(acts) >= 50
    assert len({row["event"] for row in ROWS}) == 16


def test_nearly_all_are_found() -> None:
    """Of what was asked for the asking is enough."""
    found = sum(
        any(
            e.event in (row["event"], "REQUEST" if row["way"] == "asked" else row["event"])
            for e in _events(row["text"])
        )
        for row in ROWS
    )
    assert found >= 0.9 * len(ROWS)


@pytest.mark.parametrize(
    "text",
    [
        "آمریکا تهدید کرد که به ایران حمله خواهد کرد.",
        "ایران وعده داد که با آژانس بین‌المللی انرژی اتمی همکاری خواهد کرد.",
        "آمریکا تهدید کرد که ایران را تحریم می‌کند.",
        "اسرائیل تهدید کرده به لبنان حمله می‌کند.",
    ],
)
def test_what_is_threatened_or_promised_is_no_second_event(text: str) -> None:
    assert {e.event for e in _events(text)} <= {"THREATEN", "AGREE"}


def test_what_was_not_left_undone_was_done() -> None:
    found = _events("اگر اسرائیل جنوب لبنان را بمباران نکرده بود، جنگ آغاز نمی‌شد.")
    assert [e.status for e in found if e.event == "ASSAULT"][:1] == ["occurred"]


@pytest.mark.parametrize(
    ("text", "event", "status"),
    [
        ("آمریکا در حال بررسی تحریم‌های جدید علیه روسیه است.", "SANCTION", "hypothetical"),
        ("پلیس در حال بررسی حمله مسلحانه به سفارت ایران است.", "ASSAULT", "occurred"),
        ("رئیس‌جمهور فرانسه درباره سفر فردا به چین سخن گفت.", "CONSULT", "planned"),
        ("ترامپ اعلام کرد که برنامه‌ای برای برکناری رئیس بانک مرکزی ندارد.", "SANCTION", "denied"),
        ("ایران درصورت شکست مذاکرات اقدام به بستن تنگه هرمز می‌کند.", "COERCE", "hypothetical"),
        ("پلیس ترکیه اقدام به بازداشت روزنامه‌نگاران کرد.", "COERCE", "occurred"),
        ("پلیس ترکیه اقدام به بازداشت روزنامه‌نگاران نکرد.", "COERCE", "denied"),
        ("نشست وزیران خارجه درباره آینده سوریه در ژنو برگزار شد.", "CONSULT", "occurred"),
        ("خبرنگاران پرسیدند آیا اسرائیل به لبنان حمله نخواهد کرد.", "ASSAULT", "hypothetical"),
        ("سفیر ایران گفت در صورت ازسرگیری جنگ پیشنهاد آتش‌بس آمریکا را نمی‌پذیریم.", "REJECT", "hypothetical"),
        (
            "وزیران نفت قرار است برای تمدید پیمانی که جمعه به پایان می‌رسد با وزیر نفت عراق دیدار کنند.",
            "CONSULT",
            "planned",
        ),
        (
            "بدعهدی آمریکا موجب شد ایران تعهدات خود را زیر پا بگذارد و به پایگاه آمریکا حمله کند.",
            "ASSAULT",
            "occurred",
        ),
        ("وزیر خارجه ترکیه امروز در دمشق با مقام‌های سوریه گفت‌وگو می‌کند.", "CONSULT", "planned"),
        ("وزیر خارجه ترکیه همواره با مقام‌های سوریه گفت‌وگو می‌کند.", "CONSULT", "occurred"),
        ("چین قصد دارد نیروهای خود را در جیبوتی مستقر کرده و از بندر آن استفاده کند.", "MOBILIZE", "hypothetical"),
        ("مصر همواره از مردم فلسطین حمایت کرده و کشورهای عرب نیز باید موضع محکم‌تری اتخاذ کنند.", "SUPPORT", "occurred"),
        ("ارتش اوکراین دیروز به مواضع روسیه حمله کرده و نتوانسته راه شهر را باز کند.", "ASSAULT", "occurred"),
        ("وزارت خارجه قطر ادعای این روزنامه درباره مذاکرات ایران و آمریکا را تکذیب کرد.", "CONSULT", "denied"),
        ("ایران نتوانست مانع از حمله اسرائیل به سوریه شود.", "ASSAULT", "occurred"),
        ("فرماندار گفت این به معنی همکاری با طالبان نیست.", "COOPERATE", "denied"),
        ("مذاکرات آمریکا و چین هنوز شروع نشده است.", "CONSULT", "denied"),
        ("عقب‌نشینی اسرائیل از لبنان تنها پس از آزادی اسیران صورت خواهد گرفت.", "RETREAT", "hypothetical"),
        ("پلیس فرانسه برای متفرق کردن معترضان از گاز اشک‌آور استفاده کرد.", "ASSAULT", "occurred"),
        ("رئیس اتحادیه گفت باید از دولت ایران تشکر کنم.", "SUPPORT", "occurred"),
    ],
)
def test_what_the_words_around_an_act_say(text: str, event: str, status: str) -> None:
    assert {e.status for e in _events(text) if e.event == event} == {status}


@pytest.mark.parametrize(
    ("text", "demands"),
    [
        ("وزیر خارجه آمریکا گفت: ایران باید به تعهدات خود عمل کند.", True),
        ("رئیس‌جمهور ایران گفت: ایران باید به تعهدات خود عمل کند.", False),
        ("ایران باید به تعهدات خود عمل کند.", False),
        ("وزیر خارجه ایران گفت: آمریکا باید عواقب این حمله را بپذیرد.", False),
    ],
)
def test_a_demand_is_made_by_one_on_another(text: str, demands: bool) -> None:
    reader = vaqaye.Reader(model=False)
    found = reader(Article(text, published="2025-06-10")).events
    assert any(e.event == "REQUEST" and e.status == "occurred" for e in found) is demands
