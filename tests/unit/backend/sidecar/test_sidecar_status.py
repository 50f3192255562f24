"""gRPC statuses to domain errors, also those that lost their details on the way."""

import grpc
import pytest
from google.protobuf import any_pb2
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from backend import errors
from backend.sidecar.status import from_rpc_error


def rpc_error(
    code: grpc.StatusCode, message: str, *details: Message, raw: bytes | None = None
) -> grpc.aio.AioRpcError:
    status = status_pb2.Status(code=code.value[0], message=message)
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    trailers = grpc.aio.Metadata()
    if details or raw is not None:
        trailers.add("grpc-status-details-bin", raw or status.SerializeToString())
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), trailers, details=message)


def info(reason: str) -> error_details_pb2.ErrorInfo:
    return error_details_pb2.ErrorInfo(reason=reason, domain="envsound")


CODE = grpc.StatusCode


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        (CODE.INVALID_ARGUMENT, "REQUEST_INVALID", errors.InvalidRequest),
        (CODE.INVALID_ARGUMENT, "PROMPT_NOT_UNDERSTOOD", errors.PromptNotUnderstood),
        (CODE.NOT_FOUND, "ENGINE_UNKNOWN", errors.EngineNotFound),
        (CODE.NOT_FOUND, "SOURCE_NOT_FOUND", errors.SourceNotFound),
        (CODE.UNAVAILABLE, "ENGINE_LOADING", errors.EngineLoading),
        (CODE.FAILED_PRECONDITION, "WEIGHTS_MISSING", errors.WeightsMissing),
        (CODE.RESOURCE_EXHAUSTED, "QUEUE_FULL", errors.QueueFull),
        (CODE.ALREADY_EXISTS, "REQUEST_ID_REUSED", errors.RequestIdReused),
        (CODE.RESOURCE_EXHAUSTED, "STORAGE_FULL", errors.StorageFull),
        (CODE.INTERNAL, "STORAGE_FAILED", errors.StorageFailed),
        (CODE.UNAVAILABLE, "SHUTTING_DOWN", errors.SidecarUnavailable),
        (CODE.UNAUTHENTICATED, "UNAUTHENTICATED", errors.Unauthenticated),
        (CODE.INTERNAL, "GENERATION_FAILED", errors.InternalError),
    ],
)
def test_the_reason_decides_with_and_without_details(
    code: grpc.StatusCode, reason: str, kind: type[errors.BackendError]
) -> None:
    message = f"{reason}: what happened"
    for error in (rpc_error(code, message, info(reason)), rpc_error(code, message)):
        translated = from_rpc_error(error)
        assert type(translated) is kind
        assert reason not in translated.message


@pytest.mark.parametrize("code", [CODE.UNAVAILABLE, CODE.CANCELLED])
def test_a_lost_connection_is_worth_another_try_whatever_it_says(code: grpc.StatusCode) -> None:
    for message in ("", "failed to connect to 10.0.0.1:7930", "SOMETHING_NEW: text"):
        assert type(from_rpc_error(rpc_error(code, message))) is errors.SidecarUnavailable


def test_addresses_and_traces_of_the_library_stay_inside() -> None:
    for code in (CODE.UNKNOWN, CODE.UNAVAILABLE, CODE.DEADLINE_EXCEEDED, CODE.UNIMPLEMENTED):
        translated = from_rpc_error(rpc_error(code, "Traceback: ipv4:10.0.0.1:7930 refused"))
        assert "10.0.0.1" not in translated.message


def test_each_bad_field_is_named() -> None:
    bad = error_details_pb2.BadRequest()
    bad.field_violations.add(field="steps", description="has to be from 1 to 200")
    error = rpc_error(CODE.INVALID_ARGUMENT, "REQUEST_INVALID: no", info("REQUEST_INVALID"), bad)
    translated = from_rpc_error(error)
    assert isinstance(translated, errors.InvalidRequest)
    assert translated.violations == (errors.FieldViolation("steps", "has to be from 1 to 200"),)


def test_a_full_queue_tells_when_to_try_again() -> None:
    retry = error_details_pb2.RetryInfo()
    retry.retry_delay.FromMilliseconds(40_500)
    error = rpc_error(CODE.RESOURCE_EXHAUSTED, "QUEUE_FULL: 32", info("QUEUE_FULL"), retry)
    translated = from_rpc_error(error)
    assert isinstance(translated, errors.QueueFull)
    assert translated.retry_after_seconds == 40.5


def test_broken_details_do_no_harm() -> None:
    error = rpc_error(CODE.RESOURCE_EXHAUSTED, "QUEUE_FULL: 32 wait", raw=b"\xff\xff\xff")
    translated = from_rpc_error(error)
    assert isinstance(translated, errors.QueueFull)
    assert translated.message == "32 wait"


def test_a_late_sound_is_told() -> None:
    translated = from_rpc_error(rpc_error(CODE.DEADLINE_EXCEEDED, "Deadline Exceeded"))
    assert type(translated) is errors.DeadlineExceeded


def test_a_call_that_the_sidecar_lacks_is_told() -> None:
    translated = from_rpc_error(rpc_error(CODE.UNIMPLEMENTED, "Method not found!"))
    assert type(translated) is errors.SidecarTooOld
    assert translated.reason == "SIDECAR_TOO_OLD"
