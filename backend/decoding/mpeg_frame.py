"""The frame headers of MPEG audio, layer III (ISO/IEC 11172-3, 13818-3, and MPEG 2.5)."""

from dataclasses import dataclass

HEADER_BYTES = 4

_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES_HERTZ = {
    3: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8_000),
}
_LENGTH_BITRATE = {True: 5, False: 8}
"""64 kbit/s in each version, whose frames have room for the length."""


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """The header of a frame.

    Attributes:
        version: 3 for MPEG 1, 2 for MPEG 2, 0 for MPEG 2.5.
        sample_rate_hertz: Hz.
        size_bytes: The size of the frame, or 0 in the free format.
        padding_bytes: 0 or 1.
        is_mono: True for one channel.
    """

    version: int
    sample_rate_hertz: int
    size_bytes: int
    padding_bytes: int
    is_mono: bool

    @property
    def sample_count(self) -> int:
        """Return the samples per channel."""
        return 1152 if self.version == 3 else 576

    @property
    def side_bytes(self) -> int:
        """Return the size of the side information."""
        if self.version == 3:
            return 17 if self.is_mono else 32
        return 9 if self.is_mono else 17

    def is_like(self, other: "FrameHeader") -> bool:
        """Return True for a frame of the same stream."""
        return (
            self.version == other.version
            and self.sample_rate_hertz == other.sample_rate_hertz
            and (self.size_bytes == 0) == (other.size_bytes == 0)
        )


def parse(content: bytes) -> FrameHeader | None:
    """Return the header in the first four bytes, or None."""
    if len(content) < HEADER_BYTES or content[0] != 0xFF or content[1] & 0xE6 != 0xE2:
        return None
    version, code = content[1] >> 3 & 3, content[2] >> 4
    rate_code = content[2] >> 2 & 3
    if version == 1 or code == 15 or rate_code == 3:
        return None
    rate_hertz = _RATES_HERTZ[version][rate_code]
    padding = content[2] >> 1 & 1
    bitrate = (_BITRATES_1 if version == 3 else _BITRATES_2)[code]
    factor = 144_000 if version == 3 else 72_000
    size = factor * bitrate // rate_hertz + padding if bitrate else 0
    return FrameHeader(version, rate_hertz, size, padding, content[3] >> 6 == 3)


def length_frame(like: bytes, frame_count: int, offsets: list[int], byte_count: int) -> bytes:
    """Return a silent frame that states the length, as encoders put it first ("Xing").

    Args:
        like: The header of a frame of the file.
        frame_count: The frames that follow.
        offsets: The positions of 100 frames at equal distances, after this frame.
        byte_count: The bytes of these frames.
    """
    version = like[1] >> 3 & 3
    code = _LENGTH_BITRATE[version == 3]
    head = bytes((0xFF, like[1] | 1, code << 4 | like[2] & 0x0C, like[3]))
    header = parse(head)
    if header is None:
        raise ValueError("no header of a frame")
    size = header.size_bytes
    total = byte_count + size
    toc = bytes(min(255, (offset + size) * 256 // total) for offset in offsets)
    fields = b"Xing" + b"".join(value.to_bytes(4, "big") for value in (7, frame_count, total))
    return (head + bytes(header.side_bytes) + fields + toc).ljust(size, b"\0")
