"""The layers of diffusers' Oobleck decoder in the channels-last layout: rows [frames, channels].

On a CPU the decoder's time goes into convolutions and memory traffic. The library's convolution
kernels are fastest in this layout (it transposes the input of `nn.Conv1d` and back). Activations
take tens of MB, so they are computed in place or in chunks that fit the cache. Values equal those
of the original layers, to rounding.
"""

from collections.abc import Callable, Iterator
from typing import Final

import torch
from diffusers.models.autoencoders.autoencoder_oobleck import OobleckResidualUnit, Snake1d
from torch import Tensor, nn
from torch.nn import functional

_CHUNK_ELEMENTS_PER_THREAD: Final = 1 << 15
"""Elements of a thread's chunk: torch's own grain size, and 128 KB, which fits a cache."""

Activation = Callable[[Tensor, Tensor, Tensor, Tensor], None]
"""Maps rows [frames, channels] with alpha and 1 / beta [channels] into an output tensor.

The output may be the input.
"""


def snake(rows: Tensor, alpha: Tensor, inverse_beta: Tensor, out: Tensor) -> None:
    """Apply Snake per channel, x + sin(alpha x)^2 / beta (Ziyin et al. 2020, arXiv 2006.08195)."""
    wave = (rows * alpha).sin_().square_()
    torch.addcmul(rows, wave, inverse_beta, out=out)


def snake_by_chunks(rows: Tensor, alpha: Tensor, inverse_beta: Tensor, out: Tensor) -> None:
    """Apply Snake in chunks, on a CPU such that no intermediate leaves its cache."""
    row_count = len(rows)
    if rows.is_cpu:
        row_count = _CHUNK_ELEMENTS_PER_THREAD * torch.get_num_threads() // rows.shape[1]
    for chunk, chunk_out in zip(rows.split(row_count), out.split(row_count), strict=True):
        snake(chunk, alpha, inverse_beta, chunk_out)


def convert_to_channels_last(module: nn.Module, activation: Activation) -> None:
    """Replace the layers of a decoder, in place, with weight norms folded into their weights.

    The layers and their blocks then map rows to rows, and may overwrite their input.
    """
    for name, child in module.named_children():
        if isinstance(child, nn.Conv1d | nn.ConvTranspose1d):
            setattr(module, name, Convolution(child))
        elif isinstance(child, Snake1d):
            setattr(module, name, _Snake(child, activation))
        else:
            convert_to_channels_last(child, activation)
            if isinstance(child, OobleckResidualUnit):
                setattr(module, name, _ResidualUnit(child))


def convolutions(module: nn.Module) -> Iterator["Convolution"]:
    """Return the convolutions of a module in the channels-last layout, in their order."""
    return (layer for layer in module.modules() if isinstance(layer, Convolution))


class Convolution(nn.Module):
    """A 1-D convolution as a 2-D one of height 1, which supports the channels-last layout.

    Attributes:
        upsampling: Output frames for each input frame.
        reach: Input frames on either side that an output frame may depend on.
    """

    def __init__(self, original: nn.Conv1d | nn.ConvTranspose1d) -> None:
        super().__init__()
        nn.utils.remove_weight_norm(original)
        weight = original.weight.detach().unsqueeze(2).contiguous(memory_format=torch.channels_last)
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.bias = original.bias
        self._is_transposed = isinstance(original, nn.ConvTranspose1d)
        self._stride = (1, original.stride[0])
        self._padding = (0, int(original.padding[0]))
        self._dilation = (1, original.dilation[0])
        self.upsampling = original.stride[0]
        # A transposed kernel spans two strides: an output frame depends on two input frames.
        self.reach = 1 if self._is_transposed else self._padding[1]

    def forward(self, rows: Tensor) -> Tensor:
        """Map [frames, channels] to float32 [out frames, out channels]."""
        flat = rows.to(self.weight.dtype).reshape(1, 1, *rows.shape).permute(0, 3, 1, 2)
        if self._is_transposed:
            convolved = functional.conv_transpose2d(
                flat, self.weight, self.bias, self._stride, self._padding
            )
        else:
            convolved = functional.conv2d(
                flat, self.weight, self.bias, self._stride, self._padding, self._dilation
            )
        return convolved.permute(0, 2, 3, 1)[0, 0].float()

    def cast(self, dtype: torch.dtype) -> None:
        """Cast the weights to a dtype, which is then that of the operands."""
        self.weight = nn.Parameter(self.weight.to(dtype), requires_grad=False)
        if self.bias is not None:
            self.bias = nn.Parameter(self.bias.to(dtype), requires_grad=False)


class _Snake(nn.Module):
    alpha: Tensor
    inverse_beta: Tensor

    def __init__(self, original: Snake1d, activation: Activation) -> None:
        super().__init__()
        alpha, beta = original.alpha.detach()[0, :, 0], original.beta.detach()[0, :, 0]
        self.register_buffer("alpha", alpha.exp())
        self.register_buffer("inverse_beta", (beta.exp() + 1e-9).reciprocal())
        self._activation = activation

    def forward(self, rows: Tensor) -> Tensor:
        """Map [frames, channels] to the same shape, in place."""
        return self.into(rows, rows)

    def into(self, rows: Tensor, out: Tensor) -> Tensor:
        """Map [frames, channels] into `out`, of the same shape."""
        self._activation(rows, self.alpha, self.inverse_beta, out)
        return out


class _ResidualUnit(nn.Module):
    """x + conv2(snake2(conv1(snake1(x)))), where conv2 of kernel size 1 is a matrix product."""

    def __init__(self, original: OobleckResidualUnit) -> None:
        super().__init__()
        self.snake1, self.conv1 = original.snake1, original.conv1
        self.snake2, self.conv2 = original.snake2, original.conv2

    def forward(self, rows: Tensor) -> Tensor:
        """Map [frames, channels] to the same shape, in place."""
        branch = self.snake2(self.conv1(self.snake1.into(rows, torch.empty_like(rows))))
        weight, bias = self.conv2.weight[:, :, 0, 0], self.conv2.bias
        if weight.dtype == rows.dtype:
            return rows.add_(bias).addmm_(branch, weight.t())
        return rows.add_(functional.linear(branch.to(weight.dtype), weight, bias))
