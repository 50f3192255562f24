"""Plays a scene: renders its layers, sets each in its place, and mixes them."""

import math

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples
from envsound_server.engines.procedural.layers import Intensity, Sound
from envsound_server.engines.procedural.limiter import Limiter
from envsound_server.engines.procedural.placement import levelled, place_of
from envsound_server.engines.procedural.prompt import Scene
from envsound_server.engines.procedural.sounds import SOURCES
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    LEAD_IN_FRAMES,
    Part,
    decibels,
)
from envsound_server.engines.procedural.space import Space

_SOUND_NUMBERS = {sound: number for number, sound in enumerate(Sound)}
_INTENSITY_DB = {Intensity.LIGHT: -6.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 4.0}


class ScenePlayer:
    """Renders a scene block by block; the same scene, seed and duration give the same samples."""

    def __init__(self, scene: Scene, seed: int, duration_seconds: float) -> None:
        """Sets up the layers and plays the lead-in.

        Args:
            scene: At least one layer.
            seed: 0 to 2**63 - 1. A layer's random streams hang on the seed and its sound alone (and
                how many of that sound went before): adding thunder to rain leaves the drops as
                they were.
            duration_seconds: Length of the whole sound, s.
        """
        sounds = [layer.sound for layer in scene.layers]
        self._voices = []
        for place, layer in enumerate(scene.layers):
            key = (_SOUND_NUMBERS[layer.sound], sounds[:place].count(layer.sound))
            root = np.random.SeedSequence(seed, spawn_key=key)
            self._voices.append(_Voice(Part(layer, duration_seconds, root)))
        power = sum(voice.weight for voice in self._voices)
        self._gain = np.float32(1.0 / math.sqrt(max(1.0, power)))
        self._limiter = Limiter()
        self._next_frame = -LEAD_IN_FRAMES
        self.render()

    def render(self) -> Samples:
        """The next block, float32 [2, BLOCK_FRAMES], peaks at most -1 dBFS."""
        mix = np.zeros((CHANNEL_COUNT, BLOCK_FRAMES), np.float32)
        for voice in self._voices:
            mix += voice.render(self._next_frame)
        self._next_frame += BLOCK_FRAMES
        return self._limiter.process(mix * self._gain)


class _Voice:
    """A layer that plays: its source, and the space it stands in."""

    def __init__(self, part: Part) -> None:
        layer = part.layer
        self._source = SOURCES[layer.sound](part)
        self._space = Space(part.generator(), levelled(layer))
        power = decibels(2 * (place_of(layer).gain_db + _INTENSITY_DB[layer.intensity]))
        self.weight = min(1.0, power)
        """Its part in the power of the mix, so that layers together are no louder than one."""

    def render(self, first_frame: int) -> Samples:
        return self._space.process(self._source.render(first_frame))
