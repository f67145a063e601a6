"""How an answer of the who's-who is shown."""

from __future__ import annotations

from collections.abc import Iterator

from vaqaye.model import Role
from vaqaye.views import Page
from vaqaye.who import Answer, Found

_WIDTH = 10


def show_who(page: Page, found: Found) -> None:
    """Each who may be meant, with what is known, a line a fact."""
    for answer in found.answers:
        page.line(" · ".join(part for part in (answer.name.fa, answer.name.en) if part), "bold cyan")
        for key, value in _facts(answer):
            page.line(f"  {page.say(key):<{_WIDTH}} {value}")


def _facts(answer: Answer) -> Iterator[tuple[str, str]]:
    for key, value in (
        ("id", answer.id),
        ("kind", answer.kind),
        ("country", answer.country),
        ("sector", answer.sector),
        ("role", answer.role and _role(answer.role)),
        ("region", answer.region),
        ("coordinates", answer.lat is not None and f"{answer.lat}, {answer.lon}"),
        ("names", "، ".join(answer.names)),
        ("wikidata", answer.wikidata),
        ("how", answer.how),
    ):
        if value:
            yield key, value


def _role(role: Role) -> str:
    term = f"{role.from_ or '?'} – {role.to or ''}".strip() if role.from_ or role.to else ""
    return " · ".join(part for part in (role.fa, role.en, term) if part)
