"""The length of a FLAC file by its last frame, and the repair of its header (RFC 9639)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend.decoding.repair import Plan
from backend.decoding.source import Refused, Source

_STREAMINFO_BYTES = 34
_MAX_BLOCKS = 1_000
_TAIL_BYTES = 1 << 20
_SYNC = re.compile(rb"\xff[\xf8\xf9]", re.DOTALL)
_SHORT_SIZES = {1: 192, **{code: 576 << (code - 2) for code in range(2, 6)}}
_LONG_SIZES = {code: 256 << (code - 8) for code in range(8, 16)}
_BLOCK_SIZES = _SHORT_SIZES | _LONG_SIZES


@dataclass(frozen=True, slots=True)
class _Frame:
    position: int
    first_sample: int
    sample_count: int


@dataclass(frozen=True, slots=True)
class _Header:
    start: int
    sample_rate_hertz: int
    sample_count: int
    block_size: int


def metadata_blocks(source: Source, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield type, position and size of each metadata block after the `fLaC` at `start`.

    Raises:
        Refused: There are too many.
    """
    position = start + 4
    for _ in range(_MAX_BLOCKS):
        header = source.at(position, 4)
        if len(header) < 4:
            return
        size = int.from_bytes(header[1:], "big")
        yield header[0] & 0x7F, position + 4, size
        if header[0] >= 0x80:
            return
        position += 4 + size
    raise Refused(f"the file has more than {_MAX_BLOCKS} metadata blocks; export it again")


def plan(source: Source, start: int) -> Plan:
    """Return the repair of a file of unknown length, or of one that ends early.

    Args:
        source: The file.
        start: The position of `fLaC`.
    """
    header = _header(source, start)
    if header is None:
        return Plan()
    audio_start = start
    for _, position, size in metadata_blocks(source, start):
        audio_start = position + size
    end = source.size - (128 if source.at(source.size - 128, 3) == b"TAG" else 0)
    last = _last_frame(source, header, audio_start, end)
    if last is None:
        return Plan()
    declared = header.sample_count
    after_last = last.first_sample + last.sample_count
    is_whole = _ends_whole(source.at(last.position, end - last.position), after_last == declared)
    sample_count = after_last if is_whole else last.first_sample
    if sample_count == declared or 0 < declared < sample_count or sample_count == 0:
        return Plan()
    ends_early = not is_whole or declared > sample_count
    info = bytearray(source.at(header.start, _STREAMINFO_BYTES))
    info[13] = info[13] & 0xF0 | sample_count >> 32
    info[14:18] = (sample_count & 0xFFFF_FFFF).to_bytes(4, "big")
    if ends_early:
        # The checksum is of the whole sound; zeros mean that it is unknown.
        info[18:] = bytes(16)
    after = header.start + _STREAMINFO_BYTES
    return Plan(
        ((start, header.start), bytes(info), (after, end if is_whole else last.position)),
        is_required=True,
        cause="its header did not tell its length" if declared == 0 else "it ended early",
        declared_seconds=declared / header.sample_rate_hertz if declared else None,
        ends_early=ends_early,
    )


def _ends_whole(content: bytes, is_marked_last: bool) -> bool:
    """Return True if the content is a whole frame, or begins with one that is known to be last."""
    value = 0
    has_ended = False
    for byte in content:
        value = (value << 8 & 0xFF00) ^ _CRC16[value >> 8 ^ byte]
        # A frame ends with its checksum, which makes the checksum of the whole zero.
        has_ended = has_ended or value == 0
    return value == 0 or (is_marked_last and has_ended)


def _header(source: Source, start: int) -> _Header | None:
    kind, position, size = next(metadata_blocks(source, start), (1, 0, 0))
    info = source.at(position, _STREAMINFO_BYTES)
    if kind != 0 or size != _STREAMINFO_BYTES or len(info) < size:
        return None
    packed = int.from_bytes(info[10:18], "big")
    rate_hertz = packed >> 44
    if not rate_hertz:
        return None
    return _Header(position, rate_hertz, packed & (1 << 36) - 1, int.from_bytes(info[2:4], "big"))


def _last_frame(source: Source, header: _Header, start: int, end: int) -> _Frame | None:
    """Return the last frame that follows on from the frame before it."""
    begin = max(start, end - _TAIL_BYTES)
    tail = source.at(begin, end - begin)
    ends: set[int] = {0}
    last = None
    for match in _SYNC.finditer(tail):
        frame = _frame(tail[match.start() : match.start() + 16], header, begin + match.start())
        if frame is None:
            continue
        if frame.first_sample in ends:
            last = frame
        ends.add(frame.first_sample + frame.sample_count)
    return last


def _frame(content: bytes, header: _Header, position: int) -> _Frame | None:
    if len(content) < 16 or content[3] & 1:
        return None
    number, count = _coded_number(content[4:11])
    if not count:
        return None
    place = 4 + count
    code, rate_code = content[2] >> 4, content[2] & 0xF
    size = _BLOCK_SIZES.get(code, 0)
    if code in (6, 7):
        width = code - 5
        size = int.from_bytes(content[place : place + width], "big") + 1
        place += width
    place += {12: 1, 13: 2, 14: 2}.get(rate_code, 0)
    if not size or place >= len(content) or _crc8(content[:place]) != content[place]:
        return None
    is_variable = content[1] & 1
    return _Frame(position, number if is_variable else number * header.block_size, size)


def _coded_number(content: bytes) -> tuple[int, int]:
    """Return a number in the extended UTF-8 of frame headers and its bytes, 0 if damaged."""
    first = content[0]
    if first < 0x80:
        return first, 1
    count = 8 - (first ^ 0xFF).bit_length()
    if not 2 <= count <= 7:
        return 0, 0
    number = first & (0x7F >> count)
    for byte in content[1:count]:
        if byte & 0xC0 != 0x80:
            return 0, 0
        number = number << 6 | byte & 0x3F
    return number, count


def _table(polynomial: int, bits: int) -> tuple[int, ...]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    table = []
    for byte in range(256):
        value = byte << (bits - 8)
        for _ in range(8):
            value = (value << 1 ^ polynomial if value & top else value << 1) & mask
        table.append(value)
    return tuple(table)


_CRC8, _CRC16 = _table(0x07, 8), _table(0x8005, 16)


def _crc8(content: bytes) -> int:
    value = 0
    for byte in content:
        value = _CRC8[value ^ byte]
    return value
