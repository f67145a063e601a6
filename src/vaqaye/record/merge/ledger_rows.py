"""Ledgers in the record: what is new goes into one of tens of thousands of reports without reading all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice, pairwise

import orjson

from vaqaye.record.days import DATED, SLOT, first_key
from vaqaye.record.merge.copies import origin
from vaqaye.record.merge.ledgers import QUIET_DAYS, Deal, in_ledgers, ledger_key, read_deal
from vaqaye.record.merge.stories import common, copied, story_id
from vaqaye.record.merge.tellings import Key
from vaqaye.record.rows import Row, name_key

_NAMING = 200
_INSERT = "INSERT INTO ledgers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_MOVE = (
    "UPDATE reports SET story = ?, component = ?, copy = ? WHERE article = ? AND entry = 'agreement' AND n = ? "
    "AND (story <> ? OR component <> ? OR copy <> ?)"
)


def write(db: sqlite3.Connection, part: int, deals: Sequence[Deal]) -> None:
    """Divides all agreements of a component into ledgers and writes them; those that were there are deleted already."""
    for ledger in in_ledgers(deals):
        key = ledger_key(ledger)
        copies, _ = copied(ledger, lambda article: origin(db, article))
        found = zip(copies, ledger, strict=True)
        db.executemany(_MOVE, [(key, part, copy, *deal.key, key, part, copy) for copy, deal in found])
        _write_row(db, key, part, {party for deal in ledger for party in deal.parties}, _days(ledger))


def grow(db: sqlite3.Connection, part: int, deals: Sequence[Deal]) -> bool:
    """Puts new agreements into the only ledger of their component.

    False, and nothing done, where there is none or several, or they make a new one: `write` has to.
    """
    there = db.execute("SELECT key, parties, first_day, last_day FROM ledgers WHERE component = ?", (part,)).fetchall()
    anchors = {deal.anchor for deal in deals}
    if len(there) != 1 or None in anchors or there[0][2] is None:
        return False
    ((old, parties, first, last),) = there
    since, until = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    days = sorted({since, until}.union(anchor for anchor in anchors if anchor is not None))
    if any(b - a > QUIET_DAYS for a, b in pairwise(days) if not since <= a < until):
        return False
    oldest = next(_from_end(db, old, newest=False))
    key = ledger_key([min((*deals, oldest), key=lambda deal: deal.order)])
    db.execute("DELETE FROM ledgers WHERE key = ?", (old,))
    if key != old:
        db.execute("UPDATE reports SET story = ? WHERE story = ? AND entry = 'agreement'", (key, old))
    db.executemany(_MOVE, [(key, part, False, *deal.key, key, part, False) for deal in deals])
    for group in {origin(db, deal.key[0]) for deal in deals}:
        _mark_copies(db, key, part, group)
    told = set(orjson.loads(parties)).union(*(deal.parties for deal in deals))
    _write_row(db, key, part, told, (days[0], days[-1]))
    return True


def _mark_copies(db: sqlite3.Connection, key: int, part: int, group: int) -> None:
    """Which reports of a ledger are copies, among those of one group of articles that copy each other."""
    rows = db.execute(
        "SELECT r.article, r.n, r.copy, a.id, a.published FROM copies c "
        "CROSS JOIN reports r ON r.article = c.article AND r.entry = 'agreement' "  # never from all of the ledger
        "JOIN articles a ON a.key = r.article WHERE c.origin = ? AND r.story = ?",
        (group, key),
    ).fetchall()
    first = min(rows, key=lambda row: (first_key(row[4]), row[3]))[0]
    for article, n, copy, *_ in rows:
        if copy != (article != first):
            db.execute(_MOVE, (key, part, not copy, article, n, key, part, not copy))


def _days(ledger: Sequence[Deal]) -> tuple[int | None, int | None]:
    anchors = [deal.anchor for deal in ledger if deal.anchor is not None]
    return (min(anchors), max(anchors)) if anchors else (None, None)


def _write_row(
    db: sqlite3.Connection, key: int, part: int, parties: Iterable[str], days: tuple[int | None, int | None]
) -> None:
    """The row of a ledger whose reports are there."""
    ((articles, outlets),) = db.execute(
        "SELECT count(DISTINCT r.article), count(DISTINCT coalesce('=' || a.source, a.id)) FROM reports r "
        "JOIN articles a ON a.key = r.article WHERE r.story = ?",
        (key,),
    )
    beginning = list(islice(_from_end(db, key, newest=False), _NAMING))
    newest = next(_from_end(db, key, newest=True))
    status = next((d.status for d in _from_end(db, key, newest=True) if d.status != "unknown"), "unknown")
    name = common(deal.name for deal in beginning)
    listed = orjson.dumps(sorted(parties)).decode()
    first, last = (None if day is None else str(date.fromordinal(day)) for day in days)
    row: Row = (
        key, story_id(key), name, name_key(name), listed, status, newest.day, articles, outlets,
        beginning[0].published, newest.published, part, first, last,
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
