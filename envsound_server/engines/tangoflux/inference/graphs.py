"""CUDA graphs of the transformer, one for each batch size: a step is a single launch.

A step of the released sizes launches some 700 kernels, which takes the CPU longer than a large GPU
needs to run them. A graph is replayed as a whole, on the tensors it was captured with, so the
inputs of each call are copied into those. Texts are padded to one length for all, and a key mask
hides the padding from attention (text positions carry no order).
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

import torch
from diffusers import FluxTransformer2DModel
from torch import Tensor

from envsound_server.engines.inference.memory import is_out_of_memory

Recorder = Callable[[Callable[[], Tensor]], Callable[[], Tensor]]
"""Captures the GPU work of a function, and returns its replay into the same output."""

_RUNS_BEFORE_RECORDING: Final = 3
"""Runs before the capture, as torch's documentation requires.

They do the compilation, selection and allocation of a first use, which must not be captured.
"""

_log = logging.getLogger(__name__)


class GraphRecorder:
    """A `Recorder` whose graphs share a memory pool, because no two of them run at once."""

    def __init__(self) -> None:
        self._pool = torch.cuda.graph_pool_handle()

    def __call__(self, run: Callable[[], Tensor]) -> Callable[[], Tensor]:
        """Capture `run` on a side stream after a few runs, as torch requires."""
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(_RUNS_BEFORE_RECORDING):
                run()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=self._pool):
            output = run()

        def replay() -> Tensor:
            graph.replay()
            return output

        return replay


class GraphedForward:
    """A substitute for a transformer's `forward`, with the arguments that `sampler` passes.

    The output is overwritten by the next call.

    Args:
        transformer: The model.
        text_positions: Length that texts are padded to. A longer text runs without a graph.
        record: Captures a call.
    """

    def __init__(
        self, transformer: FluxTransformer2DModel, text_positions: int, record: Recorder
    ) -> None:
        self._forward: Callable[..., tuple[Tensor]] = transformer.forward
        self._text_positions = text_positions
        self._record: Recorder | None = record
        self._recordings: dict[tuple[int, ...], _Recording] = {}

    def __call__(self, **arguments: Any) -> tuple[Tensor]:
        """Return one prediction for each row."""
        text: Tensor = arguments["encoder_hidden_states"]
        if self._record is None or text.shape[1] > self._text_positions:
            return self._forward(**arguments)
        shape = tuple(arguments["hidden_states"].shape)
        if shape not in self._recordings:
            try:
                self._recordings[shape] = self._recorded(self._record, arguments)
            except RuntimeError as error:
                if is_out_of_memory(error):
                    raise
                # A driver or a kernel may not support capture. Everything works without it.
                _log.warning("running without CUDA graphs, kernel by kernel: %s", error)
                self._record = None
                return self._forward(**arguments)
        return (self._recordings[shape](arguments),)

    def _recorded(self, record: Recorder, arguments: Mapping[str, Any]) -> "_Recording":
        return _Recording(self._forward, self._text_positions, arguments, record)


class _Recording:
    """The graph of one batch size, and its input tensors."""

    def __init__(
        self,
        forward: Callable[..., tuple[Tensor]],
        text_positions: int,
        arguments: Mapping[str, Any],
        record: Recorder,
    ) -> None:
        text: Tensor = arguments["encoder_hidden_states"]
        frame_ids: Tensor = arguments["img_ids"]
        self._text_positions = text_positions
        self._copied = {
            name: torch.empty_like(arguments[name], memory_format=torch.contiguous_format)
            for name in ("hidden_states", "timestep", "pooled_projections")
        }
        self._text = text.new_zeros(len(text), text_positions, text.shape[2])
        self._keep = torch.ones(
            len(text), 1, 1, text_positions + len(frame_ids), dtype=torch.bool, device=text.device
        )
        given = {
            **self._copied,
            "encoder_hidden_states": self._text,
            "txt_ids": text.new_zeros(text_positions, 3),
            "img_ids": frame_ids.clone(),
            "joint_attention_kwargs": {"attention_mask": self._keep},
            "return_dict": False,
        }
        self._take(arguments)
        self._replay = record(lambda: forward(**given)[0])

    def __call__(self, arguments: Mapping[str, Any]) -> Tensor:
        self._take(arguments)
        return self._replay()

    def _take(self, arguments: Mapping[str, Any]) -> None:
        for name, tensor in self._copied.items():
            tensor.copy_(arguments[name])
        text: Tensor = arguments["encoder_hidden_states"]
        length = text.shape[1]
        self._text[:, :length] = text
        self._text[:, length:] = 0
        mask = (arguments.get("joint_attention_kwargs") or {}).get("attention_mask")
        self._keep[..., :length] = True if mask is None else mask[..., :length]
        self._keep[..., length : self._text_positions] = False


def record_graphs(transformer: FluxTransformer2DModel, text_positions: int) -> None:
    """Run the calls of a transformer as CUDA graphs.

    Args:
        transformer: On a CUDA device. Its output is then overwritten by its next call.
        text_positions: Length of the longest text, with the embedded duration.
    """
    transformer.forward = GraphedForward(transformer, text_positions, GraphRecorder())
