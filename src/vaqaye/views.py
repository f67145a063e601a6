"""How the command line shows things: tables for people, in the language of the headings. No knowledge lives here."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Protocol

from rich.box import SQUARE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vaqaye.model import Actor, Article, Event, Failure, Name, Reading, Span, Statement

Lang = Literal["en", "fa"]

_BAR, _FENCE = "│", "\u200e│\u200e"
_WHOLE = {"date", "status", "unit", "change", "value", "term"}  # columns that are not broken into lines
_PLAIN_WIDTH = 150
_LISTED = 20


@cache
def _headings() -> dict[str, tuple[str, str]]:
    lines = (files("vaqaye") / "views.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:] if line and not line.startswith("#"))
    return {key: (en, fa) for key, en, fa in rows}


class Page:
    """Standard output with headings in one language.

    Rows run from left to right in both languages. The lines between cells are fenced by left-to-right marks, without
    which a terminal or an editor that shows Persian from right to left would swap neighbouring Persian cells.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        known = sys.stdout.isatty() or "COLUMNS" in os.environ
        self._console = Console(width=None if known else _PLAIN_WIDTH, highlight=False, emoji=False)

    def say(self, key: str) -> str:
        """A heading in the language of the page."""
        return _headings()[key][self.lang == "fa"]

    def line(self, text: str = "", style: str = "") -> None:
        """A line of text, as it is."""
        self._console.print(Text(text, style=style), soft_wrap=True)

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> None:
        """A table under a title; both are keys of headings. Columns without any cell are left out, and empty tables."""
        filled = [n for n in range(len(columns)) if any(row[n] for row in rows)]
        if not filled:
            return
        table = Table(title=self.say(title), title_justify="left", title_style="bold", box=SQUARE)
        for n in filled:
            table.add_column(self.say(columns[n]), overflow="fold", no_wrap=columns[n] in _WHOLE)
        for row in rows:
            table.add_row(*(Text(row[n] or "") for n in filled))
        with self._console.capture() as shown:
            self._console.print(table)
        for line in shown.get().splitlines():
            print(line.rstrip().replace(_BAR, _FENCE))

    def marked(self, text: str, spans: Iterable[tuple[int, int]]) -> None:
        """A passage with some of its words in bold."""
        passage = Text(text.replace("\n", " "))
        for start, end in spans:
            passage.stylize("bold", start, end)
        self._console.print(passage, soft_wrap=True)


def name_of(name: Name) -> str:
    """The Persian name, else the English one."""
    return name.fa or name.en or ""


def label(actor: Actor) -> str:
    """The name of an actor with its country, where the name alone does not say it."""
    name = name_of(actor.name) or actor.id
    return name if actor.kind == "state" or not actor.country else f"{name} ({actor.country})"


def kind_of(event: Event) -> str:
    """PLOVER type, with its mode."""
    return f"{event.event} ({event.mode})" if event.mode else event.event


def shortened(text: str, width: int = 80) -> str:
    """The beginning of a text, up to a whole word."""
    line = text.strip().split("\n")[0]
    return line if len(line) <= width else line[:width].rpartition(" ")[0] + " …"


def heading_of(article: Article) -> str:
    """Title, source and date of an article, as far as they are known."""
    about = [article.source, (article.published or "")[:10]]
    title = article.title or shortened(article.text)
    return " · ".join(part for part in (title, *about) if part)


class _Namer:
    def __init__(self, reading: Reading) -> None:
        self.actors = {actor.id: actor for actor in reading.actors}

    def __call__(self, *ids: str) -> str:
        """One name a line."""
        return "\n".join(dict.fromkeys(label(self.actors[id]) if id in self.actors else id for id in ids))


def show_reading(page: Page, reading: Reading) -> None:
    """Events, statements, agreements and figures of one article."""
    page.line(heading_of(reading.article), "bold cyan")
    names = _Namer(reading)
    page.table(
        "events",
        ("date", "actor", "type", "recipient", "status", "words", "told"),
        [_event_row(reading, event, names) for event in reading.events],
    )
    page.table(
        "statements",
        ("speaker", "cue", "content"),
        [_statement_row(reading, statement, names) for statement in reading.statements],
    )
    page.table(
        "agreements",
        ("name", "parties", "term", "status"),
        [(a.name, " ".join(a.parties), a.term, a.status) for a in reading.agreements],
    )
    page.table(
        "figures",
        ("metric", "value", "unit", "change", "speaker"),
        [
            (name_of(f.metric), f"{f.value:,}", f.unit, f.change, names(f.speaker) if f.speaker else None)
            for f in reading.figures
        ],
    )
    if not reading.events and not reading.statements:
        page.line(page.say("no.entries"))
    page.line()


def _event_row(reading: Reading, event: Event, names: _Namer) -> tuple[str | None, ...]:
    return (
        event.date.value if event.date else None,
        names(*(p.actor for p in event.actor)),
        kind_of(event),
        names(*(p.actor for p in event.recipient)),
        event.status,
        reading.quote(event.trigger),
        names(event.reported_by) if event.reported_by else None,
    )


def _statement_row(reading: Reading, statement: Statement, names: _Namer) -> tuple[str, str, str]:
    cue = statement.cue
    return (
        names(statement.speaker),
        reading.quote(Span(cue.start, cue.end)) if cue else ":",
        reading.quote(statement.content),
    )


class Counts(Protocol):
    """The numbers that a build ends with."""

    new: int
    replaced: int
    unchanged: int
    failed: int
    failures: list[Failure]


def show_built(page: Page, built: Counts, seconds: float) -> None:
    """One line of numbers on standard output."""
    total = built.new + built.replaced + built.unchanged + built.failed
    read = built.new + built.replaced
    parts = [f"{getattr(built, key):,} {page.say(key)}" for key in ("new", "replaced", "unchanged", "failed")]
    speed = f" ({read / seconds:,.0f}/s)" if read >= 100 and seconds > 0 else ""
    page.line(f"{total:,} {page.say('articles.n')}: {', '.join(parts)}{speed}")


def list_failures(failures: Sequence[Failure]) -> None:
    """On standard error: which articles could not be read, and why."""
    for failure in failures[:_LISTED]:
        where = failure.article.url or failure.article.id or failure.article.title or "?"
        print(f"vaqaye: not read: {where}: {failure.reason}", file=sys.stderr)
    if len(failures) > _LISTED:
        print(f"vaqaye: … and {len(failures) - _LISTED:,} more", file=sys.stderr)


def print_json(value: Any, *, pretty: bool = False) -> None:
    """A JSON document on a line of standard output, or indented."""
    import orjson

    option = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if pretty else 0)
    sys.stdout.buffer.write(orjson.dumps(value, option=option))


@contextmanager
def busy(label: str) -> Iterator[None]:
    """A sign of life on standard error, if that is a terminal, for work whose progress can't be told."""
    if not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(label):
        yield


class Meter:
    """Progress on standard error, for what takes longer than a second, on a terminal."""

    _AFTER = 1.0

    def __init__(self, label: str) -> None:
        self._label, self._started = label, time.monotonic()
        self._live: Any = None
        self._on = sys.stderr.isatty()

    def update(self, done: int, note: str = "") -> None:
        """So many articles are done."""
        seconds = self.seconds
        if not self._on or seconds < self._AFTER:
            return
        if self._live is None:
            self._live = Console(stderr=True).status("")
            self._live.start()
        self._live.update(f"{self._label}: {done:,} articles, {done / seconds:,.0f}/s{note}")

    @property
    def seconds(self) -> float:
        """Since it was made."""
        return time.monotonic() - self._started

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()
