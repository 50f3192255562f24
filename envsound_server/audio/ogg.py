"""The one thing in an Ogg file that chance decides."""

from typing import BinaryIO

from mutagen.ogg import OggPage

STREAM_SERIAL = int.from_bytes(b"ENVS", "big")


def set_stream_serial(stream: BinaryIO) -> None:
    """Gives the file's only logical stream a fixed serial number (RFC 3533 section 6).

    libsndfile draws one from the clock, so that the same sound would give other bytes each time.
    The number only tells streams apart within one file.

    Raises:
        OSError: From the stream, which is left at its end.
    """
    stream.seek(0)
    while True:
        start = stream.tell()
        try:
            page = OggPage(stream)
        except EOFError:
            return
        page.serial = STREAM_SERIAL
        stream.seek(start)
        stream.write(page.write())
