from dataclasses import replace

import pytest

from backend.errors import EngineNotFound, InvalidRequest, SidecarUnavailable, WeightsMissing
from backend.sidecar.engine_cache import EngineCache, check, engine_with_source
from backend.sidecar.engine_types import Engine, EngineList, EngineState, Range
from backend.sidecar.types import AudioFormat, SoundRequest, Source

PLAIN = Engine(
    name="plain",
    display_name="Plain",
    description="",
    state=EngineState.READY,
    unavailable_reason="",
    model_revision="1",
    license="",
    attribution="",
    duration_seconds=Range(0.5, 30, 10),
    steps=None,
    cfg_scale=None,
    supports_negative_prompt=False,
    known_sounds=(),
    languages=("en",),
    max_batch_size=1,
    sample_rate_hertz=44_100,
    channels=2,
)
GUIDED = replace(
    PLAIN,
    name="guided",
    steps=Range(1, 200, 50),
    cfg_scale=Range(1, 15, 3.5),
    supports_negative_prompt=True,
)
ABSENT = replace(
    PLAIN, name="absent", state=EngineState.UNAVAILABLE, unavailable_reason="set WEIGHTS"
)
ENGINES = EngineList((PLAIN, GUIDED, ABSENT), "plain", (AudioFormat.WAV_16,), 32, 0)
REQUEST = SoundRequest(prompt="rain", name="rain", request_id="1", steps=50, cfg_scale=3.5)


def test_the_bounds_are_inclusive() -> None:
    for duration_seconds in (0.5, 30):
        check(replace(REQUEST, duration_seconds=duration_seconds), ENGINES)
    for duration_seconds in (0.49, 30.1, float("nan"), float("inf")):
        with pytest.raises(InvalidRequest, match=r"duration: has to be from 0.5 to 30"):
            check(replace(REQUEST, duration_seconds=duration_seconds), ENGINES)


def test_every_bad_field_is_named_at_once() -> None:
    request = replace(REQUEST, engine="guided", steps=201, cfg_scale=0.5, duration_seconds=31)
    with pytest.raises(InvalidRequest) as caught:
        check(replace(request, audio_format=AudioFormat.MP3), ENGINES)
    fields = {violation.field for violation in caught.value.violations}
    assert fields == {"duration", "steps", "cfg_scale", "format"}


def test_what_an_engine_has_no_use_for_is_no_error() -> None:
    check(replace(REQUEST, negative_prompt="voices"), ENGINES)


def test_only_some_engines_make_a_sound_from_another() -> None:
    request = replace(REQUEST, source=Source("2026/11/a.wav"))
    with pytest.raises(InvalidRequest, match="this server has no engine that does") as caught:
        check(request, ENGINES)
    assert [violation.field for violation in caught.value.violations] == ["engine"]
    varying = replace(PLAIN, name="varying", supports_source=True)
    engines = replace(ENGINES, engines=(*ENGINES.engines, varying))
    with pytest.raises(InvalidRequest, match="choose one of: varying"):
        check(request, engines)
    check(replace(request, engine="varying"), engines)


def test_the_engine_for_a_source_is_the_favorite_else_a_ready_one() -> None:
    ready, loading, absent = (
        replace(PLAIN, name=state.value, state=state, supports_source=True)
        for state in (EngineState.READY, EngineState.LOADING, EngineState.UNAVAILABLE)
    )

    def chosen(favorite: str, *engines: Engine) -> str:
        listed = replace(ENGINES, engines=(PLAIN, *engines))
        return engine_with_source(listed, favorite).name

    second = replace(ready, name="second")
    assert chosen("plain", absent, loading, ready, second) == "ready"
    assert chosen("second", ready, second) == "second"
    assert chosen("loading", ready, loading) == "loading"
    assert chosen("unavailable", absent, ready) == "ready"
    assert chosen("", absent, loading) == "loading"
    with pytest.raises(InvalidRequest, match=r"engine: no engine .*; unavailable: set WEIGHTS"):
        chosen("", replace(absent, unavailable_reason="set WEIGHTS"))
    with pytest.raises(InvalidRequest, match="ask its operator to install one"):
        chosen("")


def test_engines_that_cannot_be_used_are_told_apart() -> None:
    with pytest.raises(EngineNotFound, match="plain, guided, absent"):
        check(replace(REQUEST, engine="other"), ENGINES)
    with pytest.raises(WeightsMissing, match="set WEIGHTS"):
        check(replace(REQUEST, engine="absent"), ENGINES)


class Sidecar:
    """A sidecar that can be switched off."""

    def __init__(self) -> None:
        self.is_up = True
        self.call_count = 0

    async def list_engines(self) -> EngineList:
        self.call_count += 1
        if not self.is_up:
            raise SidecarUnavailable("away")
        return ENGINES


async def test_the_cache_remembers_answers_and_failures() -> None:
    source = Sidecar()
    engine_cache = EngineCache(source)
    assert [await engine_cache.known() for _ in range(3)] == [ENGINES] * 3
    assert source.call_count == 1

    source.is_up = False
    with pytest.raises(SidecarUnavailable):
        await engine_cache.refresh()
    assert [await engine_cache.known() for _ in range(3)] == [None] * 3
    assert source.call_count == 2

    source.is_up = True
    assert await engine_cache.refresh() is ENGINES
    assert await engine_cache.known() is ENGINES
