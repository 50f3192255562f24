import math

import numpy as np
import pytest
import scipy.signal

from envsound_server.audio.levels import LevelMeter
from envsound_server.audio.true_peak import frame_peaks
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples


def sine(parts_of_rate: int, phase_degrees: float, seconds: float = 1.0) -> Samples:
    """Return a sine at half of full scale, of a period in frames, faded in and out."""
    frames = np.arange(round(seconds * SAMPLE_RATE_HERTZ))
    tone = 0.5 * np.sin(2 * np.pi * frames / parts_of_rate + math.radians(phase_degrees))
    faded = tone * np.clip(np.minimum(frames, frames[::-1]) / 2_000, 0, 1)
    return np.stack((faded, 0.1 * faded)).astype(np.float32)


def noise(seconds: float, highest_hertz: float = 15_000) -> Samples:
    white = np.random.default_rng(5).standard_normal((2, round(seconds * SAMPLE_RATE_HERTZ)))
    low_pass = scipy.signal.butter(8, highest_hertz, fs=SAMPLE_RATE_HERTZ, output="sos")
    return (0.1 * scipy.signal.sosfilt(low_pass, white)).astype(np.float32)


def measured(samples: Samples, block_frames: int | None = None) -> LevelMeter:
    meter = LevelMeter()
    for first in range(0, samples.shape[1], block_frames or samples.shape[1]):
        meter.add(samples[:, first : first + (block_frames or samples.shape[1])])
    return meter


def reference_dbtp(samples: Samples, oversampling: int = 32) -> float:
    """Return the peak of the whole sound after Fourier interpolation to a higher rate."""
    padded = np.pad(samples.astype(float), ((0, 0), (2_000, 2_000)))
    raised = scipy.signal.resample(padded, oversampling * padded.shape[1], axis=1)
    return 20 * math.log10(np.abs(raised).max())


@pytest.mark.parametrize(
    ("parts_of_rate", "phase_degrees"), [(4, 0), (4, 45), (6, 60), (8, 67.5), (44, 0)]
)
def test_sines_have_the_true_peak_of_their_level(parts_of_rate: int, phase_degrees: float) -> None:
    """EBU Tech 3341, cases 15 to 19: -6 dBTP, +0.2/-0.4, wherever the samples fall."""
    levels = measured(sine(parts_of_rate, phase_degrees)).levels()
    assert levels.true_peak_dbtp == pytest.approx(-6.02, abs=0.05)


def test_the_true_peak_of_a_quarter_of_the_rate_is_3_db_above_its_samples() -> None:
    levels = measured(sine(4, 45)).levels()
    assert levels.peak_dbfs == pytest.approx(-9.03, abs=0.01)
    assert levels.true_peak_dbtp - levels.peak_dbfs == pytest.approx(3.01, abs=0.05)


@pytest.mark.parametrize("highest_hertz", [500, 5_000, 15_000])
def test_noise_has_the_true_peak_that_plain_oversampling_finds(highest_hertz: float) -> None:
    samples = noise(3.7, highest_hertz)
    assert measured(samples).levels().true_peak_dbtp == pytest.approx(
        reference_dbtp(samples), abs=0.05
    )


def test_a_peak_among_faint_samples_is_found() -> None:
    """Full-scale samples elsewhere do not mask a higher peak between lower ones."""
    samples = np.concatenate((0.98 * sine(44, 0) / 0.5, sine(4, 45) / 0.5), axis=1)
    assert np.abs(samples[:, SAMPLE_RATE_HERTZ:]).max() < 0.72
    assert measured(samples).levels().true_peak_dbtp == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("frame", [0, 1, 22_049])
def test_the_ends_of_a_sound_border_on_silence(frame: int) -> None:
    samples = np.zeros((2, 22_050), np.float32)
    samples[0, frame] = 0.5
    assert measured(samples).levels().true_peak_dbtp == pytest.approx(-6.02, abs=0.01)
    step = np.full((2, 22_050), 0.5, np.float32)
    assert measured(step).levels().true_peak_dbtp == pytest.approx(reference_dbtp(step), abs=0.1)


@pytest.mark.parametrize("block_frames", [1_000, 4_409, 4_410, 44_100, 141_121])
def test_how_the_sound_is_cut_into_blocks_makes_no_difference(block_frames: int) -> None:
    samples = noise(7.3)
    assert measured(samples, block_frames).true_peak == measured(samples).true_peak


def test_asking_in_between_changes_nothing() -> None:
    meter = LevelMeter()
    samples = noise(2)
    for block in np.split(samples, 25, axis=1):
        meter.add(block)
        assert meter.true_peak >= meter.peak
    assert meter.true_peak == pytest.approx(measured(samples).true_peak, rel=1e-6)


@pytest.mark.parametrize("gain", [0.25, 1.0, 3.0])
def test_a_gain_moves_all_levels(gain: float) -> None:
    samples = noise(2)
    told, made = measured(samples).levels(gain), measured(samples * np.float32(gain)).levels()
    assert told.peak_dbfs == pytest.approx(made.peak_dbfs, abs=1e-4)
    assert told.true_peak_dbtp == pytest.approx(made.true_peak_dbtp, abs=1e-4)
    assert told.loudness_lufs == pytest.approx(made.loudness_lufs, abs=1e-3)


def test_each_frame_has_the_peak_of_its_neighbourhood() -> None:
    samples = noise(0.5)
    raised = np.abs(scipy.signal.resample(samples.astype(float), 8 * 22_050, axis=1)).max(axis=0)
    intervals = raised.reshape(-1, 8).max(axis=1)[20:-20]  # from a frame up to the next
    floor = 0.5 * float(raised.max())
    found = frame_peaks(samples, floor)[20:-20]
    high = np.flatnonzero(intervals[:-1] > floor)
    assert high.size > 100
    assert (np.maximum(found[high], found[high + 1]) > 0.99 * intervals[high]).all()
    assert (found[1:] < 1.01 * np.maximum(intervals[1:], intervals[:-1])).all()
