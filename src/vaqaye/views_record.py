"""How answers of a record are shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from vaqaye.model import Name
from vaqaye.query import Act, Deal, Dossier, Number, Plan, Position, Quote, Score, Silence, Source
from vaqaye.query import Page as Answers
from vaqaye.record import Hit
from vaqaye.record.who import Who
from vaqaye.views import Page, around, kind_of, name_of


def show_hits(page: Page, hits: Sequence[Hit]) -> None:
    """Each article with the passage that has the words."""
    for hit in hits:
        page.line(_about(hit.title, hit.source, hit.published), "bold cyan")
        page.marked(hit.text, [(s.start - hit.start, s.end - hit.start) for s in hit.found])
        page.line(_where(hit.article, hit.url, hit.start, hit.end), "dim")
        page.line()
    _none(page, hits)


def show_acts(page: Page, acts: Sequence[Act]) -> None:
    """Events as a table, each with the words that prove it, and where needed what a day in brackets means."""
    _acts(page, acts)
    _bracketed(page, acts)
    _none(page, acts)


def _acts(page: Page, acts: Sequence[Act]) -> None:
    page.events(
        ("evidence",),
        [
            {
                "date": _when(act),
                "type": kind_of(act.event, act.mode),
                "actor": "\n".join(map(_label, act.actors)),
                "recipient": "\n".join(map(_label, act.recipients)),
                "status": act.status,
                "evidence": _evidence(act),
            }
            for act in acts
        ],
    )


def show_quotes(page: Page, quotes: Sequence[Quote]) -> None:
    """Each statement with its speaker and the place that proves it."""
    for quote in quotes:
        page.line(f"«{quote.source.quote.strip('«»')}»")
        page.line(f"    {_about(_label(quote.speaker), quote.date, quote.lemma, quote.kind)}")
        page.line(f"    {_place(quote.source)}", "dim")
        page.line()
    _none(page, quotes)


def show_dossier(page: Page, dossier: Dossier) -> None:
    """Numbers, the last meeting, then events, statements and agreements as tables."""
    page.line(f"{_label(dossier.a)} – {_label(dossier.b)}", "bold cyan")
    if dossier.counts:
        page.line(" · ".join(f"{kind} {number:,}" for kind, number in dossier.counts.items()))
    if meeting := dossier.last_meeting:
        page.line(f"{page.say('last.meeting')}: {_about(_when(meeting), _evidence(meeting))}")
    page.line()
    _acts(page, dossier.events)
    page.table(
        "statements",
        ("date", "speaker", "content"),
        [(_when(quote), _label(quote.speaker), quote.source.quote) for quote in dossier.statements],
    )
    page.table(
        "agreements",
        ("date", "name", "parties", "term", "status"),
        [(_when(deal), deal.name, " ".join(deal.parties), deal.term, deal.status) for deal in dossier.agreements],
    )
    entries: tuple[Act | Quote | Deal, ...] = (*dossier.events, *dossier.statements, *dossier.agreements)
    _bracketed(page, entries)
    _none(page, entries)


def show_latest(page: Page, found: Answers[Act]) -> None:
    """What is new, under its days of publication."""
    for day, acts in groupby(found.entries, key=lambda act: (act.source.published or "")[:10]):
        page.line(day or page.say("undated"), "bold cyan")
        _acts(page, tuple(acts))
    _none(page, found.entries)


_OUTCOMES = {"occurred": "outcome.occurred", "denied": "outcome.denied", "unknown": "outcome.unknown"}


def show_plans(page: Page, plans: Answers[Plan]) -> None:
    """What was planned, what became of it, and the words that prove both."""
    page.table(
        "planned",
        ("date", "actor", "recipient", "outcome", "evidence", "told.evidence"),
        [
            (
                _when(plan.act),
                "\n".join(map(_label, plan.act.actors)),
                "\n".join(map(_label, plan.act.recipients)),
                page.say(_OUTCOMES[plan.outcome]),
                _evidence(plan.act),
                _evidence(plan.told_by) if plan.told_by else None,
            )
            for plan in plans.entries
        ],
    )
    _none(page, plans.entries)


def show_silence(page: Page, found: Silence) -> None:
    """How long ago the last meeting was, how long it usually is, and the words that prove it."""
    if found.last is None:
        page.line(page.say("none"))
        return
    usual = f" · {page.say('usual')}: {found.usual:g}" if found.usual is not None else ""
    page.line(f"{page.say('days.ago')}: {found.days}{usual} · {page.say('meetings')}: {found.meetings}", "bold cyan")
    page.line(f"{page.say('last.meeting')}: {_about(_when(found.last), _evidence(found.last))}")
    page.line(f"    {_place(found.last.source)}", "dim")


def show_scores(page: Page, scores: Sequence[Score]) -> None:
    """The score of each month."""
    page.table(
        "scores",
        ("month", "score", "cooperation", "conflict"),
        [(s.month, f"{s.score:+.2f}", f"{s.cooperation:,}", f"{s.conflict:,}") for s in scores],
    )
    _none(page, scores)


def show_figures(page: Page, figures: Answers[Number]) -> None:
    """Figures with their days and the words that prove them."""
    page.table(
        "figures",
        ("date", "metric", "value", "unit", "parties", "told", "evidence"),
        [
            (
                n.period or n.day,
                name_of(n.metric),
                f"{n.value:,}",
                n.unit,
                " ".join(n.parties),
                _label(n.speaker) if n.speaker else None,
                n.source.quote,
            )
            for n in figures.entries
        ],
    )
    _none(page, figures.entries)


def show_positions(page: Page, positions: Sequence[Position]) -> None:
    """Each position of a speaker, from when to when, and the statement that it began with."""
    page.table(
        "positions",
        ("date", "stance", "statements", "content"),
        [
            (
                f"{p.first.day} – {p.last.day}" if p.number > 1 else p.first.day,
                p.stance,
                f"{p.number:,}",
                p.first.source.quote,
            )
            for p in positions
        ],
    )
    _none(page, positions)


def _none(page: Page, found: Sequence[object]) -> None:
    if not found:
        page.line(page.say("none"))


def _label(who: Who) -> str:
    name = name_of(who.name) or who.id
    return name if who.id.startswith("state:") or not who.country else f"{name} ({who.country})"


def _evidence(act: Act) -> str:
    start = act.source.start
    return around(act.source.quote, max(0, act.trigger.start - start), max(0, act.trigger.end - start))


def _when(entry: Act | Quote | Deal) -> str | None:
    """The date as the text gives it; else the day of publication, in brackets."""
    return entry.date.replace("/", "/\n") if entry.date else entry.day and f"({entry.day})"


def _bracketed(page: Page, entries: Sequence[Act | Quote | Deal]) -> None:
    if any(entry.day and not entry.date for entry in entries):
        page.line(page.say("by.publication"), "dim")


def _place(source: Source) -> str:
    return _about(
        source.source, (source.published or "")[:10], _where(source.article, source.url, source.start, source.end)
    )


def _where(article: str, url: str | None, start: int, end: int) -> str:
    return _about(article, f"[{start}:{end}]", url)


def _about(*parts: str | Name | None) -> str:
    return " · ".join(str(part) for part in parts if part)
