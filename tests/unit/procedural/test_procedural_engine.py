import itertools
import tracemalloc
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from scipy import ndimage, signal

from envsound_server.audio.levels import LevelMeter
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.base import Advance, EngineRequest, Stage
from envsound_server.engines.procedural import create
from envsound_server.errors import PromptNotUnderstood

SOUNDS = create({}).description.known_sounds
Play = Callable[[str, float, int], Samples]
Stream = Callable[[str, int, int], Iterator[Advance]]


def test_says_what_it_is() -> None:
    description = create({}).description
    assert description.name == "procedural"
    assert (description.duration_seconds.low, description.duration_seconds.high) == (0.5, 3600.0)
    assert description.steps is None
    assert description.cfg_scale is None
    assert not description.supports_negative_prompt
    assert len(SOUNDS) == 12
    assert description.languages == ("en", "zh")


@pytest.mark.parametrize("sound", SOUNDS)
def test_understands_its_own_names_of_sounds(sound: str) -> None:
    rendering = create({}).start(EngineRequest(sound, SAMPLE_RATE_HERTZ, 1))
    assert list(rendering.notes) == [f"Heard in the prompt: {sound}."]


@pytest.mark.parametrize("prompt", ["a violin sonata", "train to the brainstorm", "no rain", "…"])
def test_refuses_a_prompt_without_a_known_sound(prompt: str) -> None:
    with pytest.raises(PromptNotUnderstood) as refusal:
        create({}).check(EngineRequest(prompt, SAMPLE_RATE_HERTZ, 1))
    assert all(sound in refusal.value.message for sound in SOUNDS)


@pytest.mark.parametrize("seconds", [0.5, 1.2345, 1.4861, 3.0])
def test_makes_exactly_the_frames_asked_for(play: Play, seconds: float) -> None:
    samples = play("rain and birds", seconds, 3)
    assert samples.shape == (2, round(seconds * SAMPLE_RATE_HERTZ))
    assert samples.dtype == np.float32


@pytest.mark.parametrize("frames", [1, 65_535, 65_536, 65_537])
def test_makes_exact_counts_around_the_edges_of_a_block(stream: Stream, frames: int) -> None:
    answers = list(stream("clock", frames, 1))
    assert sum(answer.block.shape[1] for answer in answers if answer.block is not None) == frames


@pytest.mark.parametrize("sound", SOUNDS)
def test_is_finite_heard_and_below_full_scale(play: Play, sound: str) -> None:
    samples = play(sound, 10.0, 0)
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 10 ** (-0.95 / 20)
    # Each second of it holds something, however rare its events.
    seconds = samples[:, : 10 * SAMPLE_RATE_HERTZ].reshape(2, 10, -1)
    assert (seconds.std(axis=2) > 10 ** (-80 / 20)).all()


@pytest.mark.parametrize("sound", SOUNDS)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_shortest_sound_is_no_silence(play: Play, sound: str, seed: int) -> None:
    assert np.abs(play(sound, 0.5, seed)).max() > 10 ** (-50 / 20)


@pytest.mark.parametrize("sound", SOUNDS)
def test_same_seed_same_samples_another_seed_others(stream: Stream, sound: str) -> None:
    def blocks(seed: int) -> Samples:
        answers = [a.block for a in stream(sound, 100_000, seed)]
        return np.concatenate([block for block in answers if block is not None], axis=1)

    assert np.array_equal(blocks(7), blocks(7))
    assert np.abs(blocks(7) - blocks(2**63 - 1)).max() > 1e-3


def test_a_batch_gives_each_sound_the_samples_it_has_alone(play: Play) -> None:
    engine = create({})
    prompts = ["heavy rain", "thunder", "birds and wind", "café"]
    requests = [EngineRequest(prompt, 150_000 + n, 5 + n) for n, prompt in enumerate(prompts)]
    renderings = [engine.start(request) for request in requests]
    batched: list[list[Samples]] = [[] for _ in requests]
    for _ in range(3):
        for blocks, advance in zip(batched, engine.advance(renderings), strict=True):
            assert advance.block is not None
            blocks.append(advance.block)
    for request, blocks in zip(requests, batched, strict=True):
        seconds = request.frame_count / SAMPLE_RATE_HERTZ
        alone = play(request.prompt, seconds, request.seed)
        assert np.array_equal(np.concatenate(blocks, axis=1), alone)


def test_tells_its_progress(stream: Stream) -> None:
    answers = list(stream("wind", 5 * SAMPLE_RATE_HERTZ, 1))
    assert [answer.step for answer in answers] == [1, 2, 3, 4]
    assert {answer.step_count for answer in answers} == {4}
    assert {answer.stage for answer in answers} == {Stage.GENERATING}
    assert [answer.fraction for answer in answers] == [0.25, 0.5, 0.75, 1.0]
    assert [answer.finished for answer in answers] == [False, False, False, True]


def test_an_hour_is_made_of_short_steps(stream: Stream) -> None:
    first = next(stream("stream", 3600 * SAMPLE_RATE_HERTZ, 1))
    assert first.step_count == -(-3600 * SAMPLE_RATE_HERTZ // 65_536)
    assert first.block is not None
    assert first.block.shape[1] <= 2 * SAMPLE_RATE_HERTZ


def test_memory_does_not_grow_with_the_duration(stream: Stream) -> None:
    def peak_bytes(seconds: int) -> int:
        tracemalloc.start()
        for _ in stream("rain with fast near thunder", seconds * SAMPLE_RATE_HERTZ, 1):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak_bytes(2)  # fills the caches
    assert peak_bytes(300) < 1.1 * peak_bytes(30)


def test_the_ends_do_not_click(play: Play) -> None:
    samples = play("machine hum", 2.0, 1)
    assert np.abs(samples[:, [0, -1]]).max() < 0.01 * np.abs(samples).max()


def test_names_what_it_heard_and_what_it_did_not() -> None:
    prompt = "heavy rain on leaves with distant thunder and a violin, no wind"
    rendering = create({}).start(EngineRequest(prompt, SAMPLE_RATE_HERTZ, 1))
    assert list(rendering.notes) == [
        "Heard in the prompt: heavy rain on leaves; distant thunder.",
        "Left out as asked: wind.",
        "Not understood, so left out: violin.",
    ]


def test_says_which_sounds_are_too_many() -> None:
    rendering = create({}).start(EngineRequest(", ".join(SOUNDS), SAMPLE_RATE_HERTZ, 1))
    assert rendering.notes[-1] == (
        "Left out, for 8 sounds at once are the most: "
        "city traffic; café murmur; clock; machine hum."
    )


@pytest.mark.parametrize("sound", SOUNDS)
def test_usual_loudness_is_much_the_same_for_all(play: Play, sound: str) -> None:
    meter = LevelMeter()
    for seed in range(3):
        meter.add(play(sound, 10.0, seed))
    assert meter.loudness_lufs is not None
    assert -26.5 < meter.loudness_lufs < -18.0


@pytest.mark.parametrize("prompt", ["heavy near thunder", "heavy fire", "strong fast wind"])
def test_the_strongest_stay_below_the_ceiling(play: Play, prompt: str) -> None:
    assert np.abs(play(prompt, 10.0, 4)).max() <= 10 ** (-0.95 / 20)


def test_rain_keeps_its_timbre_from_block_to_block(play: Play) -> None:
    mono = play("heavy rain", 30.0, 5).mean(axis=0, dtype=float)
    bands = []
    for second in range(29):
        part = mono[second * SAMPLE_RATE_HERTZ :][:SAMPLE_RATE_HERTZ]
        frequencies, power = signal.welch(part, SAMPLE_RATE_HERTZ, nperseg=2048)
        edges = 1_000 * 2 ** (np.arange(10) / 3)
        thirds = np.searchsorted(frequencies, edges)
        bands.append([10 * np.log10(power[a:b].mean()) for a, b in itertools.pairwise(thirds)])
    timbre = np.array(bands) - np.mean(bands, axis=1, keepdims=True)
    assert timbre.std(axis=0).max() < 1.0


@pytest.mark.parametrize("sound", ["wind", "stream", "machine hum", "city traffic"])
def test_blocks_join_without_a_seam(play: Play, sound: str) -> None:
    samples = play(sound, 60.0, 5)
    bends = np.diff(samples.astype(float), 4, axis=1) ** 2
    blocks = bends[:, : 39 * 65_536].mean(axis=0).reshape(39, 1024, 64).mean(axis=2)
    # Wherever in a block the edges come out (filters delay them), they come out alike in all.
    local = ndimage.median_filter(blocks, (1, 65), mode="nearest")
    assert np.median(blocks / local, axis=0).max() < 1.6
