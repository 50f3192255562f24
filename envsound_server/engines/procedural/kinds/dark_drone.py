"""A dark drone: low beating tones, breath noise, and far metal."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.noise import (
    FREQUENCIES_HERTZ,
    Drift,
    EqualisedNoise,
    spectrum,
)
from envsound_server.engines.procedural.models.rotors import Harmonics, Turning
from envsound_server.engines.procedural.source import Curve, Part, Source

_CHORD = (1.0, 1.0, 2.378)
"""The root twice, and a minor third above the octave, each slightly detuned."""

_ROOT_HERTZ = (51.0, 71.0)
_ORDERS = ((1, 0), (2, -1.5), (3, -6), (4, -6), (5, -5.5), (7, -15), (9, -21))
_TONES_GAIN = 0.18
_BREATHS = (
    ((40, 0), (110, -2), (200, -12), (600, -34), (2_000, -60)),
    ((60, -30), (200, -6), (400, -7.5), (900, -5.5), (2_000, -24), (8_000, -36)),
)
"""A low and a high band, which swell independently."""

_BREATH_GAIN = 0.075
_BREATH_DEPTH = 0.15
_METAL_RATIOS = (10.6, 13.2, 17.1)
_METAL_GAIN = 0.035
_METAL_DEPTH = 1.2
"""Spread of the metal's log-normal level: mostly silent, with occasional swells."""

_METAL_WIDTH = 0.0057


class _Drone:
    """A `Source`: a cluster without exact repetition."""

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
        self._noise = EqualisedNoise(part.generator(), coherence=0.35)
        self._spectra = np.stack(
            [_BREATH_GAIN * spectrum(points) for points in _BREATHS]
            + [_METAL_GAIN * _band(root * ratio) for ratio in _METAL_RATIOS]
        )
        self._depths = np.repeat((_BREATH_DEPTH, _METAL_DEPTH), (len(_BREATHS), len(_METAL_RATIOS)))
        self._noise_swell = Drift(part.generator(), 0.15, len(self._spectra))

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        swells = np.exp(self._depths[:, None] * self._noise_swell.render())
        block = self._noise.render(swells.T @ self._spectra)
        for (turning, tones), swell in zip(self._voices, self._swell.render(), strict=True):
            gain = np.float32(_TONES_GAIN * np.exp(0.5 * swell[0]))
            block += gain * tones.render(turning.render())
        return block


def _band(hertz: float) -> Curve:
    """Return the narrow band of far metal, linear gain at `FREQUENCIES_HERTZ`."""
    width = _METAL_WIDTH * hertz + 10.0
    gain = np.sqrt(9_000.0 / width) * np.exp(-(((FREQUENCIES_HERTZ - hertz) / width) ** 2))
    return np.asarray(gain)


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
    "creepy ambience, dungeon ambience, sinister drone, suspense, tension",
    chinese="阴森的低鸣, 低鸣, 恐怖氛围, 恐怖的氛围, 恐怖音效, 黑暗氛围, 诡异氛围, 阴暗的氛围, "
    "不祥的低鸣, 悬疑氛围, 阴森的气氛, 阴森的氛围, 阴森恐怖, 阴森诡异, 阴森的嗡鸣, "
    "恐怖的低鸣, 诡异的低鸣, 低沉的低鸣, 不祥的嗡鸣, 不祥的氛围, 诡异的氛围, "
    "诡异的气氛, 诡异音效, 恐怖气氛, 恐怖的气氛, 恐怖片氛围, 恐怖配乐, 恐怖低音, "
    "恐怖背景, 悬疑的氛围, 悬疑气氛, 悬疑音效, 悬疑低音, 紧张氛围, 紧张的氛围, "
    "紧张的气氛, 紧张气氛, 压抑的氛围, 压抑氛围, 压抑的气氛, 黑暗的氛围, 阴暗氛围, "
    "阴郁的氛围, 低音氛围, 低频氛围, 低频嗡鸣, 低频轰鸣, 低音嗡鸣, 不安的氛围, "
    "令人不安的低鸣, 闹鬼, 毛骨悚然的氛围, 阴沉的低鸣, 邪恶的氛围, 低沉的嗡鸣",
    examples=("a dark, ominous drone", "阴森的低鸣"),
    make=_make,
    place=Place.HALL,
    gain_db=-10.0,
    mix_db=-5.0,
)
"""The dark drone."""
