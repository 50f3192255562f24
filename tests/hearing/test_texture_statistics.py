import numpy as np
import numpy.typing as npt
import pytest
from scipy import signal

from bench.texture_statistics import (
    BANDS_HERTZ,
    MODULATIONS_HERTZ,
    apart,
    describe,
    distance,
    group_distances,
    segments,
)

RATE = 44_100
Mono = npt.NDArray[np.float64]


def noise(seed: int = 1, seconds: float = 5.0, rate: int = RATE) -> Mono:
    return np.random.default_rng(seed).standard_normal(int(seconds * rate))


def pink(seed: int = 1) -> Mono:
    spectrum = np.fft.rfft(noise(seed))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    return np.fft.irfft(spectrum)


def beating(hertz: float, seed: int = 1) -> Mono:
    samples = noise(seed)
    return samples * (1 + np.sin(2 * np.pi * hertz * np.arange(len(samples)) / RATE))


def clicks(seed: int = 1) -> Mono:
    random = np.random.default_rng(seed)
    samples = 1e-3 * noise(seed)
    samples[random.integers(0, len(samples), 20)] = 30
    return samples


def test_levels_of_white_noise_rise_with_the_bands_width_and_add_up() -> None:
    levels = describe(noise(), RATE).levels
    slope = np.polyfit(np.log2(BANDS_HERTZ[9:]), levels[9:], 1)[0]
    assert slope == pytest.approx(3.01, abs=0.1)
    assert np.sum(10 ** (levels / 10)) == pytest.approx(1, abs=0.01)


def test_levels_of_pink_noise_are_even() -> None:
    levels = describe(pink(), RATE).levels[6:]
    assert np.ptp(levels) < 2


@pytest.mark.parametrize("band", [3, 10, 20])
def test_a_tone_stands_in_its_band(band: int) -> None:
    tone = np.sin(2 * np.pi * BANDS_HERTZ[band] * np.arange(5 * RATE) / RATE)
    statistics = describe(tone, RATE)
    assert statistics.levels.argmax() == band
    assert statistics.levels[band] == pytest.approx(0, abs=0.1)
    assert statistics.variation[band] < 0.02


def test_gain_does_not_matter() -> None:
    one, other = describe(noise(), RATE), describe(1e-3 * noise(), RATE)
    assert distance(one, other) < 1e-3


def test_channels_are_averaged() -> None:
    stereo = np.stack([noise(1), noise(2)])
    assert distance(describe(stereo, RATE), describe(stereo.mean(axis=0), RATE)) < 1e-9


@pytest.mark.parametrize("hertz", [1, 4, 16])
def test_beating_is_found_at_its_rate(hertz: float) -> None:
    still, moving = describe(noise(), RATE), describe(beating(hertz), RATE)
    octave = int(np.flatnonzero(hertz == MODULATIONS_HERTZ)[0])
    upper = slice(12, None)
    assert (moving.modulation[upper].argmax(axis=1) == octave).all()
    assert (moving.variation[upper] > 1.5 * still.variation[upper]).all()


def test_parts_of_the_modulation_are_parts_of_one() -> None:
    parts = describe(noise(), RATE).modulation ** 2
    assert (parts.sum(axis=1) <= 1 + 1e-9).all()


def test_bands_that_move_together_are_correlated() -> None:
    apart_ = ~np.eye(len(BANDS_HERTZ), dtype=bool)
    apart_[:12] = apart_[:, :12] = False
    neighbours = np.abs(np.subtract.outer(np.arange(26), np.arange(26))) <= 1
    assert np.abs(describe(noise(), RATE).correlation[apart_ & ~neighbours]).max() < 0.2
    assert describe(beating(4), RATE).correlation[apart_].min() > 0.5


def test_rare_events_are_skewed() -> None:
    assert (describe(clicks(), RATE).skew[10:] > 2).all()
    assert (np.abs(describe(noise(), RATE).skew[10:]) < 1).all()


def test_distance_is_a_distance() -> None:
    one, other = describe(noise(), RATE), describe(clicks(), RATE)
    assert distance(one, one) == 0
    assert distance(one, other) == distance(other, one) > 0.5


def test_like_sounds_are_nearer_than_unlike_ones() -> None:
    white = describe(noise(1), RATE)
    again = distance(white, describe(noise(2), RATE))
    for other in (pink(2), beating(4, 2), clicks(2)):
        assert distance(white, describe(other, RATE)) > 1.5 * again


def test_each_group_describes_its_purpose() -> None:
    white = describe(noise(1), RATE)
    by_level = group_distances(white, describe(pink(1), RATE))
    by_beat = group_distances(white, describe(beating(4, 1), RATE))
    assert by_level["levels"] > 5 > 1 > by_beat["levels"]
    assert by_beat["correlation"] > 0.3 > by_level["correlation"]


def test_sounds_of_different_rates_are_compared_where_both_have_bands() -> None:
    low_rate = 24_000
    low = describe(signal.resample_poly(noise(1), 80, 147), low_rate)
    assert len(low.levels) < len(BANDS_HERTZ)
    assert distance(low, describe(noise(2), RATE)) < 0.4


def test_a_silent_sound_has_statistics() -> None:
    silence = describe(np.zeros(RATE), RATE)
    assert np.isfinite(distance(silence, describe(noise(), RATE)))


def test_segments_are_five_seconds_long_and_a_short_sound_is_one() -> None:
    assert len(segments(noise(seconds=12), RATE)) == 2
    assert len(segments(noise(seconds=2), RATE)) == 1
    assert apart(segments(noise(1), RATE), segments(noise(2), RATE)) < 0.5
