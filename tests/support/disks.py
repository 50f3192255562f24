"""Small, full and read-only disks: real file systems in memory, which need root to be mounted."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.servers import REQUIRED


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Yield a folder with a file system of that size, such as `12m`."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode != 0:
        sentence = "a small disk cannot be mounted here: that needs root"
        if os.environ.get(REQUIRED):
            pytest.fail(sentence)
        pytest.skip(sentence)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder of a small disk read-only for the block, for root too."""
    # A mount on top of it, since one that is in use cannot be made read-only.
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def hidden(folder: Path) -> Iterator[None]:
    """Have an empty read-only folder in the place of one, as where a mount is away."""
    mount = ["mount", "-t", "tmpfs", "-o", "ro,size=64k", "tmpfs", folder]
    subprocess.run(mount, check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def free_bytes(folder: Path) -> int:
    """Return the free room of a folder's disk."""
    return shutil.disk_usage(folder).free


def fill(folder: Path, *, left_bytes: int = 0) -> Path:
    """Fill a disk as another program would, but for so many bytes, and return the file."""
    path = folder / "another-program"
    with path.open("wb", buffering=0) as stream:
        block = bytes(1 << 16)
        try:
            while (room := free_bytes(folder) - left_bytes) > 0:
                stream.write(block[:room])
        except OSError:
            pass  # full
    return path
