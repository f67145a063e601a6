"""The command that takes in what was read on other machines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vaqaye.cli_options import DEFAULT_RECORD, Lang, RecordFile
from vaqaye.cli_read import metered


def import_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What vaqaye.spark.build wrote.", show_default=False)],
    record: RecordFile = DEFAULT_RECORD,
    lang: Lang = "en",
) -> None:
    """Take what Spark has read into a record.

    Goes on where it was stopped: what the record has already is left alone, a batch of 100 is stored at a time.

    \b
    Example:
      vaqaye import news/ --record news.db
    """
    from vaqaye import build
    from vaqaye.record import Record, parts

    results = parts.stored(folder)
    with Record(record) as store:
        metered("import", lang, lambda progress: build.take_in(results, store, progress=progress))
