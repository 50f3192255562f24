"""The steps from the words of a prompt to its layers."""

import pytest

from envsound_server.engines.procedural.layers import END, Layer, Moment, Swell
from envsound_server.engines.procedural.reading.clauses import Mention
from envsound_server.engines.procedural.reading.grammar import clauses_of
from envsound_server.engines.procedural.reading.meaning import Role
from envsound_server.engines.procedural.reading.numbers import chinese_number, measure_at
from envsound_server.engines.procedural.reading.prompt import Scene, read_prompt
from envsound_server.engines.procedural.reading.tokens import tokens_of


def layer(prompt: str, kind: str) -> Layer:
    return next(layer for layer in read_prompt(prompt).layers if layer.kind == kind)


def kinds(prompt: str, negative_prompt: str = "") -> list[str]:
    return [layer.kind for layer in read_prompt(prompt, negative_prompt).layers]


OTHER_WORDS = ("钟情", "海报", "风俗", "火腿", "毛毛虫", "手雷达", "雨果", "terrain")


@pytest.mark.parametrize("word", OTHER_WORDS)
def test_no_phrase_is_found_within_another_word(word: str) -> None:
    assert [token.role for token in tokens_of(word) if token.role is Role.SOUND] == []


def test_a_compound_of_known_parts_is_read_as_these() -> None:
    assert [token.text for token in tokens_of("蛙鸣夜")] == ["蛙鸣", "夜"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("三", 3), ("十", 10), ("十二", 12), ("三十", 30), ("一百零八", 108), ("7", 7)],
)
def test_reads_chinese_numerals(text: str, number: int) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("every five seconds", 5),
        ("every few seconds", 4),
        ("once a minute", 60),
        ("once every ten seconds", 10),
        ("every second", 1),
    ],
)
def test_reads_rates(words: str, seconds: float) -> None:
    measure = measure_at(words.split(), 0)
    assert measure is not None
    assert measure.meaning.description.every_seconds == seconds
    assert measure.atom_count == len(words.split())


def test_modifiers_of_an_unknown_noun_stay_with_it() -> None:
    scene = read_prompt("little girl laughing, birds")
    assert [str(layer) for layer in scene.layers] == ["songbirds"]
    assert scene.unknown == ("little girl laughing",)


def test_a_clause_has_its_nouns_in_order() -> None:
    clauses = clauses_of(tokens_of("heavy rain and distant thunder, a violin"))
    names = [
        item.token.text if isinstance(item, Mention) else "?"
        for clause in clauses
        for item in clause.items
    ]
    assert names == ["rain", "thunder", "?"]


@pytest.mark.parametrize(
    ("prompt", "heard", "left_out"),
    [
        ("without wind, thunder and rain, birds", ["songbirds"], {"wind", "thunder", "rain"}),
        ("no wind, thunder or rain, just birds", ["songbirds"], {"wind", "thunder", "rain"}),
        ("rain instead of thunder", ["rain"], {"thunder"}),
        ("neither thunder nor wind, only rain", ["rain"], {"thunder", "wind"}),
        ("the rain has stopped, birds are singing", ["songbirds"], {"rain"}),
        ("everything is silent except the clock", ["clock ticking"], set()),
        ("nothing but rain", ["rain"], set()),
        ("rain, but hold the thunder", ["rain"], {"thunder"}),
        ("除了雨声什么都没有", ["rain"], set()),
        ("除了雨声还有雷声", ["rain", "thunder"], set()),
        ("雨停了，鸟在叫", ["songbirds"], {"rain"}),
        ("没有风和雷，只有雨", ["rain"], {"wind", "thunder"}),
    ],
)
def test_leaves_out_what_is_asked(prompt: str, heard: list[str], left_out: set[str]) -> None:
    assert kinds(prompt) == heard
    assert set(read_prompt(prompt).excluded) == left_out


def test_who_leaves_out_traffic_leaves_out_cars() -> None:
    assert {"city traffic", "car passing", "car horn"} <= read_prompt("rain, no traffic").silent


def test_a_negative_prompt_leaves_out_what_it_names() -> None:
    scene = read_prompt("rain and thunder", "thunder, wind")
    assert [layer.kind for layer in scene.layers] == ["rain"]
    assert scene.excluded == ("thunder", "wind")


@pytest.mark.parametrize(
    ("prompt", "intensity"),
    [
        ("the rain isn't heavy", "light"),
        ("rain, not too loud", "light"),
        ("雨不大", "light"),
        ("雨不小", "heavy"),
        ("less rain", "light"),
        ("more rain", "heavy"),
    ],
)
def test_grades_what_is_not_so(prompt: str, intensity: str) -> None:
    assert layer(prompt, "rain").intensity.value == intensity


def test_then_parts_a_prompt_into_stages() -> None:
    first, second = read_prompt("footsteps, then a door slams").layers
    assert (first.start, first.end) == (Moment(0.0), Moment(0.5))
    assert (second.start, second.end) == (Moment(0.5), END)


def test_a_bed_goes_on_while_the_next_sound_begins() -> None:
    assert layer("rain, then thunder", "rain").end == END
    assert layer("at first rain, then thunder", "rain").end == Moment(0.5)


def test_seconds_are_kept_as_seconds() -> None:
    assert layer("rain, after five seconds thunder", "thunder").start == Moment(0.0, 5.0)
    assert layer("雨声，五秒后打雷", "thunder").start == Moment(0.0, 5.0)


def test_suddenly_begins_at_once() -> None:
    thunder = layer("rain, suddenly thunder", "thunder")
    assert thunder.is_sudden
    assert thunder.start > Moment(0.0)


def test_light_rain_changes_into_heavy_rain() -> None:
    light, heavy = read_prompt("小雨转大雨").layers
    assert (light.intensity.value, heavy.intensity.value) == ("light", "heavy")
    assert heavy.start < light.end < END


def test_sounds_after_a_change_last_all_the_time() -> None:
    dog = layer("小雨转大雨，远处有狗叫", "dog bark")
    assert (dog.start, dog.end) == (Moment(0.0), END)


def test_a_sound_rises_and_falls() -> None:
    assert layer("the wind grows louder", "wind").swell is Swell.RISING
    assert layer("雨声越来越小", "rain").swell is Swell.FALLING


def test_the_share_of_unknown_words_is_reported() -> None:
    assert read_prompt("rain").unknown_share == 0
    assert read_prompt("qwertz and a violin").unknown_share == 1
    assert read_prompt("") == Scene((), (), ())
