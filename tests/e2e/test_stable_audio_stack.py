"""From a prompt to a file with the Stable Audio engine, on a tiny random checkpoint."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import soundfile
from support.language_server import running_language_server
from support.processes import API, Stack, running_stack

pytest.importorskip("torch", reason="the models are not installed: make install-models")

from support.stable_audio_checkpoint import tiny_stable_audio as tiny_stable_audio

RAIN, RAIN_IN_ENGLISH = "树叶上的大雨", "heavy rain on leaves"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, tiny_stable_audio: Path) -> Iterator[Stack]:
    with (
        running_language_server(**{RAIN: RAIN_IN_ENGLISH}) as server,
        running_stack(
            tmp_path_factory.mktemp("stable-audio"),
            ENVSOUND_ENGINE="auto",
            STABLE_AUDIO_WEIGHTS=str(tiny_stable_audio),
            STABLE_AUDIO_DTYPE="float32",
            OLLAMA_URL=server.url,
            OMP_NUM_THREADS="1",  # as many tests as cores run at once
        ) as running,
    ):
        yield running


def ask(stack: Stack, path: str, **fields: object) -> dict[str, Any]:
    """Ask for a sound, wait for it, and return it."""
    reply = httpx.post(f"{stack.url}{API}/{path}", json=fields)
    assert reply.status_code == 202, reply.text
    [sound] = stack.wait_until_done([reply.json()["sound_id"]])
    assert sound["generation_status"] == "completed", sound
    return dict(sound)


def samples(stack: Stack, sound: dict[str, Any]) -> np.ndarray:
    """Return what is heard, [frames, 2]."""
    reply = httpx.get(f"{stack.url}{API}/{sound['id']}/download")
    heard: np.ndarray = soundfile.read(io.BytesIO(reply.content))[0]
    return heard


def engine(stack: Stack) -> dict[str, Any]:
    reply = httpx.get(f"{stack.url}/api/v1/engines").json()
    return next(engine for engine in reply["engines"] if engine["name"] == "stable_audio")


def test_it_is_the_default_where_there_are_weights(stack: Stack) -> None:
    sound = ask(stack, "generate", prompt="rain", seed=7, duration=1)
    assert sound["generation_model"] == "stable_audio"
    assert sound["steps"] == 8
    reply = httpx.get(f"{stack.url}/api/v1/engines").json()
    assert reply["default_engine"] == "stable_audio"
    assert "STABLE_AUDIO_WEIGHTS" in reply["default_engine_reason"]


def test_how_it_computes_and_under_which_terms_is_told(stack: Stack) -> None:
    told = engine(stack)
    assert told["computation"].startswith("float32 (")
    assert told["supports_source"] is True
    assert told["attribution"] == "Powered by Stability AI"
    assert told["terms"]["commercial_use"] == "up_to_revenue"
    assert told["terms"]["revenue_limit_usd"] == 1_000_000
    sound = ask(stack, "generate", prompt="rain", duration=1)
    assert sound["license"]["commercial_use"] == "up_to_revenue"
    credits = httpx.get(f"{stack.url}{API}/credits", params={"sound_ids": str(sound["id"])}).json()
    assert "Powered by Stability AI" in credits["text"]


def test_what_a_distilled_checkpoint_has_no_use_for_is_told(stack: Stack) -> None:
    sound = ask(
        stack, "generate", prompt="rain", duration=1, cfg_scale=7, negative_prompt="loud traffic"
    )
    notes = " ".join(sound["notes"])
    assert "cfg_scale" in notes
    assert "negative_prompt" in notes


def test_a_chinese_prompt_is_translated(stack: Stack) -> None:
    sound = ask(stack, "generate", prompt=RAIN, duration=1)
    assert sound["prompt"] == RAIN
    assert RAIN_IN_ENGLISH in str(sound["notes"])


def test_a_loop_has_its_length_and_no_step_where_it_meets_itself(stack: Stack) -> None:
    sound = ask(stack, "generate", prompt="rain", duration=3, loop=True, seed=3)
    heard = samples(stack, sound)
    assert len(heard) == 3 * 44_100
    steps = np.abs(np.diff(np.concatenate((heard, heard[:1])), axis=0)).max(axis=1)
    assert steps[-1] <= steps[:-1].max()


def test_a_sound_is_varied_extended_and_repaired(stack: Stack) -> None:
    parent = ask(stack, "generate", prompt="rain", duration=3, seed=5, format="flac")
    heard = samples(stack, parent)

    varied = ask(stack, f"{parent['id']}/vary", strength=0.5)
    assert varied["parent_id"] == parent["id"]
    assert len(samples(stack, varied)) == len(heard)

    longer = ask(stack, f"{parent['id']}/extend", duration=5)
    assert longer["parent_id"] == parent["id"]
    extended = samples(stack, longer)
    assert len(extended) == 5 * 44_100
    kept = slice(0, len(heard) - 2205)
    assert np.abs(extended[kept] - heard[kept]).max() < 1e-3

    repaired = ask(stack, f"{parent['id']}/repair", start=1.0, end=2.0)
    mended = samples(stack, repaired)
    assert len(mended) == len(heard)
    outside = np.r_[0 : 44_100 - 2205, 2 * 44_100 + 2205 : 3 * 44_100]
    assert np.abs(mended[outside] - heard[outside]).max() < 1e-3
    assert np.abs(mended[50_000:80_000] - heard[50_000:80_000]).max() > 1e-3


def test_sounds_of_every_length_at_once_are_all_made(stack: Stack) -> None:
    lengths = [0.5 + number * 1.7 for number in range(10)]
    replies = [
        httpx.post(
            f"{stack.url}{API}/generate",
            json={"prompt": "rain", "duration": length, "steps": 4 + number},
        )
        for number, length in enumerate(lengths)
    ]
    sounds = stack.wait_until_done([reply.json()["sound_id"] for reply in replies])
    assert [sound["generation_status"] for sound in sounds] == ["completed"] * 10
    assert [sound["duration"] for sound in sounds] == pytest.approx(lengths)
