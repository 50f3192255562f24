"""Finished sounds in a bucket of S3-compatible storage, shared by backends on several machines.

The AWS SDK's own variables hold the address and the credentials (`AWS_ENDPOINT_URL_S3`,
`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, ...), or its files do. A file is copied
to this machine at its first use and served from there. Above the limit the least recently used
copies are deleted.
"""

import errno
import hashlib
import logging
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any, BinaryIO, cast

from botocore.exceptions import BotoCoreError
from s3fs import S3FileSystem

from backend.files.atomic import PARTIAL_SUFFIX, BucketRefused
from backend.files.media import media_type
from backend.files.sound_paths import HIDDEN, is_hidden, is_kept_path, is_own, place_refusal
from backend.files.store import LARGEST_READ_BYTES, NotReadable, Overtaken
from backend.files.walking import FileStatus, Listing

COPIES_NAME = "fetched"
"""The name of the folder of copies below the sounds folder. Safe to delete at any time."""

_LOCK_COUNT = 16
_PART_BYTES = 8 << 20
"""The size of the parts of a larger file, so that memory stays constant."""
_PARTS_AT_ONCE = 4
_CLIENT = {
    "connect_timeout": 3,
    "read_timeout": 15,
    "retries": {"mode": "standard", "max_attempts": 3},
}

_FETCH_TRIES = 3
_PROBE = {"connect_timeout": 2, "read_timeout": 2, "retries": {"total_max_attempts": 1}}
"""The options of the client that checks reachability."""

_OVERTAKEN = {409, 412}
"""The HTTP statuses of a refused conditional request."""

_log = logging.getLogger(__name__)


class BucketStore:
    """The store of files as objects of a bucket.

    Args:
        url: `s3://bucket` or `s3://bucket/prefix`.
        folder: The sounds folder of this machine, absolute.
        max_copies_bytes: The limit of all copies. The one that is being read does not count.
    """

    def __init__(self, url: str, folder: Path, max_copies_bytes: int) -> None:
        self._root = url.removeprefix("s3://").strip("/")
        self._copies = folder / COPIES_NAME
        self._max_copies_bytes = max_copies_bytes
        # Others write to the bucket too, so listings are not cached.
        self._files = S3FileSystem(use_listings_cache=False, config_kwargs=_CLIENT)
        self._probe = S3FileSystem(use_listings_cache=False, config_kwargs=_PROBE)
        # Concurrent requests for a sound share one fetch.
        self._locks = [Lock() for _ in range(_LOCK_COUNT)]

    def status(self, relative_path: str) -> FileStatus:
        """Return the object's status."""
        return _status(self._details(relative_path))

    def fetch(self, relative_path: str) -> tuple[Path, os.stat_result]:
        """Return a copy of the current object."""
        details = self._details(relative_path)
        identity = hashlib.sha256(f"{relative_path}\0{details['ETag']}".encode()).hexdigest()
        path = self._copies / f"{identity[:32]}{PurePosixPath(relative_path).suffix}"
        modified_ns = int(details["LastModified"].timestamp() * 1e9)
        with self._locks[int(identity, 16) % _LOCK_COUNT]:
            for _ in range(_FETCH_TRIES):
                if not path.exists():
                    self._make_room(details["size"])
                    self._download(relative_path, path)
                # Another process may have deleted this copy to make room.
                with suppress(FileNotFoundError):
                    # The access time is for `_make_room`. The modification time is the object's.
                    os.utime(path, ns=(time.time_ns(), modified_ns))
                    return path, path.stat()
        raise OSError(errno.EBUSY, "there is too little room for copies; raise FETCHED_GIGABYTES")

    def open(self, relative_path: str) -> BinaryIO:
        """Open a stream of the object, without a copy."""
        with bucket_errors():
            return cast("BinaryIO", self._files.open(self._key(relative_path), "rb"))

    def keep(self, path: Path, relative_path: str) -> None:
        """Upload a file and delete it here."""
        with bucket_errors():
            self._files.put_file(
                str(path),
                self._key(relative_path),
                chunksize=_PART_BYTES,
                max_concurrency=_PARTS_AT_ONCE,
                ContentType=_media_type(relative_path),
            )
        path.unlink()

    def read(self, relative_path: str) -> tuple[bytes, str]:
        """Return the content and the entity tag as its version.

        The tag is read first, so that `write` fails for a newer content.
        """
        details = self._details(relative_path)
        if details["size"] > LARGEST_READ_BYTES:
            raise NotReadable(errno.EFBIG, "it is too large")
        version: str = details["ETag"]
        with bucket_errors():
            content: bytes = self._files.cat_file(self._key(relative_path))
        return content, version

    def put_aside(self, relative_path: str, aside: str) -> None:
        """Copy the object, which the next conditional write replaces."""
        with bucket_errors():
            self._files.cp_file(self._key(relative_path), self._key(aside))

    def write(self, relative_path: str, content: bytes, version: str | None) -> None:
        """Write the object by a conditional request (RFC 9110, section 13)."""
        condition = {"IfNoneMatch": "*"} if version is None else {"IfMatch": version}
        try:
            with bucket_errors():
                self._files.pipe_file(
                    self._key(relative_path),
                    content,
                    ContentType=_media_type(relative_path),
                    **condition,
                )
        except FileNotFoundError as error:
            raise Overtaken from error

    def remove(self, relative_path: str) -> None:
        """Delete the object."""
        with bucket_errors(), suppress(FileNotFoundError):
            self._files.rm_file(self._key(relative_path))

    def walk(self) -> Listing:
        """Return all objects but the product's own."""
        listing = Listing()
        folders = {""}
        for path, details in self._all_objects().items():
            if is_hidden(path) and not is_own(path):
                listing.ignore(path, HIDDEN)
            elif not is_own(path):
                listing.files[path] = _status(details)
            if is_kept_path(path):
                folders.add(path.rpartition("/")[0])
        listing.folders = sorted(folders)
        return listing

    def check_writable(self) -> None:
        """Check that the bucket answers. Only a write reveals missing rights to write."""
        bucket, _, prefix = self._root.partition("/")
        with bucket_errors():
            self._probe.call_s3("list_objects_v2", Bucket=bucket, Prefix=prefix, MaxKeys=1)

    def _key(self, relative_path: str) -> str:
        if place_refusal(relative_path) is not None:
            raise FileNotFoundError(errno.ENOENT, "the key is none of a sound's")
        return f"{self._root}/{relative_path}"

    def _details(self, relative_path: str) -> dict[str, Any]:
        with bucket_errors():
            details: dict[str, Any] = self._files.info(self._key(relative_path))
        if details["type"] != "file":
            raise FileNotFoundError
        return details

    def _all_objects(self) -> dict[str, dict[str, Any]]:
        with bucket_errors(), suppress(FileNotFoundError):
            found = self._files.find(self._root, detail=True)
            start = len(self._root) + 1
            return {n[start:]: found[n] for n in sorted(found) if found[n]["type"] == "file"}
        return {}

    def _download(self, relative_path: str, path: Path) -> None:
        self._copies.mkdir(parents=True, exist_ok=True)
        partial = self._copies / f".{secrets.token_hex(8)}{PARTIAL_SUFFIX}"
        try:
            with bucket_errors():
                self._files.get_file(self._key(relative_path), str(partial))
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)

    def _make_room(self, wanted_bytes: int) -> None:
        """Delete the least recently used copies. Several processes may do so at once."""
        found = []
        for path in self._copies.glob("[!.]*"):
            with suppress(FileNotFoundError):
                found.append((path.stat(), path))
        room = self._max_copies_bytes - wanted_bytes - sum(s.st_size for s, _ in found)
        for status, path in sorted(found, key=lambda pair: pair[0].st_atime_ns):
            if room >= 0:
                return
            path.unlink(missing_ok=True)
            room += status.st_size


@contextmanager
def bucket_errors() -> Iterator[None]:
    """Translate errors of the storage and its client into `BucketRefused`, without an address."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BotoCoreError, OSError) as error:
        if _http_status(error) in _OVERTAKEN:
            raise Overtaken from error
        _log.error("bucket: %s", error)
        raise BucketRefused(errno.EIO, "the bucket does not answer, or refuses") from error


def _http_status(error: Exception) -> int:
    response = getattr(error.__cause__, "response", None) or {}
    status: int = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status


def _status(details: dict[str, Any]) -> FileStatus:
    return FileStatus(details["size"], details["LastModified"].timestamp())


def _media_type(relative_path: str) -> str:
    return media_type(relative_path) or "application/json"
