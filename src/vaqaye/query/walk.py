"""The newest entries that fit a question, by an index in order of days, without looking at all that there are.

A question may be answered by one of several indices (those of its pair, its actor, its type). The one with few entries is
taken; where all have many, the candidates are looked through from the newest on, a bounded number for one page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vaqaye.query.asked import FIRST, LAST, Spot, When, cursor_of, spot_of
from vaqaye.record import Record
from vaqaye.record.days import LAST_KEY

FEW = 5_000
"""Candidates that are all looked at, whatever their order."""
LOOKED_AT = 5_000
"""Candidates that one page looks at: some 25 ms."""

FROM_SOURCE = "EXISTS (SELECT 1 FROM articles a INDEXED BY articles_by_source WHERE a.source = ? AND a.key = e.article)"
"""From an outlet: by an index that is a twentieth of the articles."""

_GROWTH = 6
_SPARE = 500  # candidates beyond what a large page wants: most of those of a well-chosen drive fit


@dataclass(frozen=True, slots=True)
class Arm:
    """`SELECT day, article, n …` up to its first conditions: an index gives it in order of days, or few rows at all.

    `size` is a shorter statement with as many rows and the same values, where counting those of `select` would sort them.
    """

    select: str
    values: tuple[Any, ...] = ()
    n: str = "n"
    size: str | None = None


@dataclass(frozen=True, slots=True)
class Drive:
    """Candidates: what its arms have, each once."""

    arms: tuple[Arm, ...]

    def sql(self, condition: Callable[[Arm], str], values: tuple[Any, ...], order: str) -> tuple[str, tuple[Any, ...]]:
        """A statement without its LIMIT; SQLite merges arms that are in order without reading them to their ends."""
        parts = [f"{arm.select} AND {condition(arm)}" for arm in self.arms]
        return f"{' UNION '.join(parts)} ORDER BY {order}", tuple(
            v for arm in self.arms for v in (*arm.values, *values)
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the columns of the entry `e`."""

    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """A question over the entries of `table` (alias e): candidates, conditions, days.

    With `published` the order is that of articles; `when` then holds their keys' first and last. `check` is asked for
    what SQL can't say.
    """

    record: Record
    table: str
    drives: Sequence[Drive]
    when: When
    conditions: Sequence[Condition] = ()
    published: tuple[int, int] | None = None
    check: Callable[[Spot], bool] | None = None

    def by_publication(self) -> Walk:
        """The same entries in the order of their articles."""
        everything = Drive((Arm(f"SELECT day, article, n FROM {self.table} WHERE true"),))
        day = () if self.when.open else (Condition("e.day BETWEEN ? AND ?", self.when.values),)
        return replace(
            self,
            drives=[*(d for d in self.drives if d != everything), everything],
            when=replace(self.when, open=True),
            conditions=(*self.conditions, *day),
            published=(0, LAST_KEY),
        )

    def page(self, limit: int, cursor: str | None) -> tuple[list[Spot], str | None, str | None]:
        """The places of up to `limit` entries, newest first, the next cursor, and how far back was looked."""
        found: list[Spot] = []
        looked, last = 0, None
        drive, few = self._drive()
        size = limit + 1 if not (self.conditions or self.check) else min(4 * (limit + 1), limit + _SPARE)
        for spot, fits in self._candidates(drive, spot_of(cursor), min(size, LOOKED_AT)):
            if looked >= LOOKED_AT and not few and last:
                return found, cursor_of(last), last.day
            looked, last = looked + 1, spot
            if fits and (self.check is None or self.check(spot)):
                found.append(spot)
            if len(found) > limit:
                return found[:limit], cursor_of(found[limit - 1]), None
        return found, None, None

    def all_of_newest(self, select: str, group: str) -> list[tuple[Any, ...]]:
        """`SELECT select FROM candidates JOIN e … GROUP BY group` over the newest LOOKED_AT candidates that fit."""
        drive, _ = self._drive()
        sql, values = self._ordered(drive, None, dated=True)
        fits = " AND ".join(f"({c.sql})" for c in self.conditions) or "true"
        return self.record.select(
            f"SELECT {select} FROM (SELECT day, article, n FROM ({sql} LIMIT {LOOKED_AT})) x "
            f"CROSS JOIN {self.table} e ON e.article = x.article AND e.n = x.n WHERE {fits} {group}",
            (*values, *(v for c in self.conditions for v in c.values)),
        )

    def _drive(self) -> tuple[Drive, bool]:
        """The candidates to take, and whether they are few."""
        sizes = []
        for drive in self.drives[:-1] if self.published else self.drives if len(self.drives) > 1 else ():
            first = drive.arms[0]
            if first.size:
                sql, values = first.size, first.values
            elif self.published:
                sql, values = drive.sql(lambda _: "true", (), "1 DESC, 2 DESC, 3 DESC")
            else:
                sql, values = self._ordered(drive, None, dated=True)
            ((size,),) = self.record.select(f"SELECT count(*) FROM ({sql} LIMIT ?)", (*values, FEW))
            sizes.append((size, drive))
            if size < FEW / 10:
                break
        least = min(sizes, key=lambda s: s[0], default=(FEW, self.drives[0]))
        if least[0] < FEW:
            return least[1], True
        return self.drives[-1 if self.published else 0], False

    def _candidates(self, drive: Drive, after: Spot | None, size: int) -> Iterator[tuple[Spot, bool]]:
        fits = " AND ".join(f"({c.sql})" for c in self.conditions)
        values = tuple(v for c in self.conditions for v in c.values)
        # Order in SQL, but a subquery's order is no promise: sorted again below.
        test = (
            f"EXISTS (SELECT 1 FROM {self.table} e WHERE e.article = x.article AND e.n = x.n AND {fits})"
            if fits
            else "1"
        )
        dated = after is None or after.day is not None or bool(self.published)
        while True:
            sql, candidates = self._ordered(drive, after, dated=dated)
            rows = self.record.select(
                f"SELECT x.day, x.article, x.n, {test} FROM (SELECT day, article, n FROM ({sql} LIMIT ?)) x",
                (*values, *candidates, size),
            )
            some = [(Spot(*row[:3]), bool(row[3])) for row in rows]
            some.sort(key=lambda s: s[0].order[1:] if self.published else s[0].order, reverse=True)
            yield from some
            if len(some) == size:
                after, size = some[-1][0], min(size * _GROWTH, LOOKED_AT)
            elif dated and self.when.open and not self.published:
                dated, after = False, None
            else:
                return

    def _ordered(self, drive: Drive, after: Spot | None, *, dated: bool) -> tuple[str, tuple[Any, ...]]:
        if self.published:
            first, last = self.published
            values: tuple[Any, ...] = (first, min(last, after.article) if after else last)
            behind = (after.article, after.n) if after else ()
            return drive.sql(
                lambda arm: "article BETWEEN ? AND ?" + (f" AND (article, {arm.n}) < (?, ?)" if after else ""),
                (*values, *behind),
                "2 DESC, 3 DESC",
            )
        if not dated:
            behind = (after.article, after.n) if after else ()
            return drive.sql(
                lambda arm: "day IS NULL" + (f" AND (article, {arm.n}) < (?, ?)" if after else ""),
                behind,
                "2 DESC, 3 DESC",
            )
        last_day = min(self.when.last, after.day or FIRST) if after else self.when.last
        return drive.sql(
            lambda arm: "day BETWEEN ? AND ?" + (f" AND (day, article, {arm.n}) < (?, ?, ?)" if after else ""),
            (self.when.first or FIRST, last_day or LAST, *((after.day, after.article, after.n) if after else ())),
            "1 DESC, 2 DESC, 3 DESC",
        )
