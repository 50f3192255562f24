"""Errors of the sidecar and its engines."""

from backend.errors.base import BackendError


class EngineNotFound(BackendError):
    """An engine name that no engine has."""

    reason = "ENGINE_UNKNOWN"


class EngineUnavailable(BackendError):
    """An engine that exists and cannot work now."""

    reason = "ENGINE_UNAVAILABLE"


class EngineLoading(EngineUnavailable):
    """An engine that is loading or warming up. A retry soon may succeed."""

    reason = "ENGINE_LOADING"


class WeightsMissing(EngineUnavailable):
    """An engine without its weights, which an operator has to install."""

    reason = "WEIGHTS_MISSING"


class SourceNotFound(BackendError):
    """A missing file that a sound is to be made from."""

    reason = "SOURCE_NOT_FOUND"


class SidecarUnavailable(BackendError):
    """A sidecar that is down or draining, or a connection that broke. A retry may succeed."""

    reason = "SIDECAR_UNAVAILABLE"


class DeadlineExceeded(BackendError):
    """A sound or a reply that was not ready in time."""

    reason = "DEADLINE_EXCEEDED"


class InternalError(BackendError):
    """A failure within the sidecar. `reason` is the sidecar's."""

    def __init__(self, message: str, reason: str = "INTERNAL") -> None:
        super().__init__(message)
        self.reason = reason


class SidecarTooOld(InternalError):
    """A sidecar of an older version, without that call."""

    reason = "SIDECAR_TOO_OLD"

    def __init__(self) -> None:
        super().__init__(
            "the sidecar does not have this call; update it, or check TANGOFLUX_URL", self.reason
        )
