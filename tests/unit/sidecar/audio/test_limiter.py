import numpy as np
import pytest
import scipy.signal

from envsound_server.audio.limiter import REACH_FRAMES, Limiter
from envsound_server.audio.waveform import Samples


def limited(samples: Samples, *block_lengths: int, ceiling: float = 1.0) -> Samples:
    limiter = Limiter(ceiling)
    blocks = np.split(samples, np.cumsum(block_lengths), axis=1)
    given = [limiter.process(block, block is blocks[-1]) for block in blocks]
    return np.concatenate(given, axis=1)


def noise(frames: int, level: float) -> Samples:
    """Return uniform noise below 15 kHz, where all oversampling filters agree."""
    generator = np.random.default_rng(1)
    low_pass = scipy.signal.butter(8, 15_000, fs=44_100, output="sos")
    white = generator.uniform(-level, level, (2, frames))
    return scipy.signal.sosfilt(low_pass, white).astype(np.float32)


def true_peak(samples: Samples) -> float:
    """Return the true peak by a longer filter than the limiter's own."""
    return float(np.abs(scipy.signal.resample_poly(samples.astype(float), 8, 1, axis=1)).max())


@pytest.mark.parametrize("block_lengths", [(), (1,), (4_409, 4_410, 4_411), (30_000, 10, 69_000)])
def test_what_is_below_the_ceiling_comes_out_as_it_was(block_lengths: tuple[int, ...]) -> None:
    samples = noise(100_000, 0.45)
    assert true_peak(samples) < 1.0
    assert np.array_equal(limited(samples, *block_lengths), samples)


@pytest.mark.parametrize("block_lengths", [(), (1,), (4_409, 4_410, 4_411), (49_990, 20)])
def test_a_peak_is_turned_down_without_clipping(block_lengths: tuple[int, ...]) -> None:
    samples = noise(100_000, 0.5)
    samples[0, 50_000] = 2.0
    result = limited(samples, *block_lengths)
    assert result.shape == samples.shape
    assert 0.95 < np.abs(result).max() < 1.0001
    far = np.abs(np.arange(100_000) - 50_000) > REACH_FRAMES
    assert np.abs(result - samples)[:, far].max() < 1e-6
    # What is turned down around the peak is turned down slowly, in both channels alike.
    audible = np.abs(samples).min(axis=0) > 0.01
    gain = result[:, audible] / samples[:, audible]
    np.testing.assert_allclose(gain[0], gain[1], rtol=1e-4)
    assert np.abs(np.diff(gain[0])).max() < 3e-3
    np.testing.assert_allclose(result, limited(samples), atol=1e-6)


def test_a_peak_between_the_samples_is_one_too() -> None:
    """A quarter of the sample rate at 45 degrees: every sample is 3 dB below the true peak."""
    frames = np.arange(60_000)
    loudness = 0.5 + 0.8 * np.exp(-(((frames - 30_000) / 3_000) ** 2))
    tone = loudness * np.sin(np.pi / 2 * frames + np.pi / 4)
    samples = np.stack((tone, tone)).astype(np.float32)
    assert np.abs(samples).max() < 1.0 < true_peak(samples)
    assert 0.95 < true_peak(limited(samples)) < 1.005


@pytest.mark.parametrize("ceiling", [0.5, 1.0])
def test_what_is_all_too_loud_keeps_its_shape(ceiling: float) -> None:
    result = limited(noise(100_000, 4.0), 40_000, ceiling=ceiling)
    assert true_peak(result) < 1.005 * ceiling
    assert np.unique(result).size > 0.9 * result.size  # nothing is clipped to one value
