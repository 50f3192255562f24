"""How the matrix products of a model are made: number format and library."""

from dataclasses import dataclass
from typing import Final, Literal

import torch

Format = Literal["float32", "bfloat16", "int8"]

ONEDNN: Final = "oneDNN"
"""On a CPU: weights are kept in oneDNN's own layout, see `packing`."""

MKL: Final = "MKL"


@dataclass(frozen=True, slots=True)
class Computation:
    """A choice of number format and library.

    Attributes:
        format: Of the factors of the products; sums are float32, or int32 for int8.
        library: What makes them: `oneDNN`, `MKL`, `CUDA` ...
        attention_dtype: Of the factors of attention's products, which have no weights.
        error: Of `error_of` in int8, relative to float32 in the Euclidean norm; else 0.
        error_of: What the error was measured on.
    """

    format: Format
    library: str
    attention_dtype: torch.dtype
    error: float = 0.0
    error_of: str = "a matrix product"

    @property
    def text(self) -> str:
        """What people are told: `bfloat16 (oneDNN)`."""
        return f"{self.format} ({self.library})"

    @property
    def dtype(self) -> torch.dtype:
        """What the weights of the products are loaded in; int8 is made of float32."""
        return torch.bfloat16 if self.format == "bfloat16" else torch.float32

    @property
    def revision(self) -> str:
        """What it adds to a model's revision: each word may change the samples of a seed."""
        words: list[str] = [self.format]
        if self.format == "float32" and self.library == ONEDNN:
            words.append(self.library.lower())
        if self.format == "int8" and self.attention_dtype == torch.bfloat16:
            words.append("bfloat16")
        return "-".join(words)

    @property
    def is_packed(self) -> bool:
        """Whether linear layers have to be replaced: see `products.pack_linears`."""
        return self.library == ONEDNN

    @property
    def notes(self) -> tuple[str, ...]:
        """What the listener ought to know of every sound that is made so, a sentence each."""
        if self.format != "int8":
            return ()
        return (
            f"Computed in int8, which is less exact than float32: {self.error_of} differs by "
            f"{self.error:.1%}.",
        )

    @property
    def for_decoder(self) -> "Computation":
        """The same for a part whose error would be heard as noise: without int8."""
        if self.format != "int8":
            return self
        is_half = self.attention_dtype == torch.bfloat16
        return Computation("bfloat16" if is_half else "float32", self.library, self.attention_dtype)
