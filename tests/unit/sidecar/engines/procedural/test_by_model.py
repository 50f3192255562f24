"""A language model's answers, as layers of the procedural engine."""

import json
from typing import Any

import pytest

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import (
    Distance,
    Intensity,
    Layer,
    Moment,
    Motion,
    Pace,
    Place,
    Swell,
)
from envsound_server.engines.procedural.reading.by_model import (
    EXAMPLE_ANSWER,
    EXAMPLE_PROMPT,
    model_question,
    scene_of_answer,
)
from envsound_server.engines.procedural.reading.prompt import MOST_LAYERS, Scene
from envsound_server.errors import AnswerRejected

PROMPT = "the heavens broke open, a zither wept"
NOTHING = Scene((), (), ())


def read(answer: dict[str, Any] | str, by_vocabulary: Scene = NOTHING) -> Scene | None:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return scene_of_answer(text, PROMPT, by_vocabulary)


def kinds(scene: Scene | None) -> list[str]:
    return [] if scene is None else [layer.kind for layer in scene.layers]


def test_the_question_names_every_kind_and_the_negative_prompt() -> None:
    question = model_question("雨夜", "雷声")
    assert question.text == "雨夜\n\nNot to be heard: 雷声"
    assert model_question("雨夜").text == "雨夜"
    assert all(kind in question.instruction for kind in KINDS)
    assert json.dumps(list(KINDS)) in json.dumps(question.schema)


def test_the_example_that_the_model_is_given_is_right() -> None:
    scene = scene_of_answer(EXAMPLE_ANSWER, EXAMPLE_PROMPT, NOTHING)
    assert scene is not None
    assert scene.layers == (
        Layer("thunder", Intensity.HEAVY),
        Layer("rain", Intensity.HEAVY),
        Layer("dog bark", count=2, start=Moment(seconds=5)),
    )
    assert scene.excluded == ("wind",)


def test_every_field_reaches_the_layer() -> None:
    answer = {
        "kind": "dog bark",
        "intensity": "light",
        "distance": "distant",
        "pace": "fast",
        "place": "in a cave",
        "motion": "from left to right",
        "count": 3,
        "every_seconds": 2.5,
        "start_percent": 25,
        "end_percent": 75,
        "swell": "fading away",
        "sudden": True,
    }
    scene = read({"layers": [answer]})
    assert scene is not None
    assert scene.layers == (
        Layer(
            "dog bark",
            Intensity.LIGHT,
            Distance.DISTANT,
            Pace.FAST,
            Place.CAVE,
            Motion.LEFT_TO_RIGHT,
            3,
            2.5,
            start=Moment(0.25),
            end=Moment(0.75),
            swell=Swell.FALLING,
            is_sudden=True,
        ),
    )


def test_empty_values_are_those_of_a_plain_layer() -> None:
    empty = {
        **dict.fromkeys(("intensity", "distance", "pace", "place", "motion", "swell"), ""),
        **dict.fromkeys(("count", "every_seconds", "start_seconds", "end_seconds"), 0),
    }
    scene = read({"layers": [{"kind": "rain", **empty}]})
    assert scene is not None
    assert scene.layers == (Layer("rain"),)


def test_seconds_go_before_percent() -> None:
    times = {"start_seconds": 2, "end_seconds": 4, "start_percent": 10, "end_percent": 90}
    scene = read({"layers": [{"kind": "rain", **times}]})
    assert scene is not None
    assert (scene.layers[0].start, scene.layers[0].end) == (Moment(0, 2), Moment(0, 4))


@pytest.mark.parametrize(
    "answer", ['```json\n{"layers": [{"kind": "rain"}]}\n```', 'Here: {"layers":[{"kind":"rain"}]}']
)
def test_text_around_the_json_is_of_no_account(answer: str) -> None:
    assert kinds(read(answer)) == ["rain"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("no JSON", "JSON"),
        ("}{", "JSON"),
        ('{"layers": [', "JSON"),
        ("[]", "JSON"),
        ({"sounds": []}, "layers: Field required"),
        ({"layers": [{"kind": "harp"}]}, "layers.0.kind: Value error, 'harp' is none of the kinds"),
        ({"layers": [{"kind": "rain", "intensity": "huge"}]}, "layers.0.intensity"),
        ({"layers": [{"kind": "rain", "place": "in a palace"}]}, "layers.0.place"),
        ({"layers": [{"kind": "rain", "count": -1}]}, "layers.0.count"),
        ({"layers": [{"kind": "rain", "every_seconds": "often"}]}, "layers.0.every_seconds"),
        ({"layers": [{"kind": "rain", "colour": "grey"}]}, "layers.0.colour"),
        ({"layers": [{"kind": "rain", "start_seconds": 5, "end_seconds": 5}]}, "end_seconds"),
        ({"layers": [{"kind": "rain", "start_percent": 90, "end_percent": 5}]}, "end_percent"),
        ({"layers": [{"kind": "rain"}] * (MOST_LAYERS + 1)}, "layers"),
        ({"layers": [], "left_out": ["harp"]}, "left_out.0"),
    ],
)
def test_a_wrong_answer_is_rejected_with_its_faults(
    answer: dict[str, Any] | str, told: str
) -> None:
    with pytest.raises(AnswerRejected) as rejection:
        read(answer)
    assert told in str(rejection.value)


def test_the_faults_of_a_wrong_answer_stay_short() -> None:
    with pytest.raises(AnswerRejected) as rejection:
        read({"layers": [{"kind": "harp" * 500}] * MOST_LAYERS})
    assert len(str(rejection.value)) < 1_000


def test_an_answer_without_a_sound_is_no_scene() -> None:
    assert read({"layers": []}) is None
    assert read({"layers": [{"kind": "rain"}], "left_out": ["rain"]}) is None


def test_repeated_layers_are_merged() -> None:
    assert kinds(read({"layers": [{"kind": "rain"}, {"kind": "rain"}]})) == ["rain"]


def test_what_the_vocabulary_leaves_out_stays_left_out() -> None:
    by_vocabulary = Scene((), ("rain",), (), silent=frozenset({"rain"}))
    heard = ("rain", "rain on leaves", "thunder", "market")
    answer = {"layers": [{"kind": kind} for kind in heard], "left_out": ["hens"]}
    scene = read(answer, by_vocabulary)
    assert scene is not None
    assert kinds(scene) == ["thunder", "market"]
    assert scene.excluded == ("rain", "hens")
    assert scene.silent >= {"rain", "rain on leaves", "hens"}  # a market without its hens


def test_words_that_are_left_out_need_be_no_kinds() -> None:
    by_vocabulary = Scene((), ("violin",), ())
    scene = read({"layers": [{"kind": "rain"}]}, by_vocabulary)
    assert scene is not None
    assert scene.excluded == ("violin",)


def test_only_words_of_the_prompt_are_not_understood() -> None:
    scene = read({"layers": [{"kind": "rain"}], "not_understood": ["zither", "a choir", ""]})
    assert scene is not None
    assert scene.unknown == ("zither",)
