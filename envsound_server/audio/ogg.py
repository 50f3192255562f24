"""Corrections of libsndfile's Ogg files: a fixed serial number, and the exact end."""

import os
from typing import BinaryIO

from mutagen.ogg import OggPage

STREAM_SERIAL = int.from_bytes(b"ENVS", "big")


def set_stream_serial(stream: BinaryIO) -> None:
    """Give the file's only logical stream a fixed serial number (RFC 3533, section 6).

    libsndfile derives one from the clock, so that the same sound would give other bytes each time.
    The number only distinguishes streams within one file.

    Raises:
        OSError: From the stream, which is left at its end.
    """
    _rewrite_pages(stream, None)


def finish_opus(stream: BinaryIO, frame_count: int) -> None:
    """Fix the serial number and end an Opus file after `frame_count` frames at 48 kHz.

    Players discard the rest of the last packet (RFC 7845, section 4.4). Pages that begin later are
    removed.

    Raises:
        OSError: From the stream, which is left at its end.
    """
    stream.seek(0)
    head = OggPage(stream).packets[0]
    pre_skip = int.from_bytes(head[10:12], "little")
    _rewrite_pages(stream, pre_skip + frame_count)


def _rewrite_pages(stream: BinaryIO, end_position: int | None) -> None:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    while (start := stream.tell()) < size:
        page = OggPage(stream)
        page.serial = STREAM_SERIAL
        if end_position is not None and page.position >= end_position:
            page.position, page.last = end_position, True
            size = 0
        stream.seek(start)
        stream.write(page.write())
    stream.truncate()
