"""Health, reflection, listing and draining of a real sidecar."""

import signal
import threading
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2
from support.calls import CALL_SECONDS, Refusal
from support.processes import Sidecar, running_sidecar

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

Stub = pb_grpc.EnvironmentSoundServiceStub
SERVICE = "envsound.v1.EnvironmentSoundService"
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def test_the_engines_say_what_they_can_do(stub: Stub) -> None:
    reply = stub.ListEngines(pb.ListEnginesRequest(), timeout=CALL_SECONDS)
    engines = {engine.name: engine for engine in reply.engines}
    assert reply.default_engine == "instant"
    assert len(reply.formats) == 7
    assert engines["instant"].state == pb.ENGINE_STATE_READY
    assert engines["instant"].default_steps == 0
    assert (engines["slow"].min_steps, engines["slow"].default_steps) == (1, 10)
    weightless = engines["weightless"]
    assert weightless.state == pb.ENGINE_STATE_UNAVAILABLE
    assert "install-weights" in weightless.unavailable_reason
    procedural = engines["procedural"]
    assert procedural.state == pb.ENGINE_STATE_READY
    assert "thunder" in procedural.known_sounds
    assert (procedural.min_duration_seconds, procedural.max_duration_seconds) == (0.5, 3600)


def test_the_engines_tell_their_terms_and_what_else_they_take(stub: Stub) -> None:
    reply = stub.ListEngines(pb.ListEnginesRequest(), timeout=CALL_SECONDS)
    engines = {engine.name: engine for engine in reply.engines}
    assert reply.default_engine_reason == "ENVSOUND_ENGINE names it."
    assert engines["instant"].terms == pb.License(
        name="Test License",
        commercial_use=pb.COMMERCIAL_USE_UP_TO_REVENUE,
        revenue_limit_usd=1_000_000,
        attribution="Powered by tests",
        terms_url="https://example.org/license",
    )
    for engine in engines.values():
        assert (engine.license, engine.attribution) == (engine.terms.name, engine.terms.attribution)
    assert engines["procedural"].terms.commercial_use == pb.COMMERCIAL_USE_YES
    tangoflux = engines["tangoflux"].terms
    assert tangoflux.commercial_use == pb.COMMERCIAL_USE_NO
    assert tangoflux.attribution == "Powered by Stability AI"
    assert tangoflux.terms_url == "https://huggingface.co/declare-lab/TangoFlux"
    assert engines["from_source"].supports_source
    assert engines["from_source"].computation == "float32 (NumPy)"
    assert not engines["procedural"].supports_source


@pytest.mark.parametrize(
    ("environment", "engine", "reason"),
    [
        ({}, "procedural", "ENVSOUND_ENGINE is auto, and no engine has weights; "),
        (
            {"TANGOFLUX_WEIGHTS": "nowhere"},
            "tangoflux",
            "ENVSOUND_ENGINE is auto, and TANGOFLUX_WEIGHTS is set.",
        ),
    ],
)
def test_the_default_engine_follows_the_weights_and_says_so(
    tmp_path: Path, environment: dict[str, str], engine: str, reason: str
) -> None:
    sidecar = Sidecar(tmp_path, ENVSOUND_ENGINE="auto", **environment)
    try:
        sidecar.start(until_serving=False)
        with grpc.insecure_channel(sidecar.target) as channel:
            reply = Stub(channel).ListEngines(pb.ListEnginesRequest(), timeout=CALL_SECONDS)
    finally:
        sidecar.kill()
    assert reply.default_engine == reply.engines[0].name == engine
    assert reply.default_engine_reason.startswith(reason)


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
def test_reflection(sidecar: Sidecar, version: str) -> None:
    with grpc.insecure_channel(sidecar.target) as channel:
        call = channel.stream_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
            response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
        )
        requests = [
            reflection_pb2.ServerReflectionRequest(list_services=""),
            reflection_pb2.ServerReflectionRequest(file_containing_symbol=SERVICE),
            reflection_pb2.ServerReflectionRequest(
                file_containing_symbol=f"grpc.reflection.{version}.ServerReflection"
            ),
        ]
        listed, described, itself = call(iter(requests), timeout=CALL_SECONDS)
    names = {service.name for service in listed.list_services_response.service}
    assert names >= {
        SERVICE,
        "grpc.health.v1.Health",
        f"grpc.reflection.{version}.ServerReflection",
    }
    assert described.file_descriptor_response.file_descriptor_proto
    assert itself.file_descriptor_response.file_descriptor_proto


def test_health_by_service(sidecar: Sidecar) -> None:
    with grpc.insecure_channel(sidecar.target) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        for name in ("", SERVICE):
            request = health_pb2.HealthCheckRequest(service=name)
            assert health.Check(request, timeout=CALL_SECONDS).status == SERVING
        with pytest.raises(grpc.RpcError) as caught:
            health.Check(health_pb2.HealthCheckRequest(service="nobody"), timeout=CALL_SECONDS)
        assert caught.value.code() == grpc.StatusCode.NOT_FOUND


def test_health_is_answered_while_the_engine_works(sidecar: Sidecar, stub: Stub) -> None:
    call = stub.GenerateSound(pb.GenerateSoundRequest(prompt="rain", engine="slow", steps=10_000))
    next(event for event in call if event.WhichOneof("event") == "progress")
    for _ in range(20):
        assert sidecar.health() == SERVING
    call.cancel()


def test_sigterm_drains(tmp_path: Path) -> None:
    """What is in the making is finished, what waits is sent away, health says so, exit code 0."""
    with (
        running_sidecar(tmp_path) as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        stub = Stub(channel)
        request = pb.GenerateSoundRequest(prompt="rain", engine="slow", steps=60)
        making = [stub.GenerateSound(request, timeout=CALL_SECONDS) for _ in range(2)]
        for call in making:
            next(event for event in call if event.WhichOneof("event") == "progress")
        waiting = stub.GenerateSound(request, timeout=CALL_SECONDS)
        next(iter(waiting))
        statuses = []
        watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
        watcher = threading.Thread(target=_collect, args=(watch, statuses))
        watcher.start()
        assert sidecar.process is not None
        sidecar.process.send_signal(signal.SIGTERM)
        for call in making:
            assert list(call)[-1].HasField("sound")
        with pytest.raises(grpc.RpcError) as caught:
            list(waiting)
        error = Refusal(caught.value)
        assert (error.code, error.reason) == (grpc.StatusCode.UNAVAILABLE, "SHUTTING_DOWN")
        assert sidecar.stop() == 0
        watcher.join(CALL_SECONDS)
    assert statuses[-1] == NOT_SERVING
    assert len(sidecar.finished_files()) == 2
    assert sidecar.temporary_files() == []


def _collect(watch: object, statuses: list[int]) -> None:
    try:
        for reply in watch:  # type: ignore[attr-defined]
            statuses.append(reply.status)
    except grpc.RpcError:
        return


def test_the_grace_is_not_exceeded(tmp_path: Path) -> None:
    with (
        running_sidecar(tmp_path, ENVSOUND_DRAIN_SECONDS="0.3") as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        request = pb.GenerateSoundRequest(prompt="rain", engine="slow", steps=10_000)
        call = Stub(channel).GenerateSound(request, timeout=CALL_SECONDS)
        next(event for event in call if event.WhichOneof("event") == "progress")
        assert sidecar.process is not None
        sidecar.process.send_signal(signal.SIGTERM)
        with pytest.raises(grpc.RpcError) as caught:
            list(call)
        assert Refusal(caught.value).code == grpc.StatusCode.UNAVAILABLE
        assert sidecar.stop() == 0
    assert sidecar.finished_files() == []
