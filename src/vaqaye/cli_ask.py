"""The commands that ask a record: find, timeline, dossier, quotes, export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from vaqaye.cli_options import DEFAULT_RECORD, Format, Lang, Limit, RecordFile, Since, Until, option

if TYPE_CHECKING:
    from vaqaye.record import Record

_PARTY = "A country (IRN, ایران, Iran) or an actor, by name in any spelling or by id."
Party = Annotated[str, typer.Argument(metavar="WHO", help=_PARTY, show_default=False)]


def find(
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help="Words that the article must have.", show_default=False)
    ],
    record: RecordFile = DEFAULT_RECORD,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Find articles by their words.

    Newest first, in any spelling: گفتگو finds گفت‌وگو.

    \b
    Words in "quotation marks" are a phrase, a word with * is a beginning:
      vaqaye find "تحریم نفت" --record news.db
      vaqaye find '"وزیر خارجه" تحری*' --from 2018 --to 2019-06 --record news.db
    """
    from vaqaye import query
    from vaqaye.views_record import show_hits

    with opened(record) as store:
        hits = query.find(store, words, limit, since, until)
    show(hits, format, lang, show_hits)


def timeline(
    who: Party,
    record: RecordFile = DEFAULT_RECORD,
    other: Annotated[str | None, option("--with", metavar="WHO", help="Only where this one takes part, too.")] = None,
    event: Annotated[
        str | None,
        option(
            "--type", metavar="TYPE", help="Only this PLOVER type: CONSULT, SANCTION …; vaqaye codebook list has all."
        ),
    ] = None,
    status: Annotated[
        str | None, option("--status", metavar="STATUS", help="Only occurred, planned, denied or hypothetical.")
    ] = None,
    source: Annotated[str | None, option("--source", metavar="NAME", help="Only as this outlet tells it.")] = None,
    place: Annotated[
        str | None, option("--place", metavar="PLACE", help="Only there: a country code or a name.")
    ] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 100,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show the events of a country or an actor.

    Oldest first; the newest of them if there are too many. An act that many articles tell of is shown once.

    \b
    Examples:
      vaqaye timeline IRN --from 2022 --record news.db
      vaqaye timeline IRN --with RUS --type CONSULT --status planned --record news.db
      vaqaye timeline "ظریف" --format jsonl --record news.db
    """
    from vaqaye import query
    from vaqaye.views_record import show_acts

    with opened(record) as store:
        acts = query.timeline(
            store, who, since, until, other=other, event=event, status=status, source=source, place=place, limit=limit
        )
    show(acts, format, lang, show_acts)


def dossier(
    a: Party,
    b: Party,
    record: RecordFile = DEFAULT_RECORD,
    since: Since = None,
    until: Until = None,
    limit: Limit = 100,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show all that is between two parties.

    Events in which both take part, what either said about the other, agreements of both.

    \b
    Examples:
      vaqaye dossier IRN RUS --from 2022-01 --to 2022-12 --record news.db
      vaqaye dossier "ظریف" "آمریکا" --lang fa --record news.db
    """
    from vaqaye import query
    from vaqaye.views_record import show_dossier

    with opened(record) as store:
        found = query.dossier(store, a, b, since, until, limit=limit)
    show(found, format, lang, show_dossier)


def quotes(
    by: Annotated[str, typer.Option("--by", metavar="WHO", help=_PARTY, show_default=False)],
    about: Annotated[
        str | None, typer.Option("--about", metavar="WHO", help="Only what mentions this one.", show_default=False)
    ] = None,
    record: RecordFile = DEFAULT_RECORD,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show what somebody said.

    Newest first, each with the place in the article that proves it.

    \b
    Examples:
      vaqaye quotes --by "پوتین" --record news.db
      vaqaye quotes --by IRN --about USA --from 2018 --limit 5 --record news.db
    """
    from vaqaye import query
    from vaqaye.views_record import show_quotes

    with opened(record) as store:
        said = query.quotes(store, by, about, since, until, limit=limit)
    show(said, format, lang, show_quotes)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.", show_default=False)],
    record: RecordFile = DEFAULT_RECORD,
    format: Annotated[
        Literal["parquet", "csv", "jsonl", "gdelt", "polecat", "ics", "graphml", "jsonld"] | None,
        typer.Option("--format", help="What to write, where the name of the file does not say it."),
    ] = None,
    table: Annotated[
        Literal["events", "statements", "agreements", "figures", "readings"] | None,
        typer.Option(
            "--table",
            help="For parquet, csv, jsonl: a row an entry, or a whole reading an article (jsonl only, and there the rule).",
        ),
    ] = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Codes and offsets only, for texts that may not be passed on.")
    ] = False,
) -> None:
    """Write the record to a file.

    The name of the file decides what is written.

    \b
    Tables, for pandas, polars, R, DuckDB, spreadsheets:
      vaqaye export events.parquet --record news.db
      vaqaye export statements.csv --table statements --record news.db
      vaqaye export readings.jsonl --record news.db

    \b
    Formats of the field:
      vaqaye export 2022.export.csv --record news.db       events in the 61 columns of GDELT 2.0
      vaqaye export events.polecat.jsonl --record news.db  events as records of the PLOVER standard
      vaqaye export visits.ics --record news.db            planned visits and meetings, for calendars
      vaqaye export meetings.graphml --record news.db      who met whom, for Gephi, networkx, igraph
      vaqaye export statements.jsonld --record news.db     who said what, as schema.org has it

    \b
    The record itself is a file of SQLite that other programs open as it is: datasette news.db
    """
    from vaqaye.export import export as write
    from vaqaye.views import busy

    with opened(record) as store, busy(f"writing {file}"):
        count = write(store, file, format=format, table=table, text=not no_text)
    typer.echo(f"{file}: {count:,} rows")


def opened(path: Path) -> Record:
    """The record of a command, for reading only."""
    from vaqaye.record import Record

    return Record(path, readonly=True)


def show(found: Any, format: Format, lang: Lang, view: Callable[[Any, Any], None]) -> None:
    """The answer to a question: through its view, as one JSON document, or an entry a line."""
    from vaqaye.views import Page, print_json

    if format == "table":
        view(Page(lang), found)
        return
    from vaqaye.model import to_plain

    entries = getattr(found, "entries", found)  # of a page
    if format == "json" or not isinstance(entries, Sequence):
        print_json(to_plain(found), pretty=format == "json")
        return
    for entry in entries:
        print_json(to_plain(entry))
