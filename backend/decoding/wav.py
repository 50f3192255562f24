"""The chunks of a WAV file, and the repair of its sizes (RIFF, EBU Tech 3306, ITU-R BS.2088)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from backend.decoding.repair import Plan
from backend.decoding.source import Refused, Source

_CHUNK = struct.Struct("<4sI")
_RIFF_BYTES = 12
_MAX_CHUNKS = 10_000
_UNFILLED_BYTES = 0x7FFF_F000
"""The least size that programs write when they do not know it yet."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk: its kind, the position of its content, and the size that it declares, bytes."""

    kind: bytes
    start: int
    declared_bytes: int


@dataclass(frozen=True, slots=True)
class _Layout:
    chunks: tuple[Chunk, ...]
    data: Chunk
    is_64_bits: bool
    block_bytes: int
    bytes_per_second: int


def is_wav(start: bytes) -> bool:
    """Return True for the first 12 bytes of a WAV file, also one with sizes of 64 bits."""
    return start[:4] in (b"RIFF", b"RF64", b"BW64") and start[8:12] == b"WAVE"


def chunks(source: Source) -> Iterator[Chunk]:
    """Yield the chunks, also the last one of a file that ends within it.

    Raises:
        Refused: There are too many.
    """
    yield from _chunks(source, _RIFF_BYTES)


def plan(source: Source) -> Plan:
    """Return the repair of a file whose sizes are unknown, or of 64 bits.

    Raises:
        Refused: There are too many chunks.
    """
    layout = _layout(source)
    if layout is None:
        return Plan()
    data, available = layout.data, source.size - layout.data.start
    declared = _declared_bytes(source, layout)
    is_unfilled = declared >= _UNFILLED_BYTES and declared > available
    if is_unfilled or (declared == 0 and not _is_chain(source, data.start)):
        cause = "its header did not tell its length"
        return Plan(_rewritten(source, layout, available), declared == 0, cause)
    # A file that lacks less than a frame lacks nothing.
    ends_early = declared - available >= layout.block_bytes
    seconds = declared / layout.bytes_per_second if ends_early else None
    if not layout.is_64_bits:
        return Plan(declared_seconds=seconds, ends_early=ends_early)
    pieces = _rewritten(source, layout, min(declared, available))
    cause = "it had sizes of 64 bits (RF64)"
    return Plan(pieces, True, cause, declared_seconds=seconds, ends_early=ends_early)


def _chunks(source: Source, position: int) -> Iterator[Chunk]:
    for _ in range(_MAX_CHUNKS):
        header = source.at(position, _CHUNK.size)
        if len(header) < _CHUNK.size:
            return
        kind, declared_bytes = _CHUNK.unpack(header)
        if not (kind.isascii() and kind.decode("ascii").isprintable()):
            # These are samples of which the header does not know.
            return
        position += _CHUNK.size
        yield Chunk(kind, position, declared_bytes)
        position += declared_bytes + declared_bytes % 2
    if position < source.size:
        raise Refused(f"the file has more than {_MAX_CHUNKS} chunks; export it again")


def _layout(source: Source) -> _Layout | None:
    found = tuple(chunks(source))
    kinds = {chunk.kind: chunk for chunk in reversed(found)}
    data, form = kinds.get(b"data"), kinds.get(b"fmt ")
    if data is None or form is None or form.start > data.start:
        return None
    content = source.at(form.start, 16)
    if len(content) < 16:
        return None
    bytes_per_second, block_bytes = struct.unpack_from("<IH", content, 8)
    return _Layout(
        found,
        data,
        source.at(0, 4) != b"RIFF",
        max(1, block_bytes),
        max(1, bytes_per_second),
    )


def _declared_bytes(source: Source, layout: _Layout) -> int:
    sizes = next((chunk for chunk in layout.chunks if chunk.kind == b"ds64"), None)
    if not layout.is_64_bits or sizes is None or layout.data.declared_bytes != 0xFFFF_FFFF:
        return layout.data.declared_bytes
    content = source.at(sizes.start + 8, 8)
    return int.from_bytes(content, "little")


def _is_chain(source: Source, position: int) -> bool:
    """Return True if chunks follow each other from a position to the end of the file."""
    end = position
    for chunk in _chunks(source, position):
        end = chunk.start + chunk.declared_bytes
    # A few bytes may fill up the last chunk.
    return end <= source.size < end + _CHUNK.size


def _rewritten(
    source: Source, layout: _Layout, data_bytes: int
) -> tuple[bytes | tuple[int, int], ...]:
    data_bytes -= data_bytes % layout.block_bytes
    start = layout.data.start
    end = start + data_bytes
    # What follows the data is kept where its place is known.
    after = (end + end % 2, source.size)
    rest = after if after[0] < source.size and _is_chain(source, after[0]) else (end, end)
    size = end + end % 2 + rest[1] - rest[0]
    head = bytearray(source.at(0, start))
    head[:8] = _CHUNK.pack(b"RIFF", size - 8)
    head[start - _CHUNK.size : start] = _CHUNK.pack(b"data", data_bytes)
    for chunk in layout.chunks:
        if chunk.kind == b"ds64" and chunk.start < start:
            head[chunk.start - _CHUNK.size : chunk.start - 4] = b"JUNK"
    return bytes(head), (start, end), bytes(end % 2), rest
