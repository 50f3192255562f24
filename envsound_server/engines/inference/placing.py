"""Where modules are that are used now and then: on the device, or beside it between uses."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

import torch
from torch import nn

ModuleT = TypeVar("ModuleT", bound=nn.Module)


class Placed(Generic[ModuleT]):
    """A module that is on its device while it is used.

    Args:
        module: The module.
        device: Where it is used.
        is_offloaded: Whether it waits in main memory between two uses. That costs a copy each
            time, and leaves its memory to the transformer.
    """

    def __init__(self, module: ModuleT, device: torch.device, is_offloaded: bool) -> None:
        self._module = module
        self._device = device
        self._is_offloaded = is_offloaded
        if is_offloaded:
            module.to("cpu")

    @contextmanager
    def placed(self) -> Iterator[ModuleT]:
        """The module on its device, for the length of a `with` block."""
        if not self._is_offloaded:
            yield self._module
            return
        self._module.to(self._device)
        try:
            yield self._module
        finally:
            self._module.to("cpu")
