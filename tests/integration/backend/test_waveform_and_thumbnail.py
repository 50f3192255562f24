import asyncio
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
import soundfile
from support.fake_sidecar import FakeSidecar
from support.running_backend import BASE, Backend

from backend.files import derived


@pytest.fixture
async def sound(backend: Backend) -> dict[str, Any]:
    return await backend.over(await backend.generate())


def file_of(data_dir: Path, sound: dict[str, Any]) -> Path:
    return data_dir / "environment_sounds" / sound["file_path"]


async def test_a_sound_has_a_waveform(
    backend: Backend, sound: dict[str, Any], data_dir: Path
) -> None:
    url = f"{BASE}/{sound['id']}/waveform"
    reply = await backend.http.get(url, params={"pixels_per_second": 100})
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "application/json"
    waveform = reply.json()
    samples, rate_hertz = soundfile.read(file_of(data_dir, sound), dtype="int16")
    assert waveform["sample_rate"] == rate_hertz
    assert waveform["samples_per_pixel"] == rate_hertz // 100
    assert len(waveform["data"]) == waveform["length"] * 2 * waveform["channels"]
    assert waveform["data"][:2] == [samples[:441, 0].min(), samples[:441, 0].max()]
    default = (await backend.http.get(url)).json()
    assert default["samples_per_pixel"] == rate_hertz // 50


async def test_a_resolution_that_cannot_be_is_refused(
    backend: Backend, sound: dict[str, Any]
) -> None:
    for wanted in ("0", "501", "x", "-3", "2.5"):
        reply = await backend.http.get(
            f"{BASE}/{sound['id']}/waveform", params={"pixels_per_second": wanted}
        )
        assert reply.status_code == 422, wanted
        assert reply.json()["errors"][0]["field"] == "pixels_per_second"


PICTURES = [
    ("", "image/png", b"\x89PNG"),
    ("?format=png&theme=dark", "image/png", b"\x89PNG"),
    ("?format=svg", "image/svg+xml", b"<svg"),
    ("?format=svg&theme=dark", "image/svg+xml", b"<svg"),
]


async def test_a_sound_has_a_thumbnail(backend: Backend, sound: dict[str, Any]) -> None:
    for query, media_type, start in PICTURES:
        url = f"{BASE}/{sound['id']}/thumbnail{query}"
        reply = await backend.http.get(url)
        assert reply.status_code == 200
        assert reply.headers["content-type"] == media_type
        assert reply.headers["cache-control"] == "no-cache"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.content.startswith(start)
        again = await backend.http.get(url, headers={"If-None-Match": reply.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


async def test_pictures_of_unknown_kinds_are_refused(
    backend: Backend, sound: dict[str, Any]
) -> None:
    for query in ("format=gif", "theme=pink"):
        reply = await backend.http.get(f"{BASE}/{sound['id']}/thumbnail?{query}")
        assert reply.status_code == 422, query


async def test_a_changed_file_is_drawn_again(
    backend: Backend, sound: dict[str, Any], data_dir: Path
) -> None:
    urls = [f"{BASE}/{sound['id']}/{what}" for what in ("waveform", "thumbnail")]
    before = [await backend.http.get(url) for url in urls]
    silence = np.zeros((4410, 2))
    soundfile.write(file_of(data_dir, sound), silence, 44_100)
    after = [await backend.http.get(url) for url in urls]
    assert [reply.headers["etag"] for reply in before] != [r.headers["etag"] for r in after]
    assert before[1].content != after[1].content
    assert set(after[0].json()["data"]) == {0}


async def test_the_cache_may_be_deleted_at_any_time(
    backend: Backend, sound: dict[str, Any], data_dir: Path
) -> None:
    url = f"{BASE}/{sound['id']}/waveform"
    first = await backend.http.get(url)
    cache = data_dir / "environment_sounds" / "cache"
    (kept,) = (cache / "waveforms").iterdir()
    kept.unlink()
    (cache / "waveforms").rmdir()
    second = await backend.http.get(url)
    assert second.content == first.content
    assert second.headers["etag"] == first.headers["etag"]
    assert [path.name for path in (cache / "waveforms").iterdir()] == [kept.name]


async def test_fifty_who_ask_at_once_have_it_built_once(
    backend: Backend, sound: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Path] = []

    def counting(path: Path, *arguments: int) -> Any:
        built.append(path)
        return read_waveform(path, *arguments)

    read_waveform = derived.read_waveform
    monkeypatch.setattr(derived, "read_waveform", counting)
    url = f"{BASE}/{sound['id']}/waveform"
    replies = await asyncio.gather(*(backend.http.get(url) for _ in range(50)))
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.content for reply in replies}) == 1
    assert len(built) == 1


async def test_what_has_no_file_has_no_waveform(
    backend: Backend, sidecar: FakeSidecar, data_dir: Path
) -> None:
    sidecar.script.hold.clear()
    waiting = await backend.generate()
    for what in ("waveform", "thumbnail"):
        reply = await backend.http.get(f"{BASE}/{waiting}/{what}")
        assert (reply.status_code, reply.json()["reason"]) == (409, "SOUND_NOT_COMPLETED")
        reply = await backend.http.get(f"{BASE}/99/{what}")
        assert (reply.status_code, reply.json()["reason"]) == (404, "SOUND_NOT_FOUND")
    sidecar.script.hold.set()
    sound = await backend.over(waiting)
    path = file_of(data_dir, sound)
    path.write_bytes(b"no sound")
    reply = await backend.http.get(f"{BASE}/{waiting}/waveform")
    assert (reply.status_code, reply.json()["reason"]) == (409, "SOUND_FILE_DAMAGED")
    path.unlink()
    reply = await backend.http.get(f"{BASE}/{waiting}/thumbnail")
    assert (reply.status_code, reply.json()["reason"]) == (410, "SOUND_FILE_GONE")


async def test_a_cache_that_cannot_be_written_is_one_sentence(
    backend: Backend, sound: dict[str, Any], data_dir: Path
) -> None:
    folder = data_dir / "environment_sounds" / "cache" / "thumbnails"
    folder.rmdir()
    folder.write_text("in the way")
    reply = await backend.http.get(f"{BASE}/{sound['id']}/thumbnail")
    assert (reply.status_code, reply.json()["reason"]) == (507, "STORAGE_FAILED")
    assert str(data_dir) not in reply.text


async def test_builds_end_with_the_clients_that_wait_for_them(
    backend: Backend, sound: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    built, may_end = [], Event()

    def slow(path: Path, pixels_per_second: int, abandoned: Event) -> Any:
        built.append(pixels_per_second)
        while not (may_end.is_set() or abandoned.wait(0.01)):
            pass
        return read_waveform(path, pixels_per_second, abandoned)

    read_waveform = derived.read_waveform
    monkeypatch.setattr(derived, "read_waveform", slow)
    url = f"{BASE}/{sound['id']}/waveform"
    leaving = [
        asyncio.create_task(backend.http.get(url, params={"pixels_per_second": fine}))
        for fine in range(100, 164)
    ]
    async with asyncio.timeout(20):
        while len(built) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    for task in leaving:
        task.cancel()
    await asyncio.gather(*leaving, return_exceptions=True)
    may_end.set()
    async with asyncio.timeout(20):
        while (await backend.http.get(url)).status_code == 429:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    # Those that had not begun never do.
    assert len(built) < 20


async def test_a_build_goes_on_while_one_of_two_waits(
    backend: Backend, sound: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    built, may_end = [], Event()

    def slow(path: Path, pixels_per_second: int, abandoned: Event) -> Any:
        built.append(abandoned)
        assert may_end.wait(20)
        return read_waveform(path, pixels_per_second, abandoned)

    read_waveform = derived.read_waveform
    monkeypatch.setattr(derived, "read_waveform", slow)
    url = f"{BASE}/{sound['id']}/waveform"
    leaving, staying = (asyncio.create_task(backend.http.get(url)) for _ in range(2))
    async with asyncio.timeout(20):
        while not built:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await backend.http.get(f"{BASE}/{sound['id']}")
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    await backend.http.get(f"{BASE}/{sound['id']}")
    may_end.set()
    assert (await staying).status_code == 200
    assert len(built) == 1


async def test_the_cache_has_a_limit_in_bytes(
    backend: Backend, sound: dict[str, Any], data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = data_dir / "environment_sounds" / "cache"
    monkeypatch.setattr(backend.app.state.services.derived_files, "_max_bytes", 40_000)
    for fine in range(100, 200):
        query = {"pixels_per_second": fine}
        reply = await backend.http.get(f"{BASE}/{sound['id']}/waveform", params=query)
        assert reply.status_code == 200
    kept = list((cache / "waveforms").iterdir())
    assert sum(path.stat().st_size for path in kept) <= 40_000
    assert any(path.stem.endswith("-199") for path in kept)
