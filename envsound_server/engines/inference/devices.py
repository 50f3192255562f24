"""The device that a model runs on."""

import torch

from envsound_server.errors import EngineUnavailable


def resolve_device(name: str, engine: str) -> torch.device:
    """Return the device of that name. `auto` stands for a GPU where there is one.

    Args:
        name: Value of the setting: auto, cpu, mps, cuda or cuda:1.
        engine: Name of the engine that the setting belongs to.

    Raises:
        EngineUnavailable: The device is not available.
    """
    if name == "auto":
        name = next(gpu for gpu in ("cuda", "mps", "cpu") if _is_available(gpu))
    if not _is_available(name):
        raise EngineUnavailable(
            f"{engine.upper()}_DEVICE is {name} and torch finds no such device; set it to auto or "
            "cpu"
        )
    return torch.device(name)


def _is_available(name: str) -> bool:
    device = torch.device(name)
    if device.type == "cuda":
        return (device.index or 0) < torch.cuda.device_count()
    return device.type == "cpu" or torch.backends.mps.is_available()
