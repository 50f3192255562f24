"""The composition root: builds everything from the settings, starts it, stops it in reverse.

`serve` puts it on a port of its own, `build_ray_application` into replicas of Ray Serve.
"""

import asyncio
import logging
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from logging.handlers import QueueListener
from pathlib import Path
from typing import TYPE_CHECKING

from opentelemetry.sdk.trace import TracerProvider

from envsound_server.engines.registry import Registry
from envsound_server.errors import StorageError
from envsound_server.scheduling.generator import SoundGenerator
from envsound_server.scheduling.language_model import LanguageModel
from envsound_server.scheduling.model_reading import ModelReader
from envsound_server.scheduling.preparation import Preparation
from envsound_server.scheduling.prompt_reading import PromptReadings
from envsound_server.scheduling.scheduler import Scheduler
from envsound_server.scheduling.translation import Translator
from envsound_server.serving.gauges import read_gauges
from envsound_server.serving.server import Server
from envsound_server.serving.service import EnvironmentSoundService
from envsound_server.serving.tls import read_tls
from envsound_server.settings import Settings
from envsound_server.storage.sound_storage import SoundStorage
from envsound_server.storage.store import SoundStore
from envsound_server.telemetry.metrics import Metrics
from envsound_server.telemetry.operation_log import start_operation_log
from envsound_server.telemetry.tracing import build_tracer_provider, close_tracing

if TYPE_CHECKING:
    from envsound_server.serving.ray import Application

_SWEEP_SECONDS = 3600

_log = logging.getLogger(__name__)


class LibraryMissing(Exception):
    """A setting needs a library that is not installed. The message names it and how to get it."""


@dataclass(frozen=True, slots=True)
class Core:
    """The parts that make sounds, without a server around them."""

    registry: Registry
    storage: SoundStorage
    scheduler: Scheduler
    generator: SoundGenerator
    prompt_readings: PromptReadings
    language_model: LanguageModel | None
    metrics: Metrics
    tracer_provider: TracerProvider
    data_dir: Path

    @classmethod
    async def build(cls, settings: Settings) -> "Core":
        """Build the parts, none of which runs yet.

        Raises:
            LibraryMissing: A setting needs a library that is not installed.
            EnvsoundError: The default engine is unknown.
        """
        registry = Registry.discover(os.environ, settings.engine)
        storage = SoundStorage(
            settings.sounds_folder,
            settings.content_producer,
            settings.temp_max_age_hours * 3600,
            _store(settings),
        )
        try:
            await asyncio.to_thread(storage.prepare)
        except StorageError as error:
            _log.error("%s; waiting for it", error.message)
        url = settings.ollama_url
        model = LanguageModel(url, settings.ollama_model) if url else None
        translator = Translator(model) if model else None
        reader = ModelReader(model) if model else None
        preparation = Preparation(registry, storage, translator, reader)
        metrics, tracer_provider = Metrics(), _tracer_provider(settings.otlp_endpoint)
        tracer = tracer_provider.get_tracer(__name__)
        scheduler = Scheduler(registry, storage, settings.queue_capacity, metrics, tracer)
        return cls(
            registry=registry,
            storage=storage,
            scheduler=scheduler,
            generator=SoundGenerator(preparation, scheduler, metrics),
            prompt_readings=PromptReadings(registry, reader, can_translate=translator is not None),
            language_model=model,
            metrics=metrics,
            tracer_provider=tracer_provider,
            data_dir=settings.data_dir,
        )

    def service(self) -> EnvironmentSoundService:
        """Return the wire contract's service."""
        return EnvironmentSoundService(
            self.generator, self.scheduler, self.registry, self.storage, self.prompt_readings
        )

    def start(self, operation_log_name: str = "environment_sounds_sidecar") -> "Running":
        """Start the scheduler, which loads the engines first."""
        return Running(
            self,
            start_operation_log(self.data_dir, operation_log_name),
            asyncio.create_task(self.scheduler.run()),
            asyncio.create_task(_sweep_hourly(self.storage)),
        )


@dataclass(frozen=True, slots=True)
class Running:
    """A running core.

    Attributes:
        owner: The task of the scheduler, which ends early only by a defect of this program.
    """

    core: Core
    operation_log: QueueListener
    owner: asyncio.Task[None]
    sweeping: asyncio.Task[None]

    async def close(self) -> None:
        """Stop everything, and abandon the sounds in the making."""
        self.sweeping.cancel()
        self.owner.cancel()
        with suppress(asyncio.CancelledError):
            await self.owner
        await asyncio.to_thread(self.core.scheduler.close)
        await asyncio.to_thread(self.core.storage.close)
        if self.core.language_model is not None:
            await self.core.language_model.close()
        self.operation_log.stop()
        await asyncio.to_thread(close_tracing, self.core.tracer_provider)


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then drain.

    Raises:
        PortTaken: The port is in use.
        LibraryMissing: A setting needs a library that is not installed.
        TlsUnusable: The certificate or its key cannot be used.
        EnvsoundError: The default engine is unknown.
    """
    tls = await asyncio.to_thread(read_tls, settings)
    core = await Core.build(settings)
    core.metrics.watch(lambda: read_gauges(core.scheduler, core.registry, core.storage.folder))
    server = Server(
        settings,
        tls,
        core.service(),
        core.scheduler,
        core.registry,
        core.storage,
        core.metrics,
        core.tracer_provider,
    )
    await server.start()
    stop = _stop_signal()
    running = core.start()
    watching = asyncio.create_task(server.watch_readiness())
    await stop.wait()

    watching.cancel()
    await server.stop()
    await running.close()
    await server.close()
    _log.info("stopped")


def build_ray_application(_arguments: dict[str, str]) -> "Application":
    """Return the application for Ray Serve, which `docker/ray/serve.yaml` names.

    Raises:
        EngineUnavailable: There is no such engine.
    """
    # Not at the top: Ray need not be installed.
    from envsound_server.serving.ray import build_application

    registry = Registry.discover(os.environ, Settings().engine)
    batch_size = registry.slot(None).engine.description.max_batch_size
    return build_application(Core.build, batch_size)


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _sweep_hourly(storage: SoundStorage) -> None:
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        with suppress(OSError):  # the readiness tells of a folder that is gone
            await asyncio.to_thread(storage.sweep)


def _store(settings: Settings) -> SoundStore | None:
    """Return the store of finished sounds, or None where they stay in the folder."""
    if settings.bucket_url is None:
        return None
    try:
        # Not at the top: its libraries need not be installed.
        from envsound_server.storage.bucket import BucketStore
    except ImportError as error:
        raise LibraryMissing(
            "ENVIRONMENT_SOUNDS_DIR names a bucket, which needs s3fs; install envsound[s3], "
            "or name a folder"
        ) from error
    return BucketStore(settings.bucket_url, settings.sounds_folder / "temp")


def _tracer_provider(endpoint: str | None) -> TracerProvider:
    try:
        return build_tracer_provider(endpoint)
    except ImportError as error:
        raise LibraryMissing(
            "OTEL_EXPORTER_OTLP_ENDPOINT needs its exporter; install envsound[tracing], "
            "or leave it unset"
        ) from error
