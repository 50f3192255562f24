"""Models without weights: the libraries' modules on the meta device.

The required content of each file follows from these modules, so that loading, verification and
test checkpoints agree with each other and with the installed libraries.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

_BUFFER_FUNCTIONS: Final = (torch.arange, torch.linspace)
"""Functions that begin the buffers a module computes when it is built: frequencies, positions."""


@contextmanager
def without_memory() -> Iterator[None]:
    """Build modules whose parameters take no memory and draw no random numbers.

    Buffers that a module computes when it is built keep their values, on the CPU: a checkpoint does
    not need to hold them.
    """
    with warnings.catch_warnings(), torch.device("meta"), _BuffersOnCpu(), torch.no_grad():
        # diffusers still uses the legacy weight norm, which computes a plain `weight` when it is
        # built. That tensor must not require a gradient, hence `no_grad`.
        warnings.filterwarnings("ignore", ".*weight_norm.*", FutureWarning)
        yield


class _BuffersOnCpu(TorchFunctionMode):
    """A mode of torch that keeps computed buffers off the meta device."""

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        """Call a function of torch, on the CPU where it begins a computed buffer."""
        device = {"device": "cpu"} if func in _BUFFER_FUNCTIONS else {}
        return func(*args, **device | dict(kwargs or {}))


def stored_name(key: str) -> str:
    """Return the released name of a module's tensor.

    Releases use the names of the legacy weight norm, which `torch.nn.utils.parametrizations`
    changed.
    """
    return key.replace(".parametrizations.weight.original0", ".weight_g").replace(
        ".parametrizations.weight.original1", ".weight_v"
    )


def stored_tensors(module: nn.Module, prefix: str = "") -> dict[str, torch.Tensor]:
    """Return a module's tensors by their names in a file."""
    return {prefix + stored_name(key): tensor for key, tensor in module.state_dict().items()}
