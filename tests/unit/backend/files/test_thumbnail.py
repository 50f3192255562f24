import struct
import xml.etree.ElementTree as ET
import zlib

import numpy as np
import pytest

from backend.files.thumbnail import (
    BAR_COUNT,
    HEIGHT,
    WIDTH,
    PictureFormat,
    Theme,
    bar_heights,
    draw,
)
from backend.files.waveform import Waveform


def outline(peaks: np.ndarray) -> Waveform:
    """Of a mono sound, float [columns], 0 to 1."""
    highest = np.rint(peaks * 32767).astype(np.int16)
    return Waveform(44_100, 1, np.stack([-highest, highest], axis=1)[:, None, :])


def pixels_of(png: bytes) -> np.ndarray:
    """The picture, uint8 [height, width, 3]; checks every chunk."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks: dict[bytes, bytes] = {}
    position = 8
    while position < len(png):
        size, kind = struct.unpack_from(">I4s", png, position)
        content = png[position + 8 : position + 8 + size]
        (checksum,) = struct.unpack_from(">I", png, position + 8 + size)
        assert checksum == zlib.crc32(kind + content)
        chunks[kind] = content
        position += 12 + size
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, -1)
    assert not lines[:, 0].any()
    return lines[:, 1:].reshape(height, width, 3)


def test_the_picture_is_as_high_where_the_sound_is_as_loud() -> None:
    peaks = np.full(BAR_COUNT, 0.01)
    peaks[BAR_COUNT // 2 :] = 1.0
    pixels = pixels_of(draw(outline(peaks), PictureFormat.PNG, Theme.LIGHT))
    assert pixels.shape == (HEIGHT, WIDTH, 3)
    inked = (pixels != pixels[0, 0]).any(axis=2).sum(axis=0)
    left, right = inked[: WIDTH // 2], inked[WIDTH // 2 :]
    assert left.max() < HEIGHT / 8
    assert right.max() > HEIGHT * 0.8
    assert (pixels == pixels[::-1]).all()


def test_light_and_dark_differ_in_their_ground() -> None:
    peaks = np.linspace(0.1, 1, BAR_COUNT)
    light, dark = (pixels_of(draw(outline(peaks), PictureFormat.PNG, theme)) for theme in Theme)
    assert light[0, 0].min() > 200
    assert dark[0, 0].max() < 60


@pytest.mark.parametrize("theme", Theme)
def test_the_svg_is_well_formed_and_has_every_bar(theme: Theme) -> None:
    peaks = np.linspace(0.1, 1, BAR_COUNT)
    root = ET.fromstring(draw(outline(peaks), PictureFormat.SVG, theme))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.attrib["viewBox"] == f"0 0 {WIDTH} {HEIGHT}"
    ground, bars = root
    assert bars.attrib["d"].count("M") == BAR_COUNT
    assert ground.attrib["fill"] != bars.attrib["stroke"]


@pytest.mark.parametrize("column_count", [1, 7, BAR_COUNT, 100])
def test_short_sounds_fill_the_picture_too(column_count: int) -> None:
    heights = bar_heights(outline(np.full(column_count, 0.3)))
    assert heights.tolist() == [1.0] * BAR_COUNT


def test_silence_is_flat_and_a_quiet_sound_is_not() -> None:
    assert bar_heights(outline(np.zeros(BAR_COUNT))).max() == 0
    assert bar_heights(outline(np.full(BAR_COUNT, 0.002))).min() == 1
    draw(outline(np.zeros(BAR_COUNT)), PictureFormat.PNG, Theme.DARK)
