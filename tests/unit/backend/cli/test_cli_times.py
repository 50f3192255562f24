"""Times in the output of the commands, in three zones."""

import time
from collections.abc import Iterator

import pytest

from backend.cli.times import local_minute, local_times


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as changed:
        changed.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Shanghai", "2026-11-29 06:05+08:00"),
        ("America/New_York", "2026-11-28 17:05-05:00"),
        ("UTC", "2026-11-28 22:05+00:00"),
    ],
    indirect=["zone"],
)
@pytest.mark.parametrize("text", ["2026-11-28T22:05:09.5Z", "2026-11-28T23:05:09+01:00"])
@pytest.mark.usefixtures("zone")
def test_a_time_is_told_in_the_zone_of_the_machine(text: str, expected: str) -> None:
    assert local_minute(text) == expected
    told = local_times({"created_at": text, "tags": [{"updated_at": text}], "deleted_at": None})
    second = f"{expected[:16]}:09{expected[16:]}"
    assert told == {"created_at": second, "tags": [{"updated_at": second}], "deleted_at": None}
    assert local_times({"at": 1, "name_at": "x", "text": text}) == {
        "at": 1,
        "name_at": "x",
        "text": text,
    }
