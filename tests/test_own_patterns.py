"""A folder of the user's own patterns: how it is checked, what it adds, and where it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

import vaqaye
from vaqaye import Article, Reader, proof
from vaqaye.build import build, reread
from vaqaye.errors import CodebookError
from vaqaye.events.codebook import load
from vaqaye.record import Record

SENTENCE = "وزیر نفت عراق با وزیر نفت کویت افطار کرد."
OWN = """type = "CONSULT"

[[pattern]]
id = "consult.meet.eftar"
match = "{کنشگر} با {طرف} افطار {کردن}"
  [[pattern.yes]]
  text = "وزیر نفت عراق با وزیر نفت کویت افطار کرد."
  actor = ["وزیر نفت عراق", "وزیر نفت کویت"]
  [[pattern.yes]]
  text = "نماینده چین فردا با سفیر هند افطار خواهد کرد."
  actor = ["سفیر هند"]
  status = "planned"
  [[pattern.no]]
  text = "مردم مشهد کنار ضریح افطار کردند."
  why = "افطار مردم، نه دیداری سیاسی"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one pattern that is well written."""
    path = tmp_path / "patterns"
    path.mkdir()
    (path / "own.toml").write_text(OWN, encoding="utf-8")
    return path


def rewrite(folder: Path, old: str, new: str) -> None:
    assert old in OWN
    (folder / "own.toml").write_text(OWN.replace(old, new), encoding="utf-8")


def fired(reader: Reader, text: str = SENTENCE) -> list[str]:
    return [event.pattern for event in reader(text).events]


def test_a_good_folder_has_no_faults(folder: Path) -> None:
    assert proof.check(folder) == (1, [])


def test_its_patterns_fire_beside_ours(folder: Path) -> None:
    assert fired(Reader(codebook=folder)) == ["consult.meet.eftar"]
    assert "consult.meet.eftar" not in fired(Reader())
    assert fired(Reader(model=False)) == []
    assert fired(Reader(codebook=folder), "وزیر نفت عراق با وزیر نفت کویت دیدار کرد.") == ["consult.meet.didar"]
    assert [e.pattern for e in vaqaye.read(SENTENCE, codebook=str(folder)).events] == ["consult.meet.eftar"]


def test_it_changes_the_hash_of_the_reader(folder: Path) -> None:
    first = Reader(codebook=folder).info.codebook
    assert first != Reader().info.codebook
    (folder / "more.toml").write_text('type = "AID"\n', encoding="utf-8")
    assert Reader(codebook=folder).info.codebook not in (first, Reader().info.codebook)


def test_a_changed_file_is_read_again(folder: Path) -> None:
    assert "consult.meet.eftar" in load(folder).patterns
    rewrite(folder, "meet.eftar", "meet.sahari")
    assert "consult.meet.sahari" in load(folder).patterns


def test_a_pattern_replaces_ours_where_it_says_so(folder: Path) -> None:
    rewrite(folder, 'id = "consult.meet.eftar"', 'id = "consult.meet.didar"\nreplace = true')
    reader = Reader(codebook=folder)
    assert fired(reader) == ["consult.meet.didar"]
    plain = Reader(codebook=folder, model=False)
    assert fired(plain, "وزیر نفت عراق با وزیر نفت کویت دیدار کرد.") == []


def test_on_the_same_words_it_goes_before_ours(folder: Path) -> None:
    ours = load().patterns["consult.meet.hozur"]
    rewrite(folder, "{کنشگر} با {طرف} افطار {کردن}", "{کنشگر} {طرف} را به حضور {پذیرفتن}")
    text = "پادشاه عربستان وزیر خارجه ترکیه را به حضور پذیرفت."
    assert fired(Reader(), text) == [ours.id]
    assert fired(Reader(codebook=folder), text) == ["consult.meet.eftar"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("consult.meet.eftar", "consult.meet.didar", "Vaqaye has a pattern of that id"),
        ('"consult.meet.eftar"', '"consult.meet.eftar"\nreplace = true', "has no pattern of that id"),
        ("consult.meet.eftar", "meet.eftar", "an id begins with the type"),
        ("CONSULT", "MEETING", "'MEETING', which PLOVER does not have"),
        ('type = "CONSULT"', "", "lacks a type"),
        ('match = "', 'mode = "dinner"\nmatch = "', "no mode 'dinner': choose of visit"),
        ('match = "', 'cameo = 40\nmatch = "', "cameo must be digits"),
        ('match = "', 'mach = "', "write its match"),
        ('match = "', 'matches = 1\nmatch = "', "matches means nothing here"),
        ('match = "', 'unless = "شام"\nmatch = "', "unless must be a list"),
        ("{کردن}", "{کردن", "can't read"),
        ("{طرف}", "{دوست}", "neither a slot"),
        ("[[pattern]]", "[pattern]", "pattern is no list"),
        ("[[pattern]]", "[[pattern]", "is no TOML"),
        ('text = "وزیر', 'word = "وزیر', "must be examples"),
    ],
)
def test_an_error_names_file_and_pattern(folder: Path, old: str, new: str, says: str) -> None:
    rewrite(folder, old, new)
    with pytest.raises(CodebookError) as error:
        Reader(codebook=folder)
    assert str(folder / "own.toml") in str(error.value)
    assert says in str(error.value)


def test_an_id_is_used_once_in_a_folder(folder: Path) -> None:
    (folder / "second.toml").write_text(OWN, encoding="utf-8")
    with pytest.raises(
        CodebookError, match=r"second\.toml: consult\.meet\.eftar: the id is used twice, in .*own\.toml"
    ):
        load(folder)


def test_a_folder_must_have_patterns(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"has no file of patterns"):
        Reader(codebook=tmp_path)
    with pytest.raises(CodebookError, match=r"is no folder"):
        Reader(codebook=tmp_path / "none")
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(CodebookError, match=r"is not UTF-8"):
        Reader(codebook=tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[[pattern.no]]", "[[pattern.yes]]", "0 examples of no: write 1 more"),
        ("وزیر نفت کویت افطار کرد", "وزیر نفت کویت شام خورد", "did not fire on"),
        ('status = "planned"', 'status = "denied"', "fired otherwise on"),
        ('actor = ["سفیر هند"]', 'recipient = ["سفیر هند"]', "fired otherwise on"),
        ('actor = ["سفیر هند"]', 'actor = ["سفیر پاکستان"]', "«سفیر پاکستان» does not stand in"),
        ("مردم مشهد کنار ضریح افطار کردند.", "سفیر هند با سفیر چین افطار کرد.", "fired on «سفیر هند"),
        ("  why", "  reason", "say in why what it is instead"),
        ('status = "planned"', 'state = "planned"', "state means nothing in an example of yes"),
    ],
)
def test_examples_are_run(folder: Path, old: str, new: str, says: str) -> None:
    rewrite(folder, old, new)
    number, faults = proof.check(folder)
    assert number == 1
    assert any(says in fault for fault in faults), faults
    assert all(fault.startswith(f"{folder / 'own.toml'}: consult.meet.eftar: ") for fault in faults)


def test_a_record_is_read_again_with_it(folder: Path, tmp_path: Path) -> None:
    with Record(tmp_path / "news.db") as record:
        assert build([Article(SENTENCE, id="one")], record, jobs=1, model=False).new == 1
        assert record.select("SELECT count(*) FROM events") == [(0,)]
        assert reread(record, jobs=1).replaced == 1  # another reader: it has a model
        assert record.select("SELECT DISTINCT pattern FROM events") == [("model",)]
        assert reread(record, jobs=1, codebook=folder).replaced == 1
        assert record.select("SELECT pattern FROM events") == [("consult.meet.eftar",)]
        assert reread(record, jobs=1, codebook=folder).seen == 0


def test_a_reading_explains_itself_with_it(folder: Path) -> None:
    reader = Reader(codebook=folder)
    reading = reader(SENTENCE)
    assert "CONSULT by consult.meet.eftar" in reading.explain(reader)
    assert "made by another reader" in reading.explain()
    assert "made by another reader" not in reading.explain(reader)
