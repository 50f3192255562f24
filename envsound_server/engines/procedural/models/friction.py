"""Stick-slip friction: a train of slips, each of which excites a modal body.

Two surfaces under load stick, build up tension and slip. The slips form a pulse train whose rate
follows speed and load, and each excites the body (F. Avanzini, S. Serafin and D. Rocchesso,
"Interactive simulation of rigid body interaction with friction-induced sound generation", IEEE
TSAP 13(5), 2005; A. Farnell, "Designing Sound", 2010, on creaks).
"""

from dataclasses import dataclass

import numpy as np
import scipy.fft

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.impacts import (
    Body,
    band_noise,
    mix,
    with_peak_one,
)
from envsound_server.engines.procedural.source import Curve, Mono, frames_of

CONTROL_HERTZ = 200.0
"""Rate of the control curves, Hz."""


def wander(draw: np.random.Generator, count: int, corner_hertz: float) -> Curve:
    """Return smooth noise of RMS about 1 on the control grid, float64 [count]."""
    kernel = np.hanning(max(3, int(CONTROL_HERTZ / corner_hertz)))
    kernel /= np.sqrt((kernel**2).sum())
    smooth = np.convolve(draw.standard_normal(count + len(kernel)), kernel, "same")
    return np.asarray(smooth[:count], np.float64)


def slips(
    draw: np.random.Generator, rates_hertz: Curve, levels: Curve, jitter: float, spread: float
) -> Mono:
    """Return a train of impulses.

    Args:
        draw: Draws the jitter.
        rates_hertz: Slips a second on the control grid, float64 [steps], Hz.
        levels: Their levels, on the same grid.
        jitter: Standard deviation of their time in periods, 0 (regular) to 0.5.
        spread: Standard deviation of the log of their level.

    Returns:
        float32 [frames], as long as the curves.
    """
    time = np.arange(len(rates_hertz)) / CONTROL_HERTZ
    turns = np.concatenate(([0.0], np.cumsum(rates_hertz[:-1]) / CONTROL_HERTZ))
    count = int(turns[-1])
    at = np.interp(np.arange(count) + jitter * draw.standard_normal(count), turns, time)
    strength = np.interp(at, time, levels) * np.exp(spread * draw.standard_normal(count))
    frames = frames_of(len(rates_hertz) / CONTROL_HERTZ)
    train = np.zeros(frames + 1, np.float32)
    where = at * SAMPLE_RATE_HERTZ
    first = np.clip(where.astype(np.intp), 0, frames - 1)
    part = np.clip(where - first, 0.0, 1.0)
    np.add.at(train, first, (strength * (1.0 - part)).astype(np.float32))
    np.add.at(train, first + 1, (strength * part).astype(np.float32))
    return train[:frames]


def convolve(train: Mono, body: Mono) -> Mono:
    """Return the convolution of the train and a body's response, float32 [frames of both]."""
    frames = len(train) + len(body) - 1
    size = scipy.fft.next_fast_len(frames, real=True)
    spectrum = scipy.fft.rfft(train, size) * scipy.fft.rfft(body, size)
    return np.asarray(scipy.fft.irfft(spectrum, size)[:frames], np.float32)


def frame_curve(curve: Curve, frames: int) -> Mono:
    """Return a control curve with one value a frame, float32 [frames]."""
    at = np.arange(frames) * (CONTROL_HERTZ / SAMPLE_RATE_HERTZ)
    return np.asarray(np.interp(at, np.arange(len(curve)), curve), np.float32)


@dataclass(frozen=True, slots=True)
class Creak:
    """A joint that sticks and slips as it turns slowly.

    Attributes:
        slow_hertz: Slip rate of the slowest movement, Hz.
        fast_hertz: Slip rate of the fastest movement, Hz.
        jitter: Irregularity of the slips, 0 to 0.5.
        body: The resonating body: the boards, the hinge.
        breath_db: Level of the rubbing noise relative to the slips, dB.
        slip_seconds: Usual length of a movement before the next pause, s.
    """

    slow_hertz: float
    fast_hertz: float
    jitter: float
    body: Body
    breath_db: float = -24.0
    slip_seconds: float = 0.35

    def render(self, draw: np.random.Generator, seconds: float) -> Mono:
        """Return one creak of this length and its decay, peak 1."""
        rates, levels = self._course(draw, max(8, int(seconds * CONTROL_HERTZ)))
        train = slips(draw, rates, levels, self.jitter, 0.2)
        modes = self.body.modes_hertz(draw)
        rung = convolve(train, self.body.strike(draw, modes, 0.0004, 0.5))
        frames = len(train)
        breath = band_noise(draw, frames, 800.0, 6_000.0) * frame_curve(levels, frames)
        return with_peak_one(
            mix(((0.0, 0.0, with_peak_one(rung)), (0.0, self.breath_db, with_peak_one(breath))))
        )

    def _course(self, draw: np.random.Generator, steps: int) -> tuple[Curve, Curve]:
        """Return slip rates and levels of alternating movements and pauses."""
        rates, levels = np.full(steps, self.slow_hertz), np.zeros(steps)
        rough = np.exp(0.3 * wander(draw, steps, 12.0))
        bend = np.exp(0.05 * wander(draw, steps, 6.0))
        start = 0
        while start < steps - 4:
            drawn = self.slip_seconds * float(np.exp(0.6 * draw.standard_normal()))
            count = min(steps - start, max(6, int(drawn * CONTROL_HERTZ)))
            at = np.linspace(0.0, 1.0, count)
            top = self.fast_hertz * float(np.exp(0.4 * draw.standard_normal()))
            speed = np.sin(np.pi * at ** draw.uniform(0.5, 1.8)) ** draw.uniform(0.3, 1.2)
            rates[start : start + count] = self.slow_hertz * (top / self.slow_hertz) ** speed
            fade = np.minimum(1.0, 10.0 * np.minimum(at, 1.0 - at))
            levels[start : start + count] = fade * float(np.exp(0.4 * draw.standard_normal()))
            start += count + int(draw.exponential(0.06) * CONTROL_HERTZ)
        return rates * bend, levels * rough * (rates / self.fast_hertz) ** -0.3
