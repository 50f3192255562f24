"""The sidecar's engines, and the check of a request against their bounds."""

import math
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol

from backend.errors import (
    BackendError,
    EngineNotFound,
    FieldViolation,
    InvalidRequest,
    WeightsMissing,
)
from backend.sidecar.engine_types import Engine, EngineList, EngineState, Range
from backend.sidecar.types import SoundRequest

_KEEP_SECONDS = 5.0
_KEEP_FAILURE_SECONDS = 1.0
"""Long enough that requests do not wait for a sidecar that is down."""


class EngineSource(Protocol):
    """The source of the list."""

    async def list_engines(self) -> EngineList:
        """Return the sidecar's engines."""
        ...


class EngineCache:
    """The sidecar's engines, read again after a few seconds."""

    def __init__(self, source: EngineSource) -> None:
        self._source = source
        self._engines: EngineList | None = None
        self._good_until = 0.0

    async def known(self) -> EngineList | None:
        """Return the engines, at most a few seconds old, None while the sidecar is away."""
        if time.monotonic() >= self._good_until:
            with suppress(BackendError):
                await self.refresh()
        return self._engines

    async def refresh(self) -> EngineList:
        """Return the engines as they are now.

        Raises:
            BackendError: The sidecar cannot be asked.
        """
        try:
            self._engines = await self._source.list_engines()
        except BackendError:
            self._engines = None
            self._good_until = time.monotonic() + _KEEP_FAILURE_SECONDS
            raise
        self._good_until = time.monotonic() + _KEEP_SECONDS
        return self._engines


def check(request: SoundRequest, engines: EngineList) -> None:
    """Refuse what the engine cannot make, in the names of the HTTP API.

    A field that the engine cannot use is no error: the sidecar ignores and notes it.

    Raises:
        EngineNotFound: There is no engine of that name.
        WeightsMissing: The engine cannot be used until someone installs what it lacks.
        InvalidRequest: Fields are out of the engine's bounds; each is named.
    """
    engine = engines.find(request.engine)
    if engine is None:
        known = ", ".join(engine.name for engine in engines.engines)
        raise EngineNotFound(f"there is no engine {request.engine!r}; there are: {known}")
    if engine.state is EngineState.UNAVAILABLE:
        raise WeightsMissing(
            f"the {engine.name} engine cannot be used: {engine.unavailable_reason}"
        )
    violations = [
        *_outside("duration", request.duration_seconds, engine.duration_seconds),
        *_outside("steps", request.steps, engine.steps),
        *_outside("cfg_scale", request.cfg_scale, engine.cfg_scale),
    ]
    if request.source is not None and not engine.supports_source:
        violations.append(FieldViolation("engine", _without_source(engine, engines)))
    if engines.formats and request.audio_format not in engines.formats:
        known = ", ".join(engines.formats)
        violations.append(FieldViolation("format", f"the sidecar writes only {known}"))
    if violations:
        raise InvalidRequest(violations)


def engine_with_source(engines: EngineList, favorite: str) -> Engine:
    """Return the engine that makes a sound from another one where the client names none.

    Args:
        engines: Those that there are.
        favorite: The name of the one to take where it can be used.

    Raises:
        InvalidRequest: None can be used.
    """
    capable = [engine for engine in engines.engines if engine.supports_source]
    usable = [engine for engine in capable if engine.state is not EngineState.UNAVAILABLE]
    if not usable:
        raise InvalidRequest([FieldViolation("engine", _no_engine_with_source(capable))])
    # Sounds wait for an engine that is loading.
    return max(usable, key=lambda e: (e.name == favorite, e.state is EngineState.READY))


def _no_engine_with_source(capable: list[Engine]) -> str:
    if not capable:
        return (
            "this server has no engine that makes a sound from another one; "
            "ask its operator to install one that does, such as stable_audio"
        )
    reasons = "; ".join(f"{engine.name}: {engine.unavailable_reason}" for engine in capable)
    return f"no engine that makes a sound from another one can be used; {reasons}"


def _without_source(engine: Engine, engines: EngineList) -> str:
    capable = ", ".join(each.name for each in engines.engines if each.supports_source)
    remedy = f"choose one of: {capable}" if capable else "this server has no engine that does"
    return f"the {engine.name} engine makes no sound from another one; {remedy}"


def _outside(field: str, value: float | None, bounds: Range | None) -> Iterator[FieldViolation]:
    if value is None or bounds is None:
        return
    if not (math.isfinite(value) and bounds.low <= value <= bounds.high):
        yield FieldViolation(field, f"has to be from {bounds.low:g} to {bounds.high:g}")
