import itertools
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage, signal

from envsound_server.audio.levels import LevelTarget, LoudnessTarget, TruePeakTarget
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.domain.engine import EngineRequest, Stage
from envsound_server.engines.base import Advance
from envsound_server.engines.procedural import create
from envsound_server.engines.procedural.models.events import Bouts, LogNormal, Schedule
from envsound_server.engines.procedural.reading.prompt import read_prompt
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Part
from envsound_server.errors import PromptNotUnderstood

SOUNDS = [sound.name for sound in create({}).description.known_sounds]
Play = Callable[[str, float, int], Samples]
COUNTED = Bouts((1, 3), LogNormal(1.5, 0.2), LogNormal(5.0, 0.3))
SEED = np.random.SeedSequence(1)
Stream = Callable[[str, int, int], Iterator[Advance]]


def test_describes_itself() -> None:
    description = create({}).description
    assert description.name == "procedural"
    assert (description.duration_seconds.low, description.duration_seconds.high) == (0.5, 3600.0)
    assert description.steps is None
    assert description.cfg_scale is None
    assert description.supports_negative_prompt
    assert len(SOUNDS) >= 118
    assert description.languages == ("en", "zh")


@pytest.mark.parametrize("prompt", ["a violin sonata", "terrain and brainstorm", "no rain", "…"])
def test_refuses_a_prompt_without_a_known_sound(prompt: str) -> None:
    with pytest.raises(PromptNotUnderstood) as refusal:
        create({}).check(EngineRequest(prompt, SAMPLE_RATE_HERTZ, 1))
    told = [sound for sound in SOUNDS if sound in refusal.value.message]
    assert len(refusal.value.suggestions) <= 5
    assert len(told) < 20


def test_names_the_nearest_sounds_in_a_refusal() -> None:
    with pytest.raises(PromptNotUnderstood, match=r"did you mean: .*thunder"):
        create({}).check(EngineRequest("thuner", SAMPLE_RATE_HERTZ, 1))


def test_reports_that_all_known_sounds_are_left_out() -> None:
    with pytest.raises(PromptNotUnderstood, match="makes no sound of a prompt without rain"):
        create({}).check(EngineRequest("the rain has stopped", SAMPLE_RATE_HERTZ, 1))


def test_a_negative_prompt_silences_parts_of_a_composite(play: Play) -> None:
    engine = create({})
    request = EngineRequest("market", 2 * SAMPLE_RATE_HERTZ, 1)
    with_all, without = (
        engine.start(replace(request, negative_prompt=unwanted)) for unwanted in ("", "footsteps")
    )
    assert not np.array_equal(with_all.advance().block, without.advance().block)


def test_reads_a_prompt_into_layers_with_times_in_seconds() -> None:
    request = EngineRequest("rain, after two seconds thunder, a violin", 10 * SAMPLE_RATE_HERTZ, 1)
    reading = create({}).read(request)
    assert [layer.kind for layer in reading.layers] == ["rain", "thunder"]
    assert (reading.layers[1].start_seconds, reading.layers[1].end_seconds) == (2.0, 10.0)
    assert reading.not_understood == ("violin",)
    assert 0 < len(reading.suggestions) <= 5


def test_asks_a_language_model_only_where_much_is_unknown() -> None:
    engine = create({})
    assert engine.model_question(EngineRequest("heavy rain", 1, 1)) is None
    assert engine.model_question(EngineRequest("a violin sonata", 1, 1)) is not None


@pytest.mark.parametrize("seconds", [0.5, 1.2345, 1.4861, 3.0])
def test_makes_exactly_the_frames_asked_for(play: Play, seconds: float) -> None:
    samples = play("rain and birds", seconds, 3)
    assert samples.shape == (2, round(seconds * SAMPLE_RATE_HERTZ))
    assert samples.dtype == np.float32


@pytest.mark.parametrize("frames", [1, 65_535, 65_536, 65_537])
def test_makes_exact_counts_around_the_edges_of_a_block(stream: Stream, frames: int) -> None:
    answers = list(stream("clock", frames, 1))
    assert sum(answer.block.shape[1] for answer in answers if answer.block is not None) == frames


def test_a_batch_gives_each_sound_the_samples_it_has_alone(play: Play) -> None:
    engine = create({})
    prompts = ["heavy rain", "thunder", "birds and wind", "café, a dog barking in a cave"]
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


def test_reports_its_progress(stream: Stream) -> None:
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


def test_reports_known_and_unknown_words() -> None:
    prompt = "heavy rain on leaves with distant thunder and a violin, no wind"
    rendering = create({}).start(EngineRequest(prompt, SAMPLE_RATE_HERTZ, 1))
    assert list(rendering.notes) == [
        "Heard in the prompt: heavy rain on leaves; distant thunder.",
        "Left out as asked: wind.",
        "Not understood, so left out: violin.",
    ]


def test_reports_surplus_sounds() -> None:
    prompt = "rain, thunder, wind, owl, frogs, crickets, dog bark, stream, drum, gong"
    rendering = create({}).start(EngineRequest(prompt, SAMPLE_RATE_HERTZ, 1))
    assert rendering.notes[-1] == "Left out, for 8 sounds at once are the most: drum; gong."


def finished(request: EngineRequest) -> tuple[LevelTarget, Samples]:
    """Return the level target of a rendering, and its samples."""
    engine = create({})
    rendering = engine.start(request)
    blocks = []
    while not (advance := engine.advance([rendering])[0]).finished:
        blocks.append(advance.block)
    blocks.append(advance.block)
    return rendering.level_target, np.concatenate([b for b in blocks if b is not None], axis=1)


@pytest.mark.parametrize(
    ("prompt", "target"),
    [
        ("rain", LoudnessTarget(-23.0)),
        ("a door slams", TruePeakTarget(-3.0)),
        ("a dog barking and a door slam", TruePeakTarget(-3.0)),
        ("rain and a door slam", LoudnessTarget(-23.0)),
    ],
)
def test_beds_are_levelled_by_loudness_and_events_by_peak(prompt: str, target: LevelTarget) -> None:
    assert finished(EngineRequest(prompt, SAMPLE_RATE_HERTZ, 1))[0] == target


def onsets_seconds(samples: Samples, threshold_db: float, apart_seconds: float) -> list[float]:
    """Return the times at which the level exceeds a threshold relative to its maximum, s."""
    step = SAMPLE_RATE_HERTZ // 200
    count = samples.shape[1] // step
    levels = np.abs(samples[:, : count * step]).max(axis=0).reshape(count, step).max(axis=1)
    loud = np.flatnonzero(levels > levels.max() * 10 ** (threshold_db / 20)) / 200
    return [t for n, t in enumerate(loud) if n == 0 or t - loud[n - 1] > apart_seconds]


@pytest.mark.parametrize(
    ("prompt", "count"),
    [
        ("three knocks on a wooden door", 3),
        ("敲门五下", 5),
        ("a single gunshot", 1),
        ("枪响两声", 2),
        ("a clock tower strikes twelve", 12),
        ("钟楼敲钟十二下", 12),
    ],
)
def test_counts_are_obeyed(prompt: str, count: int) -> None:
    (layer,) = read_prompt(prompt).layers
    assert layer.count == count
    events = Schedule(np.random.default_rng(1), COUNTED, Part(layer, 30.0, SEED))
    assert len(list(iter(lambda: events.due(1e9), None))) == count


def test_three_knocks_are_three_knocks(play: Play) -> None:
    for seed in range(4):
        knocks = play("three knocks on a wooden door", 6.0, seed)
        assert len(onsets_seconds(knocks, -14, 0.1)) == 3


def test_a_short_one_shot_is_one_event(play: Play) -> None:
    for seed in range(4):
        shot = play("a gunshot", 2.0, seed)
        onsets = onsets_seconds(shot, -6, 0.4)
        assert len(onsets) == 1
        assert onsets[0] < 0.3


def test_no_two_events_are_alike(play: Play) -> None:
    knocks = play("four knocks on a door", 6.0, 1).mean(axis=0, dtype=float)
    frames = [
        int(t * SAMPLE_RATE_HERTZ)
        for t in onsets_seconds(np.stack((knocks, knocks)).astype(np.float32), -14, 0.1)
    ]
    parts = [knocks[frame : frame + 4_000] for frame in frames]
    for one, other in itertools.combinations(parts, 2):
        match = signal.correlate(one, other) / np.sqrt((one**2).sum() * (other**2).sum())
        assert np.abs(match).max() < 0.97


def test_a_place_adds_its_tail(play: Play) -> None:
    def late_share(prompt: str) -> float:
        shot = play(prompt, 3.0, 1).astype(float)
        peak = int(np.abs(shot).max(axis=0).argmax())
        late = (shot[:, peak + 22_050 :] ** 2).sum()
        return float(10 * np.log10(late / (shot**2).sum()))

    assert late_share("one knock on a door in a church") > late_share("one knock on a door") + 4


def test_a_far_event_is_darker(play: Play) -> None:
    def treble_share(prompt: str) -> float:
        frequencies, power = signal.welch(play(prompt, 6.0, 1).mean(axis=0), SAMPLE_RATE_HERTZ)
        return float(power[frequencies > 4_000].sum() / power.sum())

    assert treble_share("distant gunshot") < 0.7 * treble_share("near gunshot")


def test_layers_keep_their_relation_in_a_mix(play: Play) -> None:
    rain, both = play("rain", 10.0, 4), play("rain with distant birds", 10.0, 4)
    assert np.corrcoef(both[0], rain[0])[0, 1] > 0.9


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
    count = bends.shape[1] // BLOCK_FRAMES
    blocks = bends[:, : count * BLOCK_FRAMES].mean(axis=0).reshape(count, -1, 64).mean(axis=2)
    # Wherever in a block the edges come out (filters delay them), they come out alike in all.
    local = ndimage.median_filter(blocks, (1, 65), mode="nearest")
    assert np.median(blocks / local, axis=0).max() < 1.6
