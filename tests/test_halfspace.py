"""Half-spaces put back, with the map to the source; `normalize`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaqaye.errors import ResourceError
from vaqaye.text import look
from vaqaye.text.halfspace import Restorer, normalize, restore, restore_view
from vaqaye.text.lexicon import lexicon, parse
from vaqaye.text.view import ZWNJ

RIGHT = (
    "وزیر خارجه می‌گوید گفت‌وگوهای دو کشور درباره برنامه هسته‌ای ادامه می‌یابد.",
    "مقام‌های محلی گفته‌اند که راه‌های منتهی به مرز بسته شده است.",
    "سازمان‌های بین‌المللی از برنامه‌ریزی برای کمک‌رسانی خبر داده‌اند و می‌کوشند آن را اجرا کنند.",
    "دولت نمی‌تواند هزینه‌های این طرح را بپردازد و سرمایه‌گذاری‌های تازه‌ای نیاز دارد.",
)
# Words as they come apart or run together in news; letters of other kinds; what is no word.
PIECES = st.sampled_from(
    "می نمی رود شود میرود نمونههای نمونه های ها ترین کرده اند کردهاند گفت و گو بین المللی بینالمللی سه شنبه خانه ای "
    "ی ریزی برنامه كتاب هاي مَدرسه خانهٔ ۱۲ 7 سال ساله CNN ، . « » !".split()
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", ZWNJ, "", ZWNJ + " ", "\n"])), max_size=25).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
ANY = st.one_of(
    TEXTS, st.text(alphabet="ابپتدرزسشکگمنوهی\u200c\u0654\u064b\u0640 .۱", max_size=60), st.text(max_size=60)
)


@pytest.mark.parametrize(
    ("lost", "right"),
    [
        ("میرود", "می‌رود"),
        ("نمونههای", "نمونه‌های"),
        ("نمونه های", "نمونه‌های"),
        ("برنامهریزی", "برنامه‌ریزی"),
        ("برنامه ریزی", "برنامه‌ریزی"),
        ("بینالمللی", "بین‌المللی"),
        ("بین المللی", "بین‌المللی"),
        ("کردهاند", "کرده‌اند"),
        ("کرده اند", "کرده‌اند"),
        ("نمی شود", "نمی‌شود"),
        ("می‌ شود", "می‌شود"),
        ("میشود", "می‌شود"),
        ("می خواسته اند", "می‌خواسته‌اند"),
        ("هسته ای", "هسته‌ای"),
        ("مي رود", "مي‌رود"),
        ("اعلامشدهٔ", "اعلام‌شدهٔ"),
    ],
)
def test_lost_half_spaces(lost: str, right: str) -> None:
    assert restore(lost) == right


@pytest.mark.parametrize("text", RIGHT)
def test_whole_sentences(text: str) -> None:
    assert restore(text) == text, "a text that is right is left alone"
    assert restore(text.replace(ZWNJ, "")) == text
    assert restore(text.replace(ZWNJ, " ")) == text


@pytest.mark.parametrize(
    "text",
    [
        "میدان آزادی امروز شلوغ بود.",
        "خانه ما در شهر است و کتاب من روی میز.",
        "پس از آن به خانه رفت.",
        "بیماریها در کشورهای دیگر هم دیده می‌شود و پزشکان می‌گویند خطر نمی‌رود بیشتر شود.",
        "",
        " ",
        "BBC News 2025",
        "این",
    ],
)
def test_left_alone(text: str) -> None:
    assert restore(text) == text


def test_a_text_is_judged_as_a_whole() -> None:
    """Older spelling joins «کتابها» on purpose; a text that has lost «می‌رود» has lost that half-space too."""
    kept = "او می‌رود و می‌گوید که کتابها را نمی‌خواند و نامه‌ای نمی‌نویسد."
    assert "کتابها" in restore(kept)
    assert "کتاب‌ها" in restore(kept.replace(ZWNJ, ""))


@given(ANY)
def test_only_half_spaces_change(text: str) -> None:
    out = restore(text)

    def bare(line: str) -> str:
        return "".join(line.replace(ZWNJ, "").split(" "))

    assert bare(out) == bare(text)
    assert out.count(ZWNJ) + out.count(" ") >= text.count(" ") - out.count("\n")


@pytest.mark.parametrize("lost", ["", " "])
@pytest.mark.parametrize("text", RIGHT)
def test_restored_once_is_restored(text: str, lost: str) -> None:
    """Of sentences; a heap of broken words may be judged anew once some of them are mended."""
    once = restore(text.replace(ZWNJ, lost))
    assert restore(once) == once


@given(ANY)
def test_offsets_lead_back(text: str) -> None:
    before = look(text)
    view = restore_view(before)
    assert view.text == restore(before.text)
    places = list(range(len(view.text))) if view.offsets is None else list(view.offsets)
    assert len(places) == len(view.text)
    assert places == sorted(places), "the map is monotone"
    assert all(0 <= place < len(text) for place in places)
    kept = set(places)
    old = range(len(text)) if before.offsets is None else before.offsets
    letters = {place for place, c in zip(old, before.text, strict=True) if c not in (" ", ZWNJ)}
    assert letters <= kept, "no letter is lost"


def test_where_a_half_space_leads() -> None:
    view = restore_view(look("مي رود و مي آید"))
    assert view.text == "می‌رود و می‌آید"
    assert view.offsets is not None
    assert list(view.offsets) == list(range(15)), "the space that it replaced"
    view = restore_view(look("او ميرود"))
    assert view.text == "او می‌رود"
    assert view.span(5, 6) == (4, 5), "the letter before it, where nothing stood"
    assert view.span(6, 7) == (5, 6)
    unchanged = look("می‌رود")
    assert restore_view(unchanged) is unchanged


@pytest.mark.parametrize(
    "text",
    [
        "ا" * 5_000_000,
        "می " * 200_000,
        ZWNJ * 100_000,
        f"می{ZWNJ}" * 100_000,
        f"نمونه{ZWNJ * 50_000}های",
        "ب\u064b" * 100_000,
        "\u064b" * 10_000,
        " " * 1_000_000,
        "\x00\ud800 میرود",
    ],
    ids=range(9),
)
def test_hostile_texts(text: str) -> None:
    out = restore(text)
    assert out.replace(ZWNJ, "").replace(" ", "") == text.replace(ZWNJ, "").replace(" ", "")
    normalize(text)


def test_one_letter_more_is_no_search() -> None:
    """The words of a text are looked into once each and only up to a length: no time that grows with its square."""
    restorer = Restorer(lexicon())
    restorer.restore(" ".join("بپتجچ" * n for n in range(1, 200)))
    assert all(len(word) <= 100 for word in restorer._words)


@pytest.mark.parametrize("spelling", ["گفت و گو", "گفتگو", "گفتوگو", "گفت‌وگو", "گفت‌و‌گو", "گفت‌ و گو"])
def test_one_name(spelling: str) -> None:
    assert normalize(f"این {spelling} ادامه دارد.") == "این گفت‌وگو ادامه دارد."
    assert normalize(f"{spelling}ی دو وزیر") == "گفت‌وگوی دو وزیر"
    assert normalize(f"{spelling}‌های دو وزیر") == "گفت‌وگو‌های دو وزیر"


@given(ANY)
def test_normal_is_normal(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once


def test_normal_spelling() -> None:
    assert normalize("كتاب هاي علي مي رود") == "کتاب‌های علی می‌رود"
    assert normalize("او گفت و گوشت خرید") == "او گفت و گوشت خرید"


def test_lexicon_says_where_it_is_wrong() -> None:
    with pytest.raises(ValueError, match="unpack"):
        parse("000000000\tکتاب")
    with pytest.raises(ValueError, match="could not convert"):
        parse("\n\n".join(["000000000\tکتاب", "x\tمی‌رود", "1\tمی‌رود", "1\tB", "1\tB"]))
    assert ResourceError.__doc__
