"""The spans of a sound at an OpenTelemetry collector, and a stack without a collector."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.otlp_receiver import OtlpReceiver, Received, otlp_receiver
from support.processes import API, Sidecar, Stack, clean_environment, free_port, running_stack

CALLER_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER_SPAN = "00f067aa0ba902b7"
RPC = "/envsound.v1.EnvironmentSoundService/GenerateSound"
STAGES = ["queued", "preparing", "generating", "finishing"]


@pytest.fixture(scope="module")
def receiver() -> Iterator[OtlpReceiver]:
    with otlp_receiver() as running:
        yield running


@pytest.fixture(scope="module")
def stack(receiver: OtlpReceiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    told_soon = {"OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url, "OTEL_BSP_SCHEDULE_DELAY": "100"}
    with running_stack(tmp_path_factory.mktemp("traced"), **told_soon) as running:
        yield running


def make(stack: Stack, headers: dict[str, str], **fields: Any) -> dict[str, Any]:
    reply = httpx.post(
        f"{stack.url}{API}/generate",
        json={"prompt": "rain", "duration": 1, **fields},
        headers=headers,
    )
    (sound,) = stack.wait_until_done([reply.json()["sound_id"]])
    return sound


def trace_of(receiver: OtlpReceiver, sound_number: int) -> list[Received]:
    """The spans of the trace that the n-th sound was made in, once its last one is there."""

    def found(spans: list[Received]) -> list[Received]:
        jobs = [span for span in spans if span.name == "make sound"]
        if len(jobs) < sound_number:
            return []
        return [span for span in spans if span.trace_id == jobs[sound_number - 1].trace_id]

    is_whole = {
        (RPC, "CLIENT"),
        (RPC, "SERVER"),
        ("make sound", "CONSUMER"),
        (f"POST {API}/generate", "SERVER"),
        *((stage, "INTERNAL") for stage in STAGES),
    }
    return found(
        receiver.until(lambda all_: {(span.name, span.kind) for span in found(all_)} >= is_whole)
    )


def sides_of_the_call(spans: list[Received]) -> tuple[Received, Received]:
    """The backend's and the sidecar's span of the call that asks for the sound."""
    (asking,) = [span for span in spans if span.name == RPC and span.kind == "CLIENT"]
    (call,) = [span for span in spans if span.name == RPC and span.kind == "SERVER"]
    return asking, call


def test_a_sound_is_one_tree_from_the_request_to_the_stages(
    stack: Stack, receiver: OtlpReceiver
) -> None:
    sound = make(stack, {}, engine="procedural")
    assert sound["generation_status"] == "completed"
    spans = trace_of(receiver, 1)
    (request,) = [span for span in spans if not span.parent_id]
    assert request[:3] == ("envsound-backend", f"POST {API}/generate", "SERVER")
    (job,) = [span for span in spans if span.name == "make sound"]
    assert (job.service, job.kind, job.parent_id) == (
        "envsound-backend",
        "CONSUMER",
        request.span_id,
    )
    asking, call = sides_of_the_call(spans)
    assert (asking.service, asking.parent_id) == ("envsound-backend", job.span_id)
    assert (call.service, call.parent_id) == ("envsound-sidecar", asking.span_id)
    stages = sorted(
        (span for span in spans if span.parent_id == call.span_id), key=lambda span: span.begun_ns
    )
    assert [stage.name for stage in stages] == STAGES
    assert all(call.begun_ns <= stage.begun_ns <= stage.ended_ns for stage in stages)
    assert not any(span.has_failed for span in spans)


def test_a_callers_trace_goes_on(stack: Stack, receiver: OtlpReceiver) -> None:
    header = {"traceparent": f"00-{CALLER_TRACE}-{CALLER_SPAN}-01"}
    assert make(stack, header, engine="silent")["generation_status"] == "failed"

    def of_caller(spans: list[Received]) -> dict[tuple[str, str], Received]:
        return {(span.name, span.kind): span for span in spans if span.trace_id == CALLER_TRACE}

    failing = {("make sound", "CONSUMER"), (RPC, "CLIENT"), (RPC, "SERVER")}
    spans = of_caller(receiver.until(lambda all_: of_caller(all_).keys() >= failing))
    assert spans[(f"POST {API}/generate", "SERVER")].parent_id == CALLER_SPAN
    assert all(spans[key].has_failed for key in failing)


def test_without_an_endpoint_no_exporter_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys, envsound_server.__main__; from backend.__main__ import Settings, create_app;"
        "create_app(Settings());"
        "print([name for name in sys.modules if name.startswith('opentelemetry.exporter')])"
    )
    environment = {**clean_environment(), "DATA_DIR": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_a_collector_that_is_away_holds_nothing_up(tmp_path: Path) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    with running_stack(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=away) as stack:
        assert make(stack, {})["generation_status"] == "completed"
        assert stack.sidecar.stop() == 0


def test_an_endpoint_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    sidecar = Sidecar(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="collector:4317")
    exit_code, words = sidecar.run_to_its_end()
    assert exit_code == 2
    assert words.count("\n") == 1
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" in words
