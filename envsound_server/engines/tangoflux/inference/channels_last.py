"""The layers of diffusers' Oobleck decoder on rows: [frames, channels], a frame beside the next.

On a CPU the decoder's time goes into convolutions, which the library's kernels make fastest in
this layout (it turns what `nn.Conv1d` is given round and back), and into reading and writing
activations of tens of MB, which are therefore made in place or by pieces that stay in the cache.
Values stay those of the original layers, to rounding.
"""

from collections.abc import Callable, Iterator
from typing import Final

import torch
from diffusers.models.autoencoders.autoencoder_oobleck import OobleckResidualUnit, Snake1d
from torch import Tensor, nn
from torch.nn import functional

_PIECE_NUMBERS_PER_THREAD: Final = 1 << 15
"""Numbers that a thread takes at a time: torch's own grain, and 128 KB, which a cache holds."""

Activation = Callable[[Tensor, Tensor, Tensor, Tensor], None]
"""Of rows [frames, channels], their alpha and 1 / beta [channels], into another or the same."""


def snake(rows: Tensor, alpha: Tensor, inverse_beta: Tensor, out: Tensor) -> None:
    """Snake, x + sin(alpha * x)^2 / beta (Ziyin et al. 2020, arXiv 2006.08195), per channel."""
    wave = (rows * alpha).sin_().square_()
    torch.addcmul(rows, wave, inverse_beta, out=out)


def snake_by_pieces(rows: Tensor, alpha: Tensor, inverse_beta: Tensor, out: Tensor) -> None:
    """The same, on a CPU so that no intermediate leaves its cache."""
    row_count = len(rows)
    if rows.is_cpu:
        row_count = _PIECE_NUMBERS_PER_THREAD * torch.get_num_threads() // rows.shape[1]
    for piece, piece_out in zip(rows.split(row_count), out.split(row_count), strict=True):
        snake(piece, alpha, inverse_beta, piece_out)


def lay_channels_last(module: nn.Module, activation: Activation) -> None:
    """Replaces the layers within a decoder, in place, weight norms folded into their weights.

    They and the blocks of them then take rows and return rows, which they may write over.
    """
    for name, child in module.named_children():
        if isinstance(child, nn.Conv1d | nn.ConvTranspose1d):
            setattr(module, name, Convolution(child))
        elif isinstance(child, Snake1d):
            setattr(module, name, _Snake(child, activation))
        else:
            lay_channels_last(child, activation)
            if isinstance(child, OobleckResidualUnit):
                setattr(module, name, _ResidualUnit(child))


def convolutions(module: nn.Module) -> Iterator["Convolution"]:
    """The convolutions within a module that has been laid channels last, in their order."""
    return (layer for layer in module.modules() if isinstance(layer, Convolution))


class Convolution(nn.Module):
    """A 1-D convolution, made as a 2-D one of height 1: only those know the layout.

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
        # A transposed kernel spans two strides: an output frame has two input frames next to it.
        self.reach = 1 if self._is_transposed else self._padding[1]

    def forward(self, rows: Tensor) -> Tensor:
        """[frames, channels] -> float32 [out frames, out channels]."""
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

    def turn_into(self, dtype: torch.dtype) -> None:
        """Round the weights to a dtype, which the factors of its products then have."""
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
        """[frames, channels] -> the same, written over."""
        return self.into(rows, rows)

    def into(self, rows: Tensor, out: Tensor) -> Tensor:
        """[frames, channels] -> `out`, of the same shape."""
        self._activation(rows, self.alpha, self.inverse_beta, out)
        return out


class _ResidualUnit(nn.Module):
    """x + conv2(snake2(conv1(snake1(x)))), where conv2 has a kernel of one frame: a product."""

    def __init__(self, original: OobleckResidualUnit) -> None:
        super().__init__()
        self.snake1, self.conv1 = original.snake1, original.conv1
        self.snake2, self.conv2 = original.snake2, original.conv2

    def forward(self, rows: Tensor) -> Tensor:
        """[frames, channels] -> the same, written over."""
        branch = self.snake2(self.conv1(self.snake1.into(rows, torch.empty_like(rows))))
        weight, bias = self.conv2.weight[:, :, 0, 0], self.conv2.bias
        if weight.dtype == rows.dtype:
            return rows.add_(bias).addmm_(branch, weight.t())
        return rows.add_(functional.linear(branch.to(weight.dtype), weight, bias))
