"""The command that opens the reading room: serve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vaqaye.cli_options import DEFAULT_RECORD

_ALL = ("0.0.0.0", "::")  # all addresses of this machine: who opens it so far does not know by which name it is called


def serve(
    record: Annotated[
        Path, typer.Argument(metavar="FILE", envvar="VAQAYE_RECORD", help="The record, one file.", show_default=False)
    ] = DEFAULT_RECORD,
    port: Annotated[int, typer.Option("--port", "-p", min=1, max=65535, metavar="N", help="Port to listen at.")] = 8000,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="NAME",
            help="Address to listen at. With another than this machine's own, everybody who reaches it can read the record.",
        ),
    ] = "127.0.0.1",
    corrections: Annotated[
        bool,
        typer.Option(
            "--corrections",
            help="Let whoever uses this machine correct entries and save searches, in the record.",
            show_default=False,
        ),
    ] = False,
) -> None:
    """Open the reading room: the record as pages in a browser, and as JSON under /api.

    It only reads, except with --corrections; `vaqaye build` may write to the record meanwhile. Ctrl-C ends it.

    \b
    Examples:
      vaqaye serve news.db
      vaqaye serve news.db --port 8080
      vaqaye serve news.db --corrections
    """
    import uvicorn

    from vaqaye.web.app import create_app

    app = create_app(record, hosts=("*",) if host in _ALL else (host,), corrections=corrections)
    typer.echo(f"The reading room is open at http://{host}:{port}/ (Ctrl-C closes it)")
    # Longer than a browser or a proxy keeps an idle connection: who asks as it is closed gets no answer.
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, timeout_keep_alive=75)
