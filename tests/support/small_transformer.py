"""A model with blocks, norms and an embedding, which packing has to distinguish."""

import torch
from torch import Tensor, nn

WIDTH = 96


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.ModuleDict({"linear": nn.Linear(WIDTH, WIDTH)})
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH, bias=False)

    def forward(self, rows: Tensor) -> Tensor:
        scaled = rows * torch.tanh(self.norm["linear"](rows))
        return rows + self.down(nn.functional.gelu(self.up(scaled)))


class SmallTransformer(nn.Module):
    """Two blocks between two projections, which map rows [..., 96] to the same shape."""

    def __init__(self) -> None:
        super().__init__()
        self.enter = nn.Linear(WIDTH, WIDTH)
        self.blocks = nn.ModuleList([Block(), Block()])
        self.leave = nn.Linear(WIDTH, WIDTH)

    def forward(self, rows: Tensor) -> Tensor:
        rows = self.enter(rows)
        for block in self.blocks:
            rows = block(rows)
        return self.leave(rows)


def small_transformer() -> SmallTransformer:
    torch.manual_seed(5)
    return SmallTransformer().eval().requires_grad_(False)


def some_rows(count: int = 50) -> Tensor:
    return torch.randn(2, count, WIDTH, generator=torch.Generator().manual_seed(7))


def relative_error(approximate: Tensor, exact: Tensor) -> float:
    return float((approximate - exact).norm() / exact.norm())
