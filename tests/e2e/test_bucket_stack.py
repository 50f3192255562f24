"""The whole stack with its sounds in S3-compatible storage."""

import hashlib
import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import soundfile
from support.buckets import ROOT, BucketServer, running_bucket
from support.commands import Commands
from support.processes import API, Stack, running_stack
from support.servers import running_postgres


@pytest.fixture(scope="module")
def bucket() -> Iterator[BucketServer]:
    with running_bucket() as server:
        yield server


@pytest.fixture(scope="module")
def stack(bucket: BucketServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("stack"), **bucket.environment) as running:
        yield running


def until(condition: Callable[[], Any], seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)
    return found


def ask(stack: Stack, prompt: str = "rain") -> int:
    asked = httpx.post(f"{stack.url}{API}/generate", json={"prompt": prompt, "duration": 2})
    assert asked.status_code == 202, asked.text
    sound_id: int = asked.json()["sound_id"]
    return sound_id


def made(stack: Stack, prompt: str = "rain") -> dict[str, Any]:
    (sound,) = stack.wait_until_done([ask(stack, prompt)])
    assert sound["generation_status"] == "completed", sound
    return sound


def entries(bucket: BucketServer, sound: dict[str, Any]) -> dict[str, Any]:
    month = sound["file_path"].rpartition("/")[0]
    try:
        content = bucket.files().cat_file(f"{ROOT}/{month}/metadata.json")
    except FileNotFoundError:
        return {}
    sounds: dict[str, Any] = json.loads(content)["sounds"]
    return sounds


def test_a_sound_is_kept_in_the_bucket_and_served_from_it(
    bucket: BucketServer, stack: Stack
) -> None:
    sound = made(stack)
    content = bucket.sounds()[sound["file_path"]]
    assert not stack.sidecar.finished_files()
    for url in (f"{API}/{sound['id']}/download", sound["file_url"]):
        whole = httpx.get(stack.url + url)
        assert whole.content == content
        assert whole.headers["content-type"] == "audio/wav"
        part = httpx.get(stack.url + url, headers={"Range": "bytes=100-199"})
        assert part.status_code == 206
        assert part.content == content[100:200]
    assert httpx.get(f"{stack.url}{API}/{sound['id']}/waveform").json()["length"] > 0
    assert httpx.get(f"{stack.url}{API}/{sound['id']}/thumbnail").content[1:4] == b"PNG"
    name = sound["file_path"].rpartition("/")[2]
    entry = until(lambda: entries(bucket, sound).get(name))
    assert entry["prompt"] == "rain"


def test_a_persons_own_file_goes_there_too(bucket: BucketServer, stack: Stack) -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, np.sin(np.arange(44_100) / 30), 44_100, format="WAV")
    sent = httpx.post(f"{stack.url}{API}/upload", files={"file": ("door.wav", buffer.getvalue())})
    assert sent.status_code == 201, sent.text
    path = sent.json()["data"]["file_path"]
    assert bucket.sounds()[path] == buffer.getvalue()
    assert bucket.files().info(f"{ROOT}/{path}")["ContentType"] == "audio/wav"
    assert not [path for path in stack.sidecar.temporary_files() if "uploading" in path.name]


def test_a_sound_made_again_leaves_no_object_behind(bucket: BucketServer, stack: Stack) -> None:
    sound = made(stack)
    assert httpx.post(f"{stack.url}{API}/{sound['id']}/regenerate").status_code == 202
    (again,) = stack.wait_until_done([sound["id"]])
    assert again["file_path"] in bucket.sounds()
    until(lambda: sound["file_path"] not in bucket.sounds())
    assert httpx.get(stack.url + sound["file_url"]).status_code == 410


def test_a_backup_is_taken_from_the_bucket_and_put_back(
    bucket: BucketServer, stack: Stack, tmp_path: Path
) -> None:
    sound = made(stack)
    envsound = Commands(stack.sidecar.data_dir, **bucket.environment)
    backup = tmp_path / "backup"
    done = envsound("backup", str(backup))
    assert done.returncode == 0, done.stderr
    kept = (backup / "sounds" / sound["file_path"]).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == sound["sha256"]
    later = made(stack, "wind")
    files = bucket.files()
    files.rm_file(f"{ROOT}/{sound['file_path']}")
    stack.kill_backend()
    try:
        done = envsound("restore", str(backup), "--force")
        assert done.returncode == 0, done.stderr
    finally:
        stack.start_backend()
    assert httpx.get(f"{stack.url}{API}/{sound['id']}/download").content == kept
    assert later["file_path"] not in bucket.sounds()
    assert httpx.get(f"{stack.url}{API}/{later['id']}").status_code == 404


def test_a_bucket_that_is_away_is_told_and_waited_for(tmp_path: Path) -> None:
    with (
        running_bucket() as bucket,
        running_stack(tmp_path, JOB_MAX_FAILURES="50", **bucket.environment) as stack,
    ):
        first = made(stack)
        bucket.stop()
        ready = httpx.get(f"{stack.url}/ready", timeout=30)
        assert ready.status_code == 503
        assert "bucket" in ready.json()["checks"]["storage"]["detail"]
        refused = httpx.get(stack.url + first["file_url"], timeout=60)
        assert refused.status_code == 507
        assert refused.json()["reason"] == "STORAGE_FAILED"
        assert bucket.url not in refused.text + ready.text
        waiting = ask(stack)
        url = f"{stack.url}{API}/{waiting}"
        told = until(lambda: httpx.get(url).json()["error_message"])
        assert "bucket" in told
        bucket.start()
        (sound,) = stack.wait_until_done([waiting])
        assert sound["generation_status"] == "completed"
        assert list(bucket.sounds()) == [sound["file_path"]]
        assert httpx.get(f"{stack.url}/ready").status_code == 200
        assert httpx.get(stack.url + first["file_url"]).status_code == 410


def test_two_machines_share_a_library(bucket: BucketServer, tmp_path: Path) -> None:
    with running_postgres() as postgres, postgres.database() as database_url:
        shared = {**bucket.environment, "DATABASE_URL": database_url}
        with (
            running_stack(tmp_path / "one", **shared) as one,
            running_stack(tmp_path / "two", **shared) as two,
        ):
            sounds = one.wait_until_done([ask(one, f"rain {n}") for n in range(12)])
            makers = [(tmp_path / name / "sidecar-test.log").read_text() for name in ("one", "two")]
            assert all("GenerateSound: completed" in log for log in makers)
            for sound in sounds:
                content = bucket.sounds()[sound["file_path"]]
                assert hashlib.sha256(content).hexdigest() == sound["sha256"]
                assert httpx.get(one.url + sound["file_url"]).content == content
                assert httpx.get(two.url + sound["file_url"]).content == content
            names = {sound["file_path"].rpartition("/")[2] for sound in sounds}
            until(lambda: names <= entries(bucket, sounds[0]).keys())
