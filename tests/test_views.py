"""How tables of events look at different widths, and which part of a long sentence is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

import vaqaye
from readings import muscat
from vaqaye.model import Reading
from vaqaye.query import timeline
from vaqaye.record import Record
from vaqaye.views import Page, around, show_reading
from vaqaye.views_record import show_acts

LONG = (
    "پس از آن که وزیران خارجه کشورهای عضو در نشست پیشین بر ادامه رایزنی‌ها تاکید کرده بودند، "
    "وزیر خارجه ایران در پایان سفر دو روزه خود به مسقط با همتای عمانی خود دیدار کرد، "
    "دیداری که به گفته ناظران می‌تواند راه را برای دور تازه گفت‌وگوها در ماه آینده هموار کند."
)


def where(words: str) -> tuple[int, int]:
    start = LONG.index(words)
    return start, start + len(words)


@pytest.mark.parametrize("words", ["پس از آن", "دیدار کرد", "هموار کند"])
def test_a_long_sentence_is_cut_around_its_words(words: str) -> None:
    shown = around(LONG, *where(words))
    assert words in shown
    assert len(shown) <= 164
    assert shown.startswith("… ") == (words != "پس از آن")
    assert shown.endswith(" …") == (words != "هموار کند")
    assert set(shown.strip("… ").split()) <= set(LONG.split())


def test_a_short_sentence_is_shown_whole() -> None:
    assert around("دیدار\nکرد.", 0, 10) == "دیدار کرد."


def test_words_without_spaces_and_longer_than_the_width_are_shown() -> None:
    assert around("ا" * 500, 100, 400) == f"… {'ا' * 300} …"


def undated() -> Reading:
    """A copy of the article whose events have no date of their own."""
    reading = muscat()
    return replace(
        reading,
        article=replace(reading.article, id="undated"),
        events=tuple(replace(event, date=None) for event in reading.events),
    )


def lines(text: str) -> list[str]:
    return [line for line in text.replace("\u200e", "").splitlines() if line[:1] in "┌│├└"]


@pytest.mark.parametrize("width", [80, 100, 140, 200])
def test_tables_keep_to_the_width(
    width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    with Record(tmp_path / "news.db") as record:
        record.add([muscat(), undated()])
        show_acts(Page("fa"), timeline(record, "OMN"))
    show_reading(Page("en"), muscat())
    shown = capsys.readouterr().out
    assert lines(shown)
    assert {cell_len(line) for line in lines(shown)} <= set(range(width + 1))
    for word in ("CONSULT", "occurred", "(2022-06-21)", "2022-06-20"):
        assert word in shown  # in one piece


def test_a_narrow_table_is_stacked_and_a_wide_one_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    heights = []
    for width in ("60", "200"):
        monkeypatch.setenv("COLUMNS", width)
        show_reading(Page("en"), muscat())
        heights.append(len(lines(capsys.readouterr().out)))
    assert heights[0] > heights[1]


def test_each_heading_is_used() -> None:
    house = Path(vaqaye.__file__).parent
    files = (*house.glob("views*.py"), house / "episodes.py")  # which names what reports disagree about
    code = "".join(path.read_text(encoding="utf-8") for path in files).replace("'", '"')
    keys = [line.split("\t")[0] for line in (house / "views.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert [key for key in keys if not key.startswith("#") and f'"{key}"' not in code] == []
