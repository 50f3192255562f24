"""Combustion engines: a gas pulse at every firing, the exhaust pipes, and the valves.

After S. Baldan, H. Lachambre, S. Delle Monache and P. Boussard, "Physically informed car engine
sound synthesis for virtual and augmented environments", IEEE SIVE 2015: pulses in the order of the
cylinders pass through delay lines with a reflecting end, and the unevenness of each engine causes
its throb. The caller passes the speed and the load as curves, so that the same model idles,
accelerates and pulls a train.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy.fft
import scipy.signal

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.models.noise import EqualisedNoise, Ramp, spectrum
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    Curve,
    Mono,
    Part,
    decibels,
    frames_of,
)
from envsound_server.engines.procedural.space.convolution import Convolver, Spectra, partitioned

_GAS_METRES_PER_SECOND = 460.0
"""Speed of sound in exhaust gas of about 250 degrees Celsius."""

_BODY_MODES = 28

_EXHAUSTS = 6
"""Number of different engines of one build, computed once for all sounds."""

_REFERENCE_FIRINGS_HERTZ = 30.0
"""Firing rate at which the pulses have an RMS of 0.1, Hz."""


_CLATTER = ((150, -14), (700, -4), (2_000, 0), (5_000, -8), (14_000, -24))


@dataclass(frozen=True, slots=True)
class EngineBuild:
    """The parameters of an engine, independent of its speed.

    Attributes:
        cylinders: Number of cylinders. They fire in turn, each once in `strokes` / 2 turns.
        strokes: 4, or 2 for a small two-stroke engine.
        pulse_seconds: Length of the burst of gas from a cylinder, s.
        pipes_metres: Lengths of the exhaust pipes, m.
        reflection: Reflection coefficient of an open end, 0 to 0.9.
        muffler_hertz: Cutoff of the muffler, 12 dB per octave, Hz.
        unevenness: Variation of strength between the cylinders. In time it is a tenth of it.
        roughness: Variation of strength between the firings of a cylinder.
        body_hertz: Lowest and highest mode of the block and the sheet metal that a firing excites.
        body_db: Level of these modes relative to the exhaust, dB.
        body_quality: Quality factor: their frequency over their bandwidth.
        clatter: Spectrum of valves, injectors and gas noise, (Hz, dB), frequencies rising.
        clatter_db: Level of the clatter relative to the exhaust, dB.
        clatter_seconds: Its decay after each firing, s.
        steady_clatter: Part of it that is independent of the firings, 0 to 1.
    """

    cylinders: int = 4
    strokes: int = 4
    pulse_seconds: float = 0.0022
    pipes_metres: tuple[float, ...] = (3.1, 0.8)
    reflection: float = 0.6
    muffler_hertz: float = 700.0
    unevenness: float = 0.15
    roughness: float = 0.12
    body_hertz: tuple[float, float] = (250.0, 3_000.0)
    body_db: float = -14.0
    body_quality: float = 9.0
    clatter: tuple[tuple[float, float], ...] = _CLATTER
    clatter_db: float = -14.0
    clatter_seconds: float = 0.006
    steady_clatter: float = 0.4


class CombustionEngine:
    """An engine whose speed and load the caller controls."""

    def __init__(self, part: Part, build: EngineBuild) -> None:
        """Set up the engine with its own irregularities."""
        draw = part.generator()
        self._draw, self._build = draw, build
        self._strength = np.maximum(draw.normal(1.0, build.unevenness, build.cylinders), 0.2)
        self._lag = draw.normal(0.0, 0.1 * build.unevenness, build.cylinders)
        self._exhaust = Convolver(_exhaust(build, int(draw.integers(_EXHAUSTS))))
        shape = spectrum(build.clatter)
        level = 0.1 * decibels(build.clatter_db)
        self._clatter_gain = level * shape / np.sqrt(np.mean(shape**2))
        self._clatter = EqualisedNoise(part.generator(), coherence=0.4)
        self._fall = float(np.exp(-1.0 / (build.clatter_seconds * SAMPLE_RATE_HERTZ)))
        self._fall_state = np.zeros(1)
        self._speed_ramp, self._load_ramp = Ramp(), Ramp()
        self._firing = float(draw.uniform(0.0, build.cylinders))

    def render(self, turns_hertz: Curve, load: Curve) -> Samples:
        """Render the next block.

        Args:
            turns_hertz: Speed of the crankshaft at each control step, float64 [steps], Hz.
            load: Load, 1 for an idling engine, float64 [steps].

        Returns:
            float32 [2, BLOCK_FRAMES], RMS about 0.1 at an idle of 30 firings a second.
        """
        per_turn = 2.0 * self._build.cylinders / self._build.strokes
        speed = self._speed_ramp.render(turns_hertz * per_turn)
        loads = self._load_ramp.render(load)
        pulses = self._pulses(speed, loads)
        block = self._exhaust.process(pulses)
        return np.asarray(block + self._rattle(pulses, speed, loads), np.float32)

    def _pulses(self, speed: Mono, loads: Mono) -> Mono:
        """Return an impulse per firing, with its strength and its position between two frames."""
        course = self._firing + np.cumsum(speed.astype(np.float64)) / SAMPLE_RATE_HERTZ
        numbers = np.arange(int(np.floor(self._firing)) - 1, int(course[-1]) + 2)
        which = numbers % self._build.cylinders
        due = numbers + self._lag[which]
        due = due[(due > self._firing) & (due <= course[-1])]
        which = np.round(due).astype(np.intp) % self._build.cylinders
        self._firing = float(course[-1])
        at = np.interp(due, course, np.arange(BLOCK_FRAMES))
        first = np.minimum(at.astype(np.intp), BLOCK_FRAMES - 2)
        rough = 1.0 + self._build.roughness * self._draw.standard_normal(len(due))
        strength = self._strength[which] * np.maximum(rough, 0.1) * loads[first]
        pulses = np.zeros(BLOCK_FRAMES, np.float32)
        np.add.at(pulses, first, (strength * (1.0 - (at - first))).astype(np.float32))
        np.add.at(pulses, first + 1, (strength * (at - first)).astype(np.float32))
        return pulses

    def _rattle(self, pulses: Mono, speed: Mono, loads: Mono) -> Samples:
        """Return the noise of valves and gas, in bursts after the firings."""
        bursts, self._fall_state = scipy.signal.lfilter(
            [1.0], [1.0, -self._fall], pulses, zi=self._fall_state
        )
        # The mean of the bursts over time is their length times the firing rate.
        mean = self._build.clatter_seconds * speed
        steady = self._build.steady_clatter
        shape = steady * loads + (1.0 - steady) * bursts / np.maximum(mean, 0.2)
        return np.asarray(self._clatter.render(self._clatter_gain) * shape.astype(np.float32))


@cache
def _exhaust(build: EngineBuild, number: int) -> Spectra:
    """Return one exhaust and block of an engine of this build."""
    return partitioned(_responses(np.random.default_rng((_EXHAUSTS, number)), build))


def _responses(draw: np.random.Generator, build: EngineBuild) -> Curve:
    """Return the impulse responses at two places at the engine, float64 [2, frames]."""
    frames = frames_of(0.35)
    hertz = scipy.fft.rfftfreq(2 * frames, 1 / SAMPLE_RATE_HERTZ)
    body = _body(draw, build, frames)
    responses = np.zeros((CHANNEL_COUNT, frames))
    for channel in range(CHANNEL_COUNT):
        answer = 1.0 / (1.0 + 1j * np.pi * hertz * build.pulse_seconds) ** 2
        answer *= 1.0 / (1.0 + (hertz / build.muffler_hertz) ** 2)
        answer *= 1j * hertz / (1j * hertz + 35.0)
        for metres in build.pipes_metres:
            there_and_back = 2.0 * metres * draw.normal(1.0, 0.01) / _GAS_METRES_PER_SECOND
            back = build.reflection / (1.0 + 1j * hertz * metres / 1_200.0)
            answer = answer / (1.0 + back * np.exp(-2j * np.pi * hertz * there_and_back))
        exhaust = scipy.fft.irfft(answer, 2 * frames)[:frames]
        responses[channel] = exhaust / np.sqrt((exhaust**2).sum())
    responses += decibels(build.body_db) * body
    fade = frames // 8
    responses[:, -fade:] *= np.linspace(1.0, 0.0, fade)
    energy = (responses**2).sum(axis=1).mean()
    wanted = 0.01 * SAMPLE_RATE_HERTZ / _REFERENCE_FIRINGS_HERTZ
    return np.asarray(responses * np.sqrt(wanted / energy))


def _body(draw: np.random.Generator, build: EngineBuild, frames: int) -> Curve:
    """Return the ring of the struck block at two places, energy 1, float64 [2, frames]."""
    low, high = build.body_hertz
    hertz = low * (high / low) ** draw.random(_BODY_MODES)
    gains = (hertz / low) ** -0.3 * np.exp(0.5 * draw.standard_normal((CHANNEL_COUNT, _BODY_MODES)))
    decays = build.body_quality / (np.pi * hertz)
    body = np.zeros((CHANNEL_COUNT, frames))
    for channel in range(CHANNEL_COUNT):
        phases = draw.uniform(0.0, 2 * np.pi, _BODY_MODES)
        rung = ring(hertz, decays, gains[channel], phases)[:frames]
        body[channel, : len(rung)] = rung
    return np.asarray(body / np.sqrt((body**2).sum(axis=1).mean()))
