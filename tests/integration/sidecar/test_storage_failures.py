"""The disk is full, read-only, or gone: its own error, and the process goes on."""

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2
from support.calls import make, refusal
from support.disks import fill, free_bytes, read_only, small_disk
from support.processes import Sidecar, running_sidecar

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

Stub = pb_grpc.EnvironmentSoundServiceStub
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "small", "4m") as folder:
        yield folder


@pytest.fixture
def sidecar(disk: Path, tmp_path: Path) -> Iterator[Sidecar]:
    with running_sidecar(tmp_path / "data", ENVIRONMENT_SOUNDS_DIR=str(disk)) as running:
        yield running


@pytest.fixture
def stub(sidecar: Sidecar) -> Iterator[Stub]:
    with grpc.insecure_channel(sidecar.target) as channel:
        yield Stub(channel)


def test_a_sound_that_does_not_fit_leaves_the_room_to_others(disk: Path, stub: Stub) -> None:
    free_before = free_bytes(disk)
    for _ in range(3):
        error = refusal(stub, prompt="rain", duration_seconds=60)
        assert (error.code, error.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "STORAGE_FULL")
        assert "10.6 MB are needed" in error.message
        assert "MB are free" in error.message
        assert list((disk / "temp").iterdir()) == []
    assert free_bytes(disk) == free_before
    for _ in range(4):
        make(stub, prompt="rain", duration_seconds=1)


def test_sounds_leave_a_reserve_to_the_database(disk: Path, stub: Stub) -> None:
    error = None
    for _ in range(40):
        events = stub.GenerateSound(pb.GenerateSoundRequest(prompt="rain", duration_seconds=1))
        try:
            list(events)
        except grpc.RpcError as refused:
            error = refused
            break
    assert error is not None
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert free_bytes(disk) >= (4 << 20) // 8
    # With one sound less there is room for the next.
    next(disk.glob("*/*/env_*.wav")).unlink()
    make(stub, prompt="rain", duration_seconds=1)


def test_a_disk_that_fills_up_while_a_sound_is_written(disk: Path, stub: Stub) -> None:
    request = pb.GenerateSoundRequest(prompt="rain", engine="slow", steps=40)
    events = stub.GenerateSound(request)
    next(event for event in events if event.WhichOneof("event") == "progress")
    other = fill(disk)
    with pytest.raises(grpc.RpcError) as caught:
        list(events)
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert list((disk / "temp").iterdir()) == []
    other.unlink()
    make(stub, prompt="rain")


def test_health_tells_of_a_full_disk(disk: Path, sidecar: Sidecar, stub: Stub) -> None:
    other = fill(disk)
    sidecar.wait_for_health(NOT_SERVING)
    for request_id in ("", "a", "b"):
        error = refusal(stub, prompt="rain", request_id=request_id)
        assert error.reason == "STORAGE_FULL"
    other.unlink()
    sidecar.wait_for_health(SERVING)
    make(stub, prompt="rain", request_id="a")


def test_failed_audio_goes_when_room_is_needed(disk: Path, stub: Stub) -> None:
    for _ in range(3):
        assert refusal(stub, prompt="rain", engine="nan").reason == "GENERATION_FAILED"
    failed = list((disk / "temp").glob("failed_*"))
    assert failed
    fill(disk, left_bytes=(4 << 20) // 8 + 180_000)
    make(stub, prompt="rain", duration_seconds=1)
    assert len(list((disk / "temp").glob("failed_*"))) < len(failed)


def test_a_read_only_folder(disk: Path, sidecar: Sidecar, stub: Stub) -> None:
    with read_only(disk):
        for request_id in ("", "a"):
            error = refusal(stub, prompt="rain", request_id=request_id)
            assert (error.code, error.reason) == (grpc.StatusCode.INTERNAL, "STORAGE_FAILED")
            assert "read-only" in error.message
        sidecar.wait_for_health(NOT_SERVING)
    make(stub, prompt="rain", request_id="a")
    sidecar.wait_for_health(SERVING)


def test_a_start_on_a_read_only_disk_waits_for_it(disk: Path, tmp_path: Path) -> None:
    sidecar = Sidecar(tmp_path / "log", DATA_DIR=str(disk / "data"))
    try:
        with read_only(disk):
            sidecar.start(until_serving=False)
            with grpc.insecure_channel(sidecar.target) as channel:
                error = refusal(Stub(channel), prompt="rain")
            assert error.reason == "STORAGE_FAILED"
            assert sidecar.health() == NOT_SERVING
        sidecar.wait_for_health(SERVING)
        with grpc.insecure_channel(sidecar.target) as channel:
            make(Stub(channel), prompt="rain", request_id="a")
        assert sidecar.stop() == 0
        said = sidecar.log_path.read_text()
        assert "Traceback" not in said
        assert "the sounds folder cannot be written (it is on a read-only disk)" in said
        assert (disk / "data" / "logs" / "environment_sounds_sidecar.log").read_text()
    finally:
        sidecar.kill()


@pytest.mark.parametrize("place", [".", "temp"])
def test_a_start_with_a_file_in_the_place_of_a_folder(tmp_path: Path, place: str) -> None:
    sidecar = Sidecar(tmp_path)
    file = sidecar.sounds_dir / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("a file")
    try:
        sidecar.start(until_serving=False)
        with grpc.insecure_channel(sidecar.target) as channel:
            error = refusal(Stub(channel), prompt="rain", request_id="a")
            assert error.reason == "STORAGE_FAILED"
            assert "a file is in the place of a folder" in error.message
            file.unlink()
            sidecar.wait_for_health(SERVING)
            make(Stub(channel), prompt="rain", request_id="a")
        assert "Traceback" not in sidecar.log_path.read_text()
    finally:
        sidecar.kill()


def test_a_file_in_the_place_of_the_month(own_sidecar: Sidecar) -> None:
    with grpc.insecure_channel(own_sidecar.target) as channel:
        stub = Stub(channel)
        month = own_sidecar.sounds_dir / make(stub, prompt="rain").relative_path
        shutil.rmtree(month.parent)
        make(stub, prompt="rain")  # in a month that was deleted under the server
        shutil.rmtree(month.parent)
        month.parent.write_text("a file")
        error = refusal(stub, prompt="rain")
        assert error.reason == "STORAGE_FAILED"
        assert "a file is in the place of a folder" in error.message
        month.parent.unlink()
        make(stub, prompt="rain")


def test_a_folder_that_vanished(own_sidecar: Sidecar) -> None:
    away = own_sidecar.data_dir / "elsewhere"
    with grpc.insecure_channel(own_sidecar.target) as channel:
        stub = Stub(channel)
        own_sidecar.sounds_dir.rename(away)
        for request_id in ("", "a"):
            error = refusal(stub, prompt="rain", request_id=request_id)
            assert (error.code, error.reason) == (grpc.StatusCode.INTERNAL, "STORAGE_FAILED")
            assert "is not there" in error.message
            assert str(own_sidecar.data_dir) not in error.message
        own_sidecar.wait_for_health(NOT_SERVING)
        assert not own_sidecar.sounds_dir.exists()  # never made anew: it may be a mount
        away.rename(own_sidecar.sounds_dir)
        make(stub, prompt="rain")
        own_sidecar.wait_for_health(SERVING)


def test_a_folder_that_was_deleted_and_made_again(own_sidecar: Sidecar) -> None:
    with grpc.insecure_channel(own_sidecar.target) as channel:
        stub = Stub(channel)
        make(stub, prompt="rain", request_id="a")
        shutil.rmtree(own_sidecar.sounds_dir)
        assert refusal(stub, prompt="rain", request_id="b").reason == "STORAGE_FAILED"
        own_sidecar.sounds_dir.mkdir()
        make(stub, prompt="rain", request_id="b")


def test_files_are_not_for_everybody(own_sidecar: Sidecar) -> None:
    with grpc.insecure_channel(own_sidecar.target) as channel:
        make(Stub(channel), prompt="rain", request_id="a")
    ours = [path for path in own_sidecar.data_dir.rglob("*") if path != own_sidecar.log_path]
    assert len(ours) > 5
    for path in ours:
        assert stat.S_IMODE(path.stat().st_mode) & 0o027 == 0, path
