"""The services that the routers call, built once by the composition root."""

from dataclasses import dataclass

from backend.access.api_keys import ApiKeys
from backend.access.rate_limits import RateLimits
from backend.api.readiness import ReadinessChecks
from backend.db.database import Database
from backend.db.redis import RedisConnection
from backend.files import DerivedFiles, Library
from backend.jobs import Broadcaster, CircuitBreaker, JobRunner
from backend.sidecar import SidecarClient
from backend.sidecar.engine_cache import EngineCache
from backend.sounds import Credits, Feedback, SoundChanges, SoundReader, Watching
from backend.sounds.derive import Derivations
from backend.sounds.downloads import Downloads
from backend.sounds.submit import Submissions
from backend.sounds.taxonomy import Categories, Presets, Tags
from backend.sounds.upload import Uploads
from backend.telemetry.metrics import Metrics
from backend.upkeep.background import BackgroundTasks
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.rescan import Rescan


@dataclass(frozen=True, slots=True)
class Services:
    """The services, open from the app's start to its end."""

    database: Database
    client: SidecarClient
    engines: EngineCache
    library: Library
    derived_files: DerivedFiles
    uploads: Uploads
    rescan: Rescan
    broadcaster: Broadcaster
    sounds: SoundReader
    watching: Watching
    feedback: Feedback
    downloads: Downloads
    changes: SoundChanges
    submissions: Submissions
    derivations: Derivations
    credits: Credits
    categories: Categories
    tags: Tags
    presets: Presets
    api_keys: ApiKeys
    rate_limits: RateLimits
    redis: RedisConnection | None
    circuit_breaker: CircuitBreaker
    runner: JobRunner
    metrics: Metrics
    metadata_sync: MetadataSync
    tasks: BackgroundTasks
    readiness: ReadinessChecks
