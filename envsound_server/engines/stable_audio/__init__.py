"""Stable Audio 3: environment sounds from a distilled transformer. It needs weights and torch."""

from collections.abc import Mapping

from envsound_server.engines.stable_audio.engine import StableAudioEngine


def create(settings: Mapping[str, str]) -> StableAudioEngine:
    """Return the engine: the entry point `stable_audio` of the group `envsound.engines`."""
    return StableAudioEngine(settings)
