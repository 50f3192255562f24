"""The handlers that answer every error with a problem: the application's and the framework's."""

import logging
import math
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from backend import errors
from backend.api.problems import (
    INTERNAL,
    INTERNAL_DETAIL,
    MEDIA_TYPE,
    HttpError,
    Kind,
    extra_members,
    kind_of,
    problem,
)
from backend.db.causes import cause_of
from backend.db.database import DatabaseUnavailable, reason_of
from backend.telemetry.tracing import current_id

_NO_TRACE = "0" * 32
_CLIENT_CLOSED_REQUEST = 499
_SIDECAR_RETRY_SECONDS = 5
_DATABASE_RETRY_SECONDS = 5
_DATABASE_KIND = Kind(503, "The database cannot be used now")
_DATABASE_DETAIL = "the database cannot be used now: {cause}; try again in a moment"
_HTTP_ERRORS = {error.kind.status: error for error in HttpError}

_log = logging.getLogger(__name__)


class BodyRefused(HTTPException):
    """An error of the domain that is raised while a body is read.

    The framework passes only its own errors on from there.

    Args:
        error: The error that the client receives.
    """

    def __init__(self, error: errors.BackendError) -> None:
        super().__init__(kind_of(error).status)
        self.error = error


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(errors.BackendError, _on_backend_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(DatabaseUnavailable, _on_database_error)
    app.add_exception_handler(ClientDisconnect, _on_disconnect)
    app.add_exception_handler(Exception, _on_unexpected_error)


async def _on_backend_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.BackendError)
    return error_response(request, error)


def error_response(request: Request, error: errors.BackendError) -> JSONResponse:
    """Return the problem of an error."""
    return _answer(
        request,
        kind_of(error),
        error.message,
        error.reason,
        more=extra_members(error),
        headers=_headers(error),
    )


def _headers(error: errors.BackendError) -> dict[str, str]:
    """Return the headers that the status requires (RFC 9110, 10.2.3 and 11.6.1)."""
    if isinstance(error, errors.ApiKeyRefused):
        return {"WWW-Authenticate": "APIKey"}
    if isinstance(error, errors.SidecarUnavailable):
        return {"Retry-After": str(_SIDECAR_RETRY_SECONDS)}
    if isinstance(error, errors.QueueFull):
        return {"Retry-After": str(math.ceil(error.retry_after_seconds))}
    if isinstance(error, errors.RateLimited):
        return {"Retry-After": str(math.ceil(error.retry_after_seconds)), **error.headers}
    return {}


async def _on_validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # Never the input itself: it may be huge, secret, or no valid text.
    violations = [
        errors.FieldViolation(_location(detail["loc"]), str(detail["msg"]))
        for detail in error.errors()
    ]
    return await _on_backend_error(request, errors.InvalidRequest(violations))


def _location(location: tuple[int | str, ...]) -> str:
    # The first part is where the framework looked: body, query, path.
    names = [str(part) for part in location[1:]] or [str(part) for part in location]
    # A name that the client made up need not be text that UTF-8 can hold.
    return ".".join(names).encode(errors="replace").decode()[:200]


async def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error, BodyRefused):
        return error_response(request, error.error)
    known = _HTTP_ERRORS.get(error.status_code)
    if known is not None:
        return _answer(request, known.kind, known.detail, known.reason, headers=error.headers)
    kind = Kind(error.status_code, "The request failed")
    reason = f"HTTP_{error.status_code}"
    return _answer(request, kind, error.detail, reason, headers=error.headers)


async def _on_database_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DatabaseUnavailable)
    _log.warning("the database cannot be used: %s", reason_of(error))
    headers = {"Retry-After": str(_DATABASE_RETRY_SECONDS)}
    detail = _DATABASE_DETAIL.format(cause=cause_of(error))
    return _answer(request, _DATABASE_KIND, detail, "DATABASE_UNAVAILABLE", headers=headers)


async def _on_disconnect(_request: Request, _error: Exception) -> Response:
    """Return what nobody receives, with the status that nginx logs for it."""
    return Response(status_code=_CLIENT_CLOSED_REQUEST)


async def _on_unexpected_error(request: Request, error: Exception) -> JSONResponse:
    # The server around the app logs the traceback, after the end of the request's span.
    vars(error)["trace_id"] = current_id()
    return _answer(request, INTERNAL, INTERNAL_DETAIL, errors.InternalError.reason)


def _answer(
    request: Request,
    kind: Kind,
    detail: str,
    reason: str,
    *,
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    body = problem(kind, detail, reason, request.url.path, current_id() or _NO_TRACE)
    _log.info("%s %s: %d %s", request.method, body["instance"], kind.status, reason)
    return JSONResponse(body | dict(more or {}), kind.status, headers, MEDIA_TYPE)
