"""Calls of the sidecar in tests."""

from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

CALL_SECONDS = 30.0
OLDER_RAIN = "1903811d1f4e634b223549c6bbec3b2eae5ad491b09ed8bee2f4f59d154a4ace"
"""The fingerprint of the prompt "rain" alone, in answers from before canonical fingerprints."""


def make(stub: pb_grpc.EnvironmentSoundServiceStub, **fields: Any) -> pb.Sound:
    """Generate a sound and return the last event, which has to be the only Sound."""
    events = list(stub.GenerateSound(pb.GenerateSoundRequest(**fields), timeout=CALL_SECONDS))
    kinds = [event.WhichOneof("event") for event in events]
    assert kinds.count("sound") == 1
    assert kinds[-1] == "sound"
    return events[-1].sound


def refusal(stub: pb_grpc.EnvironmentSoundServiceStub, **fields: Any) -> "Refusal":
    """Return the error of a failing request."""
    with pytest.raises(grpc.RpcError) as caught:
        list(stub.GenerateSound(pb.GenerateSoundRequest(**fields), timeout=CALL_SECONDS))
    return Refusal(caught.value)


class Refusal:
    """The unpacked error of a call."""

    def __init__(self, error: Any) -> None:
        self.code: grpc.StatusCode = error.code()
        self.message: str = error.details()
        self.reason = ""
        self.domain = ""
        self.fields: dict[str, str] = {}
        self.retry_seconds: float | None = None
        status = rpc_status.from_call(error)
        for detail in status.details if status is not None else ():
            self._read(detail)

    def _read(self, detail: Any) -> None:
        info = error_details_pb2.ErrorInfo()
        bad_request = error_details_pb2.BadRequest()
        retry = error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            self.reason, self.domain = info.reason, info.domain
        elif detail.Unpack(bad_request):
            self.fields = {v.field: v.description for v in bad_request.field_violations}
        elif detail.Unpack(retry):
            self.retry_seconds = retry.retry_delay.ToMilliseconds() / 1000
