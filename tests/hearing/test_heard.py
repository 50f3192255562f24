"""Regression of the recognition of kinds."""

import json

import pytest

from bench import listener, report
from bench.hearing import hear_kind

SLACK = 0.05
"""Tolerance: processors differ in a sample's last bits, and a kind may lie near the limit."""


def heard_kinds() -> list[str]:
    path = report.RESULTS / "hearing.json"
    heard: list[str] = json.loads(path.read_text())["heard"] if path.exists() else []
    return heard


@pytest.mark.slow
@pytest.mark.usefixtures("listener_here")
@pytest.mark.parametrize("name", heard_kinds())
def test_a_kind_is_still_recognised(name: str) -> None:
    hearing = hear_kind(listener.kinds()[name], languages=["english"])
    assert hearing.verdict is not None, f"{name} is refused"
    assert listener.is_heard(name, hearing.verdict, SLACK), f"{name}: {hearing.verdict}"
