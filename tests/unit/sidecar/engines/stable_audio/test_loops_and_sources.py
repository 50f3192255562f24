"""Loops with an inpainted seam, and sounds that are derived from a source."""

from pathlib import Path

import numpy as np
import pytest
from support.stable_audio_rendering import loaded_engine, make_request, noise, render

from envsound_server.domain.engine import Source
from envsound_server.engines.stable_audio.engine import StableAudioEngine
from envsound_server.engines.stable_audio.inference.codec import Codec
from envsound_server.engines.stable_audio.inference.loops import (
    LoopDecoder,
    roll_back,
    roll_to_middle,
    seam_mask,
)


@pytest.fixture(scope="module")
def engine(tiny_stable_audio: Path) -> StableAudioEngine:
    return loaded_engine(tiny_stable_audio)


def codec_of(engine: StableAudioEngine) -> Codec:
    return engine._loaded._codec


# Loops


def test_a_loop_is_decoded_as_if_it_had_no_end(engine: StableAudioEngine) -> None:
    codec = codec_of(engine)
    latents = codec.encode(noise(4.0), 0, 20)
    period = 20 * codec.frame_samples
    loop = LoopDecoder(codec, latents, period)
    repeated = codec.decode(latents.repeat(1, 3), period, period)
    parts = [loop.decode(first, min(9_000, period - first)) for first in range(0, period, 9_000)]
    assert np.abs(np.concatenate(parts, axis=1) - repeated).max() < 1e-5


def test_a_loop_that_ends_within_a_latent_frame_has_no_seam_either(
    engine: StableAudioEngine,
) -> None:
    codec = codec_of(engine)
    latents = codec.encode(noise(4.0), 0, 20)
    count = 20 * codec.frame_samples - 1_500
    loop = LoopDecoder(codec, latents, count)
    whole = loop.decode(0, count)
    around = codec.decode(latents.repeat(1, 3), 20 * codec.frame_samples - 4, 9_004)
    assert np.abs(whole[:, :9_000] - around[:, 4:]).max() < 1e-5  # the beginning is as it is
    before_the_beginning = around[:, :4]
    assert np.abs(whole[:, -4:] - before_the_beginning).max() < 0.02 * np.abs(whole).max()
    parts = [loop.decode(first, min(7_000, count - first)) for first in range(0, count, 7_000)]
    assert np.abs(np.concatenate(parts, axis=1) - whole).max() < 1e-5


@pytest.mark.parametrize("frame_count", [6, 7, 64, 1292])
def test_the_seam_lies_within_the_regenerated_frames(frame_count: int) -> None:
    mask = seam_mask(frame_count)
    middle = frame_count // 2
    assert mask[middle - 1] == mask[middle] == 0
    assert mask[0] == mask[-1] == 1
    assert mask.mean() >= 0.5


def test_rolling_moves_the_seam_to_the_middle(engine: StableAudioEngine) -> None:
    latents = codec_of(engine).encode(noise(2.0), 0, 15)
    rolled = roll_to_middle(latents)
    assert (rolled[:, 7] == latents[:, 0]).all()
    assert (rolled[:, 6] == latents[:, -1]).all()
    assert (roll_back(rolled) == latents).all()


def test_the_seam_is_generated_to_fit_both_sides(engine: StableAudioEngine) -> None:
    rendering = engine.start(make_request(seconds=8.0, is_loop=True))
    engine.advance([rendering])
    assert rendering.rows()[0].local is None
    while rendering.rows()[0].local is None:
        before = rendering.latents
        engine.advance([rendering])
    local = rendering.rows()[0].local
    assert local is not None
    kept = local[0].bool()
    assert 0 < int((~kept).sum()) <= 32
    assert before.shape == rendering.latents.shape
    assert (local[1:, ~kept] == 0).all()


# Sources


def test_kept_parts_are_equal_to_the_sample(engine: StableAudioEngine) -> None:
    source = noise(4.0)
    kept = ((0, 44_100), (110_000, 176_400))
    sound = render(engine, make_request(seconds=4.0, source=Source(source, 1.0, kept)))
    assert (sound[:, : 44_100 - 2205] == source[:, : 44_100 - 2205]).all()
    assert (sound[:, 110_000 + 2205 :] == source[:, 110_000 + 2205 :]).all()
    assert np.abs(sound[:, 50_000:100_000] - source[:, 50_000:100_000]).max() > 1e-3


def test_a_sound_is_made_longer(engine: StableAudioEngine) -> None:
    source = noise(3.0)
    sound = render(
        engine, make_request(seconds=7.0, source=Source(source, 1.0, ((0, source.shape[1]),)))
    )
    assert sound.shape[1] == 7 * 44_100
    assert (sound[:, : source.shape[1] - 2205] == source[:, :-2205]).all()
    assert np.abs(sound[:, source.shape[1] :]).max() > 1e-3


def test_a_joint_has_no_step(engine: StableAudioEngine) -> None:
    # A source without sound: what is heard beside it fades in over the joint.
    source = Source(np.zeros((2, 176_400), np.float32), 1.0, ((0, 88_200),))
    sound = render(engine, make_request(seconds=4.0, source=source))
    joint = np.abs(sound[:, 88_200 - 2205 : 88_200])
    assert joint[:, :50].max() < 0.05 * np.abs(sound).max()
    assert joint[:, -500:].max() > joint[:, :500].max()


def test_a_weak_variation_is_nearer_to_its_source(engine: StableAudioEngine) -> None:
    source = noise(3.0)
    latents = codec_of(engine).encode(source, 0, 33)

    def distance(strength: float) -> float:
        request = make_request(seconds=3.0, source=Source(source, strength))
        rendering = engine.start(request)
        engine.advance([rendering])
        begun = rendering.latents
        return float((begun - latents).norm())

    assert distance(0.05) < distance(0.4) < distance(1.0)


def test_a_longer_source_is_cut(engine: StableAudioEngine) -> None:
    sound = render(engine, make_request(seconds=2.0, source=Source(noise(9.0), 0.5)))
    assert sound.shape == (2, 88_200)
