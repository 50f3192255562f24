"""The deadline of the transaction that a thread runs, for whatever it waits for."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_deadline: ContextVar[float | None] = ContextVar("database_deadline", default=None)


@contextmanager
def deadline(at_seconds: float) -> Iterator[None]:
    """Have what is done here end at a time of the monotonic clock, s."""
    token = _deadline.set(at_seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def remaining_seconds() -> float | None:
    """Return the time that is left, not below 0, or None without a deadline."""
    at_seconds = _deadline.get()
    return None if at_seconds is None else max(0.0, at_seconds - time.monotonic())
