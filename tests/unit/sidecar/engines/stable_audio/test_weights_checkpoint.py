import os
import shutil
from pathlib import Path

import pytest
import torch
from support.damage import Damage, replace
from support.sharding import shard
from support.stable_audio_damage import DAMAGES, TRANSFORMER, VAE, VAE_CONFIG
from typer.testing import CliRunner, Result

from envsound_server.engines.stable_audio.weights.checkpoint import (
    CONFIG_FILES,
    MODEL_INDEX_FILE,
    WEIGHT_FILES,
    needed_files,
)
from envsound_server.engines.stable_audio.weights.loading import load_parts
from envsound_server.engines.weights.files import read_header
from envsound_server.engines.weights.record import RECORD_FILE, read_record
from envsound_server.engines.weights_cli import app
from envsound_server.errors import WeightsMissing

CPU = torch.device("cpu")


@pytest.fixture
def spoilt(tiny_stable_audio: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_stable_audio, tmp_path / "weights", copy_function=os.link)


def verify(folder: Path) -> Result:
    return CliRunner().invoke(app, ["verify", str(folder)])


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.label)
def test_damage_is_a_sentence_that_names_file_and_remedy(damage: Damage, spoilt: Path) -> None:
    damage.happen(spoilt)

    with pytest.raises(WeightsMissing) as refused:
        load_parts(spoilt, CPU, torch.float32)

    message = refused.value.message
    assert damage.file_name in message
    assert damage.words in message
    assert "envsound-weights download" in message
    assert str(spoilt) not in message


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.label)
def test_verify_reports_the_problem_that_loading_raises(damage: Damage, spoilt: Path) -> None:
    damage.happen(spoilt)

    told = verify(spoilt)

    assert told.exit_code == 1
    lines = [line for line in told.stderr.splitlines() if damage.file_name in line]
    assert any(damage.words in line for line in lines)


def test_every_damaged_file_is_reported_once(spoilt: Path) -> None:
    (spoilt / MODEL_INDEX_FILE).unlink()
    (spoilt / VAE_CONFIG).unlink()
    replace(spoilt / TRANSFORMER, b"short")

    told = verify(spoilt)

    for name in (MODEL_INDEX_FILE, VAE_CONFIG, TRANSFORMER):
        assert told.stderr.count(f"{name} ") == 1, name


def test_changed_content_of_the_same_size_is_found(spoilt: Path) -> None:
    content = (spoilt / VAE).read_bytes()
    replace(spoilt / VAE, content[:-4] + b"\1\2\3\4")

    told = verify(spoilt)

    assert told.exit_code == 1
    assert f"{VAE} does not match {RECORD_FILE}" in told.stderr


def test_a_folder_without_checksums_has_the_same_revision(spoilt: Path) -> None:
    record = read_record(spoilt)
    (spoilt / RECORD_FILE).unlink()

    assert record is not None
    revision = record.revision_of(needed_files(spoilt))
    assert load_parts(spoilt, CPU, torch.float32).revision == revision
    told = verify(spoilt)
    assert told.exit_code == 0
    assert "no checksums are recorded" in told.stdout


def test_verify_prints_a_summary(tiny_stable_audio: Path) -> None:
    told = verify(tiny_stable_audio)

    record = read_record(tiny_stable_audio)
    assert record is not None
    assert told.exit_code == 0
    assert record.revision_of(needed_files(tiny_stable_audio)) in told.stdout
    assert "random test weights, stable-audio-3-small-sfx, tiny" in told.stdout
    assert "2 layers, 4 heads" in told.stdout
    assert "120.0 s" in told.stdout
    assert "distilled" in told.stdout
    for name in WEIGHT_FILES.values():
        tensors = read_header(tiny_stable_audio, name).values()
        assert f"{sum(tensor.element_count for tensor in tensors):,} parameters" in told.stdout


def test_verify_reads_sharded_weights(spoilt: Path) -> None:
    whole = verify(spoilt).stdout
    shard(spoilt / TRANSFORMER)
    (spoilt / RECORD_FILE).unlink()

    told = verify(spoilt)

    assert told.exit_code == 0, told.output
    numbers = [line for line in whole.splitlines() if line.endswith("parameters")]
    assert [line for line in told.stdout.splitlines() if line.endswith("parameters")] == numbers


def make_test(folder: Path, *options: str) -> str:
    told = CliRunner().invoke(app, ["make-test", str(folder), "--size", "tiny", *options])
    assert told.exit_code == 0, told.output
    record = read_record(folder)
    assert record is not None
    return record.revision_of(needed_files(folder))


def test_same_model_and_seed_same_files(tmp_path: Path) -> None:
    small = ("--model", "stable-audio-3-small-sfx")
    first = make_test(tmp_path / "a", *small, "--seed", "3")

    assert make_test(tmp_path / "b", *small, "--seed", "3") == first
    assert make_test(tmp_path / "a", *small, "--seed", "4") != first
    assert make_test(tmp_path / "a", "--model", "medium", "--seed", "3") != first
    assert verify(tmp_path / "a").exit_code == 0
    written = {
        path.relative_to(tmp_path / "b").as_posix() for path in (tmp_path / "b").rglob("*.*")
    }
    assert written == {*CONFIG_FILES, *WEIGHT_FILES.values(), RECORD_FILE}


def test_make_test_writes_over_nothing_else(tmp_path: Path) -> None:
    (tmp_path / MODEL_INDEX_FILE).write_text("mine")

    command = ["make-test", str(tmp_path), "--model", "medium", "--size", "tiny"]
    told = CliRunner().invoke(app, command)

    assert told.exit_code == 1
    assert "name a new folder" in told.stderr
    assert (tmp_path / MODEL_INDEX_FILE).read_text() == "mine"
