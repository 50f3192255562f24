"""The cached files that are derived from sounds at the first request: waveforms and thumbnails."""

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from backend.errors import DeadlineExceeded, QueueFull
from backend.files.atomic import storage_errors, write_atomically
from backend.files.library import SoundFile
from backend.files.thumbnail import BAR_COUNT, PictureFormat, Theme, draw
from backend.files.waveform import read_outline, read_waveform

_BUILDER_COUNT = 2
_MAX_BUILDS = 64
_RETRY_SECONDS = 5.0
_TIMEOUT_SECONDS = 60.0


class DerivedFiles:
    """The waveforms and thumbnails. Concurrent requests share one build.

    Another process may build the same file. Both write the same bytes atomically.

    Args:
        cache_folder: `cache/` below the sounds folder. Safe to delete at any time.
        on_lookup: Receives `waveform` or `thumbnail`, and True for a cache hit.
    """

    def __init__(self, cache_folder: Path, on_lookup: Callable[[str, bool], None]) -> None:
        self._on_lookup = on_lookup
        self._folder = cache_folder
        self._builders = ThreadPoolExecutor(_BUILDER_COUNT, "derived-files")
        self._builds: dict[Path, asyncio.Future[SoundFile]] = {}

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
            lambda: read_waveform(sound.path, pixels_per_second).to_json(),
        )

    async def thumbnail(
        self, sound: SoundFile, picture_format: PictureFormat, theme: Theme
    ) -> SoundFile:
        """Return the thumbnail as a picture. Raises the errors of `waveform`."""
        return await self._get(
            "thumbnail",
            f"thumbnails/{_key(sound)}-{theme}.{picture_format}",
            picture_format.media_type,
            lambda: draw(read_outline(sound.path, BAR_COUNT), picture_format, theme),
        )

    def close(self) -> None:
        """Cancel waiting builds and wait for running ones."""
        self._builders.shutdown(cancel_futures=True)

    async def _get(
        self, kind: str, name: str, media_type: str, build: Callable[[], bytes]
    ) -> SoundFile:
        path = self._folder / name
        building = self._builds.get(path)
        if building is None:
            if len(self._builds) >= _MAX_BUILDS:
                raise QueueFull(
                    f"{_MAX_BUILDS} pictures and waveforms are being made already; "
                    f"try again in {_RETRY_SECONDS:.0f} s",
                    _RETRY_SECONDS,
                )
            building = asyncio.get_running_loop().run_in_executor(
                self._builders, self._found_or_built, kind, path, media_type, build
            )
            self._builds[path] = building
            building.add_done_callback(lambda done: self._forget(path, done))
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                # A client that disconnects must not cancel the build for the others.
                return await asyncio.shield(building)
        except TimeoutError:
            raise DeadlineExceeded("the file takes long to read; try again in a moment") from None

    def _found_or_built(
        self, kind: str, path: Path, media_type: str, build: Callable[[], bytes]
    ) -> SoundFile:
        is_there = True
        with storage_errors("the sound cannot be read, or what is drawn from it not kept"):
            try:
                status = path.stat()
            except FileNotFoundError:
                is_there = False
                write_atomically(path, build(), is_synced=False)
                status = path.stat()
        self._on_lookup(kind, is_there)
        return SoundFile(path, status, media_type)

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
