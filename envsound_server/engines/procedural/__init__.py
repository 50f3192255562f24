"""Environment sounds by digital signal processing: no weights, no GPU, faster than real time."""

from collections.abc import Mapping

from envsound_server.engines.procedural.engine import ProceduralEngine


def create(settings: Mapping[str, str]) -> ProceduralEngine:  # noqa: ARG001 - it has no settings
    """Return the engine: the entry point `procedural` of the group `envsound.engines`."""
    return ProceduralEngine()
