"""Errors of a request by itself: its fields, its caller and its rate."""

from collections.abc import Mapping, Sequence

from backend.errors.base import BackendError, FieldViolation


class InvalidRequest(BackendError):
    """A request with one or more fields out of bounds."""

    reason = "REQUEST_INVALID"

    def __init__(self, violations: Sequence[FieldViolation], message: str = "") -> None:
        self.violations = tuple(violations)
        super().__init__(
            message or "; ".join(f"{v.field}: {v.description}" for v in self.violations)
        )


class PromptNotUnderstood(BackendError):
    """A prompt without any of the words that the engine supports.

    Attributes:
        suggestions: Names of the nearest known sounds, best first.
    """

    reason = "PROMPT_NOT_UNDERSTOOD"

    def __init__(self, message: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.suggestions = tuple(suggestions)


class RequestIdReused(BackendError):
    """An idempotency key that belongs to a request with other fields."""

    reason = "REQUEST_ID_REUSED"


class Unauthenticated(BackendError):
    """A token of the backend that the sidecar refuses."""

    reason = "UNAUTHENTICATED"


class ApiKeyRefused(Unauthenticated):
    """An API key that is missing or not registered."""

    def __init__(self) -> None:
        super().__init__("send a valid key in the X-API-Key header; an administrator gives one out")


class Forbidden(BackendError):
    """An operation that the client's role does not permit."""

    reason = "FORBIDDEN"


class HostRefused(BackendError):
    """A request to a name that is not the server's, as DNS rebinding makes browsers send it.

    Args:
        host: The name of the request.
    """

    reason = "HOST_REFUSED"

    def __init__(self, host: str) -> None:
        super().__init__(
            f"this server is not known as {host[:253]!r}; open it by its address or as localhost, "
            "or add the name to ALLOWED_HOSTS"
        )


class OriginRefused(BackendError):
    """A request that a page of another origin made a browser send.

    Args:
        origin: The origin of the page, empty if the browser does not tell it.
    """

    reason = "ORIGIN_REFUSED"

    def __init__(self, origin: str) -> None:
        page = f"the page at {origin[:253]!r}" if origin else "a page of another site"
        super().__init__(
            f"{page} may not use this server from a browser; "
            "an administrator permits it with ALLOWED_ORIGINS"
        )


class QueueFull(BackendError):
    """A queue at its capacity.

    Attributes:
        retry_after_seconds: The time until a retry may succeed, s.
    """

    reason = "QUEUE_FULL"

    def __init__(self, message: str, retry_after_seconds: float) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class RateLimited(BackendError):
    """A caller above its rate limit.

    Attributes:
        retry_after_seconds: The time until a retry may succeed, s.
        headers: The headers that state the limit.
    """

    reason = "RATE_LIMITED"

    def __init__(
        self, message: str, retry_after_seconds: float, headers: Mapping[str, str]
    ) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
        self.headers = headers
