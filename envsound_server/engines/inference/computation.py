"""The number format and the library of a model's matrix products."""

from dataclasses import dataclass
from typing import Final, Literal

import torch

Format = Literal["float32", "bfloat16", "int8"]

ONEDNN: Final = "oneDNN"
"""On a CPU: weights are packed in oneDNN's own layout, see `packing`."""

MKL: Final = "MKL"


@dataclass(frozen=True, slots=True)
class Computation:
    """A choice of number format and library.

    Attributes:
        format: Format of the operands. Accumulators are float32, or int32 for int8.
        library: The library that computes them: `oneDNN`, `MKL`, `CUDA` ...
        attention_dtype: Dtype of the operands of attention, which has no weights.
        error: Error of `error_of` in int8, relative to float32 in the Euclidean norm; else 0.
        error_of: The computation that the error was measured on.
    """

    format: Format
    library: str
    attention_dtype: torch.dtype
    error: float = 0.0
    error_of: str = "a matrix product"

    @property
    def text(self) -> str:
        """The choice for display: `bfloat16 (oneDNN)`."""
        return f"{self.format} ({self.library})"

    @property
    def dtype(self) -> torch.dtype:
        """The dtype that the weights are loaded in. int8 weights are quantized from float32."""
        return torch.bfloat16 if self.format == "bfloat16" else torch.float32

    @property
    def revision(self) -> str:
        """The suffix of a model's revision. Each word may change the samples of a seed."""
        words: list[str] = [self.format]
        if self.format == "float32" and self.library == ONEDNN:
            words.append(self.library.lower())
        if self.format == "int8" and self.attention_dtype == torch.bfloat16:
            words.append("bfloat16")
        return "-".join(words)

    @property
    def is_packed(self) -> bool:
        """True if linear layers have to be packed: see `products.pack_linears`."""
        return self.library == ONEDNN

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks for the listener on every sound of this computation, a sentence each."""
        if self.format != "int8":
            return ()
        return (
            f"Computed in int8, which is less exact than float32: {self.error_of} differs by "
            f"{self.error:.1%}.",
        )

    @property
    def for_decoder(self) -> "Computation":
        """The computation without int8, for a module whose error would be audible as noise."""
        if self.format != "int8":
            return self
        is_half = self.attention_dtype == torch.bfloat16
        return Computation("bfloat16" if is_half else "float32", self.library, self.attention_dtype)
