"""The circuit breaker of the calls for sounds."""

import asyncio
import logging

from backend.errors import BackendError
from backend.sidecar.engine_cache import EngineCache

_FIRST_DELAY_SECONDS = 0.1
_LONGEST_DELAY_SECONDS = 1.0

_log = logging.getLogger(__name__)


class CircuitBreaker:
    """The gate that is shut while the sidecar is away, so that workers wait without failing calls.

    Args:
        engine_cache: Read while the gate is shut, at first at once.
    """

    def __init__(self, engine_cache: EngineCache) -> None:
        self._engine_cache = engine_cache
        self._is_open = asyncio.Event()
        self._is_shut = asyncio.Event()
        self._is_shut.set()

    @property
    def is_open(self) -> bool:
        """Return whether the sidecar answered last time."""
        return self._is_open.is_set()

    def shut(self) -> None:
        """Shut the gate, after a call that found the sidecar away."""
        self._is_open.clear()
        self._is_shut.set()

    async def passed(self) -> None:
        """Wait until the gate is open."""
        await self._is_open.wait()

    async def run(self) -> None:
        """Open the gate whenever the sidecar is back, until cancelled."""
        while True:
            await self._is_shut.wait()
            await self._wait_for_sidecar()
            self._is_shut.clear()
            self._is_open.set()

    async def _wait_for_sidecar(self) -> None:
        delay_seconds = _FIRST_DELAY_SECONDS
        last_trouble = ""
        while True:
            try:
                if (await self._engine_cache.refresh()).has_ready_engine:
                    break
                trouble = "no engine is ready yet"
            except BackendError as error:
                trouble = error.message
            if trouble != last_trouble:
                _log.warning("sounds wait for the sidecar: %s", trouble)
            last_trouble = trouble
            await asyncio.sleep(delay_seconds)
            delay_seconds = min(2 * delay_seconds, _LONGEST_DELAY_SECONDS)
        if last_trouble:
            _log.info("the sidecar is ready")
