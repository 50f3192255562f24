"""The chunks of a WAV file: finding, reading and replacing them.

"Multimedia Programming Interface and Data Specifications 1.0" (IBM, Microsoft, 1991): a chunk is
four letters, a size and that many bytes, padded to an even number. INFO strings end in a NUL.
"""

import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

LONGEST_TEXT_CHUNK_BYTES = 1 << 20
"""Upper limit of a tag. A larger one belongs to a damaged file."""

Chunk: TypeAlias = tuple[bytes, bytes]
"""The identifier of four letters, and the content."""

_HEADER = struct.Struct("<4sI")
_RIFF_BYTES = 12


@dataclass(frozen=True, slots=True)
class Span:
    """The position of a chunk. `start` is the first byte of its content."""

    kind: bytes
    start: int
    size: int

    @property
    def end(self) -> int:
        """The first byte after the chunk and its padding."""
        return self.start + self.size + self.size % 2


def spans(stream: BinaryIO) -> Iterator[Span]:
    """Yield every complete chunk of a WAV file, in order, and none of any other file."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    start = stream.read(_RIFF_BYTES)
    if start[:4] != b"RIFF" or start[8:] != b"WAVE":
        return
    position = _RIFF_BYTES
    while position + _HEADER.size <= size:
        stream.seek(position)
        kind, length = _HEADER.unpack(stream.read(_HEADER.size))
        span = Span(kind, position + _HEADER.size, length)
        if span.start + length > size:
            return
        yield span
        position = span.end


def read(stream: BinaryIO, span: Span) -> bytes:
    """Return the content of a chunk, at most `LONGEST_TEXT_CHUNK_BYTES` of it."""
    stream.seek(span.start)
    return stream.read(min(span.size, LONGEST_TEXT_CHUNK_BYTES))


def replace_behind_data(stream: BinaryIO, chunks: Iterable[Chunk]) -> None:
    """Write chunks after the samples and correct the file's size.

    They replace chunks of the same kind. Other chunks after the samples stay.

    Args:
        stream: A complete WAV file, open for reading and writing.
        chunks: At most one of each kind.

    Raises:
        ValueError: The file is not a complete WAV file.
        OSError: From the stream.
    """
    found = list(spans(stream))
    kinds = [span.kind for span in found]
    if b"data" not in kinds:
        raise ValueError("this is not a complete WAV file, so it cannot be tagged")
    data = kinds.index(b"data")
    behind = {span.kind: read(stream, span) for span in found[data + 1 :]} | dict(chunks)
    stream.seek(found[data].end)
    stream.truncate()
    stream.write(b"".join(_pack(kind, content) for kind, content in behind.items()))
    riff_size = stream.tell() - 8
    stream.seek(4)
    stream.write(struct.pack("<I", riff_size))


def info_chunk(texts: Mapping[bytes, str]) -> Chunk:
    """Return a LIST chunk of type INFO, in UTF-8, without the empty texts."""
    entries = (
        _pack(kind, text.replace("\0", " ").encode() + b"\0")
        for kind, text in texts.items()
        if text
    )
    return b"LIST", b"INFO" + b"".join(entries)


def loop_chunk(frame_count: int, sample_rate_hertz: int) -> Chunk:
    """Return a `smpl` chunk with one endless forward loop over the whole sound.

    Nine header fields (middle C as it is, no SMPTE offset, one loop), then six for the loop: id,
    type 0 = forward, first and last frame (inclusive), fraction, play count 0 = endless.
    """
    header = (0, 0, round(1e9 / sample_rate_hertz), 60, 0, 0, 0, 1, 0)
    loop = (0, 0, 0, frame_count - 1, 0, 0)
    return b"smpl", struct.pack("<15I", *header, *loop)


def _pack(kind: bytes, content: bytes) -> bytes:
    return _HEADER.pack(kind, len(content)) + content + bytes(len(content) % 2)
