"""The commands about corrections and saved searches: corrections list, export, import, train; search save, list, remove."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vaqaye.cli_ask import opened
from vaqaye.cli_options import DEFAULT_RECORD, Limit, RecordFile, option

if TYPE_CHECKING:
    from vaqaye.record.corrections import Correction

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_LINE = 1_000_000
corrections = typer.Typer(no_args_is_help=True, rich_markup_mode=None, context_settings=_CONTEXT)
search = typer.Typer(no_args_is_help=True, rich_markup_mode=None, context_settings=_CONTEXT)

_OUT = typer.Argument(metavar="FILE.jsonl", help="The file to write.", show_default=False)
Out = Annotated[Path, _OUT]


@corrections.callback()
def about_corrections() -> None:
    """List, export and bring in what analysts have corrected.

    `vaqaye serve news.db --corrections` opens it with the forms.

    \b
    Examples:
      vaqaye corrections export mine.jsonl --record news.db
      vaqaye corrections import mine.jsonl --record other.db
    """


@corrections.command("list")
def list_(
    record: RecordFile = DEFAULT_RECORD,
    state: Annotated[
        Literal["applied", "without_entry", "withdrawn"] | None,
        typer.Option("--state", help="Only those: without_entry are those whose entry another reading does not find."),
    ] = None,
    limit: Limit = 50,
) -> None:
    """List corrections, newest first.

    \b
    Example:
      vaqaye corrections list --state without_entry --record news.db
    """
    from vaqaye import query

    with opened(record) as store:
        page = query.corrections(store, state=state, limit=min(limit, 1_000))
    for c in page.entries:
        words = c.words if len(c.words) <= 60 else f"{c.words[:60]}…"
        typer.echo(
            f"{c.id}  {c.state}  {c.verdict} {c.entry} {c.type}  {c.article} [{c.start}:{c.end}] «{words}»  {c.by}: {c.reason}"
        )
    if not page.entries:
        typer.echo("no corrections")


@corrections.command()
def export(out: Out, record: RecordFile = DEFAULT_RECORD) -> None:
    """Write all corrections to a file.

    In the order in which they were made, one a line of JSON.

    \b
    Example:
      vaqaye corrections export mine.jsonl --record news.db
    """
    import orjson

    from vaqaye.record.corrections import all_corrections

    with opened(record) as store:
        number = _written(out, (orjson.dumps(c) for c in all_corrections(store)))
    typer.echo(f"{out}: {number:,} corrections")


@corrections.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="What export wrote.", show_default=False)],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Bring corrections into a record, all or none of them.

    Those that are there already are passed over; those of articles that are not there wait for them.

    \b
    Example:
      vaqaye corrections import mine.jsonl --record other.db
    """
    from vaqaye.errors import QueryError
    from vaqaye.record import Record

    if not record.exists():
        raise QueryError(f"{record} does not exist: give the path of a record with --record")
    marks = list(_read(file))
    with Record(record) as store:
        new = store.correct(marks)
    typer.echo(f"{len(marks):,} corrections: {new:,} new")


@corrections.command()
def train(out: Out, record: RecordFile = DEFAULT_RECORD) -> None:
    """Write corrections as annotations to train on.

    Ids, offsets and codes, no word of any article.

    \b
    Example:
      vaqaye corrections train corrected.jsonl --record news.db
    """
    import orjson

    from vaqaye.record.lessons import lessons

    with opened(record) as store:
        number = _written(out, map(orjson.dumps, lessons(store)))
    typer.echo(f"{out}: {number:,} articles")


@search.callback()
def about_search() -> None:
    """Save questions by name, each with a feed of what is new.

    The reading room (`vaqaye serve`) has it at /feed.rss?search=NAME and /feed.json?search=NAME. Articles are found by
    their words with `vaqaye find`.

    \b
    Example:
      vaqaye search save "ایران و عمان" events --where a=IRN --where b=OMN --record news.db
    """


@search.command()
def save(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.", show_default=False)],
    kind: Annotated[
        Literal["events", "statements", "agreements", "articles"],
        typer.Argument(metavar="KIND", help="events, statements, agreements or articles.", show_default=False),
    ],
    where: Annotated[
        list[str],
        option(
            "--where",
            metavar="FIELD=VALUE",
            help="events: a b event status source place; statements: by about words stance source; "
            "agreements: a b ledger status source; articles: q source.",
        ),
    ],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Save a search.

    \b
    Examples:
      vaqaye search save "Oman" events --where a=IRN --where b=OMN --record news.db
      vaqaye search save "Lavrov on sanctions" statements --where by=لاوروف --where words=تحریم --record news.db
    """
    from vaqaye import query
    from vaqaye.errors import QueryError
    from vaqaye.record import searches

    asked: dict[str, str] = {}
    for part in where:
        field, equals, value = part.partition("=")
        if not (equals and value.strip()):
            raise QueryError(f"{part!r} is no FIELD=VALUE: write for example a=IRN")
        asked[field.strip()] = value.strip()
    with opened(record) as store:
        query.alert(store, kind, asked, limit=1)  # says now what would be wrong later
    searches.save(record, name, kind, asked)
    typer.echo(f"saved: /feed.rss?search=… and /feed.json?search=… of the reading room have «{name}»")


@search.command("list")
def list_searches(record: RecordFile = DEFAULT_RECORD) -> None:
    """List saved searches.

    \b
    Example:
      vaqaye search list --record news.db
    """
    from vaqaye.record.searches import searches

    with opened(record) as store:
        found = searches(store)
    for one in found:
        typer.echo(f"{one.name}  {one.kind} {' '.join(f'{k}={v}' for k, v in one.question.items())}")
    if not found:
        typer.echo("no searches")


@search.command("remove")
def remove_search(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name.", show_default=False)],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Forget a saved search.

    \b
    Example:
      vaqaye search remove "Oman" --record news.db
    """
    from vaqaye.errors import QueryError
    from vaqaye.record.searches import remove

    with opened(record):
        pass
    if not remove(record, name):
        raise QueryError(f"there is no search called {name!r}: `vaqaye search list` shows those there are")
    typer.echo(f"removed: {name}")


def _written(out: Path, lines: Iterator[bytes] | map[bytes]) -> int:
    number = 0
    try:
        with out.open("wb") as file:
            for line in lines:
                file.write(line + b"\n")
                number += 1
    except OSError as error:
        from vaqaye.errors import IngestError

        raise IngestError(f"{out} can't be written: {error.strerror}") from error
    return number


def _read(file: Path) -> Iterator[Correction]:
    """The corrections of a file that anybody may have written."""
    from vaqaye.errors import IngestError, QueryError
    from vaqaye.record.corrections import Correction, adapter, checked

    try:
        with file.open("rb") as lines:
            number = 0
            while line := lines.readline(_LINE):
                number += 1
                if line.strip():
                    try:
                        yield checked(adapter(Correction).validate_json(line))
                    except (ValueError, QueryError) as error:
                        said = (
                            str(error) if isinstance(error, QueryError) else "it is no correction as export writes it"
                        )
                        raise QueryError(f"{file}:{number}: {said}") from error
    except OSError as error:
        raise IngestError(f"{file} can't be read: {error.strerror}") from error
