"""Sound files as crashed recorders, pipes, old programs and attackers leave them."""

import io
import struct
import zlib
from functools import cache
from typing import Any

import numpy as np
import soundfile

RATE_HERTZ = 44_100
ID3_SYNCSAFE_MAX = 1 << 28


def encoded(
    container: str = "WAV",
    subtype: str | None = None,
    seconds: float = 2.0,
    rate_hertz: int = RATE_HERTZ,
    **options: Any,
) -> bytes:
    """Return noise that is loud in its first eighth and nearly silent afterwards."""
    frame_count = round(seconds * rate_hertz)
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (frame_count, 2))
    noise[frame_count // 8 :] *= 0.001
    stream = io.BytesIO()
    soundfile.write(stream, noise, rate_hertz, format=container, subtype=subtype, **options)
    return stream.getvalue()


def mp3(seconds: float = 2.0, mode: str = "CONSTANT", rate_hertz: int = RATE_HERTZ) -> bytes:
    return encoded("MP3", None, seconds, rate_hertz, bitrate_mode=mode, compression_level=0.5)


def without_length(content: bytes) -> bytes:
    """Return an MP3 file without its first frame, which tells the length."""
    return content[frame_bytes(content) :]


def frame_bytes(content: bytes) -> int:
    """Return the size of the first frame of an MP3 file of MPEG 1."""
    bitrates = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    rate_hertz = (44_100, 48_000, 32_000)[content[2] >> 2 & 3]
    return 144_000 * bitrates[content[2] >> 4] // rate_hertz + (content[2] >> 1 & 1)


def frame_starts(content: bytes) -> list[int]:
    """Return the positions of the frames of a whole MP3 file of MPEG 1."""
    starts, position = [], 0
    while position + 4 <= len(content):
        starts.append(position)
        position += frame_bytes(content[position : position + 4])
    return starts


def free_format(seconds: float = 2.0) -> bytes:
    """Return an MP3 file whose frames do not tell their bitrate."""
    content = bytearray(without_length(mp3(seconds, rate_hertz=48_000)))
    for start in frame_starts(bytes(content)):
        content[start + 2] &= 0x0F
    return bytes(content)


def flac_of_unknown_length(seconds: float = 2.0) -> bytes:
    """Return a FLAC file as an encoder writes it into a pipe."""
    content = bytearray(encoded("FLAC", "PCM_16", seconds))
    content[21] &= 0xF0
    content[22:42] = bytes(20)
    return bytes(content)


def wav_of_sizes(riff_bytes: int, data_bytes: int, seconds: float = 2.0) -> bytes:
    """Return a WAV file with other sizes in its header."""
    content = bytearray(encoded("WAV", "PCM_16", seconds))
    place = content.index(b"data")
    struct.pack_into("<I", content, 4, riff_bytes)
    struct.pack_into("<I", content, place + 4, data_bytes)
    return bytes(content)


def wav_of_64_bits(kind: bytes = b"RF64", seconds: float = 2.0) -> bytes:
    """Return a WAV file with sizes of 64 bits, and a chunk after the samples."""
    content = encoded("WAV", "PCM_16", seconds)
    place = content.index(b"data")
    samples = content[place + 8 :]
    form = content[12:place]
    after = chunk(b"LIST", b"INFO" + chunk(b"INAM", b"Forest\0"))
    size = 4 + 36 + len(form) + 8 + len(samples) + len(after)
    sizes = chunk(b"ds64", struct.pack("<QQQI", size, len(samples), len(samples) // 4, 0))
    head = kind + b"\xff" * 4 + b"WAVE" + sizes + form + b"data" + b"\xff" * 4
    return head + samples + after


def chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def with_chunks(content: bytes, *chunks: bytes) -> bytes:
    """Return a WAV file with more chunks at its end."""
    whole = content + b"".join(chunks)
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


def info(*titles: bytes) -> bytes:
    """Return a list with titles, or with no more than the name of a program."""
    items = b"".join(chunk(b"INAM", title) for title in titles) or chunk(b"ISFT", b"prog\0")
    return chunk(b"LIST", b"INFO" + items)


def id3(*frames: bytes, version: int = 4) -> bytes:
    body = b"".join(frames)
    return b"ID3" + bytes((version, 0, 0)) + syncsafe(len(body)) + body


def id3_frame(kind: bytes, content: bytes, flags: bytes = b"\0\0", version: int = 4) -> bytes:
    size = syncsafe(len(content)) if version == 4 else len(content).to_bytes(4, "big")
    return kind + size + flags + content


def syncsafe(size: int) -> bytes:
    if not size < ID3_SYNCSAFE_MAX:
        raise ValueError(size)
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


@cache
def compressed_text(kind: bytes, text_bytes: int) -> bytes:
    """Return a frame of little size with much text."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b"\x03")]
    piece = b"a" * min(text_bytes, 1 << 20)
    parts += [packer.compress(piece) for _ in range(max(1, text_bytes // len(piece)))]
    packed = b"".join([*parts, packer.flush()])
    return id3_frame(
        kind, syncsafe(min(text_bytes + 1, ID3_SYNCSAFE_MAX - 1)) + packed, flags=b"\0\x09"
    )


def packed(content: bytes) -> bytes:
    """Return the content of a compressed frame, after the length that it declares."""
    return syncsafe(len(content)) + zlib.compress(content)
