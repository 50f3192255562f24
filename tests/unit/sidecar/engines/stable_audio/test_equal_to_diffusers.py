"""Equality of the latents with diffusers' pipelines, on the same weights and noise."""

import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import (
    StableAudio3AudioToAudioPipeline,
    StableAudio3InpaintPipeline,
    StableAudio3Pipeline,
)
from support.stable_audio_rendering import (
    loaded_engine,
    make_request,
    noise,
    relative_difference,
    render,
    sampled,
)
from torch import Tensor

from envsound_server.domain.engine import EngineRequest, Source
from envsound_server.engines.stable_audio.engine import StableAudioEngine

TOLERANCE = 1e-4

PROMPTS = [
    "rain",
    "heavy rain on leaves",
    "distant thunder and a slow river under a metal roof",
    "a dog in the forest, " * 60,
]
"""The last one is cut."""

REQUESTS = [
    make_request(PROMPTS[0], seconds=0.5, seed=0, steps=4),
    make_request(PROMPTS[1], seconds=10.0, seed=1, steps=8),
    make_request(PROMPTS[2], seconds=8.0, seed=2**40, steps=11),
    make_request(PROMPTS[3], seconds=29.9, seed=3, steps=5),
    make_request(PROMPTS[1], seconds=3.0, seed=4, steps=20),
]


@pytest.fixture(scope="module")
def engine(tiny_stable_audio: Path) -> StableAudioEngine:
    return loaded_engine(tiny_stable_audio)


@pytest.fixture(scope="module")
def pipeline(tiny_stable_audio: Path) -> StableAudio3Pipeline:
    return loaded_pipeline(tiny_stable_audio)


def loaded_pipeline(folder: Path) -> StableAudio3Pipeline:
    with warnings.catch_warnings():
        # diffusers still has weight norm's first form; nobody here can change that
        warnings.filterwarnings("ignore", ".*weight_norm.*", FutureWarning)
        loaded = StableAudio3Pipeline.from_pretrained(folder, local_files_only=True)
    loaded.set_progress_bar_config(disable=True)
    return loaded


def theirs(pipeline: StableAudio3Pipeline, request: EngineRequest) -> Tensor:
    """Return the pipeline's latents for a request, float32 [channels, frames]."""
    made_latents: Tensor = pipeline(
        request.prompt,
        duration=request.frame_count / 44_100,
        num_inference_steps=request.steps,
        generator=torch.Generator().manual_seed(request.seed),
        output_type="latent",
    ).audios[0]
    return made_latents


@pytest.mark.parametrize("request_number", range(len(REQUESTS)))
def test_alone(
    engine: StableAudioEngine, pipeline: StableAudio3Pipeline, request_number: int
) -> None:
    request = REQUESTS[request_number]
    (ours,) = sampled(engine, [request])
    reference = theirs(pipeline, request)
    assert relative_difference(ours, reference) < TOLERANCE
    other = theirs(
        pipeline, make_request("birds", request.frame_count / 44_100, steps=request.steps)
    )
    assert relative_difference(other, reference) > 0.1  # the test's weights and seeds do something


def test_in_a_mixed_batch(engine: StableAudioEngine, pipeline: StableAudio3Pipeline) -> None:
    for request, ours in zip(REQUESTS, sampled(engine, REQUESTS), strict=True):
        assert relative_difference(ours, theirs(pipeline, request)) < TOLERANCE


def test_the_samples_too(engine: StableAudioEngine, pipeline: StableAudio3Pipeline) -> None:
    request = REQUESTS[1]
    reference = pipeline(
        request.prompt,
        duration=10.0,
        num_inference_steps=request.steps,
        generator=torch.Generator().manual_seed(request.seed),
        output_type="np",
    ).audios[0]
    ours = render(engine, request).clip(-1, 1)
    assert np.abs(ours - reference).max() < TOLERANCE * np.abs(reference).max()


def test_variations(engine: StableAudioEngine, pipeline: StableAudio3Pipeline) -> None:
    source = noise(4.0)
    request = make_request(seconds=5.0, steps=6, source=Source(source, strength=0.6))
    reference = StableAudio3AudioToAudioPipeline(**pipeline.components)(
        request.prompt,
        duration=5.0,
        audio=torch.from_numpy(source)[None],
        init_noise_level=0.6,
        num_inference_steps=6,
        generator=torch.Generator().manual_seed(request.seed),
        output_type="latent",
    ).audios[0]
    assert relative_difference(sampled(engine, [request])[0], reference) < TOLERANCE


def test_repairs(engine: StableAudioEngine, pipeline: StableAudio3Pipeline) -> None:
    frame_samples = 4096
    source = noise(40 * frame_samples / 44_100)
    kept = ((0, 10 * frame_samples), (25 * frame_samples, 40 * frame_samples))
    request = make_request(seconds=40 * frame_samples / 44_100, source=Source(source, 1.0, kept))
    mask = torch.ones(1, 1, 40)
    mask[..., 10:25] = 0.0
    reference = StableAudio3InpaintPipeline(**pipeline.components)(
        request.prompt,
        duration=40 * frame_samples / 44_100,
        audio=torch.from_numpy(source)[None],
        mask=mask,
        num_inference_steps=request.steps,
        generator=torch.Generator().manual_seed(request.seed),
        output_type="latent",
    ).audios[0]
    together = sampled(engine, [request, make_request("birds", seconds=3.6)])
    assert relative_difference(together[0], reference) < TOLERANCE


def test_guidance_where_the_checkpoint_has_it(base_stable_audio: Path) -> None:
    loaded = loaded_pipeline(base_stable_audio)
    request = make_request(seconds=2.0, steps=6, cfg_scale=4.0, negative_prompt="loud traffic")
    reference = loaded(
        request.prompt,
        negative_prompt=request.negative_prompt,
        guidance_scale=4.0,
        duration=2.0,
        num_inference_steps=6,
        generator=torch.Generator().manual_seed(request.seed),
        output_type="latent",
    ).audios[0]
    engine = loaded_engine(base_stable_audio)
    ours = sampled(engine, [request, make_request("wind", seconds=1.9, cfg_scale=1.0)])[0]
    assert relative_difference(ours, reference) < TOLERANCE
