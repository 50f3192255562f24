"""The request as a row keeps it."""

import json

import pytest

from backend.sidecar.types import AudioFormat, Priority, SoundRequest, Source, TimeRange

PLAIN = SoundRequest(prompt="rain", name="n", request_id="x")
FULL = SoundRequest(
    prompt="雨 rain",
    name="n",
    request_id="x",
    duration_seconds=2.5,
    steps=30,
    cfg_scale=3.5,
    seed=0,
    engine="stable_audio",
    category="weather",
    loop=True,
    audio_format=AudioFormat.WAV_FLOAT,
    target_lufs=-30.0,
    negative_prompt="birds",
    priority=Priority.BATCH,
    source=Source("2026/11/a.wav", 0.5, (TimeRange(0.0, 1.0), TimeRange(2.0, 3.0))),
)


@pytest.mark.parametrize("request_", [PLAIN, FULL])
def test_what_a_row_keeps_is_the_same_request_again(request_: SoundRequest) -> None:
    assert SoundRequest.from_json(json.loads(json.dumps(request_.to_json()))) == request_


def test_only_what_is_set_is_kept_and_enums_by_name() -> None:
    assert PLAIN.to_json() == {"prompt": "rain", "name": "n", "request_id": "x"}
    kept = FULL.to_json()
    assert (kept["audio_format"], kept["priority"], kept["seed"]) == ("WAV_FLOAT", "BATCH", 0)
    assert kept["source"] == {
        "sound_file": "2026/11/a.wav",
        "strength": 0.5,
        "keep_ranges": [
            {"start_seconds": 0.0, "end_seconds": 1.0},
            {"start_seconds": 2.0, "end_seconds": 3.0},
        ],
    }
