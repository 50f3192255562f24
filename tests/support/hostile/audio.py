"""Audio files of every kind that uploads may have, and their damage."""

import io
import random
import struct
from collections.abc import Callable

import numpy as np
import soundfile

_KINDS = (
    ("WAV", "PCM_16"),
    ("WAV", "PCM_24"),
    ("WAV", "FLOAT"),
    ("FLAC", "PCM_16"),
    ("OGG", "VORBIS"),
    ("OGG", "OPUS"),
    ("MP3", "MPEG_LAYER_III"),
)
_RATE_HERTZ = 48_000


def files() -> list[bytes]:
    """Return a short valid file of each kind."""
    generator = np.random.default_rng(1)
    samples = generator.uniform(-0.5, 0.5, (_RATE_HERTZ // 2, 2))
    contents = []
    for container, encoding in _KINDS:
        content = io.BytesIO()
        soundfile.write(content, samples, _RATE_HERTZ, format=container, subtype=encoding)
        contents.append(content.getvalue())
    return contents


def damaged(content: bytes, seed: int) -> bytes:
    """Return the file with a few damages of random kinds."""
    choices = random.Random(seed)
    for _ in range(choices.randint(1, 4)):
        content = choices.choice(_DAMAGES)(content, choices)
    return content


def _flip(content: bytes, choices: random.Random) -> bytes:
    changed = bytearray(content)
    # Headers decide on more than samples.
    limit = len(changed) if choices.random() < 0.3 else min(len(changed), 200)
    for _ in range(choices.randint(1, 20)):
        if limit:
            changed[choices.randrange(limit)] = choices.randrange(256)
    return bytes(changed)


def _cut(content: bytes, choices: random.Random) -> bytes:
    return content[: choices.randint(0, len(content))]


def _drop(content: bytes, choices: random.Random) -> bytes:
    start = choices.randint(0, len(content))
    return content[:start] + content[start + choices.randint(1, 400) :]


def _insert(content: bytes, choices: random.Random) -> bytes:
    start = choices.choice((0, 12, 36, 44, len(content), choices.randint(0, len(content))))
    return content[:start] + choices.choice(_PIECES) + content[start:]


def _set_size(content: bytes, choices: random.Random) -> bytes:
    start = choices.choice((4, 16, 24, 28, 32, 34, 40))
    size = choices.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, len(content)))
    return content[:start] + struct.pack("<I", size) + content[start + 4 :]


def _repeat(content: bytes, choices: random.Random) -> bytes:
    return content * choices.randint(2, 3)


def _id3(frames: bytes) -> bytes:
    size = len(frames)
    synchsafe = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00\x00" + synchsafe + frames


def _text_frame(name: bytes, text: bytes) -> bytes:
    size = len(text) + 1
    synchsafe = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return name + synchsafe + b"\x00\x00\x03" + text


_DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _flip, _cut, _drop, _insert, _set_size, _repeat,
)  # fmt: skip
_PIECES = (
    b"\x00" * 64,
    b"\xff" * 64,
    b"LIST\x10\x00\x00\x00INFOINAM\xff\xff\xff\xff",
    b"LIST\xff\xff\xff\x7fINFO",
    b"junk\x00\x00\x00\x00" * 5000,
    b"data\xff\xff\xff\xff",
    b"fmt \x10\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
    _id3(_text_frame(b"TIT2", b"a\x00" * 20_000)),
    _id3(_text_frame(b"TXXX", b"x\x00y") * 20_000),
    _id3(b"TIT2\x7f\x7f\x7f\x7f\x00\x00"),
    b"OggS\x00\x02" + b"\xff" * 30,
    b"fLaC\x80\xff\xff\xff",
    b"iXML\x20\x4e\x00\x00" + b"<a>" * 6666 + b"\x00\x00",
    b"bext\xff\x00\x00\x00" + b"\xff" * 255,
)
