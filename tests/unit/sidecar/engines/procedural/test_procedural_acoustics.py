import numpy as np
import pytest
from scipy import signal

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.layers import Motion, Place
from envsound_server.engines.procedural.models.grains import (
    OverlapBuffer,
    Scatter,
    balance,
    bubble_grain,
)
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.models.noise import (
    FREQUENCIES_HERTZ,
    Drift,
    EqualisedNoise,
    Ramp,
    spectrum,
)
from envsound_server.engines.procedural.source import BLOCK_FRAMES, STEPS_PER_BLOCK, Curve, Mono
from envsound_server.engines.procedural.space.air import air_absorption_decibels_per_metre
from envsound_server.engines.procedural.space.convolution import Convolver, partitioned
from envsound_server.engines.procedural.space.motion import Mover
from envsound_server.engines.procedural.space.places import (
    ACOUSTICS,
    direct_response,
    response_spectra,
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


def test_noise_has_the_spectrum_asked_for() -> None:
    gain = spectrum(((100, -40), (1000, 0), (8000, -20)))
    noise = EqualisedNoise(generator())
    samples = np.concatenate([noise.render(gain) for _ in range(48)], axis=1)
    frequencies, power = signal.welch(samples, SAMPLE_RATE_HERTZ, nperseg=2048)
    # White noise of RMS 1 has a density of 2 / rate.
    measured = 10 * np.log10(power.mean(axis=0) * SAMPLE_RATE_HERTZ / 2)
    wanted = 20 * np.log10(np.interp(frequencies, FREQUENCIES_HERTZ, gain) + 1e-9)
    middle = (frequencies > 150) & (frequencies < 15_000)
    assert np.abs(measured - wanted)[middle].max() < 2.5


@pytest.mark.parametrize("coherence", [0.0, 0.5, 0.9])
def test_noise_is_as_wide_as_asked_for(coherence: float) -> None:
    noise = EqualisedNoise(generator(), coherence)
    gain = spectrum(((20, 0), (20_000, 0)))
    samples = np.concatenate([noise.render(gain) for _ in range(8)], axis=1)
    assert np.corrcoef(*samples)[0, 1] == pytest.approx(coherence, abs=0.03)


def test_drift_wanders_at_its_rate_around_zero() -> None:
    drift = Drift(generator(), 0.5, 2)
    values = np.concatenate([drift.render() for _ in range(1600)], axis=1)
    assert np.abs(values.mean(axis=1)).max() < 0.2
    assert values.std(axis=1) == pytest.approx(1.0, abs=0.15)
    # No jump where blocks join.
    steps = np.abs(np.diff(values))
    assert steps[:, STEPS_PER_BLOCK - 1 :: STEPS_PER_BLOCK].max() <= 1.2 * steps.max()


def test_ramp_runs_on_across_blocks() -> None:
    ramp = Ramp()
    knots = np.sin(np.arange(24 * STEPS_PER_BLOCK) / 9)
    lines = np.concatenate([ramp.render(part) for part in knots.reshape(24, -1)])
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


def test_the_level_of_a_scatter_follows_its_rate() -> None:
    tones = [ring(np.array([f]), np.array([0.002]), np.ones(1)) for f in (900.0, 2100.0, 5200.0)]
    scatter, rate = Scatter(generator(), balance(tones)), 150.0
    samples = np.concatenate([scatter.render(rate, spread=0.0) for _ in range(64)], axis=1)
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


def blocks_of(samples: Curve) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    count = samples.shape[-1] // BLOCK_FRAMES
    return [samples[..., n * BLOCK_FRAMES : (n + 1) * BLOCK_FRAMES] for n in range(count)]


@pytest.mark.parametrize("frames", [1, 700, BLOCK_FRAMES, 3 * BLOCK_FRAMES + 11])
def test_a_stream_is_convolved_as_a_whole_would_be(frames: int) -> None:
    draw = generator()
    response = draw.standard_normal((2, frames))
    sound = draw.standard_normal(6 * BLOCK_FRAMES)
    convolver = Convolver(partitioned(response))
    heard = np.concatenate(
        [convolver.process(np.asarray(block, np.float32)) for block in blocks_of(sound)], axis=1
    )
    wanted = np.stack([signal.fftconvolve(sound, row)[: len(sound)] for row in response])
    assert np.abs(heard - wanted).max() < 1e-4 * np.abs(wanted).max()


def test_a_ring_is_the_sum_of_its_decaying_sines() -> None:
    frequencies, decays, gains = np.array([310.0, 941.0]), np.array([0.2, 0.05]), np.array([1, 0.4])
    heard = ring(frequencies, decays, gains)
    time = np.arange(len(heard)) / SAMPLE_RATE_HERTZ
    rows = zip(frequencies, decays, gains, strict=True)
    wanted = sum(g * np.exp(-time / d) * np.sin(2 * np.pi * f * time) for f, d, g in rows)
    assert len(heard) == pytest.approx(6.9 * 0.2 * SAMPLE_RATE_HERTZ, rel=0.01)
    assert np.abs(heard - wanted)[: len(heard) // 2].max() < 1e-3


ROOMS = [place for place in Place if ACOUSTICS[place].reverb_seconds]


@pytest.mark.parametrize("place", ROOMS)
def test_a_place_answers_a_click_with_a_wide_tail_that_decays(place: Place) -> None:
    spectra = response_spectra(place)
    assert spectra is not None
    convolver = Convolver(spectra)
    click = np.zeros(BLOCK_FRAMES, np.float32)
    click[0] = 1.0
    silence = np.zeros(BLOCK_FRAMES, np.float32)
    heard = np.concatenate(
        [convolver.process(block) for block in [click, *[silence] * 24]], axis=1
    ).astype(float)
    assert abs(np.corrcoef(*heard)[0, 1]) < 0.35
    energy = np.cumsum((heard**2).sum(axis=0)[::-1])[::-1]
    level = 10 * np.log10(energy / energy[0] + 1e-12)
    # Time from -5 to -25 dB of the decay curve, times three (ISO 3382).
    measured = 3 * (np.argmax(level < -25) - np.argmax(level < -5)) / SAMPLE_RATE_HERTZ
    assert 0.3 * max(ACOUSTICS[place].reverb_seconds) < measured
    assert measured < 1.3 * max(ACOUSTICS[place].reverb_seconds)


def test_places_differ_in_the_length_of_their_tails() -> None:
    order = (Place.FIELD, Place.ROOM, Place.CORRIDOR, Place.HALL, Place.CHURCH)
    tails = [ACOUSTICS[place].reverb_seconds[2] for place in order[1:]]
    assert tails == sorted(tails)
    levels = [ACOUSTICS[place].reverb_db for place in (Place.FIELD, Place.FOREST, Place.CAVE)]
    assert levels == sorted(levels)


@pytest.mark.parametrize("place", [Place.OUTSIDE_WINDOW, Place.THROUGH_WALL, Place.UNDERWATER])
def test_walls_and_water_take_the_treble(place: Place) -> None:
    spectra = direct_response(place, 2.0)
    assert spectra is not None
    gains = np.abs(spectra[0, 0])
    hertz = np.arange(len(gains)) * SAMPLE_RATE_HERTZ / (2 * BLOCK_FRAMES)
    at = {f: gains[np.argmin(np.abs(hertz - f))] for f in (100, 6_000)}
    assert at[6_000] < 0.1 * at[100]


def moved(motion: Motion, sound: Curve, has_doppler: bool) -> Curve:
    seconds = sound.shape[1] / SAMPLE_RATE_HERTZ
    mover = Mover(motion, seconds, has_doppler)
    blocks = [mover.process(np.asarray(block, np.float32)) for block in blocks_of(sound)]
    return np.concatenate(blocks, axis=1).astype(float)


def test_what_approaches_gets_louder_and_what_recedes_fainter() -> None:
    noise = generator().standard_normal((2, 40 * BLOCK_FRAMES))
    for motion, sign in ((Motion.APPROACHING, 1), (Motion.RECEDING, -1)):
        heard = moved(motion, noise, False)
        quarter = heard.shape[1] // 4
        rise_db = 20 * np.log10(heard[:, -quarter:].std() / heard[:, :quarter].std())
        assert sign * rise_db > 8


def test_what_passes_is_loudest_in_the_middle_and_falls_in_pitch() -> None:
    frames = 54 * BLOCK_FRAMES
    tone = np.sin(2 * np.pi * 880 * np.arange(frames) / SAMPLE_RATE_HERTZ)
    heard = moved(Motion.PASSING, np.stack((tone, tone)), True).mean(axis=0)
    fifth = frames // 5
    levels = [heard[n * fifth : (n + 1) * fifth].std() for n in range(5)]
    assert np.argmax(levels) == 2

    def pitch(part: Curve) -> float:
        return float((np.diff(np.signbit(part)) > 0).sum() / 2 / (len(part) / SAMPLE_RATE_HERTZ))

    assert pitch(heard[fifth : 2 * fifth]) > 885 > 875 > pitch(heard[3 * fifth : 4 * fifth])


def test_left_to_right_moves_from_left_to_right() -> None:
    noise = generator().standard_normal((2, 20 * BLOCK_FRAMES))
    heard = moved(Motion.LEFT_TO_RIGHT, noise, False)
    tenth = heard.shape[1] // 10
    left, right = heard[0], heard[1]
    assert left[:tenth].std() > 3 * right[:tenth].std()
    assert right[-tenth:].std() > 3 * left[-tenth:].std()
