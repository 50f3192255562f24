"""The requirement of torch, without which each module is skipped with the remedy as the reason."""

from importlib.util import find_spec
from pathlib import Path

import pytest


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
