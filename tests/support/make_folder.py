"""The Makefile in a folder of its own, where everything counts as installed."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from support.commands import ENVSOUND

_ROOT = Path(__file__).resolve().parents[2]
_MAKE_SECONDS = 120


class MakeFolder:
    """A folder with the Makefile and the installed `envsound` command.

    Args:
        folder: An empty folder.
        environment: The environment of `make`.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        programs = folder / ".venv" / "bin"
        programs.mkdir(parents=True)
        shutil.copy(_ROOT / "Makefile", folder)
        for name in ("pyproject.toml", "constraints.txt"):
            (folder / name).touch()
        (folder / ".venv" / ".installed").touch()
        self.command = programs / "envsound"
        self.command.symlink_to(ENVSOUND)

    def __call__(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run make, with more environment variables."""
        return subprocess.run(
            ["make", *arguments],
            cwd=self._folder,
            env={**self._environment, **variables},
            capture_output=True,
            text=True,
            timeout=_MAKE_SECONDS,
            check=False,
        )
