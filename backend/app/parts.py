"""The parts that the composition passes on, in groups that are built together."""

from dataclasses import dataclass

from opentelemetry.sdk.trace import TracerProvider

from backend.access.api_keys import ApiKeys
from backend.db.database import Database
from backend.db.redis import RedisConnection
from backend.files import DerivedFiles, Library, SoundStore
from backend.files.metadata import Metadata
from backend.jobs import (
    Broadcaster,
    CircuitBreaker,
)
from backend.settings import Settings
from backend.sidecar import SidecarClient, Tls
from backend.sidecar.engine_cache import EngineCache
from backend.telemetry.metrics import Metrics
from backend.telemetry.operation_log import OperationLog
from backend.upkeep.background import BackgroundTasks
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.retention import Retention


@dataclass(frozen=True, slots=True)
class Prepared:
    """The parts built before the event loop runs, so that a wrong setting ends the start."""

    settings: Settings
    tls: Tls | None
    store: SoundStore
    api_keys: ApiKeys
    metrics: Metrics
    tracer_provider: TracerProvider


@dataclass(frozen=True, slots=True)
class Shared:
    """Connections and logs that the rooms share. `redis` is None where none is set."""

    operation_log: OperationLog
    database: Database
    broadcaster: Broadcaster
    redis: RedisConnection | None
    tasks: BackgroundTasks


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The sidecar's client, what is known of its engines, and whether it answers."""

    client: SidecarClient
    engine_cache: EngineCache
    circuit_breaker: CircuitBreaker


@dataclass(frozen=True, slots=True)
class Files:
    """Files of sounds, and the tasks that keep them in step with the rows."""

    library: Library
    derived: DerivedFiles
    metadata: Metadata
    metadata_sync: MetadataSync
    retention: Retention
