"""An electric buzz: a bad contact or a transformer, with two clicks per mains period."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.noise import (
    Drift,
    EqualisedNoise,
    Ramp,
    spectrum,
)
from envsound_server.engines.procedural.models.rotors import Harmonics, Turning
from envsound_server.engines.procedural.source import Part, Source

_ORDERS = (*range(2, 72, 2), 1, 3, 5)
_SLOPE_DB = -4.5
_EVEN_HUM = tuple(
    (order, (_SLOPE_DB * np.log2(order / 2) if order % 2 == 0 else -16.0)) for order in _ORDERS
)
_ARC = spectrum(((500, -30), (1_500, -8), (4_000, 0), (9_000, -4), (16_000, -14)))
_ARC_GAINS = {Intensity.LIGHT: 0.012, Intensity.NORMAL: 0.04, Intensity.HEAVY: 0.09}


class _Buzz:
    """A `Source`: mains harmonics, and an arc at each crest."""

    def __init__(self, part: Part) -> None:
        self._mains = Turning(part, 50.0, 0.0003)
        self._hum = Harmonics(part, _EVEN_HUM, wander_db=1.5, wander_hertz=0.8)
        self._arc = EqualisedNoise(part.generator(), coherence=0.6)
        self._arc_gain = _ARC_GAINS[part.layer.intensity]
        self._contact = Drift(part.generator(), 3.0)
        self._contact_ramp = Ramp()

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        turns = self._mains.render()
        crest = np.abs(np.sin(2 * np.pi * turns)) ** 12
        contact = self._contact_ramp.render(np.exp(0.4 * self._contact.render()[0]))
        arc = self._arc.render(self._arc_gain * _ARC) * (crest * contact).astype(np.float32)
        return np.asarray(self._hum.render(turns) + arc, np.float32)


def _make(part: Part) -> Source:
    return _Buzz(part)


KIND = Kind(
    name="electric buzz",
    chinese_name="电流声",
    ucs="ELECBuzz",
    group=Group.BED,
    english="transformer station, power station, substation, electric buzzing, "
    "electrical buzz, electrical buzzing, electric hum, electrical hum, electricity, "
    "electricity buzzing, electricity humming, mains hum, buzz, buzzing, "
    "buzzing light, neon light, neon lights, neon sign, neon buzz, fluorescent light, "
    "fluorescent lights, transformer, transformers, transformer hum, power line, "
    "power lines, high voltage, fuse box, substation",
    chinese="电流嗡嗡声, 电流, 电流音, 电流嗡鸣, 电嗡声, 电嗡嗡声, 变压器, 霓虹灯, 日光灯, "
    "高压电, 高压线, 电线嗡嗡, 电流嗡嗡, 电流嗡嗡响, 电流的嗡嗡声, 电流的声音, "
    "电流声嗡嗡, 电流噪声, 电流噪音, 电流杂音, 电流滋滋, 电流滋滋声, 滋滋的电流声, "
    "滋滋电流, 电流蜂鸣, 交流声, 交流电, 嗡嗡的电流, 变压器嗡嗡声, 变压器声, "
    "变压器嗡嗡, 荧光灯, 荧光灯嗡嗡声, 日光灯嗡嗡, 日光灯嗡嗡声, 日光灯管, 灯管, "
    "灯管嗡嗡声, 灯管嗡嗡响, 霓虹灯嗡嗡声, 霓虹灯滋滋响, 霓虹灯闪烁, 高压电线, "
    "电线滋滋, 电线滋滋声, 漏电, 电火花, 电弧, 放电, 高压线嗡嗡, 配电箱, 感应嗡嗡声, "
    "扬声器嗡嗡声, 放大器嗡嗡声, 嗡嗡的日光灯",
    examples=("an electric buzz", "电流嗡嗡声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 1.5, 10.0),
    gain_db=-5.9,
    mix_db=-10.0,
)
"""The electric buzz."""
