"""A machine: the mains hum of its magnets, the tone of its rotor, and the air that it moves.

After A. Farnell, "Designing Sound" (MIT Press, 2010), practicals on electricity, motors and fans:
harmonics of the mains whose levels beat slowly, a rotor that is not quite balanced, broad noise
that the blades chop.
"""

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.noise import Drift, EqualisedNoise, Ramp, spectrum
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve, Part, decibels

_MAINS_HERTZ = 50.0
_MAINS_FRAMES = 882
_ORDERS = np.array((1, 2, 3, 4, 6, 8, 10, 12, 16, 20))
_HUM_GAINS = np.array((0.45, 1.0, 0.2, 0.55, 0.3, 0.16, 0.1, 0.07, 0.04, 0.025))
_ROTOR_GAINS = np.array((0.35, 1.0, 0.35, 0.3, 0.14, 0.1))
_INTENSITY_DB = {Intensity.LIGHT: -7.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 5.0}
_ROTORS_HERTZ = {Pace.SLOW: 14.0, Pace.NORMAL: 23.5, Pace.FAST: 41.0}
_BLADES = 5
_AIRS = {
    Pace.SLOW: spectrum(((40, -18), (110, -2), (250, 0), (600, -9), (1800, -22), (8000, -46))),
    Pace.NORMAL: spectrum(((40, -20), (130, -3), (320, 0), (900, -8), (2500, -20), (9000, -42))),
    Pace.FAST: spectrum(((40, -24), (180, -5), (520, 0), (1500, -6), (4000, -17), (11000, -38))),
}


class Machine:
    """A machine that runs steadily at one of three speeds."""

    def __init__(self, part: Part) -> None:
        """Draws the machine's own mixture of harmonics."""
        draw = part.generator()
        self._gain = decibels(_INTENSITY_DB[part.layer.intensity])
        self._air = _AIRS[part.layer.pace]
        self._rotor_hertz = _ROTORS_HERTZ[part.layer.pace] * draw.uniform(0.96, 1.04)
        self._hum = _hum(draw)
        self._rotor = _rotor(draw)
        self._beats = Drift(part.generator(), 0.35, len(_ORDERS))
        self._load = Drift(part.generator(), 0.3)
        self._speed = Drift(part.generator(), 0.2)
        self._ramps = [Ramp() for _ in _ORDERS]
        self._speed_ramp = Ramp()
        self._turn = 0.0
        self._noise = EqualisedNoise(part.generator(), coherence=0.3)

    def render(self, first_frame: int) -> Samples:
        """Renders a block; see `Source.render`."""
        load = 1.0 + 0.06 * self._load.render()[0]
        turns = self._turns()
        block = self._noise.render(0.055 * self._gain * load[:, None] * self._air)
        chop = 1.0 + 0.22 * np.sin(2 * np.pi * turns * _BLADES).astype(np.float32)
        block *= chop
        block += np.float32(0.045 * self._gain) * self._humming(first_frame)
        at = (self._rotor.shape[1] * (turns % 1.0)).astype(np.intp)
        block += np.float32(0.03 * self._gain) * self._rotor[:, at]
        return block

    def _turns(self) -> Curve:
        """Turns of the rotor since the beginning, float64 [BLOCK_FRAMES]; the speed wavers."""
        speed = 1.0 + 0.002 * self._speed_ramp.render(self._speed.render()[0])
        turns = self._turn + np.cumsum(speed * (self._rotor_hertz / SAMPLE_RATE_HERTZ))
        self._turn = float(turns[-1] % 1.0)
        return np.asarray(turns, np.float64)

    def _humming(self, first_frame: int) -> Samples:
        """The mains harmonics, float32 [2, BLOCK_FRAMES]; each one's level wanders by itself."""
        repeats = BLOCK_FRAMES // _MAINS_FRAMES + 2
        phase = first_frame % _MAINS_FRAMES
        block = np.zeros((CHANNEL_COUNT, BLOCK_FRAMES), np.float32)
        for wave, ramp, beat in zip(self._hum, self._ramps, self._beats.render(), strict=True):
            level = ramp.render(np.exp(0.3 * beat))
            block += level * np.tile(wave, repeats)[:, phase : phase + BLOCK_FRAMES]
        return block


def _hum(draw: np.random.Generator) -> Samples:
    """One mains period of each harmonic, float32 [orders, 2, 882]; the ears differ in phase."""
    time = np.arange(_MAINS_FRAMES) / _MAINS_FRAMES
    gains = _HUM_GAINS * draw.uniform(0.5, 1.3, len(_ORDERS))
    lag = draw.uniform(0.0, 1.0, (len(_ORDERS), 1, 1))
    apart = draw.uniform(-0.2, 0.2, (len(_ORDERS), CHANNEL_COUNT, 1))
    waves = np.sin(2 * np.pi * (_ORDERS[:, None, None] * time + lag + apart))
    return np.asarray(gains[:, None, None] * waves, np.float32)


def _rotor(draw: np.random.Generator) -> Samples:
    """One turn of the rotor, float32 [2, 4096]."""
    at = np.arange(4_096) / 4_096
    orders = np.arange(1, len(_ROTOR_GAINS) + 1)
    lag = draw.uniform(0.0, 1.0, (CHANNEL_COUNT, len(_ROTOR_GAINS), 1))
    waves = _ROTOR_GAINS[:, None] * np.sin(2 * np.pi * (orders[:, None] * at + lag))
    return np.asarray(waves.sum(axis=1), np.float32)
