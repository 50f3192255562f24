"""The disk is full, read-only, or gone: its own error, and the process goes on."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from support.calls import make, refusal
from support.processes import Sidecar, running_sidecar

from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

Stub = pb_grpc.EnvironmentSoundServiceStub


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 2 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode != 0:
        pytest.skip("a small disk cannot be mounted here: that needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    with (
        running_sidecar(tmp_path / "data", ENVIRONMENT_SOUNDS_DIR=str(small_disk)) as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        stub = Stub(channel)
        error = refusal(stub, prompt="rain", duration_seconds=60)
        assert (error.code, error.reason) == (
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            "STORAGE_FULL",
        )
        for path in (small_disk / "temp").glob("failed_*"):
            path.unlink()
        make(stub, prompt="rain", duration_seconds=1)


def test_a_read_only_folder(small_disk: Path, tmp_path: Path) -> None:
    with (
        running_sidecar(tmp_path / "data", ENVIRONMENT_SOUNDS_DIR=str(small_disk)) as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        stub = Stub(channel)
        # A mount on top of it, since one that is in use cannot be made read-only.
        subprocess.run(["mount", "--bind", small_disk, small_disk], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", small_disk], check=True)
        error = refusal(stub, prompt="rain")
        assert (error.code, error.reason) == (grpc.StatusCode.INTERNAL, "STORAGE_FAILED")
        assert "read-only" in error.message
        subprocess.run(["umount", "--lazy", small_disk], check=True)
        make(stub, prompt="rain")


def test_a_folder_that_vanished(own_sidecar: Sidecar) -> None:
    away = own_sidecar.data_dir / "elsewhere"
    with grpc.insecure_channel(own_sidecar.target) as channel:
        stub = Stub(channel)
        own_sidecar.sounds_dir.rename(away)
        error = refusal(stub, prompt="rain")
        assert (error.code, error.reason) == (grpc.StatusCode.INTERNAL, "STORAGE_FAILED")
        assert str(own_sidecar.data_dir) not in error.message
        assert not own_sidecar.sounds_dir.exists()  # never made anew: it may be a mount
        away.rename(own_sidecar.sounds_dir)
        make(stub, prompt="rain")
