"""The parts of a process that make sounds."""

from dataclasses import dataclass

from opentelemetry.trace import Tracer

from backend.files import Library
from backend.jobs.broadcaster import Broadcaster
from backend.jobs.discards import Discards
from backend.jobs.queue import JobQueue
from backend.jobs.replaced_files import ReplacedFiles
from backend.sidecar import SidecarClient
from backend.sidecar.circuit_breaker import CircuitBreaker
from backend.telemetry.metrics import Metrics
from backend.telemetry.operation_log import OperationLog
from backend.upkeep.metadata_sync import MetadataSync


@dataclass(frozen=True, slots=True)
class JobContext:
    """The parts that every worker of this process shares."""

    queue: JobQueue
    client: SidecarClient
    library: Library
    metadata_sync: MetadataSync
    broadcaster: Broadcaster
    circuit_breaker: CircuitBreaker
    operation_log: OperationLog
    metrics: Metrics
    tracer: Tracer
    discards: Discards
    replaced_files: ReplacedFiles
    heartbeat_seconds: float
