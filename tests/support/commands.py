"""The `envsound` command as typed in a shell."""

import subprocess
import sys
from pathlib import Path

from support.processes import clean_environment, free_port

ENVSOUND = Path(sys.executable).with_name("envsound")
COMMAND_SECONDS = 90


class Commands:
    """The `envsound` command with a separate environment."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.backend_port = free_port()
        self.environment = {
            **clean_environment(),
            "DATA_DIR": str(data_dir),
            "BACKEND_PORT": str(self.backend_port),
            "ENVSOUND_PORT": str(free_port()),
            "COLUMNS": "300",
            **environment,
        }

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ENVSOUND, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
