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
    ((40, -1), (75, 3), (110, 3), (340, -1), (1_100, 0), (2_450, -6), (5_600, -3.5),
     (13_000, -8)),
    powers=(1.2, 1.9),
)  # fmt: skip
"""Within 5 dB of a recording of wind in trees, without what rumbles in its microphone."""

_STRENGTHS = {Intensity.LIGHT: 0.65, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.35}
_PACES = {Pace.SLOW: 0.6, Pace.NORMAL: 1.0, Pace.FAST: 1.8}
_LEAF_GAINS = {Distance.NEAR: 0.003, Distance.NORMAL: 0.0008, Distance.DISTANT: 0.0}
_LEAF_RATE_HERTZ = 150.0
_GUSTINESS = 0.22


class _Trees:
    """Implements `Source`: crowns that rush and single leaves that rustle."""

    def __init__(self, part: Part) -> None:
        speed = WindSpeed(part, _GUSTINESS, _PACES[part.layer.pace])
        self._wind = Wind(part, speed, (_CROWNS,), strength=_STRENGTHS[part.layer.intensity])
        self._leaf_gain = _LEAF_GAINS[part.layer.distance]
        self._leaves = Scatter(part.generator(), _leaf_bank())

    def render(self) -> Samples:
        """Render a block; see `Source.render`."""
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
    gain_db=-8.4,
    mix_db=-3.0,
)
"""The wind in the trees."""
