"""The commands that ask a record: find, timeline, dossier, quotes, export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from vaqaye.cli_options import DEFAULT_RECORD, Format, Lang, Limit, RecordFile, Since, Until

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

    with _opened(record) as store:
        hits = query.find(store, words, limit, since, until)
    _show(hits, format, lang, show_hits)


def timeline(
    who: Party,
    record: RecordFile = DEFAULT_RECORD,
    since: Since = None,
    until: Until = None,
    limit: Limit = 100,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show the events of a country or an actor.

    Oldest first; the newest of them if there are too many.

    \b
    Examples:
      vaqaye timeline IRN --from 2022 --record news.db
      vaqaye timeline "ظریف" --format jsonl --record news.db
    """
    from vaqaye import query
    from vaqaye.views_record import show_acts

    with _opened(record) as store:
        acts = query.timeline(store, who, since, until, limit=limit)
    _show(acts, format, lang, show_acts)


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

    with _opened(record) as store:
        found = query.dossier(store, a, b, since, until, limit=limit)
    _show(found, format, lang, show_dossier)


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

    with _opened(record) as store:
        said = query.quotes(store, by, about, since, until, limit=limit)
    _show(said, format, lang, show_quotes)


def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.{parquet,csv,jsonl}", help="The file to write.", show_default=False)
    ],
    record: RecordFile = DEFAULT_RECORD,
    table: Annotated[
        Literal["events", "readings"] | None,
        typer.Option(
            "--table", help="A row an event, or a whole reading an article (.jsonl only, and there the rule)."
        ),
    ] = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Codes and offsets only, for texts that may not be passed on.")
    ] = False,
) -> None:
    """Write the record to a file.

    Parquet, CSV or JSON Lines: the name of the file decides.

    \b
    Examples:
      vaqaye export events.parquet --record news.db
      vaqaye export events.csv --no-text --record news.db
      vaqaye export readings.jsonl --record news.db
    """
    from vaqaye.record import export as write
    from vaqaye.views import busy

    with _opened(record) as store, busy(f"writing {file}"):
        count = write(store, file, table=table, text=not no_text)
    typer.echo(f"{file}: {count:,} rows")


def _opened(path: Path) -> Record:
    from vaqaye.record import Record

    return Record(path, readonly=True)


def _show(found: Any, format: Format, lang: Lang, view: Callable[[Any, Any], None]) -> None:
    """The answer to a question: through its view, as one JSON document, or an entry a line."""
    from vaqaye.views import Page, print_json

    if format == "table":
        view(Page(lang), found)
        return
    from vaqaye.model import to_plain

    if format == "json" or not isinstance(found, Sequence):
        print_json(to_plain(found), pretty=format == "json")
        return
    for entry in found:
        print_json(to_plain(entry))
