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


def _comment_page(*comments: bytes) -> bytes:
    """Return the comment packet of Vorbis and FLAC."""
    told = b"".join(struct.pack("<I", len(comment)) + comment for comment in comments)
    return struct.pack("<I", 4) + b"test" + struct.pack("<I", len(comments)) + told


def _flac_block(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + struct.pack(">I", len(content))[1:] + content


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


_RECIPES = tuple(
    _chunk(b"envs", content)
    for content in (
        b"{}", b"[" * 60_000, b'{"seed": ' + b"9" * 9000 + b"}", b"\xff\xfe", b"null",
        b'{"name": "a\\u0000b", "prompt": "\\ud800", "seed": -1, "steps": 1e400, "loop": 3}',
    )
)  # fmt: skip


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
    *_RECIPES,
    _chunk(b"AIGC", b'{"Label": ' + b"[" * 30_000),
    _chunk(b"LIST", b"INFO" + _chunk(b"INAM", b"\xd3\xea\xc9\xf9") * 3000),
    _chunk(b"LIST", b"INFO" + _chunk(b"INAM", b"\x96\xe9\x82\xcc\x89\x4a\x00") + b"ICMT"),
    _chunk(b"id3 ", _id3(_text_frame(b"TIT2", b"\xff\xfe" * 500))),
    _chunk(b"smpl", b"\xff" * 60),
    b"TAG" + b"\x80" * 125,
    _id3(b"TIT2\x00\x00\x00\x09\x00\x0f\x00\x00\x00\x00x\x9c\x03\x00"),
    b"ID3\x03\x00\xe0\x00\x00\x00\x20" + b"\xff\x00" * 32,
    b"ID3\x02\x00\x00\x00\x00\x00\x20TT2\x00\x00\x10\x01\xff\xfe" + b"\x00\xd8" * 12,
    _flac_block(4, _comment_page(b"TITLE=" + b"x" * 50_000, b"=", b"\xff", b"TITLE")),
    _flac_block(0x84, struct.pack("<II", 0, 0xFFFFFFFF)),
    _flac_block(6, b"\x00\x00\x00\x03\x7f\xff\xff\xff" + b"\xff" * 400),
    b"\x03vorbis" + _comment_page(b"TITLE=\xe9", b"METADATA_BLOCK_PICTURE=" + b"A" * 9000),
    b"OpusTags" + struct.pack("<I", 0xFFFFFFFF),
    b"Xing\x00\x00\x00\x0f" + b"\xff" * 116,
    b"bext\xff\x00\x00\x00" + b"\xff" * 255,
)
