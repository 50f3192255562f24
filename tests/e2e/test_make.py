"""The commands that people type, on a data folder and on ports of their own."""

import json
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from support.commands import Commands


@pytest.fixture
def envsound(tmp_path: Path) -> Iterator[Commands]:
    # As deep as people's folders are: too deep for a socket's path below it.
    commands = Commands(tmp_path / ("deep" * 20) / "data")
    yield commands
    commands("down")


def test_from_nothing_to_a_file_and_down_again(envsound: Commands) -> None:
    assert envsound("status").returncode == 1
    assert envsound("up").returncode == 0
    made = envsound(
        "generate", "heavy rain with distant thunder", "--duration", "3", "--seed", "7",
        "--name", "Storm at night", "--loop",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    path = Path(re.search(r"^file +(.+)$", made.stdout, re.MULTILINE)[1])  # type: ignore[index]
    assert path.name.startswith("env_storm-at-night_")
    assert soundfile.info(path).frames == 3 * 44_100
    assert re.search(r"^duration +3\.000 s$", made.stdout, re.MULTILINE)
    assert re.search(r"^engine +procedural ", made.stdout, re.MULTILINE)
    assert re.search(rf"^url +http://127.0.0.1:{envsound.backend_port}/", made.stdout, re.MULTILINE)
    assert envsound("status").returncode == 0
    assert envsound("down").returncode == 0
    assert envsound("status").returncode == 1
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", envsound.backend_port))


def test_what_will_be_heard_is_told_before_it_is_made(envsound: Commands) -> None:
    envsound("up")
    prompt = "light rain with distant thunder, no wind, a violin"
    made = envsound("generate", prompt, "--duration", "1")
    assert made.returncode == 0, made.stderr
    (line,) = [line for line in made.stdout.splitlines() if line.startswith("heard: ")]
    assert line.startswith("heard: light rain, distant thunder; left out: wind; not under")
    assert made.stdout.index(line) < made.stdout.index("file ")

    read = envsound("read", prompt, "--negative", "rain", "--duration", "8")
    assert read.returncode == 0, read.stderr
    assert re.search(r"^thunder +雷 +distant +0 +8 *$", read.stdout, re.MULTILINE)
    assert re.search(r"^left out: .*rain", read.stdout, re.MULTILINE)
    assert "not understood: violin" in read.stdout
    reading = json.loads(envsound("read", "远处狗叫三声", "--json").stdout)
    assert [(layer["kind"], layer["count"]) for layer in reading["layers"]] == [("dog bark", 3)]


def test_a_prompt_that_is_not_understood_is_refused_in_one_sentence(envsound: Commands) -> None:
    envsound("up")
    refused = envsound("generate", "a violin")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "did you mean: " in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    read = envsound("read", "a violin")
    assert read.returncode == 0
    assert "did you mean: " in read.stdout


def test_a_taken_port_is_one_sentence(envsound: Commands) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", envsound.backend_port))
        taken.listen()
        refused = envsound("up")
    assert refused.returncode == 1
    assert f"port {envsound.backend_port} on 127.0.0.1 cannot be used" in refused.stderr
    assert "BACKEND_PORT" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_two_stacks_side_by_side(envsound: Commands, tmp_path: Path) -> None:
    other = Commands(tmp_path / "other")
    try:
        assert envsound("up").returncode == 0
        assert other("up").returncode == 0
        for commands in (envsound, other):
            assert commands("generate", "wind", "--duration", "1").returncode == 0
    finally:
        other("down")
    assert envsound("status").returncode == 0


def test_without_a_stack_the_sentence_says_how_to_start_it(envsound: Commands) -> None:
    refused = envsound("generate", "rain")
    assert refused.returncode == 3
    assert "make run" in refused.stderr


def test_a_killed_sidecar_is_started_again(envsound: Commands) -> None:
    envsound("up")
    status = envsound("status").stdout
    pid = int(re.search(r"sidecar +running +pid (\d+)", status)[1])  # type: ignore[index]
    os.kill(pid, 9)
    assert envsound("generate", "wind", "--duration", "1").returncode == 0
    assert f"pid {pid}," not in envsound("status").stdout
