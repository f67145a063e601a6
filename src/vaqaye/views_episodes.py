"""How an episode and the ledger of an agreement are shown."""

from __future__ import annotations

from vaqaye.episodes import Episode, Ledger, Told, Turn
from vaqaye.model import Name
from vaqaye.record.who import Who
from vaqaye.views import Page, kind_of, name_of, shortened


def show_episode(page: Page, episode: Episode) -> None:
    """What it is, how its status went, its reports, and what they disagree about."""
    parts = [kind_of(episode.event, episode.mode), episode.date or episode.day, _name(episode.place), episode.status]
    page.line(" · ".join(part for part in parts if part), "bold cyan")
    _history(page, episode.history)
    page.table(
        "events",
        ("date", "status", "actor", "recipient", "told", "evidence"),
        [
            (
                report.date, report.status, _names(report.actors), _names(report.recipients), _where(report.told),
                shortened(report.told.quote, 160),
            )
            for report in episode.reports
        ],
    )  # fmt: skip
    for found in episode.disagreements:
        versions = " | ".join(f"{v.value} ({len(v.reports)})" for v in found.versions)
        page.line(f"{page.say(found.field)}: {versions}")


def show_ledger(page: Page, ledger: Ledger) -> None:
    """The name, the turns of its status, and every report."""
    page.line(" · ".join((ledger.name, " ".join(ledger.parties), ledger.status)), "bold cyan")
    _history(page, ledger.history)
    page.table(
        "agreements",
        ("date", "name", "status", "told", "evidence"),
        [(s.date or s.day, s.name, s.status, _where(s.told), shortened(s.told.quote, 160)) for s in ledger.steps],
    )


def _history(page: Page, history: tuple[Turn, ...]) -> None:
    turns = [f"{turn.status} {turn.day or ''}{f' ({name_of(turn.by.name)})' if turn.by else ''}" for turn in history]
    page.line(" → ".join(turns))
    page.line()


def _where(told: Told) -> str:
    return f"{'= ' if told.copy else ''}{told.source or told.article} {(told.published or '')[:10]}"


def _names(people: tuple[Who, ...]) -> str:
    return "، ".join(name_of(who.name) or who.id for who in people)


def _name(name: Name | None) -> str:
    return name_of(name) if name else ""
