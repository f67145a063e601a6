"""Any reading that the types allow, for hypothesis."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from vaqaye import model
from vaqaye.model import Article, Name, Participant, Reading, Span

_word = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
_maybe = st.none() | _word
_offset = st.integers(0, 2**40)
_spans = st.lists(st.builds(Span, _offset, _offset), max_size=3).map(tuple)
_words = st.lists(_word, max_size=3).map(tuple)
_share = st.floats(0, 1)
_name = st.builds(Name, _maybe, _maybe)
_published = st.sampled_from(
    [None, "2024", "2024-05-01", "2024-05-01T10:00:00+03:30", "1850-01-01", "دیروز", "9999-12-31"]
)


def _choice(literal: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(literal))


_actors = st.lists(
    st.builds(
        model.Actor,
        id=st.sampled_from(["state:IRN", "person:x", "org:y", "local:1", "local:2", "local:3"]),
        name=_name,
        kind=_choice(model.ActorKind),
        country=st.sampled_from([None, "IRN", "RUS", "UNO"]),
        sector=_maybe,
        also=st.lists(st.builds(model.Hat, _maybe, _maybe), max_size=2).map(tuple),
        role=st.none() | st.builds(model.Role, _word, _maybe, _maybe, _maybe),
        wikidata=_maybe,
        mentions=st.lists(
            st.builds(model.Mention, _offset, _offset, _choice(model.How), _maybe)
            | st.builds(model.Mention, st.none(), st.none(), st.just("dropped"), _maybe),
            max_size=3,
        ).map(tuple),
    ),
    min_size=1,
    unique_by=lambda actor: actor.id,
).map(tuple)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any reading that the types allow and whose actors are there."""
    actors = draw(_actors)
    ids = st.sampled_from([actor.id for actor in actors])
    people = st.lists(st.builds(Participant, ids, st.none() | _offset, st.none() | _offset), max_size=4).map(tuple)
    date = st.builds(model.EventDate, _word, _choice(model.Precision), st.none() | _offset, st.none() | _offset)
    count = st.none() | st.integers(0, 10**9)
    statement = st.builds(
        model.Statement,
        id=_word,
        speaker=ids,
        kind=_choice(model.StatementKind),
        cue=st.none() | st.builds(model.Cue, _offset, _offset, _word, _choice(model.Stance)),
        content=st.builds(Span, _offset, _offset),
        evidence=_spans,
        addressees=st.lists(ids, max_size=2).map(tuple),
        quotes=_spans,
        date=_published,
        venue=_maybe,
        confidence=_share,
    )
    act = st.builds(
        model.Event,
        id=_word,
        event=_choice(model.EventType),
        mode=_maybe,
        status=_choice(model.Status),
        plover=st.none() | _choice(model.EventType),
        cameo=_maybe,
        contexts=_words,
        actor=people,
        recipient=people,
        date=st.none() | date,
        place=st.none() | st.builds(model.Place, _name, _maybe, _offset, _offset),
        reported_by=st.none() | ids,
        statement=_maybe,
        trigger=st.builds(Span, _offset, _offset),
        evidence=_spans,
        pattern=_word,
        confidence=_share,
        size=st.none() | st.builds(model.Size, st.integers(0, 9), count, count, count),
    )
    agreement = st.builds(
        model.Agreement,
        id=_word,
        name=_word,
        parties=_words,
        topics=_words,
        term=_maybe,
        status=_choice(model.AgreementStatus),
        text_published=st.none() | st.booleans(),
        date=_published,
        evidence=_spans,
    )
    figure = st.builds(
        model.Figure,
        metric=_name,
        value=st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False),
        unit=_word,
        change=st.none() | _choice(model.Change),
        parties=_words,
        period=_maybe,
        speaker=st.none() | ids,
        evidence=_spans,
    )
    day = st.builds(
        model.Day,
        _offset,
        _offset,
        _published,
        st.none() | _choice(model.Precision),
        _choice(model.Calendar),
        _choice(model.Anchor),
        _maybe,
        _maybe,
    )
    info = st.builds(model.ReaderInfo, _word, _word, _word, _maybe)
    return Reading(
        draw(
            st.builds(
                Article,
                st.text(st.characters(exclude_categories=["Cs"])),
                st.just("any"),
                _maybe,
                _maybe,
                _maybe,
                _published,
                _maybe,
                _words,
                st.none() | info,
            )
        ),
        actors,
        draw(st.lists(day, max_size=2).map(tuple)),
        draw(st.lists(statement, max_size=2).map(tuple)),
        draw(st.lists(act, max_size=2).map(tuple)),
        draw(st.lists(agreement, max_size=2).map(tuple)),
        draw(st.lists(figure, max_size=2).map(tuple)),
    )
