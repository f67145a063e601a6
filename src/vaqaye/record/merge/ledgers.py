"""Agreements over many articles: which of them are one, and what its ledger says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from vaqaye.record.days import first_key
from vaqaye.record.merge.stories import story_key
from vaqaye.record.merge.tellings import Telling, ordinal
from vaqaye.record.merge.words import Words
from vaqaye.record.rows import name_key
from vaqaye.resources import shipped

QUIET_DAYS = 180
"""What is called «توافق ایران و آمریکا» after half a year without a word is another agreement."""

_NO_WORDS = Words(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True, eq=False)
class Deal(Telling):
    """An agreement as one article tells of it. `kind` is what one agreement has in common, whoever tells of it."""

    name: str
    parties: tuple[str, ...]
    status: str
    day: str | None
    kind: tuple[str, ...]


_DEAL = (
    "SELECT g.article, g.n, r.own, a.id, a.source, a.published, g.name, g.status, g.day, (SELECT group_concat(country) "
    "FROM parties WHERE article = g.article AND agreement = g.n) FROM reports r "
    "JOIN agreements g ON g.article = r.article AND g.n = r.n JOIN articles a ON a.key = r.article "
    "WHERE r.entry = 'agreement' AND "
)


def read_deal(db: sqlite3.Connection, key: tuple[int, int]) -> Deal:
    """The agreement `key` says."""
    return _deal(*db.execute(f"{_DEAL} r.article = ? AND r.n = ?", key).fetchone())


def read_deals(db: sqlite3.Connection, part: int) -> Iterator[Deal]:
    """The agreements of a component; fifty thousand a second."""
    for row in db.execute(f"{_DEAL} r.component = ?", (part,)):
        yield _deal(*row)


def _deal(
    article: int, n: int, own: int, id: str, outlet: str | None, published: str | None, name: str, status: str,
    day: str | None, countries: str | None,
) -> Deal:  # fmt: skip
    parties = tuple(sorted(set(countries.split(",")))) if countries else ()
    kind = kind_of(name, parties) or ("alone", id, str(n))
    order = (first_key(published), id, n)
    return Deal(
        (article, n), order, own, id, outlet, published, ordinal(day), _NO_WORDS, name, parties, status, day, kind
    )  # fmt: skip


@lru_cache(10_000)
def kind_of(name: str, parties: tuple[str, ...]) -> tuple[str, ...]:
    """What one agreement has in common; `parties` are in order.

    A name of its own («برجام»), else the sort and the parties; nothing where those say too little.
    """
    wanted = name_key(name)
    for key, own, sort in _names():
        if key in wanted and (own or wanted.startswith(key)):
            if own:
                return ("named", own)
            return ("parties", sort, *parties) if len(parties) > 1 else ()
    return ("parties", "", *parties) if len(parties) > 1 else ()


@cache
def _names() -> tuple[tuple[str, str, str], ...]:
    """Key of each name of the lexicon, what it is called in all spellings where it is one agreement, its sort."""
    rows = [
        (name_key(row["name"]), "" if row["generic"] or row["sort"] else row["en"], row["sort"] or row["en"])
        for row in shipped("agreements")
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def component_of(deal: Deal) -> int:
    """The component of an agreement: all that are of its kind."""
    return story_key("agreements", *deal.kind)


def in_ledgers(deals: Sequence[Deal]) -> list[list[Deal]]:
    """Agreements of one kind as ledgers: half a year of silence parts them; undated ones are together."""
    ledgers: list[list[Deal]] = []
    last: int | None = None
    for deal in sorted(deals, key=lambda d: (d.anchor or 0, d.order)):
        quiet = deal.anchor is not None and last is not None and deal.anchor - last > QUIET_DAYS
        if not ledgers or quiet or (last is None and deal.anchor is not None and ledgers[-1][-1].anchor is None):
            ledgers.append([])
        ledgers[-1].append(deal)
        last = deal.anchor
    return [sorted(ledger, key=lambda d: d.order) for ledger in ledgers]
