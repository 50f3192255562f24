"""Where a model runs."""

import torch

from envsound_server.errors import EngineUnavailable


def resolve_device(name: str, engine: str) -> torch.device:
    """Return the device of that name; `auto` is a GPU where there is one.

    Args:
        name: As the setting has it: auto, cpu, mps, cuda or cuda:1.
        engine: Whose setting it is.

    Raises:
        EngineUnavailable: It is not there.
    """
    if name == "auto":
        name = next(gpu for gpu in ("cuda", "mps", "cpu") if _is_there(gpu))
    if not _is_there(name):
        raise EngineUnavailable(
            f"{engine.upper()}_DEVICE is {name} and torch finds no such device; set it to auto or "
            "cpu"
        )
    return torch.device(name)


def _is_there(name: str) -> bool:
    device = torch.device(name)
    if device.type == "cuda":
        return (device.index or 0) < torch.cuda.device_count()
    return device.type == "cpu" or torch.backends.mps.is_available()
