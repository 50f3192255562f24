"""The cached files that are derived from sounds at the first request: waveforms and thumbnails."""

import asyncio
import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock

from backend.errors import DeadlineExceeded, QueueFull
from backend.files.atomic import storage_errors, write_atomically
from backend.files.library import SoundFile
from backend.files.sweeping import trim_cache
from backend.files.thumbnail import BAR_COUNT, PictureFormat, Theme, draw
from backend.files.waveform import read_outline, read_waveform

_BUILDER_COUNT = 2
_MAX_BUILDS = 64
_RETRY_SECONDS = 5.0
_TIMEOUT_SECONDS = 60.0
_SLACK = 16
"""The cache is trimmed once a sixteenth of its limit was written."""


@dataclass(slots=True)
class _Build:
    """A file that is being built.

    Attributes:
        file: The result.
        abandoned: Set once nobody waits for it any more.
        waiter_count: The requests that wait for it.
    """

    file: asyncio.Future[SoundFile]
    abandoned: Event
    waiter_count: int = 0

    def abandon(self) -> None:
        """Stop the build, whether it waits or runs."""
        self.abandoned.set()
        self.file.cancel()


class DerivedFiles:
    """The waveforms and thumbnails. Concurrent requests share one build.

    A build ends when the last client that waits for it has left. Another process may build the same
    file. Both write the same bytes atomically.

    Args:
        cache_folder: `cache/` below the sounds folder. Safe to delete at any time.
        max_bytes: The limit of the cache, above which the files used longest ago are deleted.
        on_lookup: Receives `waveform` or `thumbnail`, and True for a cache hit.
    """

    def __init__(
        self, cache_folder: Path, max_bytes: int, on_lookup: Callable[[str, bool], None]
    ) -> None:
        self._on_lookup = on_lookup
        self._folder = cache_folder
        self._max_bytes = max_bytes
        self._written_bytes = 0
        self._trimming = Lock()
        self._builders = ThreadPoolExecutor(_BUILDER_COUNT, "derived-files")
        self._builds: dict[Path, _Build] = {}

    async def waveform(self, sound: SoundFile, pixels_per_second: int) -> SoundFile:
        """Return the waveform as a JSON file.

        Raises:
            InvalidRequest: It would be too long.
            SoundFileDamaged: The sound cannot be decoded.
            QueueFull: Too many builds are waiting.
            DeadlineExceeded: The build took too long. It may be complete at a retry.
            StorageError: The disk refuses.
        """
        name = f"waveforms/{_key(sound)}-{pixels_per_second}.json"
        return await self._get(
            "waveform",
            name,
            "application/json",
            lambda abandoned: read_waveform(sound.path, pixels_per_second, abandoned).to_json(),
        )

    async def thumbnail(
        self, sound: SoundFile, picture_format: PictureFormat, theme: Theme
    ) -> SoundFile:
        """Return the thumbnail as a picture. Raises the errors of `waveform`."""
        return await self._get(
            "thumbnail",
            f"thumbnails/{_key(sound)}-{theme}.{picture_format}",
            picture_format.media_type,
            lambda abandoned: draw(
                read_outline(sound.path, BAR_COUNT, abandoned), picture_format, theme
            ),
        )

    def close(self) -> None:
        """Cancel waiting builds and wait for running ones."""
        self._builders.shutdown(cancel_futures=True)

    async def _get(
        self, kind: str, name: str, media_type: str, build: Callable[[Event], bytes]
    ) -> SoundFile:
        path = self._folder / name
        building = self._builds.get(path) or self._start(kind, path, media_type, build)
        building.waiter_count += 1
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                # A client that disconnects must not cancel the build for the others.
                return await asyncio.shield(building.file)
        except TimeoutError:
            raise DeadlineExceeded("the file takes long to read; try again in a moment") from None
        except asyncio.CancelledError:
            if building.waiter_count == 1:
                building.abandon()
            raise
        finally:
            building.waiter_count -= 1

    def _start(
        self, kind: str, path: Path, media_type: str, build: Callable[[Event], bytes]
    ) -> _Build:
        if len(self._builds) >= _MAX_BUILDS:
            raise QueueFull(
                f"{_MAX_BUILDS} pictures and waveforms are being made already; "
                f"try again in {_RETRY_SECONDS:.0f} s",
                _RETRY_SECONDS,
            )
        abandoned = Event()
        file = asyncio.get_running_loop().run_in_executor(
            self._builders,
            self._found_or_built,
            kind,
            path,
            media_type,
            lambda: build(abandoned),
        )
        building = self._builds[path] = _Build(file, abandoned)
        file.add_done_callback(lambda done: self._forget(path, done))
        return building

    def _found_or_built(
        self, kind: str, path: Path, media_type: str, build: Callable[[], bytes]
    ) -> SoundFile:
        is_there = True
        with storage_errors("the sound cannot be read, or what is drawn from it not kept"):
            try:
                status = path.stat()
            except FileNotFoundError:
                is_there = False
                self._write(path, build())
                status = path.stat()
        if is_there:
            # The time of use, by which the cache is trimmed.
            with suppress(OSError):
                os.utime(path)
        self._on_lookup(kind, is_there)
        return SoundFile(path, status, media_type)

    def _write(self, path: Path, content: bytes) -> None:
        write_atomically(path, content, is_synced=False)
        with self._trimming:
            self._written_bytes += len(content)
            if self._written_bytes * _SLACK >= self._max_bytes:
                self._written_bytes = 0
                trim_cache(self._folder, self._max_bytes - self._max_bytes // _SLACK)

    def _forget(self, path: Path, done: asyncio.Future[SoundFile]) -> None:
        del self._builds[path]
        if not done.cancelled():
            # Marks the error as retrieved, in case no request waits for it any more.
            done.exception()


def _key(sound: SoundFile) -> str:
    """Return a key of the content: a changed file has another time or size."""
    status = sound.status
    identity = f"{sound.path}\0{status.st_mtime_ns}\0{status.st_size}\0{status.st_ino}"
    return hashlib.sha256(identity.encode(errors="surrogateescape")).hexdigest()[:32]
