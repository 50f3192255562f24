"""The repair of a file whose header says less, or more, than what follows it."""

import os
from dataclasses import dataclass
from typing import TypeAlias

from backend.decoding.source import Source

Piece: TypeAlias = bytes | tuple[int, int]
"""New bytes, or a range of the old file."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The findings about the layout of a file.

    Attributes:
        pieces: The repaired file, or empty for a file that needs no repair.
        is_required: True if the file as it is cannot be decoded to its end.
        cause: The reason of the repair, the end of a sentence.
        declared_seconds: The duration by the header of a file that ends early, s, or None.
        ends_early: True for a file that was cut off.
    """

    pieces: tuple[Piece, ...] = ()
    is_required: bool = False
    cause: str = ""
    declared_seconds: float | None = None
    ends_early: bool = False


def write_repaired(source: Source, pieces: tuple[Piece, ...], descriptor: int) -> None:
    """Write the repaired file.

    Raises:
        OSError: The disk refuses.
    """
    for piece in pieces:
        blocks = [piece] if isinstance(piece, bytes) else source.blocks(*piece)
        for block in blocks:
            rest = memoryview(block)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
