"""The entry of a file that a rescan finds."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.odd_sounds import chunk, encoded, info, mp3, with_chunks, without_length

from backend.errors import UploadRefused
from backend.files.description import Source, describe
from backend.files.library import SoundFile
from backend.files.sound_entry import SoundEntry

TEXTS = ("name", "prompt", "negative_prompt", "category", "engine", "model_revision")
RECIPE: dict[str, Any] = {
    **dict.fromkeys(TEXTS, "x"),
    "seed": 7,
    "steps": 3,
    "cfg_scale": 1.5,
    "loop": True,
    "notes": ["by the engine"],
}


def described(path: Path, content: bytes) -> tuple[SoundEntry, Source]:
    path.write_bytes(content)
    return describe(SoundFile(path, path.stat(), "audio/wav"), path.name, None)


@pytest.mark.parametrize("seed", [-1, 2**64, "7", None, 1.5])
def test_a_recipe_with_an_impossible_value_still_describes_its_file(
    tmp_path: Path, seed: object
) -> None:
    raw = json.dumps(RECIPE | {"seed": seed, "prompt": "ra\0in\ud800"}).encode()
    entry, source = described(tmp_path / "a.wav", with_chunks(encoded(), chunk(b"envs", raw)))
    assert source is Source.TAGS
    assert (entry.seed, entry.steps, entry.prompt, entry.loop) == (None, 3, "ra in", True)
    assert entry.notes == (
        "by the engine",
        "seed: no value that a sound can have, so left out",
    )


def test_a_recipe_that_cannot_be_read_leaves_a_found_file(tmp_path: Path) -> None:
    content = with_chunks(encoded(), chunk(b"envs", b"[" * 100_000), info("夜雨".encode("gbk")))
    entry, source = described(tmp_path / "a.wav", content)
    assert source is Source.FILE
    assert (entry.name, entry.origin) == ("夜雨", "found")
    assert entry.notes == ("the recipe in the file cannot be read, so it was left out",)


def test_a_found_file_that_ends_early_has_a_note(tmp_path: Path) -> None:
    entry, _ = described(tmp_path / "rain.wav", encoded(seconds=2.0)[: 44 + 44_100 * 4])
    assert entry.name == "rain"
    assert entry.notes == ("the file ends early: 1.0 of 2.0 s could be decoded",)


def test_a_found_file_that_needs_a_repair_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UploadRefused, match="upload it, which repairs it"):
        described(tmp_path / "a.mp3", without_length(mp3(2.0, "VARIABLE")))
