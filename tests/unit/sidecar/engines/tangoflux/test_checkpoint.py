import json
import os
import shutil
from pathlib import Path

import pytest
import torch
from support.damage import Damage, replace
from support.tangoflux_damage import DAMAGES
from typer.testing import CliRunner

from envsound_server.engines.tangoflux.weights.checkpoint import (
    CONFIG_FILE,
    MODEL_FILE,
    NEEDED_FILES,
    TEXT_ENCODER_CONFIG_FILE,
    Architecture,
    read_architecture,
)
from envsound_server.engines.tangoflux.weights.loading import load_parts
from envsound_server.engines.weights.record import RECORD_FILE, read_record
from envsound_server.engines.weights_cli import app
from envsound_server.errors import WeightsMissing

CPU = torch.device("cpu")


@pytest.fixture
def spoilt(tiny_checkpoint: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_checkpoint, tmp_path / "weights", copy_function=os.link)


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


@pytest.mark.parametrize(
    "damage", [DAMAGES[0], DAMAGES[1], DAMAGES[-2], DAMAGES[-1]], ids=lambda damage: damage.label
)
def test_verify_reports_the_problem_that_loading_raises(damage: Damage, spoilt: Path) -> None:
    damage.happen(spoilt)

    told = CliRunner().invoke(app, ["verify", str(spoilt)])

    assert told.exit_code == 1
    lines = [line for line in told.stderr.splitlines() if damage.file_name in line]
    assert any(damage.words in line for line in lines)


def test_every_damaged_file_is_reported_at_once(spoilt: Path) -> None:
    (spoilt / CONFIG_FILE).unlink()
    (spoilt / TEXT_ENCODER_CONFIG_FILE).unlink()
    replace(spoilt / MODEL_FILE, b"short")

    told = CliRunner().invoke(app, ["verify", str(spoilt)])

    for name in (CONFIG_FILE, TEXT_ENCODER_CONFIG_FILE, MODEL_FILE):
        assert told.stderr.count(f"{name} ") >= 1, name


def test_changed_content_of_the_same_size_is_found(spoilt: Path) -> None:
    content = (spoilt / MODEL_FILE).read_bytes()
    replace(spoilt / MODEL_FILE, content[:-4] + b"\1\2\3\4")

    told = CliRunner().invoke(app, ["verify", str(spoilt)])

    assert told.exit_code == 1
    assert f"{MODEL_FILE} does not match {RECORD_FILE}" in told.stderr


def test_an_unreadable_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / CONFIG_FILE).symlink_to(CONFIG_FILE)

    with pytest.raises(
        WeightsMissing, match=r"config\.json cannot be read \(.+\); check its permissions"
    ):
        read_architecture(tmp_path)


def test_defaults_of_the_config_are_those_of_upstream(tmp_path: Path) -> None:
    (tmp_path / CONFIG_FILE).write_text("{}")

    architecture = read_architecture(tmp_path)

    assert architecture == Architecture()
    assert (architecture.num_layers, architecture.num_single_layers) == (6, 18)
    assert (architecture.audio_frame_count, architecture.max_duration_seconds) == (645, 30)


def test_config_has_the_released_names(tmp_path: Path) -> None:
    released = {"audio_seq_len": 300, "max_duration": 14, "num_single_layers": 2, "beta_dpo": 2000}
    (tmp_path / CONFIG_FILE).write_text(json.dumps(released))

    architecture = read_architecture(tmp_path)

    assert architecture.audio_frame_count == 300
    assert architecture.max_duration_seconds == 14
    assert architecture.num_single_layers == 2


def test_a_folder_without_checksums_has_the_same_revision(spoilt: Path) -> None:
    record = read_record(spoilt)
    (spoilt / RECORD_FILE).unlink()

    assert record is not None
    assert load_parts(spoilt, CPU, torch.float32).revision == record.revision_of(NEEDED_FILES)
    told = CliRunner().invoke(app, ["verify", str(spoilt)])
    assert told.exit_code == 0
    assert "no checksums are recorded" in told.stdout
