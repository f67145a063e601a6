"""Readings made by hand, for tests of whatever comes after the reader."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from pathlib import Path

from vaqaye.model import (
    Actor,
    Agreement,
    Article,
    Cue,
    Day,
    Event,
    EventDate,
    EventType,
    Figure,
    Hat,
    How,
    Mention,
    Name,
    Participant,
    Place,
    ReaderInfo,
    Reading,
    Role,
    Size,
    Span,
    Statement,
    Status,
)

READER = ReaderInfo("0.1.0", "c0deb00c0001", "1e81c0000001")
OTHER_READER = replace(READER, lexicon="1e81c0000002")

TEXT = (
    "وزیر خارجه ایران دوشنبه ۳۰ خرداد در مسقط با همتای عمانی خود دیدار کرد.\n"
    "حسین امیرعبداللهیان پس از این گفت‌وگو گفت: «تهران به توافق ترانزیتی با عمان پایبند است.»\n"
    "به گفته‌ی او حجم تجارت دو کشور ۴۰ درصد افزایش یافته است. سفر بعدی قرار است تیرماه انجام شود."
)


def span(text: str, words: str, nth: int = 0) -> Span:
    """Where words stand in a text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def mention(text: str, words: str, how: How = "name", nth: int = 0) -> Mention:
    """A mention by these words."""
    at = span(text, words, nth)
    return Mention(at.start, at.end, how)


def state(code: str, fa: str, en: str, *mentions: Mention) -> Actor:
    """A state of the who's-who."""
    return Actor(f"state:{code}", Name(fa, en), "state", code, "GOV", mentions=mentions)


def article(text: str, id: str = "a", published: str | None = "2024-05-01", title: str | None = None) -> Reading:
    """An article with words and nothing else read from it."""
    return Reading(Article(text, id, "آزمون", None, title, published, reader=READER))


def event(
    text: str,
    trigger: str,
    actor: tuple[str, ...],
    recipient: tuple[str, ...] = (),
    *,
    id: str = "e1",
    type: EventType = "CONSULT",
    mode: str | None = None,
    status: Status = "occurred",
    date: EventDate | None = None,
) -> Event:
    """An event with its first trigger words as its evidence; participants are dropped subjects."""
    at = span(text, trigger)
    return Event(
        id=id,
        event=type,
        mode=mode,
        status=status,
        plover=None if status == "denied" else type,
        cameo=None,
        contexts=("diplomatic",),
        actor=tuple(Participant(a, None, None) for a in actor),
        recipient=tuple(Participant(a, None, None) for a in recipient),
        date=date,
        place=None,
        reported_by=None,
        statement=None,
        trigger=at,
        evidence=(at,),
        pattern="test.made.by-hand",
        confidence=0.75,
    )


def muscat() -> Reading:
    """One article with every kind of entry in it."""
    minister = Actor(
        "person:hossein-amir-abdollahian",
        Name("حسین امیرعبداللهیان", "Hossein Amir-Abdollahian"),
        "person",
        "IRN",
        "GOV",
        also=(Hat("UNO", None),),
        role=Role("وزیر خارجه", "foreign minister", "2021-08-25", "2024-05-19"),
        wikidata="Q5909245",
        mentions=(
            mention(TEXT, "وزیر خارجه ایران", "office"),
            mention(TEXT, "حسین امیرعبداللهیان"),
            mention(TEXT, "او", "pronoun"),
            Mention(None, None, "dropped", "فعل «گفت»"),
        ),
    )
    counterpart = Actor(
        "local:1", Name("همتای عمانی"), "office", "OMN", "GOV", mentions=(mention(TEXT, "همتای عمانی خود"),)
    )
    iran = state("IRN", "ایران", "Iran", mention(TEXT, "ایران"), mention(TEXT, "تهران", "metonym"))
    oman = state("OMN", "عمان", "Oman", mention(TEXT, "عمان", nth=1))
    day, said = span(TEXT, "دوشنبه ۳۰ خرداد"), span(TEXT, "تهران به توافق ترانزیتی با عمان پایبند است.")
    city, verb = span(TEXT, "مسقط"), span(TEXT, "گفت:")
    first, second, third = (Span(*p) for p in _lines(TEXT))
    met = replace(
        event(TEXT, "دیدار کرد", (minister.id, counterpart.id), mode="visit"),
        actor=(
            Participant(minister.id, *_ends(span(TEXT, "وزیر خارجه ایران"))),
            Participant(counterpart.id, *_ends(span(TEXT, "همتای عمانی خود"))),
        ),
        date=EventDate("2022-06-20", "day", day.start, day.end),
        place=Place(Name("مسقط", "Muscat"), "OMN", city.start, city.end, "Muscat", 23.584, 58.408),
        cameo="042",
        evidence=(first,),
        size=Size(present=2),
    )
    next_visit = replace(
        event(TEXT, "سفر بعدی", (minister.id,), (oman.id,), id="e2", status="planned"),
        plover="AGREE",
        date=EventDate("2022-06-22/2022-07-22", "interval", None, None),
        reported_by=minister.id,
        statement="s1",
    )
    said_so = Statement(
        "s1",
        minister.id,
        "direct",
        Cue(verb.start, verb.end - 1, "گفتن", "asserts"),
        said,
        evidence=(second,),
        addressees=(oman.id,),
        quotes=(said,),
        date="2022-06-20",
        venue="مسقط",
        confidence=0.9,
    )
    return Reading(
        Article(
            TEXT,
            id="muscat",
            source="ایسنا",
            url="https://example.org/muscat",
            title="دیدار در مسقط",
            published="2022-06-21T09:30:00+04:30",
            language="fa",
            contexts=("diplomatic", "economic"),
            reader=READER,
        ),
        actors=(minister, counterpart, iran, oman),
        dates=(
            Day(day.start, day.end, "2022-06-20", "day", "jalali", "published"),
            Day(*_ends(span(TEXT, "تیرماه")), None, None, "jalali", "article", reason="no year", conflict=None),
        ),
        statements=(said_so,),
        events=(met, next_visit),
        agreements=(
            Agreement(
                "a1",
                "توافق ترانزیتی",
                ("IRN", "OMN"),
                ("transit",),
                "P5Y",
                "in_force",
                False,
                None,
                (span(TEXT, "توافق ترانزیتی"),),
            ),
        ),
        figures=(
            Figure(
                Name("حجم تجارت", "trade volume"),
                40,
                "percent",
                "increase",
                ("IRN", "OMN"),
                None,
                minister.id,
                (span(TEXT, "۴۰ درصد افزایش"), third),
            ),
        ),
    )


def many(first: int, count: int, day: str = "2023-01-01") -> list[Reading]:
    """Articles of the usual size: 350 words, 8 actors, 8 statements, 6 events, about 100 entries in all."""
    return [_usual(number, day) for number in range(first, first + count)]


_CODES = ("IRN", "RUS", "CHN", "USA", "TUR", "IRQ", "SYR", "OMN")
_SENTENCE = (
    "وزیر {} کشور {} در دیدار با همتای خود گفت که همکاری‌های دو کشور درباره پرونده {} "
    "ادامه خواهد یافت و توافق امضا می‌شود. "
)
_LETTERS = "بتجدرزسشفقکلمنوه"


def _words(number: int) -> str:
    """Eight words that hardly any other number has: news of different things is not told in the same words."""
    chance = random.Random(number)
    return " ".join("".join(chance.choices(_LETTERS, k=7)) for _ in range(8))


def _usual(number: int, day: str) -> Reading:
    text = "".join(_SENTENCE.format(_words(number * 31 + i), i, number * 31 + i) for i in range(14))
    step = len(text) // 14
    codes = [_CODES[(number + i) % 8] for i in range(3)]
    actors = tuple(
        Actor(
            f"state:{codes[i]}" if i < 3 else f"local:{i}",
            Name(f"کشور {codes[i]}" if i < 3 else f"کنشگر {number} {i}"),
            "state" if i < 3 else "group",
            codes[i % 3],
            "GOV",
            mentions=tuple(Mention(at, at + 5, "name") for k in range(4) for at in [step * ((3 * i + 5 * k) % 14) + i]),
        )
        for i in range(8)
    )
    ids = [a.id for a in actors]
    events = tuple(
        replace(
            event(text, "دیدار", (ids[i % 8],), (ids[(i + 1) % 8],), id=f"{number}-{i}"),
            trigger=Span(step * i, step * i + 5),
            evidence=(Span(step * i, step * i + step),),
            date=EventDate(day, "day", step * i, step * i + 4) if i % 2 else None,
        )
        for i in range(6)
    )
    statements = tuple(
        Statement(
            f"s{i}",
            ids[i],
            "indirect",
            Cue(step * i, step * i + 4, "گفتن", "asserts"),
            Span(step * i, step * i + step),
            (Span(step * i, step * i + step),),
            quotes=(Span(step * i, step * i + 9),),
        )
        for i in range(8)
    )
    dates = tuple(Day(step * i, step * i + 4, day, "day", "jalali", "absolute") for i in range(4))
    article = Article(
        text, f"usual-{number}", "آزمون", f"https://example.org/{number}", f"خبر {number}", day, "fa", (), READER
    )
    return Reading(article, actors, dates, statements, events)


def _ends(at: Span) -> tuple[int, int]:
    return at.start, at.end


def _lines(text: str) -> list[tuple[int, int]]:
    out, start = [], 0
    for line in text.split("\n"):
        out.append((start, start + len(line)))
        start += len(line) + 1
    return out


def check(path: Path) -> None:
    """Nothing of a record is half-written: b-trees, foreign keys and the full-text index are whole."""
    db = sqlite3.connect(path)
    try:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    finally:
        db.close()
