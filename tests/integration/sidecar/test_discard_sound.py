"""Results that nobody wants any more: discarded before, while and after they are made."""

from pathlib import Path

import grpc
import pytest
from support.calls import CALL_SECONDS, Refusal, make, refusal
from support.processes import Sidecar

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

Stub = pb_grpc.EnvironmentSoundServiceStub


def discard(stub: Stub, request_id: str) -> None:
    stub.DiscardSound(pb.DiscardSoundRequest(request_id=request_id), timeout=CALL_SECONDS)


def test_a_finished_sound_is_deleted_and_not_made_again(sidecar: Sidecar, stub: Stub) -> None:
    path = Path(make(stub, prompt="rain", request_id="finished").file_path)
    other = Path(make(stub, prompt="rain", request_id="of another").file_path)
    for _ in range(2):
        discard(stub, "finished")
        assert not path.exists()
    assert other.exists()
    refused = refusal(stub, prompt="rain", request_id="finished")
    assert (refused.code, refused.reason) == (grpc.StatusCode.ABORTED, "REQUEST_DISCARDED")


def test_a_sound_in_the_making_is_stopped_for_everybody(own_sidecar: Sidecar) -> None:
    with grpc.insecure_channel(own_sidecar.target) as channel:
        stub = Stub(channel)
        request = pb.GenerateSoundRequest(
            prompt="rain", engine="slow", steps=10_000, request_id="long"
        )
        calls = [stub.GenerateSound(request, timeout=CALL_SECONDS) for _ in range(2)]
        for call in calls:
            next(event for event in call if event.WhichOneof("event") == "progress")
        discard(stub, "long")
        assert own_sidecar.temporary_files() == own_sidecar.finished_files() == []
        for call in calls:
            with pytest.raises(grpc.RpcError) as caught:
                list(call)
            assert Refusal(caught.value).reason == "REQUEST_DISCARDED"
        # Its place is free again.
        make(stub, prompt="wind", engine="slow", steps=2)


def test_a_discard_that_comes_first_lets_no_sound_be_made(sidecar: Sidecar, stub: Stub) -> None:
    discard(stub, "never asked for")
    before = sidecar.finished_files()
    refused = refusal(stub, prompt="rain", request_id="never asked for")
    assert refused.reason == "REQUEST_DISCARDED"
    assert sidecar.finished_files() == before


def test_a_discard_outlives_a_killed_sidecar(own_sidecar: Sidecar) -> None:
    with grpc.insecure_channel(own_sidecar.target) as channel:
        discard(Stub(channel), "gone")
    own_sidecar.kill()
    own_sidecar.start()
    with grpc.insecure_channel(own_sidecar.target) as channel:
        assert refusal(Stub(channel), prompt="rain", request_id="gone").reason == (
            "REQUEST_DISCARDED"
        )


@pytest.mark.parametrize("request_id", ["", "x" * 129])
def test_a_bad_request_id_is_named(stub: Stub, request_id: str) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        discard(stub, request_id)
    error = Refusal(caught.value)
    assert error.code is grpc.StatusCode.INVALID_ARGUMENT
    assert "1 to 128" in error.fields["request_id"]
