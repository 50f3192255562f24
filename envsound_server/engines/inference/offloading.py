"""Offloading of modules to main memory between uses."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

import torch
from torch import nn

ModuleT = TypeVar("ModuleT", bound=nn.Module)


class Offloadable(Generic[ModuleT]):
    """A module that is on its device while it is used.

    Args:
        module: The module.
        device: Device that it runs on.
        is_offloaded: True to keep it in main memory between uses. That costs a copy for each use
            and leaves the device's memory to the transformer.
    """

    def __init__(self, module: ModuleT, device: torch.device, is_offloaded: bool) -> None:
        self._module = module
        self._device = device
        self._is_offloaded = is_offloaded
        if is_offloaded:
            module.to("cpu")

    @contextmanager
    def on_device(self) -> Iterator[ModuleT]:
        """Yield the module on its device, for the duration of a `with` block."""
        if not self._is_offloaded:
            yield self._module
            return
        self._module.to(self._device)
        try:
            yield self._module
        finally:
            self._module.to("cpu")
