"""What belongs together in the logs of all processes, as W3C Trace Context has it."""

import os
import re
from contextvars import ContextVar
from typing import NamedTuple

_TRACEPARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")
_NO_TRACE, _NO_SPAN = "0" * 32, "0" * 16


class Trace(NamedTuple):
    """Where in a trace this is.

    Attributes:
        trace_id: The same for all that one request brought about, 32 hexadecimal digits.
        span_id: Of this part of it, 16 hexadecimal digits.
    """

    trace_id: str
    span_id: str

    @classmethod
    def begin(cls, trace_id: str | None = None) -> "Trace":
        """A new part, of that trace or of a new one."""
        return cls(trace_id or os.urandom(16).hex(), os.urandom(8).hex())

    @classmethod
    def read(cls, traceparent: str) -> "Trace | None":
        """What a caller's header says; None where it is malformed."""
        match = _TRACEPARENT.fullmatch(traceparent)
        if match is None:
            return None
        version, trace_id, span_id, rest = match.groups()
        is_invalid = version == "ff" or trace_id == _NO_TRACE or span_id == _NO_SPAN
        # Only a later version of the standard may have more fields.
        return None if is_invalid or (version == "00" and rest) else cls(trace_id, span_id)

    @property
    def traceparent(self) -> str:
        """The header that tells a callee of it."""
        return f"00-{self.trace_id}-{self.span_id}-01"


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace | None:
    """What the running code belongs to."""
    return _current.get()


def current_id() -> str | None:
    """The id of the trace that the running code belongs to."""
    trace = _current.get()
    return None if trace is None else trace.trace_id


def enter(trace: Trace) -> None:
    """The rest of the running task belongs to it."""
    _current.set(trace)
