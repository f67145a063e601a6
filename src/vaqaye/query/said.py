"""Questions for statements: who said what about what, and when it changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import get_args

from vaqaye.errors import QueryError
from vaqaye.model import Stance
from vaqaye.query.answers import Page, Position, Quote
from vaqaye.query.asked import Spot, When, checked_limit, cursor_of, spot_of
from vaqaye.query.load import Bodies, quotes
from vaqaye.query.walk import FROM_SOURCE, Arm, Condition, Drive, Walk
from vaqaye.record import Record, words
from vaqaye.record.days import LAST_KEY
from vaqaye.record.who import Party, party

_STANCES = get_args(Stance)
_CHANGES = 1000  # statements that are looked at for changes of stance
_MANY_KEYS = 20
_ARTICLES, _AT_ONCE = 500, 50  # with the words, looked at for one page
_CONTENT = "m.start >= e.content_start AND m.start < e.content_end"


def statements(
    record: Record,
    by: str | None = None,
    about: str | None = None,
    *,
    words: str | None = None,
    stance: str | None = None,
    source: str | None = None,
    since: str | None = None,
    until: str | None = None,
    published: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Quote]:
    """What was said, newest first: by a party, about one (whom the words mention), with all of some words in it.

    About a country without a speaker means what those of other countries say of it. With `words`, or `published`, the
    order is that of publication.
    """
    with record.snapshot():
        walk = _walk(record, by, about, stance, source, since, until)
        if published and not words:
            walk = walk.by_publication()
        if words:
            spots, following = _with_words(walk, words, checked_limit(limit), cursor)
            return Page(quotes(record, spots), following)
        spots, following, seen = walk.page(checked_limit(limit), cursor)
        return Page(quotes(record, spots), following, seen)


def positions(
    record: Record,
    by: str,
    about: str | None = None,
    *,
    words: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> tuple[Position, ...]:
    """How a speaker's stance on a party or matter went over time, oldest first: from each position to the next it changed.

    Of the newest thousand statements; those behind a mere colon have no stance and are left out.
    """
    with record.snapshot():
        walk = _walk(record, by, about, None, None, since, until)
        spots = _with_words(walk, words, _CHANGES, None)[0] if words else walk.page(_CHANGES, None)[0]
        return tuple(_positions(record, sorted(spots, key=lambda spot: spot.order)))


def _positions(record: Record, spots: list[Spot]) -> Iterator[Position]:
    def stance(spot: Spot) -> str | None:
        sql = "SELECT cue_stance FROM statements WHERE article = ? AND n = ?"
        ((found,),) = record.select(sql, (spot.article, spot.n))
        return None if found is None else str(found)

    told = [(spot, taken) for spot in spots if spot.day and (taken := stance(spot))]
    for taken, some in groupby(told, key=lambda pair: pair[1]):
        run = [spot for spot, _ in some]
        first, last = quotes(record, (run[0], run[-1]))
        yield Position(taken, first, last, len(run))


def _walk(
    record: Record,
    by: str | None,
    about: str | None,
    stance: str | None,
    source: str | None,
    since: str | None,
    until: str | None,
) -> Walk:
    if stance is not None and stance not in _STANCES:
        raise QueryError(f"there is no stance {stance[:40]!r}: take one of {' '.join(_STANCES)}")
    drives: list[Drive] = []
    conditions: list[Condition] = []
    speaker = party(record, by) if by else None
    spoken_of = party(record, about) if about else None
    if spoken_of:
        drives += _about(speaker, spoken_of)
        sql = (
            f"EXISTS (SELECT 1 FROM mentions m JOIN actors o ON o.key = m.actor WHERE m.article = e.article "
            f"AND {spoken_of.on('m.actor', 'o.country')} AND {_CONTENT})"
        )
        conditions.append(Condition(sql, spoken_of.parameters))
    if speaker:
        drives.append(_by(record, speaker))
        # First: it is a look at the row itself, the other one at all mentions of its article.
        conditions.insert(0, Condition(speaker.on("e.speaker", "e.country"), speaker.parameters))
    if stance:
        conditions.append(Condition("e.cue_stance = ?", (stance,)))
    if source:
        conditions.append(Condition(FROM_SOURCE, (source,)))
    everything = Drive((Arm("SELECT day, article, n FROM statements WHERE true"),))
    if spoken_of and spoken_of.keys and not speaker:
        drives.insert(0, everything)
    return Walk(record, "statements", drives or (everything,), When.of(since, until), tuple(conditions))


def _with_words(walk: Walk, asked: str, limit: int, cursor: str | None) -> tuple[list[Spot], str | None]:
    """The statements of a walk that have these words, in order of publication: as the index of words gives articles."""
    wanted, after = words.terms(asked), spot_of(cursor)
    match = " ".join(term.match() for term in wanted)
    fits = " AND ".join(f"({c.sql})" for c in walk.conditions) or "true"
    values = [v for c in walk.conditions for v in c.values]
    bodies = Bodies(walk.record)
    found: list[Spot] = []
    last = after.article if after else LAST_KEY
    for _ in range(_ARTICLES // _AT_ONCE):
        rows = walk.record.select(
            "SELECT rowid FROM search WHERE search MATCH ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?",
            (match, last, _AT_ONCE),
        )
        for (article,) in rows:
            there = walk.record.select(
                "SELECT e.day, e.article, e.n, e.content_start, e.content_end FROM statements e "
                f"WHERE e.article = ? {walk.when.on('e.day')} AND {fits} ORDER BY e.n DESC",
                (article, *walk.when.values, *values),
            )
            for day, _, n, start, end in there:
                if after and (article, n) >= (after.article, after.n):
                    continue
                if words.has_all(bodies.source(article, start, end).quote, wanted):
                    found.append(Spot(day, article, n))
                if len(found) > limit:
                    return found[:limit], cursor_of(found[limit - 1])
        if len(rows) < _AT_ONCE:
            return found, None
        last = rows[-1][0] - 1
    return found, cursor_of(Spot(None, last + 1, 0))


def _by(record: Record, speaker: Party) -> Drive:
    select = "SELECT day, article, n FROM statements WHERE "
    if speaker.code:
        return Drive((Arm(f"{select}country = ?", (speaker.code,)),))
    keys = [key for (key,) in record.select(speaker.keys or "", speaker.values)]
    if len(keys) > _MANY_KEYS:
        return Drive((Arm(f"{select}{speaker.on('speaker', 'country')}", speaker.parameters),))
    return Drive(tuple(Arm(f"{select}speaker = ?", (key,)) for key in keys))


def _about(speaker: Party | None, spoken_of: Party) -> Iterator[Drive]:
    """By the country of who is spoken of: `pairs` has what one country says of another."""
    there = spoken_of.who.country
    here = speaker.who.country if speaker else None
    select = "SELECT day, article, n FROM pairs WHERE "
    if there and here and here != there:
        yield Drive((Arm(f"{select}a = ? AND b = ? AND entry = 'statement'", (here, there)),))
    if spoken_of.keys and (not speaker or here):
        # «+»: the index of countries would be gone through once for each article.
        near = (
            "FROM casts c CROSS JOIN statements s ON s.article = c.article "
            f"WHERE c.actor IN ({spoken_of.keys}){' AND +s.country = ?' if here else ''}"
        )
        arm = f"SELECT DISTINCT day, article, n FROM (SELECT s.day AS day, s.article AS article, s.n AS n {near}) WHERE true"
        values = (*spoken_of.values, *([here] if here else []))
        yield Drive((Arm(arm, values, size=f"SELECT 1 {near}"),))
    elif there and not speaker:
        yield Drive((Arm("SELECT DISTINCT day, article, n FROM pairs WHERE b = ? AND entry = 'statement'", (there,)),))
