"""A vinyl record: rumble of the turntable, hiss of the groove, dust and scratches."""

from functools import cache

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.grains import (
    OverlapBuffer,
    Scatter,
    balance,
    burst_grain,
)
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    Mono,
    Part,
    Source,
    decibels,
    frames_of,
)

_GROOVE = ((35, -4), (50, 0), (73, -1.5), (108, -9.5), (157, -16), (230, -20.5), (334, -26),
           (490, -33), (735, -36), (1_080, -38), (5_600, -38.5), (8_400, -43), (12_600, -61),
           (16_000, -65))  # fmt: skip
"""Spectrum measured on a recording of a vinyl record's noise."""

_TURN_SECONDS = 1.8
"""Period of 33 1/3 turns per minute."""

_GROOVE_DB = -6.2
_DUST_HERTZ = {Intensity.LIGHT: 16.0, Intensity.NORMAL: 43.0, Intensity.HEAVY: 90.0}
_DUST_GAIN = 0.00315
_SCRATCHES = {Intensity.LIGHT: 1, Intensity.NORMAL: 3, Intensity.HEAVY: 6}
_SCRATCH_LEVEL = 0.2
_BANK = 120


class _Record:
    """A `Source`: random dust, and scratches that recur with each turn."""

    def __init__(self, part: Part) -> None:
        self._groove = NoiseBed(part, _GROOVE, depth_db=1.5, rate_hertz=0.55, coherence=0.4)
        self._groove_gain = np.float32(decibels(_GROOVE_DB))
        self._dust = Scatter(part.generator(), _clicks())
        self._dust_hertz = _DUST_HERTZ[part.layer.intensity]
        self._draw = part.generator()
        self._scratches = [
            (self._draw.uniform(0.0, _TURN_SECONDS), self._draw.uniform(0.3, 1.0))
            for _ in range(_SCRATCHES[part.layer.intensity])
        ]
        self._pops = OverlapBuffer(frames_of(0.4), ears_frames=0)
        self._frame = 0

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        block = self._groove_gain * self._groove.render()
        block += np.float32(_DUST_GAIN) * self._dust.render(self._dust_hertz, 2.0, width=0.5)
        turn = frames_of(_TURN_SECONDS)
        for seconds, strength in self._scratches:
            to_next = (frames_of(seconds) - self._frame) % turn
            if to_next < BLOCK_FRAMES and self._draw.random() < 0.8:
                level = _SCRATCH_LEVEL * strength * self._draw.lognormal(0.0, 0.4)
                place = float(self._draw.uniform(-0.4, 0.4))
                self._pops.add(to_next, _pop(self._draw), level, place)
        self._frame += BLOCK_FRAMES
        return np.asarray(block + self._pops.pop(), np.float32)


@cache
def _clicks() -> list[Mono]:
    """Return the clicks of dust: short bursts, as the stylus settles."""
    draw = np.random.default_rng(3310)
    clicks = []
    for low in np.exp(draw.uniform(np.log(700.0), np.log(2_500.0), _BANK)):
        decay_seconds = float(draw.lognormal(np.log(0.002), 0.5))
        clicks.append(burst_grain(draw, (low, 3.8 * low), decay_seconds))
    return balance(clicks)


def _pop(draw: np.random.Generator) -> Mono:
    """Return the pop of a scratch: a click with a thump of the arm, peak about 1."""
    hertz = np.array([draw.uniform(45, 80), draw.uniform(300, 600), draw.uniform(1_200, 2_800)])
    pop = ring(hertz, np.array([0.015, 0.0025, 0.001]), np.array([0.35, 0.7, 1.0]))
    return np.asarray(pop / np.abs(pop).max(), np.float32)


def _make(part: Part) -> Source:
    return _Record(part)


KIND = Kind(
    name="vinyl crackle",
    chinese_name="唱片噪声",
    ucs="COMPhono",
    group=Group.BED,
    english="vinyl, vinyl record, vinyl records, vinyl noise, vinyl record crackling, "
    "vinyl crackling, record crackle, record crackling, crackling record, record player, "
    "turntable, gramophone, phonograph, lp crackle, old record, old records, "
    "needle on a record",
    chinese="黑胶唱片杂音, 黑胶唱片, 黑胶, 黑胶噪声, 黑胶噪音, 唱片杂音, 唱片噪音, 唱片机, 留声机, "
    "老唱片, 黑胶爆豆声, 唱片杂音声, 唱片的杂音, 唱片的噪声, 唱片的噪音, 唱片噼啪声, 唱片的噼啪声, "
    "唱片沙沙声, 唱片的沙沙声, 唱片转动, 唱片, 唱机, 唱机杂音, 唱针, 唱针划过, 唱针声, "
    "唱针的沙沙声, 黑胶噼啪声, 黑胶的噼啪声, 黑胶杂音, 黑胶声, 黑胶底噪, 黑胶唱机, 黑胶唱片的声音, "
    "黑胶唱片噪音, 黑胶唱片噼啪声, 黑胶唱片的杂音, 黑胶唱片的噼啪声, 黑胶唱片沙沙声, 老唱片杂音, "
    "老唱片的杂音, 老唱片的沙沙声, 老唱片的噼啪声, 老式唱片机, 老式留声机, 旧唱片, 旧唱片的杂音, "
    "留声机声, 留声机杂音, 留声机的杂音, 留声机的沙沙声, 留声机噪音, 留声机转动, 电唱机, 爆豆声",
    examples=("a vinyl record crackling", "黑胶唱片杂音"),
    make=_make,
    metres=(0.5, 1.5, 10.0),
    gain_db=-0.7,
    mix_db=-12.0,
)
"""The vinyl record."""
