"""Finished sounds in S3-compatible storage, from sidecars that share nothing else."""

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import grpc
import numpy as np
import pytest
import soundfile
from grpc_health.v1 import health_pb2
from support.buckets import ROOT, BucketServer, running_bucket
from support.calls import OLDER_RAIN, make, refusal
from support.processes import Sidecar, running_sidecar

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

Stub = pb_grpc.EnvironmentSoundServiceStub


@pytest.fixture
def bucket() -> Iterator[BucketServer]:
    with running_bucket() as server:
        yield server


@pytest.fixture
def sidecar(bucket: BucketServer, tmp_path: Path) -> Iterator[Sidecar]:
    with running_sidecar(tmp_path / "first", **bucket.environment) as running:
        yield running


@pytest.fixture
def stub(sidecar: Sidecar) -> Iterator[Stub]:
    with grpc.insecure_channel(sidecar.target) as channel:
        yield Stub(channel)


def test_a_sound_is_in_the_bucket_and_nowhere_else(
    bucket: BucketServer, sidecar: Sidecar, stub: Stub
) -> None:
    sound = make(stub, prompt="rain")
    assert sound.file_path == f"s3://{ROOT}/{sound.relative_path}"
    (content,) = bucket.sounds().values()
    assert hashlib.sha256(content).hexdigest() == sound.sha256
    assert not sidecar.temporary_files()
    assert not sidecar.finished_files()


def test_a_long_sound_goes_in_parts(bucket: BucketServer, stub: Stub) -> None:
    sound = make(stub, prompt="rain", duration_seconds=60, format=pb.AUDIO_FORMAT_WAV_FLOAT)
    content = bucket.sounds()[sound.relative_path]
    assert len(content) == sound.file_size_bytes > 2 * (8 << 20)
    assert hashlib.sha256(content).hexdigest() == sound.sha256


def test_another_sidecar_answers_a_known_request(
    bucket: BucketServer, stub: Stub, tmp_path: Path
) -> None:
    sound = make(stub, prompt="rain", request_id="the same")
    with (
        running_sidecar(tmp_path / "second", **bucket.environment) as second,
        grpc.insecure_channel(second.target) as channel,
    ):
        assert make(Stub(channel), prompt="rain", request_id="the same") == sound
        assert list(bucket.sounds()) == [sound.relative_path]
        bucket.files().rm_file(f"{ROOT}/{sound.relative_path}")
        again = make(Stub(channel), prompt="rain", request_id="the same")
        assert list(bucket.sounds()) == [again.relative_path]


def test_a_request_that_an_earlier_version_answered_is_answered_alike(
    bucket: BucketServer, stub: Stub
) -> None:
    sound = make(stub, prompt="rain", request_id="older")
    path = f"{ROOT}/requests/{hashlib.sha256(b'older').hexdigest()}.json"
    answer = json.loads(bucket.files().cat_file(path)) | {"fingerprint": OLDER_RAIN}
    bucket.files().pipe_file(path, json.dumps(answer).encode())
    assert make(stub, prompt="rain", request_id="older") == sound
    error = refusal(stub, prompt="rain", seed=1, request_id="older")
    assert error.reason == "REQUEST_ID_REUSED"


def test_a_sound_is_made_from_one_in_the_bucket(
    bucket: BucketServer, sidecar: Sidecar, stub: Stub
) -> None:
    fields = {"format": pb.AUDIO_FORMAT_WAV_FLOAT, "duration_seconds": 20}
    first = make(stub, prompt="rain", request_id="in the bucket", **fields)
    for source in (
        pb.Source(sound_file=first.relative_path),
        pb.Source(request_id="in the bucket"),
    ):
        sound = make(
            stub, prompt="wind", engine="from_source", format=fields["format"], source=source
        )
        assert sound.source_file == first.relative_path
        contents = [bucket.sounds()[made.relative_path] for made in (first, sound)]
        samples = [soundfile.read(io.BytesIO(content))[0] for content in contents]
        assert np.array_equal(*samples)
    assert not sidecar.temporary_files()
    gone = refusal(stub, prompt="wind", engine="from_source", source={"sound_file": "2026/x.wav"})
    assert gone.reason == "SOURCE_NOT_FOUND"
    bucket.stop()
    away = refusal(
        stub, prompt="wind", engine="from_source", source={"sound_file": first.relative_path}
    )
    assert away.reason == "STORAGE_FAILED"
    assert bucket.url not in away.message


def test_a_bucket_that_is_away_ends_one_sound_and_not_the_sidecar(
    bucket: BucketServer, sidecar: Sidecar, stub: Stub
) -> None:
    make(stub, prompt="rain")
    bucket.stop()
    error = refusal(stub, prompt="rain")
    assert (error.code, error.reason) == (grpc.StatusCode.INTERNAL, "STORAGE_FAILED")
    assert "bucket" in error.message
    assert bucket.url not in error.message
    assert [path.name[:7] for path in sidecar.temporary_files()] == ["failed_"]
    bucket.start()
    make(stub, prompt="rain")


def test_a_bucket_that_comes_after_the_sidecar(tmp_path: Path) -> None:
    late = BucketServer()
    sidecar = Sidecar(tmp_path, **late.environment)
    try:
        sidecar.start(until_serving=False)
        with grpc.insecure_channel(sidecar.target) as channel:
            error = refusal(Stub(channel), prompt="rain", request_id="early")
            assert error.reason == "STORAGE_FAILED"
            assert "the bucket does not answer" in error.message
            late.start()
            sidecar.wait_for_health(health_pb2.HealthCheckResponse.SERVING)
            make(Stub(channel), prompt="rain", request_id="late")
        assert "Traceback" not in sidecar.log_path.read_text()
    finally:
        sidecar.kill()
        late.stop()


@pytest.mark.parametrize("place", ["s3://", "gs://sounds", "http://sounds/x"])
def test_a_place_that_is_none_is_a_sentence(tmp_path: Path, place: str) -> None:
    code, said = Sidecar(tmp_path, ENVIRONMENT_SOUNDS_DIR=place).run_to_its_end()
    assert code == 2
    assert "ENVIRONMENT_SOUNDS_DIR is not usable: write a folder, s3://bucket" in said
