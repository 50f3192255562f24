import numpy as np
import pytest

from envsound_server.audio.waveform import Samples
from envsound_server.engines.tangoflux.limiter import Limiter


def limited(samples: Samples, *block_lengths: int) -> Samples:
    limiter = Limiter()
    blocks = np.split(samples, np.cumsum(block_lengths), axis=1)
    given = [limiter.process(block, block is blocks[-1]) for block in blocks]
    return np.concatenate(given, axis=1)


def noise(frames: int, level: float) -> Samples:
    generator = np.random.default_rng(1)
    return (level * generator.uniform(-1, 1, (2, frames))).astype(np.float32)


@pytest.mark.parametrize("block_lengths", [(), (1,), (4_409, 4_410, 4_411), (30_000, 10, 69_000)])
def test_what_is_below_full_scale_comes_out_as_it_was(block_lengths: tuple[int, ...]) -> None:
    samples = noise(100_000, 1.0)
    assert np.array_equal(limited(samples, *block_lengths), samples)


@pytest.mark.parametrize("block_lengths", [(), (1,), (4_409, 4_410, 4_411), (49_990, 20)])
def test_a_peak_is_turned_down_without_clipping(block_lengths: tuple[int, ...]) -> None:
    samples = noise(100_000, 0.5)
    samples[0, 50_000] = 2.0
    result = limited(samples, *block_lengths)
    assert result.shape == samples.shape
    assert 0.95 < np.abs(result).max() <= 1.0
    far = np.abs(np.arange(100_000) - 50_000) > 4_410
    assert np.abs(result - samples)[:, far].max() < 1e-6
    # What is turned down around the peak is turned down slowly, in both channels alike.
    gain = result / samples
    np.testing.assert_allclose(gain[0], gain[1], rtol=1e-4)
    assert np.abs(np.diff(gain[0])).max() < 1e-3
    np.testing.assert_allclose(result, limited(samples), atol=1e-6)


def test_what_is_all_too_loud_keeps_its_shape() -> None:
    result = limited(noise(100_000, 4.0), 40_000)
    assert np.abs(result).max() <= 1.0
    assert (np.abs(result) == 1.0).mean() < 1e-3
