"""Errors to `application/problem+json` (RFC 9457): the one place where that is decided."""

import logging
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NamedTuple
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from backend import errors
from backend.db.database import DatabaseUnavailable, reason_of
from backend.telemetry.tracing import current_id

MEDIA_TYPE = "application/problem+json"
_NO_TRACE = "0" * 32
_EXAMPLE_PATH = "/api/v1/environment-sounds"
_EXAMPLE_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"

_log = logging.getLogger(__name__)


class FieldProblem(BaseModel):
    """One field that cannot be accepted."""

    field: str = Field(description="Its name, or where it stands.")
    message: str = Field(description="What is wrong with it.")


class BatchResultProblem(BaseModel):
    """What came of one of several sounds; none was changed."""

    sound_id: int
    is_done: bool
    reason: str = Field(description="Why it cannot be changed; empty where it could have been.")
    detail: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(description="The kind of problem, as a URN.")
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What happened and what to do about it.")
    instance: str = Field(description="The path that was asked for.")
    reason: str = Field(description="A stable slug to switch on.")
    trace_id: str = Field(description="What the lines of this request have in all logs.")
    errors: list[FieldProblem] | None = Field(None, description="Each bad field, where any is.")
    results: list[BatchResultProblem] | None = Field(None, description="Each sound of a batch.")
    missing_ids: list[int] | None = Field(None, description="Each sound that is not there.")
    suggestions: list[str] | None = Field(
        None, description="Names of known sounds that are nearest to a prompt, best first."
    )


class _Kind(NamedTuple):
    """How a domain error looks over HTTP."""

    status: int
    title: str


class _HttpError(NamedTuple):
    """How an error of the framework looks over HTTP."""

    reason: str
    title: str
    detail: str


_KINDS: dict[type[errors.BackendError], _Kind] = {
    errors.InvalidRequest: _Kind(422, "The request is invalid"),
    errors.PromptNotUnderstood: _Kind(422, "The prompt names no known sound"),
    errors.EngineNotFound: _Kind(404, "No such engine"),
    errors.SourceNotFound: _Kind(404, "The sound to start from is gone"),
    errors.EngineUnavailable: _Kind(503, "The engine cannot be used now"),
    errors.QueueFull: _Kind(429, "Too much waits already"),
    errors.RequestIdReused: _Kind(409, "The idempotency key was used for another request"),
    errors.Unauthenticated: _Kind(401, "The token is missing or wrong"),
    errors.ApiKeyRefused: _Kind(401, "The key is missing or wrong"),
    errors.Forbidden: _Kind(403, "Not with this role"),
    errors.RateLimited: _Kind(429, "Too many requests"),
    errors.SidecarUnavailable: _Kind(503, "The sidecar is out of reach"),
    errors.SidecarTooOld: _Kind(501, "The sidecar is too old"),
    errors.DeadlineExceeded: _Kind(504, "It took too long"),
    errors.StorageError: _Kind(507, "The file cannot be kept or read"),
    errors.SoundNotFound: _Kind(404, "No such sound"),
    errors.SoundNotCompleted: _Kind(409, "The sound has no file"),
    errors.SoundNotRunning: _Kind(409, "The sound is over"),
    errors.SoundBusy: _Kind(409, "The sound is being made"),
    errors.SoundNotGenerated: _Kind(409, "The sound was not generated"),
    errors.BatchRefused: _Kind(409, "Not all of it can be changed"),
    errors.NotInTaxonomy: _Kind(404, "No such entry"),
    errors.NameTaken: _Kind(409, "The name is taken"),
    errors.CategoryInUse: _Kind(409, "The category is in use"),
    errors.SoundFileGone: _Kind(410, "The file is gone"),
    errors.SoundFileDamaged: _Kind(409, "The file is damaged"),
    errors.RescanRunning: _Kind(409, "A rescan is under way"),
    errors.UploadRefused: _Kind(422, "The file is no sound that can be kept"),
    errors.UploadTooLarge: _Kind(413, "The file is too large"),
    errors.UploadBroken: _Kind(408, "The file did not come in whole"),
}

_HTTP_ERRORS = {
    400: _HttpError("BAD_REQUEST", "The request cannot be read", "the body is no JSON in UTF-8"),
    404: _HttpError(
        "NOT_FOUND", "Nothing here", "there is nothing at this path; /docs lists what there is"
    ),
    405: _HttpError(
        "METHOD_NOT_ALLOWED",
        "Not with this method",
        "this path does not take that method; /docs lists what it takes",
    ),
    413: _HttpError(
        "BODY_TOO_LARGE", "The body is too large", "the body is too large; send at most 1 MiB"
    ),
    416: _HttpError(
        "RANGE_NOT_SATISFIABLE", "No such byte range", "the file is shorter than the range's start"
    ),
}

_INTERNAL = _Kind(500, "Something went wrong")
_INTERNAL_DETAIL = "something went wrong in the server; its log tells what"
_SIDECAR_RETRY_SECONDS = 5
_DATABASE_DETAIL = "the database cannot be used now; try again in a moment"

_EXAMPLES: tuple[errors.BackendError, ...] = (
    errors.InvalidRequest([errors.FieldViolation("duration", "has to be from 0.5 to 3600")]),
    errors.PromptNotUnderstood(
        "the procedural engine knows no sound in this prompt; did you mean: rain, thunder?",
        ["rain", "thunder"],
    ),
    errors.EngineNotFound("there is no engine 'tango'; there are: procedural, tangoflux"),
    errors.WeightsMissing("the tangoflux engine cannot be used: set TANGOFLUX_WEIGHTS"),
    errors.SidecarUnavailable("the sidecar cannot be reached now; sounds wait until it is back"),
    errors.SidecarTooOld(),
    errors.QueueFull("1000 sounds wait already; try again in 5 s", 5.0),
    errors.RequestIdReused("the Idempotency-Key belongs to a request with other fields"),
    errors.ApiKeyRefused(),
    errors.Forbidden("this needs the role editor; the key of 'alice' has the role viewer"),
    errors.RateLimited("more than 60 in a minute; try again in 12 s", 12.0, {}),
    errors.DeadlineExceeded("the sidecar did not answer in time; try again later"),
    errors.StorageFailed("the sound's file cannot be read; check the disk"),
    errors.SoundNotFound(7),
    errors.SoundNotCompleted("processing"),
    errors.SoundNotRunning("completed"),
    errors.SoundBusy("processing"),
    errors.SoundNotGenerated("uploaded"),
    errors.BatchRefused(
        [
            errors.BatchResult(7, is_done=False),
            errors.BatchResult(8, False, "SOUND_NOT_FOUND", "there is no sound with the id 8"),
        ]
    ),
    errors.NotInTaxonomy("category", 7),
    errors.NotInTaxonomy("tag", 7),
    errors.NotInTaxonomy("preset", 7),
    errors.NameTaken("category", "Rain"),
    errors.CategoryInUse(12),
    errors.SoundFileGone(),
    errors.SoundFileDamaged(),
    errors.RescanRunning(),
    errors.UploadRefused("the file is no WAV, FLAC, Ogg or MP3; send one of these"),
    errors.UploadTooLarge(200),
    errors.UploadBroken(),
    errors.InternalError(_INTERNAL_DETAIL),
)

_ENDPOINTS_MAY_ALWAYS_RAISE = ("INTERNAL",)


def install(app: FastAPI) -> None:
    """Has every error of the app answered as a problem, the framework's own included."""
    app.add_exception_handler(errors.BackendError, _on_backend_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(DatabaseUnavailable, _on_database_error)
    app.add_exception_handler(Exception, _on_unexpected_error)


def documented(*reasons: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint that may answer with these reasons."""
    wanted = (*reasons, *_ENDPOINTS_MAY_ALWAYS_RAISE)
    examples = [(_kind(error), error.message, error.reason, _members(error)) for error in _EXAMPLES]
    examples += [
        (_Kind(status, known.title), known.detail, known.reason, {})
        for status, known in _HTTP_ERRORS.items()
    ]
    responses: dict[int | str, dict[str, Any]] = {}
    for kind, detail, reason, members in examples:
        if reason in wanted:
            content = {MEDIA_TYPE: {"schema": Problem.model_json_schema(), "examples": {}}}
            response = responses.setdefault(
                kind.status, {"description": kind.title, "content": content}
            )
            response["content"][MEDIA_TYPE]["examples"][reason] = {
                "value": _problem(kind, detail, _EXAMPLE_PATH, reason, _EXAMPLE_TRACE) | members
            }
    return responses


def _kind(error: errors.BackendError) -> _Kind:
    for kind in type(error).__mro__:
        if kind in _KINDS:
            return _KINDS[kind]
    return _INTERNAL


def _problem(kind: _Kind, detail: str, instance: str, reason: str, trace_id: str) -> dict[str, Any]:
    return {
        "type": f"urn:envsound:{reason.lower().replace('_', '-')}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": quote(instance),
        "reason": reason,
        "trace_id": trace_id,
    }


def _answer(
    request: Request,
    kind: _Kind,
    detail: str,
    reason: str,
    *,
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    problem = _problem(kind, detail, request.url.path, reason, current_id() or _NO_TRACE)
    _log.info("%s %s: %d %s", request.method, problem["instance"], kind.status, reason)
    return JSONResponse(problem | dict(more or {}), kind.status, headers, MEDIA_TYPE)


async def _on_backend_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.BackendError)
    return _answer(
        request,
        _kind(error),
        error.message,
        error.reason,
        more=_members(error),
        headers=_headers(error),
    )


def _members(error: errors.BackendError) -> dict[str, Any]:
    """What a problem of this kind tells beside what all tell; nothing is told empty."""
    fields: list[dict[str, str]] = []
    told: dict[str, Any] = {}
    if isinstance(error, errors.SoundsNotFound):
        told["missing_ids"] = list(error.missing_ids)
    if isinstance(error, errors.InvalidRequest):
        fields = [{"field": v.field, "message": v.description} for v in error.violations]
    elif isinstance(error, errors.PromptNotUnderstood):
        fields = [{"field": "prompt", "message": error.message}]
        told["suggestions"] = list(error.suggestions)
    elif isinstance(error, errors.BatchRefused):
        told["results"] = [asdict(result) for result in error.results]
    return {name: values for name, values in {"errors": fields, **told}.items() if values}


def _headers(error: errors.BackendError) -> dict[str, str]:
    """What the status has to come with (RFC 9110, 10.2.3 and 11.6.1)."""
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
    fields = [
        {"field": _location(detail["loc"]), "message": str(detail["msg"])}
        for detail in error.errors()
    ]
    sentence = "; ".join(f"{field['field']}: {field['message']}" for field in fields)
    kind = _KINDS[errors.InvalidRequest]
    return _answer(request, kind, sentence, errors.InvalidRequest.reason, more={"errors": fields})


def _location(location: tuple[int | str, ...]) -> str:
    # The first part is where the framework looked: body, query, path.
    names = [str(part) for part in location[1:]] or [str(part) for part in location]
    # A name that the client made up need not be text that UTF-8 can hold.
    return ".".join(names).encode(errors="replace").decode()[:200]


async def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    known = _HTTP_ERRORS.get(error.status_code)
    if known is None:
        known = _HttpError(f"HTTP_{error.status_code}", "The request failed", error.detail)
    kind = _Kind(error.status_code, known.title)
    return _answer(request, kind, known.detail, known.reason, headers=error.headers)


async def _on_database_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DatabaseUnavailable)
    _log.warning("the database cannot be used: %s", reason_of(error))
    kind = _Kind(503, "The database cannot be used now")
    return _answer(request, kind, _DATABASE_DETAIL, "DATABASE_UNAVAILABLE")


async def _on_unexpected_error(request: Request, _error: Exception) -> JSONResponse:
    # The server around the app logs the trace.
    return _answer(request, _INTERNAL, _INTERNAL_DETAIL, errors.InternalError.reason)
