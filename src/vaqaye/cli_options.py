"""Options that several commands share, exit codes, and the line that says what went wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

UNREAD, USAGE, NO_RECORD, BROKEN, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 4, 130, 141
DEFAULT_RECORD = Path("vaqaye.db")


def option(*names: str, help: str, metavar: str | None = None, env: str | None = None) -> Any:
    """A typer option whose default is shown only where it may come from the environment."""
    return typer.Option(*names, help=help, metavar=metavar, envvar=env, show_default=env is not None)


_INPUT = typer.Argument(metavar="PATH", help="Files, folders; none, or -: standard input.", show_default=False)

Paths = Annotated[list[Path] | None, _INPUT]
RecordFile = Annotated[Path, option("--record", metavar="FILE", env="VAQAYE_RECORD", help="The record, one file.")]
LangName = Literal["en", "fa"]
Lang = Annotated[
    LangName, option("--lang", env="VAQAYE_LANG", help="Language of headings. Names and words stay as they are.")
]
Format = Annotated[
    Literal["table", "json", "jsonl"],
    typer.Option("--format", help="A table for people; JSON, or a line of JSON for each entry, for programs."),
]
Published = Annotated[
    str | None,
    option("--published", metavar="DATE", help="Day of publication, where none is given: 2022-01-19 or 1400/10/29."),
]
Source = Annotated[str | None, option("--source", metavar="NAME", help="Outlet, where none is given.")]
Url = Annotated[str | None, option("--url", metavar="URL", help="Address of a plain text or page.")]
Title = Annotated[str | None, option("--title", metavar="TEXT", help="Headline of a plain text or page.")]
Lexicon = Annotated[
    Path | None,
    option(
        "--lexicon",
        metavar="DIR",
        env="VAQAYE_LEXICON",
        help="Folder of your own people, offices and places (persons.tsv …); they win over Vaqaye's.",
    ),
]
Codebook = Annotated[
    Path | None,
    option(
        "--codebook",
        metavar="DIR",
        env="VAQAYE_CODEBOOK",
        help="Folder of your own patterns (.toml), beside Vaqaye's; vaqaye codebook check tests them.",
    ),
]
NoModel = Annotated[
    bool,
    typer.Option(
        "--no-model",
        help="Patterns and rules only: about four times as fast, finds less.",
        show_default=False,
    ),
]
MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        min=0.0,
        max=1.0,
        metavar="SHARE",
        help="Leave out events and statements that are less often right than this: 0.6.",
        show_default=False,
    ),
]
_JOBS = typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes; all cores if not given.", show_default=False)
Jobs = Annotated[int | None, _JOBS]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many entries.")]
Since = Annotated[
    str | None, option("--from", metavar="DATE", help="First day, month or year: 2022-01-19, 2022-01, 2022.")
]
Until = Annotated[str | None, option("--to", metavar="DATE", help="Last day, month or year.")]


def complain(message: str) -> None:
    """One line on standard error."""
    print(f"vaqaye: {message}", file=sys.stderr)
