"""The layers of diffusers' Oobleck decoder with the channels of a sample side by side in memory.

On a CPU the decoder's time goes into convolutions, which the library's kernels make fastest in
this layout (measured on AVX2, dilated ones: 1.8 times as fast as `nn.Conv1d`, which turns its
input round first), and into reading and writing activations of tens of MB, which are therefore
made in place or by pieces that stay in the cache. Values stay those of the original layers, to
rounding.
"""

from collections.abc import Iterator
from typing import Final

import torch
from diffusers.models.autoencoders.autoencoder_oobleck import OobleckResidualUnit, Snake1d
from torch import Tensor, nn
from torch.nn import functional

_PIECE_NUMBERS_PER_THREAD: Final = 1 << 15
"""Numbers that a thread takes at a time: torch's own grain, and 128 KB, which a cache holds."""


def lay_channels_last(module: nn.Module) -> None:
    """Replaces the layers within a decoder, in place, weight norms folded into their weights.

    Its activations are then [1, channels, samples] with a stride of 1 between channels; the first
    layer brings any input to that.
    """
    for name, child in module.named_children():
        if isinstance(child, nn.Conv1d | nn.ConvTranspose1d):
            setattr(module, name, Convolution(child))
        elif isinstance(child, Snake1d):
            # A residual unit still needs what its first layer is given; nobody else does.
            is_needed_later = name == "snake1" and isinstance(module, OobleckResidualUnit)
            setattr(module, name, _Snake(child, in_place=not is_needed_later))
        else:
            lay_channels_last(child)
            if isinstance(child, OobleckResidualUnit):
                setattr(module, name, _ResidualUnit(child))


def convolutions(module: nn.Module) -> Iterator["Convolution"]:
    """The convolutions within a module that has been laid channels last, in their order."""
    return (layer for layer in module.modules() if isinstance(layer, Convolution))


class Convolution(nn.Module):
    """A 1-D convolution as a 2-D one of height 1: only those know the layout.

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

    def forward(self, samples: Tensor) -> Tensor:
        """[1, channels, samples] -> [1, out channels, out samples]."""
        flat = samples.unsqueeze(2).contiguous(memory_format=torch.channels_last)
        if self._is_transposed:
            return functional.conv_transpose2d(
                flat, self.weight, self.bias, self._stride, self._padding
            ).squeeze(2)
        return functional.conv2d(
            flat, self.weight, self.bias, self._stride, self._padding, self._dilation
        ).squeeze(2)


class _Snake(nn.Module):
    """x + sin(alpha * x)^2 / beta: Ziyin et al. 2020 (arXiv 2006.08195), scales per channel."""

    alpha: Tensor
    inverse_beta: Tensor

    def __init__(self, original: Snake1d, in_place: bool) -> None:
        super().__init__()
        alpha, beta = original.alpha.detach()[0, :, 0], original.beta.detach()[0, :, 0]
        self.register_buffer("alpha", alpha.exp())
        self.register_buffer("inverse_beta", (beta.exp() + 1e-9).reciprocal())
        self._in_place = in_place

    def forward(self, samples: Tensor) -> Tensor:
        """[1, channels, samples] -> the same shape."""
        rows = samples[0].t()
        if torch.compiler.is_compiling() or samples.device.type != "cpu":
            wave = torch.sin(rows * self.alpha).square()
            return torch.addcmul(rows, wave, self.inverse_beta).t()[None]
        activated = rows if self._in_place else torch.empty_like(rows)
        piece_rows = _PIECE_NUMBERS_PER_THREAD * torch.get_num_threads() // rows.shape[1]
        for piece, out in zip(rows.split(piece_rows), activated.split(piece_rows), strict=True):
            wave = (piece * self.alpha).sin_().square_()
            torch.addcmul(piece, wave, self.inverse_beta, out=out)
        return activated.t()[None]


class _ResidualUnit(nn.Module):
    """x + conv2(snake2(conv1(snake1(x)))), the sum in place."""

    def __init__(self, original: OobleckResidualUnit) -> None:
        super().__init__()
        self.branch = nn.Sequential(
            original.snake1, original.conv1, original.snake2, original.conv2
        )

    def forward(self, samples: Tensor) -> Tensor:
        """[1, channels, samples] -> the same shape."""
        branch: Tensor = self.branch(samples)
        return branch.add_(samples)
