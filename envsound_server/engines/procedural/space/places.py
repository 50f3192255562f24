"""Acoustics of the places: early reflections, reverberation tail, damping, and noise floor.

Reverberation times are typical mid-band values (furnished room 0.4 s, corridor 1.2 s, hall 1.8 s,
stone church 3.5 s: H. Kuttruff, "Room Acoustics", 2009; forest 1 s and street 0.8 s with few early
reflections: measured impulse responses as collected by the OpenAIR library).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy.signal

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.source import Curve, decibels, frames_of
from envsound_server.engines.procedural.space.air import air_filter
from envsound_server.engines.procedural.space.convolution import Spectra, partitioned

_EDGES_HERTZ = (60.0, 250.0, 1_000.0, 4_000.0, 16_000.0)
_SEED = 7930


@dataclass(frozen=True, slots=True)
class Acoustics:
    """The acoustics of a place.

    Attributes:
        reverb_seconds: Time in which the tail falls by 60 dB in the bands 60-250, 250-1000,
            1000-4000 and 4000-16000 Hz, s. Empty for no tail.
        reverb_db: Power of the tail relative to the direct sound at the kind's usual distance,
            250 Hz to 4 kHz, dB.
        reflections_ms: Delays of early reflections, ms.
        reflection_db: Level of the first of them, dB. Later ones are weaker.
        delay_ms: Start of the tail, ms.
        low_pass_hertz: Cutoff of a wall, a window or water for the direct sound, Hz, or None.
        floor_db: Level of the place's own noise relative to an event's peak, dB.
    """

    reverb_seconds: tuple[float, ...] = ()
    reverb_db: float = -120.0
    reflections_ms: tuple[float, ...] = ()
    reflection_db: float = -9.0
    delay_ms: float = 5.0
    low_pass_hertz: float | None = None
    floor_db: float = -62.0


ACOUSTICS: Mapping[Place, Acoustics] = {
    Place.DRY: Acoustics(),
    Place.ROOM: Acoustics(
        (0.5, 0.45, 0.4, 0.3), -10.0, (9.1, 13.3, 17.9, 23.1), -16.0, 6.0, None, -60.0
    ),
    Place.CORRIDOR: Acoustics(
        (1.4, 1.3, 1.1, 0.7), -8.0, (9.1, 13.9, 18.2, 27.5, 36.9, 46.3), -15.0, 9.0, None, -58.0
    ),
    Place.HALL: Acoustics(
        (2.1, 1.9, 1.6, 0.9), -7.0, (11.3, 17.9, 23.1, 31.7, 43.3), -13.0, 20.0, None, -58.0
    ),
    Place.CHURCH: Acoustics(
        (4.2, 3.8, 3.0, 1.4), -4.0, (17.3, 26.9, 37.1, 52.7, 71.3), -12.0, 28.0, None, -60.0
    ),
    Place.CAVE: Acoustics(
        (3.2, 2.8, 2.2, 1.0), -12.0, (7.7, 15.1, 22.9, 41.3, 63.1), -10.0, 14.0, None, -48.0
    ),
    Place.STREET: Acoustics(
        (1.1, 1.0, 0.8, 0.4), -11.0, (19.7, 31.3, 46.7, 71.9), -12.0, 24.0, None, -52.0
    ),
    Place.FOREST: Acoustics(
        (0.9, 1.0, 1.0, 0.6), -13.0, (23.9, 37.3, 59.1), -18.0, 30.0, None, -54.0
    ),
    Place.FIELD: Acoustics(
        (0.7, 0.6, 0.5, 0.3), -24.0, (5.1,), -12.0, 40.0, None, -54.0
    ),
    Place.UNDERWATER: Acoustics(
        (1.6, 1.2, 0.7, 0.2), -4.0, (6.1, 12.7), -9.0, 10.0, 700.0, -50.0
    ),
    Place.OUTSIDE_WINDOW: Acoustics(
        (0.6, 0.5, 0.4, 0.3), -6.0, (4.3, 9.7), -12.0, 8.0, 900.0, -56.0
    ),
    Place.THROUGH_WALL: Acoustics(
        (0.7, 0.5, 0.3, 0.2), -4.0, (5.9, 11.3), -12.0, 9.0, 350.0, -56.0
    ),
}  # fmt: skip
"""The acoustics of each place."""

FLOOR_POINTS = ((30, -6), (80, 0), (200, -4), (600, -12), (2_000, -20), (8_000, -30), (18_000, -42))
"""Spectrum of the noise floor of a quiet place: air and far traffic, Hz and dB."""


@cache
def response_spectra(place: Place) -> Spectra | None:
    """Return the place's reflections and tail without the direct sound, or None if it has none.

    The tail is exponentially decaying noise, independent in the two channels (J. A. Moorer, "About
    this reverberation business", Computer Music Journal 3(2), 1979), band by band.
    """
    acoustics = ACOUSTICS[place]
    if not acoustics.reverb_seconds:
        return None
    draw = np.random.default_rng((_SEED, list(Place).index(place)))
    response = _tail(acoustics, draw)
    for number, delay_ms in enumerate(acoustics.reflections_ms):
        level = decibels(acoustics.reflection_db - 1.5 * number)
        for channel in range(CHANNEL_COUNT):
            at = frames_of(delay_ms * draw.uniform(0.9, 1.1) / 1000)
            blur = draw.standard_normal(48) * np.exp(-np.arange(48) / 8.0)
            blur /= np.sqrt((blur**2).sum())
            end = min(response.shape[1], at + 48)
            response[channel, at:end] += level * blur[: end - at]
    return partitioned(response)


def _tail(acoustics: Acoustics, draw: np.random.Generator) -> Curve:
    """Return the diffuse tail, float64 [2, frames]."""
    seconds = min(max(acoustics.reverb_seconds), 4.0)
    start = frames_of(acoustics.delay_ms / 1000)
    frames = start + frames_of(seconds)
    time = np.arange(frames - start) / SAMPLE_RATE_HERTZ
    noise = draw.standard_normal((CHANNEL_COUNT, len(time)))
    tail = np.zeros((CHANNEL_COUNT, frames))
    edges = zip(_EDGES_HERTZ[:-1], _EDGES_HERTZ[1:], acoustics.reverb_seconds, strict=True)
    for low, high, reverb_seconds in edges:
        band = scipy.signal.butter(1, (low, high), "bandpass", fs=SAMPLE_RATE_HERTZ, output="sos")
        tail[:, start:] += scipy.signal.sosfilt(band, noise) * np.exp(-6.91 * time / reverb_seconds)
    tail[:, start:] *= np.minimum(1.0, time / 0.004)
    spectrum = np.abs(np.fft.rfft(tail)) ** 2
    per_hertz = frames / SAMPLE_RATE_HERTZ
    middle = spectrum[:, int(250 * per_hertz) : int(4_000 * per_hertz)].mean()
    return np.asarray(tail * decibels(acoustics.reverb_db) / np.sqrt(middle), np.float64)


@cache
def direct_response(place: Place, metres: float) -> Spectra | None:
    """Return the response of air and walls to the direct sound, or None if it is inaudible."""
    low_pass = ACOUSTICS[place].low_pass_hertz
    if low_pass is None and metres < 15.0:
        return None
    response = air_filter(metres)
    if low_pass is not None:
        grid = np.linspace(0.0, SAMPLE_RATE_HERTZ / 2, 1025)
        gains = 1.0 / np.sqrt(1.0 + (grid / low_pass) ** 4)
        wall = scipy.signal.firwin2(513, grid, gains, fs=SAMPLE_RATE_HERTZ)
        response = np.convolve(response, wall)
    return partitioned(np.stack((response, response)))
