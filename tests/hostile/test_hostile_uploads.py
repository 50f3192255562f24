"""Damaged and hostile audio files: kept with a note or refused with a sentence."""

from functools import cache

import httpx
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from support.hostile.audio import damaged, files
from support.processes import API, Stack

_TIMEOUT_SECONDS = 60.0

_file_names = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["../../x.wav", "a\x00.wav", "CON.wav", "a" * 300 + ".wav", ".wav", "/", "雨.WAV"]
    ),
)


@cache
def valid_files() -> list[bytes]:
    return files()


@given(st.integers(0, 6), st.integers(0, 2**31), _file_names)
def test_audio(stack: Stack, kind: int, seed: int, file_name: str) -> None:
    content = damaged(valid_files()[kind], seed)
    name = file_name.encode("utf-8", "replace").decode()
    reply = httpx.post(
        f"{stack.url}{API}/upload",
        files={"file": (name or "x", content)},
        timeout=_TIMEOUT_SECONDS,
        trust_env=False,
    )
    assert reply.status_code < 500, (kind, seed, reply.text)
    if reply.status_code == 201:
        _check_kept(stack, reply.json()["data"])
    else:
        assert reply.json()["detail"], reply.text
        assert str(stack.sidecar.data_dir) not in reply.text


def _check_kept(stack: Stack, sound: dict[str, object]) -> None:
    """Check that what is kept is what decodes."""
    path = stack.sidecar.sounds_dir / str(sound["file_path"])
    if not str(path).endswith(".mp3"):
        # libsndfile limits reads of MP3 to its estimate of the length.
        with soundfile.SoundFile(path) as decoded:
            assert abs(len(decoded.read()) - int(str(sound["frame_count"]))) <= 1
    for what in ("waveform", "thumbnail"):
        reply = httpx.get(
            f"{stack.url}{API}/{sound['id']}/{what}", timeout=_TIMEOUT_SECONDS, trust_env=False
        )
        assert reply.status_code == 200, reply.text
