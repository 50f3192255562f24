"""Bees around a hive: wing beats of many bees, some of them passing.

A. Farnell, "Designing Sound" (2010), "Insects". Measured on a recording of a hive: wing beats
near 200 Hz, the second harmonic strongest, 12 dB down at 1 kHz and 31 dB at 4 kHz.
"""

from functools import cache

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Distance, Intensity, Place
from envsound_server.engines.procedural.models.grains import pan_gains
from envsound_server.engines.procedural.models.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    HOP_FRAMES,
    Curve,
    Mono,
    Part,
    Source,
    decibels,
)

_BEES = {Intensity.LIGHT: 4, Intensity.NORMAL: 9, Intensity.HEAVY: 14}
_NEAR = {Distance.NEAR: 1.3, Distance.NORMAL: 1.0, Distance.DISTANT: 0.4}
_HIVE = spectrum(
    ((50, -3), (73, 0), (108, -3), (157, -2), (230, -1.5), (334, 0), (490, -2), (735, -5.5),
     (1_080, -5.5), (1_610, -12), (2_450, -19), (3_670, -24), (5_600, -28.5), (8_400, -29),
     (12_600, -34), (16_000, -41))
)  # fmt: skip
"""Spectra of the thousands within the hive, and of the garden around it."""

_HIVE_DB, _BEES_DB = -20.0, -38.0
_TABLE_FRAMES = 2_048
_HARMONICS = 24
_FLIGHTS_HERTZ = 1.0
_FLIGHT_DEPTH = 0.45


class _Bees:
    """A `Source`: near bees over the hive."""

    def __init__(self, part: Part) -> None:
        draw = part.generator()
        self._draw = draw
        count = _BEES[part.layer.intensity]
        self._level = decibels(_BEES_DB) * _NEAR[part.layer.distance]
        self._pitch = draw.normal(215.0, 18.0, count)
        self._phase = draw.random(count)
        self._places = draw.uniform(-0.9, 0.9, count)
        self._flight = Drift(part.generator(), _FLIGHTS_HERTZ, count)
        self._flutter = Drift(part.generator(), 7.0, count)
        self._turn = Drift(part.generator(), 0.3, count)
        self._noise = EqualisedNoise(part.generator(), coherence=0.8)
        self._last: tuple[Curve, Curve] | None = None

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        near = self._flight.render()
        levels = self._level * np.exp(_FLIGHT_DEPTH * near)
        # Doppler shift: up for an approaching bee, down for a receding one.
        slope = np.gradient(near, axis=1)
        pitch = self._pitch[:, None] * np.exp(0.25 * slope + 0.018 * self._flutter.render())
        buzz = self._buzz(pitch, levels)
        gains = pan_gains(np.clip(self._places + 0.5 * self._turn.render()[:, -1], -1.0, 1.0))
        block = gains.astype(np.float32) @ buzz
        return np.asarray(block + self._noise.render(decibels(_HIVE_DB) * _HIVE), np.float32)

    def _buzz(self, pitch: Curve, levels: Curve) -> Mono:
        """Return each bee's wing beats, float32 [bees, frames]."""
        first = (pitch[:, :1], levels[:, :1]) if self._last is None else self._last
        frames = _stretched(np.concatenate((first[0], pitch), axis=1))
        phase = np.cumsum(frames * np.float32(1.0 / SAMPLE_RATE_HERTZ), axis=1)
        phase += self._phase[:, None].astype(np.float32)
        self._phase = phase[:, -1] % 1.0
        self._last = pitch[:, -1:], levels[:, -1:]
        wave = _wing_beat()[(phase * _TABLE_FRAMES).astype(np.int32) % _TABLE_FRAMES]
        wave *= _stretched(np.concatenate((first[1], levels), axis=1))
        return wave


def _stretched(knots: Curve) -> Mono:
    """Return the linear interpolation of control steps, float32 [bees, BLOCK_FRAMES]."""
    rise = np.arange(1, HOP_FRAMES + 1, dtype=np.float32) / np.float32(HOP_FRAMES)
    steps = knots.astype(np.float32)
    lines = steps[:, :-1, None] + np.diff(steps)[..., None] * rise
    return lines.reshape(len(knots), BLOCK_FRAMES)


@cache
def _wing_beat() -> Mono:
    """Return one period of the wing beat, float32 [_TABLE_FRAMES], RMS 1."""
    draw = np.random.default_rng(17)
    numbers = np.arange(1, _HARMONICS + 1)
    levels = 10 ** (
        np.interp(np.log2(numbers), (0.0, 1.0, 2.0, 3.0, 4.6), (-3, 0, -9, -15, -31)) / 20
    )
    angles = 2 * np.pi * np.outer(numbers, np.arange(_TABLE_FRAMES) / _TABLE_FRAMES)
    phases = draw.uniform(0.0, 2.0, (_HARMONICS, 1))
    wave = (levels[:, None] * np.sin(angles + phases)).sum(axis=0)
    return np.asarray(wave / np.sqrt(np.mean(wave**2)), np.float32)


def _make(part: Part) -> Source:
    return _Bees(part)


KIND = Kind(
    name="bees",
    chinese_name="蜜蜂",
    ucs="ANMLInsc",
    group=Group.BED,
    english="bee, beehive, bee hive, hive, honeybee, honeybees, honey bee, honey bees, "
    "bumblebee, bumblebees, wasp, wasps, hornet, hornets, bees buzzing, bee buzzing, "
    "swarm of bees, housefly, flies buzzing, mosquito, mosquitoes, buzzing insects, "
    "fly buzzing, houseflies, buzzing fly, buzzing flies, swarm of flies",
    chinese="蜜蜂嗡嗡, 蜜蜂叫, 蜂, 蜂群, 蜂巢, 蜂箱, 黄蜂, 马蜂, 大黄蜂, 苍蝇, 蚊子, 蜜蜂飞舞, "
    "蜜蜂嗡嗡叫, 蜜蜂声, 蜜蜂的嗡嗡声, 蜜蜂嗡鸣, 蜂儿, 野蜂, 飞蝇, 蝇, 蝇声, 蚊, 蚊虫, 蚊子嗡嗡, "
    "苍蝇嗡嗡, 蚊子声, 苍蝇声, 嗡嗡的蜜蜂, 嗡嗡的苍蝇, 嗡嗡的蚊子, 蚂蜂, 胡蜂, 熊蜂, 工蜂, 果蝇, "
    "牛虻, 蚊蝇, 养蜂场",
    examples=("bees around a hive", "蜜蜂嗡嗡"),
    make=_make,
    place=Place.FIELD,
    metres=(1.0, 3.0, 20.0),
    gain_db=2.5,
    mix_db=-6.0,
)
