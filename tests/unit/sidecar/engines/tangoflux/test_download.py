import errno
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from huggingface_hub import constants
from support.local_hub import COMMITS, Hub, serving
from typer.testing import CliRunner, Result

from envsound_server.engines.tangoflux.description import LICENSE
from envsound_server.engines.tangoflux.weights.checkpoint import (
    MODEL_FILE,
    NEEDED_FILES,
    VAE_FILE,
)
from envsound_server.engines.tangoflux.weights.loading import load_parts
from envsound_server.engines.weights.record import RECORD_FILE, read_record
from envsound_server.engines.weights_cli import app

MODEL, TEXT_ENCODER = "declare-lab/TangoFlux", "google/flan-t5-large"
CHUNK_BYTES = constants.DOWNLOAD_CHUNK_SIZE


@pytest.fixture
def hub(tiny_checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    served = shutil.copytree(tiny_checkpoint, tmp_path / "served")
    for unwanted in ("README.md", "text_encoder/model.safetensors", "text_encoder/spiece.model"):
        (served / unwanted).write_text("something else")
    names = ("config.json", MODEL_FILE, VAE_FILE, "README.md")
    model = {name: served / name for name in names}
    text_encoder = {path.name: path for path in (served / "text_encoder").iterdir()}
    with serving(Hub({MODEL: model, TEXT_ENCODER: text_encoder}), monkeypatch) as hub:
        yield hub


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "weights"


def download(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["download", "--to", str(folder), *options])


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_download_fetches_exactly_the_needed_files(hub: Hub, folder: Path) -> None:
    told = download(folder)

    assert told.exit_code == 0, told.output
    assert files_in(folder) == {
        "config.json",
        MODEL_FILE,
        VAE_FILE,
        "text_encoder/config.json",
        "text_encoder/tokenizer.json",
        "text_encoder/tokenizer_config.json",
        "text_encoder/spiece.model",
        RECORD_FILE,
    }
    record = read_record(folder)
    assert record is not None
    assert record.source == f"{MODEL}@{COMMITS[MODEL]}"
    assert record.text_encoder_source == f"{TEXT_ENCODER}@{COMMITS[TEXT_ENCODER]}"
    assert CliRunner().invoke(app, ["verify", str(folder)]).exit_code == 0
    revision = record.revision_of(NEEDED_FILES)
    assert load_parts(folder, torch.device("cpu"), torch.float32).revision == revision
    assert LICENSE.name in told.stdout
    assert "Powered by Stability AI" in told.stdout
    assert f"TANGOFLUX_WEIGHTS={folder}" in told.stdout


def test_a_closed_connection_is_resumed(hub: Hub, folder: Path) -> None:
    hub.cut_after_bytes[MODEL_FILE] = CHUNK_BYTES + 1000

    told = download(folder)

    assert told.exit_code == 0, told.output
    assert hub.ranges_of(MODEL_FILE) == ["", f"bytes={CHUNK_BYTES}-"]
    assert CliRunner().invoke(app, ["verify", str(folder)]).exit_code == 0


def test_a_killed_download_is_resumed_by_the_next(hub: Hub, folder: Path) -> None:
    hub.stall_after_bytes[MODEL_FILE] = CHUNK_BYTES + 1000
    code = "from envsound_server.engines.weights_cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "download", "--to", str(folder)],
        env={**os.environ, "HF_ENDPOINT": hub.url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        unfinished = folder / ".unfinished" / COMMITS[MODEL] / MODEL_FILE
        deadline = time.monotonic() + 60
        while not (unfinished.exists() and unfinished.stat().st_size >= CHUNK_BYTES):
            assert time.monotonic() < deadline, "nothing was fetched"
            time.sleep(0.02)
    finally:
        process.kill()
        process.wait(10)
    assert not (folder / MODEL_FILE).exists()

    told = download(folder)

    assert told.exit_code == 0, told.output
    assert hub.ranges_of(MODEL_FILE) == ["", f"bytes={CHUNK_BYTES}-"]
    assert CliRunner().invoke(app, ["verify", str(folder)]).exit_code == 0


def test_a_second_download_fetches_no_large_file_again(hub: Hub, folder: Path) -> None:
    download(folder)
    (folder / VAE_FILE).write_bytes(b"\0" * (folder / VAE_FILE).stat().st_size)

    told = download(folder)

    assert told.exit_code == 0, told.output
    assert len(hub.ranges_of(MODEL_FILE)) == 1
    assert len(hub.ranges_of(VAE_FILE)) == 2
    assert CliRunner().invoke(app, ["verify", str(folder)]).exit_code == 0


def test_a_full_disk_is_reported_before_large_files_are_fetched(hub: Hub, folder: Path) -> None:
    hub.claimed_bytes[MODEL_FILE] = 10**17

    told = download(folder)

    assert told.exit_code == 1
    assert "100000000.00 GB are still to be downloaded" in told.stderr
    assert "free some space" in told.stderr
    assert hub.ranges_of(MODEL_FILE) == hub.ranges_of(VAE_FILE) == []
    assert not (folder / "config.json").exists()


def test_a_failed_write_is_reported_and_the_partial_download_kept(hub: Hub, folder: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (CHUNK_BYTES + 1000, hard))
    try:
        told = download(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert told.exit_code == 1
    assert f"{os.strerror(errno.EFBIG)}; the downloaded part is kept" in told.stderr
    assert download(folder).exit_code == 0
    assert hub.ranges_of(MODEL_FILE)[-1].startswith("bytes=")
    assert CliRunner().invoke(app, ["verify", str(folder)]).exit_code == 0


def test_a_corrupted_download_is_detected_and_deleted(hub: Hub, folder: Path) -> None:
    hub.corrupted.add(VAE_FILE)

    told = download(folder)

    assert told.exit_code == 1
    assert f"{VAE_FILE} was corrupted in transit" in told.stderr
    assert not (folder / VAE_FILE).exists()
    hub.corrupted.clear()
    assert download(folder).exit_code == 0
    assert hub.ranges_of(MODEL_FILE) == [""]


def test_a_branch_is_recorded_as_its_commit(hub: Hub, folder: Path) -> None:
    assert download(folder, "--revision", "main").exit_code == 0

    record = read_record(folder)

    assert record is not None
    assert record.source == f"{MODEL}@{COMMITS[MODEL]}"


def test_an_unknown_revision_is_reported(hub: Hub, folder: Path) -> None:
    told = download(folder, "--revision", "v9")

    assert told.exit_code == 1
    assert "no such revision" in told.stderr


def test_a_repository_without_the_files_is_reported(hub: Hub, folder: Path) -> None:
    del hub.repositories[MODEL][VAE_FILE]

    told = download(folder)

    assert told.exit_code == 1
    assert f"has no {VAE_FILE}" in told.stderr


def test_a_missing_repository_is_reported(hub: Hub, folder: Path) -> None:
    del hub.repositories[TEXT_ENCODER]

    told = download(folder)

    assert told.exit_code == 1
    assert "HF_ENDPOINT" in told.stderr


def test_a_server_that_is_not_a_hub_is_reported(hub: Hub, folder: Path) -> None:
    hub.is_a_sign_in_page = True

    told = download(folder)

    assert told.exit_code == 1
    assert "check HF_ENDPOINT" in told.stderr


@pytest.mark.parametrize("status", [403, 500])
def test_an_error_status_of_the_hub_is_reported(status: int, hub: Hub, folder: Path) -> None:
    hub.status = status

    told = download(folder)

    assert told.exit_code == 1
    assert f"the hub answered {status}" in told.stderr


def test_an_unreachable_hub_is_reported(
    hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")

    told = download(folder)

    assert told.exit_code == 1
    assert "the hub cannot be reached" in told.stderr


def test_offline_mode_is_reported(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)

    told = download(folder)

    assert told.exit_code == 1
    assert "HF_HUB_OFFLINE is set" in told.stderr


def test_a_folder_that_cannot_be_created_is_reported(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    told = download(tmp_path / "file" / "weights")

    assert told.exit_code == 1
    assert "Not a directory" in told.stderr
