"""How the command line shows things: tables for people, in the language of the headings. No knowledge lives here."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Literal, Protocol

from rich.box import SQUARE
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vaqaye.model import Actor, Article, Event, Failure, Name, Reading, Span, Statement
from vaqaye.resources import own_table

Lang = Literal["en", "fa"]

_BAR, _FENCE = "│", "\u200e│\u200e"
_WHOLE = {"date", "type", "status", "unit", "change", "value", "term"}  # columns that are not broken into lines
_PLAIN_WIDTH = 150
_LISTED = 20

Column = str | tuple[str, ...]
# The columns of events, the fullest form first; keys in brackets stand below each other in one column. The last column
# takes what the others leave, and a form is taken if that is at least _LAST characters.
_FORMS: tuple[tuple[Column, ...], ...] = (
    ("date", "actor", "type", "recipient", "status"),
    ("date", ("type", "status"), ("actor", "recipient")),
    (("date", "type", "status"), ("actor", "recipient")),
)
_LAST = 40
_NAMES = 26  # characters in a line of names
_MARKS = {"recipient": "→ ", "told": "– "}


@cache
def _headings() -> dict[str, tuple[str, str]]:
    return {row["key"]: (row["en"], row["fa"]) for row in own_table("views")}


class Page:
    """Standard output with headings in one language.

    Rows run from left to right in both languages. The lines between cells are fenced by left-to-right marks, without
    which a terminal or an editor that shows Persian from right to left would swap neighbouring Persian cells.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        known = sys.stdout.isatty() or "COLUMNS" in os.environ
        self._console = Console(width=None if known else _PLAIN_WIDTH, highlight=False, emoji=False)
        self.width = self._console.width

    def say(self, key: str) -> str:
        """A heading in the language of the page."""
        return _headings()[key][self.lang == "fa"]

    def line(self, text: str = "", style: str = "") -> None:
        """A line of text, as it is."""
        self._console.print(Text(text, style=style), soft_wrap=True)

    def table(self, title: str, columns: Sequence[Column], rows: Sequence[Sequence[str | None]]) -> None:
        """A table under a title; both are keys of headings. Columns without any cell are left out, and empty tables.

        A column of several keys has several lines in each cell: the rows then have lines between them.
        """
        filled = [n for n in range(len(columns)) if any(row[n] for row in rows)]
        if not filled:
            return
        stacked = any(isinstance(columns[n], tuple) for n in filled)
        table = Table(title=self.say(title), title_justify="left", title_style="bold", box=SQUARE, show_lines=stacked)
        height = max(len(_keys(columns[n])) for n in filled)
        for n in filled:
            keys = _keys(columns[n])
            heading = "\n".join([*map(self.say, keys), *[""] * (height - len(keys))])
            names = _NAMES if len(keys) > 1 and "actor" in keys else None
            table.add_column(heading, overflow="fold", no_wrap=keys[0] in _WHOLE, max_width=names)
        for row in rows:
            table.add_row(*(Text(row[n] or "") for n in filled))
        with self._console.capture() as shown:
            self._console.print(table)
        for line in shown.get().splitlines():
            print(line.rstrip().replace(_BAR, _FENCE))

    def events(self, last: tuple[str, ...], rows: Sequence[Mapping[str, str | None]]) -> None:
        """A table of events in the fullest form that the width has room for; `last` are the keys of its last columns."""
        for form in _FORMS:
            columns: tuple[Column, ...] = (*form, *last) if form is _FORMS[0] else (*form, last)
            cells = [[_stack(row, column) for column in columns] for row in rows]
            widths = [max((_width(row[n]) for row in cells), default=0) for n in range(len(columns))]
            if sum(widths[:-1]) + min(widths[-1], _LAST) + 3 * sum(map(bool, widths)) + 1 <= self.width:
                break
        self.table("events", columns, cells)

    def marked(self, text: str, spans: Iterable[tuple[int, int]]) -> None:
        """A passage with some of its words in bold."""
        passage = Text(text.replace("\n", " "))
        for start, end in spans:
            passage.stylize("bold", start, end)
        self._console.print(passage, soft_wrap=True)


def _keys(column: Column) -> tuple[str, ...]:
    return (column,) if isinstance(column, str) else column


def _stack(row: Mapping[str, str | None], column: Column) -> str:
    """The cell of a column. Below the doers an arrow marks to whom it is done, below the words a dash who tells it."""
    if isinstance(column, str):
        return row.get(column) or ""
    return "\n".join(f"{_MARKS.get(key, '')}{line}" for key in column for line in (row.get(key) or "").splitlines())


def _width(cell: str) -> int:
    return max(map(cell_len, cell.split("\n")))


def name_of(name: Name) -> str:
    """The Persian name, else the English one."""
    return name.fa or name.en or ""


def label(actor: Actor) -> str:
    """The name of an actor with its country, where the name alone does not say it."""
    name = name_of(actor.name) or actor.id
    return name if actor.kind == "state" or not actor.country else f"{name} ({actor.country})"


def kind_of(event: str, mode: str | None) -> str:
    """PLOVER type, with its mode below it."""
    return f"{event}\n({mode})" if mode else event


def shortened(text: str, width: int = 80) -> str:
    """The beginning of a text, up to a whole word."""
    line = text.strip().split("\n")[0]
    return line if len(line) <= width else f"{line[:width].rpartition(' ')[0] or line[:width]} …"


def around(text: str, start: int, end: int, width: int = 160) -> str:
    """The part of a text around `text[start:end]`, in whole words, with «…» where it was cut; lines are joined."""
    text = text.replace("\n", " ")
    if len(text) <= width:
        return text
    first = max(0, min(start - (width - (end - start)) // 2, len(text) - width))
    last = min(len(text), max(first + width, end))
    if first:
        first = min(text.find(" ", first) + 1 or start, start)
    if last < len(text):
        last = max(text.rfind(" ", 0, last), end)
    return f"{'… ' if first else ''}{text[first:last].strip()}{' …' if last < len(text) else ''}"


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
    page.events(("words", "told"), [_event_row(reading, event, names) for event in reading.events])
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


def _event_row(reading: Reading, event: Event, names: _Namer) -> dict[str, str | None]:
    return {
        "date": event.date.value if event.date else None,
        "type": kind_of(event.event, event.mode),
        "actor": names(*(p.actor for p in event.actor)),
        "recipient": names(*(p.actor for p in event.recipient)),
        "status": event.status,
        "words": reading.quote(event.trigger),
        "told": names(event.reported_by) if event.reported_by else None,
    }


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
        print(f"vaqaye: not read: {_where(failure.article)}: {failure.reason}", file=sys.stderr)
    if len(failures) > _LISTED:
        print(f"vaqaye: … and {len(failures) - _LISTED:,} more", file=sys.stderr)


def _where(article: Article) -> str:
    """Its address, or its id and how it begins: a plain text has no address, and its id is made of it."""
    begins = article.title or (shortened(article.text, 40) if article.text else None)
    return article.url or " ".join(part for part in (article.id, f"«{begins}»" if begins else None) if part) or "?"


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
