"""Animal voices: a harmonic source of varying pitch, roughness, breath noise, and a vocal tract.

The parameters are those of A. Anikin, "Soundgen: an open-source tool for synthesizing nonverbal
vocalizations", Behavior Research Methods 51 (2019): contours of pitch and level, formants,
subharmonics, jitter, shimmer and noise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.fft

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.source import Curve, Mono, frames_of

_STEP_FRAMES = 64
_GAIN_STEPS = 4
"""Control steps from one gain of a harmonic to the next."""

_HIGHEST_HERTZ = 14_000.0
_MOST_HARMONICS = 48
_FAINTEST = 10 ** (-56 / 20)
"""Level below the loudest harmonic at which a harmonic is omitted."""

_TILT_FROM_HERTZ = 500.0


@dataclass(frozen=True, slots=True)
class Tract:
    """The transfer function of a throat, mouth or beak.

    Attributes:
        formants: Frequency (Hz), bandwidth (Hz) and level (dB) of each resonance.
        tilt_db: Spectral tilt of the source, dB per octave.
        floor_db: Level between the resonances, dB.
        low_cut_hertz: Low cut of a small beak, Hz, or 0 for none.
    """

    formants: tuple[tuple[float, float, float], ...]
    tilt_db: float = -6.0
    floor_db: float = -34.0
    low_cut_hertz: float = 0.0

    def gain(self, hertz: Curve, opening: Curve) -> Curve:
        """Return the linear gain at frequencies, with the resonances shifted by a factor."""
        at = np.maximum(hertz, 20.0)
        total = np.full(np.broadcast(at, opening).shape, 10 ** (self.floor_db / 20))
        for centre, bandwidth, level_db in self.formants:
            off = (at - centre * opening) / (0.5 * bandwidth)
            total = total + 10 ** (level_db / 20) / np.sqrt(1.0 + off**2)
        over = (at / max(self.low_cut_hertz, 1.0)) ** 3
        tilted: Curve = total * (at / _TILT_FROM_HERTZ) ** (self.tilt_db / 6.02) * over / (1 + over)
        return tilted


@dataclass(frozen=True, slots=True)
class Tone:
    """The deviations of a voice's source from a pure tone.

    Attributes:
        jitter: Standard deviation of fast changes of pitch, as a part of it.
        shimmer: Standard deviation of fast changes of level.
        subharmonic: Depth of the alternation from one period to the next, 0 to 1.
        growl: Depth of a rough, irregular modulation of the level, 0 to 1.
        growl_hertz: Rate of that modulation, Hz.
        breath: Level of noise relative to the harmonics, linear.
    """

    jitter: float = 0.005
    shimmer: float = 0.05
    subharmonic: float = 0.0
    growl: float = 0.0
    growl_hertz: float = 60.0
    breath: float = 0.03


def contour(knots: Sequence[float] | Curve, count: int) -> Curve:
    """Return a smooth curve through evenly spaced knots, float64 [count].

    It stays within the range between two knots: cubic pieces whose slopes are harmonic means
    (F. N. Fritsch and J. Butland, SIAM J. Sci. Stat. Comput. 5, 1984).
    """
    values = np.asarray(knots, np.float64)
    if len(values) == 1:
        return np.full(count, values[0])
    rises = np.diff(values)
    slopes = np.zeros(len(values))
    product = rises[:-1] * rises[1:]
    total = np.where(product > 0.0, rises[:-1] + rises[1:], 1.0)
    slopes[1:-1] = np.where(product > 0.0, 2.0 * product / total, 0.0)
    slopes[0], slopes[-1] = rises[0], rises[-1]
    at = np.linspace(0.0, len(rises), count)
    piece = np.minimum(at.astype(np.intp), len(rises) - 1)
    along = at - piece
    rest = 1.0 - along
    curve: Curve = (
        values[piece] * (1.0 + 2.0 * along) * rest**2
        + values[piece + 1] * (3.0 - 2.0 * along) * along**2
        + slopes[piece] * along * rest**2
        - slopes[piece + 1] * along**2 * rest
    )
    return curve


def call(
    draw: np.random.Generator,
    seconds: float,
    pitch_hertz: Sequence[float] | Curve,
    level: Sequence[float] | Curve,
    tract: Tract,
    tone: Tone,
    opening: Sequence[float] | Curve = (1.0,),
) -> Mono:
    """Return one call of an animal.

    Args:
        draw: Draws the irregularities.
        seconds: Length, s.
        pitch_hertz: Knots of the pitch, evenly spaced in time, Hz.
        level: Knots of the level, 0 to 1, evenly spaced in time.
        tract: The vocal tract.
        tone: The source.
        opening: Knots of the factor of the resonances' frequencies.

    Returns:
        float32 [frames], peak 1.
    """
    steps = _GAIN_STEPS * max(1, frames_of(seconds) // (_GAIN_STEPS * _STEP_FRAMES))
    frames = steps * _STEP_FRAMES
    pitch = contour(pitch_hertz, steps + 1) * (1.0 + tone.jitter * draw.standard_normal(steps + 1))
    mouth = contour(opening, steps + 1)
    phase = 2 * np.pi * np.cumsum(_lines(pitch)) / SAMPLE_RATE_HERTZ
    sound = _harmonics(phase, pitch, mouth, tract)
    if tone.subharmonic:
        sound *= 1.0 + tone.subharmonic * np.cos(0.5 * phase).astype(np.float32)
    sound /= np.sqrt(np.mean(sound**2)) + 1e-9
    if tone.breath:
        sound += np.float32(tone.breath) * _breath(draw, frames, float(mouth.mean()), tract)
    wobble = 1.0 + tone.shimmer * draw.standard_normal(steps + 1)
    envelope = _lines(np.maximum(contour(level, steps + 1) * wobble, 0.0)).astype(np.float32)
    if tone.growl:
        envelope *= _growl(draw, frames, tone)
    return _peak_one(sound * envelope)


def _lines(knots: Curve, stride: int = _STEP_FRAMES) -> Curve:
    """Return the linear interpolation of knots, [frames] in the knots' precision."""
    rise = (np.arange(1, stride + 1) / stride).astype(knots.dtype)
    return np.asarray((knots[:-1, None] + np.diff(knots)[:, None] * rise).reshape(-1))


def _harmonics(phase: Curve, pitch: Curve, mouth: Curve, tract: Tract) -> Mono:
    """Return the harmonics of a source, each with the tract's gain at its own frequency."""
    pitch, mouth = pitch[::_GAIN_STEPS], mouth[::_GAIN_STEPS]
    count = int(np.clip(_HIGHEST_HERTZ / pitch.mean(), 1, _MOST_HARMONICS))
    hertz = np.arange(1, count + 1)[:, None] * pitch
    gains = np.where(hertz < 20_000.0, tract.gain(hertz, mouth), 0.0).astype(np.float32)
    loudest = gains.max(axis=1)
    turn = np.exp(1j * phase).astype(np.complex64)
    power, total = turn.copy(), np.zeros(len(phase), np.float32)
    for row, gain in zip(gains, loudest, strict=True):
        if gain > _FAINTEST * loudest.max():
            total += _lines(row, _GAIN_STEPS * _STEP_FRAMES) * power.imag
        power *= turn
    return total


def _breath(draw: np.random.Generator, frames: int, opening: float, tract: Tract) -> Mono:
    """Return noise of RMS 1, filtered by the tract."""
    size = scipy.fft.next_fast_len(frames, real=True)
    white = scipy.fft.rfft(draw.standard_normal(size, np.float32))
    coarse = np.linspace(0.0, SAMPLE_RATE_HERTZ / 2, 512)
    gain = tract.gain(coarse, np.asarray(opening))
    white *= np.interp(np.linspace(0.0, 511.0, len(white)), np.arange(512), gain).astype(np.float32)
    shaped = scipy.fft.irfft(white, size)[:frames]
    return np.asarray(shaped / np.sqrt(np.mean(shaped**2)), np.float32)


def _growl(draw: np.random.Generator, frames: int, tone: Tone) -> Mono:
    """Return an irregular, pulsing gain around 1."""
    count = max(2, int(frames / SAMPLE_RATE_HERTZ * 2 * tone.growl_hertz))
    pulses = np.where(np.arange(count + 2) % 2, 1.0, -1.0) * draw.uniform(0.3, 1.0, count + 2)
    at = np.cumsum(draw.uniform(0.6, 1.4, count + 2))
    at = (at - at[0]) * frames / (at[-1] - at[0])
    wave = np.interp(np.arange(frames), at, pulses)
    return np.asarray(1.0 + tone.growl * wave, np.float32)


def _peak_one(sound: Mono) -> Mono:
    """Return the sound at peak 1, its ends faded over 3 ms."""
    fade = min(132, len(sound) // 4)
    ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
    sound[:fade] *= ramp
    sound[-fade:] *= ramp[::-1]
    return np.asarray(sound / (np.abs(sound).max() + 1e-9), np.float32)
