"""The registry of engines, with the state of each and the choice of the default one."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib.metadata import entry_points
from typing import Any

from envsound_server.engines.base import Engine
from envsound_server.errors import EngineLoading, EngineNotFound, EngineUnavailable

ENTRY_POINT_GROUP = "envsound.engines"

AUTO = "auto"
"""Setting that selects the best engine with weights, else the one that needs none."""

_WEIGHTS = {"stable_audio": "STABLE_AUDIO_WEIGHTS", "tangoflux": "TANGOFLUX_WEIGHTS"}
"""Engines in order of preference, with the variables that name the folders of their weights."""

_WITHOUT_WEIGHTS = "procedural"

_log = logging.getLogger(__name__)


class EngineState(Enum):
    """The state of an engine between its creation and its use."""

    LOADING = "loading"
    READY = "ready"
    UNAVAILABLE = "unavailable"


@dataclass(slots=True)
class EngineSlot:
    """An engine and its state, with the reason in `unavailable` while it is UNAVAILABLE."""

    engine: Engine[Any]
    state: EngineState = EngineState.LOADING
    unavailable: EngineUnavailable | None = None

    @property
    def is_ready(self) -> bool:
        """True if the engine can be used."""
        return self.state is EngineState.READY

    def load(self) -> None:
        """Load the engine (blocking) and record the resulting state."""
        name = self.engine.description.name
        try:
            self.engine.load()
        except EngineUnavailable as error:
            self.unavailable, self.state = error, EngineState.UNAVAILABLE
            _log.warning("engine %s is unavailable: %s", name, error.message)
        except Exception:  # a plug-in may raise anything and must not affect the other engines
            _log.exception("engine %s could not be loaded", name)
            self.unavailable = EngineUnavailable(f"the {name} engine failed to load; see the log")
            self.state = EngineState.UNAVAILABLE
        else:
            self.state = EngineState.READY
            _log.info("engine %s is ready", name)


class Registry:
    """The engines by name, and the default one.

    Args:
        engines: All of them.
        default_engine: Name of the default engine.
        default_engine_reason: Reason for this default, a sentence.
    """

    def __init__(
        self, engines: list[Engine[Any]], default_engine: str, default_engine_reason: str = ""
    ) -> None:
        self.default_engine_reason = default_engine_reason
        self._slots = {engine.description.name: EngineSlot(engine) for engine in engines}
        if default_engine not in self._slots:
            raise EngineNotFound(default_engine, list(self._slots))
        self.default_engine = default_engine

    @classmethod
    def discover(cls, environment: Mapping[str, str], setting: str) -> "Registry":
        """Create every engine that an installed package registers as an entry point.

        Args:
            environment: The process environment.
            setting: Name of the default engine, or `auto`.

        Raises:
            EngineNotFound: No engine has the name of the default engine.
        """
        engines: list[Engine[Any]] = []
        for entry_point in entry_points(group=ENTRY_POINT_GROUP):
            try:
                engines.append(entry_point.load()(environment))
            except Exception:  # a third-party package; the other engines must keep working
                _log.exception("engine %s could not be created", entry_point.name)
        names = [engine.description.name for engine in engines]
        return cls(engines, *choose_default(setting, names, environment))

    @property
    def slots(self) -> list[EngineSlot]:
        """All slots, the default engine first."""
        default = self._slots[self.default_engine]
        return [default, *(slot for slot in self._slots.values() if slot is not default)]

    @property
    def is_default_ready(self) -> bool:
        """True if the default engine can be used."""
        return self._slots[self.default_engine].state is EngineState.READY

    def slot(self, name: str | None) -> EngineSlot:
        """Return the slot of an engine. None stands for the default engine.

        Raises:
            EngineNotFound: No engine has that name.
        """
        try:
            return self._slots[name or self.default_engine]
        except KeyError:
            raise EngineNotFound(str(name), list(self._slots)) from None

    def ready(self, name: str | None) -> Engine[Any]:
        """Return the engine of that name, ready for use.

        Raises:
            EngineNotFound: No engine has that name.
            EngineUnavailable: It is still loading, or cannot be used.
        """
        slot = self.slot(name)
        if slot.unavailable is not None:
            raise slot.unavailable
        if slot.state is not EngineState.READY:
            raise EngineLoading(slot.engine.description.name)
        return slot.engine

    def close(self) -> None:
        """Close the engines that were loaded."""
        for slot in self._slots.values():
            if slot.state is EngineState.READY:
                slot.engine.close()


def choose_default(
    setting: str, names: Collection[str], environment: Mapping[str, str]
) -> tuple[str, str]:
    """Return the name of the default engine and the reason for it, a sentence.

    Args:
        setting: Value of ENVSOUND_ENGINE.
        names: Names of the available engines.
        environment: The process environment.
    """
    if setting != AUTO:
        return setting, "ENVSOUND_ENGINE names it."
    for name, variable in _WEIGHTS.items():
        if environment.get(variable) and name in names:
            return name, f"ENVSOUND_ENGINE is {AUTO}, and {variable} is set."
    variables = " or ".join(_WEIGHTS.values())
    return _WITHOUT_WEIGHTS, (
        f"ENVSOUND_ENGINE is {AUTO}, and no engine has weights; set {variables} for one that does."
    )
