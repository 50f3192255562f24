import asyncio
import io
import json
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psutil
import pytest
import soundfile
from mutagen.flac import FLAC
from support import odd_sounds
from support.fake_sidecar import until
from support.running_backend import BASE, Backend

from backend.files import decoder
from backend.files.inspection import inspect


def encoded(
    container: str = "WAV", subtype: str | None = None, seconds: float = 0.5, seed: int = 1
) -> bytes:
    stream = io.BytesIO()
    rate_hertz = 48_000 if subtype == "OPUS" else 44_100
    noise = np.random.default_rng(seed).uniform(-0.5, 0.5, (round(seconds * rate_hertz), 2))
    soundfile.write(stream, noise, rate_hertz, format=container, subtype=subtype)
    return stream.getvalue()


async def upload(
    backend: Backend, content: bytes, file_name: str = "a.wav", **fields: Any
) -> httpx.Response:
    return await backend.http.post(
        f"{BASE}/upload", files={"file": (file_name, content)}, data=fields
    )


def left_in_temp(data_dir: Path) -> list[Path]:
    return list((data_dir / "environment_sounds" / "temp").iterdir())


FORMATS = [
    ("WAV", "PCM_16", "wav_16", "wav"),
    ("WAV", "FLOAT", "wav_float", "wav"),
    ("FLAC", "PCM_16", "flac", "flac"),
    ("OGG", "VORBIS", "ogg_vorbis", "ogg"),
    ("OGG", "OPUS", "opus", "opus"),
    ("MP3", "MPEG_LAYER_III", "mp3", "mp3"),
]


async def test_a_file_becomes_a_sound_as_it_is(backend: Backend, data_dir: Path) -> None:
    for container, subtype, audio_format, extension in FORMATS:
        content = encoded(container, subtype)
        reply = await upload(
            backend, content, "whatever.bin", name="My rain", prompt="rain", description="own"
        )
        assert reply.status_code == 201, reply.text
        sound = reply.json()["data"]
        assert sound["origin"] == "uploaded"
        assert (sound["generation_status"], sound["generation_progress"]) == ("completed", 100)
        assert (sound["name"], sound["prompt"], sound["description"]) == ("My rain", "rain", "own")
        assert (sound["format"], sound["file_size"]) == (audio_format, len(content))
        assert sound["duration"] == pytest.approx(0.5, abs=0.06)
        assert (sound["engine"], sound["seed"], sound["generation_time"]) == (None, None, None)
        assert (sound["loudness_lufs"], sound["true_peak_dbtp"]) == (None, None)
        assert sound["created_by"] == "anonymous"
        assert sound["file_path"].split("/")[2].startswith("env_my-rain_")
        assert sound["file_path"].endswith(f".{extension}")
        kept = data_dir / "environment_sounds" / sound["file_path"]
        assert kept.read_bytes() == content
        assert not inspect(kept, 10).tags.is_labelled_generated
        download = await backend.http.get(f"{BASE}/{sound['id']}/download")
        assert download.content == content
        assert (await backend.http.get(f"{BASE}/{sound['id']}/waveform")).status_code == 200
    assert left_in_temp(data_dir) == []


NAMES = {
    "Rain at night.wav": "Rain at night",
    "C:\\Sounds\\Regen.wav": "Regen",
    "../../etc/passwd": "passwd",
    "夜雨.wav": "夜雨",
    'so "quiet".wav': 'so "quiet"',
    "a\u202eb.wav": "a b",
    ".wav": ".wav",
    "n" * 250 + ".wav": "n" * 200,
}


async def test_without_a_name_the_file_gives_one(backend: Backend, data_dir: Path) -> None:
    sounds_dir = data_dir / "environment_sounds"
    for file_name, name in NAMES.items():
        sound = (await upload(backend, encoded(), file_name)).json()["data"]
        assert sound["name"] == name
        assert (sounds_dir / sound["file_path"]).resolve().parents[2] == sounds_dir


async def test_the_files_own_title_goes_before_its_name(backend: Backend, tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    path.write_bytes(encoded("FLAC"))
    flac = FLAC(path)
    flac["title"] = ["Forest"]
    flac.save()
    sound = (await upload(backend, path.read_bytes(), "b.flac")).json()["data"]
    assert sound["name"] == "Forest"


async def test_category_and_tags_are_kept(backend: Backend) -> None:
    category = (await backend.http.get(f"{BASE}/categories")).json()[0]
    tags = [tag["id"] for tag in (await backend.http.get(f"{BASE}/tags")).json()[:2]]
    reply = await upload(
        backend, encoded(), category_id=category["id"], tag_ids=f"{tags[0]},{tags[1]}"
    )
    sound = reply.json()["data"]
    assert sound["category"]["name"] == category["name"]
    assert sorted(tag["id"] for tag in sound["tags"]) == sorted(tags)


BAD_FIELDS: list[tuple[str, Any, str]] = [
    ("category_id", "9999", "category_id"),
    ("category_id", "x", "category_id"),
    ("tag_ids", "1,9999", "tag_ids"),
    ("tag_ids", "1,x", "tag_ids.1"),
    ("name", "n" * 201, "name"),
    ("name", "a\x00b", "name"),
    ("name", ["one", "two"], "name"),
    ("duration", "3", "duration"),
    ("description", "d" * 70_000, "description"),
]


async def test_a_bad_field_is_named_and_nothing_is_kept(backend: Backend, data_dir: Path) -> None:
    for name, value, told in BAD_FIELDS:
        reply = await upload(backend, encoded(), **{name: value})
        assert reply.status_code == 422, reply.text
        assert told in [error["field"] for error in reply.json()["errors"]]
    assert left_in_temp(data_dir) == []
    assert not list((data_dir / "environment_sounds").glob("2*/*/*.wav"))


async def test_what_is_no_sound_is_refused(backend: Backend, data_dir: Path) -> None:
    for content in (b"", b"<html>", b"RIFF\x00\x00\x00\x00WAVE", encoded("AIFF")):
        reply = await upload(backend, content)
        assert (reply.status_code, reply.json()["reason"]) == (422, "UPLOAD_REFUSED")
        assert "WAV, FLAC, Ogg or MP3" in reply.json()["detail"]
    assert left_in_temp(data_dir) == []
    assert (await backend.http.get(f"{BASE}/")).json()["data"]["total"] == 0


async def test_too_large_and_too_long_are_refused(serving: Any, data_dir: Path) -> None:
    async with serving(upload_max_megabytes=1, upload_max_seconds=3) as backend:
        long = await upload(backend, encoded("FLAC", seconds=3.2))
        assert (long.status_code, long.json()["reason"]) == (422, "UPLOAD_REFUSED")
        assert "at most 3 s" in long.json()["detail"]
        large = await upload(backend, bytes(2_500_000))
        assert (large.status_code, large.json()["reason"]) == (413, "UPLOAD_TOO_LARGE")
        assert "at most 1 MB" in large.json()["detail"]

        async def untold() -> Any:
            yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
            for _ in range(30):
                yield bytes(100_000)

        reply = await backend.http.post(
            f"{BASE}/upload",
            content=untold(),
            headers={"content-type": "multipart/form-data; boundary=b"},
        )
        assert (reply.status_code, reply.json()["reason"]) == (413, "UPLOAD_TOO_LARGE")
    assert left_in_temp(data_dir) == []


BROKEN_FORMS = [
    ("application/json", b"{}"),
    ("multipart/form-data", b""),
    ("multipart/form-data; boundary=b", b""),
    ("multipart/form-data; boundary=b", b"no form at all"),
    ("multipart/form-data; boundary=b", b"--b--\r\n"),
    ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"),
    (f"multipart/form-data; boundary={'b' * 300}", b""),
    (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nRIFF',
    ),
    (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nRIFF\r\n--b--\r\n',
    ),
    (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n\r\n' * 2
        + b"--b--\r\n",
    ),
]


async def test_a_broken_form_is_refused(backend: Backend, data_dir: Path) -> None:
    for content_type, body in BROKEN_FORMS:
        reply = await backend.http.post(
            f"{BASE}/upload", content=body, headers={"content-type": content_type}
        )
        assert (reply.status_code, reply.json()["reason"]) == (422, "REQUEST_INVALID"), body
    assert left_in_temp(data_dir) == []


async def stalled_upload(backend: Backend, address: str = "127.0.0.1") -> asyncio.StreamWriter:
    """An upload whose end does not come, from an address."""
    url = backend.http.base_url
    _reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(
        f"POST {BASE}/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n"
        f"X-Forwarded-For: {address}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'.encode()
        + bytes(1_500_000)
    )
    await writer.drain()
    return writer


async def test_clients_that_go_away_leave_nothing_and_hold_no_place(
    backend: Backend, data_dir: Path
) -> None:
    stalled = [await stalled_upload(backend) for _ in range(8)]
    await until(lambda: len(left_in_temp(data_dir)) == 8)
    ninth = await upload(backend, encoded())
    assert (ninth.status_code, ninth.json()["reason"]) == (429, "QUEUE_FULL")
    assert "8 of your files are being uploaded already" in ninth.json()["detail"]
    assert int(ninth.headers["retry-after"]) > 0
    # One caller leaves places to others, and all together are bounded too.
    assert (await upload_from(backend, "192.0.2.1")).status_code == 201
    stalled += [await stalled_upload(backend, "192.0.2.1") for _ in range(8)]
    await until(lambda: len(left_in_temp(data_dir)) == 16)
    refused = await upload_from(backend, "192.0.2.2")
    assert refused.status_code == 429
    assert "16 files are being uploaded already" in refused.json()["detail"]
    for writer in stalled:
        writer.close()
    await until(lambda: left_in_temp(data_dir) == [])
    assert (await upload(backend, encoded())).status_code == 201


async def upload_from(backend: Backend, address: str) -> httpx.Response:
    return await backend.http.post(
        f"{BASE}/upload",
        files={"file": ("a.wav", encoded())},
        headers={"X-Forwarded-For": address},
    )


async def test_uploads_at_once_are_all_kept(backend: Backend) -> None:
    replies = await asyncio.gather(*(upload(backend, encoded(seed=i)) for i in range(8)))
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["data"]["sha256"] for reply in replies}) == 8
    assert (await backend.http.get(f"{BASE}/")).json()["data"]["total"] == 8


ODD = {
    "variable bitrate": (odd_sounds.without_length(odd_sounds.mp3(8, "VARIABLE")), "repaired"),
    "leading zeros": (bytes(5_000) + odd_sounds.mp3(8), "repaired"),
    "piped FLAC": (odd_sounds.flac_of_unknown_length(8), "repaired"),
    "RF64": (odd_sounds.wav_of_64_bits(seconds=8), "repaired"),
    "crashed recorder": (odd_sounds.wav_of_sizes(0, 0, 8), "repaired"),
    "cut": (odd_sounds.encoded(seconds=10)[: 44 + 8 * 44_100 * 4], "8.0 of 10.0 s"),
}


async def test_odd_files_are_kept_as_they_decode_with_a_note(
    backend: Backend, data_dir: Path
) -> None:
    for content, note in ODD.values():
        reply = await upload(backend, content)
        assert reply.status_code == 201, reply.text
        sound = reply.json()["data"]
        assert sound["duration"] == pytest.approx(8, abs=0.08)
        assert note in "; ".join(sound["notes"])
        served = (await backend.http.get(f"{BASE}/{sound['id']}/download")).content
        assert len(served) == sound["file_size"]
        samples, rate_hertz = soundfile.read(io.BytesIO(served))
        assert len(samples) / rate_hertz == sound["duration"]
        drawn = (await backend.http.get(f"{BASE}/{sound['id']}/waveform")).json()
        assert drawn["length"] == pytest.approx(8 * 50, abs=6)
    assert left_in_temp(data_dir) == []


async def test_the_limit_of_seconds_holds_for_a_file_that_hides_its_length(serving: Any) -> None:
    async with serving(upload_max_seconds=6) as backend:
        content, _ = ODD["variable bitrate"]
        reply = await upload(backend, content)
        assert (reply.status_code, reply.json()["reason"]) == (422, "UPLOAD_REFUSED")
        assert "at most 6 s" in reply.json()["detail"]


def resident_megabytes() -> float:
    return psutil.Process().memory_info().rss / 1e6


async def test_hostile_files_cost_the_server_nothing(backend: Backend, data_dir: Path) -> None:
    whole = odd_sounds.mp3(1.0)
    cover = odd_sounds.id3_frame(b"APIC", b"\0image/png\0\x03\0" + bytes(100_000_000))
    hostile = [
        odd_sounds.id3(odd_sounds.compressed_text(b"TIT2", 800_000_000)) + whole,
        odd_sounds.id3(odd_sounds.compressed_text(b"TXXX", 800_000_000)) + whole,
        odd_sounds.id3(odd_sounds.id3_frame(b"TIT2", b"\x03" + b"a\0" * 1_000_000)) + whole,
        odd_sounds.id3(odd_sounds.id3_frame(b"TXXX", b"\x03a\0b") * 1_000_000) + whole,
        odd_sounds.id3(cover) + whole,
        odd_sounds.with_chunks(encoded(), odd_sounds.chunk(b"JUNK", b"") * 10_000_000),
    ]
    before = resident_megabytes()
    sent = [asyncio.create_task(upload(backend, content, "a.mp3")) for content in hostile]
    while not all(task.done() for task in sent):
        assert (await backend.http.get("/health")).status_code == 200
        await asyncio.sleep(0.05)
    for task in sent:
        reply = task.result()
        assert reply.status_code in (201, 422), reply.text
        if reply.status_code == 201:
            assert len(reply.json()["data"]["name"]) <= 200
    # The client is in this process too, and sends 190 MB.
    assert resident_megabytes() - before < 700
    assert left_in_temp(data_dir) == []
    assert (await upload(backend, encoded())).status_code == 201


async def test_a_dead_decoder_is_a_refused_upload_and_frees_its_place(
    backend: Backend, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(decoder, "_MEMORY_BYTES", 64 << 20)
        replies = await asyncio.gather(*(upload(backend, encoded()) for _ in range(8)))
    for reply in replies:
        assert (reply.status_code, reply.json()["reason"]) == (422, "UPLOAD_REFUSED")
        assert "export it again" in reply.json()["detail"]
    assert left_in_temp(data_dir) == []
    assert (await upload(backend, encoded())).status_code == 201


async def test_a_client_that_leaves_ends_the_decoding_of_its_file(
    backend: Backend, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(decoder, "_command", lambda _job: ["sleep", "600"])
        tasks = [asyncio.create_task(upload(backend, encoded())) for _ in range(3)]
        await until(lambda: len(children()) == 2)
        for task in tasks:
            task.cancel()
        await until(lambda: left_in_temp(data_dir) == [] and children() == [])
    assert (await upload(backend, encoded())).status_code == 201


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if child.name() == "sleep"]


async def test_a_recipe_with_impossible_values_does_not_keep_a_file_out(backend: Backend) -> None:
    texts = ("name", "prompt", "negative_prompt", "category", "engine", "model_revision")
    recipe: dict[str, Any] = dict.fromkeys(texts, "x")
    recipe |= {"steps": 1, "cfg_scale": 1, "loop": False}
    for seed, prompt in ((-1, "rain"), (2**64, "ra\0in"), ("7", "\ud800rain"), (7, "r" * 2_000)):
        raw = json.dumps(recipe | {"seed": seed, "prompt": prompt}).encode()
        content = odd_sounds.with_chunks(encoded(), odd_sounds.chunk(b"envs", raw))
        reply = await upload(backend, content)
        assert reply.status_code == 201, reply.text
        sound = reply.json()["data"]
        assert sound["prompt"] in ("rain", "ra in", "r" * 1_000)
        notes = ["seed: no value that a sound can have, so left out"] if seed != 7 else []
        assert sound["notes"] == notes


async def test_a_name_may_come_in_its_extended_form(backend: Backend) -> None:
    names = {
        "filename*=UTF-8''%E5%A4%9C%20rain.wav": "夜 rain",
        "filename=\"x.wav\"; filename*=utf-8'zh'%E5%A4%9C.wav": "夜",
        "filename*=iso-8859-1''%A3.wav": "£",
        "filename=\"plain.wav\"; filename*=nonsense''%FF": "plain",
        "filename=\"a; filename*=UTF-8''b.wav\"": "a; filename*=UTF-8''b",
        # The forms of RFC 2231 are not those of HTTP.
        "filename*=UTF-8''%E5%A4%9C.wav; filename*0=b": "夜",
        "filename=\"plain.wav\"; filename*1*=UTF-8''a; filename*0=b": "plain",
        "filename=\"plain.wav\"; filename*=unicode_escape''%5Cud800": "plain",
    }
    for disposition, name in names.items():
        reply = await extended(backend, disposition)
        assert reply.status_code == 201, reply.text
        assert reply.json()["data"]["name"] == name
    for disposition in ("filename*=UTF-8''%FF", "filename*=nonsense''a", "other=a"):
        reply = await extended(backend, disposition)
        assert reply.status_code == 422
        assert reply.json()["errors"][0]["field"] == "file"
        assert "filename* in UTF-8" in reply.json()["errors"][0]["message"]


async def extended(backend: Backend, disposition: str) -> httpx.Response:
    head = f'--b\r\nContent-Disposition: form-data; name="file"; {disposition}\r\n\r\n'
    return await backend.http.post(
        f"{BASE}/upload",
        content=head.encode() + encoded() + b"\r\n--b--\r\n",
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
