"""The process that decodes an untrusted file, as its parent sees it."""

import json
import logging
import os
import signal
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import backend
from backend.errors import UploadRefused

_log = logging.getLogger(__name__)

_MEMORY_BYTES = 384 << 20
"""The address space. Every format is decoded in 115 MB of it, and tags take up to 100 MB more."""

_BASE_CPU_SECONDS = 30
_SLOWEST_REAL_TIME_FACTOR = 20
"""Opus, the slowest format, was decoded 150 times faster than it plays."""

_WALL_PER_CPU_SECOND = 3
_ADDED_BYTES = 1 << 20
"""The growth of a file by its repair, at most."""

_MAX_REPLY_BYTES = 2 << 20
_TOO_COSTLY = (
    "the file takes too much time or memory to decode; export it again as WAV or FLAC without tags"
)


class Decoder:
    """The decoding of one file in a child process. `run` blocks, and `stop` ends it from outside.

    Args:
        max_seconds: The longest accepted sound, s.
    """

    def __init__(self, max_seconds: float) -> None:
        self._max_seconds = max_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def run(self, path: Path, repaired: int | None = None) -> dict[str, Any]:
        """Return the properties of a file.

        Args:
            path: The file.
            repaired: The descriptor of an empty file for a repaired copy, or None.

        Raises:
            UploadRefused: The file is not a supported sound, or costs too much to decode.
            OSError: The disk refuses.
        """
        # A pipe in the place of a file must not block.
        source = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        try:
            status = os.fstat(source)
            if not stat.S_ISREG(status.st_mode):
                raise UploadRefused("it is no regular file; replace it by one")
            output = self._communicate(source, repaired, status.st_size)
        finally:
            os.close(source)
        return _read(output)

    def stop(self) -> None:
        """End the child, or keep it from starting."""
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                _kill(self._process)

    def _communicate(self, source: int, repaired: int | None, size_bytes: int) -> bytes:
        cpu_seconds = _BASE_CPU_SECONDS + int(self._max_seconds / _SLOWEST_REAL_TIME_FACTOR)
        wall_seconds = _WALL_PER_CPU_SECOND * cpu_seconds
        job = {
            "source": source,
            "repaired": repaired,
            "max_seconds": self._max_seconds,
            "limits": {
                "memory_bytes": _MEMORY_BYTES,
                "cpu_seconds": cpu_seconds,
                "wall_seconds": wall_seconds,
                "file_bytes": size_bytes + _ADDED_BYTES,
            },
        }
        process = self._start(job, [source] if repaired is None else [source, repaired])
        try:
            return _reply(process, wall_seconds)
        finally:
            with self._lock:
                _kill(process)
                self._process = None
            process.wait()

    def _start(self, job: dict[str, Any], descriptors: list[int]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_stopped:
                raise UploadRefused(_TOO_COSTLY)
            self._process = subprocess.Popen(
                _command(job),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=descriptors,
                env=_environment(),
                cwd="/",
                start_new_session=True,
            )
            return self._process


def _command(job: dict[str, Any]) -> list[str]:
    return [sys.executable, "-P", "-s", "-m", "backend.decoding", json.dumps(job)]


def _environment() -> dict[str, str]:
    """Return the variables of the child: none of the server's, which may hold secrets."""
    return {
        "LANG": "C.UTF-8",
        # Threads of the linear algebra would only take address space.
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": str(Path(backend.__file__).parents[1]),
    }


def _reply(process: subprocess.Popen[bytes], wall_seconds: float) -> bytes:
    """Return what the child wrote, or nothing if it died or was too slow."""
    if process.stdout is None:
        raise ValueError("the child has no output")
    timer = threading.Timer(wall_seconds, _kill, [process])
    timer.daemon = True
    timer.start()
    try:
        with process.stdout as stream:
            output = stream.read(_MAX_REPLY_BYTES + 1)
    finally:
        timer.cancel()
    return output if len(output) <= _MAX_REPLY_BYTES else b""


def _kill(process: subprocess.Popen[bytes]) -> None:
    # Until it is waited for, its number cannot belong to another process.
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _read(output: bytes) -> dict[str, Any]:
    try:
        reply = json.loads(output)
    except ValueError:
        _log.warning("the decoder of a file ended without a reply")
        raise UploadRefused(_TOO_COSTLY) from None
    if not isinstance(reply, dict) or "failed" in reply:
        _log.warning("the decoder of a file failed", extra={"cause": str(reply)[:600]})
        raise UploadRefused(_TOO_COSTLY)
    if "refused" in reply:
        raise UploadRefused(str(reply["refused"]))
    if "errno" in reply:
        raise OSError(reply["errno"], os.strerror(reply["errno"]))
    return reply
