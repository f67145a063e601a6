"""A user's own lexicon: what it changes, and what an error in it says."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import vaqaye
from vaqaye.build import build, reread
from vaqaye.errors import LexiconError
from vaqaye.lexicon_folder import load
from vaqaye.model import Article
from vaqaye.reader import Reader
from vaqaye.record import Record
from vaqaye.resources import added, columns, own_table, shipped, table, using

MAYOR = "شهردار آزمون‌شهر با وزیر خارجه روسیه دیدار کرد."
DAY = "2025-09-01"


def write(folder: Path, name: str, *rows: str) -> None:
    """A table; cells are divided by «;»."""
    (folder / f"{name}.tsv").write_text("".join(row.replace(";", "\t") + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A town, its mayor, and another foreign minister of Russia since January 2025."""
    folder = tmp_path / "mine"
    folder.mkdir()
    write(folder, "persons", "id;fa;en;country;sector", "person:sara-azmuni;سارا آزمونی;Sara Azmuni;IRN;GOV",
          "person:ivan-azmunov;ایوان آزمونوف;Ivan Azmunov;RUS;GOV")  # fmt: skip
    write(folder, "offices", "office;fa;en;sector;scope", "town-mayor;شهردار آزمون‌شهر;mayor;GOV;national:IRN")
    write(folder, "offices_held", "person;office;country;from", "person:sara-azmuni;town-mayor;IRN;2025-03-01",
          "person:ivan-azmunov;foreign-minister;RUS;2025-01")  # fmt: skip
    write(folder, "places", "fa;en;country;region;kind;lat;lon", "آزمون‌شهر;Azmunshahr;IRN;Tehran;city;35.5;51.5")
    return folder


def doers(reader: Reader) -> set[str]:
    (event,) = reader(Article(MAYOR, published=DAY)).events
    return {participant.actor for participant in event.actor}


def test_their_rows_win(mine: Path) -> None:
    assert doers(Reader(mine)) == {"person:sara-azmuni", "person:ivan-azmunov"}
    before = Reader(mine)(Article(MAYOR, published="2024-09-01")).events[0]
    assert "person:sergey-lavrov" in {p.actor for p in before.actor}


def test_two_readers_side_by_side_keep_apart(mine: Path) -> None:
    ours, theirs = Reader(), Reader(mine)
    assert "person:sergey-lavrov" in doers(ours)
    assert "person:ivan-azmunov" in doers(theirs)
    assert "person:sergey-lavrov" in doers(ours)


def test_readings_in_turns_keep_apart(mine: Path) -> None:
    """Two iterations under way at a time, each with its lexicon."""
    articles = [Article(MAYOR, published=DAY)] * 2
    pairs = list(zip(Reader().map(articles), Reader(mine).map(articles), strict=True))
    for ours, theirs in pairs:
        assert {a.id for a in ours.actors} != {a.id for a in theirs.actors}  # type: ignore[union-attr]


def test_a_place_of_theirs(mine: Path) -> None:
    text = "وزیران خارجه ایران و عراق در آزمون‌شهر دیدار کردند."
    place = vaqaye.read(text, published=DAY, lexicon=str(mine)).events[0].place
    assert place is not None
    assert (place.name.en, place.region, place.lat) == ("Azmunshahr", "Tehran", 35.5)
    assert vaqaye.read(text, published=DAY).events[0].place is None


def test_a_row_of_theirs_replaces_ours_of_the_same_id(tmp_path: Path) -> None:
    write(tmp_path, "persons", "id;fa;en", "person:sergey-lavrov;سرگئی آزمونی;Sergey Azmuni")
    with using(load(tmp_path)):
        rows = [row for row in table("persons") if row["id"] == "person:sergey-lavrov"]
        assert [row["fa"] for row in rows] == ["سرگئی آزمونی"]
        assert added("persons") == tuple(rows)
    assert added("persons") == ()
    assert table("persons") is shipped("persons")


def test_a_reader_can_be_sent_to_another_process(mine: Path) -> None:
    assert doers(pickle.loads(pickle.dumps(Reader(mine)))) == doers(Reader(mine))


def test_a_build_in_processes_and_what_reread_notices(mine: Path, tmp_path: Path) -> None:
    with Record(tmp_path / "news.db") as record:
        built = build([Article(MAYOR, published=DAY, id="a")], record, jobs=2, lexicon=mine)
        assert built.new == 1
        assert "person:ivan-azmunov" in {a.id for a in record.reading("a").actors}
        assert record.reading("a").article.reader == Reader(mine).info
        assert reread(record, jobs=1, lexicon=mine).seen == 0
        write(mine, "places", "fa;en;country;kind", "آزمون‌شهر;Azmunshahr;IRN;city")
        assert reread(record, jobs=1, lexicon=mine).replaced == 1
        assert reread(record, jobs=1).replaced == 1
        assert "person:sergey-lavrov" in {a.id for a in record.reading("a").actors}


def test_the_digest_changes_with_each_file(mine: Path) -> None:
    digests = {Reader().info.lexicon, load(mine).digest}
    write(mine, "groups", "fa", "آزمون‌گران")
    digests.add(load(mine).digest)
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("name", "rows", "says"),
    [
        ("persons", ["id;fa;land", "person:a;آ"], r"persons.tsv line 1: no column is called 'land'.*id fa en"),
        ("persons", ["id,fa", "person:a,آ"], r"line 1: no column is called 'id,fa'.*tabs"),
        ("persons", ["id;fa", "person:A;آ"], r"line 2, column id: 'person:A' can't stand here; give an id"),
        ("persons", ["# mine", "", "id;fa", "person:a;Ali"], r"line 4, column fa: 'Ali' can't stand here"),
        ("persons", ["id;fa;country", "person:a;آ;IR"], r"line 2, column country: 'IR' can't stand here"),
        ("persons", ["id;fa;sector", "person:a;آ;POL"], r"column sector: 'POL' can't stand here; give a PLOVER"),
        ("persons", ["id;fa", "person:a;"], r"line 2, column fa: it is empty; give the full name"),
        ("persons", ["id;fa", "person:a;آ", "person:a;ب"], r"line 3: 'person:a' stands in line 2, too"),
        ("persons", ["id;fa", "person:a;آ;"], r"line 2: 3 cells, but 2 columns"),
        ("offices_held", ["person;office;country", "person:nobody;president;IRN"], r"'person:nobody' can't stand here"),
        ("offices_held", ["person;office;country;from", "person:sergey-lavrov;president;RUS;2022-13"], r"column from"),
        ("offices", ["office;fa;scope", "a-b;آ;all"], r"column scope: 'all' can't stand here"),
        ("places", ["fa;country;kind;lat", "آ;IRN;city;95"], r"column lat: '95' can't stand here"),
        ("places", ["fa;country;kind", "آ;IRN;town"], r"column kind: 'town' can't stand here; give country, capital"),
        ("people", ["id;fa"], r"people.tsv is no table that can be added to: its name must be one of persons"),
    ],
)
def test_an_error_says_where_it_is_and_what_to_do(tmp_path: Path, name: str, rows: list[str], says: str) -> None:
    write(tmp_path, name, *rows)
    with pytest.raises(LexiconError, match=says):
        load(tmp_path)


def test_folders_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="is no folder"):
        load(tmp_path / "none")
    with pytest.raises(LexiconError, match="has no table"):
        load(tmp_path)
    (tmp_path / "persons.tsv").write_bytes(b"id\tfa\n\xff")
    with pytest.raises(LexiconError, match="not UTF-8"):
        load(tmp_path)


def test_what_a_spreadsheet_saves(tmp_path: Path) -> None:
    content = "\ufeffid\tfa\r\nperson:a\tعلی آزمونی\r\n"
    (tmp_path / "persons.tsv").write_bytes(content.encode())
    assert load(tmp_path).rows["persons"][0]["fa"] == "علی آزمونی"


def test_our_own_tables_keep_the_rules(tmp_path: Path) -> None:
    """What columns.tsv asks of a user's rows holds for ours."""
    names = dict.fromkeys(row["table"] for row in own_table("columns"))
    for name in names:
        lines = ["\t".join(columns(name)), *("\t".join(row.values()) for row in shipped(name))]
        (tmp_path / f"{name}.tsv").write_text("\n".join(lines), encoding="utf-8")
    assert set(load(tmp_path).rows) == set(names)
