"""The pages of an Ogg file (RFC 3533)."""

from collections.abc import Iterator
from dataclasses import dataclass

from backend.decoding.repair import Plan
from backend.decoding.source import Refused, Source

_HEADER_BYTES = 27
_LONGEST_PAGE_BYTES = _HEADER_BYTES + 255 + 255 * 255
_MAX_HEADER_PAGES = 2_000
_START = b"OggS\0\x02"
"""The start of a first page: its name, its version and its flags."""

_IS_CONTINUED, _IS_FIRST, _IS_LAST = 1, 2, 4


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    serial: bytes
    lacing: bytes
    start: int
    end: int


def plan(source: Source) -> Plan:
    """Return whether the file ends early.

    Raises:
        Refused: The file is several sounds one after the other.
    """
    begin = max(0, source.size - 2 * _LONGEST_PAGE_BYTES)
    tail = source.at(begin, source.size - begin)
    place = tail.rfind(b"OggS")
    last = _page(source, begin + place) if place >= 0 else None
    if last is None:
        return Plan(ends_early=True)
    if _has_second_start(source):
        raise Refused("the file has several sounds one after the other; export them as one")
    is_whole = last.end <= source.size and last.flags & _IS_LAST
    return Plan(ends_early=not is_whole)


def second_packet(source: Source, max_bytes: int) -> bytes:
    """Return the packet of the comments, cut at a length."""
    packet = bytearray()
    serial = None
    is_second = False
    for page in _pages(source, 0, _MAX_HEADER_PAGES):
        if page.flags & _IS_FIRST:
            serial = serial or page.serial
            continue
        if page.serial != serial or (is_second and not page.flags & _IS_CONTINUED):
            continue
        is_second = True
        length, is_ended = _packet_bytes(page.lacing)
        packet += source.at(page.start, min(length, max_bytes - len(packet)))
        if is_ended or len(packet) >= max_bytes:
            break
    return bytes(packet)


def _packet_bytes(lacing: bytes) -> tuple[int, bool]:
    """Return the bytes of the first packet of a page, and True if it ends there."""
    length = 0
    for value in lacing:
        length += value
        if value < 255:
            return length, True
    return length, False


def _has_second_start(source: Source) -> bool:
    """Return True for a first page behind the pages of the first sound."""
    end = 0
    for page in _pages(source, 0, _MAX_HEADER_PAGES):
        end = page.end
        if not page.flags & _IS_FIRST:
            break
    before = b""
    for block in source.blocks(end, source.size):
        if _START in before + block:
            return True
        before = block[1 - len(_START) :]
    return False


def _pages(source: Source, position: int, max_count: int) -> Iterator[_Page]:
    for _ in range(max_count):
        page = _page(source, position)
        if page is None:
            return
        yield page
        position = page.end


def _page(source: Source, position: int) -> _Page | None:
    header = source.at(position, _HEADER_BYTES)
    if len(header) < _HEADER_BYTES or header[:4] != b"OggS":
        return None
    lacing = source.at(position + _HEADER_BYTES, header[26])
    start = position + _HEADER_BYTES + header[26]
    return _Page(header[5], header[14:18], lacing, start, start + sum(lacing))
