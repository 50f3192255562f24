"""Which numbers are held how: half width for the matrix products, float32 for everything else.

A transformer spends its time in the products of its repeated blocks, attention's among them, and
those bear bfloat16's 8 bits of mantissa: what they are summed into is float32. What steers a sound
over all its steps does not: the residual stream, the norms, the embeddings of time and duration
and the Euler state stay float32.
"""

import logging
import time
from functools import cache
from typing import Final

import torch
from torch import nn

DTYPES: Final = {"float32": torch.float32, "bfloat16": torch.bfloat16}
"""What `TANGOFLUX_DTYPE` may name, beside `auto`."""

_VALUES: Final = ("to_v", "add_v_proj")
"""What diffusers' FluxAttention makes its values with; T5's attention stays as it is."""

_CPU_FLAGS: Final = ("avx512_bf16", "amx_bf16", "bf16")
"""x86 and ARM instruction sets that multiply bfloat16; without them it is slower than float32.

With them it need not be faster: of two products of an Intel Xeon that has AVX512-BF16 and no AMX,
bfloat16's took 1.8 times as long. So both are tried.
"""

_CPU_GAIN: Final = 1.2
"""How many times as fast bfloat16 has to be: rounding the factors takes some of it away again."""

_TRIAL_SIZE: Final = 1024
_TRIAL_COUNT: Final = 5

_log = logging.getLogger(__name__)


class HalvedLinear(nn.Linear):
    """A linear layer with weights of half width, between float32 activations."""

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """[..., in_features] -> float32 [..., out_features]."""
        return super().forward(input.to(self.weight.dtype)).float()


class _HalvedValues(nn.Linear):
    """The same for attention's values, which are factors of its next product: they stay halved."""

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """[..., in_features] -> [..., out_features] in the dtype of the weights."""
        return super().forward(input.to(self.weight.dtype))


class _NormOfFactors(nn.RMSNorm):
    """A float32 norm of queries or keys, rounded where it is done: they are factors too.

    diffusers then turns them by their position in float32 and rounds again.
    """

    matrix_dtype: torch.dtype

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """float32 [..., width] -> `matrix_dtype`, of the same shape."""
        return super().forward(x).to(self.matrix_dtype)


def resolve_dtype(name: str, device: torch.device) -> torch.dtype:
    """The dtype of the matrix products.

    Args:
        name: `auto`, `float32` or `bfloat16`; `auto` is bfloat16 where the device has instructions
            for it (CUDA from compute capability 8, CPUs with AVX512-BF16, AMX or ARM's BF16), on a
            CPU only if it is faster with them, and float32 elsewhere. Trying that takes a few
            hundredths of a second, once.
        device: Where the products are made.

    Raises:
        ValueError: `name` is none of these.
    """
    if name == "auto":
        return torch.bfloat16 if _gains_by_bfloat16(device) else torch.float32
    if name not in DTYPES:
        raise ValueError(f"TANGOFLUX_DTYPE is auto, {' or '.join(DTYPES)}, not {name!r}")
    return DTYPES[name]


def halve(module: nn.Module, matrix_dtype: torch.dtype) -> None:
    """Gives the factors of the repeated blocks' products `matrix_dtype`, in place.

    What is in a block (in an `nn.ModuleList`) and not part of a norm becomes a `HalvedLinear`, and
    attention is given rounded queries, keys and values. Weights are kept, rounded; modules on the
    meta device stay there. float32 changes nothing.
    """
    if matrix_dtype != torch.float32:
        _halve_children(module, matrix_dtype, is_in_block=False)


def _halve_children(module: nn.Module, matrix_dtype: torch.dtype, is_in_block: bool) -> None:
    for name, child in module.named_children():
        if is_in_block and isinstance(child, nn.Linear):
            kind = _HalvedValues if name in _VALUES else HalvedLinear
            setattr(module, name, _halved(child, kind, matrix_dtype))
        elif isinstance(child, nn.RMSNorm):
            setattr(module, name, _norm_of_factors(child, matrix_dtype))
        elif not name.startswith("norm"):
            # The norms of the blocks are adaptive: their linear layers hold what time asks for.
            inside = is_in_block or isinstance(child, nn.ModuleList)
            _halve_children(child, matrix_dtype, is_in_block=inside)


def _halved(linear: nn.Linear, kind: type[nn.Linear], matrix_dtype: torch.dtype) -> nn.Linear:
    halved = kind(
        linear.in_features,
        linear.out_features,
        bias=linear.bias is not None,
        device="meta",
        dtype=matrix_dtype,
    )
    state = {name: tensor.to(matrix_dtype) for name, tensor in linear.state_dict().items()}
    halved.load_state_dict(state, assign=True)
    return halved.requires_grad_(linear.weight.requires_grad).train(linear.training)


def _norm_of_factors(norm: nn.RMSNorm, matrix_dtype: torch.dtype) -> _NormOfFactors:
    replaced = _NormOfFactors(norm.normalized_shape, eps=norm.eps, device="meta")
    replaced.load_state_dict(norm.state_dict(), assign=True)
    replaced.matrix_dtype = matrix_dtype
    return replaced.requires_grad_(norm.weight.requires_grad).train(norm.training)


def product_seconds(device: torch.device, dtype: torch.dtype, size: int) -> float:
    """The quickest of a few square products, s.

    Args:
        device: Where they are made.
        dtype: Of the factors and the product.
        size: Rows and columns of each.
    """
    left, right = (torch.randn(size, size, device=device).to(dtype) for _ in range(2))
    quickest = float("inf")
    for _ in range(_TRIAL_COUNT):
        started_at = time.perf_counter()
        left @ right
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        quickest = min(quickest, time.perf_counter() - started_at)
    return quickest


def _gains_by_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        has_instructions: bool = torch.cuda.is_bf16_supported(including_emulation=False)
        return has_instructions
    if device.type == "cpu":
        capabilities = torch.cpu.get_capabilities()
        return any(capabilities.get(flag, False) for flag in _CPU_FLAGS) and _is_faster_on_cpu()
    return False


@cache
def _is_faster_on_cpu() -> bool:
    """Whether bfloat16 is worth it; the same answer for as long as the process lives."""
    single, half = (
        product_seconds(torch.device("cpu"), dtype, _TRIAL_SIZE)
        for dtype in (torch.float32, torch.bfloat16)
    )
    gain = round(single / half, 2)
    _log.info("products in bfloat16 are %.2f times as fast as in float32 here", gain)
    return gain >= _CPU_GAIN
