"""The choice of number format and library for matrix products, and its application to layers."""

from typing import Final

import torch
from torch import nn

from envsound_server.engines.inference.computation import ONEDNN, Computation
from envsound_server.engines.inference.packing import Int8Linear, PackedLinear
from envsound_server.engines.inference.precision import (
    OUTPUT_DTYPE,
    HalfPrecisionLinear,
    block_linears,
)
from envsound_server.engines.inference.trials import (
    has_bfloat16,
    has_int8,
    int8_error,
    plain_library,
    product_rates,
)
from envsound_server.errors import EngineUnavailable

__all__ = ["Computation", "choose_computation", "pack_linears"]

_BFLOAT16_GAIN: Final = 1.2
"""Minimum speed-up of bfloat16 over float32. The conversions cost part of it."""

_ONEDNN_GAIN: Final = 1.1
"""Minimum speed-up of oneDNN over torch's own choice, which stays where both are equal."""

_GPU_LIBRARIES: Final = {"cuda": "CUDA", "mps": "Metal"}


def choose_computation(setting: str, device: torch.device, engine: str = "") -> Computation:
    """Choose number format and library.

    Args:
        setting: `auto`, `float32`, `bfloat16` or `int8`. `auto` is bfloat16 where the device has
            instructions for it, on a CPU only if a benchmark is faster with them, and float32
            elsewhere. On a CPU the benchmark also selects the library, in a tenth of a second.
        device: Device that computes the products.
        engine: Name of the engine that the setting belongs to.

    Raises:
        EngineUnavailable: The setting is int8, and the device has no instructions for it.
    """
    if device.type != "cpu":
        return _on_gpu(setting, device, engine)
    if setting == "int8":
        if not has_int8():
            raise _no_int8("this CPU has no instructions for it (VNNI)", engine)
        attention_dtype = torch.bfloat16 if _gains_by_bfloat16() else torch.float32
        return Computation("int8", ONEDNN, attention_dtype, int8_error())
    if setting == "bfloat16" or (setting == "auto" and _gains_by_bfloat16()):
        library = ONEDNN if torch.backends.mkldnn.is_available() else plain_library()
        return Computation("bfloat16", library, torch.bfloat16)
    library = ONEDNN if _gains_by_onednn() else plain_library()
    return Computation("float32", library, torch.float32)


def pack_linears(module: nn.Module, computation: Computation) -> None:
    """Replace the linear layers of a module by packed ones, as a computation requires, in place.

    Layers are replaced one by one, and the plain weights of each are freed before the next is
    packed. int8, like half precision, is for the linear layers of repeated blocks alone: see
    `precision`. A computation with torch's own products changes nothing.

    Args:
        module: On the CPU where the computation is packed. Its layers then have no `weight`.
        computation: Result of `choose_computation`.
    """
    if not computation.is_packed:
        return
    chosen = {id(linear) for _, _, linear in block_linears(module)}
    # Neither list may hold a reference to a layer: its plain weights would not be freed.
    for parent in [part for part in module.modules() if not isinstance(part, nn.Linear)]:
        for name in [name for name, child in parent.named_children() if _is_packable(child)]:
            child = parent.get_submodule(name)
            is_int8 = computation.format == "int8" and id(child) in chosen
            setattr(parent, name, _packed(child, is_int8))


def _is_packable(module: nn.Module) -> bool:
    """Return True for exactly a linear layer. A subclass may add behaviour of its own."""
    return type(module) in (nn.Linear, HalfPrecisionLinear)


def _packed(linear: nn.Module, is_int8: bool) -> nn.Module:
    assert isinstance(linear, nn.Linear)
    kind = Int8Linear if is_int8 else PackedLinear
    return kind(linear, getattr(linear, OUTPUT_DTYPE, torch.float32))


def _on_gpu(setting: str, device: torch.device, engine: str) -> Computation:
    if setting == "int8":
        raise _no_int8(f"int8 is for CPUs and the device is {device}", engine)
    library = _GPU_LIBRARIES.get(device.type, device.type)
    has_instructions = device.type == "cuda" and torch.cuda.is_bf16_supported(
        including_emulation=False
    )
    if setting == "bfloat16" or (setting == "auto" and has_instructions):
        return Computation("bfloat16", library, torch.bfloat16)
    return Computation("float32", library, torch.float32)


def _no_int8(reason: str, engine: str) -> EngineUnavailable:
    prefix = f"{engine.upper()}_" if engine else ""
    return EngineUnavailable(f"{prefix}DTYPE is int8, and {reason}; set it to auto")


def _gains_by_bfloat16() -> bool:
    if not has_bfloat16():
        return False
    rates = product_rates()
    half = rates.get(("bfloat16", ONEDNN), 0.0)
    return half >= _BFLOAT16_GAIN * max(
        rate for kind, rate in rates.items() if kind[0] == "float32"
    )


def _gains_by_onednn() -> bool:
    rates = product_rates()
    packed = rates.get(("float32", ONEDNN), 0.0)
    return packed >= _ONEDNN_GAIN * rates["float32", plain_library()]
