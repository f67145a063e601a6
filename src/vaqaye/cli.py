"""The command line. It asks the library and shows what it says; only typer is imported before a command runs."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from vaqaye import (
    cli_ask,
    cli_check,
    cli_codebook,
    cli_conllu,
    cli_corrections,
    cli_episodes,
    cli_import,
    cli_questions,
    cli_read,
    cli_serve,
    cli_watch,
    cli_who,
)
from vaqaye.cli_options import BROKEN, INTERRUPTED, NO_RECORD, PIPE_CLOSED, UNREAD, USAGE, complain
from vaqaye.errors import CodebookError, IngestError, LexiconError, QueryError, RecordError, ResourceError, VaqayeError

_CODES: tuple[tuple[type[VaqayeError], int], ...] = (
    (IngestError, USAGE),
    (QueryError, USAGE),
    (RecordError, NO_RECORD),
    (LexiconError, USAGE),
    (CodebookError, USAGE),
    (ResourceError, BROKEN),
)


_UsageError: Any = typer.BadParameter.__base__  # a missing argument, an unknown option or command


def _example(ctx: Any) -> str | None:
    """The first example of the help of a command, on one line."""
    lines = (line.strip() for line in (ctx.command.help or "").splitlines())
    return next((line for line in lines if line.startswith("vaqaye ")), None)


class _Commands(TyperGroup):
    """Turns what goes wrong in a command into one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command that was asked for."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except _UsageError as error:
            error.show()
            if example := _example(error.ctx or ctx):
                print(f"For example: {example}", file=sys.stderr)
            code = USAGE
        except VaqayeError as error:
            complain(str(error))
            code = next((code for kind, code in _CODES if isinstance(error, kind)), UNREAD)
        except ImportError as error:
            complain(f"{error}. The installation is not whole: pip install --force-reinstall vaqaye")
            code = BROKEN
        except KeyboardInterrupt:
            complain("stopped; what a build has stored stays stored, and the next one goes on from there")
            code = INTERRUPTED
        except BrokenPipeError:  # `vaqaye read … | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = PIPE_CLOSED
        raise typer.Exit(code)


app = typer.Typer(
    cls=_Commands,
    rich_markup_mode=None,  # plain help is there in a tenth of a second
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Reads Persian news and keeps the record: who did and said what to whom, when, where, by whose account.

    \b
    Read one article, or a folder of pages:
      vaqaye read article.txt --published 2022-01-19
      vaqaye read pages/ --format jsonl > readings.jsonl

    \b
    Keep a record, ask it, open it in a browser:
      vaqaye build pages/ feed.xml archive.jsonl.gz --record news.db
      vaqaye dossier IRN RUS --from 2022 --record news.db
      vaqaye quotes --by "پوتین" --record news.db
      vaqaye serve news.db

    \b
    A record is one file, which `build` makes; whoever asks names it with --record, or once with
    export VAQAYE_RECORD=news.db. `vaqaye COMMAND --help` has examples of each command.

    \b
    Exit codes:
      0    done; articles that could not be read are listed on standard error
      1    nothing could be read, nobody is known by that name, or a check found faults
      2    a wrong option, path, date or code
      3    the record can't be used
      4    the installation is broken: vaqaye doctor says where
      130  stopped by Ctrl-C
      141  whoever read the output went away
    """
    if version:
        from vaqaye.version import __version__

        typer.echo(f"vaqaye {__version__}")
        raise typer.Exit


for command in (
    *(cli_read.read, cli_read.build, cli_watch.watch, cli_import.import_, cli_read.reread, cli_read.explain),
    *(cli_ask.find, cli_ask.timeline, cli_ask.dossier, cli_ask.quotes),
    *(cli_questions.latest, cli_questions.planned, cli_questions.silence, cli_questions.scores),
    *(cli_questions.figures, cli_questions.positions, cli_ask.export),
    *(cli_episodes.episode, cli_episodes.ledger, cli_episodes.merge),
    *(cli_serve.serve, cli_who.who, cli_conllu.conllu, cli_check.schema, cli_check.doctor),
):
    app.command(command.__name__.rstrip("_"))(command)
app.add_typer(cli_codebook.codebook, name="codebook")
app.add_typer(cli_corrections.corrections, name="corrections")
app.add_typer(cli_corrections.search, name="search")


def main() -> None:
    """The entry point of the `vaqaye` command."""
    for stream in (sys.stdout, sys.stderr):  # a code page that lacks Persian would end the command in its middle
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    app()
