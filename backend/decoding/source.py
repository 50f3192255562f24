"""The bytes of an untrusted file, read by position."""

import os
from collections.abc import Iterator

_WINDOW_BYTES = 1 << 18
_COPY_BYTES = 1 << 20


class Refused(Exception):
    """A file that cannot be kept. The message has the cause and the remedy."""


class Source:
    """An open file, read by position through one window of it.

    Args:
        descriptor: The open file.
    """

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.size = os.fstat(descriptor).st_size
        self._start = 0
        self._window = b""

    def at(self, position: int, count: int) -> bytes:
        """Return `count` bytes from a position, or fewer at the end of the file."""
        start = position - self._start
        if start < 0 or start + count > len(self._window):
            self._start = position
            self._window = self._pread(position, max(count, _WINDOW_BYTES))
            start = 0
        return self._window[start : start + count]

    def blocks(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes of a range in blocks."""
        while start < end and (block := self._pread(start, min(_COPY_BYTES, end - start))):
            start += len(block)
            yield block

    def first_nonzero(self, limit: int) -> int:
        """Return the position of the first byte that is not zero, at most `limit`."""
        position = 0
        for block in self.blocks(0, limit):
            rest = block.lstrip(b"\0")
            if rest:
                return position + len(block) - len(rest)
            position += len(block)
        return position

    def _pread(self, position: int, count: int) -> bytes:
        return os.pread(self.descriptor, count, position)
