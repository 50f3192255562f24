"""A sounds folder full of odd things: a rescan reports them and finds the rest."""

import io
import json
import os
import random
import secrets
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import numpy as np
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile.audio import damaged, files
from support.hostile.values import values
from support.processes import API, Stack

_ENTRY_FIELDS = (
    "id", "name", "prompt", "seed", "duration_seconds", "steps", "sha256", "created_at", "tags",
    "category", "engine", "license", "loop", "is_public", "peak_dbfs", "file_size_bytes",
)  # fmt: skip
_KEYS = (
    "env_a.wav", "../x.wav", "../../../../x.wav", "/etc/x.wav", "a\\b.wav", "", ".", "..",
    "\x00.wav", "n" * 300 + ".wav", "C:x.wav", "env_雨.wav",
)  # fmt: skip
_RESCAN_SECONDS = 120.0


def _rescan(stack: Stack) -> dict[str, Any]:
    reply = httpx.post(f"{stack.url}{API}/rescan", timeout=_RESCAN_SECONDS, trust_env=False)
    assert reply.status_code == 200, reply.text
    result: dict[str, Any] = reply.json()
    return result


def _write(path: Path, content: bytes) -> None:
    """Write a file of an hour ago. A new one may still be in the making, and is left alone."""
    path.write_bytes(content)
    an_hour_ago = time.time() - 3600
    os.utime(path, (an_hour_ago, an_hour_ago))


def _month(stack: Stack, name: str) -> Path:
    month = stack.sidecar.sounds_dir / "2025" / name
    month.mkdir(parents=True, exist_ok=True)
    return month


def _listed(stack: Stack) -> set[str]:
    reply = httpx.get(f"{stack.url}{API}/?page_size=100", trust_env=False)
    return {sound["file_path"] for sound in reply.json()["data"]["sounds"]}


_entries = st.dictionaries(
    st.sampled_from(_KEYS), st.dictionaries(st.sampled_from(_ENTRY_FIELDS), values), max_size=4
)


@settings(max_examples=max(10, settings().max_examples // 3))
@given(_entries, st.binary(max_size=60), st.integers(0, 3))
def test_metadata(stack: Stack, entries: dict[str, Any], noise: bytes, form: int) -> None:
    whole = json.dumps({"version": 1, "sounds": entries}).encode()
    content = (whole, whole[:-7], noise, whole.replace(b"{", b"{" + noise, 1))[form]
    (_month(stack, "01") / "metadata.json").write_bytes(content)
    _rescan(stack)
    outside = list(stack.sidecar.data_dir.rglob("x.wav*"))
    assert outside == []


_described = st.dictionaries(st.sampled_from(_ENTRY_FIELDS), values)
_whole_entry = {
    "name": "rain", "prompt": "rain", "seed": 1, "duration_seconds": 0.5, "steps": 0, "tags": [],
    "created_at": "2025-05-01T00:00:00+00:00", "engine": "procedural", "category": "",
}  # fmt: skip


@settings(max_examples=max(10, settings().max_examples // 3))
@given(st.lists(_described, min_size=1, max_size=4), st.data())
def test_entries_of_files_that_are_there(
    stack: Stack, entries: list[dict[str, Any]], data: st.DataObject
) -> None:
    """No entry keeps its file out of the library, or others from being found."""
    month = _month(stack, "05")
    names = []
    for entry in entries:
        # Other content each time, since the library knows files by their hashes.
        names.append(f"env_{secrets.token_hex(8)}.wav")
        _write(month / names[-1], _short_sound())
        if data.draw(st.booleans()):
            entry.update({**_whole_entry, **entry})
    sounds = dict(zip(names, entries, strict=True))
    (month / "metadata.json").write_text(json.dumps({"version": 1, "sounds": sounds}))
    before = _count(stack)
    result = _rescan(stack)
    for name in names:
        path = quote(f"2025/05/{name}")
        reply = httpx.get(f"{stack.url}/environment_sounds/{path}", trust_env=False)
        assert reply.status_code == 200, (name, result)
    assert _count(stack) >= before + len(names), result


def _short_sound() -> bytes:
    content = io.BytesIO()
    noise = np.random.default_rng().uniform(-0.3, 0.3, 4410)
    soundfile.write(content, noise, 44_100, format="WAV")
    return content.getvalue()


def _count(stack: Stack) -> int:
    reply = httpx.get(f"{stack.url}{API}/?page_size=1", trust_env=False)
    assert reply.status_code == 200, reply.text
    total: int = reply.json()["data"]["total"]
    return total


def test_things_that_are_no_files(stack: Stack, tmp_path: Path) -> None:
    month = _month(stack, "02")
    os.mkfifo(month / "metadata.json")
    os.mkfifo(month / "env_fifo.wav")
    (month / "env_folder.wav").mkdir()
    (month / "env_link.wav").symlink_to(tmp_path / "outside.wav")
    (tmp_path / "outside.wav").write_bytes(files()[0])
    _write(month / "env_sound.wav", files()[0])
    _write(month / "env_second.flac", files()[3])
    result = _rescan(stack)
    listed = _listed(stack)
    assert listed >= {"2025/02/env_sound.wav", "2025/02/env_second.flac"}, result
    assert "2025/02/env_link.wav" not in listed


def test_deeply_nested_metadata(stack: Stack) -> None:
    month = _month(stack, "03")
    deep = '{"version": 1, "sounds": {"env_a.wav": ' + '{"a":' * 100_000 + "1" + "}" * 100_002
    (month / "metadata.json").write_text(deep)
    _write(month / "env_beside.wav", damaged(files()[0], 3))
    _write(month / "env_whole.wav", files()[1])
    result = _rescan(stack)
    assert "2025/03/env_whole.wav" in _listed(stack), result


def test_odd_names(stack: Stack) -> None:
    month = _month(stack, "04")
    choices = random.Random(7)
    names = [bytes(choices.choices(range(1, 256), k=12)).replace(b"/", b"_") for _ in range(40)]
    for name in [*names, "a\u0301.wav".encode(), b"\xff\xfe.wav", b"-rf.wav", b"a b\n.wav"]:
        with open(os.path.join(os.fsencode(month), name), "wb") as file:
            file.write(files()[0])
    _rescan(stack)
    assert httpx.get(f"{stack.url}/health", trust_env=False).is_success
