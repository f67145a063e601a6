"""Numbers by month: how many acts of which type, and how friendly they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from vaqaye.codes import plover_score
from vaqaye.query.answers import Count, MonthsOf, Score
from vaqaye.query.asked import LAST, When
from vaqaye.record import Record
from vaqaye.record.days import jalali_months
from vaqaye.record.who import Party, party

_DAY = 10  # letters of a day: `2022-01-19`
_Row = tuple[Any, ...]


def counts(
    record: Record,
    a: str | None = None,
    b: str | None = None,
    since: str | None = None,
    until: str | None = None,
    *,
    calendar: MonthsOf = "gregorian",
) -> tuple[Count, ...]:
    """Events by month and type, oldest first: of all, of one party, or those between two. Denied ones are left out.

    Every report counts: an act that three articles tell of is three events.
    """
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for month, event, _, status, _, number in _months(_gregorian(record, a, b, since, until), calendar):
        if status != "denied":
            found[month, event] += number
    return tuple(Count(month or None, event, number) for (month, event), number in sorted(found.items()))


def scores(
    record: Record,
    a: str | None = None,
    b: str | None = None,
    since: str | None = None,
    until: str | None = None,
    *,
    calendar: MonthsOf = "gregorian",
) -> tuple[Score, ...]:
    """The mean PLOVER score of what has occurred, by month, oldest first; of all, of one party, or between two."""
    return _scores(_gregorian(record, a, b, since, until), calendar)


def types_and_scores(
    record: Record, a: str, b: str, since: str | None, until: str | None, calendar: MonthsOf
) -> tuple[dict[str, int], tuple[Score, ...]]:
    """`by_type` and `scores` of two."""
    rows = _gregorian(record, a, b, since, until)
    return _by_type(rows), _scores(rows, calendar)


def by_type(record: Record, a: str | None, b: str | None, since: str | None, until: str | None) -> dict[str, int]:
    """Events by PLOVER type under the manual's own rules, the commonest first."""
    return _by_type(_gregorian(record, a, b, since, until))


def _by_type(rows: Iterable[_Row]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for _, _, _, _, plover, number, _ in rows:
        if plover:
            found[plover] += number
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _scores(rows: Iterable[_Row], calendar: MonthsOf) -> tuple[Score, ...]:
    sums: defaultdict[str, list[float]] = defaultdict(lambda: [0, 0.0, 0, 0])
    for month, event, mode, status, _, number in _months(rows, calendar):
        if status == "occurred" and month:
            value = plover_score(event, mode)
            sum = sums[month]
            sum[0] += number
            sum[1] += value * number
            sum[2] += number * (value > 0)
            sum[3] += number * (value < 0)
    return tuple(
        Score(month, int(n), round(total / n, 2), int(up), int(down))
        for month, (n, total, up, down) in sorted(sums.items())
    )


def _months(rows: Iterable[_Row], calendar: MonthsOf) -> Iterable[_Row]:
    """Month, event, mode, status, plover (each empty where there is none) and number; a month may come more than once."""
    return _jalali(rows) if calendar == "jalali" else (row[:6] for row in rows)


def _jalali(rows: Iterable[_Row]) -> Iterator[_Row]:
    for month, event, mode, status, plover, number, late in rows:
        before, begun = jalali_months(month)
        if number > late:
            yield before, event, mode, status, plover, number - late
        if late:
            yield begun, event, mode, status, plover, late


def _gregorian(record: Record, a: str | None, b: str | None, since: str | None, until: str | None) -> list[_Row]:
    """Rows as in `months`, from month to number, and behind them how many of that number are late in the month.

    Countries have theirs in that table: only what a time has of its first and last month is counted by days.
    """
    when = When.of(since, until)
    with record.snapshot():
        one, other = (party(record, asked) if asked else None for asked in (a, b))
        if one is None:
            one, other = other, None
        codes = sorted(p.code or "" for p in (one, other) if p)
        if not all(codes):
            return _counted(record, one, other, when)
        codes += [""] * (2 - len(codes))
        after, before, parts = ("", LAST, []) if when.open else _parted(when)
        rows = record.select(
            "SELECT month, event, mode, status, plover, number, late FROM months "
            "WHERE a = ? AND b = ? AND month >= ? AND month < ?",
            (*codes, after, before),
        )
        return rows + [row for part in parts for row in _counted(record, one, other, part)]


def _parted(when: When) -> tuple[str, str, list[When]]:
    """Whole months of a time, from the first string up to the second, and what days there are before and behind them."""
    since, until = when.first, when.last.removesuffix(LAST)
    begins, ends = len(since) == _DAY, len(until) == _DAY
    after, before = f"{since[:7]}{LAST}" if begins else since or "0", until[:7] if ends else when.last
    if begins and ends and since[:7] == until[:7]:
        return after, before, [when]
    first, last = When(since, after, False), When(before, when.last, False)
    return after, before, [part for part, is_one in ((first, begins), (last, ends)) if is_one]


def _counted(record: Record, one: Party | None, other: Party | None, when: When) -> list[_Row]:
    chosen, values = _chosen(one, other, when)
    return record.select(
        "SELECT coalesce(substr(e.day, 1, 7), ''), e.event, coalesce(e.mode, ''), e.status, coalesce(e.plover, ''), "
        f"count(*), sum(is_late(e.day)) FROM ({chosen}) x "
        "CROSS JOIN events e ON e.article = x.article AND e.n = x.n GROUP BY 1, 2, 3, 4, 5",
        values,
    )


def _chosen(a: Party | None, b: Party | None, when: When) -> tuple[str, tuple[Any, ...]]:
    """Events of the parties as a statement that gives article and n."""
    if a is None:
        return f"SELECT article, n FROM events WHERE true {when.on('day')}", when.values
    if b is None:
        return (
            f"SELECT DISTINCT article, event AS n FROM participants WHERE {a.on('actor', 'country')} {when.on('day')}",
            (*a.parameters, *when.values),
        )
    if a.code and b.code:
        return (
            f"SELECT article, n FROM pairs WHERE a = ? AND b = ? AND entry = 'event' {when.on('day')}",
            (*sorted((a.code, b.code)), *when.values),
        )
    if a.code:  # an actor has fewer events than a country: start from those
        a, b = b, a
    return (
        "SELECT DISTINCT p.article, p.event AS n FROM participants p CROSS JOIN participants q "
        "ON q.article = p.article AND q.event = p.event AND (q.role <> p.role OR q.n <> p.n) "
        f"WHERE {a.on('p.actor', 'p.country')} AND {b.on('q.actor', 'q.country')} {when.on('p.day')}",
        (*a.parameters, *b.parameters, *when.values),
    )
