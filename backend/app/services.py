"""The services of the application, built of parts that run."""

from pathlib import Path

from backend.access.rate_limits import RateLimits
from backend.api.readiness import Dependencies, ReadinessChecks
from backend.api.services import Services
from backend.app.parts import Files, Prepared, Shared, Sidecar
from backend.db.database import Database
from backend.db.redis import RedisConnection
from backend.files import Library
from backend.jobs import (
    JobRunner,
)
from backend.settings import Settings
from backend.settings.values import rate_limit
from backend.sounds import Credits, Feedback, SoundChanges, SoundReader, Watching
from backend.sounds.derive import Derivations
from backend.sounds.downloads import Downloads
from backend.sounds.prompt_check import PromptCheck
from backend.sounds.queue_shares import QueueShares
from backend.sounds.recording import Recorder
from backend.sounds.submit import Submissions
from backend.sounds.taxonomy import Categories, Presets, Tags
from backend.sounds.upload import Uploads
from backend.upkeep.rescan import Rescan


def build_services(
    prepared: Prepared,
    shared: Shared,
    sidecar: Sidecar,
    files: Files,
    runner: JobRunner,
    downloads: Downloads,
) -> Services:
    """Return the services that endpoints use."""
    settings, database, library = prepared.settings, shared.database, files.library
    recorder = Recorder(files.metadata_sync, shared.operation_log, runner)
    submissions = Submissions(
        database,
        sidecar.engine_cache,
        PromptCheck(sidecar.client),
        recorder,
        QueueShares(settings.job_max_pending, settings.job_max_pending_per_caller),
        prepared.metrics,
    )
    sounds = SoundReader(database)
    return Services(
        database=database,
        client=sidecar.client,
        engines=sidecar.engine_cache,
        library=library,
        derived_files=files.derived,
        uploads=_uploads(prepared, database, library, recorder),
        rescan=Rescan(database, library, files.metadata, files.metadata_sync, shared.operation_log),
        broadcaster=shared.broadcaster,
        sounds=sounds,
        watching=Watching(database, shared.broadcaster, sounds),
        feedback=Feedback(database, recorder),
        downloads=downloads,
        changes=SoundChanges(database, recorder, sidecar.engine_cache),
        submissions=submissions,
        derivations=Derivations(database, library, sidecar.engine_cache, submissions),
        credits=Credits(database),
        categories=Categories(database, recorder),
        tags=Tags(database, recorder),
        presets=Presets(database, recorder),
        api_keys=prepared.api_keys,
        rate_limits=_rate_limits(settings, shared.redis),
        redis=shared.redis,
        circuit_breaker=sidecar.circuit_breaker,
        runner=runner,
        metrics=prepared.metrics,
        metadata_sync=files.metadata_sync,
        tasks=shared.tasks,
        readiness=_readiness(settings, shared, sidecar, files, runner),
    )


def _readiness(
    settings: Settings, shared: Shared, sidecar: Sidecar, files: Files, runner: JobRunner
) -> ReadinessChecks:
    file = settings.database.database
    is_file = settings.database.get_backend_name() == "sqlite" and file is not None
    return ReadinessChecks(
        Dependencies(
            database=shared.database,
            client=sidecar.client,
            engines=sidecar.engine_cache,
            library=files.library,
            sounds_folder=settings.sounds_dir,
            database_folder=Path(str(file)).absolute().parent if is_file else None,
            redis=shared.redis,
            runner=runner,
            tasks=shared.tasks,
            metadata_sync=files.metadata_sync,
            retention=files.retention,
        )
    )


def _uploads(
    prepared: Prepared, database: Database, library: Library, recorder: Recorder
) -> Uploads:
    settings = prepared.settings
    return Uploads(
        database,
        library,
        recorder,
        settings.sounds_dir,
        prepared.store,
        max_megabytes=settings.upload_max_megabytes,
        max_seconds=settings.upload_max_seconds,
    )


def _rate_limits(settings: Settings, redis: RedisConnection | None) -> RateLimits:
    limits = {
        "requests": rate_limit(settings.rate_limit_requests),
        "generate": rate_limit(settings.rate_limit_generate),
    }
    return RateLimits(limits, redis, settings.redis_timeout_seconds / 2)
