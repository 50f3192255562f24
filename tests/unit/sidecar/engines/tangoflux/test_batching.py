"""Batches of sounds: each equal to the sound alone, with one transformer call a step."""

import gc
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from support.tangoflux_rendering import (
    RowHook,
    loaded_engine,
    make_request,
    relative_difference,
    rows_counted,
    sampled,
    transformer_of,
    watched,
)
from torch import Tensor, nn

from envsound_server.domain.engine import Stage
from envsound_server.engines.base import Advance
from envsound_server.engines.tangoflux.engine import TangoFluxEngine
from envsound_server.errors import GenerationFailed

TOLERANCE = 1e-5
"""What the engine states for float32, in parts of the largest latent."""

REQUESTS = [
    make_request("rain", seconds=0.5, seed=1, steps=2, cfg_scale=3.5),
    make_request(
        "distant thunder over the sea at night", seconds=1.0, seed=2, steps=5, cfg_scale=1.0
    ),
    make_request(
        "birds", seconds=3.0, seed=3, steps=4, cfg_scale=7.0, negative_prompt="loud traffic"
    ),
    make_request("a dog and a bell in the forest", seconds=3.1, seed=4, steps=3, cfg_scale=2.0),
]


@pytest.fixture(scope="module")
def engine(short_checkpoint: Path) -> TangoFluxEngine:
    return loaded_engine(short_checkpoint)


def test_every_sound_is_as_it_is_alone(engine: TangoFluxEngine) -> None:
    together = sampled(engine, REQUESTS)
    for request, latents in zip(REQUESTS, together, strict=True):
        (alone,) = sampled(engine, [request])
        assert relative_difference(latents, alone) < TOLERANCE


def test_sounds_join_and_leave_at_any_step(engine: TangoFluxEngine) -> None:
    late, early = make_request("waves", seed=11, steps=4), make_request("a train", seed=12, steps=6)
    leaving = engine.start(make_request("wind", seed=13, steps=50))
    batch = [engine.start(early), leaving]
    engine.advance(batch)
    batch.append(engine.start(late))
    engine.advance(batch)
    batch.remove(leaving)
    for _ in range(4):
        engine.advance([rendering for rendering in batch if rendering.is_sampling])
    for rendering, request in zip(batch, [early, late], strict=True):
        assert not rendering.is_sampling
        assert relative_difference(rendering.latents, sampled(engine, [request])[0]) < TOLERANCE


def test_one_call_a_step_for_all_of_them(engine: TangoFluxEngine) -> None:
    renderings = [engine.start(request) for request in REQUESTS]
    with rows_counted(engine) as rows:
        engine.advance(renderings)
        engine.advance(renderings)
    # Two rows for each guided window, one for the sound without guidance; 3.1 s are two windows.
    assert rows == [2 + 1 + 2 + 4] * 2
    assert [rendering.is_sampling for rendering in renderings] == [False, True, True, True]


def test_a_guidance_scale_of_one_needs_no_second_row(engine: TangoFluxEngine) -> None:
    with rows_counted(engine) as rows:
        sampled(engine, [make_request(cfg_scale=1.0, steps=3)])
    assert rows == [1, 1, 1]


def test_a_finished_sound_decodes_while_another_goes_on(engine: TangoFluxEngine) -> None:
    short, long = engine.start(make_request(steps=1)), engine.start(make_request(steps=3))
    engine.advance([short, long])
    with rows_counted(engine) as rows:
        decoded, stepped = engine.advance([short, long])
    assert rows == [2]
    assert isinstance(decoded, Advance)
    assert isinstance(stepped, Advance)
    assert (decoded.stage, stepped.stage) == (Stage.DECODING, Stage.GENERATING)
    assert (stepped.step, stepped.step_count) == (2, 3)


def test_a_sound_that_is_dropped_leaves_nothing_behind(engine: TangoFluxEngine) -> None:
    kept, dropped = engine.start(make_request(steps=9)), engine.start(make_request("wind", steps=9))
    engine.advance([kept, dropped])
    gone = weakref.ref(dropped)
    del dropped
    gc.collect()
    assert gone() is None
    with rows_counted(engine) as rows:
        engine.advance([kept])
    assert rows == [2]


def test_a_long_sound_does_not_slow_the_short_one_beside_it(short_checkpoint: Path) -> None:
    engine = loaded_engine(short_checkpoint, max_batch="2")
    long = engine.start(make_request(seconds=12.0, steps=2))  # five windows, ten rows a step
    short = engine.start(make_request(steps=4))
    with rows_counted(engine) as rows:
        fractions = [getattr(engine.advance([long, short])[0], "fraction", -1) for _ in range(4)]
    assert rows == [4] * 4
    assert not short.is_sampling
    assert 0 < fractions[0] < fractions[1] < fractions[2] < fractions[3] < 1


# What is out of the ordinary in one sound, or in all of them


def spoil(rows: slice) -> Callable[[nn.Module, Any, tuple[Tensor]], tuple[Tensor]]:
    def hook(module: nn.Module, inputs: Any, output: tuple[Tensor]) -> tuple[Tensor]:
        output[0][rows] = torch.nan
        return output

    return hook


def test_a_sound_that_is_not_finite_fails_alone_and_is_not_decoded(engine: TangoFluxEngine) -> None:
    bad, good = engine.start(make_request(steps=2)), engine.start(make_request(steps=2))
    engine.advance([bad, good])
    handle = transformer_of(engine).register_forward_hook(spoil(slice(0, 1)))
    try:
        failed, stepped = engine.advance([bad, good])
    finally:
        handle.remove()
    assert isinstance(failed, GenerationFailed)
    assert "not finite" in failed.message
    assert isinstance(stepped, Advance)
    (latents,) = sampled(engine, [make_request(steps=2)])
    assert relative_difference(good.latents, latents) < TOLERANCE


ERRORS = [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB."),
    RuntimeError(
        "[enforce fail at alloc_cpu.cpp:117] . DefaultCPUAllocator: can't allocate memory"
    ),
    RuntimeError("MPS backend out of memory (MPS allocated: 18.00 GB)"),
]


def memory_for(row_count: int, error: RuntimeError) -> RowHook:
    """Simulate a device whose memory fits a number of rows."""

    def refuse(module: nn.Module, inputs: tuple[Any, ...], arguments: dict[str, Any]) -> None:
        if len(arguments["hidden_states"]) > row_count:
            raise error

    return refuse


@pytest.mark.parametrize("error", ERRORS, ids=["cuda", "cpu", "mps"])
def test_out_of_memory_halves_the_batch_permanently(
    short_checkpoint: Path, error: RuntimeError
) -> None:
    engine = loaded_engine(short_checkpoint)
    assert engine.description.max_batch_size == 8
    with rows_counted(engine) as rows, watched(engine, memory_for(2, error)):
        together = sampled(engine, REQUESTS[:3])
    # Five rows: five do not fit, so two, two and one; and so in each step that is left.
    assert rows[:4] == [5, 2, 2, 1]
    assert max(rows[1:]) == 2
    assert engine.description.max_batch_size == 1
    for request, latents in zip(REQUESTS, together, strict=False):
        (alone,) = sampled(engine, [request])
        assert relative_difference(latents, alone) < TOLERANCE


def test_a_row_that_exceeds_memory_fails_and_the_engine_continues(short_checkpoint: Path) -> None:
    engine = loaded_engine(short_checkpoint)
    with watched(engine, memory_for(0, ERRORS[0])):
        outcomes = engine.advance(
            [engine.start(make_request()), engine.start(make_request("wind"))]
        )
    assert all(isinstance(outcome, GenerationFailed) for outcome in outcomes)
    assert "out of memory" in str(outcomes[0])
    assert sampled(engine, [make_request()])[0].isfinite().all()


def test_another_error_is_not_treated_as_out_of_memory(engine: TangoFluxEngine) -> None:
    with (
        watched(engine, memory_for(0, RuntimeError("shapes do not match"))),
        pytest.raises(RuntimeError, match="shapes do not match"),
    ):
        engine.advance([engine.start(make_request())])


def test_warm_up_on_a_gpu_tries_every_batch_size_and_reduces_it_to_the_memory(
    short_checkpoint: Path,
) -> None:
    engine = loaded_engine(short_checkpoint, max_batch="3", step_reuse="0.5")
    with rows_counted(engine) as rows, watched(engine, memory_for(4, ERRORS[0])):
        engine._loaded._warm_up_every_row_count()
    assert rows[0] == 6  # which did not fit
    assert set(rows[1:]) == {1, 2, 3}
    assert engine.description.max_batch_size == 1
    roomy = loaded_engine(short_checkpoint, max_batch="3")
    with rows_counted(roomy) as rows:
        roomy._loaded._warm_up_every_row_count()
    assert rows == [6, 5, 4, 3, 2, 1]
