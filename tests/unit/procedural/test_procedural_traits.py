"""Each sound is held to what can be measured of it: it is neither white noise nor another sound."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, fields

import numpy as np
import pytest
from scipy import ndimage, signal

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural import create
from envsound_server.engines.procedural.source import Curve

Play = Callable[[str, float, int], Samples]
SOUNDS = create({}).description.known_sounds
SECONDS = 10.0
STEP_FRAMES = 441


@dataclass(frozen=True)
class Traits:
    """What was measured of a sound.

    centroid_octaves: middle of its spectrum, log2 of Hz; spread_octaves around it.
    slope_db: fall of the spectrum from 125 Hz to 16 kHz, dB an octave.
    tonality_db: how far the strongest line stands out of its surroundings.
    slow_db, fast_db: how much the level moves over more or less than half a second.
    impulsiveness: log2 of the kurtosis above 1 kHz; 1.6 for noise.
    onsets_hertz: sudden events a second. crest_db: peak against RMS.
    correlation: of left and right.
    """

    centroid_octaves: float
    spread_octaves: float
    slope_db: float
    tonality_db: float
    slow_db: float
    fast_db: float
    impulsiveness: float
    onsets_hertz: float
    crest_db: float
    correlation: float


def measure(samples: Samples) -> Traits:
    frequencies, power = signal.welch(samples.astype(float), SAMPLE_RATE_HERTZ, nperseg=8192)
    power = power.mean(axis=0)
    heard = (frequencies >= 40) & (frequencies <= 16_000)
    weights, octaves = power[heard] / power[heard].sum(), np.log2(frequencies[heard])
    centroid = float((weights * octaves).sum())
    bands = [
        10 * np.log10(power[(frequencies >= low) & (frequencies < 2 * low)].mean())
        for low in 125 * 2.0 ** np.arange(7)
    ]
    surroundings = ndimage.median_filter(power, 129)
    line = np.flatnonzero(heard)[power[heard].argmax()]
    mono = samples.mean(axis=0, dtype=float)
    level = level_db(mono)
    slow = ndimage.uniform_filter1d(level, 50)
    treble = signal.sosfilt(
        signal.butter(2, 1000, "highpass", fs=SAMPLE_RATE_HERTZ, output="sos"), mono
    )
    return Traits(
        centroid,
        float(np.sqrt((weights * (octaves - centroid) ** 2).sum())),
        float(np.polyfit(np.arange(7), bands, 1)[0]),
        float(10 * np.log10(power[line] / surroundings[line])),
        float(slow.std()),
        float((level - slow).std()),
        float(np.log2(np.mean(treble**4) / np.mean(treble**2) ** 2)),
        onset_count(treble) / (len(mono) / SAMPLE_RATE_HERTZ),
        float(20 * np.log10(np.abs(mono).max() / mono.std())),
        float(np.corrcoef(*samples)[0, 1]),
    )


def level_db(mono: Curve, step_frames: int = STEP_FRAMES) -> Curve:
    steps = mono[: len(mono) // step_frames * step_frames].reshape(-1, step_frames)
    return np.asarray(20 * np.log10(np.sqrt((steps**2).mean(axis=1)) + 1e-6), np.float64)


def onset_count(treble: Curve) -> int:
    peaks = np.abs(treble[: len(treble) // 88 * 88]).reshape(-1, 88).max(axis=1)
    return len(signal.find_peaks(20 * np.log10(peaks + 1e-7), prominence=12, distance=5)[0])


def rms_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(samples.astype(float) ** 2)))


EXPECTED: dict[str, dict[str, tuple[float, float]]] = {
    # A dense scatter of drops: bright, many sudden events, steady on the whole, wide.
    "rain": {"centroid_octaves": (11.6, 12.6), "impulsiveness": (3.2, 5.5), "fast_db": (2.2, 4.5),
             "onsets_hertz": (35, 60), "slow_db": (0, 2.6), "correlation": (-0.1, 0.1)},
    # A clap, then seconds of dark rolling: hardly any treble, large slow changes.
    "thunder": {"centroid_octaves": (6.8, 8.2), "slope_db": (-23, -16), "slow_db": (8, 15),
                "correlation": (0.2, 0.6)},
    # Gusts over seconds; falling spectrum; no sudden events.
    "wind": {"centroid_octaves": (8.2, 9.8), "slope_db": (-9, -5.5), "slow_db": (2.8, 10),
             "fast_db": (1.2, 2.4), "onsets_hertz": (0, 3)},
    # One swell and break in ten seconds; broad; treble from the foam.
    "ocean waves": {"centroid_octaves": (10.1, 11.2), "slope_db": (-4, -1.8), "slow_db": (3.4, 7.5),
                    "spread_octaves": (1.4, 2.0), "fast_db": (1.5, 3)},
    # Bubbles between 0.4 and 5 kHz: narrow, lively.
    "stream": {"centroid_octaves": (9.0, 10.3), "spread_octaves": (0.5, 0.95), "fast_db": (6.5, 10),
               "onsets_hertz": (14, 28), "slow_db": (1.8, 5.5)},
    # Crackles far above a dark lapping: the most impulsive treble of all.
    "fire": {"centroid_octaves": (7.4, 8.5), "impulsiveness": (6.0, 9.5), "slow_db": (0.5, 2.2),
             "spread_octaves": (1.3, 2.1), "onsets_hertz": (5, 14)},
    # Tones between 2 and 7 kHz, with pauses.
    "birds": {"centroid_octaves": (11.3, 12.6), "spread_octaves": (0.1, 0.75), "slow_db": (8, 19),
              "slope_db": (4, 8), "correlation": (0.1, 0.95)},
    # The narrowest of all, at 4 to 5 kHz, pulsing.
    "crickets": {"centroid_octaves": (12.0, 12.35), "spread_octaves": (0, 0.2), "fast_db": (6, 12),
                 "slow_db": (1, 4.5), "onsets_hertz": (11, 26)},
    # Passes that swell and fade; smooth; engines as low lines.
    "city traffic": {"centroid_octaves": (9.1, 10.1), "spread_octaves": (1.2, 1.8),
                     "fast_db": (0.6, 1.4), "slow_db": (1.5, 8), "onsets_hertz": (0, 1.2)},
    # Voices: energy between 150 Hz and 1.5 kHz, moving at the rate of syllables.
    "café murmur": {"centroid_octaves": (8.4, 9.4), "spread_octaves": (0.5, 1.1),
                    "fast_db": (1.8, 3.4), "slow_db": (0.8, 2.8), "tonality_db": (5, 14)},
    # One tick a second out of silence.
    "clock": {"onsets_hertz": (0.9, 1.3), "fast_db": (11, 14), "crest_db": (25, 30),
              "impulsiveness": (6.3, 7.8)},
    # Steady lines of the mains and the rotor.
    "machine hum": {"centroid_octaves": (5.8, 7.2), "tonality_db": (20, 40), "crest_db": (7, 14),
                    "slow_db": (0.2, 2.8), "onsets_hertz": (0, 3)},
}  # fmt: skip


@pytest.mark.parametrize("sound", SOUNDS)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_has_its_traits(play: Play, sound: str, seed: int) -> None:
    traits = measure(play(sound, SECONDS, seed))
    for name, (low, high) in EXPECTED[sound].items():
        assert low <= getattr(traits, name) <= high, f"{name} of {sound}"


def test_no_sound_is_expected_to_be_white_noise() -> None:
    noise = np.random.default_rng(1).standard_normal((2, 441_000)).astype(np.float32)
    white = measure(noise * np.float32(0.1))
    for sound, expected in EXPECTED.items():
        outside = [n for n, (low, high) in expected.items() if not low <= getattr(white, n) <= high]
        assert len(outside) >= 2, sound


def test_each_sound_is_recognised_among_all(play: Play) -> None:
    known = np.array([[astuple(measure(play(s, SECONDS, n))) for n in range(3)] for s in SOUNDS])
    middles = known.mean(axis=1)
    scale = np.sqrt(known.var(axis=1).mean(axis=0)) + 0.05
    assert known.shape == (12, 3, len(fields(Traits)))
    for sound in SOUNDS:
        for unseen_seed in (101, 102):
            traits = np.array(astuple(measure(play(sound, SECONDS, unseen_seed))))
            away = (((traits - middles) / scale) ** 2).sum(axis=1)
            assert SOUNDS[int(away.argmin())] == sound


@pytest.mark.parametrize("sound", SOUNDS)
def test_is_true_stereo_that_survives_mono(play: Play, sound: str) -> None:
    samples = play(sound, SECONDS, 1)
    assert np.corrcoef(*samples)[0, 1] < 0.95
    # Independent channels lose 3 dB in mono; more would be cancellation.
    assert rms_db(samples.mean(axis=0, keepdims=True)) > rms_db(samples) - 4.5
    left, right = rms_db(samples[:1]), rms_db(samples[1:])
    assert abs(left - right) < 8


@pytest.mark.parametrize("sound", SOUNDS)
def test_heavy_is_louder_than_light(play: Play, sound: str) -> None:
    light, usual, heavy = (play(f"{word} {sound}", SECONDS, 2) for word in ("light", "", "heavy"))
    assert rms_db(light) + 1 < rms_db(usual)
    assert rms_db(usual) + 0.7 < rms_db(heavy)


@pytest.mark.parametrize("sound", SOUNDS)
def test_distant_is_quieter_and_darker_than_near(play: Play, sound: str) -> None:
    near, distant = (play(f"{word} {sound}", SECONDS, 2) for word in ("near", "distant"))
    assert rms_db(distant) < rms_db(near) - 6
    assert treble_share_db(distant) < treble_share_db(near) - 1


def treble_share_db(samples: Samples) -> float:
    """The part of the power between 5.5 and 16 kHz."""
    frequencies, power = signal.welch(samples.astype(float), SAMPLE_RATE_HERTZ, nperseg=4096)
    power = power.mean(axis=0)
    treble = power[(frequencies > 5_500) & (frequencies < 16_000)].sum()
    return float(10 * np.log10(treble / power.sum()))


def test_heavier_rain_is_denser(play: Play) -> None:
    light, usual, heavy = (
        measure(play(f"{word} rain", SECONDS, 2)).impulsiveness for word in ("light", "", "heavy")
    )
    assert light > usual + 0.5 > heavy + 1.0


@pytest.mark.parametrize(
    ("prompt", "ticks"), [("slow clock", 10), ("clock", 15), ("fast clock", 30)]
)
def test_pace_sets_the_clock(play: Play, prompt: str, ticks: int) -> None:
    level = level_db(play(prompt, 15.0, 1).mean(axis=0, dtype=float))
    beats, _ = signal.find_peaks(level, height=level.max() - 12, distance=20)
    assert len(beats) == ticks
    assert np.ptp(np.diff(beats)) <= 2


@pytest.mark.parametrize(
    ("prompt", "low_seconds", "high_seconds"),
    [("slow ocean waves", 10.5, 16.5), ("ocean waves", 6, 12), ("fast ocean waves", 3.5, 6.5)],
)
def test_waves_break_at_their_pace(
    play: Play, prompt: str, low_seconds: float, high_seconds: float
) -> None:
    level = level_db(play(prompt, 75.0, 1).mean(axis=0, dtype=float), 4410)
    swells, _ = signal.find_peaks(ndimage.gaussian_filter1d(level, 8), prominence=3)
    periods = np.diff(swells) / 10
    assert len(periods) >= 4
    assert low_seconds <= periods.min()
    assert periods.max() <= high_seconds


@pytest.mark.parametrize("sound", ["birds", "crickets", "fire"])
def test_fast_has_more_events_than_slow(play: Play, sound: str) -> None:
    slow, fast = (measure(play(f"{word} {sound}", 20.0, 3)) for word in ("slow", "fast"))
    assert fast.onsets_hertz > 1.3 * slow.onsets_hertz


def test_fast_thunder_strikes_more_often(play: Play) -> None:
    def strikes(word: str) -> int:
        level = level_db(play(f"{word} thunder", 60.0, 3).mean(axis=0, dtype=float), 4410)
        return len(signal.find_peaks(ndimage.gaussian_filter1d(level, 5), prominence=4)[0])

    assert strikes("fast") > strikes("") > strikes("slow") >= 2


@pytest.mark.parametrize("distance", ["near", "", "distant"])
@pytest.mark.parametrize("seed", range(3))
def test_thunder_strikes_early_and_rolls_down_in_pitch(
    play: Play, distance: str, seed: int
) -> None:
    mono = play(f"{distance} thunder", 10.0, seed).mean(axis=0, dtype=float)
    level = level_db(mono, 4410)
    strike = int(np.argmax(level > level.max() - 12))
    assert 1 <= strike <= 25
    assert level[strike:].max() > level[: strike - 1].max() + 10
    start = strike * 4410
    early, late = (
        mono[start + second * SAMPLE_RATE_HERTZ :][: 2 * SAMPLE_RATE_HERTZ] for second in (0, 5)
    )
    assert rms_db(late) < rms_db(early) - 2
    if distance != "distant":
        assert centroid_hertz(late) < 0.75 * centroid_hertz(early)


def centroid_hertz(mono: Curve) -> float:
    frequencies, power = signal.welch(mono, SAMPLE_RATE_HERTZ, nperseg=8192)
    return float((frequencies * power)[4:].sum() / power[4:].sum())


def test_surfaces_sound_like_themselves(play: Play) -> None:
    bare, leaves, roof, water = (
        measure(play(f"rain{where}", SECONDS, 1))
        for where in ("", " on leaves", " on a tin roof", " on water")
    )
    assert leaves.centroid_octaves < bare.centroid_octaves - 0.7
    assert roof.tonality_db > bare.tonality_db + 6
    assert water.centroid_octaves > bare.centroid_octaves + 0.2
    open_wind, rustling = (measure(play(p, SECONDS, 1)) for p in ("wind", "wind in the trees"))
    assert rustling.centroid_octaves > open_wind.centroid_octaves + 0.4


def test_murmur_moves_at_the_rate_of_syllables(play: Play) -> None:
    def share(samples: Samples) -> float:
        envelope = 10 ** (level_db(samples.mean(axis=0, dtype=float)) / 20)
        rates, power = signal.welch(envelope - envelope.mean(), 100, nperseg=500)
        return float(power[(rates >= 1.5) & (rates <= 7)].sum() / power[rates >= 1.5].sum())

    noise = np.random.default_rng(3).standard_normal((2, 882_000)).astype(np.float32)
    assert share(play("quiet café", 20.0, 2)) > 2.5 * share(noise * np.float32(0.1))


def test_background_stays_behind(play: Play) -> None:
    rain, birds = play("rain", SECONDS, 4), play("distant birds", SECONDS, 4)
    both = play("rain with distant birds", SECONDS, 4)
    assert rms_db(birds) < rms_db(rain) - 3
    # The rain is the same drops at nearly the same level, whoever sings behind it.
    assert np.corrcoef(both[0], rain[0])[0, 1] > 0.9
