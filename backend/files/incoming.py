"""A person's own file on its way into the library.

It is written under a temporary name, checked, and given its final name when it is whole.
"""

import fcntl
import os
import secrets
import unicodedata
from datetime import datetime
from pathlib import Path

from backend.errors import UploadTooLarge
from backend.files.atomic import storage_errors
from backend.files.inspection import Inspection, inspect
from backend.files.store import SoundStore
from backend.files.tags import FileTags, read_tags
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
    """One file that comes in; all methods block. `write`..., `check`, then `publish` or `discard`.

    Args:
        folder: The sounds folder, absolute.
        max_megabytes: The largest file that is taken, 10**6 bytes.
        shelf: Where it goes when it is whole.
    """

    def __init__(self, folder: Path, max_megabytes: int, store: SoundStore) -> None:
        self._store = store
        self._max_megabytes = max_megabytes
        self._byte_count = 0
        self._path = folder / "temp" / f"{TEMP_PREFIX}{secrets.token_hex(8)}"
        with storage_errors(_KEPT):
            self._stream = self._path.open("xb")
            # So that no sweep takes it away.
            fcntl.flock(self._stream, fcntl.LOCK_EX)

    def write(self, content: bytes) -> None:
        """Takes the next bytes.

        Raises:
            UploadTooLarge: They are too many.
            StorageError: The disk refuses.
        """
        self._byte_count += len(content)
        if self._byte_count > self._max_megabytes * 1_000_000:
            raise UploadTooLarge(self._max_megabytes)
        with storage_errors(_KEPT):
            self._stream.write(content)

    def check(self, max_seconds: float) -> tuple[Inspection, FileTags]:
        """Decodes all of it.

        Raises:
            UploadRefused: It is no sound that can be kept.
            StorageError: The disk refuses.
        """
        with storage_errors(_KEPT):
            self._stream.flush()
            return inspect(self._path, max_seconds), read_tags(self._path)

    def publish(self, name: str, audio_format: AudioFormat) -> str:
        """Gives it its final name, `YYYY/MM/env_<name>_<day>_<8 hex>.<extension>`.

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
            # Checking may have taken long, and a rescan leaves alone what is just finished.
            os.utime(self._path)
            os.fsync(self._stream.fileno())
            self._store.keep(self._path, relative_path)
        return relative_path

    def discard(self) -> None:
        """Closes the file, and deletes it unless it has its final name; always the last call."""
        with storage_errors(_KEPT):
            self._path.unlink(missing_ok=True)
            self._stream.close()


def slug(text: str) -> str:
    """A name for a file: letters of any script, digits, `-` and `_`, at most 80 UTF-8 bytes."""
    kept = "".join(
        character if unicodedata.category(character)[0] in "LMN" or character == "_" else "-"
        for character in unicodedata.normalize("NFC", text).lower()
    )
    dashed = "-".join(part for part in kept.split("-") if part)
    shortened = dashed.encode()[:_SLUG_MAX_BYTES].decode(errors="ignore").strip("-")
    return shortened or "sound"
