"""The steps in order: items of the view, rules, now, values."""

from __future__ import annotations

from collections.abc import Iterator

from vaqaye.dates.context import Context
from vaqaye.dates.grammar import parse
from vaqaye.dates.lexer import Item, row_of
from vaqaye.dates.meanings import Edge, Meaning, Part, Point, Range, Season, Several, Vague
from vaqaye.dates.meant import Meant, spell
from vaqaye.dates.resolve import Resolver
from vaqaye.dates.unplaced import GENERAL
from vaqaye.dates.years import full_year
from vaqaye.language.document import Document
from vaqaye.model import Day, Span


def find(document: Document) -> tuple[Day, ...]:
    """Every expression of time, in order of the text and without overlap. `value` None: `reason` says why.

    Words that a text repeats (a pull quote) are found each time.
    """
    return tuple(day for day, _ in trace(document))


def trace(document: Document) -> list[tuple[Day, str]]:
    """As `find`, each with the id of the rule of `grammar.RULES` that made it."""
    row = row_of(document.view.text)
    if not row.items:
        return []
    context = Context(document, row)
    found = [item for item in parse(row.items, context) if item.kind.isupper()]
    for item in found:
        if _is_general(item):
            item.value = Vague(GENERAL)
        _note_years(context, item.value, item.start)
    resolver = Resolver(context)
    _set_now(context, resolver, found)
    days = []
    for item in found:
        for start, end, meant in _meant(resolver, item):
            resolver.note(meant, end)
            days.append((_day(document.span(start, end), meant), item.rule))
    return days


def _day(span: Span, it: Meant) -> Day:
    return Day(span.start, span.end, it.value, it.precision, it.calendar, it.anchor, it.reason, it.conflict)


def _is_general(item: Item) -> bool:
    """«تابستان» alone is mostly any summer."""
    return item.rule == "season" and isinstance(item.value, Season) and not item.value.this


def _note_years(context: Context, meaning: Meaning | None, at: int) -> None:
    if isinstance(meaning, Point) and meaning.year and meaning.calendar:
        year = meaning.year if meaning.year > 99 else full_year(meaning.year, context.latest)
        context.note_year(meaning.calendar, year, at)
        if meaning.month:
            context.note_day(meaning.calendar, year, at)
    elif isinstance(meaning, Range):
        _note_years(context, meaning.first, at)
        _note_years(context, meaning.last, at)
    elif isinstance(meaning, Edge | Part):
        _note_years(context, meaning.of, at)


def _set_now(context: Context, resolver: Resolver, found: list[Item]) -> None:
    """«امروز چهارشنبه ۱۵ مرداد»: the text itself says when now is."""
    for item in found:
        point = item.value
        if not isinstance(point, Point) or point.shift != 0 or not (point.day or point.weekday):
            continue
        meant = resolver.resolve(point, item.end - 1)
        if meant.first is not None and meant.first != context.now:
            context.now, context.anchor = meant.first, "article"
        return


def _meant(resolver: Resolver, item: Item) -> Iterator[tuple[int, int, Meant]]:
    meaning = item.value
    if not isinstance(meaning, Several):
        yield item.start, item.end, resolver.resolve(meaning, item.end - 1)
        return
    all_meant = [resolver.resolve(point, item.end - 1) for point in meaning.points]
    firsts = [m.first for m in all_meant]
    days = [f.toordinal() for f in firsts if f is not None]
    if len(days) == len(all_meant) and days == list(range(days[0], days[0] + len(days))) and firsts[0] and firsts[-1]:
        one = all_meant[0]
        yield (
            item.start,
            item.end,
            spell((firsts[0], firsts[-1]), "interval", one.calendar, one.anchor, conflict=one.conflict),
        )
        return
    for (start, end), meant in zip(meaning.cuts, all_meant, strict=True):
        yield (item.start if start == meaning.cuts[0][0] else start), end, meant
