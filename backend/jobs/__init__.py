"""Sounds in the making: each is a row with a lease, made by whichever worker claims it first."""

from backend.jobs.announcements import Announcements
from backend.jobs.gate import SidecarGate
from backend.jobs.pace import Pace
from backend.jobs.progress import Broadcaster, SoundProgress, Viewer
from backend.jobs.queue import JobQueue
from backend.jobs.relay import Relay
from backend.jobs.runner import JobRunner
from backend.jobs.worker import Workshop

__all__ = [
    "Announcements",
    "Broadcaster",
    "JobQueue",
    "JobRunner",
    "Pace",
    "Relay",
    "SidecarGate",
    "SoundProgress",
    "Viewer",
    "Workshop",
]
