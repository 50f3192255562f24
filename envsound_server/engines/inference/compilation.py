"""Whether torch compiles, which asks for more than torch: a C++ compiler, or Triton on a GPU."""

import logging
from typing import Final, Literal

import torch
from diffusers import ModelMixin
from torch import Tensor

from envsound_server.errors import EngineUnavailable

Switch = Literal["auto", "on", "off"]

_DEVICES_THAT_GAIN: Final = ("cpu", "cuda")
"""Where `auto` compiles, when it can."""

_log = logging.getLogger(__name__)


def should_compile(switch: Switch, device: torch.device) -> bool:
    """Whether to compile on a device; tries it on a trifle, which takes a few seconds once.

    Args:
        switch: `TANGOFLUX_COMPILE`. `auto` compiles where that pays and does without where it
            cannot be done, which the log tells.
        device: Where the programs are to run.

    Raises:
        EngineUnavailable: It is on, and cannot be done.
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
        _log.info("not compiling for %s, all works without: %s", device.type, problem)
    return not problem


def _problem(device: torch.device) -> str:
    """What stands against compiling, or nothing. Only doing it tells."""
    try:
        torch.compile(_double, dynamic=True)(torch.ones(64, device=device))
    except (RuntimeError, OSError) as error:  # whatever a compiler may be missing
        return str(error).strip().splitlines()[0]
    return ""


def _double(numbers: Tensor) -> Tensor:
    return numbers + numbers


def compile_blocks(transformer: ModelMixin) -> None:
    """Compiles its blocks: of each kind once, one program for all lengths and numbers of rows.

    A single row and a call with a mask are programs of their own; each compiles at its first use.
    """
    transformer.compile_repeated_blocks(fullgraph=True, dynamic=True)
