"""The requirement of torch, without which each module is skipped with the remedy as the reason."""

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from support.stable_audio_checkpoint import tiny_stable_audio

__all__ = ["tiny_stable_audio"]


@pytest.fixture(scope="session")
def base_stable_audio(tiny_stable_audio: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkpoint that is not distilled, with Euler steps and guidance."""
    folder = tmp_path_factory.mktemp("stable-audio-base") / "checkpoint"
    shutil.copytree(tiny_stable_audio, folder)
    config = folder / "scheduler" / "scheduler_config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "stochastic_sampling": False}))
    (folder / "checksums.json").unlink()
    return folder


class _SkippedModule(pytest.Module):
    def collect(self) -> list[pytest.Item]:
        reason = f"{self.path.name} needs torch; run: make install-models"
        pytest.skip(reason, allow_module_level=True)


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module | None:
    if find_spec("torch") is not None:
        return None
    return _SkippedModule.from_parent(parent, path=module_path)
