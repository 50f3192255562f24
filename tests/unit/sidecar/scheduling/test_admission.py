"""From a request to a plan: unused fields, and the parts that are kept apart."""

from dataclasses import replace

import pytest
from envsound_test_engines import create_from_source, create_instant, create_slow

from envsound_server.audio.loops import overlap_frames
from envsound_server.domain.request import SoundRequest, SoundSource
from envsound_server.engines.registry import Registry
from envsound_server.errors import InvalidRequest
from envsound_server.scheduling.admission import plan_sound

REGISTRY = Registry([create_instant({}), create_slow({}), create_from_source({})], "instant")
RAIN = SoundRequest("rain")


def test_what_an_engine_has_not_is_not_used_and_said() -> None:
    asked = replace(RAIN, steps=50, cfg_scale=3.5, negative_prompt="birds")
    plan = plan_sound(asked, REGISTRY)
    assert (plan.steps, plan.cfg_scale, plan.negative_prompt) == (0, 0.0, "")
    engine_request = plan.engine_request
    assert (engine_request.steps, engine_request.cfg_scale) == (0, 0.0)
    assert engine_request.negative_prompt == ""
    assert plan.notes == (
        "The instant engine has no steps; steps=50 was not used.",
        "The instant engine has no guidance; cfg_scale=3.5 was not used.",
        "The instant engine has no negative prompt; negative_prompt was not used.",
    )


@pytest.mark.parametrize("number", [-1, 10**9])
def test_what_is_not_used_has_no_bounds(number: int) -> None:
    plan = plan_sound(replace(RAIN, steps=number, cfg_scale=float(number)), REGISTRY)
    assert (plan.steps, plan.cfg_scale) == (0, 0.0)


def test_what_an_engine_has_is_used_and_nothing_is_said() -> None:
    asked = replace(RAIN, engine="slow", steps=50, cfg_scale=2.0, negative_prompt="birds")
    plan = plan_sound(asked, REGISTRY)
    assert (plan.steps, plan.cfg_scale, plan.negative_prompt) == (50, 2.0, "birds")
    assert plan.notes == ()


def test_nothing_is_said_of_what_was_left_unset() -> None:
    assert plan_sound(RAIN, REGISTRY).notes == ()


def test_a_loop_is_made_longer_only_where_its_ends_have_to_be_joined() -> None:
    loop = replace(RAIN, loop=True, duration_seconds=2.0)
    joined = plan_sound(loop, REGISTRY)
    assert joined.engine_request.frame_count == 88_200 + overlap_frames(88_200)
    assert not joined.engine_request.is_loop
    natively = plan_sound(replace(loop, engine="from_source"), REGISTRY)
    assert (natively.frame_count, natively.engine_request.frame_count) == (88_200, 88_200)
    assert natively.engine_request.is_loop
    assert not plan_sound(replace(RAIN, engine="from_source"), REGISTRY).engine_request.is_loop


def _bad_fields(source: SoundSource, engine: str = "from_source") -> dict[str, str]:
    with pytest.raises(InvalidRequest) as caught:
        plan_sound(replace(RAIN, engine=engine, source=source), REGISTRY)
    return {violation.field: violation.description for violation in caught.value.violations}


def test_an_engine_without_sources_names_those_with() -> None:
    assert _bad_fields(SoundSource("2026/11/a.wav"), "instant") == {
        "source": "the instant engine makes no sound from an earlier one; "
        "leave source unset, or choose one of: from_source"
    }


@pytest.mark.parametrize(
    "source", [SoundSource(), SoundSource(sound_file="2026/11/a.wav", request_id="a")]
)
def test_a_source_names_one_sound(source: SoundSource) -> None:
    assert set(_bad_fields(source)) == {"source"}


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "/etc/passwd",
        "../secret.wav",
        "2026/../../secret.wav",
        "2026/11/..",
        "./2026/11/a.wav",
        "2026//11/a.wav",
        "2026/11/a.wav/",
        "2026\\11\\a.wav",
        "2026/11/a\0.wav",
        "2026/11/a\n.wav",
        ".requests.sqlite3",
        "2026/.hidden/a.wav",
        "2026/11/.a.wav",
        "temp/generating_env_rain.wav",
        "cache/waveforms/a.wav",
        "requests/a.json",
        "x" * 501,
    ],
)
def test_what_is_no_path_of_a_sound_is_refused(path: str) -> None:
    assert set(_bad_fields(SoundSource(path))) == {"source.sound_file"}


@pytest.mark.parametrize("request_id", ["", "x" * 129])
def test_a_request_id_has_its_bounds(request_id: str) -> None:
    assert set(_bad_fields(SoundSource(request_id=request_id))) == {"source.request_id"}


@pytest.mark.parametrize("strength", [0.0, -0.1, 1.01, float("nan"), float("inf")])
def test_the_strength_has_its_bounds(strength: float) -> None:
    fields = _bad_fields(SoundSource("2026/11/a.wav", strength=strength))
    assert fields == {"source.strength": "has to be above 0 and at most 1"}


@pytest.mark.parametrize(
    ("ranges", "bad"),
    [
        ([(0.5, 0.5)], {0}),
        ([(0.5, 0.500001)], {0}),
        ([(0.0, 1.0), (3.0, 2.0)], {1}),
        ([(-1.0, 1.0)], {0}),
        ([(0.0, float("nan"))], {0}),
        ([(0.0, float("inf"))], {0}),
        ([(0.0, 1e300)], {0}),
        ([(0.0, 1.0), (0.9, 2.0)], {1}),
        ([(2.0, 3.0), (0.0, 1.0)], {1}),
    ],
)
def test_a_bad_range_is_named_by_its_number(
    ranges: list[tuple[float, float]], bad: set[int]
) -> None:
    fields = _bad_fields(SoundSource("2026/11/a.wav", keep_ranges=tuple(ranges)))
    assert set(fields) == {f"source.keep_ranges[{index}]" for index in bad}


def test_ranges_have_a_bound_and_may_touch() -> None:
    ranges = tuple((float(second), float(second + 1)) for second in range(33))
    fields = _bad_fields(SoundSource("2026/11/a.wav", keep_ranges=ranges))
    assert fields == {"source.keep_ranges": "has 33 ranges; send at most 32"}
    source = SoundSource("2026/11/a.wav", keep_ranges=ranges[:32])
    plan_sound(replace(RAIN, engine="from_source", source=source), REGISTRY)
