"""The translation of domain errors to gRPC statuses, the only one."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from envsound_server import errors

ERROR_DOMAIN = "envsound"

_log = logging.getLogger(__name__)

_CODES: dict[type[errors.EnvsoundError], grpc.StatusCode] = {
    errors.InvalidRequest: grpc.StatusCode.INVALID_ARGUMENT,
    errors.PromptNotUnderstood: grpc.StatusCode.INVALID_ARGUMENT,
    errors.ForeignPrompt: grpc.StatusCode.INVALID_ARGUMENT,
    errors.EngineNotFound: grpc.StatusCode.NOT_FOUND,
    errors.SourceNotFound: grpc.StatusCode.NOT_FOUND,
    errors.EngineLoading: grpc.StatusCode.UNAVAILABLE,
    errors.WeightsMissing: grpc.StatusCode.FAILED_PRECONDITION,
    errors.EngineUnavailable: grpc.StatusCode.FAILED_PRECONDITION,
    errors.QueueFull: grpc.StatusCode.RESOURCE_EXHAUSTED,
    errors.RequestIdReused: grpc.StatusCode.ALREADY_EXISTS,
    errors.RequestDiscarded: grpc.StatusCode.ABORTED,
    errors.StorageFull: grpc.StatusCode.RESOURCE_EXHAUSTED,
    errors.StorageFailed: grpc.StatusCode.INTERNAL,
    errors.GenerationFailed: grpc.StatusCode.INTERNAL,
    errors.TranslationFailed: grpc.StatusCode.UNAVAILABLE,
    errors.Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    errors.ShuttingDown: grpc.StatusCode.UNAVAILABLE,
}

_INTERNAL = errors.EnvsoundError("something went wrong in the server; its log has the details")


def to_status(error: errors.EnvsoundError) -> status_pb2.Status:
    """Return the google.rpc.Status of a domain error. Its message starts with the reason."""
    code = _CODES.get(type(error), grpc.StatusCode.INTERNAL)
    status = status_pb2.Status(
        code=code.value[0],  # grpcio's codes are (number, name)
        message=f"{error.reason}: {error.message}",
    )
    for detail in _details(error):
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status


def _details(error: errors.EnvsoundError) -> list[Message]:
    details: list[Message] = [error_details_pb2.ErrorInfo(reason=error.reason, domain=ERROR_DOMAIN)]
    if isinstance(error, errors.InvalidRequest):
        details.append(
            error_details_pb2.BadRequest(
                field_violations=[
                    error_details_pb2.BadRequest.FieldViolation(
                        field=violation.field, description=violation.description
                    )
                    for violation in error.violations
                ]
            )
        )
    if isinstance(error, errors.PromptNotUnderstood):
        violation = error_details_pb2.BadRequest.FieldViolation(
            field="prompt", description=error.message
        )
        details.append(error_details_pb2.BadRequest(field_violations=[violation]))
    if isinstance(error, errors.QueueFull):
        delay = duration_pb2.Duration()
        delay.FromMilliseconds(round(error.retry_after_seconds * 1000))
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    return details


@asynccontextmanager
async def errors_told(context: grpc.aio.ServicerContext[Any, Any]) -> AsyncIterator[None]:
    """End the call with the right status when the body raises, also in mid-stream."""
    try:
        yield
    except errors.EnvsoundError as error:
        await abort(context, error)
    except Exception:  # the last resort: the traceback goes to the log, not to the client
        _log.exception("a call failed")
        await abort(context, _INTERNAL)


async def abort(
    context: grpc.aio.ServicerContext[Any, Any], error: errors.EnvsoundError
) -> NoReturn:
    """End the call with the error's status."""
    status = rpc_status.to_status(to_status(error))
    # Not `abort_with_status`, which the call's span would not see.
    await context.abort(status.code, status.details, status.trailing_metadata)
    raise AssertionError("abort always raises")
