"""Everything that can go wrong in the backend, in the backend's own words.

    BackendError
      InvalidRequest            a field is out of bounds; each bad field is named
      PromptNotUnderstood       the engine knows no sound in the prompt
      EngineNotFound            no engine has that name
      EngineUnavailable
        EngineLoading           try again soon
        WeightsMissing          someone has to install them
      QueueFull                 too many sounds wait; try again later
      RequestIdReused           the same idempotency key with other fields
      Unauthenticated           the sidecar refused the backend's token
      SidecarUnavailable        the sidecar is down, drains, or the connection broke
      DeadlineExceeded          the sound was not ready in time
      StorageError
        StorageFull             the disk has no room
        StorageFailed           the folder cannot be read or written
      InternalError             the sidecar failed for a reason of its own
      SoundNotFound             no sound has that id
      SoundNotCompleted         the sound has no file yet
      SoundNotRunning           there is nothing left to cancel
      SoundFileGone             the row is there, its file is not

The messages are sentences for people and never hold a host path, a trace or a secret. `problems`
turns each into an HTTP answer, `generation_client` makes them from gRPC; nothing else does either.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One field that cannot be accepted, by its name on the wire, and what to do about it."""

    field: str
    description: str


class BackendError(Exception):
    """Base of all; `reason` is the stable slug that clients may switch on."""

    reason: str = "INTERNAL"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidRequest(BackendError):
    """One or more fields are out of bounds."""

    reason = "REQUEST_INVALID"

    def __init__(self, violations: Sequence[FieldViolation], message: str = "") -> None:
        self.violations = tuple(violations)
        super().__init__(
            message or "; ".join(f"{v.field}: {v.description}" for v in self.violations)
        )


class PromptNotUnderstood(BackendError):
    """The engine works from known words and the prompt has none of them."""

    reason = "PROMPT_NOT_UNDERSTOOD"


class EngineNotFound(BackendError):
    """No engine has the requested name."""

    reason = "ENGINE_UNKNOWN"


class EngineUnavailable(BackendError):
    """The engine exists and cannot work now."""

    reason = "ENGINE_UNAVAILABLE"


class EngineLoading(EngineUnavailable):
    """The engine is loading or warming up."""

    reason = "ENGINE_LOADING"


class WeightsMissing(EngineUnavailable):
    """The engine lacks what has to be installed first."""

    reason = "WEIGHTS_MISSING"


class QueueFull(BackendError):
    """A queue is at its bound.

    Attributes:
        retry_after_seconds: When to try again, s.
    """

    reason = "QUEUE_FULL"

    def __init__(self, message: str, retry_after_seconds: float) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class RequestIdReused(BackendError):
    """The idempotency key belongs to a request with other fields."""

    reason = "REQUEST_ID_REUSED"


class Unauthenticated(BackendError):
    """The sidecar refused the backend's token."""

    reason = "UNAUTHENTICATED"


class SidecarUnavailable(BackendError):
    """The sidecar is down, drains, or the connection broke; try again."""

    reason = "SIDECAR_UNAVAILABLE"


class DeadlineExceeded(BackendError):
    """The sound was not ready in time."""

    reason = "DEADLINE_EXCEEDED"


class StorageError(BackendError):
    """A file could not be kept or read."""


class StorageFull(StorageError):
    """The disk that holds the sounds has no room."""

    reason = "STORAGE_FULL"


class StorageFailed(StorageError):
    """The sounds folder is not there, or cannot be read or written."""

    reason = "STORAGE_FAILED"


class InternalError(BackendError):
    """The sidecar failed for a reason of its own; `reason` is the sidecar's."""

    def __init__(self, message: str, reason: str = "INTERNAL") -> None:
        super().__init__(message)
        self.reason = reason


class SoundNotFound(BackendError):
    """No sound has that id."""

    reason = "SOUND_NOT_FOUND"

    def __init__(self, sound_id: int) -> None:
        super().__init__(f"there is no sound with the id {sound_id}; it may have been deleted")


class SoundNotCompleted(BackendError):
    """The sound has no file yet."""

    reason = "SOUND_NOT_COMPLETED"

    def __init__(self, status: str) -> None:
        super().__init__(f"the sound is {status}; only a completed sound has a file")


class SoundNotRunning(BackendError):
    """There is nothing left to cancel."""

    reason = "SOUND_NOT_RUNNING"

    def __init__(self, status: str) -> None:
        super().__init__(f"the sound is {status} already; there is nothing to cancel")


class SoundFileGone(BackendError):
    """The row is there, its file is not."""

    reason = "SOUND_FILE_GONE"

    def __init__(self) -> None:
        super().__init__("the sound's file is no longer there; generate the sound again")
