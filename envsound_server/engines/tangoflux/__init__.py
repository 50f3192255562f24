"""TangoFlux: environment sounds from a flow-matching transformer. It needs weights and torch."""

from collections.abc import Mapping

from envsound_server.engines.tangoflux.engine import TangoFluxEngine


def create(settings: Mapping[str, str]) -> TangoFluxEngine:
    """Return the engine: the entry point `tangoflux` of the group `envsound.engines`."""
    return TangoFluxEngine(settings)
