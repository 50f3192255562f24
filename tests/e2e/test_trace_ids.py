"""One id in every log, from the request to the sidecar."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.processes import API, Stack, running_stack

CALLER_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER_SPAN = "00f067aa0ba902b7"
FIELDS = {"time", "level", "logger", "message", "trace_id", "exception"}


@pytest.fixture(scope="module", params=["json", "text"])
def stack(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp(request.param)
    with running_stack(folder, LOG_FORMAT=request.param) as running:
        yield running


def trace_ids(log: Path, words: str) -> set[str | None]:
    """Of the lines with those words in them."""
    lines = [line for line in log.read_text().splitlines() if words in line]
    if not lines or lines[0].startswith("{"):
        return {json.loads(line)["trace_id"] for line in lines}
    return {_bracketed(line) for line in lines}


def _bracketed(line: str) -> str:
    match = re.search(r" \[(\S+)\] ", line)
    assert match is not None, line
    return match[1]


def trace_ids_soon(log: Path, words: str) -> set[str | None]:
    """The same, of lines that may be a moment behind the reply."""
    deadline = time.monotonic() + 10
    while not (found := trace_ids(log, words)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def logs(stack: Stack) -> tuple[Path, Path]:
    return stack.sidecar.data_dir / "backend-test.log", stack.sidecar.log_path


def missing(stack: Stack, sound_id: int, *traceparents: str) -> str:
    """The trace id that a 404 tells."""
    reply = httpx.get(
        f"{stack.url}{API}/{sound_id}",
        headers=[("traceparent", traceparent) for traceparent in traceparents],
    )
    assert reply.status_code == 404
    trace_id: str = reply.json()["trace_id"]
    assert re.fullmatch("[0-9a-f]{32}", trace_id)
    return trace_id


def make(stack: Stack, **fields: Any) -> dict[str, Any]:
    """A sound, asked for within the caller's trace, at its end."""
    reply = httpx.post(
        f"{stack.url}{API}/generate",
        json={"prompt": "rain", "duration": 1, **fields},
        headers={"traceparent": f"00-{CALLER_TRACE}-{CALLER_SPAN}-01"},
    )
    (sound,) = stack.wait_until_done([reply.json()["sound_id"]])
    return sound


def test_the_id_of_a_problem_is_in_the_log(stack: Stack) -> None:
    first, second = missing(stack, 1001), missing(stack, 1002)
    assert first != second
    assert trace_ids_soon(logs(stack)[0], "environment-sounds/1001") == {first}


def test_a_sound_has_the_callers_id_in_the_logs_of_both_processes(stack: Stack) -> None:
    sound = make(stack, engine="procedural")
    assert sound["generation_status"] == "completed"
    backend_log, sidecar_log = logs(stack)
    assert trace_ids_soon(backend_log, f"sound {sound['id']}: completed") == {CALLER_TRACE}
    assert trace_ids_soon(sidecar_log, "GenerateSound: completed") == {CALLER_TRACE}


def test_what_goes_wrong_in_the_making_has_it_too(stack: Stack) -> None:
    assert make(stack, engine="silent")["generation_status"] == "failed"
    assert trace_ids_soon(logs(stack)[1], "sound failed") == {CALLER_TRACE}


def test_lines_of_no_request_have_none(stack: Stack) -> None:
    assert trace_ids(logs(stack)[1], "listening on") <= {None, "-"}


def test_json_lines_are_whole(stack: Stack) -> None:
    for log in logs(stack):
        text = log.read_text()
        if text.startswith("{"):
            assert all(set(json.loads(line)) == FIELDS for line in text.splitlines())


@pytest.mark.parametrize(
    "malformed",
    [
        "rain",
        f"00-{CALLER_TRACE}-{CALLER_SPAN}",
        f"00-{CALLER_TRACE.upper()}-{CALLER_SPAN}-01",
        f"00-{'0' * 32}-{CALLER_SPAN}-01",
        f"00-{CALLER_TRACE}-{'0' * 16}-01",
        f"ff-{CALLER_TRACE}-{CALLER_SPAN}-01",
        f"00-{CALLER_TRACE}-{CALLER_SPAN}-01-more",
    ],
)
def test_a_malformed_traceparent_is_ignored(stack: Stack, malformed: str) -> None:
    assert missing(stack, 1003, malformed) != CALLER_TRACE


def test_a_later_version_of_traceparent_may_say_more(stack: Stack) -> None:
    header = f"01-{CALLER_TRACE}-{CALLER_SPAN}-01-more"
    assert missing(stack, 1003, header) == CALLER_TRACE
