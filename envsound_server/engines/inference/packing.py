"""Linear layers with packed weights in oneDNN's own layout, in float32, bfloat16 or int8.

torch delegates a float32 product to MKL, which is slow on AMD, and reorders bfloat16 weights into
oneDNN's layout in every product. Here the weights are packed once. The products are custom
operators, which are opaque to compiled code. They look the weights up by a number in a tensor,
because one graph is compiled for all blocks and must not hold the number as a constant.
"""

import itertools
from typing import Final
from weakref import WeakValueDictionary

import torch
from torch import Tensor, nn

LARGEST_LEVEL: Final = 127
"""Largest quantization level. int8 weights and activations are multiples of a scale, ±127."""

_ZERO_LEVEL: Final = 128
"""Zero point of activations. They are uint8, which the instructions (VNNI) require."""

_SMALLEST_SCALE: Final = 1e-30


class _Weights:
    """Packed weights in oneDNN's layout, and the products with them.

    Args:
        packed: [out_features, in_features].
        bias: [out_features] in the dtype of the weights, or None.
        scales: int8 only: the scale of each output feature, float32 [out_features].
    """

    __slots__ = ("__weakref__", "_bias", "_packed", "_scales", "_zero_points")

    def __init__(self, packed: Tensor, bias: Tensor | None, scales: Tensor | None = None) -> None:
        self._packed, self._bias = packed, bias
        self._scales = torch.empty(0) if scales is None else scales
        self._zero_points = torch.zeros(len(self._scales), dtype=torch.int32)

    def multiply(self, rows: Tensor) -> Tensor:
        """Map [..., in_features] to [..., out_features], both in the dtype of the weights."""
        product: Tensor = torch.ops.mkldnn._linear_pointwise(
            rows.contiguous(), self._packed, self._bias, "none", [], ""
        )
        return product

    def multiply_levels(self, levels: Tensor) -> Tensor:
        """Map uint8 [..., in_features] to float32 [..., out_features], for scale 1 and no bias."""
        product: Tensor = torch.ops.onednn.qlinear_pointwise(
            levels.contiguous(), 1.0, _ZERO_LEVEL, self._packed, self._scales, self._zero_points,
            None, 1.0, 0, torch.float32, "none", [], "",
        )  # fmt: skip
        return product


_known: WeakValueDictionary[int, _Weights] = WeakValueDictionary()
"""Packed weights by number. A layer owns its weights, which are freed with it."""

_numbers = itertools.count()


# Arguments of the operators: rows, the number of the weights as int64 [], and out_features, from
# which fake tensors get the shape of the result.


@torch.library.custom_op("envsound::packed_product", mutates_args=(), device_types="cpu")
def _packed_product(rows: Tensor, number: Tensor, out_features: int) -> Tensor:  # noqa: ARG001
    return _known[int(number.item())].multiply(rows)


@_packed_product.register_fake
def _(rows: Tensor, number: Tensor, out_features: int) -> Tensor:  # noqa: ARG001
    return rows.new_empty((*rows.shape[:-1], out_features))


@torch.library.custom_op("envsound::int8_product", mutates_args=(), device_types="cpu")
def _int8_product(levels: Tensor, number: Tensor, out_features: int) -> Tensor:  # noqa: ARG001
    return _known[int(number.item())].multiply_levels(levels)


@_int8_product.register_fake
def _(levels: Tensor, number: Tensor, out_features: int) -> Tensor:  # noqa: ARG001
    return levels.new_empty((*levels.shape[:-1], out_features), dtype=torch.float32)


class _NumberedLinear(nn.Module):
    """A linear layer without parameters, with the number by which an operator finds its weights."""

    number: Tensor

    def __init__(self, linear: nn.Linear, weights: _Weights) -> None:
        super().__init__()
        self.in_features, self.out_features = linear.in_features, linear.out_features
        self._weights = weights
        number = next(_numbers)
        _known[number] = weights
        self.register_buffer("number", torch.tensor(number), persistent=False)

    @property
    def weight(self) -> None:
        """None, for libraries that inspect its dtype before they call the layer."""
        return None

    def extra_repr(self) -> str:
        """Return the sizes for `repr`."""
        return f"in_features={self.in_features}, out_features={self.out_features}"


class PackedLinear(_NumberedLinear):
    """A linear layer with packed weights in float32 or bfloat16.

    Args:
        linear: The layer to pack, on the CPU. Its weights are copied.
        output_dtype: Dtype of the output.
    """

    def __init__(self, linear: nn.Linear, output_dtype: torch.dtype) -> None:
        with torch.no_grad():
            packed: Tensor = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach(), None)
        bias = None if linear.bias is None else linear.bias.detach().clone()
        super().__init__(linear, _Weights(packed, bias))
        self._dtype, self._output_dtype = linear.weight.dtype, output_dtype

    def forward(self, input: Tensor) -> Tensor:
        """Map [..., in_features] to `output_dtype` [..., out_features]."""
        rows = input.to(self._dtype)
        # In eager mode an operator has a higher cost, and two seconds of imports at its first call.
        if torch.compiler.is_compiling():
            product: Tensor = _packed_product(rows, self.number, self.out_features)
        else:
            product = self._weights.multiply(rows)
        return product.to(self._output_dtype)


class Int8Linear(_NumberedLinear):
    """A linear layer in int8, with a scale for each output feature and for each row of activations.

    Args:
        linear: The layer to quantize, on the CPU. Its weights are rounded to the nearest level.
        output_dtype: Dtype of the output.
    """

    bias: Tensor

    def __init__(self, linear: nn.Linear, output_dtype: torch.dtype) -> None:
        with torch.no_grad():
            weight = linear.weight.detach().float()
            scales = weight.abs().amax(dim=1).clamp_(min=_SMALLEST_SCALE) / LARGEST_LEVEL
            levels = torch.round(weight / scales[:, None]).to(torch.int8)
            packed: Tensor = torch.ops.onednn.qlinear_prepack(levels, None)
        super().__init__(linear, _Weights(packed, None, scales))
        bias = scales.new_zeros(()) if linear.bias is None else linear.bias.detach().float().clone()
        self.register_buffer("bias", bias, persistent=False)
        self._output_dtype = output_dtype

    def forward(self, input: Tensor) -> Tensor:
        """Map [..., in_features] to `output_dtype` [..., out_features]."""
        largest = torch.maximum(
            input.amax(dim=-1, keepdim=True), input.amin(dim=-1, keepdim=True).neg()
        )
        scales = largest.float().clamp(min=_SMALLEST_SCALE) / LARGEST_LEVEL
        # The conversion truncates positive numbers, so that adding a half rounds them.
        levels = (input / scales).add_(_ZERO_LEVEL + 0.5).to(torch.uint8)
        if torch.compiler.is_compiling():
            sums: Tensor = _int8_product(levels, self.number, self.out_features)
        else:
            sums = self._weights.multiply_levels(levels)
        return torch.addcmul(self.bias, sums, scales).to(self._output_dtype)
