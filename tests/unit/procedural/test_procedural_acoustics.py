import numpy as np
import pytest
from scipy import signal

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.grains import (
    DenseScatter,
    OverlapBuffer,
    Scatter,
    balanced,
    bubble_grain,
    modal_grain,
)
from envsound_server.engines.procedural.limiter import CEILING, Limiter
from envsound_server.engines.procedural.noise import (
    FREQUENCIES_HERTZ,
    Drift,
    EqualisedNoise,
    Ramp,
    spectrum,
)
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Mono
from envsound_server.engines.procedural.space import (
    Setting,
    Space,
    air_absorption_decibels_per_metre,
)


def generator(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


@pytest.mark.parametrize(
    ("hertz", "temperature", "humidity", "decibels_per_kilometre"),
    [(1000, 10, 70, 3.66), (4000, 10, 70, 32.8), (1000, 20, 70, 4.98), (8000, 20, 70, 76.6)],
)
def test_air_absorbs_as_the_standard_tabulates(
    hertz: float, temperature: float, humidity: float, decibels_per_kilometre: float
) -> None:
    per_metre = air_absorption_decibels_per_metre(np.array([hertz]), temperature, humidity)
    assert 1000 * per_metre[0] == pytest.approx(decibels_per_kilometre, rel=0.02)


def test_limiter_leaves_alone_what_is_below_the_ceiling() -> None:
    limiter = Limiter()
    blocks = [generator(n).uniform(-0.8, 0.8, (2, BLOCK_FRAMES)).astype(np.float32) for n in (1, 2)]
    heard = np.concatenate([limiter.process(block) for block in blocks], axis=1)
    given = np.concatenate(blocks, axis=1)
    late = limiter.delay_frames
    assert np.array_equal(heard[:, late:], given[:, :-late])


def test_limiter_holds_any_peak_and_keeps_the_waveform() -> None:
    limiter = Limiter()
    draw = generator()
    blocks = [draw.standard_normal((2, BLOCK_FRAMES)).astype(np.float32) for _ in range(3)]
    blocks[1] *= np.float32(3.0)
    heard = np.concatenate([limiter.process(block) for block in blocks], axis=1)
    given = np.concatenate(blocks, axis=1)
    assert np.abs(heard).max() <= CEILING * (1 + 1e-6)
    late = limiter.delay_frames
    gain = heard[:, late:] / given[:, :-late]
    assert np.abs(np.diff(gain[0])).max() < 0.01


def test_noise_has_the_spectrum_asked_for() -> None:
    gain = spectrum(((100, -40), (1000, 0), (8000, -20)))
    noise = EqualisedNoise(generator())
    samples = np.concatenate([noise.render(gain) for _ in range(6)], axis=1)
    frequencies, power = signal.welch(samples, SAMPLE_RATE_HERTZ, nperseg=2048)
    # White noise of RMS 1 has a density of 2 / rate.
    measured = 10 * np.log10(power.mean(axis=0) * SAMPLE_RATE_HERTZ / 2)
    wanted = 20 * np.log10(np.interp(frequencies, FREQUENCIES_HERTZ, gain) + 1e-9)
    middle = (frequencies > 150) & (frequencies < 15_000)
    assert np.abs(measured - wanted)[middle].max() < 2.5


@pytest.mark.parametrize("coherence", [0.0, 0.5, 0.9])
def test_noise_is_as_wide_as_asked_for(coherence: float) -> None:
    noise = EqualisedNoise(generator(), coherence)
    samples = noise.render(spectrum(((20, 0), (20_000, 0))))
    assert np.corrcoef(*samples)[0, 1] == pytest.approx(coherence, abs=0.03)


def test_drift_wanders_at_its_rate_around_zero() -> None:
    drift = Drift(generator(), 0.5, 2)
    values = np.concatenate([drift.render() for _ in range(200)], axis=1)
    assert np.abs(values.mean(axis=1)).max() < 0.2
    assert values.std(axis=1) == pytest.approx(1.0, abs=0.15)
    # No jump where blocks join.
    steps = np.abs(np.diff(values))
    assert steps[:, 63::64].max() <= 1.2 * steps.max()


def test_ramp_runs_on_across_blocks() -> None:
    ramp = Ramp()
    knots = np.sin(np.arange(192) / 9)
    lines = np.concatenate([ramp.render(knots[n : n + 64]) for n in (0, 64, 128)])
    assert np.abs(np.diff(lines)).max() < 0.12 / 1000
    assert lines[-1] == pytest.approx(knots[-1])


@pytest.mark.parametrize("radius_metres", [0.0006, 0.001, 0.003])
def test_a_bubble_rings_at_three_over_its_radius_and_rises(radius_metres: float) -> None:
    def pitch(part: Mono) -> float:
        crossings = np.flatnonzero(np.diff(np.signbit(part)))
        return float(SAMPLE_RATE_HERTZ / 2 / np.diff(crossings).mean())

    bubble = bubble_grain(radius_metres, rise=0.0)
    assert pitch(bubble[: len(bubble) // 2]) == pytest.approx(3 / radius_metres, rel=0.05)
    rising = bubble_grain(radius_metres, rise=0.3)
    assert pitch(rising[len(rising) // 3 : len(rising) // 2]) > 1.3 * 3 / radius_metres


def test_a_modal_grain_decays_by_60_db() -> None:
    grain = modal_grain(np.array([800.0]), np.array([0.02]), np.array([1.0]), np.array([0.0]))
    assert len(grain) == pytest.approx(0.14 * SAMPLE_RATE_HERTZ, rel=0.05)
    assert np.abs(grain[-40:]).max() < 0.001 * np.abs(grain).max()
    assert abs(grain[0]) < 0.01


def test_a_scatter_is_as_strong_as_its_rate_says() -> None:
    bank = balanced([modal_grain(np.array([f]), np.array([0.002]), np.ones(1), np.zeros(1))
                     for f in (900.0, 2100.0, 5200.0)])  # fmt: skip
    for scatter, rate in (
        (Scatter(generator(), bank), 150.0),
        (DenseScatter(generator(), bank), 3e3),
    ):
        samples = np.concatenate([scatter.render(rate, spread=0.0) for _ in range(8)], axis=1)
        power = float((samples.astype(float) ** 2).mean(axis=1).sum())
        assert power == pytest.approx(rate, rel=0.15)


def test_a_grain_goes_on_in_the_next_block() -> None:
    grain = np.hanning(1000).astype(np.float32)
    buffer = OverlapBuffer(1000)
    buffer.add(BLOCK_FRAMES - 400, grain, 1.0, 0.0)
    both = np.concatenate((buffer.pop(), buffer.pop()), axis=1)
    expected = np.zeros((2, 2 * BLOCK_FRAMES), np.float32)
    expected[:, BLOCK_FRAMES - 400 : BLOCK_FRAMES + 600] = grain * np.float32(np.sqrt(0.5))
    assert np.allclose(both, expected, atol=1e-6)
    assert not buffer.pop().any()


def test_a_room_answers_a_click_with_a_tail_that_decays() -> None:
    space = Space(generator(), Setting(reverb_db=0.0, reverb_seconds=0.8))
    click = np.zeros((2, BLOCK_FRAMES), np.float32)
    click[:, 100] = 1.0
    heard = np.concatenate((space.process(click), space.process(np.zeros_like(click))), axis=1)
    tenth = SAMPLE_RATE_HERTZ // 10
    levels = [float((heard[:, n * tenth : (n + 1) * tenth] ** 2).sum()) for n in range(1, 7)]
    assert levels == sorted(levels, reverse=True)
    tail = heard[:, 1500:20_000]
    assert abs(np.corrcoef(*tail)[0, 1]) < 0.2


def test_width_zero_is_mono() -> None:
    space = Space(generator(), Setting(width=0.0))
    noise = generator().standard_normal((2, BLOCK_FRAMES)).astype(np.float32)
    heard = space.process(noise)
    assert np.allclose(heard[0], heard[1], atol=1e-5)
