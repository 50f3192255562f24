"""A sidecar for tests: the real wire contract, a scripted engine, real small files.

It keeps the guarantees of the contract that the backend relies on: a completed `request_id` returns
the same file again, one in progress is joined, and a cancelled call leaves no file.
"""

import asyncio
import hashlib
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import numpy as np
import soundfile
from google.protobuf import any_pb2, duration_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer
from grpc_status import rpc_status

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

SERVICE = "envsound.v1.EnvironmentSoundService"
SAMPLE_RATE_HERTZ = 44_100

PROCEDURAL = pb.Engine(
    name="procedural",
    display_name="Procedural",
    state=pb.ENGINE_STATE_READY,
    model_revision="fake-1",
    license="Apache-2.0",
    terms=pb.License(name="Apache-2.0", commercial_use=pb.COMMERCIAL_USE_YES),
    min_duration_seconds=0.5,
    max_duration_seconds=3600,
    default_duration_seconds=1,
    known_sounds=["rain", "thunder"],
    sounds=[
        pb.KnownSound(
            name="rain",
            chinese_name="雨",
            category="RAINGeneral",
            english_example="rain",
            chinese_example="下雨",
        ),
        pb.KnownSound(
            name="thunder",
            chinese_name="雷",
            category="WEATThun",
            english_example="distant thunder",
            chinese_example="远处雷声",
        ),
    ],
)
TANGOFLUX = pb.Engine(
    name="tangoflux",
    display_name="TangoFlux",
    state=pb.ENGINE_STATE_READY,
    model_revision="fake-t",
    license="research only",
    attribution="Powered by Stability AI",
    terms=pb.License(
        name="research only",
        commercial_use=pb.COMMERCIAL_USE_NO,
        attribution="Powered by Stability AI",
        terms_url="https://tango.test/terms",
    ),
    min_duration_seconds=0.5,
    max_duration_seconds=30,
    default_duration_seconds=1,
    min_steps=1,
    max_steps=200,
    default_steps=50,
    min_cfg_scale=1,
    max_cfg_scale=15,
    default_cfg_scale=3.5,
    supports_negative_prompt=True,
)
STABLE_AUDIO = pb.Engine(
    name="stable_audio",
    display_name="Stable Audio",
    state=pb.ENGINE_STATE_READY,
    model_revision="fake-s",
    license="Stability AI Community License",
    attribution="Powered by Stability AI",
    terms=pb.License(
        name="Stability AI Community License",
        commercial_use=pb.COMMERCIAL_USE_UP_TO_REVENUE,
        revenue_limit_usd=1_000_000,
        attribution="Powered by Stability AI",
        terms_url="https://stability.ai/license",
    ),
    min_duration_seconds=0.5,
    max_duration_seconds=120,
    default_duration_seconds=1,
    min_steps=1,
    max_steps=100,
    default_steps=8,
    supports_source=True,
    computation="bfloat16 (oneDNN)",
)
BROKEN = pb.Engine(
    name="broken",
    state=pb.ENGINE_STATE_UNAVAILABLE,
    unavailable_reason="set BROKEN_WEIGHTS to a folder",
    max_duration_seconds=30,
)


RAIN = pb.ReadPromptResponse(
    engine="procedural",
    reader=pb.PROMPT_READER_VOCABULARY,
    understood=True,
    layers=[pb.Layer(kind="rain", chinese_name="雨", description="rain", end_seconds=1)],
)
ANY_TEXT = pb.ReadPromptResponse(
    engine="tangoflux", reader=pb.PROMPT_READER_ENGINE, understood=True
)
NO_SOUND = pb.ReadPromptResponse(
    engine="procedural",
    reader=pb.PROMPT_READER_VOCABULARY,
    not_understood=["violin"],
    suggestions=PROCEDURAL.sounds,
)


def refusal(
    code: int,
    reason: str,
    message: str,
    *,
    violations: dict[str, str] | None = None,
    retry_after_seconds: float | None = None,
) -> status_pb2.Status:
    """Return a status in the format of the real sidecar."""
    details: list[Any] = [error_details_pb2.ErrorInfo(reason=reason, domain="envsound")]
    if violations:
        bad = error_details_pb2.BadRequest()
        for name, description in violations.items():
            bad.field_violations.add(field=name, description=description)
        details.append(bad)
    if retry_after_seconds is not None:
        delay = duration_pb2.Duration()
        delay.FromMilliseconds(round(retry_after_seconds * 1000))
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    status = status_pb2.Status(code=code, message=f"{reason}: {message}")
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status


INTERNAL = refusal(code_pb2.INTERNAL, "INTERNAL", "something went wrong in the server")


@dataclass
class Script:
    """The scripted behaviour of the engine for later sounds.

    Attributes:
        hold: While clear, a sound stays at 50 percent.
        refusals: Statuses that calls fail with, one for each call, until they are used up.
        break_after_progress: True if a call ends as INTERNAL after its first progress.
        translations: Translations of prompts that the engine reads.
        readings: Readings of prompts; others are rain for an engine with a vocabulary.
        model_readings: Likewise where a language model is available; first the vocabulary's.
        read_refusal: Status that every reading fails with.
        read_seconds: Duration of a reading, s.
        can_read: True if the sidecar supports `ReadPrompt`.
        can_discard: True if the sidecar supports `DiscardSound`.
        list_refusals: Lists of engines to refuse, until they are used up.
        tells_licenses: Whether it is of the kind that tells the terms of its sounds.
    """

    hold: asyncio.Event = field(default_factory=asyncio.Event)
    refusals: list[status_pb2.Status] = field(default_factory=list)
    break_after_progress: bool = False
    translations: dict[str, str] = field(default_factory=dict)
    readings: dict[str, pb.ReadPromptResponse] = field(default_factory=dict)
    model_readings: dict[str, pb.ReadPromptResponse] = field(default_factory=dict)
    read_refusal: status_pb2.Status | None = None
    read_seconds: float = 0.0
    can_read: bool = True
    can_discard: bool = True
    list_refusals: list[status_pb2.Status] = field(default_factory=list)
    tells_licenses: bool = True

    def reading(self, request: pb.ReadPromptRequest) -> pb.ReadPromptResponse:
        if not request.vocabulary_only and request.prompt in self.model_readings:
            return self.model_readings[request.prompt]
        return self.readings.get(request.prompt, RAIN)


class FakeSidecar(pb_grpc.EnvironmentSoundServiceServicer):
    """A fake sidecar on a free port, which can be killed and restarted on the same port."""

    def __init__(self, sounds_dir: Path, *, token: str = "") -> None:
        self.sounds_dir = sounds_dir
        self.port = free_port()
        self.script = Script()
        self.script.hold.set()
        self.engines = [PROCEDURAL, TANGOFLUX, STABLE_AUDIO, BROKEN]
        self.calls: list[pb.GenerateSoundRequest] = []
        self.reads: list[pb.ReadPromptRequest] = []
        self.rendered: list[str] = []
        self.cancelled: list[str] = []
        self.discarded: list[str] = []
        self.refused_discards = 0
        self.list_count = 0
        self._token = token
        self._answers: dict[str, pb.Sound] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._health = HealthServicer()
        self._server: grpc.aio.Server | None = None

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
        pb_grpc.add_EnvironmentSoundServiceServicer_to_server(self, self._server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        self._server.add_insecure_port(self.target)
        await self.set_serving(True)
        await self._server.start()

    async def set_serving(self, is_serving: bool) -> None:
        reply = health_pb2.HealthCheckResponse
        await self._health.set(SERVICE, reply.SERVING if is_serving else reply.NOT_SERVING)

    async def kill(self) -> None:
        """Stop the server, which breaks every call."""
        if self._server is not None:
            await self._server.stop(0)
            self._server = None

    def finish_unheard(self, request: pb.GenerateSoundRequest) -> Path:
        """Publish the file of a request whose caller does not learn of it."""
        sound = self._answers[request.request_id] = self._render(request)
        return Path(sound.file_path)

    async def ListEngines(self, request: pb.ListEnginesRequest, context: Any) -> Any:  # noqa: N802
        await self._check_token(context)
        self.list_count += 1
        if self.script.list_refusals:
            await context.abort_with_status(rpc_status.to_status(self.script.list_refusals.pop(0)))
        return pb.ListEnginesResponse(
            engines=self.engines,
            default_engine="procedural",
            formats=[pb.AUDIO_FORMAT_WAV_16, pb.AUDIO_FORMAT_FLAC],
            queue_capacity=32,
            default_engine_reason="ENGINE is not set.",
        )

    async def ReadPrompt(self, request: pb.ReadPromptRequest, context: Any) -> Any:  # noqa: N802
        await self._check_token(context)
        if not self.script.can_read:
            await context.abort(grpc.StatusCode.UNIMPLEMENTED, "Method not implemented!")
        self.reads.append(request)
        await asyncio.sleep(self.script.read_seconds)
        if self.script.read_refusal is not None:
            await context.abort_with_status(rpc_status.to_status(self.script.read_refusal))
        name = request.engine or "procedural"
        if name not in {engine.name for engine in self.engines}:
            status = refusal(code_pb2.NOT_FOUND, "ENGINE_UNKNOWN", f"there is no engine {name!r}")
            await context.abort_with_status(rpc_status.to_status(status))
        return self.script.reading(request) if name == "procedural" else ANY_TEXT

    async def DiscardSound(self, request: pb.DiscardSoundRequest, context: Any) -> Any:  # noqa: N802
        await self._check_token(context)
        if not self.script.can_discard:
            self.refused_discards += 1
            await context.abort(grpc.StatusCode.UNIMPLEMENTED, "Method not implemented!")
        self.discarded.append(request.request_id)
        known = self._answers.pop(request.request_id, None)
        if known is not None:
            await asyncio.to_thread(Path(known.file_path).unlink, missing_ok=True)
        return pb.DiscardSoundResponse()

    async def GenerateSound(  # noqa: N802
        self, request: pb.GenerateSoundRequest, context: Any
    ) -> AsyncIterator[pb.GenerateSoundResponse]:
        await self._check_token(context)
        self.calls.append(request)
        if self.script.refusals:
            await context.abort_with_status(rpc_status.to_status(self.script.refusals.pop(0)))
        try:
            async with self._locks.setdefault(request.request_id, asyncio.Lock()):
                async for event in self._events(request, context):
                    yield event
        except asyncio.CancelledError:
            self.cancelled.append(request.request_id)
            raise

    async def _events(
        self, request: pb.GenerateSoundRequest, context: Any
    ) -> AsyncIterator[pb.GenerateSoundResponse]:
        known = self._answers.get(request.request_id)
        if known is None or not _is_there(known):
            yield pb.GenerateSoundResponse(queued=pb.Queued(position=0))
            yield _progress(0.5)
            if self.script.break_after_progress:
                await context.abort_with_status(rpc_status.to_status(INTERNAL))
            await self.script.hold.wait()
            known = self._answers[request.request_id] = self._render(request)
        yield pb.GenerateSoundResponse(sound=known)

    def _unused(self, request: pb.GenerateSoundRequest) -> list[str]:
        """Return the notes on unused parameters, in the format of the real sidecar."""
        name = request.engine or "procedural"
        engine = next((engine for engine in self.engines if engine.name == name), pb.Engine())
        notes = []
        if request.steps and not engine.max_steps:
            notes.append(f"The {name} engine has no steps; steps={request.steps} was not used.")
        if request.cfg_scale and not engine.max_cfg_scale:
            value = f"cfg_scale={request.cfg_scale:g}"
            notes.append(f"The {name} engine has no guidance; {value} was not used.")
        if request.negative_prompt and not engine.supports_negative_prompt:
            text = "has no negative prompt; negative_prompt was not used."
            notes.append(f"The {name} engine {text}")
        return notes

    def _render(self, request: pb.GenerateSoundRequest) -> pb.Sound:
        self.rendered.append(request.request_id)
        is_flac = request.format == pb.AUDIO_FORMAT_FLAC
        stem = hashlib.sha256(request.request_id.encode()).hexdigest()[:8]
        relative_path = f"2026/11/env_声_20261123_{stem}.{'flac' if is_flac else 'wav'}"
        path = self.sounds_dir / relative_path
        path.parent.mkdir(parents=True, exist_ok=True)
        frame_count = round((request.duration_seconds or 1.0) * SAMPLE_RATE_HERTZ)
        noise = np.random.default_rng(request.seed).uniform(-0.5, 0.5, (min(frame_count, 4410), 2))
        soundfile.write(path, noise, SAMPLE_RATE_HERTZ)
        is_tangoflux = request.engine == "tangoflux"
        return pb.Sound(
            file_path=str(path),
            relative_path=relative_path,
            format=request.format,
            duration_seconds=frame_count / SAMPLE_RATE_HERTZ,
            frame_count=frame_count,
            sample_rate_hertz=SAMPLE_RATE_HERTZ,
            channels=2,
            file_size_bytes=path.stat().st_size,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            engine=request.engine or "procedural",
            model_revision="fake-1",
            prompt=request.prompt,
            engine_prompt=self.script.translations.get(request.prompt, ""),
            seed=request.seed if request.HasField("seed") else 4242,
            steps=(request.steps or 50) if is_tangoflux else 0,
            cfg_scale=(request.cfg_scale or 3.5) if is_tangoflux else 0,
            peak_dbfs=-6.0,
            true_peak_dbtp=-5.8,
            loudness_lufs=-23.5,
            generation_seconds=0.01,
            notes=["made by a fake", *self._unused(request)],
            license=self._terms(request.engine or "procedural"),
            source_file=request.source.sound_file,
        )

    def _terms(self, name: str) -> pb.License | None:
        if not self.script.tells_licenses:
            return None
        return next(engine.terms for engine in self.engines if engine.name == name)

    async def _check_token(self, context: Any) -> None:
        metadata = dict(context.invocation_metadata())
        if self._token and metadata.get("authorization") != f"Bearer {self._token}":
            status = refusal(code_pb2.UNAUTHENTICATED, "UNAUTHENTICATED", "send the token")
            await context.abort_with_status(rpc_status.to_status(status))


def _progress(fraction: float) -> pb.GenerateSoundResponse:
    return pb.GenerateSoundResponse(
        progress=pb.Progress(
            stage=pb.STAGE_GENERATING, step=round(10 * fraction), step_count=10, fraction=fraction
        )
    )


def _is_there(sound: pb.Sound) -> bool:
    return Path(sound.file_path).exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def until(condition: Callable[[], bool], timeout_seconds: float = 20.0) -> None:
    """Wait for a condition that has no notification."""
    async with asyncio.timeout(timeout_seconds):
        # Most conditions here are states of a server, with no event to wait for.
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
