"""The interface of the engine for clients."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support.tangoflux_rendering import SETTINGS, advances, loaded_engine, make_request, render

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.domain.engine import CommercialUse, Stage
from envsound_server.engines.inference.trials import has_int8
from envsound_server.engines.tangoflux import create
from envsound_server.engines.tangoflux.engine import TangoFluxEngine
from envsound_server.errors import (
    EngineUnavailable,
    ForeignPrompt,
    WeightsMissing,
)

needs_int8 = pytest.mark.skipif(not has_int8(), reason="a CPU without VNNI")


@pytest.fixture(scope="module")
def engine(short_checkpoint: Path) -> TangoFluxEngine:
    return loaded_engine(short_checkpoint)


def test_the_description_has_properties_and_license(engine: TangoFluxEngine) -> None:
    description = engine.description
    assert description.name == "tangoflux"
    assert description.license.name.startswith("non-commercial, research only")
    assert description.license.commercial_use is CommercialUse.NO
    assert description.license.attribution == "Powered by Stability AI"
    assert description.duration_seconds.low == 0.5
    assert description.duration_seconds.high >= 30.0
    assert description.steps is not None
    assert description.cfg_scale is not None
    assert (description.steps.default, description.cfg_scale.default) == (50, 3.5)
    assert description.cfg_scale.low == 1.0
    assert description.supports_negative_prompt
    assert description.languages == ("en",)


def test_its_revision_names_whatever_decides_the_samples(
    short_checkpoint: Path, tiny_checkpoint: Path, engine: TangoFluxEngine
) -> None:
    assert create(SETTINGS).description.model_revision == "not loaded"
    revisions = {
        engine.description.model_revision,
        loaded_engine(tiny_checkpoint).description.model_revision,
        loaded_engine(short_checkpoint, dtype="bfloat16").description.model_revision,
        loaded_engine(short_checkpoint, step_reuse="0.1").description.model_revision,
    }
    assert len(revisions) == 4
    assert loaded_engine(short_checkpoint).description.model_revision in revisions


# What it makes


@pytest.mark.parametrize("frame_count", [22_050, 22_051, 44_100, 131_072, 132_301])
def test_returns_exactly_the_requested_frames(engine: TangoFluxEngine, frame_count: int) -> None:
    samples = render(engine, make_request(seconds=frame_count / SAMPLE_RATE_HERTZ))
    assert samples.shape == (2, frame_count)
    assert samples.dtype == np.float32
    assert np.isfinite(samples).all()
    assert 1e-2 < np.abs(samples).max() <= 1.0


def test_same_seed_same_samples_another_seed_others(engine: TangoFluxEngine) -> None:
    one, same, other = (render(engine, make_request(seed=seed)) for seed in (5, 5, 2**63 - 1))
    assert np.abs(one - same).max() < 1e-6
    assert np.abs(one - other).max() > 1e-2


def test_every_parameter_affects_the_sound(engine: TangoFluxEngine) -> None:
    base = render(engine, make_request())
    for changed in (
        make_request(prompt="birds"),
        make_request(steps=4),
        make_request(cfg_scale=1.0),
        make_request(cfg_scale=5.0),
        make_request(negative_prompt="distant traffic"),
    ):
        assert np.abs(render(engine, changed) - base).max() > 1e-3


def test_reports_progress_to_the_end(engine: TangoFluxEngine) -> None:
    answers = advances(engine, engine.start(make_request(seconds=7.0, steps=4)))
    generating = [answer for answer in answers if answer.stage is Stage.GENERATING]
    decoding = [answer for answer in answers if answer.stage is Stage.DECODING]
    assert answers == [*generating, *decoding]
    assert {answer.step_count for answer in generating} == {4}
    assert generating[-1].step == 4
    assert [answer.step for answer in decoding] == list(range(1, decoding[0].step_count + 1))
    assert len(decoding) > 1
    fractions = [answer.fraction for answer in answers]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert [answer.finished for answer in answers] == [False] * (len(answers) - 1) + [True]


def test_offloading_does_not_change_the_sound(
    short_checkpoint: Path, engine: TangoFluxEngine
) -> None:
    offloaded = render(loaded_engine(short_checkpoint, offload="on"), make_request())
    assert np.abs(offloaded - render(engine, make_request())).max() < 1e-6


def test_half_precision_gives_nearly_the_same_sound(
    short_checkpoint: Path, engine: TangoFluxEngine
) -> None:
    exact = render(engine, make_request())
    halved = render(loaded_engine(short_checkpoint, dtype="bfloat16"), make_request())
    error_db = 20 * np.log10((halved - exact).std() / exact.std())
    assert -80 < error_db < -15


@needs_int8
def test_int8_and_its_error_are_noted_on_every_sound(
    short_checkpoint: Path, engine: TangoFluxEngine
) -> None:
    rounded = loaded_engine(short_checkpoint, dtype="int8")
    assert rounded.description.computation == "int8 (oneDNN)"
    assert engine.description.computation.startswith("float32 (")
    assert "-int8" in rounded.description.model_revision
    (note,) = rounded.start(make_request()).notes
    assert re.fullmatch(r"Computed in int8, .*: a step of the model differs by \d+\.\d%\.", note)
    assert engine.start(make_request()).notes == []
    exact, sound = render(engine, make_request()), render(rounded, make_request())
    error_db = 20 * np.log10((sound - exact).std() / exact.std())
    assert -80 < error_db < -10


# What it refuses


@pytest.mark.parametrize("prompt", ["雨声", "heavy rain 大雨", "дождь", "اَلْمَطَر", "소나기"])
def test_another_language_is_refused_with_a_hint_at_translation(
    engine: TangoFluxEngine, prompt: str
) -> None:
    with pytest.raises(ForeignPrompt) as refusal:
        engine.check(make_request(prompt))
    assert "translate" in refusal.value.message
    assert "OLLAMA_URL" in refusal.value.message
    assert refusal.value.fields == ("prompt",)
    with pytest.raises(ForeignPrompt) as refusal:
        engine.check(make_request(negative_prompt=prompt))
    assert refusal.value.fields == ("negative_prompt",)


@pytest.mark.parametrize("prompt", ["a café, 20 °C; wind — “gusts” 🌧", "ＲＡＩＮ nº 5", "rain!"])
def test_english_is_accepted_however_it_is_set(engine: TangoFluxEngine, prompt: str) -> None:
    engine.check(make_request(prompt))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, ["TANGOFLUX_WEIGHTS", "envsound-weights download"]),
        ({"TANGOFLUX_WEIGHTS": "w", "TANGOFLUX_DTYPE": "int4"}, ["TANGOFLUX_DTYPE"]),
        ({"TANGOFLUX_WEIGHTS": "w", "TANGOFLUX_MAX_BATCH": "0"}, ["TANGOFLUX_MAX_BATCH"]),
        ({"TANGOFLUX_WEIGHTS": "w", "TANGOFLUX_STEP_REUSE": "2"}, ["TANGOFLUX_STEP_REUSE"]),
        ({"TANGOFLUX_WEIGHTS": "w", "TANGOFLUX_DEVICE": "tpu"}, ["TANGOFLUX_DEVICE"]),
    ],
)
def test_a_failure_to_load_is_a_sentence(settings: dict[str, str], words: list[str]) -> None:
    with pytest.raises(EngineUnavailable) as refusal:
        create(settings).load()
    assert all(word in refusal.value.message for word in words)


def test_a_device_that_is_not_there_is_a_sentence(
    short_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cuda.device_count", lambda: 1)
    with pytest.raises(EngineUnavailable, match="TANGOFLUX_DEVICE is cuda:1 and torch finds no"):
        loaded_engine(short_checkpoint, device="cuda:1")


def test_an_empty_setting_counts_as_unset() -> None:
    with pytest.raises(WeightsMissing):
        create({"TANGOFLUX_WEIGHTS": " ", "TANGOFLUX_MAX_BATCH": ""}).load()


WITHOUT_TORCH = """
import sys
sys.modules["torch"] = None
from envsound_server.engines.base import EngineRequest
from envsound_server.engines.tangoflux import create
from envsound_server.errors import WeightsMissing
engine = create({"TANGOFLUX_WEIGHTS": "weights"})
engine.check(EngineRequest("rain", 44100, 1, 50, 3.5))
print(engine.description.name)
try:
    engine.load()
except WeightsMissing as error:
    print(error.message)
"""


def test_it_can_be_listed_without_torch() -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH], capture_output=True, text=True, timeout=60
    )
    assert run.stdout.splitlines() == [
        "tangoflux",
        "the tangoflux engine needs the package torch; run `make install-models`",
    ], run.stderr
