from dataclasses import replace

import pytest

from backend.generation import Sound
from backend.jobs import Pace

SOUND = Sound(
    relative_path="2026/11/a.wav",
    duration_seconds=10.0,
    frame_count=441_000,
    sample_rate_hertz=44_100,
    channels=2,
    file_size_bytes=1,
    sha256="",
    engine="procedural",
    model_revision="1",
    seed=1,
    steps=None,
    cfg_scale=None,
    peak_dbfs=-1.0,
    loudness_lufs=None,
    generation_seconds=2.0,
    notes=(),
)


def test_nothing_is_estimated_before_something_is_measured() -> None:
    pace = Pace()
    assert pace.wait_seconds(3) is None
    assert pace.generation_seconds("procedural", 10) is None


def test_estimates_follow_what_was_measured_by_engine() -> None:
    pace = Pace()
    pace.record(SOUND)
    assert pace.generation_seconds("procedural", 30) == pytest.approx(6.0)
    assert pace.generation_seconds("tangoflux", 30) is None
    assert pace.wait_seconds(3) == pytest.approx(6.0)
    for _ in range(50):
        pace.record(replace(SOUND, generation_seconds=4.0))
    assert pace.generation_seconds("procedural", 10) == pytest.approx(4.0, rel=0.01)
