"""Absorption by the air between a sound and the listener."""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.source import Curve

_DIRECT_FRAMES = 512


def air_absorption_decibels_per_metre(
    frequency_hertz: Curve, temperature_celsius: float = 15.0, humidity_percent: float = 70.0
) -> Curve:
    """Return the pure-tone absorption of still air at 101.325 kPa.

    ISO 9613-1:1993, equations (3) to (5).

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
    """Return the impulse response of an air path, without its delay and its spreading loss.

    Returns:
        float64 [frames], symmetric about the middle.
    """
    grid = np.linspace(0.0, SAMPLE_RATE_HERTZ / 2, frames // 2 + 1)
    loss = air_absorption_decibels_per_metre(grid) * distance_metres
    response = np.fft.fftshift(np.fft.irfft(10.0 ** (-loss / 20.0), frames))
    return np.asarray(response * np.hanning(frames + 1)[:-1], np.float64)
