"""The text frames of an ID3 tag, versions 1 and 2.2 to 2.4, in bounded time and memory."""

import zlib
from collections.abc import Iterator

from backend.decoding.source import Source
from backend.decoding.titles import guess

MAX_TEXT_BYTES = 1 << 20

_MAX_FRAMES = 2_000
_MAX_READ_BYTES = 4 << 20
"""The texts of all frames together, unpacked: a small file holds a thousand large ones."""

_MAX_RESYNCED_BYTES = 4 << 20
_IDS = {b"TT2": b"TIT2", b"TXX": b"TXXX"}
_ENCODINGS = {1: "utf-16", 2: "utf-16-be", 3: "utf-8"}
_UNSYNCHRONISED, _COMPRESSED, _ENCRYPTED, _LENGTH_TOLD, _GROUPED = 0x02, 0x08, 0x04, 0x01, 0x40


def tag_bytes(source: Source, position: int) -> int:
    """Return the size of the ID3 tag at a position, 0 if there is none."""
    header = source.at(position, 10)
    if len(header) < 10 or header[:3] != b"ID3" or max(header[6:]) >= 0x80:
        return 0
    size = 0
    for byte in header[6:]:
        size = size << 7 | byte
    footer = 10 if header[3] >= 4 and header[5] & 0x10 else 0
    return 10 + size + footer


def version_1_title(source: Source, end: int) -> str:
    """Return the title of the tag in the last 128 bytes before `end`, or an empty text."""
    tag = source.at(end - 128, 128) if end >= 128 else b""
    return guess(tag[3:33]) if tag[:3] == b"TAG" else ""


def texts(source: Source, start: int, size: int) -> dict[str, str]:
    """Return the texts `TITLE` and those of `TXXX` frames by their descriptions.

    Args:
        source: The file.
        start: The position of the tag.
        size: Its bytes.
    """
    found: dict[str, str] = {}
    read_bytes = 0
    for kind, content in _frames(source, start, size):
        read_bytes += len(content)
        if read_bytes > _MAX_READ_BYTES:
            break
        if not content:
            continue
        parts = _parts(content)
        if kind == b"TIT2" and parts[0]:
            found.setdefault("TITLE", parts[0])
        elif kind == b"TXXX" and len(parts) > 1:
            found.setdefault(parts[0], parts[1])
    return found


def _frames(source: Source, start: int, size: int) -> Iterator[tuple[bytes, bytes]]:
    header = source.at(start, 10)
    version, flags = header[3], header[5]
    if not 2 <= version <= 4:
        return
    body, end = _body(source, start + 10, start + size, is_whole=version < 4 and flags & 0x80 != 0)
    position = _after_extended_header(body, version, flags)
    id_bytes, header_bytes = (3, 6) if version == 2 else (4, 10)
    for _ in range(_MAX_FRAMES):
        head = body.read(position, header_bytes)
        if len(head) < header_bytes or not head[0]:
            return
        length = _length(head[id_bytes : 2 * id_bytes], is_syncsafe=version == 4)
        kind = _IDS.get(head[:3], head[:4]) if version == 2 else head[:4]
        position += header_bytes
        if position + length > end:
            return
        if kind in (b"TIT2", b"TXXX") and length <= MAX_TEXT_BYTES:
            frame_flags = head[9] if version > 2 else 0
            yield kind, _plain(body.read(position, length), version, frame_flags)
        position += length


class _Body:
    """The bytes after the header of a tag."""

    def __init__(self, source: Source, start: int, content: bytes | None) -> None:
        self._source = source
        self._start = start
        self._content = content

    def read(self, position: int, count: int) -> bytes:
        if self._content is None:
            return self._source.at(self._start + position, count)
        return self._content[position : position + count]


def _body(source: Source, start: int, end: int, *, is_whole: bool) -> tuple[_Body, int]:
    if not is_whole:
        return _Body(source, start, None), end - start
    # Old versions escape the tag as a whole, so that positions are known only afterwards.
    content = source.at(start, min(end - start, _MAX_RESYNCED_BYTES)).replace(b"\xff\0", b"\xff")
    return _Body(source, start, content), len(content)


def _after_extended_header(body: _Body, version: int, flags: int) -> int:
    if version == 2 or not flags & 0x40:
        return 0
    size = body.read(0, 4)
    if version == 3:
        return 4 + int.from_bytes(size, "big")
    return _length(size, is_syncsafe=True)


def _length(content: bytes, *, is_syncsafe: bool) -> int:
    # Some programs write plain numbers into version 2.4.
    if not is_syncsafe or max(content) >= 0x80:
        return int.from_bytes(content, "big")
    length = 0
    for byte in content:
        length = length << 7 | byte
    return length


def _plain(content: bytes, version: int, flags: int) -> bytes:
    """Return the content of a frame, or nothing if it is encrypted or too long."""
    if version == 3:
        is_packed, is_locked, skipped = flags & 0x80, flags & 0x40, 4 if flags & 0x80 else 0
        skipped += 1 if flags & 0x20 else 0
    else:
        is_packed, is_locked = flags & _COMPRESSED, flags & _ENCRYPTED
        skipped = (4 if flags & _LENGTH_TOLD else 0) + (1 if flags & _GROUPED else 0)
        if flags & _UNSYNCHRONISED:
            content = content.replace(b"\xff\0", b"\xff")
    if is_locked:
        return b""
    content = content[skipped:]
    if not is_packed:
        return content
    packer = zlib.decompressobj()
    try:
        unpacked = packer.decompress(content, MAX_TEXT_BYTES)
    except zlib.error:
        return b""
    return b"" if packer.unconsumed_tail else unpacked


def _parts(content: bytes) -> list[str]:
    """Return the first two texts of a frame, which are separated by a NUL."""
    code, rest = content[0], content[1:]
    if code == 0:
        return [guess(part) for part in rest.split(b"\0", 2)[:2]]
    if code not in _ENCODINGS:
        return [""]
    encoding = _ENCODINGS[code]
    if encoding == "utf-16" and rest[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16-le"
    # Each text of UTF-16 has its own byte order mark, and all have the same order.
    decoded = rest.decode(encoding, errors="replace")
    return [part.lstrip("\ufeff") for part in decoded.split("\0", 2)[:2]]
