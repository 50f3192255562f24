"""How prompts are read, with and without a language model, at a real sidecar."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from envsound_test_engines import GATE_VARIABLE, WordsEngine
from support.calls import CALL_SECONDS, Refusal, make, refusal
from support.language_server import LanguageServer, Reply, running_language_server
from support.metrics import Page
from support.processes import Sidecar, free_port, running_sidecar

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

Stub = pb_grpc.EnvironmentSoundServiceStub
Code = grpc.StatusCode

STORM = "the heavens broke open"
DELUGE = "the floodgates of heaven opened"
SMITHY = "Hephaestus smote adamant, firmament wept"
MENDED = "a tempest came up"
WRONG = "the harpist played on"
BROKEN = "a server in tears"
SILENT = "nothing stirred rain"
HEARD = json.dumps({"sounds": ["rain", "thunder"]})
WITHOUT_MODEL = "so the engine's own vocabulary read the prompt."


@pytest.fixture(scope="module")
def language_server() -> Iterator[LanguageServer]:
    replies = {
        STORM: [Reply(f"<think>Rain, surely.</think>\n{HEARD}"), Reply(status=500)],
        DELUGE: [Reply(HEARD)],
        SMITHY: [
            Reply(
                '{"layers": [{"kind": "hammering", "place": "in a hall"}, '
                '{"kind": "rain", "intensity": "heavy", "start_percent": 50}]}'
            )
        ],
        MENDED: [Reply('{"sounds": ["harp"]}'), Reply(HEARD)],
        WRONG: [Reply('{"sounds": ["harp"]}'), Reply("no JSON at all")],
        BROKEN: [Reply(status=500)],
        SILENT: [Reply('{"sounds": []}')],
        "rain in strange words": [Reply(body={"choices": []})],
        "雨声": [Reply("rain")],
    }
    with running_language_server(replies) as server:
        yield server


@pytest.fixture(scope="module")
def with_model(
    tmp_path_factory: pytest.TempPathFactory, language_server: LanguageServer
) -> Iterator[Stub]:
    """A sidecar that has a language model."""
    folder = tmp_path_factory.mktemp("with-model")
    with (
        running_sidecar(folder, OLLAMA_URL=language_server.url) as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        yield Stub(channel)


def read(stub: Stub, **fields: Any) -> pb.ReadPromptResponse:
    """How the engine `words` reads a prompt, unless another one is named."""
    request = pb.ReadPromptRequest(**{"engine": "words", **fields})
    return stub.ReadPrompt(request, timeout=CALL_SECONDS)


def reading_refusal(stub: Stub, **fields: Any) -> Refusal:
    with pytest.raises(grpc.RpcError) as caught:
        read(stub, **fields)
    return Refusal(caught.value)


def kinds(reading: pb.ReadPromptResponse) -> list[str]:
    return [layer.kind for layer in reading.layers]


# What every engine is asked


@pytest.mark.parametrize(
    ("fields", "bad"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": " \n "}, "prompt"),
        ({"prompt": "x" * 1001}, "prompt"),
        ({"prompt": "x\0y"}, "prompt"),
        ({"negative_prompt": "x" * 1001}, "negative_prompt"),
        ({"negative_prompt": "x\0y"}, "negative_prompt"),
        ({"duration_seconds": 61}, "duration_seconds"),
        ({"duration_seconds": -1}, "duration_seconds"),
        ({"duration_seconds": float("nan")}, "duration_seconds"),
    ],
)
def test_a_bad_field_is_refused_as_for_a_sound(
    stub: Stub, fields: dict[str, object], bad: str
) -> None:
    fields = {"prompt": "rain", "engine": "words", **fields}
    told, of_a_sound = reading_refusal(stub, **fields), refusal(stub, **fields)
    assert (told.code, told.reason) == (Code.INVALID_ARGUMENT, "REQUEST_INVALID")
    assert set(told.fields) == {bad}
    assert (told.message, told.fields) == (of_a_sound.message, of_a_sound.fields)


def test_an_unknown_engine(stub: Stub) -> None:
    error = reading_refusal(stub, prompt="rain", engine="orchestra")
    assert (error.code, error.reason) == (Code.NOT_FOUND, "ENGINE_UNKNOWN")


def test_a_negative_prompt_that_the_engine_has_no_use_for_is_read_over(stub: Stub) -> None:
    assert read(stub, prompt="rain", engine="instant", negative_prompt="birds").understood


def test_the_default_engine_reads_where_none_is_named(stub: Stub) -> None:
    assert read(stub, prompt="rain", engine="").engine == "instant"


def test_who_lacks_the_token_is_told_nothing(tmp_path: Path) -> None:
    with (
        running_sidecar(tmp_path, ENVSOUND_TOKEN="let-me-in") as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        stub = Stub(channel)
        error = reading_refusal(stub, prompt="rain")
        assert (error.code, error.reason) == (Code.UNAUTHENTICATED, "UNAUTHENTICATED")
        right = (("authorization", "Bearer let-me-in"),)
        request = pb.ReadPromptRequest(prompt="rain", engine="words")
        assert stub.ReadPrompt(request, timeout=CALL_SECONDS, metadata=right).understood


def test_readings_are_counted(tmp_path: Path) -> None:
    with (
        running_sidecar(tmp_path, ENVSOUND_METRICS_PORT=str(free_port())) as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        read(Stub(channel), prompt="rain")
        reading_refusal(Stub(channel), prompt="")
        page = Page.of(sidecar.metrics_url)
    for code in ("OK", "INVALID_ARGUMENT"):
        assert page.value("envsound_sidecar_requests_total", rpc="ReadPrompt", code=code) == 1


# Engines that take any text


def test_an_engine_that_takes_any_text_understands_it(stub: Stub) -> None:
    reading = read(stub, prompt="a violin sonata", engine="instant")
    assert reading == pb.ReadPromptResponse(
        engine="instant", reader=pb.PROMPT_READER_ENGINE, understood=True
    )


def test_a_foreign_prompt_is_not_understood(stub: Stub) -> None:
    reading = read(stub, prompt="雨声", engine="english")
    assert reading.reader == pb.PROMPT_READER_ENGINE
    assert not reading.understood
    assert "translate the prompt first" in reading.notes[0]


def test_a_foreign_prompt_is_understood_where_it_is_translated(
    with_model: Stub, language_server: LanguageServer
) -> None:
    reading = read(with_model, prompt="雨声", engine="english")
    assert reading.understood
    assert "translated into English" in reading.notes[0]
    assert not language_server.asked("雨声")


def test_an_engine_without_weights_reads_and_says_so(stub: Stub) -> None:
    reading = read(stub, prompt="rain", engine="words_without_weights")
    assert reading.understood
    assert kinds(reading) == ["rain"]
    assert any("install-weights" in note for note in reading.notes)


def test_an_engine_that_is_loading_reads_and_says_so(tmp_path: Path) -> None:
    gate = {"ENVSOUND_ENGINE": "loading", GATE_VARIABLE: str(tmp_path / "gate")}
    sidecar = Sidecar(tmp_path, **gate)
    try:
        sidecar.start(until_serving=False)
        with grpc.insecure_channel(sidecar.target) as channel:
            for engine in ("loading", "words"):
                reading = read(Stub(channel), prompt="rain", engine=engine)
                assert reading.understood
                assert "still loading" in reading.notes[0]
    finally:
        sidecar.kill()


# Engines that work from known words


def test_all_of_a_layer_is_told(stub: Stub) -> None:
    reading = read(stub, prompt="thunder rain", duration_seconds=20)
    thunder, rain = reading.layers
    assert (reading.reader, reading.understood) == (pb.PROMPT_READER_VOCABULARY, True)
    assert (thunder.kind, thunder.chinese_name) == ("thunder", "雷")
    assert thunder.description == "distant heavy thunder"
    assert thunder.intensity == pb.INTENSITY_HEAVY
    assert thunder.distance == pb.DISTANCE_DISTANT
    assert thunder.pace == pb.PACE_SLOW
    assert thunder.place == "in a church"
    assert thunder.motion == pb.MOTION_LEFT_TO_RIGHT
    assert (thunder.count, thunder.every_seconds) == (3, 2.5)
    assert (rain.count, rain.HasField("every_seconds")) == (0, False)
    assert (thunder.start_seconds, thunder.end_seconds) == (0, 20)
    assert thunder.swell == pb.SWELL_FALLING
    assert thunder.sudden


def test_times_are_those_of_the_default_duration(stub: Stub) -> None:
    assert read(stub, prompt="rain").layers[0].end_seconds == 1


def test_what_is_left_out_and_not_understood_is_told(stub: Stub) -> None:
    reading = read(stub, prompt="rain thunder zither", negative_prompt="thunder")
    assert kinds(reading) == ["rain"]
    assert list(reading.left_out) == ["thunder"]
    assert list(reading.not_understood) == ["zither"]


def test_a_prompt_that_no_sound_would_be_made_of(stub: Stub) -> None:
    reading = read(stub, prompt="a violin")
    assert not reading.understood
    assert [sound.name for sound in reading.suggestions] == ["rain"]
    assert reading.suggestions[0] == pb.KnownSound(
        name="rain",
        chinese_name="雨",
        category="RAINGeneral",
        english_example="rain",
        chinese_example="下雨",
    )
    error = refusal(stub, prompt="a violin", engine="words")
    assert (error.code, error.reason) == (Code.INVALID_ARGUMENT, "PROMPT_NOT_UNDERSTOOD")
    sentence = "the words engine knows no sound in this prompt; did you mean: rain?"
    assert error.fields == {"prompt": sentence}
    assert list(reading.notes) == [f"T{sentence[1:]}"]


def test_known_sounds_are_listed_in_both_languages(stub: Stub) -> None:
    reply = stub.ListEngines(pb.ListEnginesRequest(), timeout=CALL_SECONDS)
    engines = {engine.name: engine for engine in reply.engines}
    words = engines["words"]
    assert list(words.known_sounds) == [sound.name for sound in words.sounds]
    assert [sound.chinese_name for sound in words.sounds] == ["雨", "雷"]
    assert words.sounds[1].english_example == "thunder"
    assert not engines["instant"].sounds


# With a language model


def test_a_prompt_in_known_words_is_not_the_model_s(
    with_model: Stub, language_server: LanguageServer
) -> None:
    prompt = "rain thunder outside"
    assert read(with_model, prompt=prompt).reader == pb.PROMPT_READER_VOCABULARY
    assert make(with_model, prompt=prompt, engine="words").notes == ["Heard: rain, thunder."]
    assert not language_server.asked(prompt)


def test_a_prompt_in_other_words_is_read_by_the_model_once(
    with_model: Stub, language_server: LanguageServer
) -> None:
    reading = read(with_model, prompt=STORM)
    assert (reading.reader, reading.understood) == (pb.PROMPT_READER_LANGUAGE_MODEL, True)
    assert kinds(reading) == ["rain", "thunder"]
    assert list(reading.notes) == ["Read by the language model tiny-translator."]
    # The server has nothing more to say: what follows is what it said at first.
    assert read(with_model, prompt=STORM, duration_seconds=20).layers[0].end_seconds == 20
    first, second = (make(with_model, prompt=STORM, engine="words", seed=7) for _ in range(2))
    assert first.sha256 == second.sha256
    assert list(first.notes) == [*reading.notes, "Heard: rain, thunder."]
    (question,) = language_server.asked(STORM)
    assert question["messages"][0] == {"role": "system", "content": "Name the sounds."}
    assert question["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": WordsEngine.SCHEMA},
    }


def test_the_procedural_engine_makes_what_the_model_reads(
    with_model: Stub, language_server: LanguageServer
) -> None:
    fields = {"prompt": SMITHY, "engine": "procedural", "duration_seconds": 4}
    reading = read(with_model, **fields)
    assert reading.reader == pb.PROMPT_READER_LANGUAGE_MODEL
    assert kinds(reading) == ["hammering", "rain"]
    hammering, rain = reading.layers
    assert hammering.place == "in a hall"
    assert rain.intensity == pb.INTENSITY_HEAVY
    assert (rain.start_seconds, rain.end_seconds) == (2, 4)
    read_by, heard, *_ = make(with_model, **fields).notes
    assert read_by == "Read by the language model tiny-translator."
    assert "hammering in a hall" in heard
    (question,) = language_server.asked(SMITHY)
    assert "hammering" in json.dumps(question["response_format"])


def test_the_procedural_engine_reads_while_others_load(tmp_path: Path) -> None:
    sidecar = Sidecar(
        tmp_path, **{"ENVSOUND_ENGINE": "loading", GATE_VARIABLE: str(tmp_path / "gate")}
    )
    try:
        sidecar.start(until_serving=False)
        with grpc.insecure_channel(sidecar.target) as channel:
            reading = read(Stub(channel), prompt="heavy rain", engine="procedural")
            assert reading.understood
            assert kinds(reading) == ["rain"]
    finally:
        sidecar.kill()


def test_a_wrong_answer_is_told_to_the_model_which_mends_it(
    with_model: Stub, language_server: LanguageServer
) -> None:
    sound = make(with_model, prompt=MENDED, engine="words")
    assert "Heard: rain, thunder." in sound.notes
    assert "Read by the language model tiny-translator." in sound.notes
    first, second = language_server.asked(MENDED)
    assert second["messages"][:2] == first["messages"]
    wrong, complaint = second["messages"][2:]
    assert wrong == {"role": "assistant", "content": '{"sounds": ["harp"]}'}
    assert "['harp'] are not all known" in complaint["content"]
    assert second["response_format"] == first["response_format"]


def test_after_two_wrong_answers_the_vocabulary_s_reading_stands(
    with_model: Stub, language_server: LanguageServer
) -> None:
    for _ in range(2):
        reading = read(with_model, prompt=WRONG)
        assert (reading.reader, reading.understood) == (pb.PROMPT_READER_VOCABULARY, False)
        assert "could not be used" in reading.notes[0]
        assert reading.notes[0].endswith(WITHOUT_MODEL)
    assert refusal(with_model, prompt=WRONG, engine="words").reason == "PROMPT_NOT_UNDERSTOOD"
    assert len(language_server.asked(WRONG)) == 2


@pytest.mark.parametrize("prompt", [BROKEN, "rain in strange words", "rain without a reply"])
def test_a_model_that_fails_leaves_the_vocabulary_s_reading(
    with_model: Stub, language_server: LanguageServer, prompt: str
) -> None:
    reading = read(with_model, prompt=prompt)
    assert reading.reader == pb.PROMPT_READER_VOCABULARY
    assert kinds(reading) == ["rain"] * ("rain" in prompt)
    assert reading.notes[0].endswith(WITHOUT_MODEL)
    assert "secret" not in str(reading)
    if reading.understood:
        sound = make(with_model, prompt=prompt, engine="words")
        assert list(sound.notes) == [reading.notes[0], "Heard: rain."]
    assert len(language_server.asked(prompt)) == 1


def test_a_model_that_finds_no_sound_leaves_the_vocabulary_s_reading(with_model: Stub) -> None:
    reading = read(with_model, prompt=SILENT)
    assert (reading.reader, kinds(reading)) == (pb.PROMPT_READER_VOCABULARY, ["rain"])
    assert "found no known sound" in reading.notes[0]


def test_what_is_left_out_stays_out_of_the_model_s_reading(with_model: Stub) -> None:
    reading = read(with_model, prompt=DELUGE, negative_prompt="thunder")
    assert reading.reader == pb.PROMPT_READER_LANGUAGE_MODEL
    assert (kinds(reading), list(reading.left_out)) == (["rain"], ["thunder"])


def test_the_vocabulary_alone_reads_where_that_is_asked_for(
    with_model: Stub, language_server: LanguageServer
) -> None:
    reading = read(with_model, prompt="rain in my soul", vocabulary_only=True)
    assert (reading.reader, kinds(reading)) == (pb.PROMPT_READER_VOCABULARY, ["rain"])
    assert "was not asked" in reading.notes[0]
    assert not read(with_model, prompt="rain thunder", vocabulary_only=True).notes
    assert not language_server.asked("rain in my soul")


def test_progress_is_told_while_the_model_reads(with_model: Stub) -> None:
    request = pb.GenerateSoundRequest(engine="words", prompt=STORM)
    first = next(iter(with_model.GenerateSound(request, timeout=CALL_SECONDS)))
    assert first.progress.stage == pb.STAGE_PREPARING


def test_a_bad_field_is_told_before_the_model_is_asked(
    with_model: Stub, language_server: LanguageServer
) -> None:
    error = refusal(with_model, engine="words", prompt="unknown words", duration_seconds=1e9)
    assert "duration_seconds" in error.fields
    assert not language_server.asked("unknown words")


def test_a_model_that_is_away_leaves_the_vocabulary_s_reading(tmp_path: Path) -> None:
    with (
        running_sidecar(tmp_path, OLLAMA_URL="http://127.0.0.1:9") as sidecar,
        grpc.insecure_channel(sidecar.target) as channel,
    ):
        sound = make(Stub(channel), prompt="rain in strange words", engine="words")
        assert sound.notes[0].endswith(WITHOUT_MODEL)
        assert sound.notes[1] == "Heard: rain."
