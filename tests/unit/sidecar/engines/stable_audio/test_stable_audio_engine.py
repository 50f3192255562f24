"""The interface of the engine for clients."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from support.stable_audio_rendering import (
    SETTINGS,
    advances,
    loaded_engine,
    make_request,
    noise,
    relative_difference,
    render,
    sampled,
)
from torch import nn

from envsound_server.domain.engine import CommercialUse, Source, Stage
from envsound_server.engines.stable_audio import create
from envsound_server.engines.stable_audio.engine import StableAudioEngine
from envsound_server.errors import EngineUnavailable, ForeignPrompt, GenerationFailed


@pytest.fixture(scope="module")
def engine(tiny_stable_audio: Path) -> StableAudioEngine:
    return loaded_engine(tiny_stable_audio)


# What it says of itself


def test_the_description_has_properties_and_license(engine: StableAudioEngine) -> None:
    description = engine.description
    assert description.name == "stable_audio"
    assert "Stability AI Community License" in description.license.name
    assert description.license.commercial_use is CommercialUse.UP_TO_REVENUE
    assert description.license.revenue_limit_usd == 1_000_000
    assert description.license.attribution == "Powered by Stability AI"
    assert description.license.terms_url.startswith("https://")
    assert (description.duration_seconds.low, description.duration_seconds.high) == (0.5, 120.0)
    assert description.steps is not None
    assert (description.steps.low, description.steps.high, description.steps.default) == (4, 100, 8)
    assert description.languages == ("en",)
    assert description.supports_source
    assert description.loops_natively
    assert description.computation.startswith("float32")


def test_only_a_checkpoint_with_guidance_has_it(
    engine: StableAudioEngine, base_stable_audio: Path
) -> None:
    assert engine.description.cfg_scale is None
    assert not engine.description.supports_negative_prompt
    base = loaded_engine(base_stable_audio).description
    assert base.cfg_scale is not None
    assert base.supports_negative_prompt
    assert base.steps is not None
    assert base.steps.default == 100


def test_its_revision_names_whatever_decides_the_samples(
    tiny_stable_audio: Path, base_stable_audio: Path, engine: StableAudioEngine
) -> None:
    assert create(SETTINGS).description.model_revision == "not loaded"
    revisions = {
        engine.description.model_revision,
        loaded_engine(base_stable_audio).description.model_revision,
        loaded_engine(tiny_stable_audio, dtype="bfloat16").description.model_revision,
        loaded_engine(tiny_stable_audio, dtype="int8").description.model_revision,
    }
    assert len(revisions) == 4
    assert loaded_engine(tiny_stable_audio).description.model_revision in revisions


# What it makes


@pytest.mark.parametrize("frame_count", [22_050, 44_101, 262_144, 262_145, 300_000])
@pytest.mark.parametrize("is_loop", [False, True])
def test_returns_exactly_the_requested_frames(
    engine: StableAudioEngine, frame_count: int, is_loop: bool
) -> None:
    samples = render(engine, make_request(seconds=frame_count / 44_100, is_loop=is_loop))
    assert samples.shape == (2, frame_count)
    assert samples.dtype == np.float32
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() > 1e-3


def test_same_seed_same_samples_another_seed_others(engine: StableAudioEngine) -> None:
    one, same, other = (render(engine, make_request(seed=seed)) for seed in (5, 5, 2**63 - 1))
    assert np.abs(one - same).max() < 1e-6
    assert np.abs(one - other).max() > 1e-3


def test_every_parameter_affects_the_sound(engine: StableAudioEngine) -> None:
    base = render(engine, make_request())
    for changed in (
        make_request(prompt="birds"),
        make_request(steps=5),
        make_request(is_loop=True),
    ):
        assert np.abs(render(engine, changed) - base).max() > 1e-3 * np.abs(base).max()


def test_reports_progress_to_the_end(engine: StableAudioEngine) -> None:
    request = make_request(seconds=12.0, source=Source(noise(12.0), 0.5), is_loop=True)
    answers = advances(engine, engine.start(request))
    stages = [answer.stage for answer in answers]
    assert stages == sorted(stages, key=[Stage.PREPARING, Stage.GENERATING, Stage.DECODING].index)
    generating = [answer for answer in answers if answer.stage is Stage.GENERATING]
    assert [answer.step for answer in generating] == list(range(1, 9))  # over the seam once more
    assert {answer.step_count for answer in generating} == {8}
    assert len([s for s in stages if s is Stage.PREPARING]) == 3
    assert len([s for s in stages if s is Stage.DECODING]) == 3
    fractions = [answer.fraction for answer in answers]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert [answer.finished for answer in answers] == [False] * (len(answers) - 1) + [True]


@pytest.mark.parametrize(("dtype", "highest_db"), [("bfloat16", -15), ("int8", -6)])
def test_reduced_precision_gives_nearly_the_same_sound(
    tiny_stable_audio: Path, engine: StableAudioEngine, dtype: str, highest_db: float
) -> None:
    exact = render(engine, make_request())
    narrow = render(loaded_engine(tiny_stable_audio, dtype=dtype), make_request())
    error_db = 20 * np.log10((narrow - exact).std() / exact.std())
    assert -100 < error_db < highest_db


def test_int8_is_noted_on_every_sound(tiny_stable_audio: Path) -> None:
    engine = loaded_engine(tiny_stable_audio, dtype="int8")
    assert any("int8" in note for note in engine.start(make_request()).notes)


def test_offloading_does_not_change_the_sound(
    tiny_stable_audio: Path, engine: StableAudioEngine
) -> None:
    offloaded = render(loaded_engine(tiny_stable_audio, offload="on"), make_request())
    assert np.abs(offloaded - render(engine, make_request())).max() < 1e-6


def test_a_truncated_prompt_is_noted(engine: StableAudioEngine) -> None:
    notes = engine.start(make_request("a dog barks in the forest, " * 60)).notes
    assert len(notes) == 1
    assert notes[0].startswith("The prompt is longer than 256 tokens; ignored: ")
    assert engine.start(make_request("rain")).notes == ()


def test_a_prompt_is_encoded_once(engine: StableAudioEngine) -> None:
    before = engine.prompt_lookups
    for _ in range(3):
        engine.start(make_request("a prompt that no other test has"))
    after = engine.prompt_lookups
    assert (after.hit_count - before.hit_count, after.miss_count - before.miss_count) == (2, 1)


# Several at a time


REQUESTS = [
    make_request("rain", seconds=3.0, seed=1, steps=4),
    make_request("distant thunder over the sea at night", seconds=3.3, seed=2, steps=7),
    make_request("birds", seconds=12.0, seed=3, steps=5, is_loop=True),
    make_request("a dog", seconds=3.1, seed=4, source=Source(noise(2.0), 0.5)),
    make_request("a bell", seconds=3.2, seed=5, source=Source(noise(3.0), 1.0, ((0, 44_100),))),
]


@contextmanager
def rows_counted(engine: StableAudioEngine) -> Iterator[list[int]]:
    """Yield the batch sizes of the transformer calls."""
    rows: list[int] = []

    def watch(_module: nn.Module, _args: object, arguments: dict[str, Any]) -> None:
        rows.append(len(arguments["hidden_states"]))

    transformer = engine._loaded._sampler._transformer
    handle = transformer.register_forward_pre_hook(watch, with_kwargs=True)
    try:
        yield rows
    finally:
        handle.remove()


def test_every_sound_is_as_it_is_alone(engine: StableAudioEngine) -> None:
    for request, latents in zip(REQUESTS, sampled(engine, REQUESTS), strict=True):
        (alone,) = sampled(engine, [request])
        assert relative_difference(latents, alone) < 1e-5


def test_sounds_join_and_leave_at_any_step(engine: StableAudioEngine) -> None:
    early, late = make_request("waves", seed=11, steps=6), make_request("a train", seed=12, steps=4)
    leaving = engine.start(make_request("wind", seed=13, steps=50))
    batch = [engine.start(early), leaving]
    engine.advance(batch)
    batch.append(engine.start(late))
    engine.advance(batch)
    batch.remove(leaving)
    while sampling := [rendering for rendering in batch if rendering.is_sampling]:
        engine.advance(sampling)
    for rendering, request in zip(batch, [early, late], strict=True):
        assert relative_difference(rendering.latents, sampled(engine, [request])[0]) < 1e-5


def test_sounds_of_nearly_one_length_share_a_call(engine: StableAudioEngine) -> None:
    lengths = (3.0, 3.3, 3.9, 12.0)
    renderings = [engine.start(make_request(seconds=seconds)) for seconds in lengths]
    with rows_counted(engine) as rows:
        engine.advance(renderings)
    assert sorted(rows) == [1, 3]


def test_the_largest_batch_is_kept(tiny_stable_audio: Path) -> None:
    engine = loaded_engine(tiny_stable_audio, max_batch="2")
    assert engine.description.max_batch_size == 2
    renderings = [engine.start(make_request(seed=seed)) for seed in range(3)]
    with rows_counted(engine) as rows:
        engine.advance(renderings)
    assert rows == [2, 1]


def test_out_of_memory_halves_the_batch(
    tiny_stable_audio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = loaded_engine(tiny_stable_audio)
    transformer = engine._loaded._sampler._transformer
    forward = transformer.forward

    def scarce(*args: object, **arguments: Any) -> Any:
        if len(arguments["hidden_states"]) > 1:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to ...")
        return forward(*args, **arguments)

    monkeypatch.setattr(transformer, "forward", scarce)
    together = sampled(engine, [make_request(seed=1), make_request(seed=2)])
    assert engine.description.max_batch_size == 1
    assert all(bool(latents.isfinite().all()) for latents in together)


def test_a_sound_with_non_finite_latents_fails_alone(engine: StableAudioEngine) -> None:
    bad, good = engine.start(make_request(seed=1)), engine.start(make_request(seed=2))
    engine.advance([bad, good])
    bad._sampled.latents = torch.full_like(bad.latents, float("nan"))
    outcome: Any = None
    while good.is_sampling:
        outcome, _ = engine.advance([bad, good])
    assert isinstance(outcome, GenerationFailed)
    assert "try another seed" in outcome.message


# What it refuses


@pytest.mark.parametrize("prompt", ["雨声", "heavy rain 大雨", "дождь"])
def test_another_language_is_refused_with_a_hint_at_translation(
    engine: StableAudioEngine, prompt: str
) -> None:
    with pytest.raises(ForeignPrompt) as refusal:
        engine.check(make_request(prompt))
    assert "OLLAMA_URL" in refusal.value.message
    assert refusal.value.fields == ("prompt",)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, ["STABLE_AUDIO_WEIGHTS", "envsound-weights download"]),
        ({"STABLE_AUDIO_WEIGHTS": "w", "STABLE_AUDIO_DTYPE": "int4"}, ["STABLE_AUDIO_DTYPE"]),
        ({"STABLE_AUDIO_WEIGHTS": "w", "STABLE_AUDIO_MAX_BATCH": "0"}, ["STABLE_AUDIO_MAX_BATCH"]),
        ({"STABLE_AUDIO_WEIGHTS": "w", "STABLE_AUDIO_DEVICE": "tpu"}, ["STABLE_AUDIO_DEVICE"]),
        ({"STABLE_AUDIO_WEIGHTS": "/nowhere"}, ["folder does not exist", "STABLE_AUDIO_WEIGHTS"]),
    ],
)
def test_a_failure_to_load_is_a_sentence(settings: dict[str, str], words: list[str]) -> None:
    with pytest.raises(EngineUnavailable) as refusal:
        create(settings).load()
    assert all(word in refusal.value.message for word in words)


WITHOUT_TORCH = """
import sys
sys.modules["torch"] = None
from envsound_server.engines.base import EngineRequest
from envsound_server.engines.stable_audio import create
from envsound_server.errors import WeightsMissing
engine = create({"STABLE_AUDIO_WEIGHTS": "weights"})
engine.check(EngineRequest("rain", 44100, 1, 8))
print(engine.description.name)
try:
    engine.load()
except WeightsMissing as error:
    print(error.message)
"""


def test_it_can_be_listed_without_torch() -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH], capture_output=True, text=True, timeout=60
    )
    assert run.stdout.splitlines() == [
        "stable_audio",
        "the stable_audio engine needs the package torch; run `make install-models`",
    ], run.stderr
