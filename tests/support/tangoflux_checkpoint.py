"""A tiny TangoFlux checkpoint for tests, written once in a test run for all workers."""

import fcntl
import os
from pathlib import Path

import pytest

SEED = 7


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder, which must not be changed. Copy it with `shutil.copytree` for changes."""
    from envsound_server.engines.tangoflux.weights.fabrication import make_test_checkpoint
    from envsound_server.engines.weights.record import RECORD_FILE

    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "tangoflux-tiny"
    with (shared / "tangoflux-tiny.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / RECORD_FILE).exists():  # written last
            make_test_checkpoint(folder, "tiny", SEED)
    return folder
