"""The command that opens the reading room: serve."""

from __future__ import annotations

import errno
import logging
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from vaqaye.cli_options import DEFAULT_RECORD
from vaqaye.errors import QueryError

_ALL = ("0.0.0.0", "::")  # all addresses of this machine: who opens it so far does not know by which name it is called

_TCP, _NO_DELAY = 6, 1  # IPPROTO_TCP and TCP_NODELAY of every system


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
    # Longer than a browser or a proxy keeps an idle connection: who asks as it is closed gets no answer.
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", server_header=False, timeout_keep_alive=75)
    with _listening(config) as listening, suppress(KeyboardInterrupt):
        typer.echo(
            f"The reading room is open at http://{f'[{host}]' if ':' in host else host}:{port}/ (Ctrl-C closes it)"
        )
        uvicorn.Server(config).run(sockets=[listening])


def _listening(config: Any) -> Any:
    """The socket of a uvicorn.Config; QueryError where there can be none, before anybody is told that the room is open."""
    logging.disable(logging.CRITICAL)  # uvicorn logs «[Errno 98]» and ends the program
    try:
        listening = config.bind_socket()
        # Asyncio does so only with sockets that it made itself; else the body of an answer waits 40 ms behind its head.
        listening.setsockopt(_TCP, _NO_DELAY, 1)
        return listening
    except SystemExit as stopped:
        number = getattr(stopped.__context__, "errno", None)
        reason = getattr(stopped.__context__, "strerror", None)
    finally:
        logging.disable(logging.NOTSET)
    if number == errno.EADDRINUSE:
        raise QueryError(
            f"port {config.port} is in use, perhaps by another vaqaye serve: end that, or give another with "
            f"--port {config.port % 65535 + 1}"
        )
    if number == errno.EACCES:
        raise QueryError(f"port {config.port} is not for everybody's use: give one above 1023, such as --port 8000")
    raise QueryError(
        f"{config.host} is no address of this machine ({reason}): leave --host out for this machine alone, or give "
        "0.0.0.0 for all that reach it"
    )
