"""What has once been heard as what it is goes on being heard."""

import json

import pytest

from bench import listener, report
from bench.hearing import hear_kind


def heard_kinds() -> list[str]:
    path = report.RESULTS / "hearing.json"
    heard: list[str] = json.loads(path.read_text())["heard"] if path.exists() else []
    return heard


@pytest.mark.slow
@pytest.mark.usefixtures("listener_here")
@pytest.mark.parametrize("name", heard_kinds())
def test_a_kind_is_still_heard(name: str) -> None:
    hearing = hear_kind(listener.kinds()[name], languages=["english"])
    assert not hearing.is_refused, f"{name} is refused"
    assert hearing.is_heard, f"{name}: {hearing.verdict}"
