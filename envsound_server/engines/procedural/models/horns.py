"""Horns, whistles and sirens: one or more harmonic tones of varying pitch and level."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy.signal

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.source import Curve, Mono, frames_of

_PERIOD_FRAMES = 2_048
_STEP_FRAMES = 64
"""Control grid of the pitch and level of a blast."""


@cache
def period(levels_db: tuple[float, ...], seed: int = 0) -> Curve:
    """Return the wavetable of a tone, RMS 1, float64 [2049], its last sample equal to its first.

    Args:
        levels_db: Level of each harmonic from the fundamental on, dB.
        seed: Draws the harmonics' phases.
    """
    phases = np.random.default_rng((811, seed)).uniform(0.0, 2 * np.pi, len(levels_db))
    orders = np.arange(1, len(levels_db) + 1)[:, None]
    time = 2 * np.pi * np.arange(_PERIOD_FRAMES + 1) / _PERIOD_FRAMES
    gains = 10 ** (np.array(levels_db)[:, None] / 20)
    wave = (gains * np.sin(orders * time + phases[:, None])).sum(axis=0)
    return np.asarray(wave / np.sqrt(np.mean(wave**2)), np.float64)


def harmonics_db(
    fundamental_hertz: float, points: Sequence[tuple[float, float]], highest_hertz: float = 16_000.0
) -> tuple[float, ...]:
    """Return the level of each harmonic under a spectrum (Hz, dB), dB."""
    count = max(1, min(120, int(highest_hertz / fundamental_hertz)))
    at = np.log(fundamental_hertz * np.arange(1, count + 1))
    levels = np.interp(at, [np.log(point[0]) for point in points], [point[1] for point in points])
    return tuple(round(float(level), 1) for level in levels)


def tone(wave: Curve, pitch_hertz: Curve, phase: float = 0.0) -> Mono:
    """Return a wavetable tone of varying pitch.

    Args:
        wave: From `period`.
        pitch_hertz: float64 [frames], Hz.
        phase: Initial phase, in periods.
    """
    at = (phase + np.cumsum(pitch_hertz) / SAMPLE_RATE_HERTZ) * _PERIOD_FRAMES
    index = at.astype(np.intp)
    share = at - index
    index &= _PERIOD_FRAMES - 1
    here = wave[index]
    return np.asarray(here + share * (wave[index + 1] - here), np.float32)


def envelope(frames: int, attack_seconds: float, release_seconds: float, held: int) -> Curve:
    """Return the envelope of a blown tone, float64 [frames], 0 to 1.

    Args:
        frames: Length.
        attack_seconds: Time in which it rises to 1 - 1/e, s.
        release_seconds: Time in which it falls to 1/e, s.
        held: Frame at which the release begins.
    """
    time = np.arange(frames) / SAMPLE_RATE_HERTZ
    rise = 1.0 - np.exp(-time / attack_seconds)
    after = np.maximum(0.0, time - held / SAMPLE_RATE_HERTZ)
    return np.asarray(rise * np.exp(-after / release_seconds), np.float64)


def flutter(draw: np.random.Generator, frames: int, rate_hertz: float) -> Curve:
    """Return a slow random modulation of standard deviation about 1, float64 [frames]."""
    count = max(4, int(frames / SAMPLE_RATE_HERTZ * rate_hertz * 2) + 4)
    knots = draw.standard_normal(count)
    return np.interp(np.linspace(0, count - 1, frames), np.arange(count), knots)


@dataclass(frozen=True, slots=True)
class AirHorn:
    """One or more horns of one blast.

    Attributes:
        pitches_hertz: Pitch of each, Hz.
        waves: One period of each, from `period`.
        attack_seconds: Attack, s.
        release_seconds: Release, s.
        dip: Initial fall of the pitch, as a part of it.
        fall: Fall of the pitch per second of the release, as a part of it.
        unrest: Modulation of the pitch, as a part of it.
        roughness: Modulation of the level.
        breath: Level of the air noise.
    """

    pitches_hertz: tuple[float, ...]
    waves: tuple[Curve, ...]
    attack_seconds: float
    release_seconds: float
    dip: float
    fall: float
    unrest: float
    roughness: float
    breath: float

    def render(self, draw: np.random.Generator, length_seconds: float, seconds: float) -> Mono:
        """Return a blast, peak about 1.

        Args:
            draw: Draws the variation.
            length_seconds: Length without the release, s.
            seconds: Upper limit of its length, s.
        """
        held = frames_of(length_seconds)
        frames = min(held + frames_of(5.0 * self.release_seconds), frames_of(seconds))
        at = np.arange(0, frames + _STEP_FRAMES, _STEP_FRAMES)
        time = at / SAMPLE_RATE_HERTZ
        let_go = self.fall * np.maximum(0.0, time - length_seconds)
        swell = self._swell(time, length_seconds)
        rush = np.interp(np.arange(frames), at, self.breath * len(self.waves) ** 0.5 * swell)
        sound = rush * _rushing(draw, frames)
        for pitch, wave in zip(self.pitches_hertz, self.waves, strict=True):
            speech = 1.0 - self.dip * np.exp(-time / draw.uniform(0.05, 0.2)) - let_go
            wavering = 1.0 + self.unrest * flutter(draw, len(at), 20.0 * _STEP_FRAMES)
            pitches = np.repeat(pitch * speech * wavering, _STEP_FRAMES)[:frames]
            rough = 1.0 + self.roughness * flutter(draw, len(at), 30.0 * _STEP_FRAMES)
            level = draw.uniform(0.6, 1.1) * self._swell(
                time, length_seconds, draw.uniform(0.6, 1.5)
            )
            horn = tone(wave, pitches, draw.uniform())
            sound += np.interp(np.arange(frames), at, level * rough) * horn
        return np.asarray(0.35 / len(self.waves) ** 0.5 * sound, np.float32)

    def _swell(self, time: Curve, length_seconds: float, slowness: float = 1.0) -> Curve:
        """Return the envelope of the blast, 0 to 1."""
        rise = 1.0 - np.exp(-time / (slowness * self.attack_seconds))
        after = np.maximum(0.0, time - length_seconds)
        return np.asarray(rise * np.exp(-after / self.release_seconds), np.float64)


def _rushing(draw: np.random.Generator, frames: int) -> Curve:
    """Return the noise of air in a horn, RMS about 1, float64 [frames]."""
    band = scipy.signal.butter(1, (300.0, 3_000.0), "bandpass", fs=SAMPLE_RATE_HERTZ, output="sos")
    return np.asarray(2.6 * scipy.signal.sosfilt(band, draw.standard_normal(frames)), np.float64)
