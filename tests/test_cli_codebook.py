"""`vaqaye codebook` as a shell sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from test_cli import EXAMPLES, run
from test_own_patterns import OWN
from vaqaye.events.entries import TYPES, entries

SENTENCE = "وزیر خارجه ایران روز دوشنبه در ژنو با همتای عمانی خود دیدار کرد."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one pattern of the user's."""
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ["list", "show", "try", "gaps", "coverage", "check"])
def test_each_command_shows_an_example(command: str) -> None:
    out, _ = run("codebook", command, "--help")
    assert f"vaqaye codebook {command}" in out.split("Usage:", 1)[1].split("\n", 1)[1]


def test_list_counts_by_type_and_mode() -> None:
    out, _ = run("codebook", "list", "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert {row["type"] for row in rows} == set(TYPES)
    assert sum(row["patterns"] for row in rows) == len(entries())
    assert sum(row["no"] for row in rows) == sum(len(entry.examples("no")) for entry in entries())
    table, _ = run("codebook", "list")
    assert f" {len(entries()):,} " in table.splitlines()[-2]


def test_list_of_a_type_has_its_ids(folder: Path) -> None:
    out, _ = run("codebook", "list", "--type", "consult", "--codebook", folder, "--format", "json")
    rows = json.loads(out)
    wanted = {entry.id for entry in entries() if entry.type == "CONSULT"} | {"consult.meet.eftar"}
    assert {row["id"] for row in rows} == wanted
    _, err = run("codebook", "list", "--type", "DINNER", code=2)
    assert "choose of AGREE" in err


def test_show_has_pattern_and_examples(folder: Path) -> None:
    out, _ = run("codebook", "show", "consult.meet.eftar", "--codebook", folder)
    assert "{کنشگر} با {طرف} افطار {کردن}" in out
    assert "- ✓ نماینده چین فردا با سفیر هند افطار خواهد کرد.\n  سفیر هند → –, planned" in out
    assert "- ✗ مردم مشهد کنار ضریح افطار کردند.\n  افطار مردم، نه دیداری سیاسی" in out


def test_show_suggests_what_may_be_meant() -> None:
    _, err = run("codebook", "show", "consult.meet.didr", code=2)
    assert "did you mean consult.meet.didar" in err


def test_try_tells_what_fires_with_whom_and_when() -> None:
    out, _ = run("codebook", "try", SENTENCE, "--published", "1404/01/26")
    assert "event      CONSULT by consult.meet.didar on «دیدار کرد» (verb)" in out
    assert "status occurred: past simple" in out
    assert "عباس عراقچی; the subject)" in out
    assert "بدر البوسعیدی; behind «با»)" in out
    assert "date: 2025-04-14 («روز دوشنبه», in its clause)" in out


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("رئیس‌جمهور از نمایشگاه کتاب دیدن کرد.", "consult.visit.bazdid by «دیدن»: nobody known behind «از»"),
        ("وزیر نفت عراق از همتای کویتی خود افطار کرد.", "consult.meet.eftar by «افطار»: no «با» with the partner"),
        ("وزیر نفت عراق با همتای کویتی خود افطار داد.", "consult.meet.eftar by «افطار»: no form of کردن"),
        ("هوا امروز آفتابی و گرم است.", "no pattern is found by any of its words"),
    ],
)
def test_try_tells_what_came_closest(folder: Path, sentence: str, line: str) -> None:
    out, _ = run("codebook", "try", sentence, "--codebook", folder)
    assert line in out
    assert "event      " not in out.replace("no event   ", "")


def test_try_of_what_is_not_persian() -> None:
    _, err = run("codebook", "try", "This is in English.", code=1)
    assert "not Persian" in err


def test_gaps_and_coverage_of_articles(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("او ترانه را زمزمه کرد. " + SENTENCE, encoding="utf-8")
    out, _ = run("codebook", "gaps", path, "--format", "jsonl")
    assert [json.loads(line) for line in out.splitlines()] == [{"words": "زمزمه کردن", "count": 1, "noun": False}]
    out, _ = run("codebook", "coverage", path, "--format", "json")
    assert {row["decision"]: row["count"] for row in json.loads(out) if row["count"]} == {"pattern": 1, "undecided": 1}
    decided = tmp_path / "mine.tsv"
    decided.write_text("words\tverb\twhy\nزمزمه\tکردن\tsong\n", encoding="utf-8")
    out, _ = run("codebook", "gaps", path, "--decided", decided)
    assert out == "Nothing found.\n"
    _, err = run("codebook", "gaps", path, "--decided", tmp_path / "none.tsv", code=2)
    assert "none.tsv is no table" in err


def test_gaps_of_nothing() -> None:
    _, err = run("codebook", "gaps", "none/", code=2)
    assert "none" in err


def test_coverage_in_persian() -> None:
    out, _ = run("codebook", "coverage", EXAMPLES, "--lang", "fa")
    assert "بی‌تکلیف" in out


def test_check_ends_with_a_code(folder: Path) -> None:
    out, err = run("codebook", "check", folder)
    assert (out, err) == (f"{folder}: 1 patterns, 0 faults\n", "")
    (folder / "own.toml").write_text(
        OWN.replace("افطار کردند", "نماز خواندند").replace("planned", "denied"), encoding="utf-8"
    )
    out, err = run("codebook", "check", folder, code=1)
    assert out.endswith("1 patterns, 1 faults\n")
    assert f"{folder}/own.toml: consult.meet.eftar: fired otherwise on «نماینده چین" in err
    (folder / "own.toml").write_text("type = ", encoding="utf-8")
    _, err = run("codebook", "check", folder, code=2)
    assert "is no TOML" in err


def test_commands_read_with_a_folder(folder: Path) -> None:
    text = "وزیر نفت عراق با وزیر نفت کویت افطار کرد."
    record = folder / "news.db"
    out, _ = run("read", "--codebook", folder, "--format", "json", given=text)
    assert [event["pattern"] for event in json.loads(out)["events"]] == ["consult.meet.eftar"]
    out, _ = run("explain", "--codebook", folder, given=text)
    assert "CONSULT by consult.meet.eftar" in out
    (folder / "one.txt").write_text(text, encoding="utf-8")
    run("build", folder / "one.txt", "--record", record)
    assert "1 read again" in run("reread", "--record", record, "--codebook", folder)[0]
    out, _ = run("timeline", "IRQ", "--record", record, "--format", "jsonl")
    assert "CONSULT" in out
    _, err = run("read", "--codebook", folder / "none", given=text, code=2)
    assert "is no folder" in err
