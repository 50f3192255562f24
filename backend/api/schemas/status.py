"""The state of the backend and what it depends on, and the engines."""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from backend.api.schemas.license import LicensePublic
from backend.api.schemas.prompts import KnownSoundPublic
from backend.sidecar.engine_types import EngineState
from backend.sidecar.types import AudioFormat

CheckName: TypeAlias = Literal[
    "database", "sidecar", "storage", "jobs", "tasks", "redis", "backend"
]
ReadinessStatus: TypeAlias = Literal["ready", "degraded", "not_ready"]


class Check(BaseModel):
    """The state of one thing that the backend depends on."""

    ok: bool
    detail: str


class Alive(BaseModel):
    """The reply of a process that is alive."""

    status: Literal["alive", "failing"] = Field(description="Failing: a restart would help.")
    checks: dict[Literal["tasks"], Check]


class Readiness(BaseModel):
    """The readiness to accept and make sounds."""

    status: ReadinessStatus = Field(
        description="Degraded: sounds can be made, and something that is not needed for it is down."
    )
    checks: dict[CheckName, Check]


class RangePublic(BaseModel):
    """An inclusive range of a setting, and its default."""

    model_config = ConfigDict(from_attributes=True)

    low: float
    high: float
    default: float


class EnginePublic(BaseModel):
    """An engine and its abilities."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    display_name: str
    description: str
    state: EngineState
    unavailable_reason: str = Field(description="Empty when it is ready.")
    model_revision: str
    license: str = Field(description="The name of its licence, as in `terms`.")
    attribution: str = Field(description="The text to show wherever it is offered.")
    terms: LicensePublic | None = Field(
        description="Terms under which its sounds may be used; null from an older sidecar."
    )
    duration_seconds: RangePublic
    steps: RangePublic | None = Field(description="Null where it has none.")
    cfg_scale: RangePublic | None = Field(description="Null where it has none.")
    supports_negative_prompt: bool
    supports_source: bool = Field(
        description="Whether it can vary, extend and repair sounds that are there."
    )
    known_sounds: list[KnownSoundPublic] = Field(description="Empty where it takes any text.")
    languages: list[str] = Field(description="BCP 47 tags.")
    max_batch_size: int
    sample_rate_hertz: int
    channels: int
    computation: str = Field(
        description="Number format and library of its matrix products; empty where it has none."
    )


class EnginesReply(BaseModel):
    """The sidecar's engines, and the length of its queue."""

    model_config = ConfigDict(from_attributes=True)

    engines: list[EnginePublic]
    default_engine: str
    default_engine_reason: str = Field(
        description="Why it is the default; empty from an older sidecar."
    )
    formats: list[AudioFormat]
    queue_capacity: int = Field(description="Sounds that may wait in the sidecar.")
    queue_length: int = Field(description="Sounds that wait there now.")


class TangofluxHealth(BaseModel):
    """The state of the tangoflux engine."""

    success: bool = True
    status: Literal["healthy", "loading", "unavailable"]
    detail: str
    model_revision: str | None = None
