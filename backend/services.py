"""What the routers work with; built once by the composition root."""

from dataclasses import dataclass

from backend.db import Database
from backend.generation_client import GenerationClient
from backend.jobs import Broadcaster
from backend.library import Library
from backend.operation_log import OperationLog
from backend.sounds import Sounds
from backend.submission import Submissions


@dataclass(frozen=True, slots=True)
class Services:
    """Alive from the app's start to its end."""

    database: Database
    client: GenerationClient
    library: Library
    broadcaster: Broadcaster
    sounds: Sounds
    submissions: Submissions
    operation_log: OperationLog
