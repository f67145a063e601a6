"""The command that keeps a record up with feeds: watch."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from vaqaye.cli_options import (
    DEFAULT_RECORD,
    UNREAD,
    Codebook,
    Jobs,
    Lexicon,
    NoModel,
    RecordFile,
    complain,
    option,
)
from vaqaye.errors import IngestError


def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS", help="The file of feeds, TOML.", show_default=False)],
    record: RecordFile = DEFAULT_RECORD,
    once: Annotated[
        bool,
        typer.Option("--once", help="Ask every feed once, read what is new, and end: for cron.", show_default=False),
    ] = False,
    every: Annotated[
        float | None,
        typer.Option(
            "--every",
            min=1,
            max=1440,
            metavar="MINUTES",
            help="Between two polls of a feed that has no `every` of its own.",
        ),
    ] = None,
    allow_private: Annotated[
        list[str] | None,
        option(
            "--allow-private",
            metavar="HOST",
            help="A host that may be asked though its address is private; may be given several times.",
        ),
    ] = None,
    jobs: Jobs = 1,
    lexicon: Lexicon = None,
    codebook: Codebook = None,
    no_model: NoModel = False,
) -> None:
    """Watch feeds, and read what is new into a record.

    Asks each feed every 15 minutes, or as the file says, whether it is new; fetches the pages of its items where
    `page = true`, if robots.txt allows it, one at a time with a pause; waits longer where a server is in trouble. Stop it
    when you like: it goes on where it was.

    \b
    A file of feeds:
      page = true
      [[feed]]
      url = "https://example.org/rss"
      source = "خبرگزاری نمونه"

    \b
    Examples:
      vaqaye watch feeds.toml --record news.db
      vaqaye watch feeds.toml --record news.db --once
    """
    from vaqaye.build import Built, build
    from vaqaye.ingest.feeds import read_feeds
    from vaqaye.ingest.fetch import Fetcher
    from vaqaye.record import Record
    from vaqaye.record.inbox import Inbox
    from vaqaye.watch import Watch

    wanted = read_feeds(feeds, every)
    fetcher = Fetcher(wanted.pause, wanted.contact, frozenset(allow_private or ()))
    with _alone(feeds), Record(record) as store, Inbox(record) as inbox:
        watching = Watch(
            wanted,
            store,
            inbox,
            fetcher,
            lambda articles, store: build(
                articles, store, jobs=jobs, lexicon=lexicon, codebook=codebook, model=not no_model
            ),
            lambda line: typer.echo(f"{datetime.now():%H:%M:%S} {line}"),
        )
        if not once:
            watching.forever()
        done = watching.round(once=True)
        built = done.built or Built()
        typer.echo(
            f"{done.answered} of {done.polled} feeds answered, {done.pages} pages fetched, {built.new} new articles, "
            f"{built.replaced} read again, {built.failed} could not be read"
        )
        if done.polled and not done.answered:
            complain("no feed answered: the lines above say why")
            raise typer.Exit(UNREAD)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds the file of feeds: a second watch that cron starts beside the first would ask every server twice."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise IngestError(f"another `vaqaye watch` is at work with {path}: it does what this one would") from None
        yield
