"""The commands that look after a library, with the exit codes that scripts go by."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import soundfile
from support.commands import Commands

from backend.cli import main

FAILED, USAGE, UNREACHABLE, NOT_THERE = 1, 2, 3, 4


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Done]


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Commands]:
    commands = Commands(tmp_path / "data")
    yield commands
    commands("down")


@pytest.fixture
def envsound(
    stack: Commands, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command in this process: starting another for each takes far longer than the work."""
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["envsound", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    return run


def as_json(envsound: Command, *words: str) -> Any:
    done = envsound(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_library_by_commands_alone(stack: Commands, envsound: Command, tmp_path: Path) -> None:
    assert stack("up").returncode == 0
    made = as_json(envsound, "generate", "rain", "--duration", "1", "--name", "[red]雨/x[/red]")
    assert made["generation_status"] == "completed"
    number = str(made["id"])

    listed = as_json(envsound, "list", "--search", "雨", "--sort-by", "name", "--order", "asc")
    assert [sound["id"] for sound in listed["sounds"]] == [made["id"]]
    assert as_json(envsound, "list", "--status", "failed")["total"] == 0
    table = envsound("list").stdout
    assert "[red]雨/x[/red]" in table
    assert "page 1 of 1, 1 sounds" in table
    assert re.search(r" \d{4}-\d\d-\d\d \d\d:\d\d[+-]\d\d:\d\d *$", table, re.MULTILINE)
    assert envsound("list", "--sort-by", "nothing").returncode == FAILED
    assert envsound("list", "--page-size", "1000").returncode == USAGE

    assert as_json(envsound, "show", number)["sha256"] == made["sha256"]
    assert "[red]雨/x[/red]" in envsound("show", number).stdout
    missing = envsound("show", "999")
    assert (missing.returncode, len(missing.stderr.splitlines())) == (NOT_THERE, 1)

    folder = tmp_path / "downloads"
    folder.mkdir()
    fetched = as_json(envsound, "download", number, "-o", str(folder))
    assert Path(fetched["file"]).name == "[red]雨_x[_red].wav"
    assert soundfile.info(fetched["file"]).frames == 44_100
    again = envsound("download", number, "-o", str(folder))
    assert (again.returncode, "--force" in again.stderr) == (FAILED, True)
    assert envsound("download", number, "-o", str(folder), "--force").returncode == 0
    assert os.listdir(folder) == [Path(fetched["file"]).name]
    assert envsound("download", "999").returncode == NOT_THERE
    nowhere = envsound("download", number, "-o", str(folder / "no" / "a.wav"))
    assert (nowhere.returncode, "Traceback" in nowhere.stderr) == (FAILED, False)

    assert "procedural" in {e["name"] for e in as_json(envsound, "engines")["engines"]}
    assert "procedural (default)" in envsound("engines").stdout

    kept = tmp_path / "data" / "environment_sounds" / made["file_path"]
    kept.rename(tmp_path / "away.wav")
    assert f"- {made['file_path']}: missing" in envsound("rescan").stdout
    assert envsound("download", number).returncode == NOT_THERE
    (tmp_path / "away.wav").rename(kept)
    assert as_json(envsound, "rescan")["returned_count"] == 1

    saved = tmp_path / "backup"
    assert "checksums verified" in envsound("backup", str(saved)).stdout
    assert envsound("backup", str(saved)).returncode == FAILED
    running = envsound("restore", str(saved), "--force")
    assert (running.returncode, "envsound down" in running.stderr) == (FAILED, True)
    stack("down")
    assert envsound("list").returncode == UNREACHABLE
    assert envsound("restore", str(saved)).returncode == FAILED
    kept.unlink()
    assert as_json(envsound, "restore", str(saved), "--force")["file_count"] >= 2
    assert soundfile.info(kept).frames == 44_100


def test_without_a_backend_every_command_says_so(envsound: Command) -> None:
    for words in (
        ("list",),
        ("show", "1"),
        ("download", "1"),
        ("engines",),
        ("read", "x"),
        ("rescan",),
    ):
        refused = envsound(*words)
        assert refused.returncode == UNREACHABLE, words
        assert "make run" in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1
    assert envsound("show", "x").returncode == USAGE
    assert envsound("restore", "/nowhere").returncode == FAILED
