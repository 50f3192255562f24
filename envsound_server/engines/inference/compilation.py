"""Compilation by torch, which needs a C++ compiler on a CPU or Triton on a GPU."""

import logging
from typing import Final, Literal

import torch
from diffusers import ModelMixin
from torch import Tensor

from envsound_server.errors import EngineUnavailable

Switch = Literal["auto", "on", "off"]

_DEVICES_THAT_GAIN: Final = ("cpu", "cuda")
"""Device types on which `auto` compiles, where compilation works."""

_log = logging.getLogger(__name__)


def should_compile(switch: Switch, device: torch.device) -> bool:
    """Return True if models are compiled on a device.

    Compiles a trivial function as a trial, which takes a few seconds once.

    Args:
        switch: `TANGOFLUX_COMPILE`. `auto` compiles where that pays off. Where compilation does
            not work, it runs without and logs the reason.
        device: Device that runs the compiled code.

    Raises:
        EngineUnavailable: The switch is on, and compilation does not work.
    """
    if switch == "off" or (switch == "auto" and device.type not in _DEVICES_THAT_GAIN):
        return False
    problem = _problem(device)
    if problem and switch == "on":
        raise EngineUnavailable(
            f"TANGOFLUX_COMPILE is on and torch cannot compile for {device.type} here ({problem}); "
            "install what it needs (on a CPU a C++ compiler such as g++) or set it to auto"
        )
    if problem:
        _log.info("running without compilation on %s: %s", device.type, problem)
    return not problem


def _problem(device: torch.device) -> str:
    """Return the reason why compilation fails, or an empty text. Only a trial reveals it."""
    try:
        torch.compile(_double, dynamic=True)(torch.ones(64, device=device))
    except (RuntimeError, OSError) as error:  # any component that a compiler may lack
        return str(error).strip().splitlines()[0]
    return ""


def _double(numbers: Tensor) -> Tensor:
    return numbers + numbers


def compile_blocks(transformer: ModelMixin) -> None:
    """Compile each kind of repeated block once, for all sequence lengths and batch sizes.

    A single row and a call with a mask are separate graphs. Each compiles at its first use.
    """
    transformer.compile_repeated_blocks(fullgraph=True, dynamic=True)
