"""The trained reader beside the patterns: what it adds, what it leaves alone, how sure it says it is."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import pytest

from vaqaye import Reader, actors, language, statements
from vaqaye.actors import roles as parts
from vaqaye.confidence import at_least, confidence, curves
from vaqaye.errors import ResourceError
from vaqaye.events import learned
from vaqaye.events.network import Found, Network, runs
from vaqaye.events.scene import Scene, Sign, candidates, scenes, windows
from vaqaye.language.model import Pieces
from vaqaye.model import Article

DAY = "2024-05-01"
ADDED = "روسیه سامانه پدافندی در اختیار سوریه گذاشت."  # no pattern names this
MODELS = Path(language.__file__).parents[1] / "models"


def made(text: str) -> tuple[list[Scene], list[object]]:
    """The scenes of a text, nothing found by patterns."""
    document = language.parse(Article(text, published=DAY))
    roles = parts.of(actors.find(document))
    said = statements.find(document, roles)
    return scenes(document, roles, said, [[] for _ in document.sentences]), list(document.sentences)


def test_it_sees_an_act_that_no_pattern_names() -> None:
    assert not Reader(model=False)(Article(ADDED, published=DAY)).events
    (event,) = Reader()(Article(ADDED, published=DAY)).events
    assert (event.event, event.status, event.pattern) == ("AID", "occurred", "model")
    assert [p.actor for p in event.actor] == ["state:RUS"]
    assert [p.actor for p in event.recipient] == ["state:SYR"]
    assert ADDED[event.trigger.start : event.trigger.end] in ADDED


def test_what_it_sees_twice_is_one_act() -> None:
    text = f"{ADDED} به گفته کرملین، روسیه این سامانه را در اختیار دمشق گذاشته است."
    (event,) = (e for e in Reader()(Article(text, published=DAY)).events if e.event == "AID")
    assert len(event.evidence) == 2


def test_nobody_does_it_to_himself() -> None:
    document = language.parse(Article("سرهنگ محمد رستگار گفت: از خودرو این فرد ۱۹ هزار دلار کشف شد.", published=DAY))
    roles = parts.of(actors.find(document))
    said = statements.find(document, roles)
    found = scenes(document, roles, said, [[] for _ in document.sentences])
    (window,) = windows(found, Pieces.load(MODELS / "pieces.tsv"))
    last = len(document.sentences[0].tokens) - 2
    near = candidates(found, window, 0, found[0].clauses[last])
    (officer,) = (c for c in near if c.stand is not None)
    act = Found(0, [last - 1, last], "COERCE", None, "occurred", 0.9, [officer], [officer], {})
    hit = learned._told(roles[0], roles, found, said, act).hit
    assert [s.actor for s in hit.actor] != [s.actor for s in hit.recipient]
    assert roles[0].cast.countries(hit.actor) == roles[0].cast.countries(hit.recipient)


def test_without_the_model_only_patterns_read() -> None:
    text = f"وزیر خارجه ایران با همتای عمانی خود دیدار کرد. {ADDED}"
    with_model, without = Reader(), Reader(model=False)
    assert "model" not in {e.pattern for e in without(Article(text, published=DAY)).events}
    assert without.info.model is None
    assert with_model.info.model
    assert with_model.info.codebook == without.info.codebook


@pytest.mark.parametrize(
    "text",
    [
        "اگر روسیه سامانه پدافندی در اختیار سوریه بگذارد، اسرائیل پاسخ می‌دهد.",
        "روسیه سامانه پدافندی در اختیار سوریه نگذاشت.",
        "قرار است روسیه سامانه پدافندی در اختیار سوریه بگذارد.",
    ],
)
def test_what_was_not_done_is_not_told_as_done(text: str) -> None:
    found = [e for e in Reader()(Article(text, published=DAY)).events if e.event == "AID"]
    assert all(e.status != "occurred" for e in found)


def test_scenes_survive_json() -> None:
    found, _ = made(f"وزیر خارجه ایران گفت که با همتای عمانی خود دیدار می‌کند. {ADDED}")
    assert [Scene.of(asdict(s)) for s in found] == found
    assert not found[0].skip
    assert {s.country for s in found[1].stands} == {"RUS", "SYR"}


def test_windows_hold_all_words_of_sentences_that_name_somebody() -> None:
    found, _ = made(" ".join([ADDED, "هوا سرد است.", "ایران با عمان گفت‌وگو کرد."] * 40))
    pieces = Pieces.load(MODELS / "pieces.tsv")
    made_of = windows(found, pieces)
    read = [i for w in made_of for i in w.sentences]
    assert read == [i for i, s in enumerate(found) if not s.skip]
    for window in made_of:
        assert len(window.pieces) == len(window.kinds) == len(window.hints)
        assert all(a < b for a, b in pairwise(window.starts))


def test_candidates_are_named_near_or_stand_for_somebody() -> None:
    found, _ = made(f"ایران بیانیه داد. {ADDED}")
    (window,) = windows(found, Pieces.load(MODELS / "pieces.tsv"))
    near = candidates(found, window, 1, 0)
    assert {"IRN", "RUS", "SYR"} <= {c.country for c in near}
    assert all((c.stand is None) == (c.special > 0) for c in near)


def test_a_pattern_of_the_type_on_the_words_keeps_the_model_silent() -> None:
    found, _ = made(ADDED)
    network = Network(MODELS)
    acts, _, _ = network.read(found, 0.5)
    assert [a.event for a in acts] == ["AID"]
    found[0].signs.append(Sign(0, len(found[0].words) - 1, "AID", None, "occurred", ["RUS"], ["SYR"]))
    assert not [a for a in network.read(found, 0.5)[0] if a.event == "AID"]


def test_runs_go_on_over_a_gap_and_end_at_another_type() -> None:
    assert runs([0, 1, 2, 0, 2, 0, 0, 0, 0, 2, 3, 4]) == [([1, 2, 4], 0), ([9], 0), ([10, 11], 1)]


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="reinstall Vaqaye"):
        Network(tmp_path)


@pytest.mark.parametrize("maker", sorted(curves()))
def test_confidence_rises_with_the_score(maker: str) -> None:
    values = [confidence(maker, n / 20) for n in range(21)]
    assert all(0 <= a <= b <= 1 for a, b in pairwise(values))


def test_explain_says_that_the_model_chose_the_sides() -> None:
    reading = Reader()(Article(ADDED, published=DAY))
    report = reading.explain(Reader())
    assert "event      AID by model" in report
    assert "recipient: state:SYR (سوریه; as the model reads it)" in report


def test_entries_below_a_confidence_are_left_out() -> None:
    text = f"سخنگوی دولت ایران گفت که وزیر خارجه ایران با همتای عمانی خود دیدار کرد. {ADDED}"
    reading = Reader()(Article(text, published=DAY))
    surest = max(e.confidence for e in reading.events)
    assert {e.confidence for e in at_least(reading, surest).events} == {surest}
    assert not at_least(reading, surest + 0.01).events
    assert at_least(reading, 0.0) == reading
    none = at_least(reading, 1.0)
    assert not none.statements
    assert all(e.statement is None for e in none.events)


def test_nobody_stands_on_both_sides_nor_suffers_what_he_reports() -> None:
    text = "ایتمار بن‌گویر، وزیر امنیت ملی اسرائیل، با این توافق مخالفت کرد و تهدید کرد که از دولت استعفا خواهد داد."
    reading = Reader()(Article(text, published=DAY))
    assert reading.events
    for event in reading.events:
        assert not {p.actor for p in event.actor} & {p.actor for p in event.recipient}
    text = "به گفته وزارت بهداشت غزه، از آغاز جنگ بیش از ۴۶ هزار فلسطینی کشته شده‌اند."
    reading = Reader()(Article(text, published=DAY))
    (told,) = [e for e in reading.events if e.event == "ASSAULT"]
    assert "وزارت بهداشت" not in " ".join(reading.actor(p.actor).name.fa or "" for p in told.recipient)
