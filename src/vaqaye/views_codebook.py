"""How the codebook is shown."""

from __future__ import annotations

from collections.abc import Sequence

from vaqaye.codebook_pages import Count, Listed
from vaqaye.events.coverage import Gap, Share
from vaqaye.views import Page

_DECIDED = {
    "pattern": "decision.pattern",
    "cue": "decision.cue",
    "status": "decision.status",
    "no act": "decision.no.act",
    "undecided": "decision.undecided",
}


def show_counts(page: Page, counts: Sequence[Count]) -> None:
    """A row for each type and mode, and the sums."""
    rows = [(c.type, c.mode, f"{c.patterns:,}", f"{c.yes:,}", f"{c.no:,}") for c in counts]
    sums = (
        page.say("sum"),
        None,
        *(f"{sum(n):,}" for n in zip(*((c.patterns, c.yes, c.no) for c in counts), strict=True)),
    )
    page.table("codebook", ("type", "mode", "patterns", "yes", "no"), [*rows, sums])


def show_patterns(page: Page, patterns: Sequence[Listed]) -> None:
    """A row a pattern, with the first line of its match."""
    page.table("codebook", ("id", "mode", "cameo", "match"), [(p.id, p.mode, p.cameo, p.match[0]) for p in patterns])


def show_gaps(page: Page, gaps: Sequence[Gap]) -> None:
    """Predicates, then nouns."""
    for title, noun in (("gaps.predicates", False), ("gaps.nouns", True)):
        page.table(title, ("words", "times"), [(g.words, f"{g.count:,}") for g in gaps if g.noun is noun])
    if not gaps:
        page.line(page.say("none"))


def show_shares(page: Page, shares: Sequence[Share]) -> None:
    """A row for each way in which a predicate is decided."""
    whole = sum(s.count for s in shares) or 1
    page.table(
        "coverage",
        ("decision", "times", "percent"),
        [(page.say(_DECIDED[s.decision]), f"{s.count:,}", f"{100 * s.count / whole:.1f}") for s in shares],
    )
