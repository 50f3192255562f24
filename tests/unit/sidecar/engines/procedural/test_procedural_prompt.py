import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envsound_server.engines.procedural.layers import Distance, Intensity, Layer, Pace
from envsound_server.engines.procedural.reading.prompt import MOST_LAYERS, read_prompt


def heard(prompt: str) -> list[str]:
    return [str(layer) for layer in read_prompt(prompt).layers]


@pytest.mark.parametrize(
    ("prompt", "layers"),
    [
        ("heavy rain on leaves with distant thunder", ["heavy rain on leaves", "distant thunder"]),
        ("gentle wind and birds", ["light wind", "songbirds"]),
        ("Drizzle on a tin roof", ["light rain on a tin roof"]),
        ("a downpour outside the window", ["heavy rain outside the window"]),
        ("thunder in the distance, crickets nearby", ["distant thunder", "near crickets"]),
        ("birds singing in the distance by a stream", ["distant songbirds", "stream"]),
        ("soft, gentle rain and heavy, distant thunder", ["light rain", "distant heavy thunder"]),
        ("rain, soft and gentle, with thunder", ["light rain", "thunder"]),
        ("a crackling campfire by the ocean", ["campfire", "ocean waves"]),
        ("slow waves on the beach", ["slow ocean waves"]),
        ("thunderstorm", ["rain", "thunder", "wind"]),
        ("storm with distant thunder", ["rain", "wind", "distant thunder"]),
        ("Café murmur, a fast clock", ["restaurant", "fast clock ticking"]),
        ("air conditioner", ["fan"]),
        ("busy traffic", ["heavy city traffic"]),
        ("rain and wind in the trees", ["rain", "wind in the trees"]),
        ("wind blowing strongly", ["heavy wind"]),
        ("birds near a stream", ["songbirds", "stream"]),
        ("birds and distant birds", ["songbirds", "distant songbirds"]),
        ("rain and heavy rainfall", ["heavy rain"]),
        ("distant waves on the beach", ["distant ocean waves"]),
        ("faraway café chatter, light rain", ["distant restaurant", "light rain"]),
        ("not too heavy rain", ["light rain"]),
        ("小雨 远处雷声", ["light rain", "distant thunder"]),
        ("远处的雷声，大雨打在树叶上", ["distant thunder", "heavy rain on leaves"]),
        ("雨很大，雷声很远", ["heavy rain", "distant thunder"]),
        ("暴风雨", ["heavy rain", "heavy thunder", "heavy wind"]),
        ("窗外下着小雨，壁炉里的火噼啪作响", ["light rain outside the window", "fireplace"]),
        ("海浪拍岸，近处有鸟鸣", ["ocean waves", "near songbirds"]),
        ("夏夜的蟋蟀和小溪", ["crickets", "stream"]),
        ("咖啡厅里的人声和时钟", ["restaurant", "clock ticking"]),
        ("空调的嗡嗡声，城市车流", ["fan", "city traffic"]),
        ("急促的雨", ["fast rain"]),
        ("遠處雷聲和風聲", ["distant thunder", "wind"]),
        ("rain 和 distant 雷声", ["rain", "distant thunder"]),
        ("footsteps on gravel", ["footsteps on gravel"]),
        ("slow footsteps in the snow", ["slow footsteps in snow"]),
        ("footsteps echoing in a stone corridor", ["footsteps on stone in a corridor"]),
        ("water dripping in a cave", ["dripping water in a cave"]),
        (
            "steps and a bell in a church",
            ["footsteps on stone in a church", "church bell in a church"],
        ),
        (
            "a dog barking outside the window, a clock ticking",
            ["dog bark outside the window", "clock ticking"],
        ),
        ("footsteps approaching", ["footsteps on wood approaching"]),
        ("脚步声由远及近", ["footsteps on wood approaching"]),
        ("a car passing from left to right", ["car passing from left to right"]),
        ("three knocks on a wooden door", ["knock on a door 3 times"]),
        ("knock twice on the door", ["knock on a door 2 times"]),
        ("two dogs barking", ["dog bark"]),
        ("a clock tower strikes twelve", ["clock striking 12 times"]),
        ("钟楼敲钟十二下", ["clock striking 12 times"]),
        ("远处一声枪响", ["distant gunshot once"]),
    ],
)
def test_reads_the_layers(prompt: str, layers: list[str]) -> None:
    assert heard(prompt) == layers


NO_SOUNDS = (
    "terrain, brainstorm, drain, birdseed, window, carpet, season, "
    "traffic light, microwave, 小提琴, 分钟, 上海, 风格, 火腿"
)


@pytest.mark.parametrize("prompt", NO_SOUNDS.split(", "))
def test_takes_no_other_word_for_a_sound(prompt: str) -> None:
    assert heard(prompt) == []
    assert read_prompt(prompt).unknown == (prompt,)


@pytest.mark.parametrize(
    ("prompt", "layers", "excluded"),
    [
        ("rain without thunder", ["rain"], ["thunder"]),
        ("no wind, but crickets", ["crickets"], ["wind"]),
        ("rain without thunder or wind", ["rain"], ["thunder", "wind"]),
        ("rain without thunder and wind", ["rain"], ["thunder", "wind"]),
        ("no thunder and heavy rain", ["heavy rain"], ["thunder"]),
        ("thunderstorm without thunder", ["rain", "wind"], ["thunder"]),
        ("rain without heavy distant thunder", ["rain"], ["thunder"]),
        ("没有雷声的雨", ["rain"], ["thunder"]),
        ("小雨，不要风声", ["light rain"], ["wind"]),
    ],
)
def test_leaves_out_what_is_not_wanted(prompt: str, layers: list[str], excluded: list[str]) -> None:
    assert heard(prompt) == layers
    assert list(read_prompt(prompt).excluded) == excluded


@pytest.mark.parametrize(
    ("prompt", "unknown"),
    [
        ("rain on a tin roof at night with a violin", ("violin",)),
        ("the sound of gentle rain falling", ()),
        ("小提琴和雨声", ("小提琴",)),
        ("clock on a window", ("window",)),
        ("ocean, sea lions", ("sea lions",)),
    ],
)
def test_keeps_unknown_words(prompt: str, unknown: tuple[str, ...]) -> None:
    assert read_prompt(prompt).unknown == unknown


ENGLISH_SOUNDS = {
    "rain": "rain", "thunder": "thunder", "wind": "wind", "waves": "ocean waves",
    "stream": "stream", "campfire": "campfire", "birds": "songbirds", "crickets": "crickets",
    "traffic": "city traffic", "cafe": "restaurant", "clock": "clock ticking",
    "church bells": "church bell", "dog bark": "dog bark", "footsteps": "footsteps on wood",
}  # fmt: skip
CHINESE_SOUNDS = {
    "雨声": "rain", "雷声": "thunder", "风声": "wind", "海浪": "ocean waves",
    "溪流": "stream", "篝火": "campfire", "鸟鸣": "songbirds", "蟋蟀": "crickets",
    "车流": "city traffic", "咖啡馆": "restaurant", "时钟": "clock ticking",
    "狗叫": "dog bark", "脚步声": "footsteps on wood", "枪声": "gunshot",
}  # fmt: skip
INTENSITIES = {
    ("", ""): Intensity.NORMAL,
    ("heavy", "强烈的"): Intensity.HEAVY,
    ("gentle", "轻柔的"): Intensity.LIGHT,
}
DISTANCES = {
    ("", ""): Distance.NORMAL,
    ("distant", "远处的"): Distance.DISTANT,
    ("near", "近处的"): Distance.NEAR,
}
PACES = {("", ""): Pace.NORMAL, ("slow", "缓慢的"): Pace.SLOW, ("rapid", "快速的"): Pace.FAST}


@st.composite
def descriptions(draw: st.DrawFn, language: int) -> tuple[str, Layer]:
    intensity = draw(st.sampled_from(list(INTENSITIES)))
    distance = draw(st.sampled_from(list(DISTANCES)))
    pace = draw(st.sampled_from(list(PACES)))
    word, sound = draw(st.sampled_from(list((ENGLISH_SOUNDS, CHINESE_SOUNDS)[language].items())))
    words = [
        *draw(st.permutations([intensity[language], distance[language], pace[language]])),
        word,
    ]
    layer = Layer(sound, INTENSITIES[intensity], DISTANCES[distance], PACES[pace])
    return (" " if language == 0 else "").join(part for part in words if part), layer


@given(
    st.lists(descriptions(0), min_size=1, max_size=5, unique_by=lambda d: d[1].kind),
    st.sampled_from([" and ", ", ", " with "]),
)
@settings(deadline=None)
def test_each_english_modifier_stays_with_its_sound(
    described: list[tuple[str, Layer]], joint: str
) -> None:
    scene = read_prompt(joint.join(text for text, _ in described))
    assert scene.layers == tuple(layer for _, layer in described)
    assert scene.unknown == ()


@given(
    st.lists(descriptions(1), min_size=1, max_size=5, unique_by=lambda d: d[1].kind),
    st.sampled_from(["和", "，", "、", " "]),
)
@settings(deadline=None)
def test_each_chinese_modifier_stays_with_its_sound(
    described: list[tuple[str, Layer]], joint: str
) -> None:
    scene = read_prompt(joint.join(text for text, _ in described))
    assert scene.layers == tuple(layer for _, layer in described)
    assert scene.unknown == ()


@given(st.text(max_size=200))
@settings(deadline=None)
def test_reads_any_text(text: str) -> None:
    scene = read_prompt(text)
    assert len(scene.layers) <= MOST_LAYERS


@given(st.text(string.ascii_lowercase, min_size=1, max_size=5), st.sampled_from(["rain", "fire"]))
@settings(deadline=None)
def test_letters_around_a_word_make_another_word(letters: str, word: str) -> None:
    glued = {layer.kind for layer in read_prompt(f"x{letters}{word}").layers}
    assert glued == set()
