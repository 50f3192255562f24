"""From a prompt to a file with the TangoFlux engine, on a tiny random checkpoint."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import soundfile
from support.commands import Commands
from support.language_server import running_language_server
from support.processes import API, Stack, running_stack

pytest.importorskip("torch", reason="TangoFlux is not installed: make install-tangoflux")

from support.tangoflux_checkpoint import tiny_checkpoint as tiny_checkpoint

RAIN, RAIN_IN_ENGLISH = "树叶上的大雨", "heavy rain on leaves"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Iterator[Stack]:
    with (
        running_language_server(**{RAIN: RAIN_IN_ENGLISH}) as server,
        running_stack(
            tmp_path_factory.mktemp("tangoflux"),
            ENVSOUND_ENGINE="auto",
            TANGOFLUX_WEIGHTS=str(tiny_checkpoint),
            TANGOFLUX_COMPILE="off",  # compiling takes longer than all that it would save here
            OLLAMA_URL=server.url,
            OMP_NUM_THREADS="1",  # as many tests as cores run at once
        ) as running,
    ):
        yield running


def generate(stack: Stack, **fields: object) -> dict[str, object]:
    reply = httpx.post(f"{stack.url}{API}/generate", json={"duration": 1, "steps": 4, **fields})
    assert reply.status_code == 202, reply.text
    [sound] = stack.wait_until_done([reply.json()["sound_id"]])
    return sound


def test_commands_make_a_sound_with_real_progress(tmp_path: Path, tiny_checkpoint: Path) -> None:
    envsound = Commands(
        tmp_path / "data",
        TANGOFLUX_WEIGHTS=str(tiny_checkpoint),
        TANGOFLUX_COMPILE="off",
        OMP_NUM_THREADS="1",
    )
    try:
        assert envsound("up").returncode == 0
        made = envsound("generate", "rain", "--engine", "tangoflux", "--duration", "2.5")
        refused = envsound("generate", RAIN, "--engine", "tangoflux")
    finally:
        envsound("down")
    assert made.returncode == 0, made.stderr
    path = Path(re.search(r"^file +(.+)$", made.stdout, re.MULTILINE)[1])  # type: ignore[index]
    assert soundfile.info(path).frames == round(2.5 * 44_100)
    assert re.search(r"^engine +tangoflux ", made.stdout, re.MULTILINE)
    assert refused.returncode == 1
    assert "translate the prompt first" in refused.stderr


def test_it_is_the_default_where_there_are_weights(stack: Stack) -> None:
    sound = generate(stack, prompt="rain", seed=7)
    assert sound["generation_model"] == "tangoflux"
    assert sound["steps"] == 4
    assert sound["cfg_scale"] == 3.5


def test_a_chinese_prompt_is_translated_and_both_texts_are_told(stack: Stack) -> None:
    sound = generate(stack, prompt=RAIN)
    assert sound["generation_status"] == "completed", sound
    assert sound["prompt"] == RAIN
    assert RAIN_IN_ENGLISH in str(sound["notes"])


def test_viewers_see_every_stage(stack: Stack) -> None:
    reply = httpx.post(
        f"{stack.url}{API}/generate", json={"prompt": "rain", "duration": 1, "steps": 40}
    )
    url = f"{stack.url}{API}/{reply.json()['sound_id']}/events"
    with httpx.stream("GET", url, timeout=60) as events:
        text = "".join(events.iter_text())
    steps = [int(step) for step in re.findall(r'"step":(\d+)', text)]
    assert "generating" in text
    assert "decoding" in text
    assert len(set(steps)) > 5
    assert "event: completed" in text


def test_the_licence_is_told(stack: Stack) -> None:
    engines = httpx.get(f"{stack.url}/api/v1/engines").json()["engines"]
    tangoflux = next(engine for engine in engines if engine["name"] == "tangoflux")
    assert "non-commercial" in tangoflux["license"]
    assert "research only" in tangoflux["license"]
    assert tangoflux["attribution"] == "Powered by Stability AI"


def test_ten_sounds_at_once_are_all_made(stack: Stack) -> None:
    settings = [
        {"duration": 0.5 + number / 4, "steps": 2 + number, "cfg_scale": 1 + number % 3}
        for number in range(10)
    ]
    replies = [
        httpx.post(f"{stack.url}{API}/generate", json={"prompt": "rain", **wanted})
        for wanted in settings
    ]
    sounds = stack.wait_until_done([reply.json()["sound_id"] for reply in replies])
    assert [sound["generation_status"] for sound in sounds] == ["completed"] * 10
