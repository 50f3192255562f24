"""Many at once: every sound is completed or told QUEUE_FULL, and health is always answered."""

import threading
from collections.abc import Iterator

import grpc
import httpx
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from support.calls import CALL_SECONDS, Refusal
from support.processes import API, Stack, running_stack

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

SOUND_COUNT = 50


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("load")) as running:
        yield running


def test_fifty_sounds_over_http(stack: Stack) -> None:
    replies: list[httpx.Response] = []
    body = {"prompt": "thunder and rain", "engine": "procedural", "duration": 2}

    def ask() -> None:
        replies.append(httpx.post(f"{stack.url}{API}/generate", json=body, timeout=60))

    _together([ask] * SOUND_COUNT)
    for _ in range(20):
        assert httpx.get(f"{stack.url}/health", timeout=10).status_code == 200
    assert {reply.status_code for reply in replies} <= {202, 429}
    ids = [reply.json()["sound_id"] for reply in replies if reply.status_code == 202]
    sounds = stack.wait_until_done(ids)
    assert {sound["generation_status"] for sound in sounds} == {"completed"}
    assert len({sound["file_path"] for sound in sounds}) == len(ids)


def test_fifty_sounds_over_grpc(stack: Stack) -> None:
    outcomes: list[str] = []
    with grpc.insecure_channel(stack.sidecar.target) as channel:
        stub = pb_grpc.EnvironmentSoundServiceStub(channel)
        health = health_pb2_grpc.HealthStub(channel)

        def ask() -> None:
            request = pb.GenerateSoundRequest(prompt="rain", engine="procedural")
            try:
                events = list(stub.GenerateSound(request, timeout=CALL_SECONDS))
                outcomes.append(events[-1].WhichOneof("event"))
            except grpc.RpcError as error:
                outcomes.append(Refusal(error).reason)

        threads = [threading.Thread(target=ask) for _ in range(SOUND_COUNT)]
        for thread in threads:
            thread.start()
        for _ in range(20):
            reply = health.Check(health_pb2.HealthCheckRequest(), timeout=10)
            assert reply.status == health_pb2.HealthCheckResponse.SERVING
        for thread in threads:
            thread.join(CALL_SECONDS)
    assert len(outcomes) == SOUND_COUNT
    assert set(outcomes) <= {"sound", "QUEUE_FULL"}
    assert outcomes.count("sound") >= 32


def _together(calls: list[object]) -> None:
    threads = [threading.Thread(target=call) for call in calls]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(CALL_SECONDS)
