"""Where a sound stands: air between it and the listener, the room's tail, the width it fills."""

from dataclasses import dataclass

import numpy as np
import scipy.fft
import scipy.signal

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve, decibels

_DIRECT_FRAMES = 512


def air_absorption_decibels_per_metre(
    frequency_hertz: Curve, temperature_celsius: float = 15.0, humidity_percent: float = 70.0
) -> Curve:
    """Pure-tone absorption of still air at 101.325 kPa: ISO 9613-1:1993, equations (3) to (5).

    Args:
        frequency_hertz: float64 [n], Hz.
        temperature_celsius: -20 to 50, default 15 degrees C.
        humidity_percent: Relative, 10 to 100, default 70 %.

    Returns:
        float64 [n], dB/m.
    """
    kelvin = temperature_celsius + 273.15
    warmth = kelvin / 293.15
    saturation = 10.0 ** (-6.8346 * (273.16 / kelvin) ** 1.261 + 4.6151)
    vapour = humidity_percent * saturation
    oxygen = 24.0 + 4.04e4 * vapour * (0.02 + vapour) / (0.391 + vapour)
    nitrogen = warmth**-0.5 * (9.0 + 280.0 * vapour * np.exp(-4.170 * (warmth ** (-1 / 3) - 1.0)))
    squared = frequency_hertz**2
    relaxation = 0.01275 * np.exp(-2239.1 / kelvin) / (oxygen + squared / oxygen)
    relaxation += 0.1068 * np.exp(-3352.0 / kelvin) / (nitrogen + squared / nitrogen)
    classical = 1.84e-11 * np.sqrt(warmth)
    return np.asarray(8.686 * squared * (classical + warmth**-2.5 * relaxation), np.float64)


def air_filter(distance_metres: float, frames: int = _DIRECT_FRAMES) -> Curve:
    """Impulse response of `distance_metres` of air, without its delay and its spreading loss.

    Returns:
        float64 [frames], symmetric about the middle.
    """
    grid = np.linspace(0.0, SAMPLE_RATE_HERTZ / 2, frames // 2 + 1)
    loss = air_absorption_decibels_per_metre(grid) * distance_metres
    response = np.fft.fftshift(np.fft.irfft(10.0 ** (-loss / 20.0), frames))
    return np.asarray(response * np.hanning(frames + 1)[:-1], np.float64)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a sound stands in its surroundings.

    Attributes:
        gain_db: Level against the sound's own, dB.
        air_metres: Air that it comes through, m.
        reverb_db: Level of the tail against the direct sound, 250 Hz to 4 kHz, dB; None for none.
        reverb_seconds: Time in which the tail falls by 60 dB at low frequencies, s.
        width: How much of the sound's own stereo width is kept, 0 to 1.
        muffle_hertz: Corner of the low-pass of a wall or a hill in between, Hz; None for none.
    """

    gain_db: float = 0.0
    air_metres: float = 0.0
    reverb_db: float | None = None
    reverb_seconds: float = 0.6
    width: float = 1.0
    muffle_hertz: float | None = None


class Space:
    """Puts a source into its setting: one convolution, overlapped and added block by block.

    Where there is neither air nor room to hear, only the level is set.
    """

    def __init__(self, generator: np.random.Generator, setting: Setting) -> None:
        """Computes the responses once; the generator draws the room."""
        self._gain = np.float32(decibels(setting.gain_db))
        self._width = np.float32(setting.width)
        self._is_open = setting == Setting(setting.gain_db)
        direct = air_filter(setting.air_metres)
        tail = _late_reverb(generator, setting)
        if setting.muffle_hertz is not None:
            wall = scipy.signal.firwin(257, setting.muffle_hertz, fs=SAMPLE_RATE_HERTZ)
            direct = np.convolve(direct, wall)
        frames = BLOCK_FRAMES + len(direct) + tail.shape[1]
        self._fft_frames = scipy.fft.next_fast_len(frames, real=True)
        self._direct = scipy.fft.rfft(direct.astype(np.float32), self._fft_frames)
        self._room = scipy.fft.rfft(tail.astype(np.float32), self._fft_frames) * self._direct
        self._tail = np.zeros((CHANNEL_COUNT, self._fft_frames - BLOCK_FRAMES), np.float32)

    def process(self, block: Samples) -> Samples:
        """Takes and gives float32 [2, BLOCK_FRAMES]."""
        if self._is_open:
            return block * self._gain
        dry = scipy.fft.rfft(block * self._gain, self._fft_frames)
        middle = 0.5 * (dry[0] + dry[1])
        narrowed = middle + self._width * (dry - middle)
        wet = scipy.fft.irfft(narrowed * self._direct + middle * self._room, self._fft_frames)
        wet[:, : self._tail.shape[1]] += self._tail
        self._tail = wet[:, BLOCK_FRAMES:].copy()
        return np.asarray(wet[:, :BLOCK_FRAMES], np.float32)


def _late_reverb(generator: np.random.Generator, setting: Setting) -> Curve:
    """A diffuse tail, float64 [2, frames]: decaying noise, independent in the two ears.

    That exponentially decaying noise is a convincing late reverberation is J. A. Moorer's
    observation ("About this reverberation business", Computer Music Journal 3(2), 1979). High
    bands decay faster, as in any room (Jot and Chaigne, AES 90th Convention, 1991, make the same
    provision in a feedback delay network).
    """
    if setting.reverb_db is None:
        return np.zeros((CHANNEL_COUNT, 1))
    frames = int(setting.reverb_seconds * SAMPLE_RATE_HERTZ)
    time = np.arange(frames) / SAMPLE_RATE_HERTZ
    edges = (250.0, 1000.0, 3000.0, 7000.0)
    decay_factors = (1.0, 0.85, 0.6, 0.4)
    noise = generator.standard_normal((CHANNEL_COUNT, frames))
    tail = np.zeros_like(noise)
    lows: tuple[float, ...] = (40.0, *edges[:-1])
    for low, high, factor in zip(lows, edges, decay_factors, strict=True):
        band = scipy.signal.butter(2, (low, high), "bandpass", fs=SAMPLE_RATE_HERTZ, output="sos")
        decay = np.exp(-6.91 * time / (setting.reverb_seconds * factor))
        tail += scipy.signal.sosfilt(band, noise) * decay
    tail *= np.minimum(1.0, time / 0.012)
    return tail * decibels(setting.reverb_db) / _gain_in_the_middle(tail)


def _gain_in_the_middle(tail: Curve) -> Curve:
    """RMS gain of each response between 250 Hz and 4 kHz, float64 [2, 1]."""
    response = np.abs(np.fft.rfft(tail)) ** 2
    per_hertz = tail.shape[1] / SAMPLE_RATE_HERTZ
    middle = response[:, int(250 * per_hertz) : int(4_000 * per_hertz)]
    return np.asarray(np.sqrt(middle.mean(axis=1, keepdims=True)), np.float64)
