"""Wind in the trees: air noise, and rustling leaves."""

from functools import cache

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Distance, Intensity, Pace, Place
from envsound_server.engines.procedural.models.airflow import Rush, Wind, WindSpeed
from envsound_server.engines.procedural.models.grains import Scatter, balance, burst_grain
from envsound_server.engines.procedural.source import Mono, Part, Source

_CROWNS = Rush(
    ((35, -1), (50, 0), (73, -9), (108, -14), (157, -16), (230, -16), (334, -17), (490, -19),
     (735, -19), (1_080, -15), (1_610, -17), (2_450, -22), (3_670, -24), (5_600, -24.5),
     (8_400, -26), (12_600, -28), (16_000, -28.5)),
    powers=(1.1, 0.9),
)  # fmt: skip
"""Spectrum measured on a recording of wind in trees, but up to 3 dB brighter above 1 kHz.

The change stands for a nearer listener. The leaves of a crown respond to a gust at different times,
so the level hardly varies within seconds, and the treble no more than the rest.
"""

_STRENGTHS = {Intensity.LIGHT: 0.65, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.35}
_PACES = {Pace.SLOW: 0.6, Pace.NORMAL: 1.0, Pace.FAST: 1.8}
_LEAF_GAINS = {Distance.NEAR: 0.003, Distance.NORMAL: 0.0008, Distance.DISTANT: 0.0}
_LEAF_RATE_HERTZ = 150.0
_GUSTINESS = 0.2
_EDDY_LEVELS = (0.85, 0.45, 0.12, 0.18, 0.12)


class _Trees:
    """A `Source`: rushing crowns and rustling single leaves."""

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
    return balance(grains)


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
    "swaying trees, leaves in the wind, trees in the wind, rustling of leaves, "
    "wind in the pines",
    chinese="风吹树叶, 风吹过树林, 风吹过树叶, 林间的风, 林间风声, 树叶沙沙, 树叶沙沙声, "
    "树叶沙沙作响, 松涛, 树林里的风, 竹林风声, 风过竹林, 树叶声, 风吹树叶声, 风吹树叶的声音, "
    "风吹树叶沙沙响, 风吹叶子, 风吹竹林, 风吹竹叶, 风吹竹叶声, 风吹松林, 风吹松树, 风吹树木, "
    "风吹树梢, 风吹树枝, 风吹森林, 风吹麦浪, 风吹麦田, 风吹稻田, 风吹芦苇, 风吹草叶, 风吹草地, "
    "风吹落叶, 风吹林梢, 风吹柳叶, 风吹动树叶, 风吹动树枝, 风吹动竹叶, 风吹着树叶, "
    "风吹得树叶沙沙响, 风吹过竹林, 风吹过松林, 风吹过森林, 风吹过林间, 风吹过树梢, 风吹过林梢, "
    "风吹过麦田, 风吹过草地, 风吹过芦苇, 风吹过芦苇荡, 风吹过草丛, 风过松林, 风过树梢, 风过林梢, "
    "风过树林, 风拂树叶, 风拂竹林, 风穿过树林, 风穿过森林, 风穿过竹林, 风穿林, 穿林风声, "
    "穿林打叶声, 树叶响, 树叶沙沙响, 树叶的沙沙声, 树叶簌簌, 树叶簌簌作响, 树叶摩擦, 树叶摩擦声, "
    "树叶飒飒, 树叶摇动, 树叶摇曳, 树叶哗哗, 树叶哗哗作响, 树叶哗啦, 树叶哗啦啦响, 树叶婆娑, "
    "树林沙沙, 树林沙沙声, 树林沙沙作响, 树枝摇晃, 树枝摇曳, 树梢的风, 林中的风, 林中风声, 林涛, "
    "林涛阵阵, 林海松涛, 松涛声, 松涛阵阵, 阵阵松涛, 松风, 松林风声, 松针沙沙, 竹林沙沙, "
    "竹林沙沙作响, 竹叶沙沙, 竹叶沙沙声, 竹叶沙沙作响, 竹叶声, 竹叶簌簌, 竹涛, 叶子沙沙, "
    "叶子沙沙响, 叶子沙沙作响, 叶子沙沙声, 叶声, 沙沙的树叶, 沙沙的树叶声, 沙沙作响的树叶, "
    "芦苇沙沙, 落叶沙沙, 草木沙沙, 草木簌簌, 麦浪, 麦浪翻滚",
    heavy="松涛怒吼, 林涛怒吼, 松涛轰鸣, 狂风吹过树林, 大风吹树林, 狂风吹树",
    light="微风吹过树叶, 微风吹过树林, 微风吹动树叶, 微风吹拂树叶, 微风吹树叶, 微风拂过树叶, "
    "微风拂柳, 清风拂柳, 清风吹过竹林, 微风吹过竹林, 微风拂过树梢, 轻风吹过树林, 树叶轻响, "
    "树叶轻轻作响, 树叶轻轻摇动, 树叶轻摇, 树叶轻轻沙沙响",
    examples=("wind in the trees", "风吹过树林"),
    make=_make,
    place=Place.DRY,
    metres=(3.0, 10.0, 80.0),
    gain_db=-5.6,
    mix_db=-3.0,
)
"""The wind in the trees."""
