"""Levels of a sound: peak, true peak and integrated loudness, measured while it streams."""

import math
from array import array
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from envsound_server.audio.loudness import (
    SEGMENT_FRAMES,
    SEGMENTS_PER_BLOCK,
    STATE_COUNT,
    gated_loudness_lufs,
    segment_energies,
)
from envsound_server.audio.true_peak import TruePeakMeter
from envsound_server.audio.waveform import CHANNEL_COUNT, Samples

BED_LOUDNESS_LUFS = -23.0
"""Integrated loudness of a bed where the request names none (EBU R 128), LUFS."""

EVENT_TRUE_PEAK_DBTP = -3.0
"""True peak of an event sound where the request names no loudness, dBTP."""

TRUE_PEAK_CEILING_DBTP = -1.0
"""Ceiling where the request names none, dBTP: headroom for lossy decoders (EBU R 128)."""


@dataclass(frozen=True, slots=True)
class LoudnessTarget:
    """The integrated loudness to reach.

    Attributes:
        lufs: The loudness, LUFS.
        limits_peaks: Whether a limiter reduces peaks above the ceiling. Otherwise the gain is
            reduced until no peak exceeds it.
    """

    lufs: float
    limits_peaks: bool = True


@dataclass(frozen=True, slots=True)
class TruePeakTarget:
    """The true peak to reach, dBTP."""

    dbtp: float


LevelTarget: TypeAlias = LoudnessTarget | TruePeakTarget
"""The target level of a finished sound."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of a whole sound.

    Attributes:
        peak_dbfs: Highest absolute sample, relative to full scale, or -inf for silence.
        true_peak_dbtp: Highest absolute value at and between the samples (ITU-R BS.1770-5, annex
            2), relative to full scale, or -inf for silence.
        loudness_lufs: Integrated loudness (annex 1), or None if all is below the gate.
    """

    peak_dbfs: float
    true_peak_dbtp: float
    loudness_lufs: float | None


# Enough for several FFTs side by side, few enough for the processor's cache.
_SEGMENTS_AT_ONCE = 32

_Float64 = npt.NDArray[np.float64]


class LevelMeter:
    """A meter of levels, block by block, independent of the division into blocks.

    Memory: 10 numbers per second of sound, and 3.2 s of samples.
    """

    def __init__(self) -> None:
        self._peak = 0.0
        self._is_finite = True
        self._frame_count = 0
        self._buffer = np.empty((CHANNEL_COUNT, _SEGMENTS_AT_ONCE * SEGMENT_FRAMES), np.float32)
        self._buffered = 0
        self._decay = np.zeros((CHANNEL_COUNT, STATE_COUNT), np.float32)
        self._energies = array("d")
        self._true_peak = TruePeakMeter()

    def add(self, samples: Samples) -> None:
        """Measure the next block of the sound.

        Args:
            samples: float32 [2, frames], any number of frames. The FFT inside releases the GIL.
        """
        frames = samples.shape[1]
        if not frames or not self._is_finite:
            return
        block_peak = max(float(samples.max()), -float(samples.min()))
        if not math.isfinite(block_peak):
            self._is_finite = False
            return
        self._peak = max(self._peak, block_peak)
        self._frame_count += frames
        start = 0
        while start < frames:
            end = min(frames, start + self._buffer.shape[1] - self._buffered)
            filled = self._buffered + end - start
            self._buffer[:, self._buffered : filled] = samples[:, start:end]
            self._buffered, start = filled, end
            if self._buffered == self._buffer.shape[1]:
                self._measure_whole_segments()

    @property
    def is_finite(self) -> bool:
        """False after a block with an infinity or a NaN, at which the levels are frozen."""
        return self._is_finite

    @property
    def peak(self) -> float:
        """The highest absolute sample so far, full scale = 1."""
        return self._peak

    @property
    def true_peak(self) -> float:
        """The highest absolute value at and between the samples, if the sound ended here."""
        self._measure_whole_segments()
        return self._true_peak.peak_before(self._buffer[:, : self._buffered])

    def levels(self, gain: float = 1.0) -> Levels:
        """Return the levels so far after a linear gain > 0, without a change of state."""
        return Levels(
            peak_dbfs=_decibels(gain * self._peak),
            true_peak_dbtp=_decibels(gain * self.true_peak),
            loudness_lufs=self.loudness_lufs_after(gain),
        )

    def loudness_lufs_after(self, gain: float) -> float | None:
        """Return the integrated loudness so far after a linear gain > 0.

        Blocks of 400 ms overlap by 75 %. An incomplete last block is omitted, as the standard
        requires. A sound shorter than 400 ms is measured as one block. The gate does not move with
        the gain, so the loudness of a faint sound rises by more than the gain.

        Returns:
            LUFS (ITU-R BS.1770-5, annex 1), or None if all blocks are below the gate.
        """
        self._measure_whole_segments()
        return gated_loudness_lufs(gain**2 * self._block_powers())

    def _measure_whole_segments(self) -> None:
        whole = self._buffered // SEGMENT_FRAMES * SEGMENT_FRAMES
        if whole:
            self._true_peak.add(self._buffer[:, :whole])
            energies, self._decay = segment_energies(self._buffer[:, :whole], self._decay)
            self._energies.extend(energies)
            rest = self._buffer[:, whole : self._buffered].copy()
            self._buffered = rest.shape[1]
            self._buffer[:, : self._buffered] = rest

    def _block_powers(self) -> _Float64:
        """Return the mean square of the weighted sound in each 400 ms block, over both channels."""
        energies = np.array(self._energies)
        if len(energies) >= SEGMENTS_PER_BLOCK:
            sums = np.convolve(energies, np.ones(SEGMENTS_PER_BLOCK), "valid")
            return sums / (SEGMENTS_PER_BLOCK * SEGMENT_FRAMES)
        padded = np.zeros((CHANNEL_COUNT, SEGMENT_FRAMES), np.float32)
        padded[:, : self._buffered] = self._buffer[:, : self._buffered]
        rest, _ = segment_energies(padded, self._decay)
        return np.array([energies.sum() + rest.sum()]) / max(self._frame_count, 1)


def gain_to_reach(target: LevelTarget | None, meter: LevelMeter) -> float:
    """Return the linear gain from a sound's own level to a target, regardless of its peaks.

    Args:
        target: The target level. None, or a loudness for a sound that has none, gives 1.
        meter: The meter that has measured the sound, which is not silent.
    """
    match target:
        case TruePeakTarget(dbtp):
            return 10 ** (dbtp / 20) / meter.true_peak
        case LoudnessTarget(lufs):
            return _gain_to_loudness(lufs, meter)
    return 1.0


def _gain_to_loudness(lufs: float, meter: LevelMeter) -> float:
    # Blocks below the absolute gate before the gain may be above it afterwards.
    gain = 1.0 / meter.peak
    for _ in range(2):
        loudness_lufs = meter.loudness_lufs_after(gain)
        if loudness_lufs is None:
            return 1.0
        gain *= 10 ** ((lufs - loudness_lufs) / 20)
    return gain


def _decibels(level: float) -> float:
    return 20.0 * math.log10(level) if level > 0.0 else -math.inf
