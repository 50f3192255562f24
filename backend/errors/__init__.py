"""The errors of the backend.

    BackendError
      requests   InvalidRequest, PromptNotUnderstood, RequestIdReused, QueueFull, RateLimited,
                 Forbidden, HostRefused, OriginRefused, Unauthenticated
                   ApiKeyRefused
      sidecar    EngineNotFound, SourceNotFound, SidecarUnavailable, DeadlineExceeded
                 EngineUnavailable
                   EngineLoading, WeightsMissing
                 InternalError
                   SidecarTooOld
      files      SoundFileGone, SoundFileDamaged, RescanRunning, UploadBroken
                 StorageError
                   StorageFull, StorageFailed
                 UploadRefused
                   UploadTooLarge
      library    SoundNotCompleted, SoundNotRunning, SoundNotGenerated, BatchRefused, NameTaken,
                 CategoryInUse
                 SoundNotFound
                   SoundsNotFound
                 SoundBusy
                   SoundNeeded
                 NotInTaxonomy
                   CategoryNotFound, TagNotFound, PresetNotFound

The messages are sentences for people and never hold a host path, a trace or a secret.
`api/problems` translates each error to HTTP. `sidecar/status` creates them from gRPC.
"""

from backend.errors.base import BackendError, FieldViolation
from backend.errors.files import (
    RescanRunning,
    SoundFileDamaged,
    SoundFileGone,
    StorageError,
    StorageFailed,
    StorageFull,
    UploadBroken,
    UploadRefused,
    UploadTooLarge,
)
from backend.errors.library import (
    BatchRefused,
    BatchResult,
    CategoryInUse,
    CategoryNotFound,
    NameTaken,
    NotInTaxonomy,
    PresetNotFound,
    SoundBusy,
    SoundNeeded,
    SoundNotCompleted,
    SoundNotFound,
    SoundNotGenerated,
    SoundNotRunning,
    SoundsNotFound,
    TagNotFound,
)
from backend.errors.requests import (
    ApiKeyRefused,
    Forbidden,
    HostRefused,
    InvalidRequest,
    OriginRefused,
    PromptNotUnderstood,
    QueueFull,
    RateLimited,
    RequestIdReused,
    Unauthenticated,
)
from backend.errors.sidecar import (
    DeadlineExceeded,
    EngineLoading,
    EngineNotFound,
    EngineUnavailable,
    InternalError,
    SidecarTooOld,
    SidecarUnavailable,
    SourceNotFound,
    WeightsMissing,
)

__all__ = [
    "ApiKeyRefused",
    "BackendError",
    "BatchRefused",
    "BatchResult",
    "CategoryInUse",
    "CategoryNotFound",
    "DeadlineExceeded",
    "EngineLoading",
    "EngineNotFound",
    "EngineUnavailable",
    "FieldViolation",
    "Forbidden",
    "HostRefused",
    "InternalError",
    "InvalidRequest",
    "NameTaken",
    "NotInTaxonomy",
    "OriginRefused",
    "PresetNotFound",
    "PromptNotUnderstood",
    "QueueFull",
    "RateLimited",
    "RequestIdReused",
    "RescanRunning",
    "SidecarTooOld",
    "SidecarUnavailable",
    "SoundBusy",
    "SoundFileDamaged",
    "SoundFileGone",
    "SoundNeeded",
    "SoundNotCompleted",
    "SoundNotFound",
    "SoundNotGenerated",
    "SoundNotRunning",
    "SoundsNotFound",
    "SourceNotFound",
    "StorageError",
    "StorageFailed",
    "StorageFull",
    "TagNotFound",
    "Unauthenticated",
    "UploadBroken",
    "UploadRefused",
    "UploadTooLarge",
    "WeightsMissing",
]
