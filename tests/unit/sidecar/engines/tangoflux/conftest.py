"""The requirement of torch, without which each module is skipped with the remedy as the reason."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from support.short_window import short_checkpoint
from support.tangoflux_checkpoint import tiny_checkpoint

__all__ = ["short_checkpoint", "tiny_checkpoint"]


class _SkippedModule(pytest.Module):
    def collect(self) -> list[pytest.Item]:
        reason = f"{self.path.name} needs torch; run: make install-tangoflux"
        pytest.skip(reason, allow_module_level=True)


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module | None:
    if find_spec("torch") is not None:
        return None
    return _SkippedModule.from_parent(parent, path=module_path)
