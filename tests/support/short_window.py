"""The tiny checkpoint with a window of 3 s in place of 30, for fast tests of long sounds."""

import json
import os
import shutil
from pathlib import Path

import pytest

WINDOW_FRAME_COUNT = 65
WINDOW_SECONDS = 3


@pytest.fixture(scope="session")
def short_checkpoint(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder, which must not be changed. No weight depends on the window's length."""
    from envsound_server.engines.tangoflux.weights.checkpoint import (
        CONFIG_FILE,
    )
    from envsound_server.engines.weights.record import RECORD_FILE

    folder = tmp_path_factory.mktemp("short") / "checkpoint"
    shutil.copytree(tiny_checkpoint, folder, copy_function=os.link)
    config = json.loads((folder / CONFIG_FILE).read_text())
    config |= {"audio_seq_len": WINDOW_FRAME_COUNT, "max_duration": WINDOW_SECONDS}
    (folder / CONFIG_FILE).unlink()
    (folder / CONFIG_FILE).write_text(json.dumps(config))
    (folder / RECORD_FILE).unlink()  # of the other config
    return folder
