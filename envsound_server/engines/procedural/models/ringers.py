"""Bells with an electric or clockwork hammer: alarm clocks, telephones, and shaken pellet bells."""

from collections.abc import Sequence

import numpy as np
import scipy.signal

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.bells import Bell
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Mono, frames_of


def hammer_strokes(
    draw: np.random.Generator,
    bells: Sequence[Bell],
    strokes_hertz: float,
    seconds: float,
    *,
    unrest: float = 0.06,
    click: float = 0.15,
    tail_seconds: float = 1.2,
) -> Mono:
    """Return a ringing, peak 1: strokes of a hammer on the bells in turn.

    Args:
        draw: Draws the variation of the strokes.
        bells: One or two.
        strokes_hertz: Strokes a second, both bells together.
        seconds: Time of the strokes, s.
        unrest: Jitter of the strokes, as a part of their period.
        click: Level of the hammer's own noise.
        tail_seconds: Time of the decay after the last stroke, s.
    """
    count = max(1, int(seconds * strokes_hertz))
    gaps = np.exp(unrest * draw.standard_normal(count)) / strokes_hertz
    starts = ((np.cumsum(gaps) - gaps[0]) * SAMPLE_RATE_HERTZ).astype(np.intp)
    levels = np.exp(0.18 * draw.standard_normal(count))
    frames = int(starts[-1]) + frames_of(tail_seconds)
    sound = np.zeros(frames)
    for number, bell in enumerate(bells):
        mine = slice(number, None, len(bells))
        blows = np.bincount(starts[mine], weights=levels[mine], minlength=frames)
        phases = draw.uniform(0.0, 2 * np.pi, len(bell.gains))
        rung = ring(bell.frequencies_hertz, bell.decays_seconds, bell.gains, phases, tail_seconds)
        sound += scipy.signal.oaconvolve(blows, rung)[:frames]
    sound /= np.abs(sound).max()
    sound += click * _clicks(draw, starts, levels, frames)
    return np.asarray(sound / np.abs(sound).max(), np.float32)


def _clicks(
    draw: np.random.Generator, starts: np.ndarray, levels: np.ndarray, frames: int
) -> np.ndarray:
    """Return the hammer's own noise, peak about 1."""
    envelope = np.bincount(starts, weights=levels, minlength=frames)
    decay = np.exp(-1.0 / (0.003 * SAMPLE_RATE_HERTZ))
    envelope = scipy.signal.lfilter([1.0], [1.0, -decay], envelope)
    band = scipy.signal.butter(
        1, (1_200.0, 9_000.0), "bandpass", fs=SAMPLE_RATE_HERTZ, output="sos"
    )
    return np.asarray(scipy.signal.sosfilt(band, draw.standard_normal(frames)) * envelope / 2.5)
