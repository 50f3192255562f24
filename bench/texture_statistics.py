"""Statistics of sound textures, and distances between sounds in them.

After McDermott and Simoncelli, "Sound texture perception via statistics of the auditory periphery"
(Neuron 71, 2011): a sound is split into bands, whose envelopes are compressed by the power 0.3 as
in the ear. The means, variation, skew, modulation spectra and correlations of the envelopes
distinguish textures. Bands here are a third of an octave wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.fft import ifft, rfft, rfftfreq

from bench import listener

BANDS_HERTZ = 50.0 * 2 ** (np.arange(26) / 3)
"""Centre frequencies: 50 Hz to 16.1 kHz, a third of an octave apart."""

MODULATIONS_HERTZ = 0.5 * 2.0 ** np.arange(8)
"""Centre frequencies of the octaves of modulation: 0.5 to 64 Hz."""

ENVELOPE_RATE_HERTZ = 400
SEGMENT_SECONDS = 5.0

WITHIN_RECORDING, WITHIN_KIND, BETWEEN_KINDS = 0.38, 0.78, 1.07
"""Reference distances: within a recording, between recordings of a kind, between any recordings.

Measured: medians over 73 recordings of environment sounds, 12 pairs of which are of one kind.
"""

FAINTEST_DECIBELS = -60.0
"""Bands this far below the whole sound count as empty, because they are inaudible."""

_COMPRESSION = 0.3
_LEAST = 1e-30

Array: TypeAlias = npt.NDArray[np.float64]

Waveform: TypeAlias = npt.NDArray[np.floating[Any]]
"""float [frames] or [channels, frames], at any level."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """The statistics of a sound, independent of its level.

    They cover only the bands below half the sampling rate, so lengths may differ.

    Attributes:
        levels: Level of each band relative to the whole, dB, at least `FAINTEST_DECIBELS`; float
            [bands].
        variation: Standard deviation of each envelope over its mean; float [bands].
        skew: Skewness of each envelope; float [bands].
        modulation: Share of each envelope's variance in each octave of modulation, as an amplitude
            (the root of the share); float [bands, octaves].
        correlation: Correlation of the envelopes; float [bands, bands].
    """

    levels: Array
    variation: Array
    skew: Array
    modulation: Array
    correlation: Array


SCALES = {"levels": 14.5, "variation": 4.1, "skew": 0.78, "modulation": 0.15, "correlation": 0.29}
"""Typical differences between unrelated sounds, by group.

Measured: the medians over all pairs of 73 recordings of environment sounds. Segments of one
recording differ by 0.13, 0.26, 0.38, 0.48 and 0.37 of them.
"""


def describe(samples: Waveform, rate_hertz: int) -> Statistics:
    """Return the statistics of a sound, of the mean of its channels.

    Args:
        samples: float [frames] or [channels, frames], at least a second.
        rate_hertz: Frames a second.
    """
    mono = np.atleast_2d(np.asarray(samples, dtype=np.float64)).mean(axis=0)
    powers = _band_powers(mono, rate_hertz)
    mean_powers = powers.mean(axis=1)
    whole = max(mean_powers.sum(), _LEAST)
    least = 10 ** (FAINTEST_DECIBELS / 10) * whole
    # The envelope of an empty band is only rounding noise.
    envelopes = (powers + least) ** (_COMPRESSION / 2)
    means = envelopes.mean(axis=1, keepdims=True)
    moving = envelopes - means
    deviations = np.maximum(moving.std(axis=1, keepdims=True), _LEAST)
    standard = moving / deviations
    return Statistics(
        levels=10 * np.log10(np.maximum(mean_powers, least) / whole),
        variation=(deviations / means)[:, 0],
        skew=(standard**3).mean(axis=1),
        modulation=_modulation(standard),
        correlation=standard @ standard.T / standard.shape[1],
    )


def distance(one: Statistics, other: Statistics) -> float:
    """Return the distance of two sounds: 0 for the same, about 1 for two of different kinds.

    It is the root mean square of the groups' distances, each in units of the difference between
    unrelated recordings (`SCALES`). All but the levels are compared in the bands that are not empty
    in either sound.
    """
    groups = group_distances(one, other).items()
    return float(np.sqrt(np.mean([(value / SCALES[group]) ** 2 for group, value in groups])))


def group_distances(one: Statistics, other: Statistics) -> dict[str, float]:
    """Return root mean square differences by group of statistics.

    Levels and variation are in dB. The skew is compared by its inverse hyperbolic sine, because
    it has a long tail. The others are compared directly.
    """
    bands = min(len(one.levels), len(other.levels))
    levels = [_relative(sound.levels[:bands]) for sound in (one, other)]
    heard = np.flatnonzero(np.minimum(*levels) > FAINTEST_DECIBELS)
    heard = heard if len(heard) else np.arange(bands)
    pairs = np.ix_(heard, heard)
    return {
        "levels": _difference(*levels),
        "variation": _difference(
            *(20 * np.log10(sound.variation[heard] + 0.01) for sound in (one, other))
        ),
        "skew": _difference(*(np.arcsinh(sound.skew[heard]) for sound in (one, other))),
        "modulation": _difference(one.modulation[heard], other.modulation[heard]),
        "correlation": _difference(one.correlation[pairs], other.correlation[pairs]),
    }


def segments(samples: Waveform, rate_hertz: int) -> list[Statistics]:
    """Return the statistics of a sound's segments of `SEGMENT_SECONDS`, without the remainder.

    A sound shorter than one segment is measured as a whole.
    """
    frames = int(SEGMENT_SECONDS * rate_hertz)
    count = max(1, np.asarray(samples).shape[-1] // frames)
    return [
        describe(np.asarray(samples)[..., number * frames : (number + 1) * frames], rate_hertz)
        for number in range(count)
    ]


def apart(sound: Sequence[Statistics], other: Sequence[Statistics]) -> float:
    """Return the mean distance between the segments of two sounds."""
    return float(np.mean([distance(one, another) for one in sound for another in other]))


@cache
def recording_segments(name: str) -> tuple[Statistics, ...]:
    """Return the statistics of a recording's segments, computed once in a process."""
    return tuple(segments(*listener.read_recording(name)))


@cache
def spread(recordings: tuple[str, ...]) -> float:
    """Return the mean distance between any two segments of these recordings."""
    every = [segment for name in recordings for segment in recording_segments(name)]
    return float(np.mean([distance(a, b) for i, a in enumerate(every) for b in every[:i]]))


@dataclass(frozen=True, slots=True)
class Nearness:
    """The nearness of a sound to a kind's recordings.

    Attributes:
        distance: Mean distance between the sound's segments and those of the nearest recording.
        ratio: The distance in units of the recordings' `spread`, about 1 for a further segment of
            them. None where there are too few segments for a spread.
    """

    distance: float
    ratio: float | None


def nearness(samples: Waveform, rate_hertz: int, recordings: tuple[str, ...]) -> Nearness | None:
    """Return the nearness of a sound to recordings, or None where there are none."""
    if not recordings:
        return None
    sound = segments(samples, rate_hertz)
    nearest = min(apart(sound, recording_segments(name)) for name in recordings)
    has_spread = sum(len(recording_segments(name)) for name in recordings) > 1
    return Nearness(nearest, nearest / spread(recordings) if has_spread else None)


def _relative(levels: Array) -> Array:
    """Return the levels relative to the power in these bands alone, dB."""
    return np.maximum(levels - 10 * np.log10(np.sum(10 ** (levels / 10))), FAINTEST_DECIBELS)


def _difference(one: Array, other: Array) -> float:
    return float(np.sqrt(np.mean((one - other) ** 2)))


def _band_powers(mono: Array, rate_hertz: int) -> Array:
    """Return each band's power over time at `ENVELOPE_RATE_HERTZ`, float64 [bands, steps]."""
    steps = len(mono) * ENVELOPE_RATE_HERTZ // rate_hertz
    mono = mono[: steps * rate_hertz // ENVELOPE_RATE_HERTZ]
    spectrum, hertz = rfft(mono), rfftfreq(len(mono), 1 / rate_hertz)
    held = [centre for centre in BANDS_HERTZ if centre * 2 ** (1 / 3) < rate_hertz / 2]
    return np.array([_band_power(spectrum, hertz, centre, steps) for centre in held])


def _band_power(
    spectrum: npt.NDArray[np.complex128], hertz: Array, centre: float, steps: int
) -> Array:
    """Return the power of one band, float64 [steps].

    The band's filter is half a cosine wave over two thirds of an octave, so that the powers of all
    bands add up to the whole. Its part of the spectrum alone is transformed back, which gives the
    analytic signal at a lower rate; the squares' mean over each step is the power.
    """
    first, last = np.searchsorted(hertz, (centre * 2 ** (-1 / 3), centre * 2 ** (1 / 3)))
    octaves = np.log2(hertz[first:last] / centre)
    part = spectrum[first:last] * np.cos(np.pi / 2 * 3 * octaves)
    times = int(2 ** np.ceil(np.log2(max(1.0, len(part) / steps))))
    padded = np.zeros(times * steps, dtype=np.complex128)
    padded[: len(part)] = part
    analytic = ifft(padded, overwrite_x=True) * (times * steps)
    return (np.abs(analytic) ** 2).reshape(steps, times).mean(axis=1) / len(spectrum) ** 2


def _modulation(standard: Array) -> Array:
    """Return the root of each octave's share of the variance, float64 [bands, octaves]."""
    steps = standard.shape[1]
    power = np.abs(rfft(standard, axis=1)) ** 2
    hertz = rfftfreq(steps, 1 / ENVELOPE_RATE_HERTZ)
    whole = np.maximum(power[:, 1:].sum(axis=1), _LEAST)
    edges = np.append(MODULATIONS_HERTZ / np.sqrt(2), MODULATIONS_HERTZ[-1] * np.sqrt(2))
    octaves = pairwise(edges)
    parts = [power[:, (hertz >= low) & (hertz < high)].sum(axis=1) / whole for low, high in octaves]
    return np.sqrt(np.stack(parts, axis=1))
