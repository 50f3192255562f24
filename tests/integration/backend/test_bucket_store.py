"""Sounds and metadata in a real server of the S3 protocol, and a backend that reads them."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from support.buckets import ROOT, BucketServer, running_bucket
from support.running_backend import BASE

from backend.errors import SoundFileGone, StorageFailed
from backend.files import Library
from backend.files.bucket import BucketStore
from backend.files.metadata import Metadata, SoundEntry
from backend.files.store import Overtaken
from backend.sidecar.types import AudioFormat
from backend.telemetry.operation_log import OperationLog
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.rescan import Rescan

MONTH = "2026/11"
A, B, C = (f"{MONTH}/{name}.wav" for name in "abc")
MANY = 10**9


@pytest.fixture(scope="module")
def server() -> Iterator[BucketServer]:
    with running_bucket() as running:
        yield running


@pytest.fixture
def bucket(server: BucketServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketServer]:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    yield server
    files = server.files()
    if paths := files.find(ROOT):
        files.rm(paths)


def store_of(folder: Path, max_copies_bytes: int = MANY) -> BucketStore:
    return BucketStore(f"s3://{ROOT}/", folder, max_copies_bytes)


def put(bucket: BucketServer, path: str, content: bytes) -> None:
    bucket.files().pipe_file(f"{ROOT}/{path}", content)


def copies(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (folder / "fetched").iterdir())


def test_what_is_there_is_listed(bucket: BucketServer, tmp_path: Path) -> None:
    put(bucket, A, b"one")
    put(bucket, "2025/01/x.flac", b"other")
    put(bucket, f"{MONTH}/metadata.json", b"{}")
    put(bucket, "requests/0a.json", b"{}")
    put(bucket, "2026/notes/x.WAV", b"no month")
    put(bucket, f"{MONTH}/.hidden.wav", b"hidden")
    library = Library(tmp_path, store_of(tmp_path))
    found = library.walk()
    assert {path: s.size_bytes for path, s in found.files.items()} == {
        "2025/01/x.flac": 5,
        A: 3,
        "2026/notes/x.WAV": 8,
    }
    assert set(found.folders) >= {"2025/01", MONTH, "2026/notes"}
    assert [each.relative_path for each in found.ignored] == [f"{MONTH}/.hidden.wav"]


def test_an_empty_bucket_has_nothing(bucket: BucketServer, tmp_path: Path) -> None:
    library = Library(tmp_path, store_of(tmp_path))
    assert library.walk().files == {}
    library.check_writable()
    with pytest.raises(SoundFileGone):
        library.find(A)
    library.delete(A)


def test_a_sound_is_fetched_once_and_again_when_it_changed(
    bucket: BucketServer, tmp_path: Path
) -> None:
    library = Library(tmp_path, store_of(tmp_path))
    put(bucket, A, b"one")
    with ThreadPoolExecutor(20) as threads:
        found = list(threads.map(lambda _: library.find(A), range(50)))
    assert {file.path.read_bytes() for file in found} == {b"one"}
    assert len({file.status.st_ino for file in found}) == 1
    put(bucket, A, b"another")
    changed = library.find(A)
    assert changed.path.read_bytes() == b"another"
    assert changed.media_type == "audio/wav"
    library.delete(A)
    with pytest.raises(SoundFileGone):
        library.find(A)


def test_every_machine_tells_the_same_time_of_change(bucket: BucketServer, tmp_path: Path) -> None:
    put(bucket, A, b"one")
    found = [Library(tmp_path / n, store_of(tmp_path / n)).find(A) for n in ("one", "two")]
    assert found[0].status.st_mtime_ns == found[1].status.st_mtime_ns


def test_copies_have_bounded_room_and_the_oldest_goes(bucket: BucketServer, tmp_path: Path) -> None:
    library = Library(tmp_path, store_of(tmp_path, max_copies_bytes=8))
    for path, content in ((A, b"aaaa"), (B, b"bbbb")):
        put(bucket, path, content)
        library.find(path)
    library.find(A)  # now B is the one that was not used for longest
    put(bucket, C, b"cccc")
    library.find(C)
    assert copies(tmp_path) == [b"aaaa", b"cccc"]
    put(bucket, B, b"larger than the room")
    assert library.find(B).path.read_bytes() == b"larger than the room"
    assert copies(tmp_path) == [b"larger than the room"]


def entry(name: str) -> SoundEntry:
    return SoundEntry(
        name=name, audio_format=AudioFormat.WAV_16, created_at=datetime(2026, 11, 27, tzinfo=UTC)
    )


def write(metadata: Metadata, name: str) -> None:
    while True:
        try:
            return metadata.write(metadata.read(MONTH), {name: entry("rain")})
        except Overtaken:
            continue


def test_machines_that_write_metadata_at_once_lose_nothing(
    bucket: BucketServer, tmp_path: Path
) -> None:
    def note(machine: int) -> None:
        folder = tmp_path / str(machine)
        folder.mkdir()
        metadata = Metadata(folder, store_of(folder))
        for number in range(6):
            with metadata.lock():
                write(metadata, f"{machine}-{number}.wav")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(note, range(4)))
    known = Metadata(tmp_path, store_of(tmp_path)).read(MONTH).lines
    assert sorted(known) == sorted(f"{m}-{n}.wav" for m in range(4) for n in range(6))


def test_damaged_metadata_is_put_aside(bucket: BucketServer, tmp_path: Path) -> None:
    metadata = Metadata(tmp_path, store_of(tmp_path))
    for damage in (b"{", b"["):
        put(bucket, f"{MONTH}/metadata.json", damage)
        with metadata.lock():
            write(metadata, "a.wav")
        assert list(metadata.read(MONTH).lines) == ["a.wav"]
    files = bucket.files()
    asides = [path for path in files.find(ROOT) if "metadata.json.damaged-" in path]
    assert sorted(files.cat_file(path) for path in asides) == [b"[", b"{"]


@pytest.mark.parametrize("path", ["../x.wav", "/x.wav", "2026/../../x.wav", "a\\b.wav", "C:/x.wav"])
def test_no_key_leads_out_of_the_prefix(bucket: BucketServer, tmp_path: Path, path: str) -> None:
    store = store_of(tmp_path)
    file = tmp_path / "x"
    file.write_bytes(b"x")
    for call in (
        lambda: store.status(path),
        lambda: store.read(path),
        lambda: store.write(path, b"x", None),
        lambda: store.keep(file, path),
        lambda: store.put_aside(path, f"{path}.damaged-x"),
    ):
        with pytest.raises((FileNotFoundError, Overtaken)):
            call()
    assert bucket.files().find(ROOT) == []


def test_a_refusal_tells_no_address(
    bucket: BucketServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = BucketServer()
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", nowhere.url)
    # A client of its own, for those with equal settings are shared.
    monkeypatch.setattr("s3fs.S3FileSystem.cachable", False)
    library = Library(tmp_path, store_of(tmp_path))
    for call in (library.walk, library.check_writable, lambda: library.find(A)):
        with pytest.raises(StorageFailed) as refused:
            call()
        assert "the bucket does not answer, or refuses" in refused.value.message
        assert "127.0.0.1" not in refused.value.message


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_rescan_finds_what_lies_in_the_bucket(
    bucket: BucketServer, serving: Any, tmp_path: Path
) -> None:
    wav = io.BytesIO()
    soundfile.write(wav, np.sin(np.arange(44_100) / 30), 44_100, format="WAV")
    put(bucket, A, wav.getvalue())
    async with serving(environment_sounds_dir=f"s3://{ROOT}") as backend:
        report = (await backend.http.post(f"{BASE}/rescan")).json()["data"]
        assert [skipped["file_path"] for skipped in report["skipped"]] == [A]
        services = backend.app.state.services
        of_any_age = Rescan(
            services.database,
            services.library,
            metadata := Metadata(tmp_path, store_of(tmp_path)),
            MetadataSync(services.database, metadata, services.library),
            OperationLog(tmp_path),
            youngest_seconds=0.0,
        )
        assert [added.relative_path for added in (await of_any_age.run("")).added] == [A]
        bucket.files().rm_file(f"{ROOT}/{A}")
        report = (await backend.http.post(f"{BASE}/rescan")).json()["data"]
        assert [marked["file_path"] for marked in report["missing"]] == [A]
