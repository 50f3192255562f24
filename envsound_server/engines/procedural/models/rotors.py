"""Rotating machines: tones of a shaft and its blades, mains hum, and modulated air noise.

After A. Farnell, "Designing Sound" (MIT Press, 2010), practicals "Motors", "Fans" and
"Electricity". A machine is never perfectly steady: its speed fluctuates, and the levels of its
tones and of its air noise drift with the load, independently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.noise import Drift, Ramp
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    STEPS_PER_BLOCK,
    Curve,
    Part,
    decibels,
)

_TABLE_FRAMES = 4_096
_RISE = np.arange(BLOCK_FRAMES, dtype=np.float32) / np.float32(BLOCK_FRAMES)


class Turning:
    """The phase of a rotation, frame by frame."""

    def __init__(
        self, part: Part, hertz: float, waver: float = 0.002, waver_hertz: float = 0.3
    ) -> None:
        """Start at a random angle.

        Args:
            part: The source of the random streams.
            hertz: Speed of rotation, Hz.
            waver: Standard deviation of the speed, as a part of it.
            waver_hertz: Rate of the fluctuation of the speed, Hz.
        """
        self._hertz, self._waver = hertz, waver
        self._drift = Drift(part.generator(), waver_hertz)
        self._ramp = Ramp()
        self._turns = float(part.generator().random())

    def render(self, factor: Curve | float = 1.0) -> Curve:
        """Return the phase in turns, float64 [BLOCK_FRAMES].

        Args:
            factor: Factor of the speed at each control step, float64 [steps] or a number.
        """
        speeds = factor * (1.0 + self._waver * self._drift.render()[0])
        per_frame = self._ramp.render(speeds).astype(np.float64) * self._hertz / SAMPLE_RATE_HERTZ
        turns = self._turns + np.cumsum(per_frame)
        self._turns = float(turns[-1] % 1.0)
        return np.asarray(turns)


class Harmonics:
    """Harmonics of a rotation, with drifting levels."""

    def __init__(
        self,
        part: Part,
        orders: Sequence[tuple[int, float]],
        *,
        wander_db: float = 1.5,
        wander_hertz: float = 0.4,
        unevenness_db: float = 3.0,
    ) -> None:
        """Draw this machine's own mix.

        Args:
            part: The source of the random streams.
            orders: (multiple of the rotation, level in dB), with a total RMS of 0.1.
            wander_db: Standard deviation of the levels over time, dB.
            wander_hertz: Rate of their drift, Hz.
            unevenness_db: Standard deviation of the levels between machines, dB.
        """
        draw = part.generator()
        levels_db = np.array([level_db for _, level_db in orders])
        levels_db = levels_db + unevenness_db * draw.standard_normal(len(orders))
        gains = 10 ** (levels_db / 20)
        gains *= 0.1 * 2**0.5 / np.sqrt(np.sum(gains**2))
        phases = draw.uniform(0, 2 * np.pi, len(orders))
        apart = draw.uniform(-0.5, 0.5, len(orders))
        # One complex table for both channels: left is its real part, right its imaginary part.
        # Sines are differences of two phasors, so that all machines can share the phasors.
        left, right = np.exp(1j * (phases - apart)), np.exp(1j * (phases + apart))
        onward = gains * (left + 1j * right) / 2j
        back = gains * (left.conj() + 1j * right.conj()) / 2j
        self._waves = np.empty((len(orders), _TABLE_FRAMES), np.complex64)
        for row, (order, _), ahead, behind in zip(self._waves, orders, onward, back, strict=True):
            pointer = _phasor(order)
            row[:] = np.complex64(ahead) * pointer - np.complex64(behind) * pointer.conj()
        self._wander_db = wander_db
        self._drift = Drift(part.generator(), wander_hertz, len(orders))
        self._table = self._mixed()

    def render(self, turns: Curve) -> Samples:
        """Render a block, float32 [2, BLOCK_FRAMES].

        Args:
            turns: From `Turning.render`.
        """
        at = (turns * _TABLE_FRAMES).astype(np.intp) & (_TABLE_FRAMES - 1)
        table, self._table = self._table, self._mixed()
        before, after = table[at], self._table[at]
        both = before + _RISE * (after - before)
        return np.stack((both.real, both.imag))

    def _mixed(self) -> npt.NDArray[np.complex64]:
        """Return one turn with all harmonics at their current levels."""
        levels = 10 ** (self._wander_db * self._drift.render()[:, 0] / 20)
        mixed = np.einsum("o,of->f", levels.astype(np.complex64), self._waves)
        return np.asarray(mixed, np.complex64)


@cache
def _phasor(order: int) -> npt.NDArray[np.complex64]:
    """Return a phasor with `order` turns in a table."""
    angles = order * (2 * np.pi * np.arange(_TABLE_FRAMES) / _TABLE_FRAMES)
    return np.asarray(np.exp(1j * angles), np.complex64)


@dataclass(frozen=True, slots=True)
class MachineBuild:
    """The parameters of a machine.

    Attributes:
        turns_hertz: Speed of its shaft, Hz.
        rotor: Tones of the shaft, (multiple of its speed, dB).
        rotor_db: Level of these tones, 0 for an RMS of 0.1, dB.
        mains: Tones of coils and magnets, (multiple of 50 Hz, dB).
        mains_db: Their level, dB.
        air: Spectrum of moved air and shaken walls, (Hz, dB), frequencies rising.
        air_db: Its level, dB.
        blades: Blade passages per turn, which modulate the air noise.
        chop: Depth of that modulation, 0 to 1.
        waver: Standard deviation of the speed, as a part of it.
        drift_db: Standard deviation of the air's bands over time, dB.
    """

    turns_hertz: float
    rotor: tuple[tuple[int, float], ...]
    air: tuple[tuple[float, float], ...]
    rotor_db: float = -6.0
    mains: tuple[tuple[int, float], ...] = ((2, 0.0), (4, -6.0), (6, -10.0))
    mains_db: float = -120.0
    air_db: float = 0.0
    blades: int = 5
    chop: float = 0.15
    waver: float = 0.002
    drift_db: float = 0.8


class Machine:
    """A `Source`: a running machine."""

    def __init__(self, part: Part, build: MachineBuild) -> None:
        """Set up the machine with its own variation."""
        draw = part.generator()
        self._build = build
        self._shaft = Turning(part, build.turns_hertz * draw.uniform(0.95, 1.05), build.waver)
        self._rotor = Harmonics(part, build.rotor)
        self._mains_turns = Turning(part, 50.0, 0.0002)
        self._mains = Harmonics(part, build.mains, wander_db=1.0)
        self._air = NoiseBed(
            part, build.air, depth_db=build.drift_db, rate_hertz=0.4, togetherness=0.6
        )
        self._air_gain = np.float32(decibels(build.air_db))
        self._rotor_gain = np.float32(decibels(build.rotor_db))
        self._mains_gain = np.float32(decibels(build.mains_db))

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        return self.run(np.ones(STEPS_PER_BLOCK))

    def run(self, speed: Curve) -> Samples:
        """Render a block at a varying speed.

        Args:
            speed: Factor of the usual speed at each control step, > 0, float64 [steps].
        """
        build = self._build
        turns = self._shaft.render(speed)
        chop = 1.0 + build.chop * np.sin(2 * np.pi * build.blades * turns)
        block = self._air_gain * self._air.render() * chop.astype(np.float32)
        block += self._rotor_gain * self._rotor.render(turns)
        if build.mains_db > -100.0:
            block += self._mains_gain * self._mains.render(self._mains_turns.render())
        return np.asarray(block, np.float32)
