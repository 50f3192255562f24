"""The real process: killed, stopped, started twice."""

import asyncio
import json
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support.backend_process import BackendProcess
from support.fake_sidecar import FakeSidecar, free_port, until
from support.running_backend import BASE, Backend

StartProcess = Callable[..., BackendProcess]


@pytest.fixture
def process(data_dir: Path, sidecar: FakeSidecar, database_url: str) -> StartProcess:
    return lambda **environment: BackendProcess(
        data_dir, sidecar, **{"DATABASE_URL": database_url, **environment}
    )


def files(data_dir: Path) -> set[str]:
    sounds = data_dir / "environment_sounds"
    return {str(path.relative_to(sounds)) for path in sounds.rglob("*.wav")}


async def all_over(backend: Backend, sound_ids: list[int]) -> list[dict[str, Any]]:
    return [await backend.over(sound_id) for sound_id in sound_ids]


async def test_a_killed_backend_finishes_every_sound_exactly_once(
    process: StartProcess, sidecar: FakeSidecar, data_dir: Path
) -> None:
    backend_process = process()
    sidecar.script.hold.clear()
    async with backend_process.running() as backend:
        sound_ids = [await backend.generate(name=f"n{n}", seed=n) for n in range(10)]
        await until(lambda: len(sidecar.calls) == 4)
        await backend_process.end(signal.SIGKILL)
    await until(lambda: len(sidecar.cancelled) == 4)
    sidecar.script.hold.set()
    async with backend_process.running() as backend:
        sounds = await all_over(backend, sound_ids)
    assert {sound["generation_status"] for sound in sounds} == {"completed"}
    assert len(sidecar.rendered) == len(set(sidecar.rendered)) == 10
    assert {sound["file_path"] for sound in sounds} == files(data_dir)
    assert [sound["seed"] for sound in sounds] == list(range(10))


async def test_a_result_that_a_killed_backend_never_saw_is_not_made_again(
    process: StartProcess, sidecar: FakeSidecar, data_dir: Path
) -> None:
    """The sidecar finished; the row did not learn of it; the same request_id brings the file."""
    backend_process = process()
    sidecar.script.hold.clear()
    async with backend_process.running() as backend:
        sound_id = await backend.generate()
        await until(lambda: len(sidecar.calls) == 1)
        await backend_process.end(signal.SIGKILL)
    # Until the fake has seen the call break off, letting go would have it make the sound too.
    await until(lambda: len(sidecar.cancelled) == 1)
    sidecar.finish_unheard(sidecar.calls[0])
    sidecar.script.hold.set()
    async with backend_process.running() as backend:
        sound = await backend.over(sound_id)
    assert sound["generation_status"] == "completed"
    assert len(sidecar.rendered) == 1
    assert files(data_dir) == {sound["file_path"]}


async def test_an_orderly_stop_gives_sounds_back_at_once_and_uncounted(
    process: StartProcess, sidecar: FakeSidecar
) -> None:
    # A lease so long that only giving back explains the second start's speed.
    backend_process = process(
        JOB_LEASE_SECONDS="600", JOB_MAX_FAILURES="1", ENVSOUND_DRAIN_SECONDS="0"
    )
    sidecar.script.hold.clear()
    async with backend_process.running() as backend:
        sound_ids = [await backend.generate() for _ in range(3)]
        await until(lambda: len(sidecar.calls) == 3)
        events: list[str] = []
        watching = asyncio.create_task(watch(backend, sound_ids[0], events))
        await until(lambda: bool(events))
        errors = await backend_process.end(signal.SIGTERM)
        await asyncio.wait_for(watching, 10)
    assert "Traceback" not in errors
    assert set(events) == {"progress"}
    await until(lambda: len(sidecar.cancelled) == 3)
    sidecar.script.hold.set()
    async with backend_process.running() as backend:
        sounds = await all_over(backend, sound_ids)
    assert {sound["generation_status"] for sound in sounds} == {"completed"}


async def test_an_orderly_stop_lets_sounds_in_the_making_end_and_begins_no_other(
    process: StartProcess, sidecar: FakeSidecar
) -> None:
    backend_process = process(JOB_WORKER_COUNT="1")
    sidecar.script.hold.clear()
    async with backend_process.running() as backend:
        sound_id, waiting_id = [await backend.generate() for _ in range(2)]
        await until(lambda: len(sidecar.calls) == 1)
        events: list[str] = []
        watching = asyncio.create_task(watch(backend, sound_id, events))
        await until(lambda: bool(events))
        backend_process.send(signal.SIGTERM)
        async with asyncio.timeout(20):
            # A state of a server, with no event to wait for.
            while (ready := await backend.http.get("/ready")).is_success:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert not ready.json()["checks"]["backend"]["ok"]
        # It is still there, for those who watch and for those who ask.
        assert (await backend.http.get(f"{BASE}/{sound_id}")).is_success
        late_id = await backend.generate()
        sidecar.script.hold.set()
        await asyncio.wait_for(watching, 20)
        errors = await backend_process.end(signal.SIGTERM)
    assert "Traceback" not in errors
    assert events[-1] == "completed"
    assert len(sidecar.calls) == 1
    assert sidecar.cancelled == []
    async with backend_process.running() as backend:
        sounds = await all_over(backend, [sound_id, waiting_id, late_id])
    assert {sound["generation_status"] for sound in sounds} == {"completed"}
    assert len(sidecar.rendered) == 3


async def test_a_sound_that_ends_its_backend_each_time_is_given_up_and_its_neighbours_are_not(
    process: StartProcess, sidecar: FakeSidecar
) -> None:
    backend_process = process(JOB_LEASE_SECONDS="1", JOB_MAX_FAILURES="2")
    sidecar.script.hold.clear()
    async with backend_process.running() as backend:
        sound_ids = [await backend.generate(name=name) for name in ("deadly", "a", "b")]
        await until(lambda: len(sidecar.calls) == 3)
        await backend_process.end(signal.SIGKILL)
    async with backend_process.running() as backend:
        await until(lambda: len(sidecar.calls) == 6)
        await backend_process.end(signal.SIGKILL)
    # From now on each is made alone, and the first of them ends its process every time.
    for call_count in (7, 8):
        await until(lambda: len(sidecar.cancelled) == len(sidecar.calls))
        async with backend_process.running() as backend:
            await until(partial(lambda count: len(sidecar.calls) == count, call_count))
            assert sidecar.calls[-1].name == "deadly"
            await backend_process.end(signal.SIGKILL)
    sidecar.script.hold.set()
    async with backend_process.running() as backend:
        sounds = await all_over(backend, sound_ids)
    statuses = [sound["generation_status"] for sound in sounds]
    assert statuses == ["failed", "completed", "completed"]
    assert "interrupted too often" in sounds[0]["error_message"]


async def test_a_deleted_sound_of_a_killed_backend_leaves_no_file(
    process: StartProcess, sidecar: FakeSidecar, data_dir: Path
) -> None:
    backend_process = process(JOB_LEASE_SECONDS="3")
    sidecar.script.hold.clear()
    async with backend_process.running() as backend:
        sound_id = await backend.generate()
        await until(lambda: len(sidecar.calls) == 1)
        await backend_process.end(signal.SIGKILL)
    await until(lambda: len(sidecar.cancelled) == 1)
    sidecar.finish_unheard(sidecar.calls[0])
    assert len(files(data_dir)) == 1
    async with backend_process.running() as backend:
        # Its lease is not over yet.
        assert (await backend.http.delete(f"{BASE}/{sound_id}")).is_success
        await until(lambda: files(data_dir) == set())
        assert (await backend.http.get(f"{BASE}/")).json()["data"]["total"] == 0
    assert len(sidecar.calls) == 1


async def watch(backend: Backend, sound_id: int, names: list[str]) -> None:
    """Append the name of each event of a sound as it arrives."""
    async for name, _ in backend.events(sound_id):
        names.append(name)


async def test_two_backends_on_one_database_make_each_sound_once(
    process: StartProcess, sidecar: FakeSidecar, data_dir: Path
) -> None:
    one, two = process(), process()
    async with one.running() as first, two.running() as second:
        asked = [backend.generate(seed=n) for n in range(10) for backend in (first, second)]
        sound_ids = await asyncio.gather(*asked)
        sounds = await all_over(first, sound_ids)
    assert {sound["generation_status"] for sound in sounds} == {"completed"}
    assert len(sidecar.calls) == len(set(sidecar.rendered)) == 20
    assert len(files(data_dir)) == 20


async def test_a_taken_port_is_one_sentence(process: StartProcess) -> None:
    first, second = process(), process()
    second.environment["BACKEND_PORT"] = str(first.port)
    async with first.running():
        await second.start()
        assert second._process is not None
        errors = (await asyncio.wait_for(second._process.communicate(), 20))[1].decode()
        assert second._process.returncode == 78
    assert "BACKEND_PORT" in errors
    assert str(first.port) in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKEND_PORT", "eight"),
        ("TANGOFLUX_URL", "https://host"),
        ("DATABASE_URL", "mysql://user:hunter2@host/db"),
        ("DATABASE_URL", "sqlite://"),
        ("JOB_LEASE_SECONDS", "nan"),
    ],
)
async def test_a_bad_setting_is_one_sentence(process: StartProcess, name: str, value: str) -> None:
    wrong = process(**{name: value})
    await wrong.start()
    assert wrong._process is not None
    errors = (await asyncio.wait_for(wrong._process.communicate(), 20))[1].decode()
    assert wrong._process.returncode == 2
    assert name in errors
    assert "hunter2" not in errors
    assert len(errors.splitlines()) == 1


async def test_a_database_that_does_not_answer_is_one_sentence(process: StartProcess) -> None:
    wrong = process(DATABASE_URL=f"postgresql://user:hunter2@127.0.0.1:{free_port()}/db")
    await wrong.start()
    assert wrong._process is not None
    errors = (await asyncio.wait_for(wrong._process.communicate(), 20))[1].decode()
    assert wrong._process.returncode == 75
    assert errors.startswith("DATABASE_URL: the database cannot be reached")
    assert "hunter2" not in errors
    assert len(errors.splitlines()) == 1


async def test_a_folder_that_cannot_be_made_is_one_sentence(
    process: StartProcess, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    wrong = process(DATA_DIR=str(tmp_path / "file" / "data"))
    await wrong.start()
    assert wrong._process is not None
    errors = (await asyncio.wait_for(wrong._process.communicate(), 20))[1].decode()
    assert wrong._process.returncode == 75
    assert "DATA_DIR" in errors
    assert "Traceback" not in errors


async def test_a_start_makes_every_folder_and_keeps_what_is_in_it(
    process: StartProcess, data_dir: Path
) -> None:
    neighbour = data_dir / "audio" / "tts_1.wav"
    neighbour.parent.mkdir(parents=True)
    neighbour.write_text("theirs")
    async with process().running() as backend:
        assert (await backend.http.get("/ready")).json()["status"] == "ready"
    for folder in (
        "environment_sounds/temp",
        "environment_sounds/cache/thumbnails",
        "environment_sounds/cache/waveforms",
        "audio",
        "uploads",
        "voice_profiles",
        "tts",
        "logs",
    ):
        assert (data_dir / folder).is_dir()
    assert neighbour.read_text() == "theirs"


async def test_each_line_of_the_log_is_json(process: StartProcess, data_dir: Path) -> None:
    backend_process = process()
    async with backend_process.running() as backend:
        await backend.over(await backend.generate(prompt="雨\u2028rain"))
        await backend_process.end(signal.SIGTERM)
    log = (data_dir / "logs" / "environment_sounds.log").read_bytes()
    lines = [json.loads(line) for line in log.splitlines()]
    assert [line["operation"] for line in lines] == ["generate", "make"]
    assert {line["process"] for line in lines} == {"backend"}
