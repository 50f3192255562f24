"""The commands that make sounds from sounds, and list them by their terms."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from support.fake_sidecar import FakeSidecar
from support.making_from_sounds import kept, made
from support.running_backend import Backend

from backend.cli import main

Command = Callable[..., Awaitable[Any]]


@pytest.fixture
def envsound(
    backend: Backend, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command in a thread of this process; returns its JSON, or its sentence of refusal."""
    monkeypatch.setenv("BACKEND_HOST", str(backend.http.base_url.host))
    monkeypatch.setenv("BACKEND_PORT", str(backend.http.base_url.port))

    def run() -> int:
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    async def call(*words: str) -> Any:
        monkeypatch.setattr(sys, "argv", ["envsound", *words, "--json"])
        code = await asyncio.to_thread(run)
        printed = capsys.readouterr()
        return printed.err if code else json.loads(printed.out)

    return call


async def test_a_sound_is_varied_extended_and_repaired(
    backend: Backend, sidecar: FakeSidecar, envsound: Command
) -> None:
    parent = await made(backend, name="Rain", duration=2)
    number = str(parent["id"])
    varied = await envsound("vary", number, "--strength", "0.4", "--seed", "3", "--steps", "9")
    assert (varied["name"], varied["parent_id"], varied["seed"]) == ("Rain (variation)", 1, 3)
    assert sidecar.calls[-1].source.strength == pytest.approx(0.4)
    assert sidecar.calls[-1].steps == 9
    longer = await envsound("extend", number, "--duration", "3.5", "--name", "Long rain")
    assert (longer["name"], longer["duration"]) == ("Long rain", 3.5)
    await envsound("repair", number, "--start", "0.5", "--end", "1", "--prompt", "hail")
    assert (sidecar.calls[-1].prompt, kept(sidecar.calls[-1])) == ("hail", [(0, 0.5), (1, 2)])

    takes = await envsound("list", "--made-from", number)
    assert takes["total"] == 3
    assert "duration" in await envsound("extend", number, "--duration", "1")
    assert "SOUND_NOT_FOUND" in await envsound("vary", "999")


async def test_the_list_is_narrowed_by_terms(backend: Backend, envsound: Command) -> None:
    for engine in ("procedural", "tangoflux"):
        await made(backend, engine=engine)
    page = await envsound("list", "--commercial-use", "yes,up_to_revenue")
    assert [sound["engine"] for sound in page["sounds"]] == ["procedural"]
