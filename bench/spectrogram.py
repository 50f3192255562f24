"""Images of spectrograms, with a logarithmic frequency axis and levels in dB below the loudest."""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw
from scipy.signal import stft

LOWEST_HERTZ, HIGHEST_HERTZ = 40.0, 20_000.0
RANGE_DECIBELS = 80.0

_WIDTH, _HEIGHT = 640, 240
_LEFT, _BOTTOM = 44, 18
_WINDOW_SECONDS = 0.046
_TICKS_HERTZ = (50, 100, 200, 500, 1000, 2000, 5000, 10_000)
_INK = (205, 205, 205)
_LINE = (95, 95, 95)

# From black through purple and orange to pale yellow: lighter is louder, on any display.
_COLORS = np.array([
    (0, 0, 4), (31, 12, 72), (85, 15, 109), (136, 34, 106), (186, 54, 85),
    (227, 89, 51), (249, 140, 10), (249, 201, 50), (252, 255, 164),
])  # fmt: skip

Waveform = npt.NDArray[np.floating[Any]]
"""float [frames] or [channels, frames], at any level."""


def picture(samples: Waveform, rate_hertz: int) -> Image.Image:
    """Draw a spectrogram with its axes, 684 x 258 pixels, of the channels' mean power.

    Args:
        samples: float [frames] or [channels, frames], at least 0.1 s.
        rate_hertz: Frames a second.
    """
    channels = np.atleast_2d(np.asarray(samples, dtype=np.float64))
    levels = _levels(channels, rate_hertz)
    places = np.clip(1 + levels / RANGE_DECIBELS, 0, 1) * (len(_COLORS) - 1)
    pixels = np.stack(
        [np.interp(places, np.arange(len(_COLORS)), component) for component in _COLORS.T], axis=-1
    )
    image = Image.new("RGB", (_LEFT + _WIDTH, _HEIGHT + _BOTTOM))
    image.paste(Image.fromarray(np.round(pixels[::-1]).astype(np.uint8)), (_LEFT, 0))
    _draw_axes(ImageDraw.Draw(image), channels.shape[1] / rate_hertz)
    return image


def _levels(channels: npt.NDArray[np.float64], rate_hertz: int) -> npt.NDArray[np.float64]:
    """Return each pixel's level below the loudest, dB, float64 [height, width], low ones first."""
    window = int(_WINDOW_SECONDS * rate_hertz)
    hop = max(1, min(window // 2, channels.shape[1] // _WIDTH))
    hertz, _, spectra = stft(channels, rate_hertz, nperseg=window, noverlap=window - hop)
    power = (np.abs(spectra) ** 2).mean(axis=0)
    columns = np.linspace(0, power.shape[1] - 1, _WIDTH).round().astype(int)
    edges = LOWEST_HERTZ * (HIGHEST_HERTZ / LOWEST_HERTZ) ** np.linspace(0, 1, _HEIGHT + 1)
    rows = np.array([_row(power, hertz, *span)[columns] for span in pairwise(edges)])
    return 10 * np.log10(np.maximum(rows / max(float(rows.max()), 1e-30), 1e-12))


def _row(
    power: npt.NDArray[np.float64], hertz: npt.NDArray[np.float64], low: float, high: float
) -> npt.NDArray[np.float64]:
    """Return the greatest power between two frequencies, interpolated where there is no bin."""
    if low > hertz[-1]:
        return np.zeros(power.shape[1])
    first, last = np.searchsorted(hertz, (low, high))
    if last > first:
        return power[first:last].max(axis=0)
    first = min(first, len(hertz) - 1)
    part = (low - hertz[first - 1]) / (hertz[first] - hertz[first - 1])
    return (1 - part) * power[first - 1] + part * power[first]


def _draw_axes(draw: ImageDraw.ImageDraw, duration_seconds: float) -> None:
    octaves = np.log(HIGHEST_HERTZ / LOWEST_HERTZ)
    for hertz in _TICKS_HERTZ:
        y = _HEIGHT * (1 - np.log(hertz / LOWEST_HERTZ) / octaves)
        draw.line((_LEFT - 4, y, _LEFT, y), fill=_LINE)
        text = f"{hertz // 1000} kHz" if hertz >= 1000 else f"{hertz} Hz"
        draw.text((_LEFT - 6, y), text, fill=_INK, anchor="rm", font_size=10)
    for second in range(0, int(duration_seconds) + 1, 2):
        x = _LEFT + _WIDTH * second / duration_seconds
        draw.line((x, _HEIGHT, x, _HEIGHT + 4), fill=_LINE)
        draw.text((x, _HEIGHT + 5), f"{second} s", fill=_INK, anchor="mt", font_size=10)
