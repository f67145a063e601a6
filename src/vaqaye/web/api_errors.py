"""What the API says when it can't answer: one small object that programs can tell apart and people can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from vaqaye.errors import RecordError, VaqayeError
from vaqaye.model import to_plain


@dataclass(frozen=True, slots=True)
class Error:
    """Why there is no answer. `error` is the kind (QueryError, NotFound, Refused …); `message` says what to do."""

    error: str
    message: str


_KINDS = {404: ("NotFound", "there is nothing at this address: /openapi.json lists what there is")}
_KINDS[405] = ("NotAllowed", "this address can't be asked so: /openapi.json says how")


def error_response(request: Request, error: Exception) -> Response:
    """The answer to a question of the API that failed: 400, 404 or 405 with words, 503 where the record fails."""
    status, kind, message, headers = _said(error)
    record = request.app.state.pool.path
    return say(request.url.path, status, kind, message.replace(str(record), record.name), headers)


def _said(error: Exception) -> tuple[int, str, str, Mapping[str, str]]:
    if isinstance(error, RequestValidationError):
        return 400, "QueryError", _wrong_parameters(error), {}
    if isinstance(error, HTTPException):
        kind, message = _KINDS.get(error.status_code, ("Refused", error.detail))
        starlettes_own = error.detail in ("Not Found", "Method Not Allowed")
        return error.status_code, kind, message if starlettes_own else error.detail, error.headers or {}
    if isinstance(error, RecordError):
        return 503, "RecordError", str(error), {"Retry-After": "5"}
    if isinstance(error, VaqayeError):
        return 400, type(error).__name__, str(error), {}
    raise error


def is_api(path: str) -> bool:
    """Whether who asks there wants JSON."""
    return path.startswith("/api/") or path in ("/api", "/openapi.json")


def say(path: str, status: int, error: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error as JSON for the API, as plain words for everybody else."""
    to_tell = {"Cache-Control": "no-store", **(headers or {})}
    if is_api(path):
        return Response(orjson.dumps(to_plain(Error(error, message))), status, to_tell, "application/json")
    return Response(message, status, to_tell, "text/plain; charset=utf-8")


def _wrong_parameters(error: RequestValidationError) -> str:
    """«limit: Input should be less than or equal to 1000; event: …»"""
    said = [f"{wrong['loc'][-1]}: {wrong['msg']}" for wrong in error.errors()]
    return f"{'; '.join(said)}. /openapi.json says what may be asked"
