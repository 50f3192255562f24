"""What took how long, told to an OpenTelemetry collector where there is one."""

import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Protocol

from backend.telemetry.tracing import Trace

Kind = Literal["SERVER", "CLIENT", "INTERNAL"]
Attributes = Mapping[str, str | int]


class Exporter(Protocol):
    """Sends spans away, in a thread of its own."""

    def send(
        self,
        name: str,
        kind: Kind,
        trace: Trace,
        parent_span_id: str | None,
        times_ns: tuple[int, int],
        attributes: Attributes,
    ) -> None:
        """Takes one span; returns at once."""
        ...

    def close(self) -> None:
        """Sends what waits, for some seconds at most; blocks."""
        ...


class Spans:
    """Spans are told when they are over: until then they cost two numbers.

    Args:
        exporter: Who sends them on; None: nobody is told.
    """

    def __init__(self, exporter: Exporter | None) -> None:
        self._exporter = exporter

    def tell(
        self,
        name: str,
        trace: Trace,
        *,
        parent_span_id: str | None,
        begun_ns: int,
        ended_ns: int | None = None,
        kind: Kind = "INTERNAL",
        attributes: Attributes = MappingProxyType({}),
    ) -> None:
        """One span is over.

        Args:
            name: What was done, from a small set of names.
            trace: The span itself.
            parent_span_id: The span that it is a part of; None: the trace begins with it.
            begun_ns: Its beginning, ns since 1970.
            ended_ns: Its end; None: now.
            kind: Which side of a call it is.
            attributes: In OpenTelemetry's names; with `error.type` it failed.
        """
        if self._exporter is not None:
            times_ns = (begun_ns, ended_ns or time.time_ns())
            self._exporter.send(name, kind, trace, parent_span_id, times_ns, attributes)

    def close(self) -> None:
        """Sends what waits, for some seconds at most; blocks."""
        if self._exporter is not None:
            self._exporter.close()
