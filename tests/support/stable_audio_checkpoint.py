"""A tiny Stable Audio 3 checkpoint for tests, written once in a test run for all workers."""

import fcntl
import os
from pathlib import Path

import pytest

SEED = 7


@pytest.fixture(scope="session")
def tiny_stable_audio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder, which must not be changed. Copy it with `shutil.copytree` for changes."""
    from envsound_server.engines.stable_audio.weights.fabrication import make_test_checkpoint
    from envsound_server.engines.weights.record import RECORD_FILE

    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "stable-audio-tiny"
    with (shared / "stable-audio-tiny.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / RECORD_FILE).exists():  # written last
            make_test_checkpoint(folder, "stable-audio-3-small-sfx", "tiny", SEED)
    return folder
