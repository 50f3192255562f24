import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from huggingface_hub import constants
from support.local_hub import COMMITS, Hub, serving
from support.sharding import shard
from typer.testing import CliRunner, Result

from envsound_server.engines.stable_audio.description import LICENSE
from envsound_server.engines.stable_audio.weights.checkpoint import (
    CONFIG_FILES,
    MODEL_INDEX_FILE,
    WEIGHT_FILES,
    needed_files,
)
from envsound_server.engines.stable_audio.weights.loading import load_parts
from envsound_server.engines.weights.record import RECORD_FILE, read_record
from envsound_server.engines.weights_cli import app

SMALL = "stable-audio-3-small-sfx"
REPOSITORY = f"stabilityai/{SMALL}"
TRANSFORMER = WEIGHT_FILES["transformer"]
TOKEN = "hf_secretOfTheTests"
CHUNK_BYTES = 65_536


@pytest.fixture
def released(tiny_stable_audio: Path, tmp_path: Path) -> Path:
    """Return the repository's files, some of them unneeded."""
    folder = shutil.copytree(tiny_stable_audio, tmp_path / "released")
    (folder / RECORD_FILE).unlink()
    for unwanted in ("README.md", "model.safetensors", "transformer/model.fp16.safetensors"):
        (folder / unwanted).write_text("something else")
    return folder


def files_in(folder: Path) -> dict[str, Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in files}


@pytest.fixture
def hub(released: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", CHUNK_BYTES)
    with serving(Hub({REPOSITORY: files_in(released)}), monkeypatch) as hub:
        yield hub


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "weights"


def download(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["download", SMALL, "--to", str(folder), *options])


def test_download_fetches_exactly_the_needed_files(hub: Hub, folder: Path) -> None:
    told = download(folder)

    assert told.exit_code == 0, told.output
    assert files_in(folder).keys() == {*CONFIG_FILES, *WEIGHT_FILES.values(), RECORD_FILE}
    record = read_record(folder)
    assert record is not None
    assert record.source == f"{REPOSITORY}@{COMMITS[REPOSITORY]}"
    revision = record.revision_of(needed_files(folder))
    assert load_parts(folder, torch.device("cpu"), torch.float32).revision == revision
    assert revision in told.stdout
    assert f"STABLE_AUDIO_WEIGHTS={folder}" in told.stdout


def test_download_prints_the_license(hub: Hub, folder: Path) -> None:
    told = download(folder)

    assert LICENSE.name in told.stdout
    assert LICENSE.terms_url in told.stdout
    assert LICENSE.attribution in told.stdout
    assert "commercial use below a yearly revenue of US$1,000,000" in told.stdout


def test_a_download_passes_verification(hub: Hub, folder: Path) -> None:
    download(folder)

    told = CliRunner().invoke(app, ["verify", str(folder)])

    assert told.exit_code == 0, told.output
    assert COMMITS[REPOSITORY] in told.stdout


def test_a_sharded_model_is_downloaded_in_shards(
    hub: Hub, released: Path, folder: Path, tiny_stable_audio: Path
) -> None:
    for component in ("transformer", "text_encoder"):
        shard(released / WEIGHT_FILES[component])
    hub.repositories[REPOSITORY] = files_in(released)

    told = download(folder)

    assert told.exit_code == 0, told.output
    assert "transformer/diffusion_pytorch_model-00002-of-00003.safetensors" in files_in(folder)
    assert TRANSFORMER not in files_in(folder)
    assert CliRunner().invoke(app, ["verify", str(folder)]).exit_code == 0
    ours = load_parts(folder, torch.device("cpu"), torch.float32).transformer.state_dict()
    whole = load_parts(tiny_stable_audio, torch.device("cpu"), torch.float32).transformer
    assert all(torch.equal(ours[key], tensor) for key, tensor in whole.state_dict().items())


def test_an_optional_file_is_fetched_where_there_is_one(
    hub: Hub, released: Path, folder: Path
) -> None:
    optional = released / "tokenizer" / "special_tokens_map.json"
    optional.write_text("{}")
    hub.repositories[REPOSITORY] = files_in(released)

    assert download(folder).exit_code == 0

    assert "tokenizer/special_tokens_map.json" in files_in(folder)


def test_an_interrupted_download_is_resumed(hub: Hub, folder: Path) -> None:
    hub.cut_after_bytes[TRANSFORMER] = CHUNK_BYTES + 1000

    told = download(folder)

    assert told.exit_code == 0, told.output
    assert hub.ranges_of(TRANSFORMER) == ["", f"bytes={CHUNK_BYTES}-"]
    assert CliRunner().invoke(app, ["verify", str(folder)]).exit_code == 0


def test_a_refused_download_keeps_its_partial_files(hub: Hub, folder: Path) -> None:
    hub.corrupted.add(WEIGHT_FILES["text_encoder"])

    assert download(folder).exit_code == 1
    assert not (folder / TRANSFORMER).exists()
    hub.corrupted.clear()

    assert download(folder).exit_code == 0
    assert hub.ranges_of(TRANSFORMER) == [""]


def test_the_token_is_sent_to_the_hub_only_and_never_printed(
    hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    hub.gated[REPOSITORY] = TOKEN

    told = download(folder)

    assert told.exit_code == 0, told.output
    assert set(hub.tokens) == {("127.0.0.1", TOKEN), ("localhost", "")}
    assert TOKEN not in told.output
    assert all(TOKEN.encode() not in path.read_bytes() for path in files_in(folder).values())


@pytest.mark.parametrize("token", ["", TOKEN], ids=["no token", "terms not accepted"])
def test_a_gated_repository_is_reported_with_the_remedy(
    token: str, hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if token:
        monkeypatch.setenv("HF_TOKEN", token)
    hub.gated[REPOSITORY] = None

    told = download(folder)

    assert told.exit_code == 1
    assert f"accept its terms at https://huggingface.co/{REPOSITORY}" in told.stderr
    assert "set HF_TOKEN" in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1
    assert TOKEN not in told.output
    assert not (folder / MODEL_INDEX_FILE).exists()


@pytest.mark.parametrize("status", [401, 403])
def test_an_insufficient_token_is_reported(status: int, hub: Hub, folder: Path) -> None:
    hub.status = status

    told = download(folder)

    assert told.exit_code == 1
    assert "HF_TOKEN" in told.stderr


def test_another_kind_of_model_is_refused_before_its_weights_are_fetched(
    hub: Hub, released: Path, folder: Path
) -> None:
    (released / MODEL_INDEX_FILE).write_text('{"_class_name": "StableAudioPipeline"}')

    told = download(folder)

    assert told.exit_code == 1
    assert f"{MODEL_INDEX_FILE} is not of a Stable Audio 3 model" in told.stderr
    assert hub.ranges_of(TRANSFORMER) == []


def test_a_repository_without_weights_is_reported(hub: Hub, folder: Path) -> None:
    del hub.repositories[REPOSITORY][TRANSFORMER]

    told = download(folder)

    assert told.exit_code == 1
    assert f"{REPOSITORY} has no {TRANSFORMER}" in told.stderr


def test_medium_goes_to_a_folder_of_its_own(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    medium = "stabilityai/stable-audio-3-medium"
    hub.repositories[medium] = hub.repositories.pop(REPOSITORY)
    monkeypatch.delenv("STABLE_AUDIO_WEIGHTS", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    told = CliRunner().invoke(app, ["download", "medium"])

    assert told.exit_code == 0, told.output
    record = read_record(tmp_path / "data" / "weights" / "stable-audio-3-medium")
    assert record is not None
    assert record.source == f"{medium}@{COMMITS[medium]}"


def test_an_unknown_model_is_reported_with_the_known_ones() -> None:
    told = CliRunner().invoke(app, ["download", "stable-audio-9"])

    assert told.exit_code == 2
    for model in ("tangoflux", SMALL, "stable-audio-3-medium"):
        assert model in told.stderr
