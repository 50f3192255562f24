"""Sounds beyond the model's window: exact, with bounded memory, and without a seam."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from scipy import signal
from support.tangoflux_rendering import (
    advances,
    loaded_engine,
    make_request,
    relative_difference,
    render,
    sampled,
)
from torch import Tensor, nn

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.tangoflux.engine import TangoFluxEngine
from envsound_server.engines.tangoflux.inference.windows import Strip, window_starts, window_weights

WINDOW = 645
HOP = 2048
LONG_SECONDS = 20.0
SHORT_WINDOW = 65


@pytest.mark.parametrize("frame_count", [1, 645, 646, 700, 1161, 1162, 1508, 12_920])
def test_windows_cover_the_strip_evenly(frame_count: int) -> None:
    starts = window_starts(frame_count, WINDOW)
    covered = np.zeros(max(frame_count, WINDOW))
    for start, weights in zip(starts, window_weights(starts, WINDOW), strict=True):
        covered[start : start + WINDOW] += weights[:, 0].numpy()
    np.testing.assert_allclose(covered, 1.0, rtol=1e-6)
    assert starts[0] == 0
    assert all(WINDOW - (b - a) >= 129 - 1 for a, b in itertools.pairwise(starts))


def test_windows_that_disagree_are_cross_faded() -> None:
    """One window predicts lower values, the other higher: the strip rises without a step."""
    strip = Strip(torch.zeros(1000, 1), WINDOW, [1.0, 0.0])
    for number in range(strip.window_count):
        strip.add(torch.full((WINDOW, 1), 1.0 - 2.0 * number))
    latents = strip.latents[:, 0]
    assert strip.is_finished
    assert (latents[0], latents[-1]) == (-1.0, 1.0)
    rises = latents.diff()
    assert rises.min() >= 0
    assert rises.max() < 2.0 / (2 * WINDOW - 1000) * 1.05


def test_all_windows_of_a_step_see_the_same_past() -> None:
    strip = Strip(torch.zeros(1000, 1), WINDOW, [1.0, 0.5, 0.0])
    for _ in range(strip.window_count):
        assert strip.window(strip.windows_left[0]).abs().max() == 0
        strip.add(torch.ones(WINDOW, 1))
    assert (strip.step, strip.done) == (1, 0.5)
    assert torch.allclose(strip.latents, torch.full((1000, 1), -0.5))


@pytest.mark.parametrize("seconds", [29.955, 30.0])
def test_the_model_s_longest_sound_is_one_window(tiny_checkpoint: Path, seconds: float) -> None:
    """Its last latent frame is repeated for the 46 ms beyond the window."""
    engine = loaded_engine(tiny_checkpoint)
    rendering = engine.start(make_request(seconds=seconds, steps=1, cfg_scale=1.0))
    samples = np.concatenate([a.block for a in advances(engine, rendering)[1:]], axis=1)
    assert len(rendering.latents) == WINDOW
    assert not any("windows" in note for note in rendering.notes)
    assert samples.shape == (2, round(seconds * SAMPLE_RATE_HERTZ))
    assert samples[:, WINDOW * HOP :].std() > 0.3 * samples.std()


def test_ten_minutes_are_offered_and_said_to_be_joined(tiny_checkpoint: Path) -> None:
    engine = loaded_engine(tiny_checkpoint)
    rendering = engine.start(make_request(seconds=engine.description.duration_seconds.high))
    assert list(rendering.notes) == ["Generated in 25 windows that are joined in the latents."]


# With a window of 3 s


@pytest.fixture(scope="module")
def engine(short_checkpoint: Path) -> TangoFluxEngine:
    return loaded_engine(short_checkpoint)


@pytest.fixture(scope="module")
def long_sound(engine: TangoFluxEngine) -> tuple[Tensor, Samples]:
    """Return the latents and samples of a sound of 20 s."""
    rendering = engine.start(make_request(seconds=LONG_SECONDS, steps=10))
    blocks = [a.block for a in advances(engine, rendering) if a.block is not None]
    return rendering.latents, np.concatenate(blocks, axis=1)


@pytest.mark.parametrize("seconds", [3.1, 4.7123, 20.0])
def test_returns_exactly_the_requested_frames(engine: TangoFluxEngine, seconds: float) -> None:
    samples = render(engine, make_request(seconds=seconds, steps=1, cfg_scale=1.0))
    assert samples.shape == (2, round(seconds * SAMPLE_RATE_HERTZ))
    assert np.isfinite(samples).all()


def test_a_long_sound_is_as_alone_in_a_batch(
    short_checkpoint: Path, engine: TangoFluxEngine
) -> None:
    request = make_request(seconds=10.0, steps=3)
    (alone,) = sampled(engine, [request])
    crowd = loaded_engine(short_checkpoint, max_batch="1")
    _, crowded = sampled(crowd, [make_request(steps=5), request])
    assert relative_difference(crowded, alone) < 1e-5


def test_no_seam_in_the_latents(long_sound: tuple[Tensor, Samples]) -> None:
    latents, _ = long_sound
    starts = window_starts(len(latents), SHORT_WINDOW)
    window_count = torch.zeros(len(latents))
    for start in starts:
        window_count[start : start + SHORT_WINDOW] += 1
    levels = [latents[window_count == count].pow(2).mean().sqrt() for count in (1, 2)]
    assert 20 * abs(torch.log10(levels[0] / levels[1])) < 0.5  # averaging took nothing away, dB
    changes = latents.diff(dim=0).pow(2).mean(dim=1).sqrt()
    edges = torch.tensor(inner_edges(starts))
    at_edges = changes[edges - 1]
    assert at_edges.mean() - changes.mean() < 3 * changes.std() / len(edges) ** 0.5
    assert at_edges.max() <= changes.max()


def test_no_seam_in_the_sound(long_sound: tuple[Tensor, Samples]) -> None:
    """The spectrum changes at the edges of windows as much as elsewhere."""
    latents, samples = long_sound
    mono = samples.mean(axis=0)
    _, _, spectra = signal.stft(mono, SAMPLE_RATE_HERTZ, nperseg=HOP, noverlap=HOP // 2)
    magnitudes = np.abs(spectra)
    flux = (
        np.sqrt(np.square(np.diff(magnitudes, axis=1)).sum(axis=0)) / magnitudes.sum(axis=0).mean()
    )
    edges = inner_edges(window_starts(len(latents), SHORT_WINDOW))
    around = np.array([flux[2 * edge - 2 : 2 * edge + 3].mean() for edge in edges])
    everywhere = np.convolve(flux, np.ones(5) / 5, "valid")
    assert around.mean() - everywhere.mean() < 3 * everywhere.std() / len(edges) ** 0.5
    assert around.max() <= everywhere.max()


def test_windows_that_want_different_sounds_are_joined_without_a_step(
    engine: TangoFluxEngine,
) -> None:
    """Each window predicts its own steady sound, and the transitions are slow."""
    wanted = torch.randn(4, 1, 64, generator=torch.Generator().manual_seed(1))

    def want(module: nn.Module, _: Any, given: dict[str, Tensor], __: Any) -> tuple[Tensor]:
        return ((given["hidden_states"] - wanted) / given["timestep"][:, None, None],)

    handle = engine._loaded._sampler._transformer.register_forward_hook(want, with_kwargs=True)
    try:
        samples = render(engine, make_request(seconds=10.0, steps=5, cfg_scale=1.0))
    finally:
        handle.remove()
    frame_count = samples.shape[1] // HOP
    spectra = np.abs(np.fft.rfft(samples[0, : frame_count * HOP].reshape(frame_count, HOP)))
    centres = [start + SHORT_WINDOW // 2 for start in window_starts(frame_count + 1, SHORT_WINDOW)]
    apart = np.linalg.norm(np.diff(spectra[centres], axis=0), axis=1).min()
    inside = spectra[16:-16]  # the decoder hears the ends of the latents
    # A cut would be 0.85 of the way at once; the overlap here has 15 frames, in a release 129.
    assert np.linalg.norm(np.diff(inside, axis=0), axis=1).max() < 0.6 * apart


def inner_edges(starts: list[int]) -> list[int]:
    """Return the latent frames at the edges of windows, without the ends of the sound."""
    return [edge for start in starts for edge in (start, start + SHORT_WINDOW)][1:-1]
