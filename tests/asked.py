"""Articles that questions are asked of, and their answers page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from readings import READER, event, mention, span, state
from vaqaye.model import (
    Actor,
    Article,
    Cue,
    EventDate,
    Figure,
    Name,
    Place,
    Reading,
    Span,
    Stance,
    Statement,
)
from vaqaye.query import Page

MINISTER = "person:abbas-araghchi"


def told(
    id: str,
    published: str | None,
    text: str,
    *,
    source: str = "ایرنا",
    trigger: str = "دیدار",
    status: Any = "occurred",
    type: Any = "CONSULT",
    date: str | None = None,
    with_: str = "OMN",
    stance: Stance | None = None,
    place: Place | None = None,
    figure: Figure | None = None,
    mode: str | None = None,
) -> Reading:
    """An article in which the minister meets, or will meet, somebody of a country."""
    minister = Actor(
        MINISTER, Name("سید عباس عراقچی", "Abbas Araghchi"), "person", "IRN", "GOV", mentions=(mention(text, "عراقچی"),)
    )
    names = {"OMN": ("عمان", "Oman"), "RUS": ("روسیه", "Russia"), "QAT": ("قطر", "Qatar")}
    other = state(with_, *names[with_], mention(text, names[with_][0]))
    act = replace(
        event(text, trigger, (MINISTER,), (other.id,), type=type, status=status, mode=mode),
        date=EventDate(date, "day", None, None) if date else None,
        place=place,
        plover="AGREE" if status == "planned" else None if status == "denied" else type,
    )
    statements: tuple[Statement, ...] = ()
    if stance:
        cue = span(text, "گفت")
        content = Span(cue.end + 1, len(text))
        statements = (
            Statement("s1", MINISTER, "direct", Cue(cue.start, cue.end, "گفتن", stance), content, (content,)),
        )
    return Reading(
        Article(text, id, source, f"https://example.org/{id}", None, published, reader=READER),
        (minister, other),
        statements=statements,
        events=(act,),
        figures=(figure,) if figure else (),
    )


def figure(value: float, text: str, period: str | None = None) -> Figure:
    return Figure(Name("حجم تجارت"), value, "USD", None, ("IRN", "RUS"), period, None, (span(text, "تجارت"),))


PLAN = "عراقچی قرار است هفته آینده برای دیدار به عمان برود. سخنگو این را در نشست هفتگی خود اعلام کرد."


DONE = "وزیر امور خارجه، عراقچی، در مسقط با مقام‌های عمان دیدار کرد و درباره کشتیرانی گفت‌وگو شد."


OFF = "خبر دیدار عراقچی با همتای قطر تکذیب شد."


PLAN_QATAR = "عراقچی فردا در دوحه با همتای خود از قطر دیدار می‌کند."


PRAISE = "عراقچی پس از دیدار گفت: روسیه شریک ایران است و تجارت دو کشور رشد کرده است."


BLAME = "عراقچی پس از دیدار گفت: روسیه به برجام پایبند نیست و تجارت دو کشور کم شده است."


UNDATED = "عراقچی با سفیر روسیه دیدار کرد."


MUSCAT = Place(Name("مسقط", "Muscat"), "OMN", 0, 4, "Muscat", 23.584, 58.408)


def readings() -> list[Reading]:
    return [
        told("plan", "2025-01-10", PLAN, status="planned", date="2025-01-15", mode="visit"),
        told("done", "2025-01-16", DONE, date="2025-01-15", place=MUSCAT, source="ایسنا"),
        told("plan-qatar", "2025-02-01", PLAN_QATAR, status="planned", date="2025-02-02", with_="QAT"),
        told("off", "2025-02-02", OFF, status="denied", date="2025-02-02", with_="QAT", source="تسنیم"),
        told("praise", "2025-03-01", PRAISE, with_="RUS", stance="asserts", figure=figure(5e9, PRAISE, "2024")),
        told("praise-2", "2025-03-05", PRAISE.replace("شریک", "همراه"), with_="RUS", stance="asserts"),
        told("blame", "2025-04-01", BLAME, with_="RUS", stance="warns", figure=figure(4e9, BLAME)),
        told("undated", None, UNDATED, with_="RUS"),
    ]


def walked(page: Callable[..., Page[Any]], limit: int) -> list[Any]:
    """All entries, page by page."""
    found: list[Any] = []
    cursor = None
    while True:
        some = page(limit=limit, cursor=cursor)
        assert len(some.entries) <= limit
        found += some.entries
        cursor = some.next
        if cursor is None:
            return found


def articles(found: Any) -> list[str]:
    return [entry.source.article for entry in found]
