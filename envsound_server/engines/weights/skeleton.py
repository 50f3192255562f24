"""Models without their weights: the libraries' modules on the meta device.

What each file must hold follows from these modules, so that loading, verifying and making test
checkpoints agree with each other and with the installed libraries.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

_TABLE_MAKERS: Final = (torch.arange, torch.linspace)
"""What tables begin with that a module computes when it is made: frequencies, positions."""


@contextmanager
def without_memory() -> Iterator[None]:
    """Make modules whose parameters take no memory and draw no random numbers.

    Tables that are computed when a module is made keep their numbers, on the CPU: a checkpoint need
    not hold them.
    """
    with warnings.catch_warnings(), torch.device("meta"), _TablesOnTheCpu(), torch.no_grad():
        # diffusers still has weight norm's first form, which computes a plain `weight` when it is
        # made. That one is to carry no gradient, hence `no_grad`.
        warnings.filterwarnings("ignore", ".*weight_norm.*", FutureWarning)
        yield


class _TablesOnTheCpu(TorchFunctionMode):
    """Keep computed tables off the default device."""

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        """Call a function of torch; one that begins a table is told the CPU."""
        device = {"device": "cpu"} if func in _TABLE_MAKERS else {}
        return func(*args, **device | dict(kwargs or {}))


def stored_name(key: str) -> str:
    """Return the released name of a module's tensor.

    Releases have weight norm's first names; `torch.nn.utils.parametrizations` has others.
    """
    return key.replace(".parametrizations.weight.original0", ".weight_g").replace(
        ".parametrizations.weight.original1", ".weight_v"
    )


def stored_tensors(module: nn.Module, prefix: str = "") -> dict[str, torch.Tensor]:
    """Return a module's tensors by the names that a file has for them."""
    return {prefix + stored_name(key): tensor for key, tensor in module.state_dict().items()}
