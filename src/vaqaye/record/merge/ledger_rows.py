"""Ledgers in the record: a batch changes one of tens of thousands of reports without reading all of them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, islice, pairwise

import orjson

from vaqaye.record.days import DATED, SLOT, first_key
from vaqaye.record.merge.copies import origin
from vaqaye.record.merge.ledgers import QUIET_DAYS, Deal, component_of, in_ledgers, read_deal, read_deals
from vaqaye.record.merge.stories import common, story_id
from vaqaye.record.merge.tellings import Key, ordinal
from vaqaye.record.rows import Row, name_key

_NAMING = 200
_COLUMNS = (
    "key, id, name, name_key, parties, status, day, reports, sources, first_report, last_report, component, first_day, "
    "last_day"
)  # fmt: skip
_INSERT = f"INSERT INTO ledgers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_MOVE = (
    "UPDATE reports SET story = ?1, component = ?2, copy = ?3 WHERE article = ?4 AND entry = 'agreement' AND n = ?5 "
    "AND (story, component, copy) IS NOT (?1, ?2, ?3)"
)


@dataclass(slots=True)
class Change:
    """What a batch changes in one component: new reports, those taken out, groups of copies to be looked at anew."""

    new: list[Deal] = field(default_factory=list)
    gone: list[Deal] = field(default_factory=list)
    groups: set[int] = field(default_factory=set)


def link(db: sqlite3.Connection, keys: Iterable[Key], gone: Iterable[tuple[int, Deal]], moved: Iterable[int]) -> None:
    """Takes new agreements into ledgers, after some were taken out of theirs.

    `gone` are those with their components, which are others where the lexicon calls agreements by other names now; `moved`
    are articles whose copies have changed.
    """
    changes: defaultdict[int, Change] = defaultdict(Change)
    for key in keys:
        deal = read_deal(db, key)
        changes[component_of(deal)].new.append(deal)
    for part, deal in gone:
        changes[part].gone.append(deal)
    mine = {deal.key for change in changes.values() for deal in change.new}
    for article in moved:
        sql = "SELECT n, component FROM reports WHERE article = ? AND entry = 'agreement'"
        for n, part in db.execute(sql, (article,)).fetchall():
            if (article, n) not in mine:
                changes[part].groups.add(origin(db, article))
    for part, change in sorted(
        changes.items(), key=lambda item: bool(item[1].new)
    ):  # what is left before what is joined
        if not _changed(db, part, change):
            deals = list(read_deals(db, part))
            db.execute("DELETE FROM ledgers WHERE component = ?", (part,))
            write(db, part, [*deals, *change.new])


def write(db: sqlite3.Connection, part: int, deals: Sequence[Deal]) -> None:
    """Divides all agreements of a component into ledgers and writes them; those that were there are deleted already."""
    made = {ledger[0].own: ledger for ledger in in_ledgers(deals)}
    for key, ledger in made.items():
        first: dict[int, int] = {}
        copies = [first.setdefault(origin(db, deal.key[0]), deal.key[0]) != deal.key[0] for deal in ledger]
        db.executemany(_MOVE, [(key, part, copy, *deal.key) for copy, deal in zip(copies, ledger, strict=True)])
    for key, ledger in made.items():  # counted when none is in the ledger any more that it was in before
        ((articles, outlets),) = db.execute(
            "SELECT count(DISTINCT r.article), count(DISTINCT coalesce('=' || a.source, a.id)) FROM reports r "
            "JOIN articles a ON a.key = r.article WHERE r.story = ?",
            (key,),
        )
        parties = {party for deal in ledger for party in deal.parties}
        _write_row(db, key, part, parties, (articles, outlets), _days(ledger), _beginning(db, key))


def _changed(db: sqlite3.Connection, part: int, change: Change) -> bool:
    """Changes the only ledger of a component.

    False, and nothing done, where there is none or several, or the change may part it or make a new one: all of it has to
    be divided anew.
    """
    there = db.execute(f"SELECT {_COLUMNS} FROM ledgers WHERE component = ?", (part,)).fetchall()
    new, gone = change.new, change.gone
    if len(there) != 1 or there[0][12] is None or any(deal.anchor is None for deal in (*new, *gone)):
        return False
    ((old, _, name, _, parties, _, _, articles, outlets, began, _, _, first, last),) = there
    days = _days_after(db, old, (first, last), new, gone)
    told = set(orjson.loads(parties)).union(*(deal.parties for deal in new))
    oldest = next(_from_end(db, old, newest=False), None)
    lost = {party for deal in gone for party in deal.parties}.difference(*(deal.parties for deal in new))
    if days is None or oldest is None or lost:
        return False
    outlets += _more_outlets(db, old, new, gone)
    articles += len({deal.key[0] for deal in new}) - len({deal.key[0] for deal in gone})
    key = min((*new, oldest), key=lambda deal: deal.order).own
    db.execute("DELETE FROM ledgers WHERE key = ?", (old,))
    if key != old:
        db.execute("UPDATE reports SET story = ? WHERE story = ? AND entry = 'agreement'", (key, old))
    db.executemany(_MOVE, [(key, part, False, *deal.key) for deal in new])
    for group in change.groups.union(origin(db, deal.key[0]) for deal in new):
        _mark_copies(db, key, part, group)
    limit = db.execute("SELECT article FROM reports WHERE story = ? ORDER BY article LIMIT 1 OFFSET ?", (key, _NAMING))
    behind = next(limit, (0,))[0]
    kept = key == old and all(deal.key[0] // SLOT > behind // SLOT for deal in (*new, *gone)) and behind
    named = (name, began) if kept else _beginning(db, key)
    _write_row(db, key, part, told, (articles, outlets), days, named)
    return True


def _days_after(
    db: sqlite3.Connection, ledger: int, days: tuple[str, str], new: Sequence[Deal], gone: Sequence[Deal]
) -> tuple[int | None, int | None] | None:
    """First and last day of a ledger after a change; None where a silence may part it then."""
    since, until = (date.fromisoformat(day).toordinal() for day in days)
    anchors = {deal.anchor for deal in new if deal.anchor is not None}
    told = sorted({since, until} | anchors)
    if any(b - a > QUIET_DAYS for a, b in pairwise(told) if not since <= a < until):
        return None
    for day in {deal.day for deal in gone}:
        sql = (
            "SELECT 1 FROM agreements g CROSS JOIN reports r ON r.article = g.article AND r.entry = 'agreement' AND r.n = g.n "
            "WHERE g.day = ? AND r.story = ? LIMIT 1"
        )
        if ordinal(day) not in anchors and not db.execute(sql, (day, ledger)).fetchone():
            return None
    return told[0], told[-1]


def _more_outlets(db: sqlite3.Connection, ledger: int, new: Sequence[Deal], gone: Sequence[Deal]) -> int:
    """How many outlets more tell of a ledger after a change; an article without an outlet is one of its own."""
    now, before = ({deal.outlet or (deal.article,) for deal in deals} for deals in (new, gone))
    sql = (
        "SELECT 1 FROM reports r CROSS JOIN articles a ON a.key = r.article WHERE r.story = ? AND a.source = ? LIMIT 1"
    )
    more = 0
    for outlet in now ^ before:
        if not isinstance(outlet, str) or not db.execute(sql, (ledger, outlet)).fetchone():
            more += 1 if outlet in now else -1
    return more


def _mark_copies(db: sqlite3.Connection, key: int, part: int, group: int) -> None:
    """Which reports of a ledger are copies, among those of one group of articles that copy each other."""
    rows = db.execute(
        "SELECT r.article, r.n, r.copy, a.id, a.published FROM copies c "
        "CROSS JOIN reports r ON r.article = c.article AND r.entry = 'agreement' "  # never from all of the ledger
        "JOIN articles a ON a.key = r.article WHERE c.origin = ? AND r.story = ?",
        (group, key),
    ).fetchall()
    first = min(((first_key(row[4]), row[3], row[0]) for row in rows), default=(0, "", 0))[2]
    changed = [(key, part, not copy, article, n) for article, n, copy, *_ in rows if copy != (article != first)]
    db.executemany(_MOVE, changed)


def _days(ledger: Sequence[Deal]) -> tuple[int | None, int | None]:
    anchors = [deal.anchor for deal in ledger if deal.anchor is not None]
    return (min(anchors), max(anchors)) if anchors else (None, None)


def _beginning(db: sqlite3.Connection, key: int) -> tuple[str, str | None]:
    """The name that most of the first reports give, and when the first of all was published."""
    deals = list(islice(_from_end(db, key, newest=False), _NAMING))
    return common(deal.name for deal in deals), deals[0].published


def _write_row(
    db: sqlite3.Connection,
    key: int,
    part: int,
    parties: Iterable[str],
    number: tuple[int, int],
    days: tuple[int | None, int | None],
    named: tuple[str, str | None],
) -> None:
    """The row of a ledger whose reports are there: of so many articles and outlets, its name and when it began."""
    newest = next(_from_end(db, key, newest=True))
    status = next((d.status for d in _from_end(db, key, newest=True) if d.status != "unknown"), "unknown")
    name, began = named
    listed = orjson.dumps(sorted(parties)).decode()
    first, last = (None if day is None else str(date.fromordinal(day)) for day in days)
    row: Row = (
        key, story_id(key), name, name_key(name), listed, status, newest.day, *number, began, newest.published, part,
        first, last,
    )  # fmt: skip
    db.execute(_INSERT, row)


def _from_end(db: sqlite3.Connection, key: int, *, newest: bool) -> Iterator[Deal]:
    """The reports of a ledger in order, or from the newest on; reads no more than are taken, and those of one second."""
    order = "DESC" if newest else "ASC"
    rows = db.execute(f"SELECT article, n FROM reports WHERE story = ? ORDER BY article {order}", (key,))

    def second(report: Key) -> int:
        return report[0] // SLOT if report[0] >= DATED else 0

    for _, same in groupby(rows, second):
        deals = [read_deal(db, report) for report in same]
        yield from sorted(deals, key=lambda deal: deal.order, reverse=newest)
