"""What the pages of the reading room say: texts, dates, numbers, names on the map, errors; without a room."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import vaqaye
from vaqaye import Article, Reader
from vaqaye.model import Name
from vaqaye.query import Score, Site
from vaqaye.record import opening, sql
from vaqaye.record.days import limits
from vaqaye.resources import own_table
from vaqaye.web import days
from vaqaye.web.charts import by_month, circles
from vaqaye.web.marks import paragraphs
from vaqaye.web.problems import told
from vaqaye.web.speech import Speech, bdi, cut
from web_pages import MUSCAT

# Rooms whose errors a page may show.
SHOWN = (
    *("query/*.py", "episodes.py", "reader.py", "web/pages/*.py", "web/safety.py", "web/api_sql.py", "web/feeds.py"),
    *("record/corrections.py", "record/days.py", "record/opening.py", "record/searches.py", "record/sql.py"),
    *("record/store.py", "record/who.py", "record/words.py", "record/merge/link.py"),
)


def _raised(tree: ast.AST) -> Iterator[str]:
    """What the errors of a module say, with something in the place of what differs."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in (
            *("QueryError", "RecordError", "HTTPException", "_Refused"),
            *("TooLarge", "EmptyArticle", "NotPersian", "ArticleError"),
        ):
            for argument in call.args:
                if isinstance(argument, ast.JoinedStr):
                    yield "".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in argument.values)
                elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def test_every_error_of_a_page_is_told_in_persian() -> None:
    root = Path(vaqaye.__file__).parent
    said = {
        message for name in SHOWN for file in root.glob(name) for message in _raised(ast.parse(file.read_text("utf-8")))
    }
    said |= {f"news.db {meaning}" for meaning in opening._MEANINGS.values()} | set(sql._SAID.values())
    assert len(said) > 60
    # What is put together of two others, here only in part.
    said -= {"7 7", "there is no 7 7: 7"}
    said |= {"there is no type 'DANCE': leave it out"}
    untold = {message for message in said if told(message, "fa").unescape() == bdi(message, 1000).unescape()}
    assert not untold
    assert told("there is no article '<b>' in news.db: look it up by its words first", "fa").startswith(
        "خبری با شناسهٔ «<bdi>&lt;b&gt;</bdi>» در دفتر نیست"
    )
    assert told("the question has more than 1,024 words: leave some out", "fa").startswith("بیش از ۱٬۰۲۴ واژه")
    assert told("a fault that nobody knows <b>", "fa") == "<bdi>a fault that nobody knows &lt;b&gt;</bdi>"


def test_every_text_is_in_both_languages_and_every_key_of_a_template_is_there() -> None:
    rows = own_table("web/texts")
    assert not [row["key"] for row in rows if not (row["en"] and row["fa"])]
    keys = [row["key"] for row in rows]
    assert len(keys) == len(set(keys))
    folder = Path(vaqaye.__file__).parent / "web"
    asked = {
        key
        for file in (*folder.glob("templates/*.html"), *folder.rglob("*.py"))
        for key in re.findall(r"""\bt\(["']([\w.]+)["']\)""", file.read_text(encoding="utf-8"))
    }
    assert len(asked) > 80
    assert asked <= set(keys)


def test_marks_cut_the_text_and_lose_nothing() -> None:
    text = MUSCAT + "\n\n" + MUSCAT.split("\n")[0] + "\n"
    reading = Reader()(Article(text, published="2026-01-12"))
    found = paragraphs(reading)
    assert ["".join(piece.text for piece in p.pieces) for p in found] == [line for line in text.split("\n") if line]
    assert [p.repeat for p in found] == [False, False, False, False, True]
    triggers = [
        "".join(piece.text for p in found for piece in p.pieces if piece.act and piece.act[1] is event)
        for event in reading.events
    ]
    assert triggers == [reading.quote(event.trigger) for event in reading.events]


@pytest.mark.parametrize(
    ("value", "fa", "en"),
    [
        ("2022-01-19", ("۲۹ دی ۱۴۰۰", "۱۹ ژانویهٔ ۲۰۲۲"), ("19 January 2022", "29 Dey 1400")),
        ("2022-01", ("ژانویهٔ ۲۰۲۲", None), ("January 2022", None)),
        ("2021", ("۲۰۲۱", None), ("2021", None)),
        ("2021-12-22/2022-01-20", ("دی ۱۴۰۰", None), ("Dey 1400", None)),
        ("2021-03-21/2022-03-20", ("۱۴۰۰", None), ("1400", None)),
        ("2022-01-19T10:00:00+03:30", ("۲۹ دی ۱۴۰۰", "۱۹ ژانویهٔ ۲۰۲۲"), ("19 January 2022", "29 Dey 1400")),
        ("<b>", ("<b>", None), ("<b>", None)),
    ],
)
def test_dates_as_people_write_them(value: str, fa: tuple[str, str | None], en: tuple[str, str | None]) -> None:
    assert days.spoken(value, "fa") == fa
    assert days.spoken(value, "en") == en


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("1404/10/29", "2026-01-19", "2026-01-19"),
        ("۱۴۰۴-۱۰", "2025-12-22", "2026-01-20"),
        ("1404", "2025-03-21", "2026-03-20"),
        ("2026-01", "2026-01", "2026-01"),
        ("  ", None, None),
    ],
)
def test_dates_of_forms(given: str, first: str | None, last: str | None) -> None:
    assert days.asked(given) == first
    assert days.asked(given, last=True) == last
    assert limits(first, last)


def test_a_long_quotation_is_cut_around_the_act() -> None:
    before, words, behind = cut("الف " * 400 + "دیدار کرد" + " ب" * 400, 1600, 1609, 200)
    assert words == "دیدار کرد"
    assert before.startswith("… ")
    assert behind.endswith(" …")
    assert len(before + words + behind) < 230


@pytest.mark.parametrize(
    ("value", "fa", "en"),
    [
        ("2026-09-23/2026-12-21", "۱ مهر – ۳۰ آذر ۱۴۰۵", "23 September – 21 December 2026"),
        ("2026-06-27/2026-07-03", "۶ – ۱۲ تیر ۱۴۰۵", "27 June – 3 July 2026"),
        ("2025-03-10/2026-04-01", "۲۰ اسفند ۱۴۰۳ – ۱۲ فروردین ۱۴۰۵", "10 March 2025 – 1 April 2026"),
        ("2100-01-01/2100-12-31", "۲۱۰۰", "2100"),
    ],
)
def test_an_interval_says_once_what_both_ends_share(value: str, fa: str, en: str) -> None:
    assert (days.spoken(value, "fa")[0], days.spoken(value, "en")[0]) == (fa, en)


def test_one_of_a_thing_and_many() -> None:
    english, persian = Speech("en"), Speech("fa")
    assert [english.many(n, "episode.reports.n") for n in (0, 1, 2000)] == ["0 reports", "1 report", "2,000 reports"]
    assert [persian.many(n, "episode.reports.n") for n in (1, 2000)] == ["۱ گزارش", "۲٬۰۰۰ گزارش"]
    assert (english.term("P1Y"), english.term("P25Y")) == ("1 year", "25 years")


def test_names_on_the_map_stand_apart_and_within() -> None:
    chance = random.Random(1404)
    # Most places of the news are close together: Gaza, South Lebanon, the Strait of Hormuz.
    towns = [(35.2 + chance.random(), 31.5 + chance.random() * 2) for _ in range(60)]
    towns += [(56 + chance.random(), 26.5 + chance.random()) for _ in range(30)] + [(74.0, 44.0), (29.0, 41.0)]
    sites = [
        Site(Name(f"شهر بزرگ {n}"), "IRN", lat, lon, chance.randrange(1, 40), None)
        for n, (lon, lat) in enumerate(towns)
    ]
    box, size = (30.0, -44.0, 44.0, 27.0), 0.6
    drawn = circles(sites, box, size, lambda site: site.name.fa or "")
    assert len(drawn) == len(sites) - 1, "Istanbul lies outside"
    names = [(c.label, len(c.site.name.fa or "") * size * 0.56 / 2) for c in drawn if c.label]
    assert len(names) >= 5
    for n, ((x, y), half) in enumerate(names):
        assert box[0] <= x - half
        assert x + half <= box[0] + box[2]
        assert box[1] <= y - size
        assert y <= box[1] + box[3]
        for (other, other_y), other_half in names[n + 1 :]:
            assert abs(x - other) >= half + other_half - 0.02 or abs(y - other_y) >= size


def test_a_line_of_scores_ends_where_nothing_is_known() -> None:
    months = ("2024-05", "2025-01", "2025-02", "2025-03", "2025-07")
    scores = [Score(month, 3, 2.0, 2, 1) for month in months]
    for rtl in (True, False):
        chart = by_month(scores, rtl=rtl)
        assert chart
        assert [len(line.split()) for line in chart.lines] == [1, 3, 1]
        places = [x for x, _ in chart.ticks]
        assert places == sorted(places, reverse=rtl)
        assert all(chart.left <= x <= chart.left + chart.width for x in places)
        assert next(month for _, month in chart.ticks) == "2024-05"
