"""Which engine is the default, and why."""

import pytest
from envsound_test_engines import create_instant

from envsound_server.engines.registry import Registry, choose_default
from envsound_server.errors import EngineNotFound
from envsound_server.settings import Settings

ALL = ("procedural", "stable_audio", "tangoflux")
STABLE_AUDIO = {"STABLE_AUDIO_WEIGHTS": "/weights/a"}
TANGOFLUX = {"TANGOFLUX_WEIGHTS": "/weights/b"}


@pytest.mark.parametrize(
    ("environment", "names", "expected", "told"),
    [
        ({}, ALL, "procedural", "no engine has weights"),
        (STABLE_AUDIO, ALL, "stable_audio", "STABLE_AUDIO_WEIGHTS is set"),
        (TANGOFLUX, ALL, "tangoflux", "TANGOFLUX_WEIGHTS is set"),
        (STABLE_AUDIO | TANGOFLUX, ALL, "stable_audio", "STABLE_AUDIO_WEIGHTS is set"),
        ({"STABLE_AUDIO_WEIGHTS": ""} | TANGOFLUX, ALL, "tangoflux", "TANGOFLUX_WEIGHTS is set"),
        (STABLE_AUDIO, ("procedural",), "procedural", "no engine has weights"),
    ],
)
def test_auto_is_the_best_engine_that_has_weights(
    environment: dict[str, str], names: tuple[str, ...], expected: str, told: str
) -> None:
    name, reason = choose_default("auto", names, environment)
    assert name == expected
    assert reason.startswith("ENVSOUND_ENGINE is auto, and ")
    assert told in reason


def test_a_name_is_taken_whatever_weights_there_are() -> None:
    assert choose_default("procedural", ALL, STABLE_AUDIO | TANGOFLUX) == (
        "procedural",
        "ENVSOUND_ENGINE names it.",
    )


@pytest.mark.parametrize("value", [None, ""])
def test_an_unset_setting_is_auto(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv("ENVSOUND_ENGINE", raising=False)
    if value is not None:
        monkeypatch.setenv("ENVSOUND_ENGINE", value)
    assert Settings().engine == "auto"


def test_the_default_engine_comes_first_with_its_reason() -> None:
    registry = Registry.discover(TANGOFLUX, "auto")
    names = [slot.engine.description.name for slot in registry.slots]
    assert names[0] == registry.default_engine == "tangoflux"
    assert "procedural" in names
    assert registry.default_engine_reason == (
        "ENVSOUND_ENGINE is auto, and TANGOFLUX_WEIGHTS is set."
    )


def test_an_unknown_default_engine_is_refused_at_once() -> None:
    with pytest.raises(EngineNotFound, match="instant"):
        Registry([create_instant({})], "orchestra")
