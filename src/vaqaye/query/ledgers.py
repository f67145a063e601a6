"""Questions for agreements and figures: what was agreed, and numbers over time."""

from __future__ import annotations

import re
from typing import get_args

from vaqaye.errors import QueryError
from vaqaye.model import AgreementStatus, Name
from vaqaye.query.answers import Deal, Metric, Number, Page
from vaqaye.query.asked import When, checked_limit
from vaqaye.query.load import deals, numbers
from vaqaye.query.walk import FROM_SOURCE, LOOKED_AT, Arm, Condition, Drive, Walk
from vaqaye.record import Record
from vaqaye.record.who import party

_STATUSES = get_args(AgreementStatus)


def agreements(
    record: Record,
    a: str | None = None,
    b: str | None = None,
    *,
    ledger: str | None = None,
    status: str | None = None,
    source: str | None = None,
    since: str | None = None,
    until: str | None = None,
    published: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Deal]:
    """Agreements as articles tell of them, newest first; of one country, of two with each other, or one agreement.

    `ledger` is the id that all that tell of one agreement share. With `published` the order is that of publication.
    """
    if status is not None and status not in _STATUSES:
        raise QueryError(f"there is no status {status[:40]!r}: take one of {' '.join(_STATUSES)}")
    with record.snapshot():
        codes = [_country(record, asked) for asked in (a, b) if asked]
        drives, conditions = [], []
        for code in codes:
            arm = Arm(
                "SELECT DISTINCT day, article, n FROM (SELECT g.day AS day, p.article AS article, p.agreement AS n "
                "FROM parties p CROSS JOIN agreements g ON g.article = p.article AND g.n = p.agreement "
                "WHERE p.country = ?) WHERE true",
                (code,),
                size="SELECT 1 FROM parties WHERE country = ?",
            )
            drives.append(Drive((arm,)))
            sql = "EXISTS (SELECT 1 FROM parties p WHERE p.article = e.article AND p.agreement = e.n AND p.country = ?)"
            conditions.append(Condition(sql, (code,)))
        if len(codes) == 2:  # two countries may each have thousands, and few with each other
            drives.append(Drive((_of_both("parties", "agreement", *codes),)))
        if ledger is not None:
            key = _ledger(ledger)
            arm = Arm(
                "SELECT day, article, n FROM (SELECT g.day AS day, r.article AS article, r.n AS n FROM reports r "
                "CROSS JOIN agreements g ON g.article = r.article AND g.n = r.n "
                "WHERE r.story = ? AND r.entry = 'agreement') WHERE true",
                (key,),
            )
            drives.append(Drive((arm,)))
            sql = (
                "EXISTS (SELECT 1 FROM reports r WHERE r.article = e.article AND r.entry = 'agreement' AND r.n = e.n "
                "AND r.story = ?)"
            )
            conditions.append(Condition(sql, (key,)))
        if status:
            conditions.append(Condition("e.status = ?", (status,)))
        if source:
            conditions.append(Condition(FROM_SOURCE, (source,)))
        drives.append(Drive((Arm("SELECT day, article, n FROM agreements WHERE true"),)))
        walk = Walk(record, "agreements", drives[::-1], When.of(since, until), tuple(conditions))
        if published:
            walk = walk.by_publication()
        spots, following, seen = walk.page(checked_limit(limit), cursor)
        return Page(deals(record, spots), following, seen)


def figures(
    record: Record,
    party: str | None = None,
    other: str | None = None,
    *,
    metric: str | None = None,
    unit: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Number]:
    """Figures about one country or two, newest first. A series over time is one metric, unit and party."""
    with record.snapshot():
        drives, conditions = [], []
        codes = [_country(record, asked) for asked in (party, other) if asked]
        if len(codes) == 2:
            drives.append(Drive((_of_both("figure_parties", "figure", *codes),)))
        for code in codes:
            arm = Arm(
                "SELECT DISTINCT day, article, figure AS n FROM figure_parties WHERE country = ?", (code,), "figure"
            )
            drives.append(Drive((arm,)))
            sql = "EXISTS (SELECT 1 FROM figure_parties p WHERE p.article = e.article AND p.figure = e.n AND p.country = ?)"
            conditions.append(Condition(sql, (code,)))
        if metric:
            drives.append(Drive((Arm("SELECT day, article, n FROM figures WHERE metric_fa = ?", (metric,)),)))
            conditions.append(Condition("e.metric_fa = ?", (metric,)))
        if unit:
            conditions.append(Condition("e.unit = ?", (unit,)))
        everything = Drive((Arm("SELECT day, article, n FROM figures WHERE true"),))
        walk = Walk(record, "figures", drives or (everything,), When.of(since, until), tuple(conditions))
        spots, following, seen = walk.page(checked_limit(limit), cursor)
        return Page(numbers(record, spots), following, seen)


def metrics(record: Record, party: str | None = None, *, limit: int = 200) -> tuple[Metric, ...]:
    """What the newest figures (about a country) measure and in which units, the commonest first."""
    with record.snapshot():
        if party:
            newest = "SELECT article, figure AS n FROM figure_parties WHERE country = ? ORDER BY day DESC LIMIT ?"
            values: tuple[str | int, ...] = (_country(record, party), LOOKED_AT)
        else:
            newest, values = "SELECT article, n FROM figures WHERE day >= '' ORDER BY day DESC LIMIT ?", (LOOKED_AT,)
        rows = record.select(
            "SELECT f.metric_fa, max(f.metric_en), f.unit, count(*) "
            f"FROM ({newest}) x CROSS JOIN figures f ON f.article = x.article AND f.n = x.n "
            "GROUP BY f.metric_fa, f.unit ORDER BY 4 DESC, 1, 3 LIMIT ?",
            (*values, checked_limit(limit)),
        )
        return tuple(Metric(Name(fa, en), unit, number) for fa, en, unit, number in rows)


def _of_both(table: str, entry: str, a: str, b: str) -> Arm:
    """The agreements or figures that two countries have a part in, by the table of their parties and its column."""
    both = (
        f"FROM {table} p CROSS JOIN {table} q ON q.article = p.article AND q.{entry} = p.{entry} AND q.country = ? "
        "{} WHERE p.country = ?"
    )
    if table == "parties":  # have no day of their own
        day, named = "g.day", both.format("CROSS JOIN agreements g ON g.article = p.article AND g.n = p.agreement")
    else:
        day, named = "p.day", both.format("")
    select = (
        "SELECT DISTINCT day, article, n FROM "
        f"(SELECT {day} AS day, p.article AS article, p.{entry} AS n {named}) WHERE true"
    )
    return Arm(select, (a, b), size=f"SELECT 1 {both.format('')}")


def _country(record: Record, asked: str) -> str:
    found = party(record, asked)
    if found.code is None:
        raise QueryError(f"{asked!r} is no country: agreements and figures are kept by country, such as IRN")
    return found.code


def _ledger(id: str) -> int:
    if not re.fullmatch("[0-9a-f]{1,15}", id):
        raise QueryError(f"{id[:40]!r} is the id of no agreement: take it from the address of its page")
    return int(id, 16)
