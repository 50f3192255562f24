import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from envsound_server.engines.tangoflux.weights.checkpoint import (
    CONFIG_FILE,
    MODEL_FILE,
    NEEDED_FILES,
    VAE_FILE,
)
from envsound_server.engines.weights.files import (
    read_header,
)
from envsound_server.engines.weights.record import read_record
from envsound_server.engines.weights_cli import app


def make_test(folder: Path, seed: int) -> str:
    command = ["make-test", str(folder), "--size", "tiny", "--seed", str(seed)]
    told = CliRunner().invoke(app, command)
    assert told.exit_code == 0, told.output
    record = read_record(folder)
    assert record is not None
    return record.revision_of(NEEDED_FILES)


def test_same_seed_same_files_another_seed_others(tmp_path: Path) -> None:
    first = make_test(tmp_path / "a", seed=3)

    assert make_test(tmp_path / "b", seed=3) == first
    assert make_test(tmp_path / "a", seed=4) != first
    assert CliRunner().invoke(app, ["verify", str(tmp_path / "a")]).exit_code == 0


def test_make_test_writes_over_nothing_else(tmp_path: Path) -> None:
    (tmp_path / CONFIG_FILE).write_text("mine")

    told = CliRunner().invoke(app, ["make-test", str(tmp_path), "--size", "tiny"])

    assert told.exit_code == 1
    assert "name a new folder" in told.stderr
    assert (tmp_path / CONFIG_FILE).read_text() == "mine"


def test_verify_prints_a_summary(tiny_checkpoint: Path) -> None:
    told = CliRunner().invoke(app, ["verify", str(tiny_checkpoint)])

    record = read_record(tiny_checkpoint)
    assert record is not None
    assert told.exit_code == 0
    assert record.revision_of(NEEDED_FILES) in told.stdout
    assert "1 double, 1 single, 2 heads" in told.stdout
    numbers = sum(
        tensor.element_count
        for name in (MODEL_FILE, VAE_FILE)
        for tensor in read_header(tiny_checkpoint, name).values()
    )
    lines = told.stdout.splitlines()
    told_numbers = [line.split()[-2] for line in lines if line.endswith("parameters")]
    assert sum(int(number.replace(",", "")) for number in told_numbers) == numbers


def test_verify_of_a_missing_folder_names_the_remedy(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["verify", str(tmp_path / "nowhere")])

    assert told.exit_code == 1
    assert "envsound-weights download" in told.stderr


@pytest.mark.parametrize("command", [["verify", "."], ["make-test", "x", "--size", "tiny"]])
def test_without_torch_the_remedy_is_named(command: list[str], tmp_path: Path) -> None:
    told = run_without("torch", command, tmp_path)

    assert told.returncode == 1
    assert told.stderr == "torch is not installed; run: make install-models\n"


def test_without_the_hubs_library_the_remedy_is_named(tmp_path: Path) -> None:
    told = run_without("huggingface_hub", ["download"], tmp_path)

    assert told.returncode == 1
    assert told.stderr == "huggingface_hub is not installed; run: make install-models\n"


def run_without(module: str, command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    code = (
        f"import sys; sys.modules[{module!r}] = None;"
        "from envsound_server.engines.weights_cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_released_layout_has_no_extra_key(tmp_path: Path) -> None:
    """Only tiny test checkpoints state the sizes of the autoencoder."""
    from envsound_server.engines.tangoflux.weights.fabrication import make_test_checkpoint

    make_test_checkpoint(tmp_path / "tiny", "tiny", 0)

    config = json.loads((tmp_path / "tiny" / CONFIG_FILE).read_text())
    assert config.pop("vae_config")["decoder_channels"] < 128
    assert config.keys() == {
        "num_layers",
        "num_single_layers",
        "in_channels",
        "attention_head_dim",
        "joint_attention_dim",
        "num_attention_heads",
        "audio_seq_len",
        "max_duration",
        "uncondition",
        "text_encoder_name",
    }
