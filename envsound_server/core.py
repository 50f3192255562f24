"""Everything behind the wire: built from the settings, started, and stopped in reverse.

`server` puts it on a port of its own, `ray_app` into a replica of Ray Serve.
"""

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass
from logging.handlers import QueueListener
from pathlib import Path

from envsound_server.engines.registry import Registry
from envsound_server.language_model import LanguageModel
from envsound_server.metrics import Metrics
from envsound_server.model_reading import ModelReader
from envsound_server.operation_log import start_operation_log
from envsound_server.preparation import Preparation
from envsound_server.prompt_reading import PromptReadings
from envsound_server.scheduler import Scheduler
from envsound_server.settings import Settings
from envsound_server.shelves import Shelf
from envsound_server.spans import Spans
from envsound_server.storage import SoundStorage
from envsound_server.translation import Translator

_SWEEP_SECONDS = 3600


class LibraryMissing(Exception):
    """A setting needs what is not installed; the message says which, and how to get it."""


@dataclass(frozen=True, slots=True)
class Core:
    """What makes sounds, without a server around it."""

    registry: Registry
    storage: SoundStorage
    scheduler: Scheduler
    prompt_readings: PromptReadings
    language_model: LanguageModel | None
    metrics: Metrics
    spans: Spans
    data_dir: Path

    @classmethod
    async def build(cls, settings: Settings) -> "Core":
        """Builds it; nothing runs yet.

        Raises:
            LibraryMissing: A setting needs what is not installed.
            EnvsoundError: The default engine is unknown, or the sounds folder cannot be used.
        """
        registry = Registry.discover(os.environ, settings.engine)
        storage = SoundStorage(
            settings.sounds_folder,
            settings.content_producer,
            settings.temp_max_age_hours * 3600,
            _shelf(settings),
        )
        await asyncio.to_thread(storage.prepare)
        url = settings.ollama_url
        model = LanguageModel(url, settings.ollama_model) if url else None
        translator = Translator(model) if model else None
        reader = ModelReader(model) if model else None
        preparation = Preparation(registry, storage, translator, reader)
        metrics, spans = Metrics(), _spans(settings.otlp_endpoint)
        return cls(
            registry=registry,
            storage=storage,
            scheduler=Scheduler(
                registry, storage, settings.queue_capacity, preparation, metrics, spans
            ),
            prompt_readings=PromptReadings(registry, reader, can_translate=translator is not None),
            language_model=model,
            metrics=metrics,
            spans=spans,
            data_dir=settings.data_dir,
        )

    def start(self) -> "Running":
        """Starts the owner of the queue, which loads the engines first."""
        return Running(
            self,
            start_operation_log(self.data_dir),
            asyncio.create_task(self.scheduler.run()),
            asyncio.create_task(_sweep_hourly(self.storage)),
        )


@dataclass(frozen=True, slots=True)
class Running:
    """A core that runs.

    Attributes:
        owner: Ends only by a mistake in this program.
    """

    core: Core
    operation_log: QueueListener
    owner: asyncio.Task[None]
    sweeping: asyncio.Task[None]

    async def close(self) -> None:
        """Stops it; whatever is in the making is given up."""
        self.sweeping.cancel()
        self.owner.cancel()
        with suppress(asyncio.CancelledError):
            await self.owner
        await asyncio.to_thread(self.core.scheduler.close)
        await asyncio.to_thread(self.core.storage.close)
        if self.core.language_model is not None:
            await self.core.language_model.close()
        self.operation_log.stop()
        await asyncio.to_thread(self.core.spans.close)


async def _sweep_hourly(storage: SoundStorage) -> None:
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        await asyncio.to_thread(storage.sweep)


def _shelf(settings: Settings) -> Shelf | None:
    """For finished sounds, where they do not stay in the folder."""
    if settings.bucket_url is None:
        return None
    try:
        # Not at the top: its libraries need not be installed.
        from envsound_server.bucket import BucketShelf
    except ImportError as error:
        raise LibraryMissing(
            "ENVIRONMENT_SOUNDS_DIR names a bucket, which needs s3fs; install envsound[s3], "
            "or name a folder"
        ) from error
    return BucketShelf(settings.bucket_url, settings.sounds_folder / "temp")


def _spans(endpoint: str | None) -> Spans:
    if endpoint is None:
        return Spans(None)
    try:
        # Not at the top: OpenTelemetry need not be installed.
        from envsound_server.span_exporter import OtlpExporter
    except ImportError as error:
        raise LibraryMissing(
            "OTEL_EXPORTER_OTLP_ENDPOINT needs OpenTelemetry; install envsound[tracing], "
            "or leave it unset"
        ) from error
    return Spans(OtlpExporter(endpoint, "envsound-sidecar"))
