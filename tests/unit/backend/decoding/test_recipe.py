"""Recipes that anybody may have written into a file."""

import json
from typing import Any

import pytest

from backend.decoding import recipe

GOOD: dict[str, Any] = {
    "name": "Night rain",
    "prompt": "rain",
    "negative_prompt": "",
    "category": "weather",
    "engine": "procedural",
    "model_revision": "1",
    "seed": 7,
    "steps": 0,
    "cfg_scale": 0.0,
    "loop": False,
    "notes": ["one"],
    "revenue_limit_usd": 1,
}
UNREADABLE = ["the recipe in the file cannot be read, so it was left out"]


def test_a_good_recipe_is_kept_whole() -> None:
    assert recipe.read(json.dumps(GOOD)) == (GOOD, [])
    assert recipe.read(json.dumps(GOOD | {"seed": 2**63 - 1}))[1] == []
    assert recipe.read("") == (None, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("seed", value) for value in (-1, 2**63, 2**64, 1.5, "7", None, True, [], 10**400)),
        *(("steps", value) for value in (-1, 2**31, "50", None)),
        *(("cfg_scale", value) for value in (-1, float("nan"), float("inf"), 1e300, "3", 10**400)),
        *(("loop", value) for value in (1, "yes", None)),
        *(("prompt", value) for value in (3, None, ["rain"], {})),
        *(("notes", value) for value in ("one", [1], {}, None)),
        *(("revenue_limit_usd", value) for value in (-1, 2**63, "1")),
    ],
)
def test_a_value_that_no_sound_can_have_is_left_out_with_a_note(name: str, value: Any) -> None:
    kept, notes = recipe.read(json.dumps(GOOD | {name: value}))
    assert kept == {key: GOOD[key] for key in GOOD if key != name}
    assert notes == [f"{name}: no value that a sound can have, so left out"]


def test_all_wrong_values_are_named_in_one_note() -> None:
    _, notes = recipe.read(json.dumps(GOOD | {"seed": -1, "loop": 1}))
    assert notes == ["seed, loop: no value that a sound can have, so left out"]


def test_texts_hold_what_every_database_can_hold() -> None:
    raw = json.dumps(GOOD | {"prompt": "ra\0in \ud800!\n" + "x" * 5_000, "notes": ["a\0b"] * 99})
    kept, notes = recipe.read(raw)
    assert kept is not None
    assert kept["prompt"].startswith("ra in ! xxx")
    assert len(kept["prompt"]) == 1_000
    assert kept["notes"] == ["a b"] * 50
    assert notes == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "{",
            "null",
            "7",
            "[]",
            "{}",
            '{"name": "x"}',
            "NaN",
            "\0",
            '{"seed": ' + "9" * 5_000 + "}",
        ),
        "[" * 100_000,
        '{"a":' * 100_000,
        json.dumps(GOOD | {"prompt": "x" * 300_000}),
    ],
    ids=lambda text: text[:10],
)
def test_what_is_no_recipe_is_left_out_with_a_note(text: str) -> None:
    assert recipe.read(text) == (None, UNREADABLE)
