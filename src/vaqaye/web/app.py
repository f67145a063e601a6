"""The reading room as an ASGI application."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from vaqaye.errors import QueryError, RecordError, VaqayeError
from vaqaye.record import Record
from vaqaye.version import __version__
from vaqaye.web import api, feeds
from vaqaye.web.api_errors import error_response, is_api
from vaqaye.web.pages import (
    actor,
    agreements,
    article,
    calendar,
    codebook,
    dossier,
    figures,
    home,
    sql,
    statements,
    story,
)
from vaqaye.web.pages import corrections as marked
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
        sql,
        marked,
    ):
        app.include_router(page.router)
    app.include_router(feeds.router)
    if corrections:
        app.include_router(marked.writing)
    for kind in (VaqayeError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _problem)
    # Safety
    protect(app, _problem, hosts=hosts)
    return app


def _problem(request: Request, error: Exception) -> Response:
    """What went wrong, in words, as a page."""
    if is_api(request.url.path):
        return error_response(request, error)
    view = View(request)
    if isinstance(error, HTTPException):
        status, problem = error.status_code, error.detail
        if problem == "Not Found":  # Starlette's own word for it
            problem = view.t("error.missing")
    elif isinstance(error, RequestValidationError):
        status = 400
        problem = "; ".join(f"{found['loc'][-1]}: {found['msg']}" for found in error.errors())
    elif isinstance(error, QueryError):
        status, problem = 400, str(error)
    elif isinstance(error, RecordError):
        status, problem = 503, str(error)
    else:
        status, problem = 500, view.t("error.inner")
    return view.show("error.html", status, number=status, problem=problem)
