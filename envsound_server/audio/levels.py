"""How loud a sound is: peak, true peak and integrated loudness, measured while it streams by.

The loudness filter runs in the frequency domain, a 100 ms segment at a time, which takes less than
half the time of running it sample by sample and gives the same energies: see `_Weighting`.
"""

import math
from array import array
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.fft
import scipy.signal

from envsound_server.audio.true_peak import TruePeakMeter
from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples

BED_LOUDNESS_LUFS = -23.0
"""Integrated loudness of a bed where the request names none (EBU R 128), LUFS."""

EVENT_TRUE_PEAK_DBTP = -3.0
"""True peak of an event sound where the request names no loudness, dBTP."""

TRUE_PEAK_CEILING_DBTP = -1.0
"""No file's true peak is higher: head room for what lossy decoders overshoot (EBU R 128), dBTP."""

HELD_DBTP = TRUE_PEAK_CEILING_DBTP - 0.05
"""What is taken down comes here: room for dither, and for meters whose filter reads higher."""


@dataclass(frozen=True, slots=True)
class LoudnessTarget:
    """An integrated loudness to reach.

    Attributes:
        lufs: The loudness, LUFS.
        limits_peaks: Whether peaks that would pass the ceiling are taken down on the way; else the
            gain stops there.
    """

    lufs: float
    limits_peaks: bool = True


@dataclass(frozen=True, slots=True)
class TruePeakTarget:
    """A true peak to reach, dBTP."""

    dbtp: float


LevelTarget: TypeAlias = LoudnessTarget | TruePeakTarget
"""The level that a finished sound is to have."""


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud a whole sound is.

    Attributes:
        peak_dbfs: Highest absolute sample, relative to full scale; -inf for silence.
        true_peak_dbtp: Highest absolute value at and between the samples (ITU-R BS.1770-5, annex
            2), relative to full scale; -inf for silence.
        loudness_lufs: Integrated loudness (annex 1); None where all is below the gate.
    """

    peak_dbfs: float
    true_peak_dbtp: float
    loudness_lufs: float | None


ABSOLUTE_GATE_LUFS = -70.0
"""Blocks below it count as silence (BS.1770-5, annex 1)."""

_RELATIVE_GATE_LU = -10.0
_LOUDNESS_OFFSET_LU = -0.691
_SEGMENT_FRAMES = SAMPLE_RATE_HERTZ // 10
_SEGMENTS_PER_BLOCK = 4
# Enough for the FFT to do several side by side, few enough to stay in the processor's cache.
_SEGMENTS_AT_ONCE = 32

_Float64 = npt.NDArray[np.float64]
_Float32 = npt.NDArray[np.float32]


class LevelMeter:
    """Measures a sound block by block; how it is cut into blocks makes no difference.

    Memory: 10 numbers for each second of sound, beside 3.2 s of samples.
    """

    def __init__(self) -> None:
        self._peak = 0.0
        self._is_finite = True
        self._frame_count = 0
        self._buffer = np.empty((CHANNEL_COUNT, _SEGMENTS_AT_ONCE * _SEGMENT_FRAMES), np.float32)
        self._buffered = 0
        self._ringing = np.zeros((CHANNEL_COUNT, _STATE_COUNT), np.float32)
        self._energies = array("d")
        self._true_peak = TruePeakMeter()

    def add(self, samples: Samples) -> None:
        """Takes the next block of the sound.

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
        """False once a block held an infinity or a NaN; the levels then stop where they were."""
        return self._is_finite

    @property
    def peak(self) -> float:
        """Highest absolute sample so far, full scale = 1."""
        return self._peak

    @property
    def true_peak(self) -> float:
        """Highest absolute value at and between the samples, if the sound ended here."""
        self._measure_whole_segments()
        return self._true_peak.peak_before(self._buffer[:, : self._buffered])

    def levels(self, gain: float = 1.0) -> Levels:
        """Return what the sound so far has after a linear gain > 0; asking changes nothing."""
        return Levels(
            peak_dbfs=_decibels(gain * self._peak),
            true_peak_dbtp=_decibels(gain * self.true_peak),
            loudness_lufs=self.loudness_lufs_after(gain),
        )

    def loudness_lufs_after(self, gain: float) -> float | None:
        """Return the integrated loudness so far after a linear gain > 0.

        Blocks of 400 ms overlap by 75 %; an incomplete last block is left out, as the standard
        says. A sound shorter than 400 ms is measured as one block. The gate stays where it is, so
        a faint sound gains more than the gain says.

        Returns:
            LUFS (ITU-R BS.1770-5, annex 1); None where all is below the gate.
        """
        self._measure_whole_segments()
        power = gain**2 * self._block_powers()
        for gate_lufs in (ABSOLUTE_GATE_LUFS, None):
            if gate_lufs is None:
                gate_lufs = _loudness_lufs(power.mean()) + _RELATIVE_GATE_LU
            power = power[power > 10 ** ((gate_lufs - _LOUDNESS_OFFSET_LU) / 10)]
            if not power.size:
                return None
        return _loudness_lufs(power.mean())

    def _measure_whole_segments(self) -> None:
        whole = self._buffered // _SEGMENT_FRAMES * _SEGMENT_FRAMES
        if whole:
            self._true_peak.add(self._buffer[:, :whole])
            energies, self._ringing = _segment_energies(self._buffer[:, :whole], self._ringing)
            self._energies.extend(energies)
            rest = self._buffer[:, whole : self._buffered].copy()
            self._buffered = rest.shape[1]
            self._buffer[:, : self._buffered] = rest

    def _block_powers(self) -> _Float64:
        """Mean square of the weighted sound in each 400 ms block, summed over the channels."""
        energies = np.array(self._energies)
        if len(energies) >= _SEGMENTS_PER_BLOCK:
            sums = np.convolve(energies, np.ones(_SEGMENTS_PER_BLOCK), "valid")
            return sums / (_SEGMENTS_PER_BLOCK * _SEGMENT_FRAMES)
        padded = np.zeros((CHANNEL_COUNT, _SEGMENT_FRAMES), np.float32)
        padded[:, : self._buffered] = self._buffer[:, : self._buffered]
        rest, _ = _segment_energies(padded, self._ringing)
        return np.array([energies.sum() + rest.sum()]) / max(self._frame_count, 1)


def gain_to_reach(target: LevelTarget | None, meter: LevelMeter) -> float:
    """Return the linear gain that takes a sound to a level, whatever its peaks come to.

    Args:
        target: The level; None, or a loudness where the sound has none, leaves it as it is.
        meter: Has measured the sound, which is not silent.
    """
    match target:
        case TruePeakTarget(dbtp):
            return 10 ** (dbtp / 20) / meter.true_peak
        case LoudnessTarget(lufs):
            return _gain_to_loudness(lufs, meter)
    return 1.0


def _gain_to_loudness(lufs: float, meter: LevelMeter) -> float:
    # What is below the absolute gate before the gain may be above it afterwards.
    gain = 1.0 / meter.peak
    for _ in range(2):
        loudness_lufs = meter.loudness_lufs_after(gain)
        if loudness_lufs is None:
            return 1.0
        gain *= 10 ** ((lufs - loudness_lufs) / 20)
    return gain


def _decibels(level: float) -> float:
    return 20.0 * math.log10(level) if level > 0.0 else -math.inf


def _loudness_lufs(power: float) -> float:
    """Loudness of a weighted mean square summed over the channels (BS.1770-5, equation 2)."""
    return _LOUDNESS_OFFSET_LU + 10 * math.log10(power)


@cache
def k_weighting() -> _Float64:
    """The K-weighting filter at 44.1 kHz as second-order sections [2, 6].

    The standard tabulates it for 48 kHz only; these are the analogue prototypes behind its table
    (Brecht De Man, "Evaluation of implementations of the EBU R128 loudness measurement", AES
    145th Convention, 2018), with the bilinear transform at this sample rate.
    """
    shelf_gain = 10 ** (3.999843853973347 / 20)
    shelf_slope = shelf_gain**0.4996667741545416
    k = math.tan(math.pi * 1681.974450955533 / SAMPLE_RATE_HERTZ)
    damping = k / 0.7071752369554196
    store = [
        shelf_gain + shelf_slope * damping + k * k,
        2 * (k * k - shelf_gain),
        shelf_gain - shelf_slope * damping + k * k,
        *_poles(k, damping),
    ]
    k = math.tan(math.pi * 38.13547087602444 / SAMPLE_RATE_HERTZ)
    high_pass_poles = _poles(k, k / 0.5003270373238773)
    high_pass = [high_pass_poles[0] * b for b in (1.0, -2.0, 1.0)] + high_pass_poles
    sections = np.array([store, high_pass])
    sections /= sections[:, 3:4].copy()
    return sections


def _poles(k: float, damping: float) -> list[float]:
    """Denominator of a second-order section after the bilinear transform; k = tan(pi f / fs)."""
    return [1 + damping + k * k, 2 * (k * k - 1), 1 - damping + k * k]


_STATE_COUNT = 4


@dataclass(frozen=True, slots=True)
class _Weighting:
    """What turns a segment's samples into the energy of the weighted sound in it.

    Multiplying a segment's spectrum by the filter's magnitude gives the energy that the filter
    would leave if the segment repeated for ever (Parseval): exact, but for how the filter still
    rings from what came before, which is then the segment's own end instead of the previous
    segment's. That ringing has four dimensions (the filter's state) and dies within a segment
    (by e^-24), so with r the ringing that ought to be there minus the one that is, and y the
    periodic output, the energy is |y + r|^2 = |y|^2 + 2 r.y + |r|^2, where |y|^2 comes from the
    spectrum and r, r.y from eight dot products with the samples.

    Attributes:
        power_gains: Weights of the squared parts of the spectrum, float32 [frames + 2].
        projections: float32 [frames, 8]. Columns 0 to 3 give the ringing that a segment leaves, in
            an orthonormal basis; columns 4 to 7 give the periodic output's part along that basis.
    """

    power_gains: _Float32
    projections: _Float32


@cache
def _weighting() -> _Weighting:
    n = _SEGMENT_FRAMES
    sections = k_weighting()
    _, response = scipy.signal.sosfreqz(sections, worN=scipy.fft.rfftfreq(n), fs=1.0)
    bin_weights = np.full(n // 2 + 1, 2.0 / n)
    bin_weights[[0, -1]] = 1.0 / n
    ringing = np.stack([_ringing(sections, state) for state in range(_STATE_COUNT)], axis=1)
    basis, _ = np.linalg.qr(ringing)
    impulse_response = scipy.signal.sosfilt(sections, np.eye(1, 2 * n)[0])
    left_behind = [
        scipy.signal.correlate(impulse_response[1:], column, "valid", "fft")[n - 1 :: -1]
        for column in basis.T
    ]
    along_basis = scipy.fft.irfft(response.conj() * scipy.fft.rfft(basis.T), n)
    return _Weighting(
        np.repeat(bin_weights * np.abs(response) ** 2, 2).astype(np.float32),
        np.concatenate((left_behind, along_basis)).T.astype(np.float32),
    )


def _ringing(sections: _Float64, state: int) -> _Float64:
    """What the filter gives out for silence when one of its states starts at 1."""
    initial = np.eye(1, _STATE_COUNT, state).reshape(len(sections), 2)
    output: _Float64
    output, _ = scipy.signal.sosfilt(sections, np.zeros(_SEGMENT_FRAMES), zi=initial)
    return output


def _segment_energies(samples: Samples, ringing: _Float32) -> tuple[_Float64, _Float32]:
    """Energy of the weighted sound in each segment, summed over the channels.

    Args:
        samples: float32 [2, segments * frames].
        ringing: What the segment before left behind, float32 [2, 4].

    Returns:
        The energies, float64 [segments], and what the last segment leaves behind.
    """
    weighting = _weighting()
    segments = samples.reshape(CHANNEL_COUNT, -1, _SEGMENT_FRAMES)
    spectrum = scipy.fft.rfft(segments).view(np.float32)
    projected = segments @ weighting.projections
    left_behind, along_basis = projected[..., :_STATE_COUNT], projected[..., _STATE_COUNT:]
    before = np.concatenate((ringing[:, None], left_behind[:, :-1]), axis=1)
    missing = before - left_behind
    energies = np.square(spectrum, out=spectrum) @ weighting.power_gains
    energies += (missing * (2 * along_basis + missing)).sum(axis=-1)
    return energies.sum(axis=0, dtype=np.float64), left_behind[:, -1]
