"""What Prometheus reads at a real sidecar's own port."""

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from support.calls import CALL_SECONDS, make, refusal
from support.metrics import Page
from support.processes import Sidecar, free_port, running_sidecar

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

Stub = pb_grpc.EnvironmentSoundServiceStub
NAME = "envsound_sidecar"


@pytest.fixture
def sidecar(tmp_path: Path) -> Iterator[Sidecar]:
    with running_sidecar(tmp_path, ENVSOUND_METRICS_PORT=str(free_port())) as running:
        yield running


def test_a_sound_is_told_of(sidecar: Sidecar, stub: Stub) -> None:
    for _ in range(2):
        make(stub, prompt="a test", engine="slow", duration_seconds=2, steps=3, request_id="one")
    page = Page.of(sidecar.metrics_url)
    assert page.value(f"{NAME}_requests_total", rpc="GenerateSound", code="OK") == 2
    assert page.value(f"{NAME}_sounds_total", engine="slow", result="completed") == 1
    assert page.value(f"{NAME}_audio_seconds_total", engine="slow") == 2
    assert page.value(f"{NAME}_cache_hits_total", cache="request_id") == 1
    assert page.value(f"{NAME}_queue_wait_seconds_count", engine="slow") == 1
    assert page.value(f"{NAME}_batch_size_sum", engine="slow") == 3
    stages = page.label_values(f"{NAME}_stage_seconds_count", "stage")
    assert stages == {"queued", "preparing", "generating", "finishing", "writing"}
    assert page.value(f"{NAME}_stage_seconds_sum", engine="slow", stage="generating") > 0.02
    assert page.value(f"{NAME}_storage_free_bytes") > 0
    assert page.value(f"{NAME}_serving") == 1
    assert page.value(f"{NAME}_engine_ready", engine="slow") == 1
    assert page.value(f"{NAME}_engine_ready", engine="weightless") == 0
    assert page.value(f"{NAME}_prompt_cache_lookups_total", engine="tangoflux", result="hit") == 0


def test_refusals_and_failures_are_counted_by_their_reason(sidecar: Sidecar, stub: Stub) -> None:
    refusal(stub, prompt="")
    refusal(stub, prompt="a test", engine="silent")
    refusal(stub, prompt="a test", engine="broken")
    page = Page.of(sidecar.metrics_url)
    for reason in ("REQUEST_INVALID", "GENERATION_FAILED", "INTERNAL"):
        assert page.value(f"{NAME}_failures_total", reason=reason) == 1
    for code, count in (("INVALID_ARGUMENT", 1), ("INTERNAL", 2)):
        assert page.value(f"{NAME}_requests_total", rpc="GenerateSound", code=code) == count
    assert page.value(f"{NAME}_sounds_total", engine="silent", result="failed") == 1
    assert page.value(f"{NAME}_sounds_in_flight", engine="silent") == 0


def test_a_cancelled_sound_is_in_flight_and_then_cancelled(sidecar: Sidecar, stub: Stub) -> None:
    request = pb.GenerateSoundRequest(prompt="a test", engine="slow", steps=10_000)
    call = stub.GenerateSound(request, timeout=CALL_SECONDS)
    next(event for event in call if event.progress.step > 1)
    assert Page.of(sidecar.metrics_url).value(f"{NAME}_sounds_in_flight", engine="slow") == 1
    call.cancel()
    with pytest.raises(grpc.RpcError):
        list(call)
    while Page.of(sidecar.metrics_url).value(f"{NAME}_sounds_in_flight", engine="slow"):
        pass
    page = Page.of(sidecar.metrics_url)
    assert page.value(f"{NAME}_sounds_total", engine="slow", result="cancelled") == 1
    assert page.value(f"{NAME}_requests_total", rpc="GenerateSound", code="CANCELLED") == 1


def test_nothing_is_opened_unless_a_port_is_set(tmp_path: Path) -> None:
    with running_sidecar(tmp_path) as sidecar:
        assert "metrics on" not in sidecar.log_path.read_text()


def test_a_taken_port_is_one_sentence(sidecar: Sidecar, tmp_path: Path) -> None:
    port = sidecar.environment["ENVSOUND_METRICS_PORT"]
    other = Sidecar(tmp_path / "other", ENVSOUND_METRICS_PORT=port)
    code, words = other.run_to_its_end()
    assert code == 78
    assert "Traceback" not in words
    assert f"port {port}" in words
    assert "ENVSOUND_METRICS_PORT" in words
