"""Every error of the wire contract, as a client sees it, and input that nobody should send."""

import random
from pathlib import Path
from typing import Any

import grpc
import pytest
from envsound_test_engines import GATE_VARIABLE
from google.protobuf import empty_pb2
from grpc_health.v1 import health_pb2
from support.calls import CALL_SECONDS, Refusal, make, refusal
from support.processes import Sidecar, running_sidecar

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

Stub = pb_grpc.EnvironmentSoundServiceStub
Code = grpc.StatusCode


@pytest.mark.parametrize(
    ("fields", "bad"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": " \n "}, "prompt"),
        ({"prompt": "x" * 1001}, "prompt"),
        ({"prompt": "x\0y"}, "prompt"),
        ({"duration_seconds": 0.4}, "duration_seconds"),
        ({"duration_seconds": -1}, "duration_seconds"),
        ({"duration_seconds": 61}, "duration_seconds"),
        ({"duration_seconds": float("nan")}, "duration_seconds"),
        ({"duration_seconds": float("inf")}, "duration_seconds"),
        ({"engine": "slow", "steps": -1}, "steps"),
        ({"engine": "slow", "steps": 10_001}, "steps"),
        ({"engine": "slow", "cfg_scale": 0.5}, "cfg_scale"),
        ({"seed": -1}, "seed"),
        ({"name": "x" * 201}, "name"),
        ({"category": "x" * 101}, "category"),
        ({"request_id": "x" * 129}, "request_id"),
        ({"negative_prompt": "x" * 1001}, "negative_prompt"),
        ({"target_lufs": 0}, "target_lufs"),
        ({"target_lufs": float("nan")}, "target_lufs"),
        ({"true_peak_ceiling_dbtp": 0.1}, "true_peak_ceiling_dbtp"),
        ({"true_peak_ceiling_dbtp": float("nan")}, "true_peak_ceiling_dbtp"),
        ({"format": 99}, "format"),
        ({"priority": 99}, "priority"),
    ],
)
def test_a_bad_field_is_named(stub: Stub, fields: dict[str, object], bad: str) -> None:
    error = refusal(stub, **{"prompt": "rain", **fields})
    assert (error.code, error.reason, error.domain) == (
        Code.INVALID_ARGUMENT,
        "REQUEST_INVALID",
        "envsound",
    )
    assert set(error.fields) == {bad}
    assert error.fields[bad]
    assert error.message.startswith(f"REQUEST_INVALID: {bad}: ")


def test_all_bad_fields_are_named_at_once(stub: Stub) -> None:
    error = refusal(stub, prompt="", duration_seconds=1e9, seed=-5)
    assert set(error.fields) == {"prompt", "duration_seconds", "seed"}


def test_the_longest_prompt_is_taken(stub: Stub) -> None:
    assert make(stub, prompt="雨" * 1000).prompt == "雨" * 1000


def test_an_unknown_engine(stub: Stub) -> None:
    error = refusal(stub, prompt="rain", engine="orchestra")
    assert (error.code, error.reason) == (Code.NOT_FOUND, "ENGINE_UNKNOWN")
    assert "instant" in error.message


def test_an_engine_without_weights(stub: Stub) -> None:
    error = refusal(stub, prompt="rain", engine="weightless")
    assert (error.code, error.reason) == (Code.FAILED_PRECONDITION, "WEIGHTS_MISSING")
    assert "install-weights" in error.message


def test_a_prompt_that_is_not_understood(stub: Stub) -> None:
    error = refusal(stub, prompt="a violin", engine="procedural")
    assert (error.code, error.reason) == (Code.INVALID_ARGUMENT, "PROMPT_NOT_UNDERSTOOD")
    assert "did you mean" in error.message or "ListEngines" in error.message


@pytest.mark.parametrize("engine", ["nan", "silent"])
def test_what_is_no_sound_becomes_no_file(sidecar: Sidecar, stub: Stub, engine: str) -> None:
    before = sidecar.finished_files()
    error = refusal(stub, prompt="rain", engine=engine, name=f"failed {engine}")
    assert (error.code, error.reason) == (Code.INTERNAL, "GENERATION_FAILED")
    assert sidecar.finished_files() == before
    assert [
        p for p in sidecar.temporary_files() if p.name.startswith(f"failed_env_failed-{engine}")
    ]


def test_an_engine_s_crash_leaks_nothing(stub: Stub) -> None:
    error = refusal(stub, prompt="rain", engine="broken")
    assert (error.code, error.reason) == (Code.INTERNAL, "INTERNAL")
    assert "secret" not in error.message
    assert "/" not in error.message
    make(stub, prompt="rain")  # and the process goes on


def test_an_engine_that_is_still_loading(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    environment = {"ENVSOUND_ENGINE": "loading", GATE_VARIABLE: str(gate)}
    sidecar = Sidecar(tmp_path, **environment)
    try:
        sidecar.start(until_serving=False)
        with grpc.insecure_channel(sidecar.target) as channel:
            error = refusal(Stub(channel), prompt="rain")
            assert (error.code, error.reason) == (Code.UNAVAILABLE, "ENGINE_LOADING")
        assert sidecar.health() == health_pb2.HealthCheckResponse.NOT_SERVING
        gate.touch()
        with grpc.insecure_channel(sidecar.target) as channel:
            while sidecar.health() != health_pb2.HealthCheckResponse.SERVING:
                assert sidecar.process is not None
                assert sidecar.process.poll() is None
            make(Stub(channel), prompt="rain")
    finally:
        sidecar.kill()


def _call_error(call: Any, metadata: tuple[tuple[str, str], ...]) -> Refusal:
    try:
        list(call(empty_pb2.Empty(), timeout=CALL_SECONDS, metadata=metadata))
    except grpc.RpcError as error:
        return Refusal(error)
    raise AssertionError("the call was let in")


def test_the_token(tmp_path: Path) -> None:
    with (
        running_sidecar(tmp_path, ENVSOUND_TOKEN="let-me-in") as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        stub = Stub(channel)
        for metadata in ((), (("authorization", "Bearer wrong"),)):
            for call in (stub.GenerateSound, stub.ListEngines, stub.ReadPrompt):
                error = _call_error(call, metadata)
                assert (error.code, error.reason) == (Code.UNAUTHENTICATED, "UNAUTHENTICATED")
        right = (("authorization", "Bearer let-me-in"),)
        request = pb.GenerateSoundRequest(prompt="rain")
        events = list(stub.GenerateSound(request, timeout=CALL_SECONDS, metadata=right))
        assert events[-1].HasField("sound")


def test_random_requests_never_break_the_server(stub: Stub) -> None:
    generator = random.Random(7)
    texts = ["", "rain", "雨", "\0", "x" * 5000, "../../etc/passwd", "‮", "\n", "'; --", "instant"]
    numbers = [0, 1, -1, 1e300, float("nan"), float("inf"), 0.5]
    integers = [0, 1, -1, 2**31 - 1, -(2**31)]
    outcomes = set()

    def mostly(value: Any, others: list[Any]) -> Any:
        return value if generator.random() < 0.9 else generator.choice(others)

    for _ in range(500):
        request = pb.GenerateSoundRequest(
            prompt=mostly("rain", texts),
            name=mostly("", texts),
            category=mostly("", texts),
            engine=mostly("", texts),
            negative_prompt=mostly("", texts),
            duration_seconds=mostly(0.5, numbers),
            cfg_scale=mostly(0, numbers),
            steps=mostly(0, integers),
            format=mostly(1, integers),
            priority=mostly(0, integers),
            loop=generator.random() < 0.5,
        )
        if generator.random() < 0.3:
            request.target_lufs = mostly(-20, numbers)
        if generator.random() < 0.3:
            request.seed = mostly(7, [-1, 2**63 - 1])
        try:
            list(stub.GenerateSound(request, timeout=CALL_SECONDS))
            outcomes.add("OK")
        except grpc.RpcError as error:
            outcomes.add(error.code().name)
    assert outcomes == {"OK", "INVALID_ARGUMENT", "NOT_FOUND"}


def test_a_port_that_is_taken_is_one_sentence(sidecar: Sidecar, tmp_path: Path) -> None:
    code, said = Sidecar(tmp_path, ENVSOUND_PORT=str(sidecar.port)).run_to_its_end()
    assert code == 78
    assert f"port {sidecar.port} on 127.0.0.1 cannot be listened on" in said
    assert "ENVSOUND_PORT" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ENVSOUND_PORT", "loud"),
        ("ENVSOUND_QUEUE_CAPACITY", "0"),
        ("ENVSOUND_ENGINE", "orchestra"),
        ("AIGC_CONTENT_PRODUCER", "雨"),
    ],
)
def test_a_bad_setting_is_one_sentence(tmp_path: Path, variable: str, value: str) -> None:
    code, said = Sidecar(tmp_path, **{variable: value}).run_to_its_end()
    assert code == 2
    assert (variable in said) or (value in said)
    assert "Traceback" not in said
