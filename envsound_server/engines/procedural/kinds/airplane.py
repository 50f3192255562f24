"""An airplane in the sky: the roar of its jets, with a sweeping comb filter of the ground."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity
from envsound_server.engines.procedural.models.noise import (
    FREQUENCIES_HERTZ,
    Drift,
    EqualisedNoise,
    spectrum,
)
from envsound_server.engines.procedural.models.rotors import Harmonics, Turning
from envsound_server.engines.procedural.source import (
    STEP_RATE_HERTZ,
    STEPS_PER_BLOCK,
    Curve,
    Part,
    Source,
    decibels,
)

_ROAR = ((48, -5.5), (73, -6.5), (108, -0.5), (157, 0), (230, -0.5), (334, -3), (490, -7.5),
         (735, -14), (1_080, -20.5), (1_610, -21.5), (2_450, -22.5), (3_670, -26.5), (5_600, -31),
         (8_400, -40), (12_600, -49))  # fmt: skip
"""Spectrum of the jets from below, before the absorption by the air."""

_FAN_HERTZ = 63.0
_FAN = ((1, 2.5), (2, -0.5), (3, -4.5), (4, -19), (30, -7.5), (60, -14))
"""Harmonics of the shaft, and the tone of thirty blades."""

_FAN_DB = -12.0
_HEIGHT_METRES = {Intensity.LIGHT: 1_400.0, Intensity.NORMAL: 820.0, Intensity.HEAVY: 350.0}
_METRES_PER_SECOND = 85.0
_EAR_METRES = 1.6
_SPEED_OF_SOUND = 343.0
_REFLECTION = 0.16
_LONGEST_SECONDS = 45.0
_FADE_SECONDS = 6.0
"""Fade of a flight that begins or ends within the sound, s."""


class _Airplane:
    """A `Source`: successive flights over the listener."""

    def __init__(self, part: Part) -> None:
        self._height = _HEIGHT_METRES[part.layer.intensity]
        # A short sound has one flight, which begins before it and ends after it.
        self._flight_seconds = float(np.clip(part.duration_seconds + 1.0, 9.0, _LONGEST_SECONDS))
        self._is_single = self._flight_seconds > part.duration_seconds
        self._noise = EqualisedNoise(part.generator(), coherence=0.3)
        shape = spectrum(_ROAR)
        self._roar = 0.1 * shape / np.sqrt(np.mean(shape**2))
        self._air = Drift(part.generator(), 0.8, 2)
        self._turning = Turning(part, _FAN_HERTZ, 0.002)
        self._fan = Harmonics(part, _FAN, wander_db=2.0, wander_hertz=0.5)
        self._step = 0

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        seconds = self._seconds()
        ahead = _METRES_PER_SECOND * seconds
        metres = np.hypot(ahead, self._height)
        along = ahead / metres
        near = (self._height / metres) ** 0.6
        air = self._air.render()
        level = near * np.exp(0.12 * air[0])
        if not self._is_single:
            from_end = 0.5 * self._flight_seconds - np.abs(seconds)
            level *= np.clip(from_end / _FADE_SECONDS, 0.02, 1.0)
        # Air absorbs the treble of far sounds, and jets radiate backwards.
        far_hertz = 2_500.0 * (self._height / metres) ** 1.5 * np.exp(0.1 * air[1] + 0.3 * along)
        treble = 1.0 / (1.0 + (FREQUENCIES_HERTZ / far_hertz[:, None]) ** 2)
        late = 2.0 * _EAR_METRES * self._height / metres / _SPEED_OF_SOUND
        echo = 1.0 + _REFLECTION * np.cos(2 * np.pi * late[:, None] * FREQUENCIES_HERTZ)
        block = self._noise.render(self._roar * level[:, None] * treble * echo)
        shift = 1.0 / (1.0 + _METRES_PER_SECOND / _SPEED_OF_SOUND * along)
        tone = np.float32(decibels(_FAN_DB) * level.mean())
        block += tone * self._fan.render(self._turning.render(shift))
        return block

    def _seconds(self) -> Curve:
        """Return the time since the closest point, s, at each control step."""
        steps = self._step + np.arange(STEPS_PER_BLOCK)
        self._step = int(steps[-1]) + 1
        return (steps / STEP_RATE_HERTZ) % self._flight_seconds - 0.5 * self._flight_seconds


def _make(part: Part) -> Source:
    return _Airplane(part)


KIND = Kind(
    name="airplane",
    chinese_name="飞机",
    ucs="AEROJet",
    group=Group.BED,
    english="airplanes, aeroplane, aeroplanes, plane, planes, jet, jets, jet plane, "
    "jet engine, jet engines, aircraft, airliner, airliners, airplane flying over, "
    "plane flying over, plane flying overhead, airplane overhead, plane overhead, "
    "flyover, fighter jet, fighter jets, jet flyby, passenger plane, "
    "propeller plane, jetliner, biplane",
    chinese="飞机飞过, 飞机声, 喷气机, 喷气式飞机, 客机, 战斗机, 飞机起飞, 飞机轰鸣, 飞机掠过, "
    "飞机起降, 飞机降落, 飞机引擎声, 飞机轰鸣声, 喷气式客机, 喷气客机, 轰炸机, 运输机, 螺旋桨飞机, "
    "双翼机, 滑翔机, 民航客机, 军机, 歼击机, 战机, 战机掠过, 飞机的轰鸣",
    examples=("an airplane flying over", "飞机飞过"),
    make=_make,
    metres=(10.0, 14.0, 300.0),
    gain_db=-4.6,
    mix_db=1.0,
    doppler=True,
    passes=True,
)
"""The airplane."""
