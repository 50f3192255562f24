"""What the routers work with; built once by the composition root."""

from dataclasses import dataclass

from backend.bookkeeping import Bookkeeper
from backend.catalogue import Categories, Presets, Tags
from backend.db import Database
from backend.deriving import Deriving
from backend.engines import EngineCatalogue
from backend.generation_client import GenerationClient
from backend.jobs import Broadcaster, SidecarGate
from backend.library import DerivedFiles, Library
from backend.metrics import Metrics
from backend.operation_log import OperationLog
from backend.people import People
from backend.rate_limits import RateLimits
from backend.redis_link import RedisLink
from backend.rescan import Rescan
from backend.sounds import Changing, Credits, Listening, Sounds
from backend.submission import Submissions
from backend.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Services:
    """Alive from the app's start to its end."""

    database: Database
    client: GenerationClient
    engines: EngineCatalogue
    library: Library
    derived_files: DerivedFiles
    bookkeeper: Bookkeeper
    uploads: Uploads
    rescan: Rescan
    broadcaster: Broadcaster
    sounds: Sounds
    listening: Listening
    changing: Changing
    submissions: Submissions
    deriving: Deriving
    credits: Credits
    categories: Categories
    tags: Tags
    presets: Presets
    operation_log: OperationLog
    people: People
    rate_limits: RateLimits
    redis: RedisLink | None
    gate: SidecarGate
    metrics: Metrics
