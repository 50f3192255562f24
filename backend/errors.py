"""Everything that can go wrong in the backend, in the backend's own words.

    BackendError
      InvalidRequest            a field is out of bounds; each bad field is named
      PromptNotUnderstood       the engine knows no sound in the prompt
      EngineNotFound            no engine has that name
      SourceNotFound            the file that a sound is to be made from is gone
      EngineUnavailable
        EngineLoading           try again soon
        WeightsMissing          someone has to install them
      QueueFull                 too many sounds wait; try again later
      RequestIdReused           the same idempotency key with other fields
      Unauthenticated           the sidecar refused the backend's token
        ApiKeyRefused           the client's key is missing or nobody's
      Forbidden                 the client's role does not allow it
      RateLimited               too many requests in a short time; try again later
      SidecarUnavailable        the sidecar is down, drains, or the connection broke
      DeadlineExceeded          the sound was not ready in time
      StorageError
        StorageFull             the disk has no room
        StorageFailed           the folder cannot be read or written
      InternalError             the sidecar failed for a reason of its own
        SidecarTooOld           it does not have that call yet
      SoundNotFound             no sound has that id
        SoundsNotFound          no sounds have those ids
      SoundNotCompleted         the sound has no file yet
      SoundNotRunning           there is nothing left to cancel
      SoundBusy                 it is being made and cannot be made again now
        SoundNeeded             another one that is made from it is not finished
      SoundNotGenerated         it was uploaded or found; there is nothing to make again
      BatchRefused              one of several sounds cannot be changed, so none was
      NotInTaxonomy             no category, tag or preset has that id
      NameTaken                 another category, tag or preset has that name
      CategoryInUse             it has sounds, and nobody said where they go
      SoundFileGone             the row is there, its file is not
      SoundFileDamaged          the file is there and cannot be decoded
      RescanRunning             one is under way already
      UploadRefused             what was sent is no sound that can be kept
        UploadTooLarge          it has too many bytes
      UploadBroken              its bytes stopped coming

The messages are sentences for people and never hold a host path, a trace or a secret.
`api/problems` turns each into an HTTP answer; `sidecar/status` makes them from gRPC.
"""

from collections.abc import Mapping, Sequence
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
    """The engine works from known words and the prompt has none of them.

    Attributes:
        suggestions: Names of the nearest known sounds, best first.
    """

    reason = "PROMPT_NOT_UNDERSTOOD"

    def __init__(self, message: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.suggestions = tuple(suggestions)


class EngineNotFound(BackendError):
    """No engine has the requested name."""

    reason = "ENGINE_UNKNOWN"


class SourceNotFound(BackendError):
    """The file that a sound is to be made from is gone."""

    reason = "SOURCE_NOT_FOUND"


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


class ApiKeyRefused(Unauthenticated):
    """The client's key is missing or nobody's."""

    def __init__(self) -> None:
        super().__init__("send a valid key in the X-API-Key header; an administrator gives one out")


class Forbidden(BackendError):
    """The client is known, and its role does not allow this."""

    reason = "FORBIDDEN"


class RateLimited(BackendError):
    """Too many requests in a short time.

    Attributes:
        retry_after_seconds: When to try again, s.
        headers: What tells the client of its limits.
    """

    reason = "RATE_LIMITED"

    def __init__(
        self, message: str, retry_after_seconds: float, headers: Mapping[str, str]
    ) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
        self.headers = headers


class SidecarUnavailable(BackendError):
    """The sidecar is down, drains, or the connection broke; try again."""

    reason = "SIDECAR_UNAVAILABLE"


class DeadlineExceeded(BackendError):
    """The sound, or an answer, was not ready in time."""

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


class SidecarTooOld(InternalError):
    """The sidecar does not have that call yet."""

    reason = "SIDECAR_TOO_OLD"

    def __init__(self) -> None:
        super().__init__(
            "the sidecar does not have this call; update it, or check TANGOFLUX_URL", self.reason
        )


class SoundNotFound(BackendError):
    """No sound has that id."""

    reason = "SOUND_NOT_FOUND"

    def __init__(self, sound_id: int) -> None:
        super().__init__(f"there is no sound with the id {sound_id}; it may have been deleted")


class SoundsNotFound(SoundNotFound):
    """No sounds have those ids.

    Attributes:
        missing_ids: All of them, in the order that was asked for.
    """

    def __init__(self, missing_ids: Sequence[int]) -> None:
        self.missing_ids = tuple(missing_ids)
        ids = ", ".join(map(str, missing_ids))
        BackendError.__init__(
            self, f"there are no sounds with the ids {ids}; they may have been deleted"
        )


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


class SoundFileDamaged(BackendError):
    """The file is there and cannot be decoded."""

    reason = "SOUND_FILE_DAMAGED"

    def __init__(self) -> None:
        super().__init__("the sound's file cannot be decoded; generate or upload the sound again")


class RescanRunning(BackendError):
    """A rescan is under way already."""

    reason = "RESCAN_RUNNING"

    def __init__(self) -> None:
        super().__init__("a rescan is under way already; wait until it is over")


class UploadRefused(BackendError):
    """What was sent is no sound that can be kept."""

    reason = "UPLOAD_REFUSED"


class UploadBroken(BackendError):
    """An upload's bytes stopped coming."""

    reason = "UPLOAD_BROKEN"

    def __init__(self) -> None:
        super().__init__("the file did not come in whole; send it again")


class UploadTooLarge(UploadRefused):
    """An upload has too many bytes."""

    reason = "UPLOAD_TOO_LARGE"

    def __init__(self, max_megabytes: int) -> None:
        super().__init__(
            f"the file is too large; send at most {max_megabytes} MB, or encode it as FLAC or MP3"
        )


class SoundBusy(BackendError):
    """The sound is being made and cannot be made again now."""

    reason = "SOUND_BUSY"

    def __init__(self, status: str) -> None:
        super().__init__(f"the sound is {status}; wait until it is over, or cancel it first")


class SoundNeeded(SoundBusy):
    """Another sound that is made from it is not finished, and needs its file."""

    def __init__(self, sound_id: int) -> None:
        BackendError.__init__(
            self, f"the sound {sound_id} is being made from it; wait until that is over"
        )


class SoundNotGenerated(BackendError):
    """The sound was uploaded or found; there is nothing to make again."""

    reason = "SOUND_NOT_GENERATED"

    def __init__(self, origin: str) -> None:
        super().__init__(f"the sound was {origin}, not generated; it cannot be generated again")


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of one of several sounds.

    Attributes:
        sound_id: Its id.
        is_done: Whether it was changed.
        reason: Why not; empty where nothing is wrong with it.
        detail: The same as a sentence.
    """

    sound_id: int
    is_done: bool
    reason: str = ""
    detail: str = ""


class BatchRefused(BackendError):
    """One of several sounds cannot be changed, so none was.

    Attributes:
        results: One for each sound, in the order that was asked for.
    """

    reason = "BATCH_REFUSED"

    def __init__(self, results: Sequence[BatchResult]) -> None:
        self.results = tuple(results)
        wrong = "; ".join(
            f"{result.sound_id}: {result.detail}" for result in results if result.reason
        )
        super().__init__(f"nothing was changed, for not all of it can be: {wrong}")


class NotInTaxonomy(BackendError):
    """No category, tag or preset has that id."""

    def __init__(self, kind: str, entry_id: int) -> None:
        super().__init__(f"there is no {kind} with the id {entry_id}; it may have been deleted")
        self.reason = f"{kind.upper()}_NOT_FOUND"


class NameTaken(BackendError):
    """Another category, tag or preset has that name."""

    reason = "NAME_TAKEN"

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"there is a {kind} named {name!r} already; choose another name")


class CategoryInUse(BackendError):
    """The category has sounds, and nobody said where they go."""

    reason = "CATEGORY_IN_USE"

    def __init__(self, sound_count: int) -> None:
        super().__init__(
            f"the category has {sound_count} sounds; say where they go with ?move_to=ID"
        )
