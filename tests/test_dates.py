"""Dates: the examples beside the rules, numbers, calendars against their arithmetic, doubts, and any text whatever."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaqaye import dates, language
from vaqaye.dates import numbers
from vaqaye.dates.context import published
from vaqaye.dates.grammar import RULES
from vaqaye.dates.lexer import LETTER, lexicon
from vaqaye.language import Document, Sentence
from vaqaye.model import Article, Day
from vaqaye.resources import table
from vaqaye.text import look

EXAMPLES = table("date_examples")
WEDNESDAY = "2025-08-06"


def find(text: str, day: str | None = WEDNESDAY) -> list[tuple[str, Day]]:
    """The words of each expression and what was made of it."""
    found = dates.find(language.parse(Article(text=text, published=day)))
    return [(text[d.start : d.end], d) for d in found]


def one(text: str, day: str | None = WEDNESDAY) -> Day:
    found = find(text, day)
    assert len(found) == 1, [words for words, _ in found]
    return found[0][1]


def values(text: str, day: str | None = WEDNESDAY) -> list[str | None]:
    return [d.value for _, d in find(text, day)]


# Examples beside the rules


@pytest.mark.parametrize(
    "row", [e for e in EXAMPLES if e["rule"] != "none"], ids=lambda e: f"{e['rule']}:{e['expression']}"
)
def test_example(row: dict[str, str]) -> None:
    text = row["text"]
    traced = dates.trace(language.parse(Article(text=text, published=row["published"] or None)))
    made = {text[day.start : day.end]: (day, rule) for day, rule in traced}
    assert row["expression"] in made, list(made)
    day, rule = made[row["expression"]]
    assert (day.value or "") == row["value"]
    assert (rule, day.precision or "", day.calendar, day.anchor) == tuple(
        row[name] for name in ("rule", "precision", "calendar", "anchor")
    )
    assert (day.value is None) == (day.precision is None)
    told = f"conflict: {day.conflict}" if day.conflict else day.reason or ""
    assert told.startswith(row["doubt"])
    assert bool(told) == bool(row["doubt"])


@pytest.mark.parametrize("row", [e for e in EXAMPLES if e["rule"] == "none"], ids=lambda e: e["text"])
def test_no_time_in_it(row: dict[str, str]) -> None:
    assert find(row["text"], row["published"]) == []


def test_rules_and_examples_belong_together() -> None:
    known = {rule.id for rule in RULES}
    shown = {row["rule"] for row in EXAMPLES} - {"none"}
    assert shown <= known
    assert len({row["text"] for row in EXAMPLES}) >= 400
    # What these make is always taken up by another rule, or nothing.
    assert known - shown == {
        "clock",
        "clock.alone",
        "day.merged-inside",
        "month.beside",
        "month.inside",
        "year.of-part",
    }


def test_every_word_of_the_lexicon_is_found() -> None:
    for name in ("weekdays", "months"):
        for row in table(name):
            assert look(row["name"]).text.replace("\u200c", " ").split()[0] in lexicon()


# Spelling


@pytest.mark.parametrize(
    "words", ["۲۹ دی‌ماه", "۲۹ دیماه", "۲۹ دی ماه", "29 دي ماه", "٢٩ دی", "بیست و نهم دی", "بيست‌ونهم دي‌ماه"]
)
def test_every_spelling_of_a_day(words: str) -> None:
    found = find(f"دو وزیر {words} در مسکو دیدار کردند.", "2022-02-01")
    assert [(w, d.value) for w, d in found] == [(words, "2022-01-19")]


@pytest.mark.parametrize("words", ["سه‌شنبه", "سه شنبه", "سهشنبه", "روز سه‌شنبه"])
def test_every_spelling_of_a_weekday(words: str) -> None:
    assert [(w, d.value) for w, d in find(f"وزیر {words} استعفا داد.")] == [(words, "2025-08-05")]


@pytest.mark.parametrize("words", ["هفته‌ی گذشته", "هفتهٔ گذشته", "هفتۀ گذشته", "هفته ی گذشته", "هفته گذشته"])
def test_every_spelling_of_a_genitive(words: str) -> None:
    assert values(f"نشست {words} برگزار شد.") == ["2025-07-26/2025-08-01"]


def test_offsets_are_those_of_the_article() -> None:
    text = "\ufeffوزیـــر روز چهار\u200c\u200cشنبه ٢٩ دی\u200cمـاه\u200f، استعفا داد.\r\nاو ديروز رفت."
    found = find(text, "2022-01-20")
    assert [words for words, _ in found] == ["روز چهار\u200c\u200cشنبه ٢٩ دی\u200cمـاه", "ديروز"]
    assert [d.value for _, d in found] == ["2022-01-19", "2022-01-19"]


def test_a_repeated_sentence_gives_its_dates_again() -> None:
    assert values("وزیر امروز رفت.\nوزیر امروز رفت.") == [WEDNESDAY, WEDNESDAY]


# Now, tense, years


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("پارلمان روز پنجشنبه رأی داد.", "2025-07-31"),
        ("پارلمان روز پنجشنبه رأی می‌دهد.", "2025-08-07"),
        ("پارلمان روز پنجشنبه رأی خواهد داد.", "2025-08-07"),
        ("قرار است پارلمان روز پنجشنبه رأی بدهد.", "2025-08-07"),
        ("نشست ۲۰ مرداد برگزار می‌شود.", "2025-08-11"),
        ("نشست ۲۰ آذر برگزار شد.", "2024-12-10"),
        ("نشست ۲۰ آذر برگزار خواهد شد.", "2025-12-11"),
    ],
)
def test_the_tense_tells_which(text: str, value: str) -> None:
    assert one(text).value == value


def test_sentences_without_clauses() -> None:
    text = "روز پنجشنبه، ۲۰ مرداد"
    view = look(text)
    document = Document(Article(text=text, published=WEDNESDAY), view, [Sentence(0, 0, 0, len(text), [])])
    assert [d.value for d in dates.find(document)] == ["2025-08-11"]
    assert dates.find(Document(Article(text="دیروز", published=WEDNESDAY), look("دیروز"), []))[0].value == "2025-08-05"


def test_nothing_is_guessed_without_a_date() -> None:
    for text in ("وزیر امروز رفت.", "وزیر روز شنبه رفت.", "وزیر ۵ مهر رفت.", "ماه گذشته رفت.", "سه روز پیش رفت."):
        day = one(text, None)
        assert day.value is None
        assert day.precision is None
        assert day.reason is not None
        assert "no date of publication" in day.reason


def test_a_text_may_set_its_own_today() -> None:
    text = "به گزارش ایسنا، وزیر امروز (سه‌شنبه ۱۴ مرداد) استعفا داد. او دیروز در مجلس بود."
    first, second = (d for _, d in find(text))
    assert (first.value, second.value) == ("2025-08-05", "2025-08-04")
    assert second.anchor == "article"
    assert first.conflict is not None
    assert first.conflict.startswith("the date of publication")


def test_a_year_that_the_text_names_is_a_guess_with_a_reason() -> None:
    found = find("اوپک از نیمه اول سال ۲۰۱۹ تولید را کاهش داد. اعضا ۲۵ ژوئن دیدار خواهند کرد.", None)
    day = found[1][1]
    assert (day.value, day.anchor) == ("2019-06-25", "article")
    assert day.reason is not None


def test_what_does_not_agree_is_said() -> None:
    day = one("دو وزیر شنبه ۲۹ دی ۱۴۰۰ دیدار کردند.")
    assert (day.value, day.anchor) == ("2022-01-19", "absolute")
    assert day.conflict == "the weekday: 2022-01-19 is Wednesday"
    day = one("دو وزیر ۸ ژوئن ۲۰۱۲ (۲۰ خرداد) دیدار کردند.")
    assert day.value == "2012-06-08"
    assert day.conflict == "the other calendar: it gives 2012-06-09"
    assert one("دو وزیر چهارشنبه ۲۹ دی ۱۴۰۰ دیدار کردند.").conflict is None


def test_days_that_do_not_touch_are_two() -> None:
    found = find("او طی روزهای ۵ و ۷ سپتامبر (۱۴ و ۱۶ شهریور) سخنرانی خواهد کرد.", "2006-09-02")
    assert [(w, d.value) for w, d in found] == [
        ("روزهای ۵", "2006-09-05"),
        ("۷ سپتامبر (۱۴ و ۱۶ شهریور)", "2006-09-07"),
    ]


def test_each_year_of_a_list() -> None:
    assert values("در سال‌های ۱۳۹۵، ۱۳۹۶ و ۱۳۹۸ بارندگی کم بود.") == [
        "2016-03-20/2017-03-20",
        "2017-03-21/2018-03-20",
        "2019-03-21/2020-03-19",
    ]


def test_two_figures_are_a_jalali_year() -> None:
    assert values("سال 77 و سال ۰۲ و دهه هشتاد در ایران") == [
        "1998-03-21/1999-03-20",
        "2023-03-21/2024-03-19",
        "2001-03-21/2011-03-20",
    ]


def test_whose_year_it_is() -> None:
    assert one("نخست‌وزیر اسپانیا گفت که بودجه دفاعی امسال بیشتر است.").value == "2025"
    assert one("استاندار اصفهان گفت که بودجه امسال بیشتر است.").value == "2025-03-21/2026-03-20"
    assert one("نخست‌وزیر اسپانیا از رشد صادرات در سال جاری شمسی گفت.").value == "2025-03-21/2026-03-20"


@pytest.mark.parametrize("value", ["2025-08-06", "2025-08-06T23:10:00Z", "2025-08-06T01:00:00+03:30"])
def test_published_is_taken_as_written(value: str) -> None:
    assert one("وزیر دیروز رفت.", value).value == "2025-08-05"


def test_bad_dates_of_publication() -> None:
    for value in ("", "2025", "2025-13-40", "دیروز", "0001-01-01", "9999-12-31", None):
        assert published(value) is None
    assert values("وزیر سه‌شنبه رفت و ۲۵۰۰ سال پیش هم رفت.", "0001-01-01") == [None, None]


# Any text


_WORDS = [row["word"] for row in table("time_words") if row["kind"] in LETTER or row["kind"] == "not"]
_WORDS += [row["name"] for row in (*table("months"), *table("weekdays"), *table("holidays"))]
_WORDS += [
    *"0123456789",
    "۲۹",
    "1400",
    "2015",
    "99",
    "1400/10/29",
    "3/5",
    "10:30",
    "14 : 23",
    "99999:12345",
    "1395 . 8 . 19",
    "بیست و",
    "نهم",
    "اول",
    "هزار",
    "میلیارد",
]
_WORDS += [*"()،-/.\n«»", "\u200c", "ی", "های", "ایران", "آمریکا", "شد", "خواهد شد", "گفت که"]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=3)), max_size=30),
    st.sampled_from([" ", "", "\u200c"]),
    st.one_of(st.none(), st.dates().map(str)),
)
def test_any_text_gives_a_sound_result(words: list[str], space: str, day: str | None) -> None:
    text = space.join(words)
    traced = dates.trace(language.parse(Article(text=text, published=day)))
    end = 0
    for found, rule in traced:
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert rule in {r.id for r in RULES}
        assert (found.value is None) == (found.precision is None)
        if found.value is None:
            assert found.reason
        elif found.precision == "day":
            date.fromisoformat(found.value)
        elif "/" in found.value and found.precision != "duration":
            first, last = found.value.split("/")
            assert first <= last


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"0123456789.٫/٬ و", " هزار ", " میلیون ", " نیم ", " صد ", " بیست ", " دوم ", "ها", "ام"])
    )
)
def test_any_row_of_numbers(pieces: list[str]) -> None:
    text = "".join(pieces)
    end = 0
    for number in numbers.find(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end
        assert number.value >= 0


def test_long_rows_of_the_same_word() -> None:
    for word in ("1، ", "صبح ", "حدود ", "سال 90، ", "(", "شنبه و ", "هزار و ", "از ", "1400/10/29 ", "سه روز و "):
        assert len(find(word * 3000)) <= 3000


# What was annotated


def test_floor_of_parstdex(shared: Path) -> None:
    """F1 of expressions that touch, as `bench/dates.py` explains; a build below has become worse."""
    rows = json.loads((shared / "data" / "gold" / "parstdex" / "data.json").read_text(encoding="utf-8"))
    wanted = found = reached = right = 0
    for row in rows:
        gold = json.loads(row["expected"])
        days = [(d.start, d.end) for _, d in find(row["test_input"], None)]
        wanted, found = wanted + len(gold), found + len(days)
        reached += sum(any(a < d and c < b for c, d in days) for a, b in gold)
        right += sum(any(a < d and c < b for c, d in gold) for a, b in days)
    precision, recall = right / found, reached / wanted
    assert 2 * precision * recall / (precision + recall) >= 0.97


@pytest.mark.parametrize(
    ("name", "spans", "right"), [("seed", 0.85, 0.85), ("articles", 0.96, 0.94), ("train/articles", 0.94, 0.88)]
)
def test_floor(shared: Path, name: str, spans: float, right: float) -> None:
    """F1 of expressions found, and of values; a build below has become worse."""
    hit = same = gold_count = found_count = 0
    for line in (shared / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        text = gold["text"]
        found = [d for _, d in find(text, gold.get("published")) if d.value]
        gold_count, found_count = gold_count + len(gold["dates"]), found_count + len(found)
        taken: set[int] = set()
        for quote in gold["dates"]:
            start = -1
            for _ in range((quote.get("nth") or 0) + 1):
                start = text.find(quote["text"], start + 1)
            near = [d for d in found if d.start < start + len(quote["text"]) and start < d.end and d.start not in taken]
            best = next((d for d in near if d.value == quote["value"]), near[0] if near else None)
            if best is not None:
                taken.add(best.start)
                hit, same = hit + 1, same + (best.value == quote["value"])
    assert 2 * hit / (gold_count + found_count) >= spans
    assert 2 * same / (gold_count + found_count) >= right
