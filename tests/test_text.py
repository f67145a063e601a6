"""The normalised view and its offset map."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaqaye.text import fold, key_of, look

PERSIAN = st.text(
    alphabet="ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكىةؤئأإآء"
    '\u200c\u200d\u200e\u200f\u0640\u064b\u0651\u0670 ٬،,.؟!«»“”"۱۲۳١٢123\n\r\t\u00a0\ufeff\u00adﻻ﷼ﷲ',
    max_size=80,
)


@pytest.mark.parametrize(
    ("source", "view"),
    [
        ("كتاب‌هاي علي", "کتاب‌های علی"),
        ("ابراهیم رئیسی٬ رئیس جمهوری", "ابراهیم رئیسی، رئیس جمهوری"),
        ("۱٬۲۰۰ نفر", "1٬200 نفر"),
        ("مَدرَسـه", "مدرسه"),
        ("می‌‌رود", "می‌رود"),
        ("می\u00adرود", "می‌رود"),
        ("گفت‌ و رفت", "گفت و رفت"),
        ("١٢ روز", "12 روز"),
        ("“سلام”", "«سلام»"),
        ("اﻻن", "الان"),
    ],
)
def test_one_spelling(source: str, view: str) -> None:
    assert look(source).text == view


@given(st.one_of(PERSIAN, st.text(max_size=60)))
def test_offsets_lead_back(source: str) -> None:
    view = look(source)
    places = list(range(len(source))) if view.offsets is None else list(view.offsets)
    assert len(places) == len(view.text)
    assert places == sorted(places), "the map is monotone"
    assert all(0 <= place < len(source) for place in places)
    for index in range(len(view.text)):
        start, end = view.span(index, index + 1)
        assert end == start + 1
        assert view.at(start) <= index


@given(PERSIAN)
def test_letters_are_not_lost(source: str) -> None:
    kept = set(range(len(source))) if look(source).offsets is None else set(look(source).offsets or ())
    dropped = [c for i, c in enumerate(source) if i not in kept]
    assert not any(c in "ابپتجدرسکگلمنوهیيك123۱۲۳" for c in dropped)


@given(PERSIAN)
def test_a_view_is_its_own_view(source: str) -> None:
    once = look(source).text
    assert look(once).text == once


def test_key_joins_spellings() -> None:
    assert fold("گفت‌وگو") == fold("گفتوگو")
    assert fold("رئیسی") == fold("رییسی") == fold("رئيسي")
    assert key_of("امضاء") == "امضا"
    assert fold("آب") != fold("اب")
