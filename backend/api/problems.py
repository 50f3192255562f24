"""Problems of the API (`application/problem+json`, RFC 9457): their schema and their documentation.

`error_handlers` answers with them.
"""

from dataclasses import asdict
from enum import Enum
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote

from pydantic import BaseModel, Field

from backend import errors

MEDIA_TYPE = "application/problem+json"
_COMPONENTS = "#/components/schemas/"
_EXAMPLE_PATH = "/api/v1/environment-sounds"
_EXAMPLE_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class FieldProblem(BaseModel):
    """One field that cannot be accepted."""

    field: str = Field(description="The name of the field, or its location.")
    message: str = Field(description="What is wrong with it.")


class BatchResultProblem(BaseModel):
    """The result for one of several sounds, of which none was changed."""

    sound_id: int
    is_done: bool
    reason: str = Field(description="The reason of the refusal; empty without one.")
    detail: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(description="The kind of problem, as a URN.")
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="The cause and the remedy.")
    instance: str = Field(description="The path of the request.")
    reason: str = Field(description="A stable slug to switch on.")
    trace_id: str = Field(description="The trace id of this request in all logs.")
    errors: list[FieldProblem] | None = Field(None, description="Each refused field.")
    results: list[BatchResultProblem] | None = Field(None, description="Each sound of a batch.")
    missing_ids: list[int] | None = Field(None, description="Each sound id that does not exist.")
    suggestions: list[str] | None = Field(
        None, description="Names of known sounds that are nearest to a prompt, best first."
    )


class Kind(NamedTuple):
    """The HTTP status of an error and its title."""

    status: int
    title: str


class HttpError(Enum):
    """An error of the framework. Its name is the reason."""

    BAD_REQUEST = 400, "The request cannot be read", "the body is no JSON in UTF-8"
    NOT_FOUND = 404, "Nothing here", "there is nothing at this path; /docs lists what there is"
    METHOD_NOT_ALLOWED = (
        405,
        "Not with this method",
        "this path does not take that method; /docs lists what it takes",
    )
    BODY_TOO_SLOW = 408, "The body came too slowly", "the body came too slowly; send it again"
    BODY_TOO_LARGE = 413, "The body is too large", "the body is too large; send at most 1 MiB"
    RANGE_NOT_SATISFIABLE = (
        416,
        "No such byte range",
        "the file is shorter than the range's start",
    )

    def __init__(self, status: int, title: str, detail: str) -> None:
        self.kind = Kind(status, title)
        self.detail = detail

    @property
    def reason(self) -> str:
        """The stable slug that clients may switch on."""
        return self.name


Documentable: TypeAlias = type[errors.BackendError] | HttpError
"""An error that the documentation of an endpoint may list."""

INTERNAL = Kind(500, "Something went wrong")
INTERNAL_DETAIL = "something went wrong in the server; see its log"

_KINDS: dict[type[errors.BackendError], Kind] = {
    errors.InvalidRequest: Kind(422, "The request is invalid"),
    errors.PromptNotUnderstood: Kind(422, "The prompt names no known sound"),
    errors.EngineNotFound: Kind(404, "No such engine"),
    errors.SourceNotFound: Kind(404, "The sound to start from is gone"),
    errors.EngineUnavailable: Kind(503, "The engine cannot be used now"),
    errors.QueueFull: Kind(429, "Too much waits already"),
    errors.RequestIdReused: Kind(409, "The idempotency key was used for another request"),
    errors.Unauthenticated: Kind(401, "The token is missing or wrong"),
    errors.ApiKeyRefused: Kind(401, "The key is missing or wrong"),
    errors.Forbidden: Kind(403, "Not with this role"),
    errors.HostRefused: Kind(403, "Not under this name"),
    errors.OriginRefused: Kind(403, "Not from this page"),
    errors.RateLimited: Kind(429, "Too many requests"),
    errors.SidecarUnavailable: Kind(503, "The sidecar is out of reach"),
    errors.SidecarTooOld: Kind(501, "The sidecar is too old"),
    errors.DeadlineExceeded: Kind(504, "It took too long"),
    errors.StorageError: Kind(507, "The file cannot be kept or read"),
    errors.SoundNotFound: Kind(404, "No such sound"),
    errors.SoundNotCompleted: Kind(409, "The sound has no file"),
    errors.SoundNotRunning: Kind(409, "The sound is over"),
    errors.SoundBusy: Kind(409, "The sound is being made"),
    errors.SoundNotGenerated: Kind(409, "The sound was not generated"),
    errors.BatchRefused: Kind(409, "Not all of it can be changed"),
    errors.NotInTaxonomy: Kind(404, "No such entry"),
    errors.NameTaken: Kind(409, "The name is taken"),
    errors.CategoryInUse: Kind(409, "The category is in use"),
    errors.SoundFileGone: Kind(410, "The file is gone"),
    errors.SoundFileDamaged: Kind(409, "The file is damaged"),
    errors.RescanRunning: Kind(409, "A rescan is under way"),
    errors.UploadRefused: Kind(422, "The file is no sound that can be kept"),
    errors.UploadTooLarge: Kind(413, "The file is too large"),
    errors.UploadBroken: Kind(408, "The file did not come in whole"),
}

_EXAMPLES: tuple[errors.BackendError, ...] = (
    errors.InvalidRequest([errors.FieldViolation("duration", "has to be from 0.5 to 3600")]),
    errors.PromptNotUnderstood(
        "the procedural engine knows no sound in this prompt; did you mean: rain, thunder?",
        ["rain", "thunder"],
    ),
    errors.EngineNotFound("there is no engine 'tango'; there are: procedural, tangoflux"),
    errors.WeightsMissing("the tangoflux engine cannot be used: set TANGOFLUX_WEIGHTS"),
    errors.SidecarUnavailable("the sidecar cannot be reached now; sounds wait until it is back"),
    errors.SidecarTooOld(),
    errors.QueueFull("1000 sounds wait already; try again in 5 s", 5.0),
    errors.RequestIdReused("the Idempotency-Key belongs to a request with other fields"),
    errors.ApiKeyRefused(),
    errors.Forbidden("this needs the role editor; the key of 'alice' has the role viewer"),
    errors.HostRefused("sounds.example.org"),
    errors.OriginRefused("https://studio.example.org"),
    errors.RateLimited("more than 60 in a minute; try again in 12 s", 12.0, {}),
    errors.DeadlineExceeded("the sidecar did not answer in time; try again later"),
    errors.StorageFailed("the sound's file cannot be read; check the disk"),
    errors.SoundNotFound(7),
    errors.SoundNotCompleted("processing"),
    errors.SoundNotRunning("completed"),
    errors.SoundBusy("processing"),
    errors.SoundNotGenerated("uploaded"),
    errors.BatchRefused(
        [
            errors.BatchResult(7, is_done=False),
            errors.BatchResult(8, False, "SOUND_NOT_FOUND", "there is no sound with the id 8"),
        ]
    ),
    errors.CategoryNotFound(7),
    errors.TagNotFound(7),
    errors.PresetNotFound(7),
    errors.NameTaken("category", "Rain"),
    errors.CategoryInUse(12),
    errors.SoundFileGone(),
    errors.SoundFileDamaged(),
    errors.RescanRunning(),
    errors.UploadRefused("the file is no WAV, FLAC, Ogg or MP3; send one of these"),
    errors.UploadTooLarge(200),
    errors.UploadBroken(),
    errors.StorageFull("the disk has no room for the file; delete sounds or enlarge it"),
    errors.InternalError(INTERNAL_DETAIL),
)


def problem_components() -> dict[str, Any]:
    """Return the schemas that the documentation of problems refers to, by name."""
    schema = Problem.model_json_schema(ref_template=f"{_COMPONENTS}{{model}}")
    return {**schema.pop("$defs"), "Problem": schema}


def documented(*wanted: Documentable) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of an endpoint that may answer with these errors, or INTERNAL.

    Raises:
        LookupError: An error has no example.
    """
    reasons = [error.reason for error in (*wanted, errors.InternalError)]
    examples = [example for example in _examples() if example["reason"] in reasons]
    missing = set(reasons) - {example["reason"] for example in examples}
    if missing:
        raise LookupError(f"no example of {', '.join(sorted(missing))}; add one to _EXAMPLES")
    responses: dict[int | str, dict[str, Any]] = {}
    for example in examples:
        content = {MEDIA_TYPE: {"schema": {"$ref": f"{_COMPONENTS}Problem"}, "examples": {}}}
        response = responses.setdefault(
            example["status"], {"description": example["title"], "content": content}
        )
        response["content"][MEDIA_TYPE]["examples"][example["reason"]] = {"value": example}
    return responses


def _examples() -> list[dict[str, Any]]:
    place = (_EXAMPLE_PATH, _EXAMPLE_TRACE)
    return [
        *(
            problem(kind_of(error), error.message, error.reason, *place) | extra_members(error)
            for error in _EXAMPLES
        ),
        *(problem(error.kind, error.detail, error.reason, *place) for error in HttpError),
    ]


def kind_of(error: errors.BackendError) -> Kind:
    """Return the status and the title of an error, its nearest base class's where it has none."""
    for base in type(error).__mro__:
        if base in _KINDS:
            return _KINDS[base]
    return INTERNAL


def problem(kind: Kind, detail: str, reason: str, path: str, trace_id: str) -> dict[str, Any]:
    """Return the members that every problem has."""
    return {
        "type": f"urn:envsound:{reason.lower().replace('_', '-')}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": quote(path),
        "reason": reason,
        "trace_id": trace_id,
    }


def extra_members(error: errors.BackendError) -> dict[str, Any]:
    """Return the members that only problems of this kind have, without empty ones."""
    members: dict[str, Any] = {}
    if isinstance(error, errors.SoundsNotFound):
        members["missing_ids"] = list(error.missing_ids)
    elif isinstance(error, errors.InvalidRequest):
        members["errors"] = [
            {"field": violation.field, "message": violation.description}
            for violation in error.violations
        ]
    elif isinstance(error, errors.PromptNotUnderstood):
        members["errors"] = [{"field": "prompt", "message": error.message}]
        members["suggestions"] = list(error.suggestions)
    elif isinstance(error, errors.BatchRefused):
        members["results"] = [asdict(result) for result in error.results]
    return {name: values for name, values in members.items() if values}
