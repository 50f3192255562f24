from pathlib import Path

from support.fake_sidecar import FakeSidecar
from support.running_backend import BASE, Backend


async def completed(backend: Backend, **fields: object) -> dict[str, object]:
    return await backend.over(await backend.generate(**fields))


async def test_a_byte_range_is_a_part_of_the_file(backend: Backend) -> None:
    sound = await completed(backend)
    url = f"{BASE}/{sound['id']}/download"
    whole = await backend.http.get(url)
    assert whole.headers["content-type"] == "audio/wav"
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["etag"] == f'"{sound["sha256"]}"'
    part = await backend.http.get(url, headers={"Range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.content == whole.content[10:20]
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole.content)}"
    last = await backend.http.get(url, headers={"Range": "bytes=-7"})
    assert last.content == whole.content[-7:]


async def test_a_range_beyond_the_file_is_416(backend: Backend) -> None:
    sound = await completed(backend)
    reply = await backend.http.get(
        f"{BASE}/{sound['id']}/download", headers={"Range": "bytes=99999999-"}
    )
    assert reply.status_code == 416
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["content-range"] == f"bytes */{sound['file_size']}"


async def test_a_range_that_is_none_is_ignored(backend: Backend) -> None:
    sound = await completed(backend)
    for header in ("lines=1-2", "bytes=x-y", "bytes=9-3", "bytes=", "bytes"):
        reply = await backend.http.get(f"{BASE}/{sound['id']}/download", headers={"Range": header})
        assert reply.status_code == 200, header
        assert len(reply.content) == sound["file_size"]


async def test_a_client_that_has_the_file_is_not_sent_it_again(backend: Backend) -> None:
    sound = await completed(backend)
    url = f"{BASE}/{sound['id']}/download"
    reply = await backend.http.get(url, headers={"If-None-Match": f'"{sound["sha256"]}"'})
    assert (reply.status_code, reply.content) == (304, b"")


async def test_the_file_is_saved_under_the_sounds_name(backend: Backend) -> None:
    sound = await completed(backend, name='雨/"声"', format="flac")
    reply = await backend.http.get(f"{BASE}/{sound['id']}/download")
    disposition = reply.headers["content-disposition"]
    assert disposition == "attachment; filename*=utf-8''%E9%9B%A8__%E5%A3%B0_.flac"
    assert reply.headers["content-type"] == "audio/flac"


async def test_downloads_are_counted_once_however_many_pieces(backend: Backend) -> None:
    sound = await completed(backend)
    url = f"{BASE}/{sound['id']}/download"
    for header in ("bytes=0-99", "bytes=100-199", "bytes=200-"):
        await backend.http.get(url, headers={"Range": header})
    await backend.http.get(url)
    assert (await backend.sound(int(str(sound["id"]))))["download_count"] == 2


async def test_there_is_no_file_before_the_sound_is_completed(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    reply = await backend.http.get(f"{BASE}/{sound_id}/download")
    assert reply.status_code == 409
    assert reply.json()["reason"] == "SOUND_NOT_COMPLETED"
    sidecar.script.hold.set()


async def test_a_file_that_vanished_is_gone(backend: Backend, data_dir: Path) -> None:
    sound = await completed(backend)
    (data_dir / "environment_sounds" / str(sound["file_path"])).unlink()
    reply = await backend.http.get(f"{BASE}/{sound['id']}/download")
    assert reply.status_code == 410
    assert reply.json()["reason"] == "SOUND_FILE_GONE"
    assert (await backend.http.delete(f"{BASE}/{sound['id']}")).status_code == 200


NOT_SERVED = [
    "temp/generating_1.wav",
    "cache/waveforms/1.wav",
    "2026/11/metadata.json",
    "2026/11/.hidden.wav",
    ".requests.sqlite3",
    "2026/11/",
    "2026/11",
    "",
    "2026/11/..%2f..%2ftemp%2fgenerating_1.wav",
    "%2e%2e/environment_sounds.db",
    "2026/11/link.wav",
    "2026/11/%00.wav",
    f"2026/11/{'n' * 300}.wav",
]


async def test_only_finished_files_are_served(backend: Backend, data_dir: Path) -> None:
    sounds = data_dir / "environment_sounds"
    month = sounds / "2026" / "11"
    month.mkdir(parents=True)
    for name in ("metadata.json", ".hidden.wav"):
        (month / name).write_text("secret")
    for name in ("temp/generating_1.wav", "cache/waveforms/1.wav", ".requests.sqlite3"):
        (sounds / name).write_text("secret")
    outside = data_dir / "outside.wav"
    outside.write_text("secret")
    (month / "link.wav").symlink_to(outside)
    (month / "env_rain.wav").write_text("sound")
    for path in NOT_SERVED:
        reply = await backend.http.get(f"/environment_sounds/{path}", follow_redirects=True)
        assert reply.status_code in (404, 410), path
        assert "secret" not in reply.text
    reply = await backend.http.get("/environment_sounds/2026/11/env_rain.wav")
    assert (reply.status_code, reply.text) == (200, "sound")
