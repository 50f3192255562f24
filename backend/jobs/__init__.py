"""Sounds in the making: each is a row with a lease, made by whichever worker claims it first."""

from backend.jobs.broadcaster import MAX_VIEWERS, Broadcaster, SoundProgress, Viewer
from backend.jobs.context import JobContext
from backend.jobs.discards import Discards
from backend.jobs.estimates import DurationEstimator
from backend.jobs.notifications import Notifications
from backend.jobs.queue import JobQueue
from backend.jobs.relay import Relay
from backend.jobs.replaced_files import ReplacedFiles
from backend.jobs.runner import JobRunner
from backend.sidecar.circuit_breaker import CircuitBreaker

__all__ = [
    "MAX_VIEWERS",
    "Broadcaster",
    "CircuitBreaker",
    "Discards",
    "DurationEstimator",
    "JobContext",
    "JobQueue",
    "JobRunner",
    "Notifications",
    "Relay",
    "ReplacedFiles",
    "SoundProgress",
    "Viewer",
]
