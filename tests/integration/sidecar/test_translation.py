"""Prompts in a language that the engine does not read."""

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from support.calls import CALL_SECONDS, make, refusal
from support.language_server import LanguageServer, running_language_server
from support.processes import Sidecar, running_sidecar

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

RAIN, RAIN_IN_ENGLISH = "树叶上的大雨", "heavy rain on leaves"


@pytest.fixture(scope="module")
def language_server() -> Iterator[LanguageServer]:
    translations = {
        RAIN: f'<think>The user wants rain.</think>\n"{RAIN_IN_ENGLISH}"\n',
        "音乐": "music",
        "空": "   ",
        "还是中文": "还是中文",
    }
    with running_language_server(**translations) as server:
        yield server


@pytest.fixture(scope="module")
def sidecar(
    tmp_path_factory: pytest.TempPathFactory, language_server: LanguageServer
) -> Iterator[Sidecar]:
    folder = tmp_path_factory.mktemp("translating")
    with running_sidecar(folder, OLLAMA_URL=f"{language_server.url}/v1/") as running:
        yield running


def test_the_reply_holds_both_texts(
    stub: pb_grpc.EnvironmentSoundServiceStub, language_server: LanguageServer
) -> None:
    sound = make(stub, engine="english", prompt=RAIN, negative_prompt="音乐")
    assert sound.prompt == RAIN
    assert sound.engine_prompt == RAIN_IN_ENGLISH
    assert sound.negative_prompt == "音乐"
    assert any(RAIN_IN_ENGLISH in note for note in sound.notes)
    assert any("negative prompt: music" in note for note in sound.notes)
    question = language_server.questions[0]
    assert question["path"] == "/v1/chat/completions"
    assert question["model"] == "tiny-translator"
    assert question["temperature"] == 0


def test_a_text_is_translated_once_and_the_same_seed_gives_the_same_sound(
    stub: pb_grpc.EnvironmentSoundServiceStub, language_server: LanguageServer
) -> None:
    first = make(stub, engine="english", prompt=RAIN, seed=7)
    asked = len(language_server.questions)
    second = make(stub, engine="english", prompt=RAIN, seed=7)
    assert second.sha256 == first.sha256
    assert len(language_server.questions) == asked


def test_an_english_prompt_is_left_alone(stub: pb_grpc.EnvironmentSoundServiceStub) -> None:
    sound = make(stub, engine="english", prompt="rain")
    assert not sound.engine_prompt
    assert not any("translation" in note for note in sound.notes)


def test_progress_is_told_while_it_is_translated(
    stub: pb_grpc.EnvironmentSoundServiceStub,
) -> None:
    request = pb.GenerateSoundRequest(engine="english", prompt=RAIN)
    first = next(iter(stub.GenerateSound(request, timeout=CALL_SECONDS)))
    assert first.progress.stage == pb.STAGE_PREPARING


@pytest.mark.parametrize("prompt", ["服务器不认识", "空", "还是中文"])
def test_no_translation_is_told_and_nothing_of_the_server_leaks(
    stub: pb_grpc.EnvironmentSoundServiceStub, prompt: str
) -> None:
    error = refusal(stub, engine="english", prompt=prompt)
    assert error.code is grpc.StatusCode.UNAVAILABLE
    assert error.reason == "TRANSLATION_FAILED"
    assert "translated" in error.message
    assert "secret" not in error.message


def test_a_bad_field_is_told_before_anything_is_translated(
    stub: pb_grpc.EnvironmentSoundServiceStub, language_server: LanguageServer
) -> None:
    asked = len(language_server.questions)
    error = refusal(stub, engine="english", prompt="坏的", duration_seconds=1e9)
    assert "duration_seconds" in error.fields
    assert len(language_server.questions) == asked


def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    with (
        running_sidecar(tmp_path, OLLAMA_URL="http://127.0.0.1:9") as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        stub = pb_grpc.EnvironmentSoundServiceStub(channel)
        assert refusal(stub, engine="english", prompt=RAIN).reason == "TRANSLATION_FAILED"


def test_without_such_a_server_the_prompt_is_to_be_translated_first(tmp_path: Path) -> None:
    with (
        running_sidecar(tmp_path) as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        stub = pb_grpc.EnvironmentSoundServiceStub(channel)
        error = refusal(stub, engine="english", prompt=RAIN)
    assert error.code is grpc.StatusCode.INVALID_ARGUMENT
    assert error.reason == "PROMPT_NOT_UNDERSTOOD"
    assert "translate the prompt first" in error.message
    assert "OLLAMA_URL" in error.message
