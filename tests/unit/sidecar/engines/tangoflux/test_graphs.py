import logging
from collections.abc import Callable
from typing import Any

import pytest
import torch
from diffusers import FluxTransformer2DModel
from torch import Tensor

from envsound_server.engines.tangoflux.inference.graphs import GraphedForward

AUDIO_FRAMES, TEXT_POSITIONS, WIDTH = 20, 9, 32

torch.set_num_threads(1)


class Recorder:
    """A substitute for CUDA graphs, which replays by running again on the captured tensors."""

    def __init__(self) -> None:
        self.recording_count = 0
        self.replay_count = 0

    def __call__(self, run: Callable[[], Tensor]) -> Callable[[], Tensor]:
        self.recording_count += 1
        run()

        def replay() -> Tensor:
            self.replay_count += 1
            return run()

        return replay


@pytest.fixture(scope="module")
def transformer() -> FluxTransformer2DModel:
    torch.manual_seed(1)
    return (
        FluxTransformer2DModel(
            in_channels=8,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=128,
            num_attention_heads=1,
            joint_attention_dim=WIDTH,
            pooled_projection_dim=WIDTH,
        )
        .eval()
        .requires_grad_(False)
    )


def arguments(seed: int, row_count: int, text_length: int, *hidden: int) -> dict[str, Any]:
    """Return the sampler's arguments. `hidden` are the padding positions of each row."""
    generator = torch.Generator().manual_seed(seed)

    def noise(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    given: dict[str, Any] = {
        "hidden_states": noise(row_count, AUDIO_FRAMES, 8),
        "timestep": torch.rand(row_count, generator=generator),
        "pooled_projections": noise(row_count, WIDTH),
        "encoder_hidden_states": noise(row_count, text_length, WIDTH),
        "txt_ids": torch.zeros(text_length, 3),
        "img_ids": torch.arange(AUDIO_FRAMES).float()[:, None].expand(-1, 3),
        "return_dict": False,
    }
    if hidden:
        keep = torch.ones(row_count, 1, 1, text_length + AUDIO_FRAMES, dtype=torch.bool)
        for row, count in enumerate(hidden):
            keep[row, ..., text_length - count : text_length] = False
        given["joint_attention_kwargs"] = {"attention_mask": keep}
    return given


def test_a_replayed_call_equals_a_plain_one(transformer: FluxTransformer2DModel) -> None:
    graphed = GraphedForward(transformer, TEXT_POSITIONS, Recorder())
    calls = [
        arguments(1, 2, 5),
        arguments(2, 2, TEXT_POSITIONS),
        arguments(3, 2, 4, 2, 0),
        arguments(4, 1, 3),
        arguments(5, 2, 2),
        arguments(6, 3, 6, 0, 1, 5),
    ]
    for given in calls:
        torch.testing.assert_close(graphed(**given)[0], transformer(**given)[0])


def test_each_number_of_rows_is_recorded_once(transformer: FluxTransformer2DModel) -> None:
    recorder = Recorder()
    graphed = GraphedForward(transformer, TEXT_POSITIONS, recorder)
    for seed, rows in enumerate((2, 4, 2, 2, 4)):
        graphed(**arguments(seed, rows, 3 + seed))
    assert recorder.recording_count == 2
    assert recorder.replay_count == 5


def test_a_longer_text_is_done_without_a_graph(transformer: FluxTransformer2DModel) -> None:
    recorder = Recorder()
    graphed = GraphedForward(transformer, TEXT_POSITIONS, recorder)
    given = arguments(1, 2, TEXT_POSITIONS + 1)
    assert torch.equal(graphed(**given)[0], transformer(**given)[0])
    assert recorder.recording_count == 0


def test_a_failed_capture_falls_back_to_running_without_graphs(
    transformer: FluxTransformer2DModel, caplog: pytest.LogCaptureFixture
) -> None:
    attempts: list[str] = []

    def broken(_: Callable[[], Tensor]) -> Callable[[], Tensor]:
        attempts.append("tried")
        raise RuntimeError("operation not permitted when stream is capturing")

    graphed = GraphedForward(transformer, TEXT_POSITIONS, broken)
    given = arguments(1, 2, 5)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert torch.equal(graphed(**given)[0], transformer(**given)[0])
    assert attempts == ["tried"]
    assert "running without CUDA graphs" in caplog.text


def test_out_of_memory_is_raised_to_the_caller(
    transformer: FluxTransformer2DModel,
) -> None:
    room = [False]

    def record(run: Callable[[], Tensor]) -> Callable[[], Tensor]:
        if not room[0]:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return run

    graphed = GraphedForward(transformer, TEXT_POSITIONS, record)
    with pytest.raises(torch.OutOfMemoryError):
        graphed(**arguments(1, 4, 5))
    room[0] = True
    given = arguments(1, 2, 5)
    torch.testing.assert_close(graphed(**given)[0], transformer(**given)[0])
