"""Readings and dossiers as tables of a notebook, each row with the words that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from vaqaye.model import Name, Reading, Span
from vaqaye.query import Act, Deal, Dossier, Number, Quote
from vaqaye.record.who import Who

_ROWS = 50  # of one table; a notebook with a thousand rows can't be scrolled

Row = Sequence[str | None]


def reading(reading: Reading) -> str:
    """A reading as HTML: its events, statements, agreements and figures. All of the article is escaped."""
    names = {actor.id: _name(actor.name) or actor.id for actor in reading.actors}
    article = reading.article
    events = (
        (
            e.date.value if e.date else None,
            _kind(e.event, e.mode),
            e.status,
            _list(names[p.actor] for p in e.actor),
            _list(names[p.actor] for p in e.recipient),
            _name(e.place.name) if e.place else None,
            _marked(reading, e.evidence[0] if e.evidence else e.trigger, e.trigger),
        )
        for e in reading.events
    )
    statements = (
        (s.date, names[s.speaker], s.cue.stance if s.cue else None, reading.quote(s.content))
        for s in reading.statements
    )
    agreements = ((a.date, a.name, _list(a.parties), a.status, _first(reading, a.evidence)) for a in reading.agreements)
    figures = (
        (_name(f.metric), f"{f.value:,}", f.unit, f.change, _list(f.parties), _first(reading, f.evidence))
        for f in reading.figures
    )
    about = " · ".join(part for part in (article.title, article.source, article.published, article.id) if part)
    return _page(
        about,
        _table("Events", ("date", "type", "status", "who", "to whom", "place", "evidence"), events, marked=6),
        _table("Statements", ("date", "speaker", "stance", "words"), statements),
        _table("Agreements", ("date", "name", "parties", "status", "evidence"), agreements),
        _table("Figures", ("what", "value", "unit", "change", "parties", "evidence"), figures),
    )


def dossier(dossier: Dossier) -> str:
    """A dossier as HTML, the newest first, with where it stands."""
    counts = " · ".join(f"{kind} {number:,}" for kind, number in dossier.counts.items())
    return _page(
        f"{_who(dossier.a)} – {_who(dossier.b)}  {counts}",
        _table(
            "Events", ("day", "type", "status", "who", "to whom", "evidence", "source"), map(_act, dossier.events[::-1])
        ),
        _table("Statements", ("day", "speaker", "stance", "words", "source"), map(_quote, dossier.statements[::-1])),
        _table("Agreements", ("day", "name", "status", "evidence", "source"), map(_deal, dossier.agreements[::-1])),
        _table("Figures", ("day", "what", "value", "unit", "evidence", "source"), map(_number, dossier.figures[::-1])),
    )


def _act(act: Act) -> Row:
    who, whom = (_list(map(_who, side)) for side in (act.actors, act.recipients))
    return act.date or act.day, _kind(act.event, act.mode), act.status, who, whom, act.source.quote, _where(act)


def _quote(quote: Quote) -> Row:
    return quote.date or quote.day, _who(quote.speaker), quote.stance, quote.source.quote, _where(quote)


def _deal(deal: Deal) -> Row:
    return deal.date or deal.day, deal.name, deal.status, deal.source.quote, _where(deal)


def _number(number: Number) -> Row:
    return number.day, _name(number.metric), f"{number.value:,}", number.unit, number.source.quote, _where(number)


def _where(entry: Act | Quote | Deal | Number) -> str:
    source = entry.source
    return " · ".join(
        part for part in (source.source, source.published and source.published[:10], source.article) if part
    )


def _page(about: str, *tables: str) -> str:
    return f'<div><p><bdi dir="auto">{escape(about)}</bdi></p>{"".join(tables)}</div>'


def _table(title: str, columns: Sequence[str], rows: Iterable[Row], marked: int | None = None) -> str:
    """A table under its title, nothing where it has no rows. Cells of the column `marked` are HTML already."""
    all_rows = list(rows)
    if not all_rows:
        return ""
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(_cell(value, done=n == marked) for n, value in enumerate(row)) + "</tr>"
        for row in all_rows[:_ROWS]
    )
    more = f"<p>and {len(all_rows) - _ROWS:,} more</p>" if len(all_rows) > _ROWS else ""
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: str | None, *, done: bool) -> str:
    content = (value or "") if done else escape(value or "")
    return f'<td style="text-align:start"><bdi dir="auto">{content}</bdi></td>'


def _marked(reading: Reading, evidence: Span, trigger: Span) -> str:
    text = reading.article.text
    start, end = max(evidence.start, trigger.start), min(evidence.end, trigger.end)
    if start >= end:
        return escape(text[evidence.start : evidence.end])
    return f"{escape(text[evidence.start : start])}<mark>{escape(text[start:end])}</mark>{escape(text[end : evidence.end])}"


def _first(reading: Reading, evidence: tuple[Span, ...]) -> str | None:
    return reading.quote(evidence[0]) if evidence else None


def _kind(event: str, mode: str | None) -> str:
    return f"{event} {mode}" if mode else event


def _name(name: Name) -> str | None:
    return name.fa or name.en


def _who(who: Who) -> str:
    return _name(who.name) or who.id


def _list(names: Iterable[str]) -> str:
    return "، ".join(names)
