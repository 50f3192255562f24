"""Swishes: noise whose pitch and level follow the speed of a blade or a shaft in the air.

A rod that moves through the air sheds eddies at the frequency 0.2 v / d (Strouhal), and the sound's
amplitude grows with about the third power of the speed: R. Selfridge, D. Moffat and J. D. Reiss,
"Sound synthesis of objects swinging through air using physical models", Applied Sciences 7(11),
1177, 2017.
"""

from dataclasses import dataclass

import numpy as np
import scipy.fft

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.source import Curve

_FRAME_FRAMES = 512
_HOP_FRAMES = _FRAME_FRAMES // 2
_HERTZ = scipy.fft.rfftfreq(_FRAME_FRAMES, 1 / SAMPLE_RATE_HERTZ)
_WINDOW = np.sin(np.pi * (np.arange(_FRAME_FRAMES) + 0.5) / _FRAME_FRAMES)


@dataclass(frozen=True, slots=True)
class Swish:
    """The parameters of one passing object.

    Attributes:
        seconds: Length, s.
        peak_hertz: Centre of its noise at the greatest speed, Hz.
        octaves: Bandwidth of its noise, octaves.
        summit: Time of the greatest speed, as a part of its length.
        power: Exponent of the speed for the amplitude.
        air_db: Level of the broadband air noise relative to the centre, dB.
        side: Pan at the end, -1 to 1. It starts at the opposite pan.
        doppler: Fall of the pitch during the pass, as a part of it.
    """

    seconds: float
    peak_hertz: float
    octaves: float = 0.8
    summit: float = 0.55
    power: float = 2.6
    air_db: float = -14.0
    side: float = 0.7
    doppler: float = 0.0


def speed_curve(at: Curve, summit: float) -> Curve:
    """Return the speed, 0 to 1, at times `at` from 0 to 1, with its maximum at the summit."""
    warped = at ** (np.log(0.5) / np.log(summit))
    return np.asarray(np.sin(np.pi * np.clip(warped, 0.0, 1.0)))


def swish(draw: np.random.Generator, what: Swish, flutter: Curve | None = None) -> Samples:
    """Return the sound of a passing object, float32 [2, frames], peak about 1.

    Args:
        draw: Draws the noise.
        what: The parameters of the object.
        flutter: Gain of each frame, for feathers and rope, at least as long as the result.
    """
    count = max(3, int(what.seconds * SAMPLE_RATE_HERTZ / _HOP_FRAMES))
    at = (np.arange(count) + 0.5) / count
    speed = speed_curve(at, what.summit)
    shift = 1.0 - what.doppler * np.tanh(6.0 * (at - what.summit))
    centre = what.peak_hertz * np.maximum(speed, 0.08) * shift
    distance = np.log2(np.maximum(_HERTZ, 20.0) / centre[:, None]) / what.octaves
    # Steep below the centre, gentle above it, as turbulence is.
    gains = np.where(distance < 0, np.exp(-(distance**2)), 1.0 / (1.0 + distance**2) ** 1.5)
    gains = gains + 10 ** (what.air_db / 20) / (1.0 + _HERTZ / 900.0)
    gains *= (speed**what.power)[:, None]
    angle = (what.side * (2 * at - 1) + 1.0) * (np.pi / 4)
    sides = np.stack((np.cos(angle), np.sin(angle)))
    shape = (CHANNEL_COUNT, count, len(_HERTZ))
    noise = draw.standard_normal(shape) + 1j * draw.standard_normal(shape)
    noise[1] = 0.75 * noise[0] + 0.66 * noise[1]
    frames = scipy.fft.irfft(noise * gains * sides[:, :, None], _FRAME_FRAMES) * _WINDOW
    made = np.zeros((CHANNEL_COUNT, (count + 1) * _HOP_FRAMES))
    made[:, :-_HOP_FRAMES] += frames[:, :, :_HOP_FRAMES].reshape(CHANNEL_COUNT, -1)
    made[:, _HOP_FRAMES:] += frames[:, :, _HOP_FRAMES:].reshape(CHANNEL_COUNT, -1)
    if flutter is not None:
        made *= flutter[: made.shape[1]]
    return np.asarray(made / np.abs(made).max(), np.float32)
