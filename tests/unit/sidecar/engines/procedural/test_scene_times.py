"""Start, end, repetition and level course of the layers of a scene."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples, frame_count
from envsound_server.engines.procedural import scene
from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import (
    Distance,
    Intensity,
    Layer,
    Moment,
    Motion,
    Pace,
    Place,
    Swell,
)
from envsound_server.engines.procedural.models.events import Bouts, LogNormal, Schedule
from envsound_server.engines.procedural.scene import ScenePlayer
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Part, Source
from envsound_server.engines.procedural.timing import Envelope, time_span

BLOCK_SECONDS = BLOCK_FRAMES / SAMPLE_RATE_HERTZ


def at(seconds: float) -> Moment:
    return Moment(seconds=seconds)


def played(
    layers: Sequence[Layer], seconds: float, seed: int = 1, left_out: frozenset[str] = frozenset()
) -> Samples:
    player = ScenePlayer(layers, seed, seconds, left_out)
    frames = frame_count(seconds)
    blocks = [player.render() for _ in range(-(-frames // BLOCK_FRAMES))]
    return np.concatenate(blocks, axis=1)[:, :frames]


def level_db(samples: Samples, first_seconds: float, last_seconds: float) -> float:
    first, last = (int(t * SAMPLE_RATE_HERTZ) for t in (first_seconds, last_seconds))
    return float(10 * np.log10(np.mean(samples[:, first:last].astype(float) ** 2) + 1e-20))


def peak_db(samples: Samples, first_seconds: float, last_seconds: float) -> float:
    first, last = (int(t * SAMPLE_RATE_HERTZ) for t in (first_seconds, last_seconds))
    return float(20 * np.log10(np.abs(samples[:, first:last]).max() + 1e-10))


def onsets_seconds(samples: Samples, threshold_db: float, apart_seconds: float) -> list[float]:
    """Return the times at which the level exceeds a threshold relative to its maximum, s."""
    step = SAMPLE_RATE_HERTZ // 200
    count = samples.shape[1] // step
    levels = np.abs(samples[:, : count * step]).max(axis=0).reshape(count, step).max(axis=1)
    loud = np.flatnonzero(levels > levels.max() * 10 ** (threshold_db / 20)) / 200
    return [t for n, t in enumerate(loud) if n == 0 or t - loud[n - 1] > apart_seconds]


class Ones:
    """A source of constant level that counts its blocks."""

    def __init__(self) -> None:
        self.blocks = 0

    def render(self) -> Samples:
        self.blocks += 1
        return np.ones((2, BLOCK_FRAMES), np.float32)


@pytest.fixture
def ones(monkeypatch: pytest.MonkeyPatch) -> Ones:
    """Replace the source of "room tone" (a bed) and "gunshot" (events) by a constant."""
    source = Ones()

    def make(part: Part) -> Source:
        return source

    kinds = {
        name: replace(KINDS[name], make=make, place=Place.DRY, gain_db=0.0, metres=(1.0, 1.0, 1.0))
        for name in ("room tone", "gunshot")
    }
    monkeypatch.setattr(scene, "KINDS", {**KINDS, **kinds})
    return source


UNTIMED_DB = (
    (
        [Layer("rain", Intensity.HEAVY)],
        (-23.04, -23.05, -23.25, -23.31, -23.29, -23.11, -22.72, -22.64),
    ),
    (
        [
            Layer("ocean waves"),
            Layer("thunder", distance=Distance.DISTANT),
            Layer("dog bark", count=2),
        ],
        (-23.22, -21.91, -23.68, -24.72, -22.27, -24.34, -21.9, -20.51),
    ),
    (
        [Layer("tavern", place=Place.ROOM), Layer("knock on a door", count=3, pace=Pace.SLOW)],
        (-25.74, -25.15, -25.04, -26.29, -25.97, -27.21, -25.74, -29.41),
    ),
    (
        [
            Layer("car passing", motion=Motion.PASSING),
            Layer("siren", motion=Motion.APPROACHING),
            Layer("songbirds"),
        ],
        (-26.45, -23.69, -27.58, -17.85, -19.61, -24.27, -21.31, -13.75),
    ),
    (
        [Layer("church bell", count=3), Layer("small bells"), Layer("owl", place=Place.CAVE)],
        (-15.24, -14.76, -17.78, -15.64, -17.49, -12.36, -14.31, -19.67),
    ),
    (
        [
            Layer("horse and carriage", motion=Motion.LEFT_TO_RIGHT),
            Layer("footsteps on stone"),
        ],
        (-21.35, -21.19, -20.87, -17.76, -17.23, -17.54, -19.0, -20.71),
    ),
    (
        [Layer("breathing"), Layer("snoring"), Layer("rooster")],
        (-18.26, -15.3, -14.52, -16.24, -12.81, -19.2, -30.23, -37.32),
    ),
)
"""Scenes without times, and their level in eighths of 16 blocks, dB, from a version without times.

Samples differ between processors in their last bits. A change of a draw or a gain is larger.
"""


@pytest.mark.parametrize(("layers", "levels_db"), UNTIMED_DB)
def test_scenes_without_times_sound_as_ever(
    layers: list[Layer], levels_db: tuple[float, ...]
) -> None:
    player = ScenePlayer(layers, 11, 3.0)
    samples = np.concatenate([player.render() for _ in range(16)], axis=1).astype(float)
    eighths = np.mean(samples.reshape(2, 8, -1) ** 2, axis=(0, 2))
    assert 10 * np.log10(eighths) == pytest.approx(levels_db, abs=0.011)


@pytest.mark.parametrize("start", [0.5, 1.0, 3.333])
@pytest.mark.parametrize("kind", ["rain", "machine hum", "city traffic", "tavern"])
def test_a_bed_is_silent_until_it_starts(kind: str, start: float) -> None:
    samples = played([Layer(kind, start=at(start))], 6.0)
    assert level_db(samples, start + 1.0, 6.0) > level_db(samples, 0.0, start) + 30


@pytest.mark.parametrize(
    "kind", ["gunshot", "dog bark", "footsteps on stone", "church bell", "cow", "knock on a door"]
)
def test_events_begin_where_their_layer_starts(kind: str) -> None:
    for start in (2.0, 5.0):
        samples = played([Layer(kind, start=at(start), place=Place.DRY)], 10.0)
        first = onsets_seconds(samples, -30, 0.1)[0]
        assert start + 0.01 < first < start + 0.35


@pytest.mark.parametrize("late", [0, 1, BLOCK_FRAMES // 2, BLOCK_FRAMES - 1, BLOCK_FRAMES])
def test_starts_and_ends_are_exact_wherever_they_fall_in_a_block(ones: Ones, late: int) -> None:
    start, end = 3 * BLOCK_FRAMES + late, 9 * BLOCK_FRAMES + late
    layer = Layer("gunshot", start=at(start / SAMPLE_RATE_HERTZ), end=at(end / SAMPLE_RATE_HERTZ))
    loud = np.flatnonzero(np.abs(played([layer], 4.0)[0]) > 0.1)
    assert loud[0] == start
    assert np.array_equal(loud[loud < end], np.arange(start, end))
    assert end < loud[-1] < end + SAMPLE_RATE_HERTZ


def test_events_ring_out_within_a_second_of_their_end() -> None:
    samples = played([Layer("church bell", end=at(4.0), place=Place.DRY)], 8.0)
    assert peak_db(samples, 4.0, 4.3) > peak_db(samples, 0.0, 4.0) - 30
    assert peak_db(samples, 5.1, 8.0) < peak_db(samples, 0.0, 4.0) - 45


def test_no_event_begins_after_the_end() -> None:
    for seed in range(3):
        layer = Layer("footsteps on stone", end=at(4.0), place=Place.DRY)
        onsets = onsets_seconds(played([layer], 8.0, seed), -20, 0.15)
        assert len(onsets) > 4
        assert max(onsets) < 4.35


def test_a_bed_fades_in_and_out(ones: Ones) -> None:
    samples = played([Layer("room tone", start=at(1.0), end=at(5.0))], 6.0)[0]
    frames = [int(t * SAMPLE_RATE_HERTZ) for t in (1.0, 1.4, 1.81, 4.19, 4.6, 5.001)]
    assert samples[frames] == pytest.approx([0.0, 0.5, 1.0, 1.0, 0.5, 0.0], abs=0.01)


def test_a_short_bed_fades_over_a_quarter_of_its_time(ones: Ones) -> None:
    samples = played([Layer("room tone", start=at(1.0), end=at(2.0))], 6.0)[0]
    frames = [int(t * SAMPLE_RATE_HERTZ) for t in (1.0, 1.125, 1.251, 1.749, 1.875, 2.001)]
    assert samples[frames] == pytest.approx([0.0, 0.5, 1.0, 1.0, 0.5, 0.0], abs=0.01)


def test_a_sudden_bed_is_there_at_once(ones: Ones) -> None:
    samples = played([Layer("room tone", start=at(1.0), is_sudden=True)], 4.0)[0]
    assert samples[SAMPLE_RATE_HERTZ] < 0.01
    assert samples[int(1.021 * SAMPLE_RATE_HERTZ)] > 0.99


def test_a_sudden_bed_that_sounds_from_the_beginning_stops_at_once(ones: Ones) -> None:
    samples = played([Layer("room tone", end=at(2.0), is_sudden=True)], 4.0)[0]
    assert samples[int(1.979 * SAMPLE_RATE_HERTZ)] > 0.99
    assert abs(samples[int(2.001 * SAMPLE_RATE_HERTZ)]) < 0.01


def test_a_bed_that_starts_late_is_in_full_swing() -> None:
    late, whole = (played([Layer("rain", start=start)], 10.0) for start in (at(4.0), Moment(0.0)))
    assert level_db(late, 5.0, 10.0) == pytest.approx(level_db(whole, 5.0, 10.0), abs=1.0)


@pytest.mark.parametrize("start", [Moment(1.0), at(9.97), at(12.0)])
def test_a_late_start_is_moved_forward(start: Moment) -> None:
    shot = Layer("gunshot", count=1, start=start)
    assert 9.0 < onsets_seconds(played([shot], 10.0), -20, 0.5)[0] < 9.5
    assert time_span(shot, 0.5).start_seconds == 0.0


def test_what_would_end_before_it_starts_lasts_a_second() -> None:
    span = time_span(Layer("rain", start=Moment(0.6), end=Moment(0.4)), 10.0)
    assert (span.start_seconds, span.end_seconds) == (6.0, 7.0)


def test_what_has_not_begun_or_is_over_costs_nothing(ones: Ones) -> None:
    played([Layer("rain"), Layer("room tone", start=at(20.0), end=at(21.0))], 30.0)
    assert ones.blocks <= 1 / BLOCK_SECONDS + 4


@pytest.mark.parametrize("kind", ["rain", "siren", "footsteps on stone", "crowd"])
def test_what_rises_grows_louder_and_what_falls_fades_away(kind: str) -> None:
    rising = played([Layer(kind, swell=Swell.RISING)], 12.0)
    falling = played([Layer(kind, swell=Swell.FALLING)], 12.0)
    assert level_db(rising, 9.0, 12.0) > level_db(rising, 0.0, 3.0) + 12
    assert level_db(falling, 0.0, 3.0) > level_db(falling, 9.0, 12.0) + 12


def test_a_swell_is_smooth_and_ends_at_the_full_level(ones: Ones) -> None:
    layer = Layer("room tone", swell=Swell.RISING, start=at(1.0))
    envelope = Envelope(time_span(layer, 10.0), layer.swell, is_bed=True)
    blocks = [envelope.gains(n * BLOCK_FRAMES) for n in range(54)]
    gains = np.concatenate([block for block in blocks if block is not None])
    assert len(gains) == 54 * BLOCK_FRAMES
    assert np.abs(np.diff(gains)).max() < 2e-5
    samples = played([layer], 10.0)[0]
    assert samples[-1] == pytest.approx(1.0, abs=0.001)
    assert samples[int(5.5 * SAMPLE_RATE_HERTZ)] == pytest.approx(10 ** (-12 / 20), abs=0.001)


def test_rain_that_swells_only_in_its_time_is_steady_before_it() -> None:
    layers = [Layer("wind"), Layer("rain", start=at(5.0), swell=Swell.RISING)]
    without = [Layer("wind"), Layer("rain", start=at(5.0))]
    frames = 5 * SAMPLE_RATE_HERTZ
    assert np.array_equal(played(layers, 8.0)[:, :frames], played(without, 8.0)[:, :frames])


def test_motion_takes_the_time_of_the_layer() -> None:
    layer = Layer("siren", motion=Motion.LEFT_TO_RIGHT, start=at(2.0), end=at(8.0))
    samples = played([replace(layer, place=Place.DRY)], 12.0)
    assert level_db(samples[:1], 2.5, 3.5) > level_db(samples[1:], 2.5, 3.5) + 6
    assert level_db(samples[1:], 6.5, 7.5) > level_db(samples[:1], 6.5, 7.5) + 6


EVERY_TWO_SECONDS = (
    "knock on a door", "dog bark", "church bell", "clock striking", "gunshot", "rooster", "cow",
    "footsteps on stone", "drum", "door slam", "owl", "sword clash", "heartbeat", "clock ticking",
    "woodpecker", "whoosh",
)  # fmt: skip


@pytest.mark.parametrize("kind", EVERY_TWO_SECONDS)
def test_something_every_two_seconds(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[float] = []
    due = Schedule.due

    def noted(self: Schedule, before_seconds: float) -> object:
        answer = due(self, before_seconds)
        if answer is not None and answer[1].place_in_bout == 0:
            begun.append(answer[0])
        return answer

    monkeypatch.setattr(Schedule, "due", noted)
    layer = Layer(kind, every_seconds=2.0)
    played([layer], 10.0, left_out=frozenset({"songbirds"}))
    assert len(begun) in (4, 5)  # a long call is not begun when it could not be finished
    assert np.diff(begun) == pytest.approx(2.0, rel=0.101)


@pytest.mark.parametrize("kind", ["gunshot", "glass breaking", "small bells", "door slam", "siren"])
def test_an_event_every_two_seconds_is_rendered(kind: str) -> None:
    samples = played([Layer(kind, every_seconds=2.0, place=Place.DRY)], 10.0)
    levels = np.array([peak_db(samples, t, t + 0.1) for t in np.arange(0.0, 10.0, 0.1)])
    is_loud = levels[1:] > levels.max() - 15.0
    rises = np.flatnonzero((np.diff(levels) > 2.0) & is_loud) / 10
    onsets = [t for n, t in enumerate(rises) if n == 0 or t - rises[n - 1] > 0.75]
    assert len(onsets) in (4, 5)


def test_a_car_every_five_seconds() -> None:
    samples = played([Layer("car passing", every_seconds=5.0, count=3)], 30.0)
    levels = np.array([level_db(samples, t, t + 0.5) for t in np.arange(0.0, 30.0, 0.5)])
    # Three are closest at about 3, 8 and 13 s, and then the street is empty.
    assert levels[16:30].max() > levels[40:].max() + 6
    assert levels[10:18].max() > levels[18:21].min() + 2


@pytest.mark.parametrize("seconds", [2.0, 12.0, 30.0])
@pytest.mark.parametrize("count", [1, 3, 6])
def test_a_counted_sound_occurs_once_in_that_time(seconds: float, count: int) -> None:
    layer = Layer("dog bark", count=count, every_seconds=2.0)
    bouts = Bouts((1, 3), LogNormal(0.3, 0.2), LogNormal(5.0, 0.3))
    schedule = Schedule(
        np.random.default_rng(1), bouts, Part(layer, seconds, np.random.SeedSequence(1))
    )
    onsets = [onset for onset, _ in iter(lambda: schedule.due(1e9), None)]
    assert len(onsets) == count
    assert max(onsets) < seconds
    if seconds > 2.0 * count:
        assert np.diff(onsets) == pytest.approx(2.0, rel=0.101)


def test_a_breath_is_drawn_and_let_out_in_each_time() -> None:
    samples = played([Layer("breathing", every_seconds=6.0)], 24.0)
    quiet = [level_db(samples, 6.0 * n + 4.4, 6.0 * n + 5.7) for n in range(4)]
    assert max(quiet) < level_db(samples, 0.0, 24.0) - 15


def test_what_is_too_fast_for_its_bouts_has_smaller_ones() -> None:
    layer = Layer("knock on a door", every_seconds=0.4)
    onsets = onsets_seconds(played([layer], 8.0), -20, 0.1)
    assert len(onsets) == pytest.approx(20, abs=2)


@pytest.mark.parametrize("kind", ["rain", "ship", "purring", "construction site", "tavern"])
def test_beds_ignore_a_rate(kind: str) -> None:
    assert np.array_equal(played([Layer(kind, every_seconds=2.0)], 4.0), played([Layer(kind)], 4.0))


def test_the_members_of_a_composite_keep_its_time() -> None:
    for kind in ("night village", "market", "restaurant", "horse and carriage"):
        samples = played([Layer(kind, start=at(4.0), end=at(8.0), place=Place.DRY)], 12.0)
        inside = level_db(samples, 5.0, 7.0)
        assert level_db(samples, 0.0, 4.0) < inside - 28
        assert level_db(samples, 9.2, 12.0) < inside - 28


def test_what_is_left_out_is_no_member_either() -> None:
    whole = played([Layer("night village")], 12.0)
    no_dog = played([Layer("night village")], 12.0, left_out=frozenset({"dog bark"}))
    dog_alone = whole - no_dog
    assert np.abs(dog_alone).max() > 1e-3
    crickets = played([Layer("night village")], 12.0, left_out=frozenset({"crickets"}))
    assert level_db(crickets, 0.0, 12.0) < level_db(whole, 0.0, 12.0)


def test_two_layers_of_a_kind_are_two_sounds() -> None:
    light = Layer("rain", Intensity.LIGHT, end=Moment(0.6))
    heavy = Layer("rain", Intensity.HEAVY, start=Moment(0.4))
    samples = played([light, heavy], 10.0)
    assert level_db(samples, 7.0, 10.0) > level_db(samples, 0.0, 3.0) + 5
    twice = played([Layer("rain"), Layer("rain")], 4.0)
    once = played([Layer("rain")], 4.0)
    assert level_db(twice, 0.0, 4.0) == pytest.approx(level_db(once, 0.0, 4.0) + 3, abs=0.5)


def test_a_later_layer_leaves_what_was_before_it_as_it_was() -> None:
    first = [Layer("rain"), Layer("dog bark"), Layer("wind", start=at(1.0))]
    samples, more = (
        played(layers, 8.0)
        for layers in (first, [*first, Layer("thunder", start=at(4.1)), Layer("rain", start=at(5))])
    )
    frames = int(4.1 * SAMPLE_RATE_HERTZ)
    assert np.array_equal(samples[:, :frames], more[:, :frames])
    assert not np.array_equal(samples, more)


def test_a_layers_level_is_its_own() -> None:
    soft, usual = (played([Layer("rain", level_db=level)], 4.0) for level in (-6.0, 0.0))
    assert level_db(soft, 0.0, 4.0) == pytest.approx(level_db(usual, 0.0, 4.0) - 6, abs=0.01)


def test_a_scene_whose_bed_comes_late_is_not_digitally_silent() -> None:
    samples = played([Layer("rain", start=at(3.0))], 6.0)
    assert np.abs(samples[:, : 2 * SAMPLE_RATE_HERTZ]).max() > 1e-6
