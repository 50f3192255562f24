"""Sounds in the making: each is a row with a lease, made by whichever worker claims it first."""

from backend.jobs.broadcaster import Broadcaster, SoundProgress, Viewer
from backend.jobs.estimates import DurationEstimator
from backend.jobs.notifications import Notifications
from backend.jobs.queue import JobQueue
from backend.jobs.relay import Relay
from backend.jobs.runner import JobRunner
from backend.jobs.worker import JobContext
from backend.sidecar.circuit_breaker import CircuitBreaker

__all__ = [
    "Broadcaster",
    "CircuitBreaker",
    "DurationEstimator",
    "JobContext",
    "JobQueue",
    "JobRunner",
    "Notifications",
    "Relay",
    "SoundProgress",
    "Viewer",
]
