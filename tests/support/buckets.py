"""A real S3 server for tests, in a separate process with storage in memory."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx
from s3fs import S3FileSystem

from support.processes import free_port

BUCKET = "sounds"
ROOT = f"{BUCKET}/library"
_START_SECONDS = 60.0


class BucketServer:
    """The server of moto, with one bucket."""

    def __init__(self) -> None:
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of a process that stores its sounds in the bucket."""
        return {
            "ENVIRONMENT_SOUNDS_DIR": f"s3://{ROOT}",
            "AWS_ENDPOINT_URL_S3": self.url,
            "AWS_ACCESS_KEY_ID": "tester",
            "AWS_SECRET_ACCESS_KEY": "bucket-secret",
            "AWS_REGION": "us-east-1",
        }

    def start(self) -> None:
        """Start the server with an empty bucket, and wait until it responds."""
        command = ["-m", "moto.server", "--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(
            [sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self._has_bucket():
            assert time.monotonic() < deadline, "moto's server does not answer"
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server if it runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(20)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Suspend the server for the duration of the block, and keep its content."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self._process.pid, signal.SIGCONT)

    def files(self) -> S3FileSystem:
        """The bucket through another client."""
        return S3FileSystem(
            key="tester",
            secret="bucket-secret",
            endpoint_url=self.url,
            use_listings_cache=False,
            skip_instance_cache=True,
        )

    def sounds(self) -> dict[str, bytes]:
        """Return every sound in the bucket, by its path below the root."""
        files = self.files()
        return {
            path.removeprefix(f"{ROOT}/"): files.cat_file(path)
            for path in files.find(ROOT)
            if path.endswith((".wav", ".flac", ".mp3", ".ogg", ".opus"))
        }

    def _has_bucket(self) -> bool:
        try:
            return httpx.put(f"{self.url}/{BUCKET}", timeout=5).status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def running_bucket() -> Iterator[BucketServer]:
    """Yield a running server."""
    server = BucketServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()
