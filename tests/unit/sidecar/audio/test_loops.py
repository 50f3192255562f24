import numpy as np
import pytest

from envsound_server.audio.loops import LoopJoiner, crossfade, overlap_frames
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples

RATE = SAMPLE_RATE_HERTZ
FRAMES = 4 * RATE
OVERLAP = overlap_frames(FRAMES)


def noise(frames: int) -> Samples:
    return (np.random.default_rng(5).standard_normal((2, frames)) * 0.1).astype(np.float32)


def sine(frequency_hertz: float, frames: int) -> Samples:
    wave = 0.5 * np.sin(2 * np.pi * frequency_hertz * np.arange(frames) / RATE)
    return np.stack((wave, 0.5 * wave)).astype(np.float32)


def joined(samples: Samples, block_frames: int = 10_000) -> Samples:
    joiner = LoopJoiner(samples.shape[1] - OVERLAP, OVERLAP)
    blocks = range(0, samples.shape[1], block_frames)
    return np.concatenate([joiner.push(samples[:, i : i + block_frames]) for i in blocks], axis=1)


def level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64))))


@pytest.mark.parametrize(
    ("frames", "expected"),
    [(22_050, 5_512), (4 * RATE, RATE), (30 * RATE, RATE), (3_600 * RATE, RATE)],
)
def test_the_overlap_is_one_second_or_a_quarter(frames: int, expected: int) -> None:
    assert overlap_frames(frames) == expected


@pytest.mark.parametrize("block_frames", [1, 777, RATE, FRAMES - 1, FRAMES + OVERLAP])
def test_the_loop_does_not_depend_on_the_blocks(block_frames: int) -> None:
    frames, overlap = 2_000, 500
    samples = noise(frames + overlap)
    whole = LoopJoiner(frames, overlap).push(samples)
    joiner = LoopJoiner(frames, overlap)
    starts = range(0, samples.shape[1], block_frames)
    parts = [joiner.push(samples[:, i : i + block_frames]) for i in starts]
    assert whole.shape == (2, frames)
    assert whole.dtype == np.float32
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), whole)


@pytest.mark.parametrize("frames", [1, 2, 3, 4, 5])
def test_the_shortest_sounds_keep_their_length(frames: int) -> None:
    overlap = overlap_frames(frames)
    assert LoopJoiner(frames, overlap).push(noise(frames + overlap)).shape == (2, frames)


def test_more_than_was_asked_for_is_refused() -> None:
    joiner = LoopJoiner(100, 10)
    joiner.push(noise(110))
    with pytest.raises(ValueError, match="100 frames takes 110"):
        joiner.push(noise(1))


@pytest.mark.parametrize("frequency_hertz", [50.0, 440.13, 3_000.7])
def test_the_end_runs_into_the_beginning(frequency_hertz: float) -> None:
    loop = joined(sine(frequency_hertz, FRAMES + OVERLAP))
    twice = np.concatenate((loop, loop), axis=1)
    steps = np.abs(np.diff(twice))
    seam = steps[:, FRAMES - 1]
    bends = np.abs(np.diff(twice, 2))
    assert (seam <= steps[:, : FRAMES - 1].max(axis=1) * 1.001).all()
    assert (bends[:, FRAMES - 2 : FRAMES] <= bends[:, : FRAMES - OVERLAP].max() * 1.01).all()


def test_the_middle_of_the_sound_is_untouched() -> None:
    samples = noise(FRAMES + OVERLAP)
    loop = joined(samples)
    np.testing.assert_array_equal(loop[:, : FRAMES - OVERLAP], samples[:, OVERLAP:FRAMES])


@pytest.mark.parametrize("part", range(8))
def test_noise_keeps_its_level_over_the_seam(part: int) -> None:
    loop = joined(noise(FRAMES + OVERLAP))
    width = OVERLAP // 8
    start = FRAMES - OVERLAP + part * width
    assert level_db(loop[:, start : start + width]) == pytest.approx(level_db(loop), abs=0.5)


# The tone meets itself turned by this part of a full circle; near half of one it would cancel.
@pytest.mark.parametrize("turn", [0.0, 0.1, 0.25, 0.4, 0.6, 0.85])
def test_a_tone_keeps_its_level_over_the_seam(turn: float) -> None:
    cycles_in_loop = 1_760 + turn
    loop = joined(sine(cycles_in_loop * RATE / FRAMES, FRAMES + OVERLAP))
    width = OVERLAP // 8
    for start in range(FRAMES - OVERLAP, FRAMES - width, width):
        assert level_db(loop[:, start : start + width]) == pytest.approx(level_db(loop), abs=0.5)


def test_a_sound_that_cancels_itself_is_not_blown_up() -> None:
    samples = noise(RATE)
    faded = crossfade(samples, -samples)
    assert np.isfinite(faded).all()
    assert np.abs(faded).max() <= np.abs(samples).max() * 1.01


def test_silence_stays_silence() -> None:
    assert not joined(np.zeros((2, FRAMES + OVERLAP), np.float32)).any()
