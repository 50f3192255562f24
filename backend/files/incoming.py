"""The file of an upload.

It is written under a temporary name, checked, and renamed when it is complete. A repaired copy
takes its place.
"""

import fcntl
import os
import secrets
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from backend.errors import UploadTooLarge
from backend.files.atomic import storage_errors
from backend.files.decoder import Decoder
from backend.files.inspection import Inspection, inspection_of
from backend.files.store import SoundStore
from backend.sidecar.types import AudioFormat

TEMP_PREFIX = "uploading_"

_SLUG_MAX_BYTES = 80
_EXTENSIONS = {
    AudioFormat.WAV_16: "wav",
    AudioFormat.WAV_24: "wav",
    AudioFormat.WAV_FLOAT: "wav",
    AudioFormat.FLAC: "flac",
    AudioFormat.MP3: "mp3",
    AudioFormat.OGG_VORBIS: "ogg",
    AudioFormat.OPUS: "opus",
}
_KEPT = "the file cannot be kept"


class IncomingFile:
    """One uploaded file: `write`..., `check`, then `publish` or `discard`. All methods block.

    Args:
        folder: The sounds folder, absolute.
        max_megabytes: The largest accepted file, 10**6 bytes.
        store: The store of finished files.
    """

    def __init__(self, folder: Path, max_megabytes: int, store: SoundStore) -> None:
        self._store = store
        self._max_megabytes = max_megabytes
        self._byte_count = 0
        self._folder = folder / "temp"
        self._path, self._stream = self._create()

    def _create(self) -> tuple[Path, BinaryIO]:
        path = self._folder / f"{TEMP_PREFIX}{secrets.token_hex(8)}"
        with storage_errors(_KEPT):
            stream = path.open("xb+")
            # The sweep leaves locked files alone.
            fcntl.flock(stream, fcntl.LOCK_EX)
        return path, stream

    def write(self, content: bytes) -> None:
        """Write the next bytes.

        Raises:
            UploadTooLarge: The file exceeds the limit.
            StorageError: The disk refuses.
        """
        self._byte_count += len(content)
        if self._byte_count > self._max_megabytes * 1_000_000:
            raise UploadTooLarge(self._max_megabytes)
        with storage_errors(_KEPT):
            self._stream.write(content)

    def check(self, decoder: Decoder) -> Inspection:
        """Decode the whole file, and return its properties and its tags.

        The caller may stop the decoder meanwhile.

        Raises:
            UploadRefused: The file is not a supported sound.
            StorageError: The disk refuses.
        """
        with storage_errors(_KEPT):
            self._stream.flush()
        path, stream = self._create()
        try:
            with storage_errors(_KEPT):
                found = inspection_of(decoder.run(self._path, stream.fileno()))
            if found.is_repaired:
                self._path, path = path, self._path
                self._stream, stream = stream, self._stream
        finally:
            with storage_errors(_KEPT):
                path.unlink(missing_ok=True)
                stream.close()
        return found

    def publish(self, name: str, audio_format: AudioFormat) -> str:
        """Give the file its final name, `YYYY/MM/env_<name>_<day>_<8 hex>.<extension>`.

        Returns:
            The path below the sounds folder.

        Raises:
            StorageError: The disk refuses.
        """
        now = datetime.now().astimezone()
        file_name = (
            f"env_{slug(name)}_{now:%Y%m%d}_{secrets.token_hex(4)}.{_EXTENSIONS[audio_format]}"
        )
        relative_path = f"{now:%Y/%m}/{file_name}"
        with storage_errors(_KEPT):
            self._stream.flush()
            # The check may have taken long, and a rescan ignores only files that are recent.
            os.utime(self._path)
            os.fsync(self._stream.fileno())
            self._store.keep(self._path, relative_path)
        return relative_path

    def discard(self) -> None:
        """Close the file, and delete it unless it has its final name. Always the last call."""
        with storage_errors(_KEPT):
            self._path.unlink(missing_ok=True)
            self._stream.close()


def slug(text: str) -> str:
    """Return a file name: letters of any script, digits, `-` and `_`, at most 80 UTF-8 bytes."""
    kept = "".join(
        character if unicodedata.category(character)[0] in "LMN" or character == "_" else "-"
        for character in unicodedata.normalize("NFC", text).lower()
    )
    dashed = "-".join(part for part in kept.split("-") if part)
    shortened = dashed.encode()[:_SLUG_MAX_BYTES].decode(errors="ignore").strip("-")
    return shortened or "sound"
