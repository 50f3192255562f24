"""Everything that can go wrong in the sidecar, in the sidecar's own words.

    EnvsoundError
      InvalidRequest            a field is out of bounds; each bad field is named
      PromptNotUnderstood       the engine knows no sound in the prompt
        ForeignPrompt           the engine reads another language
      EngineNotFound            no engine has that name
      SourceNotFound            the sound to start from is not there
      EngineUnavailable
        EngineLoading           try again soon
        WeightsMissing          someone has to install them
      QueueFull                 try again later
      RequestIdReused           the same request_id with other fields
      Unauthenticated           bad or missing token
      ShuttingDown              this server drains; try again
      StorageError
        StorageFull             the disk has no room
        StorageFailed           the folder cannot be written
      GenerationFailed          the engine's output is no sound
      TranslationFailed         the server that translates prompts did not; try again

The messages are sentences for people and never hold a host path, a trace or a secret. `status`
turns each into a gRPC status; nothing else does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

_MOST_SUGGESTIONS = 5

_NAME_IT = (
    "say what makes the sound, for example 'heavy rain on a roof' or '远处有狗叫'; "
    "ListEngines (GET /api/v1/engines) lists the sounds it knows"
)

_ECHO_MAX_LENGTH = 60
"""What of a client's words is repeated: gRPC clients take 8 KiB of metadata, errors included."""


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One field that cannot be accepted, by its name on the wire, and what to do about it."""

    field: str
    description: str


class EnvsoundError(Exception):
    """Base of all; `reason` is the stable slug that clients may switch on."""

    reason: ClassVar[str] = "INTERNAL"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidRequest(EnvsoundError):
    """One or more fields are out of bounds."""

    reason = "REQUEST_INVALID"

    def __init__(self, violations: Sequence[FieldViolation]) -> None:
        self.violations = tuple(violations)
        super().__init__("; ".join(f"{v.field}: {v.description}" for v in self.violations))


class PromptNotUnderstood(EnvsoundError):
    """The engine works from known words and the prompt has none, or from another language."""

    reason = "PROMPT_NOT_UNDERSTOOD"

    def __init__(
        self, engine: str, suggestions: Sequence[str] = (), left_out: Sequence[str] = ()
    ) -> None:
        """Take the engine's name and what the prompt may mean.

        Args:
            engine: Name of the engine.
            suggestions: Names of the nearest known sounds, best first; five are told.
            left_out: Names of the sounds that the prompt asks to leave out, if it names no others.
        """
        self.suggestions = tuple(suggestions[:_MOST_SUGGESTIONS])
        what = "knows no sound in this prompt"
        if left_out:
            what = f"makes no sound of a prompt without {', '.join(left_out[:_MOST_SUGGESTIONS])}"
        remedy = f"did you mean: {', '.join(self.suggestions)}?" if self.suggestions else _NAME_IT
        super().__init__(f"the {engine} engine {what}; {remedy}")


class ForeignPrompt(PromptNotUnderstood):
    """The engine reads one language and a text of the request is in another.

    Attributes:
        language: The one that it reads, in English: `English`.
        fields: The fields that would have to be translated.
    """

    def __init__(self, engine: str, language: str, fields: Sequence[str] = ("prompt",)) -> None:
        EnvsoundError.__init__(
            self,
            f"the {engine} engine reads {language} only; translate the {' and the '.join(fields)} "
            "first, or have the server's OLLAMA_URL set, which then translates by itself",
        )
        self.suggestions = ()
        self.language = language
        self.fields = tuple(fields)


class EngineNotFound(EnvsoundError):
    """No engine has the requested name."""

    reason = "ENGINE_UNKNOWN"

    def __init__(self, name: str, known_engines: Sequence[str]) -> None:
        super().__init__(
            f"there is no engine {name[:_ECHO_MAX_LENGTH]!r}; there are: {', '.join(known_engines)}"
        )


class SourceNotFound(EnvsoundError):
    """The earlier sound that a new one is to be made from is not there."""

    reason = "SOURCE_NOT_FOUND"

    def __init__(self, field: str) -> None:
        """Take the field on the wire that names the sound."""
        super().__init__(
            f"there is no sound with this {field}; it may have been deleted; choose another"
        )


class EngineUnavailable(EnvsoundError):
    """The engine exists and cannot work now."""


class EngineLoading(EngineUnavailable):
    """The engine is loading or warming up."""

    reason = "ENGINE_LOADING"

    def __init__(self, engine: str) -> None:
        super().__init__(f"the {engine} engine is still loading; try again in a moment")


class WeightsMissing(EngineUnavailable):
    """The engine lacks what has to be installed first; the message says what and how."""

    reason = "WEIGHTS_MISSING"


class QueueFull(EnvsoundError):
    """The queue is at its bound."""

    reason = "QUEUE_FULL"

    def __init__(self, waiting_count: int, retry_after_seconds: float) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__(
            f"{waiting_count} sounds wait already; try again in {retry_after_seconds:.0f} s"
        )


class RequestIdReused(EnvsoundError):
    """The request_id belongs to a request with other fields."""

    reason = "REQUEST_ID_REUSED"

    def __init__(self, request_id: str) -> None:
        super().__init__(
            f"request_id {request_id!r} belongs to a request with other fields; use a new one"
        )


class Unauthenticated(EnvsoundError):
    """Bad or missing token."""

    reason = "UNAUTHENTICATED"

    def __init__(self) -> None:
        super().__init__("send the server's token as the metadata 'authorization: Bearer <token>'")


class ShuttingDown(EnvsoundError):
    """The server drains and takes nothing new, or could not finish this in its grace."""

    reason = "SHUTTING_DOWN"

    def __init__(self) -> None:
        super().__init__("this server is shutting down; try again")


class StorageError(EnvsoundError):
    """The finished sound could not be kept."""


class StorageFull(StorageError):
    """The disk that holds the sounds has no room."""

    reason = "STORAGE_FULL"

    def __init__(self) -> None:
        super().__init__("the disk that holds the sounds is full; free some space and try again")


class StorageFailed(StorageError):
    """The sounds folder is not there or cannot be written."""

    reason = "STORAGE_FAILED"

    def __init__(self, why: str) -> None:
        super().__init__(f"the sounds folder cannot be written ({why}); check the folder and mount")


class GenerationFailed(EnvsoundError):
    """What the engine made is no sound: not finite, or silent."""

    reason = "GENERATION_FAILED"


class TranslationFailed(EnvsoundError):
    """The server that translates prompts is away, or its answer is none."""

    reason = "TRANSLATION_FAILED"

    def __init__(self) -> None:
        super().__init__(
            "the prompt could not be translated by the server at OLLAMA_URL; "
            "try again, or send it translated"
        )


class AnswerRejected(Exception):
    """A language model's answer is not what it was asked for; the message tells it what is wrong.

    Told to the model and the log, never to a client.
    """


class Abandoned(Exception):
    """Everybody who waited for a sound has gone; told to nobody, it only stops the work."""
