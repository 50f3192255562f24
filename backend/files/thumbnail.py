"""A small picture of a sound: its outline as bars, as PNG and SVG, for light and dark pages."""

import struct
import zlib
from enum import StrEnum
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from backend.files.waveform import Waveform

WIDTH, HEIGHT = 320, 80
"""Pixels."""
BAR_COUNT = 64

_PITCH = WIDTH / BAR_COUNT
_BAR_WIDTH = 3.0
_MARGIN = 6.0
_LOUDNESS_EXPONENT = 0.6
"""The exponent of a bar's height. A value below 1 lifts quiet parts."""
_FAINTEST_PEAK = 10 ** (-60 / 20)
"""The quietest peak that is drawn at full height, -60 dBFS. Below it is only noise."""

Heights: TypeAlias = npt.NDArray[np.float64]
_Colour: TypeAlias = tuple[int, int, int]


class PictureFormat(StrEnum):
    """The encoding of the picture. The values are also the file suffixes."""

    PNG = "png"
    SVG = "svg"

    @property
    def media_type(self) -> str:
        """The media type to serve it under."""
        return "image/png" if self is PictureFormat.PNG else "image/svg+xml"


class Theme(StrEnum):
    """The theme of the page that shows the picture."""

    LIGHT = "light"
    DARK = "dark"


class _Colours(NamedTuple):
    ground: _Colour
    bar: _Colour


_COLOURS = {
    Theme.LIGHT: _Colours((0xF5, 0xF7, 0xFA), (0x16, 0x77, 0xFF)),
    Theme.DARK: _Colours((0x14, 0x17, 0x1C), (0x5B, 0xA3, 0xFF)),
}


def draw(outline: Waveform, picture_format: PictureFormat, theme: Theme) -> bytes:
    """Return the picture. The same outline gives the same bytes.

    Args:
        outline: About `BAR_COUNT` pixels of the sound. Other counts are resampled.
        picture_format: Its encoding.
        theme: Its colours.
    """
    heights = bar_heights(outline)
    if picture_format is PictureFormat.SVG:
        return _svg(heights, _COLOURS[theme])
    return _png(heights, _COLOURS[theme])


def bar_heights(outline: Waveform) -> Heights:
    """Return the height of each bar, 0 to 1, [BAR_COUNT]. The loudest is 1 except in silence."""
    peaks = np.abs(outline.peaks.astype(np.float64) / 32768).max(axis=(1, 2))
    columns = np.arange(BAR_COUNT) * len(peaks) // BAR_COUNT
    loudest = max(float(peaks.max()), _FAINTEST_PEAK)
    heights: Heights = (peaks[columns] / loudest) ** _LOUDNESS_EXPONENT
    return heights


def _bars(heights: Heights) -> tuple[Heights, Heights]:
    """Return the middle and the half height of each bar in pixels. The lowest bar is a dot."""
    middles: Heights = (np.arange(BAR_COUNT, dtype=np.float64) + 0.5) * _PITCH
    room = HEIGHT / 2 - _MARGIN
    halves: Heights = np.maximum(heights * room, _BAR_WIDTH / 2)
    return middles, halves


def _svg(heights: Heights, colours: _Colours) -> bytes:
    middles, halves = _bars(heights)
    strokes = "".join(
        f"M{middle:g} {HEIGHT / 2 - reach:.4g}v{2 * reach:.4g}"
        for middle, reach in zip(middles, np.maximum(halves - _BAR_WIDTH / 2, 0.01), strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="waveform">'
        f'<path fill="#{bytes(colours.ground).hex()}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>'
        f'<path stroke="#{bytes(colours.bar).hex()}" stroke-width="{_BAR_WIDTH:g}" '
        f'stroke-linecap="round" d="{strokes}"/></svg>'
    ).encode()


def _png(heights: Heights, colours: _Colours) -> bytes:
    middles, halves = _bars(heights)
    x = np.abs(np.arange(WIDTH) + 0.5 - np.repeat(middles, round(_PITCH)))
    y = np.abs(np.arange(HEIGHT) + 0.5 - HEIGHT / 2)
    straight = np.repeat(halves, round(_PITCH)) - _BAR_WIDTH / 2
    # The distance of each pixel's centre from its bar, a line with round ends. Half a pixel on
    # either side is the soft edge.
    outside = np.hypot(x, np.maximum(y[:, None] - straight, 0)) - _BAR_WIDTH / 2
    cover = (0.5 - outside).clip(0, 1)[:, :, None]
    pixels = cover * np.array(colours.bar) + (1 - cover) * np.array(colours.ground)
    return _encode_png(np.rint(pixels).astype(np.uint8))


def _encode_png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Return a PNG file of 8-bit RGB (W3C, Portable Network Graphics, third edition).

    Args:
        pixels: uint8 [height, width, 3].
    """
    height, width, _ = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    # Each line begins with its filter type, 0 for none.
    lines = np.pad(pixels.reshape(height, -1), ((0, 0), (1, 0)))
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(f">I4s{len(content)}sI", len(content), kind, content, checksum)
