"""The two sides of an act, chosen together."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from vaqaye.events.pairs import QUAD, choose, features, pairs, weights
from vaqaye.resources import learnt

NOBODY: tuple[set[str], set[str]] = (set(), set())
ODDS = st.floats(-30, 30)
SCORES = st.dictionaries(st.sampled_from("IRN IRQ USA RUS CHN PSE ISR FRA".split()), st.tuples(ODDS, ODDS), max_size=8)


def test_nobody_blames_himself_where_another_is_as_likely() -> None:
    scores = {"IRN": (4.0, 0.4), "ISR": (-3.0, 0.3)}
    actor, recipient = choose(scores, "ACCUSE", "accuse.condemn.mahkum", ({"IRN"}, set()))
    assert actor == {"IRN"}
    assert recipient == {"ISR"}


def test_both_who_meet_are_actors() -> None:
    scores = {"IRN": (3.0, -4.0), "OMN": (2.5, -2.0), "FRA": (-6.0, -7.0)}
    actor, recipient = choose(scores, "CONSULT", "consult.meet.didar", ({"IRN", "OMN"}, set()))
    assert actor == {"IRN", "OMN"}
    assert not recipient


@given(SCORES)
def test_every_choice_is_of_those_weighed_and_few(scores: dict[str, tuple[float, float]]) -> None:
    found = pairs(scores, ({"IRN"}, {"USA"}))
    assert 1 <= len(found) <= 144  # twelve sets a side
    assert all(p.actor | p.recipient <= set(scores) for p in found)
    assert len({(p.actor, p.recipient) for p in found}) == len(found)
    actor, recipient = choose(scores, "ASSAULT", "model", NOBODY)
    assert (actor, recipient) in {(p.actor, p.recipient) for p in pairs(scores, NOBODY)}


@given(SCORES)
def test_the_order_of_countries_says_nothing(scores: dict[str, tuple[float, float]]) -> None:
    other = dict(reversed(scores.items()))
    assert choose(scores, "REJECT", "model", NOBODY) == choose(other, "REJECT", "model", NOBODY)


def test_a_sure_country_stays() -> None:
    for event in QUAD:
        actor, recipient = choose({"RUS": (9.0, -9.0), "UKR": (-9.0, 9.0)}, event, "model", ({"RUS"}, {"UKR"}))
        assert actor == {"RUS"}
        assert recipient == {"UKR"}


def test_weights_belong_to_features_that_exist() -> None:
    known = weights()
    assert known["actor"] > 0
    assert known["recipient"] > 0
    assert len(known) == len(learnt("pairs"))
    asked = set()
    for left, right in combinations(["IRN", "USA", "ISR", "PSE"], 2):
        for pair in pairs({left: (1.0, -1.0), right: (-1.0, 1.0)}, ({left}, {right})):
            asked |= set(features(pair, "ASSAULT", "assault.attack.noun", ({left}, {right})))
    assert len(asked & set(known)) > 40
