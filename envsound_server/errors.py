"""The errors of the sidecar's domain.

    EnvsoundError
      InvalidRequest            a field is out of bounds; each bad field is named
      PromptNotUnderstood       the prompt names no sound of the engine
        ForeignPrompt           the engine reads another language
      EngineNotFound            no engine has that name
      SourceNotFound            the source is not there
      EngineUnavailable
        EngineLoading           try again soon
        WeightsMissing          they have to be installed first
      QueueFull                 try again later
      RequestIdReused           the same request_id with other fields
      RequestDiscarded          its result was discarded, also while it is made
      Unauthenticated           bad or missing token
      ShuttingDown              this server drains; try again
      StorageError
        StorageFull             the disk has no room
        StorageFailed           the folder cannot be written
      GenerationFailed          the engine's output is no sound
      TranslationFailed         the server that translates prompts failed; try again

The messages are sentences for people, without host paths, tracebacks or secrets. Only
`serving.status` translates errors to gRPC statuses.
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
"""Limit of a client's text in a message: gRPC clients take 8 KiB of metadata, errors included."""


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """A field that cannot be accepted, by its name on the wire, with the problem and the remedy."""

    field: str
    description: str


class EnvsoundError(Exception):
    """The base of all errors. `reason` is the stable name that clients may switch on."""

    reason: ClassVar[str] = "INTERNAL"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidRequest(EnvsoundError):
    """One or more fields of the request are out of bounds."""

    reason = "REQUEST_INVALID"

    def __init__(self, violations: Sequence[FieldViolation]) -> None:
        self.violations = tuple(violations)
        super().__init__("; ".join(f"{v.field}: {v.description}" for v in self.violations))


class PromptNotUnderstood(EnvsoundError):
    """The prompt has no word that the engine supports, or is in an unsupported language."""

    reason = "PROMPT_NOT_UNDERSTOOD"

    def __init__(
        self, engine: str, suggestions: Sequence[str] = (), left_out: Sequence[str] = ()
    ) -> None:
        """Take the engine's name and the sounds that the prompt may mean.

        Args:
            engine: Name of the engine.
            suggestions: Names of the nearest sounds, best first. The message has at most five.
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
        language: The English name of the language that the engine reads: `English`.
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
    """The source, an earlier sound that a new one is to be made from, is not there."""

    reason = "SOURCE_NOT_FOUND"

    def __init__(self, field: str) -> None:
        """Take the field on the wire that names the sound."""
        super().__init__(
            f"there is no sound with this {field}; it may have been deleted; choose another"
        )


class EngineUnavailable(EnvsoundError):
    """The engine exists and cannot be used now."""


class EngineLoading(EngineUnavailable):
    """The engine is loading or warming up."""

    reason = "ENGINE_LOADING"

    def __init__(self, engine: str) -> None:
        super().__init__(f"the {engine} engine is still loading; try again in a moment")


class WeightsMissing(EngineUnavailable):
    """The engine's weights have to be installed first. The message names them and the way."""

    reason = "WEIGHTS_MISSING"


class QueueFull(EnvsoundError):
    """The queue is full."""

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


class RequestDiscarded(EnvsoundError):
    """The result of this request_id was discarded by DiscardSound."""

    reason = "REQUEST_DISCARDED"

    def __init__(self) -> None:
        super().__init__("this request was discarded; send it again with a new request_id")


class Unauthenticated(EnvsoundError):
    """The call has no token, or a wrong one."""

    reason = "UNAUTHENTICATED"

    def __init__(self) -> None:
        super().__init__("send the server's token as the metadata 'authorization: Bearer <token>'")


class ShuttingDown(EnvsoundError):
    """The server drains and refuses new sounds, or its grace period ended before this one did."""

    reason = "SHUTTING_DOWN"

    def __init__(self) -> None:
        super().__init__("this server is shutting down; try again")


class StorageError(EnvsoundError):
    """The finished sound could not be stored."""


class StorageFull(StorageError):
    """The disk that holds the sounds has no room."""

    reason = "STORAGE_FULL"

    def __init__(self, needed_bytes: int | None = None, free_bytes: int = 0) -> None:
        """Take the room that the sound needs and the room that sounds may use, where known."""
        sentence = "the disk that holds the sounds is full; free some space and try again"
        if needed_bytes is not None:
            sentence = (
                f"the disk that holds the sounds has no room: {needed_bytes / 1e6:.1f} MB are "
                f"needed and {free_bytes / 1e6:.1f} MB are free for sounds; "
                "delete sounds, enlarge the disk, or ask for a shorter sound"
            )
        super().__init__(sentence)


class StorageFailed(StorageError):
    """The sounds folder is not there or cannot be written."""

    reason = "STORAGE_FAILED"

    def __init__(self, why: str) -> None:
        super().__init__(f"the sounds folder cannot be written ({why}); check the folder and mount")


class GenerationFailed(EnvsoundError):
    """The engine's samples are no sound: not finite, or silent."""

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
    """A language model's answer is wrong. The message states the mistake.

    It goes to the model and the log, never to a client.
    """


class Abandoned(Exception):
    """No client waits for a sound any more. It only stops the work and is never reported."""
