"""Crickets at night: near chirps and trills, and a far chorus.

Measured on two recordings: a trill of 64 pulses a second at 4.7 kHz, chirps of 0.15 s at 3.7 kHz
about once a second, a chorus from 3.2 to 6.4 kHz, and night air 17 dB below it.
"""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Distance, Intensity, Pace, Place
from envsound_server.engines.procedural.models.insects import (
    Pulse,
    PulseSinger,
    Singers,
    chirp_pattern,
    trill_pattern,
)
from envsound_server.engines.procedural.models.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import Part, Source, decibels

_CHIRPERS = {Intensity.LIGHT: 2, Intensity.NORMAL: 4, Intensity.HEAVY: 8}
_TRILLERS = {Intensity.LIGHT: 1, Intensity.NORMAL: 3, Intensity.HEAVY: 5}
_PACES = {Pace.SLOW: 0.75, Pace.NORMAL: 1.0, Pace.FAST: 1.3}
_NEAR = {Distance.NEAR: 1.3, Distance.NORMAL: 1.0, Distance.DISTANT: 0.4}
_NIGHT = spectrum(
    ((50, -2), (125, 0), (200, -6), (500, -15), (2_500, -16), (8_000, -26), (16_000, -60))
)
_CHORUS = spectrum(
    ((2_600, -60), (3_300, -16), (4_100, -5), (4_800, 0), (5_600, -3), (6_600, -16), (9_000, -50))
)
_NIGHT_DB, _CHORUS_DB, _SINGERS_DB = -44.0, -34.0, -24.0
_LONGEST_PULSE_SECONDS = 0.025


class _Crickets:
    """A `Source`: near crickets over a far chorus."""

    def __init__(self, part: Part) -> None:
        draw = part.generator()
        layer = part.layer
        pace = _PACES[layer.pace]
        level = decibels(_SINGERS_DB) * _NEAR[layer.distance]
        singers = [_chirper(draw, pace, level) for _ in range(_CHIRPERS[layer.intensity])]
        singers += [_triller(draw, pace, level) for _ in range(_TRILLERS[layer.intensity])]
        self._singers = Singers(part.generator(), singers, 1.3 * _LONGEST_PULSE_SECONDS)
        self._noise = EqualisedNoise(part.generator(), coherence=0.3)
        self._chorus = Drift(part.generator(), 6.0)
        self._season = Drift(part.generator(), 0.1)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        swell = np.exp(0.3 * self._chorus.render()[0] + 0.25 * self._season.render()[0])
        chorus = decibels(_CHORUS_DB) * swell[:, None] * _CHORUS
        return self._singers.render() + self._noise.render(decibels(_NIGHT_DB) * _NIGHT + chorus)


def _chirper(draw: np.random.Generator, pace: float, level: float) -> PulseSinger:
    rate_hertz = draw.uniform(28.0, 38.0) * pace**0.5
    pulse = Pulse(draw.normal(4_300.0, 350.0), draw.uniform(0.016, 0.021), 0.6, 0.025)
    pulses, gap_seconds = int(draw.integers(3, 6)), draw.uniform(0.3, 0.8) / pace
    pattern = chirp_pattern(draw, pulses, rate_hertz, gap_seconds)
    place, loud = draw.uniform(-0.9, 0.9), draw.uniform(0.3, 1.0)
    return PulseSinger(draw, pulse, rate_hertz, pattern, place, level * loud)


def _triller(draw: np.random.Generator, pace: float, level: float) -> PulseSinger:
    rate_hertz = draw.uniform(45.0, 70.0) * pace**0.5
    pulse = Pulse(draw.normal(4_700.0, 300.0), 0.62 / rate_hertz, 0.55, 0.015)
    pattern = trill_pattern(draw, rate_hertz, 0.25)
    place, loud = draw.uniform(-0.9, 0.9), draw.uniform(0.15, 0.5)
    return PulseSinger(draw, pulse, rate_hertz, pattern, place, level * loud)


def _make(part: Part) -> Source:
    return _Crickets(part)


KIND = Kind(
    name="crickets",
    chinese_name="蟋蟀",
    ucs="AMBInsc",
    group=Group.BED,
    english="cricket, insect, insects, grasshopper, grasshoppers, crickets chirping, "
    "cricket chirping, chirping crickets, night insects, katydid, katydids, "
    "insects at night, night time insects",
    chinese="虫鸣, 虫子, 昆虫, 虫声, 虫叫, 蛐蛐, 夏虫, 虫, 虫鸣声, 虫叫声, 蝈蝈, 夏夜虫鸣, 草虫, "
    "秋虫, 蚱蜢, 蛐蛐叫, 蟋蟀叫, 蟋蟀声, 蟋蟀鸣叫, 蟋蟀的叫声, 蟋蟀叫声, 蛐蛐声, 蛐蛐儿, 蛐蛐叫声, "
    "促织, 油葫芦, 纺织娘, 螽斯, 蚂蚱, 蚱蜢叫, 虫儿, 虫儿叫, 虫儿鸣叫, 虫儿低鸣, 虫吟, 虫语, 虫唱, "
    "小虫, 小虫子, 草丛虫鸣, 草丛里的虫鸣, 草丛中的虫鸣, 草虫鸣叫, 秋虫声, 秋虫鸣, 秋虫唧唧, "
    "秋夜虫鸣, 虫声唧唧, 虫鸣阵阵, 唧唧虫鸣, 唧唧声, 昆虫鸣叫, 昆虫叫, 昆虫声, 夜虫, 夜晚虫鸣, "
    "夏虫鸣叫, 鸣虫, 虫声阵阵, 虫鸣唧唧, 阵阵虫鸣, 夏夜的虫鸣, 唧唧",
    examples=("crickets on a summer night", "夏夜虫鸣"),
    make=_make,
    place=Place.FIELD,
    metres=(2.0, 6.0, 60.0),
    gain_db=10.0,
    mix_db=-6.0,
)
