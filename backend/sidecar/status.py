"""The translation of gRPC statuses to domain errors.

The reason is read from `google.rpc.ErrorInfo`, or, where a gateway dropped the trailers, from the
beginning of the message (`QUEUE_FULL: 32 sounds wait already`), or guessed from the code.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.message import DecodeError, Message
from google.rpc import error_details_pb2, status_pb2

from backend.errors import (
    BackendError,
    DeadlineExceeded,
    EngineLoading,
    EngineNotFound,
    FieldViolation,
    InternalError,
    InvalidRequest,
    PromptNotUnderstood,
    QueueFull,
    RequestIdReused,
    SidecarTooOld,
    SidecarUnavailable,
    SourceNotFound,
    StorageFailed,
    StorageFull,
    Unauthenticated,
    WeightsMissing,
)

_DETAILS_KEY = "grpc-status-details-bin"
_REASON = re.compile(r"^([A-Z][A-Z0-9_]{2,62}): (.*)$", re.DOTALL)
_DEFAULT_RETRY_SECONDS = 5.0

_OUT_OF_REACH = "the sidecar cannot be reached now; sounds wait until it is back"
_DISTRUST = ("andshake failed", "Verification Check failed")
"""The words of gRPC's own message where the two sides do not agree on TLS."""

_NOT_TRUSTED = (
    "the sidecar's certificate is not trusted, or is another host's; "
    "check TANGOFLUX_URL and the TANGOFLUX_TLS_* settings"
)
NO_ANSWER = "the sidecar does not answer in time; if that goes on it hangs, restart it"
_REFUSED = "the sidecar refused the backend's token; give both processes the same ENVSOUND_TOKEN"


@dataclass(frozen=True, slots=True)
class _Failure:
    """The content of a status, from its message and its details."""

    message: str
    reason: str
    violations: tuple[FieldViolation, ...]
    retry_after_seconds: float


_BY_REASON: dict[str, Callable[[_Failure], BackendError]] = {
    "REQUEST_INVALID": lambda failure: InvalidRequest(failure.violations, failure.message),
    "PROMPT_NOT_UNDERSTOOD": lambda failure: PromptNotUnderstood(failure.message),
    "ENGINE_UNKNOWN": lambda failure: EngineNotFound(failure.message),
    "SOURCE_NOT_FOUND": lambda failure: SourceNotFound(failure.message),
    "ENGINE_LOADING": lambda failure: EngineLoading(failure.message),
    "WEIGHTS_MISSING": lambda failure: WeightsMissing(failure.message),
    "QUEUE_FULL": lambda failure: QueueFull(failure.message, failure.retry_after_seconds),
    "REQUEST_ID_REUSED": lambda failure: RequestIdReused(failure.message),
    "STORAGE_FULL": lambda failure: StorageFull(failure.message),
    "STORAGE_FAILED": lambda failure: StorageFailed(failure.message),
    # UNAVAILABLE too, but the sidecar itself is there.
    "TRANSLATION_FAILED": lambda failure: InternalError(failure.message, failure.reason),
    "SHUTTING_DOWN": lambda _failure: lost_connection(),
    "UNAUTHENTICATED": lambda _failure: Unauthenticated(_REFUSED),
}

_REASON_BY_CODE = {
    grpc.StatusCode.INVALID_ARGUMENT: "REQUEST_INVALID",
    grpc.StatusCode.UNAUTHENTICATED: "UNAUTHENTICATED",
    grpc.StatusCode.UNAVAILABLE: "SHUTTING_DOWN",
    grpc.StatusCode.CANCELLED: "SHUTTING_DOWN",
    grpc.StatusCode.RESOURCE_EXHAUSTED: "QUEUE_FULL",
}


def from_rpc_error(error: grpc.aio.AioRpcError, late: str = NO_ANSWER) -> BackendError:
    """Return the domain error that a failed call stands for.

    Args:
        error: The error of the call.
        late: The sentence on a call that took too long.
    """
    if error.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
        return DeadlineExceeded(late)
    if error.code() is grpc.StatusCode.UNIMPLEMENTED:
        return SidecarTooOld()
    if any(words in (error.details() or "") for words in _DISTRUST):
        return SidecarUnavailable(_NOT_TRUSTED)
    failure = _failure(error)
    by_code = _REASON_BY_CODE.get(error.code(), "")
    make = _BY_REASON.get(failure.reason) or _BY_REASON.get(by_code)
    if make is not None:
        return make(failure)
    if failure.reason:
        return InternalError(failure.message, failure.reason)
    # A message of the library or of a proxy: it may name addresses, so it stays in the log.
    return InternalError(f"the sidecar answered {error.code().name}; see its log")


def lost_connection() -> SidecarUnavailable:
    """Return the error of a sidecar that is away, drains, or broke off the stream."""
    return SidecarUnavailable(_OUT_OF_REACH)


def _failure(error: grpc.aio.AioRpcError) -> _Failure:
    details = _details(error)
    info, bad_request, retry = (
        error_details_pb2.ErrorInfo(),
        error_details_pb2.BadRequest(),
        error_details_pb2.RetryInfo(),
    )
    has_retry = _unpack(details, retry)
    _unpack(details, info)
    _unpack(details, bad_request)
    prefix = _REASON.match(error.details() or "")
    reason, message = prefix.groups() if prefix else ("", error.details() or "")
    return _Failure(
        message=message,
        reason=info.reason or reason,
        violations=tuple(
            FieldViolation(violation.field, violation.description)
            for violation in bad_request.field_violations
        ),
        retry_after_seconds=(
            retry.retry_delay.ToTimedelta().total_seconds() if has_retry else _DEFAULT_RETRY_SECONDS
        ),
    )


def _details(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    status = status_pb2.Status()
    for key, value in error.trailing_metadata() or ():
        if key == _DETAILS_KEY and isinstance(value, bytes):
            try:
                status.ParseFromString(value)
            except DecodeError:
                return status_pb2.Status()
    return status


def _unpack(status: status_pb2.Status, message: Message) -> bool:
    return any(detail.Unpack(message) for detail in status.details)
