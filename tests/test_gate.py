"""Sentences that the trained reader is not asked about."""

from __future__ import annotations

import pytest

from vaqaye import Article, Reader
from vaqaye.events import gate
from vaqaye.events.gate import promising, weights


@pytest.mark.parametrize(
    "text",
    [
        "روسیه سامانه پدافندی در اختیار سوریه گذاشت .",
        "وزیر خارجه ایران فردا به بغداد می‌رود .",
        "ارتش ترکیه مواضع شبه‌نظامیان را در شمال عراق بمباران کرد .",
    ],
)
def test_sentences_that_tell_an_act_are_read(text: str) -> None:
    assert promising(text.split(), 2, spoken=False)


@pytest.mark.parametrize(
    "text",
    [
        "این فیلم در جشنواره برلین به نمایش درآمد .",
        "تیم ملی ایران در بازی دوم خود برابر ژاپن به میدان می‌رود .",
    ],
)
def test_descriptions_are_passed_over(text: str) -> None:
    assert not promising(text.split(), 1, spoken=False)


def test_a_sentence_with_a_pattern_is_always_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_LEAST", 1e9)  # nothing passes but what a pattern has fired in
    text = "روسیه سامانه پدافندی در اختیار سوریه گذاشت. نخست‌وزیر ژاپن با رئیس‌جمهور ایران دیدار کرد."
    article = Article(text, published="2024-05-01")
    (event,) = Reader()(article).events
    (alone,) = Reader(model=False)(article).events
    assert event.pattern == alone.pattern
    assert event.pattern.startswith("consult")
    assert event.confidence != alone.confidence  # the one that the model has weighed


def test_the_bias_is_known() -> None:
    assert "=bias" in weights()
    assert len(weights()) > 1000
