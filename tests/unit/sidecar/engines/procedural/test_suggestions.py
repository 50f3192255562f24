"""Suggestions of kinds for unknown words."""

import time

import pytest

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.reading.lexicon.related import RELATED
from envsound_server.engines.procedural.reading.suggestions import nearest_kinds

MOST_SUGGESTIONS = 5
LONGEST_SECONDS = 0.003
TRIES = 20


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("thuner", "thunder"),
        ("thundr", "thunder"),
        ("strom", "rain"),
        ("foosteps", "footsteps on wood"),
        ("helicoptor", "helicopter"),
        ("lighnting", "thunder"),
        ("watterfall", "waterfall"),
        ("elicopter", "helicopter"),
        ("rian", "rain"),
        ("heavy strom", "rain"),
        ("keybord", "keyboard typing"),
        ("Siern", "siren"),
        ("vioiln", "wind chimes"),
        ("elefphant", "cow"),
        ("babbling", "stream"),
        ("瀑步", "waterfall"),
        ("蟋率", "crickets"),
        ("直升几", "helicopter"),
        ("猫头英", "owl"),
        ("啄目鸟", "woodpecker"),
        ("吸尘七", "vacuum cleaner"),
    ],
)
def test_misspelt_words(word: str, kind: str) -> None:
    assert kind in nearest_kinds([word])


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("violin", "wind chimes"),
        ("two violins", "wind chimes"),
        ("tiger", "wolf howl"),
        ("tigers", "wolf howl"),
        ("butterflies", "wings"),
        ("hungry zombies", "dark drone"),
        ("little girl laughing", "crowd"),
        ("giggled", "crowd"),
        ("snow", "blizzard"),
        ("nervous", "dark drone"),
        ("elevator", "machine hum"),
        ("dragon's", "wings"),
        ("小提琴", "wind chimes"),
        ("老虎", "wolf howl"),
        ("一只老虎", "wolf howl"),
        ("雪", "blizzard"),
        ("尖叫", "crowd"),
        ("機器人", "machine hum"),
        ("宇宙飞船", "dark drone"),
        ("紧张", "dark drone"),
    ],
)
def test_related_words(word: str, kind: str) -> None:
    assert kind in nearest_kinds([word])


def test_longest_related_phrase_counts() -> None:
    assert "boiling water" in nearest_kinds(["coffee machine"])
    assert nearest_kinds(["music box"]) != nearest_kinds(["music"])
    assert "dark drone" not in nearest_kinds(["雪人"])


def test_the_prompt_completes_a_phrase() -> None:
    assert nearest_kinds(["extinguisher"]) == ()
    assert "static" in nearest_kinds(["extinguisher"], "A fire extinguisher, then rain.")
    assert nearest_kinds(["蟋"], "窗外蟋率在叫。") == ("crickets",)


def test_known_words_of_the_prompt_are_not_suggested() -> None:
    assert nearest_kinds([], "violin in the rain") == ()
    assert nearest_kinds(["violin"], "A violin. A tiger.") == nearest_kinds(["violin"])


def test_every_word_gets_its_nearest_kind_first() -> None:
    violin, tiger = nearest_kinds(["violin"]), nearest_kinds(["tiger"])
    assert nearest_kinds(["violin", "tiger"])[:2] == (violin[0], tiger[0])
    assert nearest_kinds(["violin", "老虎"])[:2] == (violin[0], tiger[0])


@pytest.mark.parametrize(
    "word",
    ["qwertz", "asdfgh", "xkcdq zzzz", "blorf", "", "!?", "123", "嗷嗷", "泰格尔", "亚历山大",
     "玛丽", "rain", "heavily", "the"],
)  # fmt: skip
def test_nothing_near(word: str) -> None:
    assert nearest_kinds([word], word) == ()


def test_word_that_means_something_else_is_no_misspelling() -> None:
    assert nearest_kinds(["softly"]) == ()
    assert "horse hooves" not in nearest_kinds(["house"])


def test_at_most_five_and_no_duplicates() -> None:
    words = ["violin", "tiger", "robot", "snow", "kettle", "thuner", "小提琴", "鬼", "地震"]
    near = nearest_kinds(words, ", ".join(words))
    assert len(near) == MOST_SUGGESTIONS
    assert len(set(near)) == len(near)
    assert set(near) <= set(KINDS)
    assert nearest_kinds(words, most=2) == near[:2]


def test_related_kinds_exist() -> None:
    for words, kinds in RELATED:
        assert set(kinds) <= set(KINDS), words
        assert 1 <= len(set(kinds)) == len(kinds) <= MOST_SUGGESTIONS, words


def test_related_words_are_plain_and_unique() -> None:
    phrases = [phrase for words, _ in RELATED for phrase in words.split(", ")]
    assert len(phrases) == len(set(phrases))
    assert all(phrase == phrase.strip().lower() for phrase in phrases)
    assert sum(phrase.isascii() for phrase in phrases) >= 300
    assert sum(not phrase.isascii() for phrase in phrases) >= 300


@pytest.mark.parametrize(
    ("words", "prompt"),
    [
        (("violin", "小提琴"), "violin, 小提琴"),
        (tuple(f"unknown{chr(97 + n)}word" for n in range(26)), "so many of them " * 60),
        (("玛丽", "泰格尔", "龙"), "玛丽和泰格尔在龙的山洞里唱歌，" * 60),
        (("qwertz",), "qwertz, " * 120),
    ],
)
def test_fast(words: tuple[str, ...], prompt: str) -> None:
    def seconds() -> float:
        start = time.perf_counter()
        nearest_kinds(words, prompt)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(TRIES)) < LONGEST_SECONDS
