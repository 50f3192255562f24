"""A dark drone: low tones that beat against each other, breath, and far metal."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.airflow import Whistle
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.noise import Drift, EqualisedNoise
from envsound_server.engines.procedural.models.rotors import Harmonics, Turning
from envsound_server.engines.procedural.source import Part, Source

_CHORD = (1.0, 1.0, 1.498, 2.378)
"""Root twice, fifth, and a minor third above the octave; each a little out of tune."""

_ROOT_HERTZ = (51.0, 71.0)
_ORDERS = ((1, 0), (2, -1), (3, -5.5), (4, -2.5), (5, -4.5), (7, -15), (9, -21))
_BREATH = ((40, -6), (90, 0), (200, -8), (600, -22), (2_000, -38), (8_000, -60))
_BREATH_GAIN = 0.34
_METAL_RATIOS = (10.3, 14.1, 19.5)


class _Drone:
    """Implements `Source`: a cluster that never quite repeats."""

    def __init__(self, part: Part) -> None:
        draw = part.generator()
        root = draw.uniform(*_ROOT_HERTZ)
        pitches = root * np.array(_CHORD) * draw.normal(1.0, 0.006, len(_CHORD))
        self._voices = [
            (
                Turning(part, pitch, 0.003, 0.1),
                Harmonics(part, _ORDERS, wander_db=4.0, wander_hertz=0.12),
            )
            for pitch in pitches
        ]
        self._swell = Drift(part.generator(), 0.07, len(_CHORD))
        self._breath = NoiseBed(part, _BREATH, depth_db=4.0, rate_hertz=0.15)
        self._metal = EqualisedNoise(part.generator(), coherence=0.5)
        self._metal_swell = Drift(part.generator(), 0.12, len(_METAL_RATIOS))
        self._whistles = [
            Whistle(root * ratio, level=0.006, onset=1.1, bend=0.02, width=0.0035)
            for ratio in _METAL_RATIOS
        ]

    def render(self) -> Samples:
        """Render a block; see `Source.render`."""
        block = np.float32(_BREATH_GAIN) * self._breath.render()
        for (turning, tones), swell in zip(self._voices, self._swell.render(), strict=True):
            gain = np.float32(0.5 * np.exp(0.5 * swell[0]))
            block += gain * tones.render(turning.render())
        swells = np.exp(0.6 * self._metal_swell.render())
        spectra = [
            whistle.gains(swell) for whistle, swell in zip(self._whistles, swells, strict=True)
        ]
        return np.asarray(block + self._metal.render(np.sum(spectra, axis=0)), np.float32)


def _make(part: Part) -> Source:
    return _Drone(part)


KIND = Kind(
    name="dark drone",
    chinese_name="阴森氛围",
    ucs="DSGNDron",
    group=Group.BED,
    english="ominous drone, dark ominous drone, drone, drones, low drone, deep drone, "
    "horror drone, dark ambience, dark ambient, ominous ambience, horror ambience, "
    "horror atmosphere, eerie ambience, eerie drone, scary ambience, spooky ambience, "
    "creepy ambience, haunted house, dungeon ambience, sinister drone, suspense, tension",
    chinese="阴森的低鸣, 阴森, 低鸣, 恐怖氛围, 恐怖的氛围, 恐怖音效, 黑暗氛围, 诡异氛围, 诡异, "
    "阴暗的氛围, 不祥的低鸣, 恐怖, 悬疑氛围",
    examples=("a dark, ominous drone", "阴森的低鸣"),
    make=_make,
    place=Place.HALL,
    gain_db=-8.8,
    mix_db=-5.0,
)
"""The dark drone."""
