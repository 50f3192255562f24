"""Cicadas at noon: dense buzzing songs of varying level from several trees.

A tymbal buckles 120 to 200 times a second and each click rings near 5 kHz: H. C. Bennet-Clark,
"How cicadas make their noise", Scientific American 278(5), 1998.
"""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Distance, Intensity, Place
from envsound_server.engines.procedural.models.insects import Pulse, PulseSinger, Singers
from envsound_server.engines.procedural.models.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import Curve, Part, Source, decibels

_CICADAS = {Intensity.LIGHT: 2, Intensity.NORMAL: 4, Intensity.HEAVY: 6}
_NEAR = {Distance.NEAR: 1.3, Distance.NORMAL: 1.0, Distance.DISTANT: 0.4}
_DAY = spectrum(((60, 0), (200, -4), (1_000, -14), (4_000, -26), (12_000, -44)))
_CHORUS = spectrum(
    ((2_500, -50), (3_600, -14), (4_700, -1), (5_600, 0), (7_500, -5), (10_000, -14), (15_000, -34))
)
_DAY_DB, _CHORUS_DB, _SINGERS_DB = -42.0, -30.0, -24.0
_CLICK_SECONDS = 0.006


class _Cicadas:
    """A `Source`: near singers over a far chorus."""

    def __init__(self, part: Part) -> None:
        draw = part.generator()
        level = decibels(_SINGERS_DB) * _NEAR[part.layer.distance]
        cicadas = [_cicada(draw, level) for _ in range(_CICADAS[part.layer.intensity])]
        self._singers = Singers(part.generator(), cicadas, 1.4 * _CLICK_SECONDS)
        self._noise = EqualisedNoise(part.generator(), coherence=0.3)
        self._swell = Drift(part.generator(), 0.25)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        swell = np.exp(0.35 * self._swell.render()[0])[:, None]
        gains = decibels(_DAY_DB) * _DAY + decibels(_CHORUS_DB) * swell * _CHORUS
        return self._singers.render() + self._noise.render(gains)


def _cicada(draw: np.random.Generator, level: float) -> PulseSinger:
    rate_hertz = draw.uniform(120.0, 200.0)
    click = Pulse(draw.normal(5_100.0, 500.0), _CLICK_SECONDS, 0.15, 0.03, 0.1)
    pattern, place = _song(draw, rate_hertz), draw.uniform(-0.9, 0.9)
    return PulseSinger(draw, click, rate_hertz, pattern, place, level * draw.uniform(0.3, 1.0))


def _song(draw: np.random.Generator, rate_hertz: float) -> Curve:
    """Return the click levels of some songs: long swells with a flutter."""
    pieces = []
    for _ in range(6):
        count = int(rate_hertz * draw.uniform(5.0, 14.0))
        along = np.linspace(0.0, 1.0, count)
        swell = np.minimum(1.0, np.minimum(along / 0.25, (1.0 - along) / 0.12))
        flutter = 1.0 + 0.3 * np.sin(
            2 * np.pi * draw.uniform(4.0, 9.0) * np.arange(count) / rate_hertz
        )
        two_tymbals = np.where(np.arange(count) % 2, 1.0, draw.uniform(0.5, 1.0))
        pieces.append(swell * flutter * two_tymbals / 1.3)
        pieces.append(np.zeros(int(rate_hertz * draw.uniform(0.3, 2.5))))
    return np.concatenate(pieces)


def _make(part: Part) -> Source:
    return _Cicadas(part)


KIND = Kind(
    name="cicadas",
    chinese_name="蝉鸣",
    ucs="AMBInsc",
    group=Group.BED,
    english="cicada, cicadas buzzing, cicada song, cicadas singing, cicada buzz, cicadas chirping",
    chinese="蝉, 知了, 知了叫, 蝉声, 蝉叫, 夏蝉, 蝉噪, 秋蝉, 知了声, 蝉鸣声, 蝉鸣阵阵, 阵阵蝉鸣, "
    "蝉儿, 蝉鸣不止, 蝉声阵阵, 蝉叫声, 蝉虫, 鸣蝉, 蝉鸣聒噪, 聒噪的蝉, 聒噪的蝉鸣, 蝉声聒噪, "
    "夏日蝉鸣, 夏蝉鸣叫, 知了鸣叫, 知了叫声, 知了的叫声, 蝉嘶, 蝉唱, 秋蝉鸣叫, 树上的知了, "
    "蝉不停地叫",
    examples=("cicadas at noon", "知了叫"),
    make=_make,
    place=Place.FOREST,
    metres=(3.0, 8.0, 80.0),
    gain_db=5.5,
    mix_db=-4.0,
)
