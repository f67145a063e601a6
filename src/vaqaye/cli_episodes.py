"""The commands about one act, one agreement with all that tell of it, and the merging of older records."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from vaqaye.cli_ask import opened, show
from vaqaye.cli_options import DEFAULT_RECORD, Format, Lang, RecordFile
from vaqaye.errors import QueryError

_ID = "Its id: `episode` in what timeline --format jsonl prints, or in the address of its page in the reading room."


def episode(
    id: Annotated[str, typer.Argument(metavar="ID", help=_ID, show_default=False)],
    record: RecordFile = DEFAULT_RECORD,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show one act with all its reports side by side.

    How its status went, and what the reports disagree about; those marked = are copies of an earlier one.

    \b
    Example:
      vaqaye episode 0c41d5e2b7a9f36 --record news.db
    """
    from vaqaye import episodes
    from vaqaye.views_episodes import show_episode

    with opened(record) as store:
        found = episodes.episode(store, id)
    show(found, format, lang, show_episode)


def ledger(
    name: Annotated[
        str, typer.Argument(metavar="NAME-OR-ID", help="An agreement by its name or id.", show_default=False)
    ],
    record: RecordFile = DEFAULT_RECORD,
    format: Format = "table",
    lang: Lang = "en",
) -> None:
    """Show the steps of an agreement over time.

    Of several with that name the one that most articles tell of.

    \b
    Example:
      vaqaye ledger برجام --record news.db
    """
    from vaqaye import episodes
    from vaqaye.views_episodes import show_ledger

    with opened(record) as store:
        named = episodes.ledgers(store, name, limit=1)
        if not named and not re.fullmatch("[0-9a-f]{15}", name):
            raise QueryError(
                f"no article tells of an agreement called {name[:60]!r}: give the beginning of its name, such as برجام"
            )
        found = episodes.ledger(store, named[0][0] if named else name)
    show(found, format, lang, show_ledger)


def merge(
    record: RecordFile = DEFAULT_RECORD,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="All of it anew, not only what is in no episode yet.")
    ] = False,
) -> None:
    """Bring the reports of one act together, in a record of an older version.

    A build does so by itself; this goes on where it was stopped.

    \b
    Example:
      vaqaye merge --record news.db
    """
    from vaqaye.record import Record
    from vaqaye.views import Meter

    with Record(record) as store, Meter("merge") as meter:
        done = store.merge(rebuild=rebuild, progress=meter.update)
    typer.echo(f"{done:,} articles merged")
