"""Finished sounds in a bucket of S3-compatible storage, shared by sidecars on several machines.

Where the storage is and who may use it stand in the AWS SDK's own variables (`AWS_ENDPOINT_URL_S3`,
`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, ...) or its files.

    s3://bucket/prefix/2026/11/env_rain_20261127_0a1b2c3d.wav
    s3://bucket/prefix/requests/<SHA-256 of the request_id>.json
    s3://bucket/prefix/requests/<SHA-256 of the request_id>.discarded
"""

import errno
import hashlib
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from botocore.exceptions import BotoCoreError
from s3fs import S3FileSystem

from envsound_server.domain.events import FinishedSound
from envsound_server.storage.answered_requests import KEEP_DAYS, sound_from_json, sound_to_json
from envsound_server.storage.store import AnsweredRequests

_PART_BYTES = 8 << 20
"""Larger files go in parts of this size, so that memory stays constant."""
_PARTS_AT_ONCE = 4
_CLIENT = {
    "connect_timeout": 5,
    "read_timeout": 30,
    "retries": {"mode": "standard", "max_attempts": 3},
}

_log = logging.getLogger(__name__)


class BucketStore:
    """A store of sounds as objects, which are there whole or not at all.

    Args:
        url: `s3://bucket` or `s3://bucket/prefix`.
        temp_folder: For copies of objects that are read.
    """

    def __init__(self, url: str, temp_folder: Path) -> None:
        self._temp_folder = temp_folder
        self._root = url.removeprefix("s3://").strip("/")
        # Others write to the bucket too: nothing of what was listed is believed twice.
        self._files = S3FileSystem(use_listings_cache=False, config_kwargs=_CLIENT)
        self.answered_requests: AnsweredRequests = BucketAnsweredRequests(
            self._files, f"{self._root}/requests"
        )

    def address(self, relative_path: str) -> str:
        """Return the URL."""
        return f"s3://{self._root}/{relative_path}"

    def has(self, relative_path: str) -> bool:
        """Return whether the object is there."""
        with bucket_errors():
            return bool(self._files.exists(f"{self._root}/{relative_path}"))

    def size_bytes(self, relative_path: str) -> int:
        """Return the size of the object."""
        with bucket_errors():
            found = self._files.info(f"{self._root}/{relative_path}")
        if found["type"] != "file":
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return int(found["size"])

    def open(self, relative_path: str) -> BinaryIO:
        """Download the object into a file that has no name."""
        copy = cast("BinaryIO", TemporaryFile(dir=self._temp_folder))  # noqa: SIM115 - the caller's
        try:
            with bucket_errors(), self._files.open(f"{self._root}/{relative_path}", "rb") as there:
                copyfileobj(there, copy, _PART_BYTES)
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return copy

    def keep(self, path: Path, relative_path: str) -> None:
        """Upload a file and delete it here."""
        with bucket_errors():
            self._files.put_file(
                str(path),
                f"{self._root}/{relative_path}",
                chunksize=_PART_BYTES,
                max_concurrency=_PARTS_AT_ONCE,
            )
        path.unlink()

    def remove(self, relative_path: str) -> None:
        """Delete the object."""
        with bucket_errors(), suppress(FileNotFoundError):
            self._files.rm_file(f"{self._root}/{relative_path}")


class BucketAnsweredRequests:
    """The answered requests of a bucket, one small object each.

    See `answered_requests` for when an answer counts.
    """

    def __init__(self, files: S3FileSystem, root: str) -> None:
        self._files = files
        self._root = root

    def prepare(self) -> None:
        """Delete answers and discards older than `KEEP_DAYS`."""
        oldest = datetime.now(UTC) - timedelta(days=KEEP_DAYS)
        with bucket_errors():
            found = self._files.find(self._root, detail=True)
            old = [path for path, entry in found.items() if entry["LastModified"] < oldest]
            if old:
                self._files.rm(old)

    def close(self) -> None:
        """Do nothing, because no file is open."""

    def find(self, request_id: str) -> tuple[str, FinishedSound] | None:
        """Return the fingerprint and the sound of an answered request, or None."""
        with bucket_errors():
            try:
                answer = json.loads(self._files.cat_file(self._path(request_id)))
            except FileNotFoundError:
                return None
        return answer["fingerprint"], sound_from_json(answer["sound"])

    def record(self, request_id: str, fingerprint: str, sound: FinishedSound) -> None:
        """Write an answer, in place of an earlier one."""
        answer = {"fingerprint": fingerprint, "sound": sound_to_json(sound)}
        with bucket_errors():
            self._files.pipe_file(self._path(request_id), json.dumps(answer).encode())

    def discard(self, request_id: str) -> None:
        """Write that the result of a request is not wanted, now or later."""
        with bucket_errors():
            self._files.pipe_file(self._path(request_id, "discarded"), b"")

    def is_discarded(self, request_id: str) -> bool:
        """Return True if the result of a request is not wanted."""
        with bucket_errors():
            return bool(self._files.exists(self._path(request_id, "discarded")))

    def _path(self, request_id: str, kind: str = "json") -> str:
        return f"{self._root}/{hashlib.sha256(request_id.encode()).hexdigest()}.{kind}"


@contextmanager
def bucket_errors() -> Iterator[None]:
    """Translate every error of the storage or its client to an OSError without an address."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BotoCoreError, OSError) as error:
        _log.error("bucket: %s", error)
        raise OSError(errno.EIO, "the bucket does not answer, or refuses") from error
