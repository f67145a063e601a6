"""The language layer above its floors on a sample; the scoring and the running of peers behind the benchmark."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parent.parent / "bench"
_SCATTER = 0.02  # how far a tenth of the sentences may fall below all of them


def script(name: str) -> Any:
    """A script of `bench/`, which imports its neighbours."""
    sys.path.insert(0, str(BENCH))
    try:
        return import_module(name)
    finally:
        sys.path.remove(str(BENCH))


def test_a_tenth_of_the_sentences_is_above_the_floors(shared: Path) -> None:
    evaluation = script("eval")
    floors = json.loads(evaluation.FLOORS.read_text(encoding="utf-8"))
    found = evaluation.words(shared, step=10)
    checked = 0
    for corpus in found.keys() & floors.keys():
        for kind, floor in floors[corpus]["floors"].items():
            assert found[corpus][kind] >= floor - _SCATTER, f"{corpus} {kind}"
            checked += 1
    assert checked >= 20


def test_every_floor_has_its_text(shared: Path) -> None:
    evaluation = script("eval")
    for name, entry in json.loads(evaluation.FLOORS.read_text(encoding="utf-8")).items():
        assert evaluation.digest(evaluation.source(shared, name)) == entry["sha256"], name


@pytest.mark.parametrize(
    ("text", "pieces", "spans"),
    [
        ("کتابش را برد.", ["کتاب", "ش", "را", "برد", "."], {(0, 4), (4, 5), (5, 7), (7, 10), (10, 11)}),
        ("نمی دانم", ["نمی\u200cدانم"], {(0, 7)}),
        ("او (علي) رفت", ["او", "علی", "رفت"], {(0, 2), (7, 10)}),
        ("", [], set()),
    ],
)
def test_pieces_are_found_whatever_became_of_the_spaces(text: str, pieces: list[str], spans: set[Any]) -> None:
    assert script("scoring").located(text, pieces) == spans


def test_a_half_space_is_found_where_letters_were_dropped() -> None:
    places = script("halfspace").places
    assert places("گفت: «… می\u200cروم»", "گفت: «... می\u200cروم»") == {10}
    assert places("می\u200cروم و کتابها", "می\u200cروم و کتاب\u200cها") == {2}


def test_an_error_of_a_name_has_its_class() -> None:
    labels, treebank = script("labels"), script("treebank")
    words = [["رضا"], ["کریمی"], ["از"], ["تهران"], ["به"], ["سپاه"], ["رفت"]]
    gold = ["B-PER", "I-PER", "O", "B-LOC", "O", "B-ORG", "O"]
    said = ["B-PER", "O", "O", "B-ORG", "O", "O", "B-LOC"]
    scores = labels.names([(treebank.Sentence(words, gold={"name": gold}), {"name": said})])
    assert sorted(kind for score in scores.values() for kind, _ in score.wrong) == [
        "LOC > ORG",
        "LOC false",
        "ORG missed",
        "PER extent",
    ]
    assert labels.total(scores.values()).f1 == 0


def test_a_report_counts_single_forms() -> None:
    language, score = script("language"), script("scoring").Score()
    for form in ("کتاب", "کتاب", "دفتر"):
        score.one(False, "NOUN > ADJ", form)
    score.one(True, "", "خانه")
    assert language.reports({"PerDT": {"UPOS": score}}) == {
        "language-upos.txt": "== PerDT, UPOS: 25.00 (hit 1, found 4, annotated 4)\n3\tNOUN > ADJ\tکتاب 2 | دفتر\n"
    }


def test_a_peer_that_fails_is_told_and_the_rest_is_measured() -> None:
    peers = script("peers")
    toolkit = {"tokens": peers.each(str.split), "lemmas": peers.each(lambda sentence: sentence[0][1])}
    found = peers.run(toolkit, {"tokens": {"PerDT": ["او رفت"]}, "lemmas": {"PerDT": [[["او"], ["رفت"]]]}})
    assert found["outputs"] == {
        "tokens": {"PerDT": [["او", "رفت"]]},
        "lemmas": "lemmas: IndexError: list index out of range",
    }
    assert found["seconds"]["tokens"]["PerDT"] >= 0


def test_peers_that_are_not_installed_are_told() -> None:
    peers = script("peers")
    found = peers.ask(Path(sys.executable), {})
    assert found.keys() == peers.TOOLKITS.keys()
    assert all("PackageNotFoundError" in reason for reason in found.values())


def test_tables_keep_their_place_in_the_page(tmp_path: Path) -> None:
    tables, page = script("tables"), tmp_path / "page.md"
    page.write_text(f"# Benchmarks\n\n{tables.kept(page)}\n\n## Speed\n", encoding="utf-8")
    tables.write(page, "| new |\n")
    assert page.read_text(encoding="utf-8").endswith("| new |\n<!-- end of language -->\n\n## Speed\n")
    assert "| new |" in tables.kept(page)
    page.write_text("# Benchmarks\n", encoding="utf-8")
    with pytest.raises(ValueError, match="put back the lines"):
        tables.write(page, "| new |\n")


def test_a_toolkit_stands_with_what_it_has() -> None:
    tables, score = script("tables"), script("scoring").Score
    found = tables.Measured(score(), {"lemmas": {"PerDT": 1000}})
    found.scores = {
        "old": {},
        "Vaqaye": {"PerDT": {"lemmas": score(98, 100, 100)}},
        "peer 1.0": {"PerDT": {"lemmas": score(9, 10, 10)}},
    }
    found.seconds = {"old": {}, "Vaqaye": {"lemmas": {"PerDT": 0.5}}, "peer 1.0": {"lemmas": {"PerDT": 0.1}}}
    rows = [
        [cell for cell in row.split(" | ") if cell.strip("– |")]
        for row in tables.table(found, tables.WORDS).split("\n")[2:]
    ]
    assert rows == [["| Vaqaye", "98.00", "2,000 |"], ["| peer 1.0", "90.00", "10,000 (×5) |"]]
