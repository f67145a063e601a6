"""What is counted as a predicate, and which lists decide it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaqaye import Article
from vaqaye.errors import QueryError
from vaqaye.events.codebook import load
from vaqaye.events.coverage import Coverage, decided_by, name
from vaqaye.events.entries import TYPES
from vaqaye.language import parse
from vaqaye.resources import table


def counted(*texts: str, decided: Path | None = None) -> Coverage:
    coverage = Coverage(load(), decided_by(decided))
    for text in texts:
        coverage.add(Article(text))
    return coverage


def shares(text: str) -> dict[str, int]:
    return {share.decision: share.count for share in counted(text).table() if share.count}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("وزیر نفت بر همکاری تاکید کرد.", "تاکید کردن"),
        ("دو کشور به توافق رسیدند.", "به توافق رسیدن"),
        ("شهر حمص مورد حمله قرار گرفت.", "مورد حمله قرار گرفتن"),
        ("بانک مرکزی نقش بسیار مهمی داشت.", "نقش داشتن"),
        ("مجلس این طرح را تصویب نمود.", "تصویب کردن"),
        ("این خبر در تهران پیچید.", "پیچیدن"),
        ("دولت این لایحه را رد کرده است.", "رد کردن"),
    ],
)
def test_a_predicate_is_a_verb_with_its_words(text: str, words: str) -> None:
    (sentence,) = parse(Article(text)).sentences
    (predicate,) = [clause.predicate for clause in sentence.clauses if clause.predicate]
    before, verb = name(sentence.tokens, predicate)
    assert " ".join((*before, verb)) == words


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("وزیر خارجه ایران با همتای عراقی خود دیدار کرد.", "pattern"),
        ("سخنگوی دولت حمله هوایی گسترده‌ای کرد.", "pattern"),
        ("وزیر خارجه گفت که این سند آماده است.", "cue"),
        ("هوای تهران امروز خنک شد.", "no act"),
        ("کتاب او دیروز رونمایی شد.", "no act"),
        ("او این ترانه را زمزمه کرد.", "undecided"),
    ],
)
def test_who_decides_a_predicate(text: str, decision: str) -> None:
    assert decision in shares(text)


def test_gaps_are_counted_by_their_plain_form() -> None:
    found = counted("او ترانه را زمزمه کرد.", "او ترانه را زمزمه کرد.", "کودک زمزمه‌ای کرد. مادر زمزمه می‌کند.")
    gap = found.gaps()[0]
    assert (gap.words, gap.count) == ("زمزمه کردن", 3)


def test_a_noun_of_a_verb_that_no_pattern_has_is_a_gap() -> None:
    verbs = ["او ترانه را زمزمه کرد."] * 6
    found = counted(*verbs, "زمزمه او در باغ پیچید.")
    assert [(gap.words, gap.count) for gap in found.nouns()] == [("زمزمه", 1)]
    assert not counted(*verbs).nouns()


def test_another_language_counts_for_nothing() -> None:
    assert counted("This is in English and has no Persian at all.").articles == 0


def test_a_list_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "mine.tsv"
    own.write_text("words\tverb\twhy\nزمزمه\tکردن\tsong\n", encoding="utf-8")
    assert counted("او ترانه را زمزمه کرد.").gaps()
    assert not counted("او ترانه را زمزمه کرد.", decided=own).gaps()


@pytest.mark.parametrize("content", ["", "word\tverb\nزمزمه\tکردن\n", "words\tverb\twhy\na\tb\tc\td\n"])
def test_a_list_that_is_none_is_an_error(tmp_path: Path, content: str) -> None:
    own = tmp_path / "mine.tsv"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(QueryError, match=r"mine\.tsv"):
        decided_by(own)


def test_no_act_is_decided_once_and_has_a_reason() -> None:
    rows = table("no_act")
    pairs = [(row["words"], row["verb"]) for row in rows]
    assert len(pairs) == len(set(pairs)) > 900
    verbs = {row["infinitive"] for row in table("verbs")} | {"بودن", ""}
    assert not [row for row in rows if row["verb"] not in verbs or not row["why"]]


def test_no_act_leaves_the_cues_alone() -> None:
    cues = {(row["words"], row["verb"]) for row in table("cues")}
    assert not [row for row in table("no_act") if (row["words"], row["verb"]) in cues]


def test_modes_are_of_types() -> None:
    assert {row["event"] for row in table("plover_modes")} <= set(TYPES)
