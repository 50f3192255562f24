from pathlib import Path
from urllib.parse import unquote

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
    assert disposition == (
        "attachment; filename=\"_____.flac\"; filename*=UTF-8''%E9%9B%A8__%E5%A3%B0_.flac"
    )
    assert reply.headers["content-type"] == "audio/flac"


NAMES = {
    "heavy rain, far": "heavy rain, far",
    "Été à la mer": "Ete a la mer",
    "50% \\ a:b*c?": "50% _ a_b_c_",
    "../../etc/passwd": ".._.._etc_passwd",
}


async def test_clients_that_read_ascii_only_get_a_name_too(backend: Backend) -> None:
    for name, saved in NAMES.items():
        sound = await completed(backend, name=name)
        reply = await backend.http.get(f"{BASE}/{sound['id']}/download")
        disposition = reply.headers["content-disposition"]
        assert disposition.startswith(f'attachment; filename="{saved}.wav"; filename*='), name


async def test_a_client_with_the_files_date_is_not_sent_it_again(backend: Backend) -> None:
    sound = await completed(backend)
    for url in (f"{BASE}/{sound['id']}/download", sound["file_url"]):
        first = await backend.http.get(str(url))
        date = first.headers["last-modified"]
        again = await backend.http.get(str(url), headers={"If-Modified-Since": date})
        assert (again.status_code, again.content) == (304, b""), url
        older = {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"}
        assert (await backend.http.get(str(url), headers=older)).status_code == 200
        # The tag is the stronger condition.
        both = {"If-Modified-Since": date, "If-None-Match": '"another"'}
        assert (await backend.http.get(str(url), headers=both)).status_code == 200
        for odd in ("yesterday", "", "Thu, 99 Jan 2015 00:00:00 GMT", "1", "x" * 3000):
            reply = await backend.http.get(str(url), headers={"If-Modified-Since": odd})
            assert reply.status_code == 200, odd


async def test_a_player_that_streams_is_no_download(backend: Backend) -> None:
    sound = await completed(backend)
    url = f"{BASE}/{sound['id']}/download"
    for header in ("bytes=0-", "bytes=0-1", "bytes=100-"):
        assert (await backend.http.get(url, headers={"Range": header})).status_code == 206
    head = await backend.http.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(sound["file_size"])
    assert (await backend.http.head(str(sound["file_url"]))).status_code == 200
    assert (await backend.sound(int(str(sound["id"]))))["download_count"] == 0


async def test_downloads_are_counted_once_however_many_pieces(backend: Backend) -> None:
    sound = await completed(backend)
    url = f"{BASE}/{sound['id']}/download"
    await backend.http.get(url)
    for header in ("bytes=100-199", "bytes=200-"):
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


async def test_the_file_of_a_deleted_sound_is_not_served(backend: Backend, data_dir: Path) -> None:
    sound = await completed(backend)
    url = str(sound["file_url"])
    assert (await backend.http.get(url)).status_code == 200
    await backend.http.delete(f"{BASE}/{sound['id']}")
    assert (data_dir / "environment_sounds" / str(sound["file_path"])).exists()
    for headers in ({}, {"Range": "bytes=0-9"}, {"If-None-Match": f'"{sound["sha256"]}"'}):
        reply = await backend.http.get(url, headers=headers)
        assert (reply.status_code, reply.json()["reason"]) == (410, "SOUND_FILE_GONE")


async def test_caches_ask_again_before_they_serve_a_file(backend: Backend) -> None:
    sound = await completed(backend)
    reply = await backend.http.get(str(sound["file_url"]))
    assert reply.headers["cache-control"] == "private, no-cache"


async def test_nginx_is_told_which_file_to_send(backend: Backend) -> None:
    sound = await completed(backend, name="雨 1")
    headers = {"X-Sendfile-Type": "X-Accel-Redirect"}
    reply = await backend.http.get(str(sound["file_url"]), headers=headers)
    assert (reply.status_code, reply.content) == (200, b"")
    assert (
        unquote(reply.headers["x-accel-redirect"]) == f"/_environment_sounds/{sound['file_path']}"
    )
    assert reply.headers["content-type"] == "audio/wav"
    await backend.http.delete(f"{BASE}/{sound['id']}")
    gone = await backend.http.get(str(sound["file_url"]), headers=headers)
    assert (gone.status_code, "x-accel-redirect" in gone.headers) == (410, False)
