"""The reading room as an ASGI application."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vaqaye.errors import QueryError, RecordError, VaqayeError
from vaqaye.record import Record
from vaqaye.version import __version__
from vaqaye.web import api, feeds
from vaqaye.web.api_errors import error_response, is_api
from vaqaye.web.moved import MarkedWrong, Moved, gone, lead
from vaqaye.web.pages import (
    actor,
    agreements,
    article,
    calendar,
    codebook,
    data,
    dossier,
    figures,
    home,
    statements,
    story,
)
from vaqaye.web.pages import corrections as marked
from vaqaye.web.problems import told, wrong_parameters
from vaqaye.web.records import Pool
from vaqaye.web.safety import LOOPBACK_HOSTS, protect
from vaqaye.web.show import View

_READERS = 8  # Python answers one request a core at a time; more records would only hold more memory
_STATIC = Path(__file__).parent / "static"


def create_app(path: str | Path, *, hosts: Iterable[str] = (), corrections: bool = False) -> FastAPI:
    """The application that shows the record at `path`. RecordError where there is none that can be read.

    It answers to the names of this machine, and to `hosts` ("*" for any name). With `corrections` its pages also write
    corrections and saved searches into the record: QueryError where others than this machine could do so.
    """
    hosts = tuple(hosts)
    if corrections and (far := set(hosts) - LOOPBACK_HOSTS):
        raise QueryError(
            f"corrections are for use on this machine alone, not at {' '.join(sorted(far))}: leave out --host, or --corrections"
        )
    with Record(path, readonly=True):  # says what is wrong now, not at the first request
        pass
    pool = Pool(Path(path), _READERS)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        # What is loaded by now stays: looked through for garbage again and again, it holds up a page by 80 ms.
        gc.collect()
        gc.freeze()
        yield
        gc.unfreeze()
        pool.close()
        state.close()

    app = FastAPI(title="Vaqaye", version=__version__, docs_url=None, redoc_url=None, lifespan=life)
    app.state.pool = pool
    app.state.corrections = corrections
    # API
    state = api.plug(app, Path(path))
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    for page in (
        home,
        dossier,
        article,
        actor,
        agreements,
        statements,
        figures,
        story,
        calendar,
        codebook,
        data,
        marked,
    ):
        app.include_router(page.router)
    app.include_router(feeds.router)
    if corrections:
        app.include_router(marked.writing)
    for kind in (VaqayeError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _problem)
    app.add_exception_handler(Moved, lead)
    app.add_exception_handler(MarkedWrong, gone)
    # Safety
    protect(app, _problem, hosts=hosts)
    app.add_middleware(_Heads)
    return app


class _Heads:
    """ASGI middleware: HEAD is answered as GET is, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def bare(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, bare)
        else:
            await self._app(scope, receive, send)


def _problem(request: Request, error: Exception) -> Response:
    """What went wrong, in words, as a page."""
    if is_api(request.scope["path"]):
        return error_response(request, error)
    view = View(request)
    record = request.app.state.pool.path
    said = Markup()
    if isinstance(error, RequestValidationError):
        status, said = 400, wrong_parameters(error, view.lang)
    elif isinstance(error, HTTPException):
        status = error.status_code
        own = _STARLETTES.get(error.detail)
        said = escape(view.t(own)) if own else Markup()
    else:
        status = 503 if isinstance(error, RecordError) else 400 if isinstance(error, VaqayeError) else 500
        said = escape(view.t("error.inner")) if status == 500 else Markup()
    message = error.detail if isinstance(error, HTTPException) else str(error)
    problem = said or told(message.replace(str(record), record.name), view.lang)
    heading = view.speech.said.get(f"error.{status}") or view.t("error")
    response = view.show("error.html", status, heading=heading, problem=problem)
    response.headers.update(getattr(error, "headers", None) or {})
    return response


_STARLETTES = {"Not Found": "error.missing", "Method Not Allowed": "error.405.what"}
