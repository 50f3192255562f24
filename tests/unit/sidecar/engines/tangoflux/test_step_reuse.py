"""Step reuse: fewer transformer calls, reported in notes, and separate for each sound."""

from pathlib import Path

import pytest
from support.tangoflux_rendering import (
    loaded_engine,
    make_request,
    relative_difference,
    rows_counted,
    sampled,
)
from torch import Tensor

from envsound_server.engines.tangoflux.engine import TangoFluxEngine

REQUEST = make_request(seed=3, steps=20)


@pytest.fixture(scope="module")
def engine(short_checkpoint: Path) -> TangoFluxEngine:
    return loaded_engine(short_checkpoint)


@pytest.fixture(scope="module")
def every_step(engine: TangoFluxEngine) -> Tensor:
    return sampled(engine, [REQUEST])[0]


def test_step_reuse_is_off_by_default(engine: TangoFluxEngine) -> None:
    with rows_counted(engine) as rows:
        sampled(engine, [REQUEST])
    assert rows == [2] * 20
    assert not engine.start(REQUEST).notes


def test_a_higher_threshold_calls_the_transformer_less(
    short_checkpoint: Path, every_step: Tensor
) -> None:
    calls, errors = [], []
    for threshold in ("0.0001", "0.2", "0.8"):
        engine = loaded_engine(short_checkpoint, step_reuse=threshold)
        with rows_counted(engine) as rows:
            (latents,) = sampled(engine, [REQUEST])
        calls.append(len(rows))
        errors.append(relative_difference(latents, every_step))
    assert calls[0] == 20
    assert errors[0] < 1e-6
    assert 20 > calls[1] > calls[2] >= 2  # the first and the last are always made
    assert 0 < errors[1] < errors[2]


def test_the_notes_report_the_number_of_reused_steps(short_checkpoint: Path) -> None:
    engine = loaded_engine(short_checkpoint, step_reuse="0.4")
    rendering = engine.start(REQUEST)
    with rows_counted(engine) as rows:
        while rendering.is_sampling:
            engine.advance([rendering])
    assert list(rendering.notes) == [
        f"Step reuse (threshold 0.4): {20 - len(rows)} of 20 steps reused the velocity of the "
        "previous step."
    ]


def test_each_sound_reuses_by_itself(short_checkpoint: Path) -> None:
    engine = loaded_engine(short_checkpoint, step_reuse="0.4")
    requests = [
        REQUEST,
        make_request("wind", seed=4, steps=7),
        make_request("sea", seconds=5.0, seed=5, steps=9),
    ]
    together = sampled(engine, requests)
    for request, latents in zip(requests, together, strict=True):
        assert relative_difference(latents, sampled(engine, [request])[0]) < 1e-5
