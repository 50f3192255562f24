"""The commands with a key, against a backend that asks for one."""

import os
import subprocess
import sys
from pathlib import Path

from support.processes import Stack, running_stack


def command(stack: Stack, *words: str, key: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        **stack.sidecar.environment,
        "BACKEND_PORT": str(stack.backend_port),
        "ENVSOUND_API_KEY": key,
    }
    program = Path(sys.executable).with_name("envsound")
    return subprocess.run(
        [program, *words], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_new_key_lets_the_command_in(tmp_path: Path) -> None:
    keys_file = tmp_path / "keys.toml"
    stack = Stack(tmp_path / "data")
    made = command(stack, "keys", "new", "alice", "--role", "editor")
    assert made.returncode == 0
    key = made.stdout.strip()
    keys_file.write_text(made.stderr.splitlines()[-1] + os.linesep, encoding="utf-8")

    with running_stack(tmp_path / "data", API_KEYS_FILE=str(keys_file)) as guarded:
        refused = command(guarded, "generate", "rain")
        assert refused.returncode != 0
        assert "X-API-Key" in refused.stderr
        done = command(guarded, "generate", "rain", key=key)
        assert done.returncode == 0, done.stderr
        assert "100 %" in done.stdout
        assert key not in keys_file.read_text(encoding="utf-8")


def test_a_name_that_cannot_be_is_refused(tmp_path: Path) -> None:
    made = command(Stack(tmp_path), "keys", "new", 'a"b')
    assert (made.returncode, made.stdout) == (2, "")
    assert "letters" in made.stderr
