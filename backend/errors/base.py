"""The base of every error of the backend."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """A refused field, by its name on the wire, with the remedy."""

    field: str
    description: str


class BackendError(Exception):
    """The base class of all errors.

    Attributes:
        reason: A stable slug that clients may switch on.
        message: A sentence for people.
    """

    reason: str = "INTERNAL"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
