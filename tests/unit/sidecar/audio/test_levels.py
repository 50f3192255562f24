import math

import numpy as np
import pyloudnorm
import pytest
import scipy.signal

from envsound_server.audio.levels import (
    LevelMeter,
    LevelTarget,
    LoudnessTarget,
    TruePeakTarget,
    gain_to_reach,
)
from envsound_server.audio.loudness import k_weighting
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples

RATE = SAMPLE_RATE_HERTZ


def tone(frequency_hertz: float, level_dbfs: float, seconds: float) -> Samples:
    """Return the same sine on both channels, with its peak at `level_dbfs`."""
    time = np.arange(round(seconds * RATE)) / RATE
    sine = 10 ** (level_dbfs / 20) * np.sin(2 * np.pi * frequency_hertz * time)
    return np.stack((sine, sine)).astype(np.float32)


def noise(seconds: float, seed: int = 1) -> Samples:
    shape = (2, round(seconds * RATE))
    return (np.random.default_rng(seed).standard_normal(shape) * 0.1).astype(np.float32)


def bursts() -> Samples:
    time = np.arange(10 * RATE) / RATE
    return noise(10) * (np.sin(2 * np.pi * 0.7 * time) > 0.8).astype(np.float32)


def rumble() -> Samples:
    """Return a sound like thunder, with nearly all of its power below 60 Hz."""
    low = scipy.signal.sosfilt(scipy.signal.butter(2, 50, fs=RATE, output="sos"), noise(10))
    return (8 * low).astype(np.float32)


def drops() -> Samples:
    """Return short decaying pings over a faint bed, different on the two channels."""
    rng = np.random.default_rng(3)
    clicks = (rng.random((2, 10 * RATE)) < 2e-4) * rng.uniform(-0.5, 0.5, (2, 10 * RATE))
    ping = np.exp(-np.arange(2000) / 300) * np.sin(np.arange(2000) * 0.4)
    wet = scipy.signal.fftconvolve(clicks, ping[None, :], axes=1)[:, : 10 * RATE]
    return (wet + 0.001 * noise(10)).astype(np.float32)


SIGNALS = {
    "noise": noise(10),
    "one channel": noise(10) * np.array([[1], [0]], np.float32),
    "440 Hz": tone(440, -20, 10),
    "37.3 Hz": tone(37.3, -6, 10),
    "offset": noise(10) * np.float32(0.1) + np.float32(0.5),
    "bursts": bursts(),
    "rumble": rumble(),
    "drops": drops(),
    "loud then faint": np.concatenate((noise(3), noise(7) * np.float32(0.02)), axis=1),
}


def measured(samples: Samples, block_frames: int | None = None) -> LevelMeter:
    meter = LevelMeter()
    for first in range(0, samples.shape[1], block_frames or samples.shape[1]):
        meter.add(samples[:, first : first + (block_frames or samples.shape[1])])
    return meter


def segment_powers(samples: Samples) -> np.ndarray:
    """Return the weighted power of every 100 ms, with the filter in the time domain."""
    weighted = scipy.signal.sosfilt(k_weighting(), samples.astype(np.float64))
    return np.square(weighted).reshape(2, -1, RATE // 10).mean(axis=2).sum(axis=0)


@pytest.mark.parametrize("name", SIGNALS)
def test_agrees_with_another_implementation(name: str) -> None:
    samples = SIGNALS[name]
    loudness_lufs = measured(samples).levels().loudness_lufs
    # The first filter is the usual approximation of the standard's, the second the standard's.
    for filter_class, tolerance_lu in (("K-weighting", 0.1), ("DeMan", 0.002)):
        reference = pyloudnorm.Meter(RATE, filter_class=filter_class)
        expected_lufs = reference.integrated_loudness(samples.T.astype(np.float64))
        assert loudness_lufs == pytest.approx(expected_lufs, abs=tolerance_lu)


@pytest.mark.parametrize("name", SIGNALS)
def test_the_spectrum_measures_what_filtering_sample_by_sample_does(name: str) -> None:
    samples = SIGNALS[name]
    powers = np.convolve(segment_powers(samples), np.full(4, 0.25), "valid")
    gated = powers[powers > 10 ** (-6.93)]
    gated = gated[gated > gated.mean() * 0.1]
    expected_lufs = -0.691 + 10 * math.log10(gated.mean())
    assert measured(samples).levels().loudness_lufs == pytest.approx(expected_lufs, abs=1e-3)


@pytest.mark.parametrize("block_frames", [1_000, 4_409, 4_410, 44_100, 100_003])
def test_how_the_sound_is_cut_into_blocks_makes_no_difference(block_frames: int) -> None:
    whole, cut = measured(SIGNALS["bursts"]), measured(SIGNALS["bursts"], block_frames)
    assert cut.levels().loudness_lufs == whole.levels().loudness_lufs
    assert cut.peak == whole.peak


def test_asking_in_between_changes_nothing() -> None:
    meter = LevelMeter()
    for block in np.split(SIGNALS["drops"], 25, axis=1):
        meter.add(block)
        assert meter.peak > 0
        assert meter.levels().loudness_lufs is not None
    assert meter.levels().loudness_lufs == pytest.approx(
        measured(SIGNALS["drops"]).levels().loudness_lufs, abs=1e-6
    )


@pytest.mark.parametrize("level", [-23.0, -33.0, -36.0])
def test_a_stereo_sine_has_the_loudness_of_its_level(level: float) -> None:
    """EBU Tech 3341, cases 1 and 2."""
    assert measured(tone(997, level, 20)).levels().loudness_lufs == pytest.approx(level, abs=0.1)


def test_quiet_parts_are_gated() -> None:
    """EBU Tech 3341, case 3: the -36 dBFS parts do not count."""
    parts = [tone(997, -36, 10), tone(997, -23, 60), tone(997, -36, 10)]
    assert measured(np.concatenate(parts, axis=1)).levels().loudness_lufs == pytest.approx(
        -23, abs=0.1
    )


def test_quiet_and_silent_parts_are_gated() -> None:
    """EBU Tech 3341, case 4: neither the -72 dBFS parts nor the -36 dBFS parts count."""
    levels = [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)]
    parts = [tone(997, level, seconds) for level, seconds in levels]
    assert measured(np.concatenate(parts, axis=1)).levels().loudness_lufs == pytest.approx(
        -23, abs=0.1
    )


@pytest.mark.parametrize(
    "samples", [np.zeros((2, 0), np.float32), np.zeros((2, 50_000), np.float32)]
)
def test_silence_has_no_loudness(samples: Samples) -> None:
    meter = LevelMeter()
    meter.add(samples)
    assert meter.levels().loudness_lufs is None
    assert meter.peak == 0
    assert meter.levels().peak_dbfs == -math.inf
    assert meter.is_finite


def test_what_is_below_the_absolute_gate_has_no_loudness() -> None:
    assert measured(tone(997, -72, 2)).levels().loudness_lufs is None


@pytest.mark.parametrize("seconds", [0.01, 0.1, 0.25, 0.399])
def test_a_sound_shorter_than_a_block_is_one_block(seconds: float) -> None:
    assert measured(tone(2_000, -20, seconds)).levels().loudness_lufs == pytest.approx(
        measured(tone(2_000, -20, 1)).levels().loudness_lufs, abs=0.15
    )


def test_the_peak_is_the_highest_absolute_sample() -> None:
    samples = noise(1) * np.float32(0.1)
    samples[1, 12_345] = -0.5
    meter = measured(samples, 1_000)
    assert meter.peak == 0.5
    assert meter.levels().peak_dbfs == pytest.approx(-6.0206, abs=1e-4)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_non_finite_samples_are_reported(bad: float) -> None:
    samples = noise(1)
    samples[0, 20_000] = bad
    meter = measured(samples, 8_000)
    assert not meter.is_finite
    assert math.isfinite(meter.peak)
    assert meter.levels().loudness_lufs is not None


@pytest.mark.parametrize("lufs", [-30.0, -18.0])
def test_the_gain_reaches_the_loudness(lufs: float) -> None:
    samples = SIGNALS["440 Hz"]
    gain = gain_to_reach(LoudnessTarget(lufs), measured(samples))
    reached = measured(samples * np.float32(gain)).levels()
    assert reached.loudness_lufs == pytest.approx(lufs, abs=0.01)


def test_the_gain_reaches_the_loudness_of_what_was_below_the_gate() -> None:
    samples = SIGNALS["loud then faint"] * np.float32(2e-3)
    gain = gain_to_reach(LoudnessTarget(-23), measured(samples))
    reached = measured(samples * np.float32(gain)).levels()
    assert reached.loudness_lufs == pytest.approx(-23, abs=0.01)


def test_the_gain_reaches_the_true_peak() -> None:
    samples = SIGNALS["drops"]
    gain = gain_to_reach(TruePeakTarget(-3), measured(samples))
    reached = measured(samples * np.float32(gain)).levels()
    assert reached.true_peak_dbtp == pytest.approx(-3, abs=0.001)


@pytest.mark.parametrize("target", [None, LoudnessTarget(-23)])
def test_what_has_no_target_or_no_loudness_stays_as_it_is(target: LevelTarget | None) -> None:
    meter = measured(tone(0.1, 0, 10))
    assert meter.levels().loudness_lufs is None or target is None
    assert gain_to_reach(target, meter) == 1.0
