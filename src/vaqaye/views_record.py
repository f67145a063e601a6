"""How answers of a record are shown."""

from __future__ import annotations

from collections.abc import Sequence

from vaqaye.model import Name
from vaqaye.query import Act, Dossier, Quote, Source
from vaqaye.record import Hit
from vaqaye.record.who import Who
from vaqaye.views import Page, name_of, shortened


def show_hits(page: Page, hits: Sequence[Hit]) -> None:
    """Each article with the passage that has the words."""
    for hit in hits:
        page.line(_about(hit.title, hit.source, hit.published), "bold cyan")
        page.marked(hit.text, [(s.start - hit.start, s.end - hit.start) for s in hit.found])
        page.line(_where(hit.article, hit.url, hit.start, hit.end), "dim")
        page.line()
    _none(page, hits)


def show_acts(page: Page, acts: Sequence[Act]) -> None:
    """Events as a table, each with the beginning of its evidence."""
    page.table(
        "events",
        ("date", "actor", "type", "recipient", "status", "words", "evidence"),
        [
            (
                act.day,
                "\n".join(map(_label, act.actors)),
                f"{act.event} ({act.mode})" if act.mode else act.event,
                "\n".join(map(_label, act.recipients)),
                act.status,
                _trigger(act),
                shortened(act.source.quote, 90),
            )
            for act in acts
        ],
    )
    _none(page, acts)


def show_quotes(page: Page, quotes: Sequence[Quote]) -> None:
    """Each statement with its speaker and the place that proves it."""
    for quote in quotes:
        page.line(f"«{quote.source.quote.strip('«»')}»")
        page.line(f"    {_about(_label(quote.speaker), quote.day, quote.lemma, quote.kind)}")
        page.line(f"    {_place(quote.source)}", "dim")
        page.line()
    _none(page, quotes)


def show_dossier(page: Page, dossier: Dossier) -> None:
    """Numbers, the last meeting, then events, statements and agreements as tables."""
    page.line(f"{_label(dossier.a)} – {_label(dossier.b)}", "bold cyan")
    page.line(" · ".join(f"{kind} {number:,}" for kind, number in dossier.counts.items()))
    if meeting := dossier.last_meeting:
        page.line(f"{page.say('last.meeting')}: {_about(meeting.day, meeting.source.quote)}")
    page.line()
    if dossier.events:
        show_acts(page, dossier.events)
    page.table(
        "statements",
        ("date", "speaker", "content"),
        [(quote.day, _label(quote.speaker), quote.source.quote) for quote in dossier.statements],
    )
    page.table(
        "agreements",
        ("date", "name", "parties", "term", "status"),
        [(deal.day, deal.name, " ".join(deal.parties), deal.term, deal.status) for deal in dossier.agreements],
    )
    _none(page, (*dossier.events, *dossier.statements, *dossier.agreements))


def _none(page: Page, found: Sequence[object]) -> None:
    if not found:
        page.line(page.say("none"))


def _label(who: Who) -> str:
    name = name_of(who.name) or who.id
    return name if who.id.startswith("state:") or not who.country else f"{name} ({who.country})"


def _trigger(act: Act) -> str:
    start = act.source.start
    return act.source.quote[act.trigger.start - start : act.trigger.end - start] if act.trigger.start >= start else ""


def _place(source: Source) -> str:
    return _about(
        source.source, (source.published or "")[:10], _where(source.article, source.url, source.start, source.end)
    )


def _where(article: str, url: str | None, start: int, end: int) -> str:
    return _about(article, f"[{start}:{end}]", url)


def _about(*parts: str | Name | None) -> str:
    return " · ".join(str(part) for part in parts if part)
