"""Wind in the trees: the air itself, and leaves that touch each other."""

from functools import cache

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Distance, Intensity, Pace, Place
from envsound_server.engines.procedural.models.airflow import Rush, Wind, WindSpeed
from envsound_server.engines.procedural.models.grains import Scatter, balanced, burst_grain
from envsound_server.engines.procedural.source import Mono, Part, Source

_CROWNS = Rush(
    ((35, -1), (50, 0), (73, -9), (108, -14), (157, -16), (230, -16), (334, -17), (490, -19),
     (735, -19), (1_080, -15), (1_610, -17), (2_450, -22), (3_670, -24), (5_600, -24.5),
     (8_400, -26), (12_600, -28), (16_000, -28.5)),
    powers=(1.1, 0.9),
)  # fmt: skip
"""Measured on a recording of wind in trees; from 1 kHz brighter by up to 3 dB, as from nearer.

A crown answers a gust leaf by leaf and over a wide place, so the level hardly varies within
seconds, and the treble no more than the rest.
"""

_STRENGTHS = {Intensity.LIGHT: 0.65, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.35}
_PACES = {Pace.SLOW: 0.6, Pace.NORMAL: 1.0, Pace.FAST: 1.8}
_LEAF_GAINS = {Distance.NEAR: 0.003, Distance.NORMAL: 0.0008, Distance.DISTANT: 0.0}
_LEAF_RATE_HERTZ = 150.0
_GUSTINESS = 0.2
_EDDY_LEVELS = (0.85, 0.45, 0.12, 0.18, 0.12)


class _Trees:
    """Implements `Source`: crowns that rush and single leaves that rustle."""

    def __init__(self, part: Part) -> None:
        speed = WindSpeed(part, _GUSTINESS, _PACES[part.layer.pace], _EDDY_LEVELS)
        self._wind = Wind(part, speed, (_CROWNS,), strength=_STRENGTHS[part.layer.intensity])
        self._leaf_gain = _LEAF_GAINS[part.layer.distance]
        self._leaves = Scatter(part.generator(), _leaf_bank())

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        block = self._wind.render()
        if self._leaf_gain:
            speed = self._wind.speed.mean(axis=0)
            rates = _LEAF_RATE_HERTZ * np.minimum(speed**2.5, 2.5)
            block += np.float32(self._leaf_gain) * self._leaves.render(rates, spread=1.6)
        return block


@cache
def _leaf_bank() -> list[Mono]:
    draw = np.random.default_rng(5150)
    grains = []
    for _ in range(60):
        centre = float(np.clip(draw.lognormal(np.log(4_200.0), 0.45), 1_500.0, 11_000.0))
        band = (0.6 * centre, min(1.6 * centre, 18_000.0))
        grains.append(burst_grain(draw, band, float(draw.lognormal(np.log(0.006), 0.5))))
    return balanced(grains)


def _make(part: Part) -> Source:
    return _Trees(part)


KIND = Kind(
    name="wind in the trees",
    chinese_name="风吹树林",
    ucs="WINDVege",
    group=Group.BED,
    english="wind through the trees, wind in trees, wind through trees, wind in the leaves, "
    "wind through the leaves, rustling leaves, leaves rustling, rustling trees, "
    "trees rustling, wind in the forest, wind through the forest, forest wind, "
    "swaying trees, leaves in the wind, trees in the wind, rustling of leaves",
    chinese="风吹树叶, 风吹过树林, 风吹过树叶, 林间的风, 林间风声, 树叶沙沙, 树叶沙沙声, "
    "树叶沙沙作响, 松涛, 树林里的风, 竹林风声, 风过竹林, 树叶声",
    examples=("wind in the trees", "风吹过树林"),
    make=_make,
    place=Place.DRY,
    metres=(3.0, 10.0, 80.0),
    gain_db=-5.6,
    mix_db=-3.0,
)
"""The wind in the trees."""
