"""Equality of the latents with `tangoflux.model.TangoFlux.inference_flow`, on the same weights."""

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
import torch
from safetensors.torch import load_file
from support.tangoflux_rendering import loaded_engine, make_request, relative_difference, sampled
from tangoflux.model import TangoFlux
from torch import Tensor
from transformers import T5Config, T5EncoderModel, T5TokenizerFast

from envsound_server.domain.engine import EngineRequest
from envsound_server.engines.inference import products
from envsound_server.engines.inference.computation import ONEDNN
from envsound_server.engines.inference.trials import plain_library
from envsound_server.engines.tangoflux.engine import TangoFluxEngine
from envsound_server.engines.weights.files import (
    read_json,
)

TOLERANCE = 1e-4
NOT_QUITE_ONE = 1.0 + 1e-7
"""Upstream cannot do without guidance (a scale of 1 raises TypeError); with so little it does not
matter what it leads away from."""

PROMPTS = [
    "rain",
    "heavy rain on leaves",
    "distant thunder and a slow river under a metal roof",
    "dog " * 62,
]
"""2, 5, 11 and 63 tokens."""

REQUESTS = [
    make_request(PROMPTS[0], seconds=0.5, seed=0, steps=1, cfg_scale=3.5),
    make_request(PROMPTS[1], seconds=10.0, seed=1, steps=4, cfg_scale=4.5),
    make_request(PROMPTS[2], seconds=29.9, seed=2**40, steps=7, cfg_scale=1.5),
    make_request(PROMPTS[3], seconds=30.0, seed=3, steps=5, cfg_scale=15.0),
    make_request(PROMPTS[1], seconds=3.0, seed=4, steps=3, cfg_scale=1.0),
]

Upstream = Callable[[EngineRequest], Tensor]


@pytest.fixture(scope="module", params=[plain_library(), ONEDNN])
def engine(request: pytest.FixtureRequest, tiny_checkpoint: Path) -> TangoFluxEngine:
    """Return the engine with float32 products of each library."""
    rates = {("float32", plain_library()): 1.0, ("float32", ONEDNN): 0.1}
    with patch.object(products, "product_rates", lambda: rates | {("float32", request.param): 2.0}):
        engine = loaded_engine(tiny_checkpoint)
    assert engine.description.computation == f"float32 ({request.param})"
    return engine


@pytest.fixture(scope="module")
def upstream(tiny_checkpoint: Path) -> Upstream:
    folder = tiny_checkpoint / "text_encoder"
    text_encoder = T5EncoderModel(T5Config.from_pretrained(folder))
    tokenizer = T5TokenizerFast.from_pretrained(folder)
    with (  # which it would download
        patch("tangoflux.model.T5EncoderModel.from_pretrained", return_value=text_encoder),
        patch("tangoflux.model.T5TokenizerFast.from_pretrained", return_value=tokenizer),
    ):
        model = TangoFlux(read_json(tiny_checkpoint, "config.json")).eval()
    model.load_state_dict(load_file(tiny_checkpoint / "tangoflux.safetensors"), strict=False)

    def make(request: EngineRequest) -> Tensor:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(request.seed)
            latents: Tensor = model.inference_flow(
                request.prompt,
                num_inference_steps=request.steps,
                guidance_scale=max(request.cfg_scale, NOT_QUITE_ONE),
                duration=request.frame_count / 44_100,
                disable_progress=True,
            )
        return latents[0]

    return make


def moved(latents: Tensor, request: EngineRequest) -> Tensor:
    """Return the change of the noise by the model, because the noise itself would hide an error."""
    generator = torch.Generator().manual_seed(request.seed)
    return latents - torch.randn(1, 645, 64, generator=generator)[0]


@pytest.mark.parametrize("request_number", range(len(REQUESTS)))
def test_alone(engine: TangoFluxEngine, upstream: Upstream, request_number: int) -> None:
    request = REQUESTS[request_number]
    (ours,) = sampled(engine, [request])
    theirs = upstream(request)
    assert relative_difference(ours, theirs) < TOLERANCE
    assert relative_difference(moved(ours, request), moved(theirs, request)) < TOLERANCE
    assert moved(theirs, request).std() > 0.1  # the test's weights do something


def test_in_a_mixed_batch(engine: TangoFluxEngine, upstream: Upstream) -> None:
    for request, ours in zip(REQUESTS, sampled(engine, REQUESTS), strict=True):
        assert (
            relative_difference(moved(ours, request), moved(upstream(request), request)) < TOLERANCE
        )
