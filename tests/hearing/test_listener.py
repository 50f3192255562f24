from pathlib import Path

import numpy as np
import pytest

from bench import listener
from bench.listener import ListenerMissing, Verdict

RATE = 44_100
here = pytest.mark.usefixtures("listener_here")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Clear the cached listener before and after a test that sets the variable."""
    # `folder` keeps its answer; without the cache around it each call looks again.
    monkeypatch.setattr(listener, "folder", listener.folder.__wrapped__)
    return monkeypatch


def test_without_the_variable_a_sentence_names_it(elsewhere: pytest.MonkeyPatch) -> None:
    elsewhere.delenv(listener.VARIABLE, raising=False)
    with pytest.raises(ListenerMissing, match=r"missing: set ENVSOUND_LISTENER to a folder"):
        listener.folder()
    assert not listener.is_here()


def test_a_folder_that_lacks_a_file_is_named_with_it(
    elsewhere: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "kinds.csv").touch()
    elsewhere.setenv(listener.VARIABLE, str(tmp_path))
    with pytest.raises(ListenerMissing, match=r"lacks yamnet\.tflite, yamnet_class_map\.csv, rec"):
        listener.folder()


@here
def test_rain_is_recognised_in_recordings_of_rain() -> None:
    verdict = listener.judge("rain", listener.hear_recording("rain_light-rain"))
    assert verdict.label == "Rain"
    assert listener.is_heard("rain", verdict)
    assert not listener.is_heard(
        "cow", listener.judge("cow", listener.hear_recording("rain_light-rain"))
    )


@here
def test_level_and_channels_do_not_matter() -> None:
    noise = np.random.default_rng(1).standard_normal(2 * RATE)
    scores = listener.listen(noise, RATE)
    assert scores.shape == (521,)
    stereo = np.stack([0.001 * noise, 0.001 * noise])
    np.testing.assert_allclose(listener.listen(stereo, RATE), scores, atol=0.005)


@here
def test_only_loud_windows_count() -> None:
    noise = np.random.default_rng(1).standard_normal(10 * RATE)
    noise[2 * RATE :] *= 1e-6
    silence = listener.labels().index("Silence")
    assert listener.listen(np.zeros(RATE), RATE)[silence] > 0.5
    assert listener.listen(noise, RATE)[silence] < 0.3


@here
@pytest.mark.parametrize(
    ("kind", "score", "rival_score", "is_heard"),
    [
        ("rain", 0.30, 0.30, True),
        ("rain", 0.29, 0.00, False),
        ("rain", 0.50, 0.51, False),
        # The listener hears little in the recordings of wind, so they are the measure.
        ("wind", 0.25, 0.05, True),
        ("wind", 0.09, 0.00, False),
        ("wind", 0.25, 0.90, False),
    ],
)
def test_a_kind_is_recognised_by_score_and_lead(
    kind: str, score: float, rival_score: float, is_heard: bool
) -> None:
    verdict = Verdict("its own", score, "another", rival_score)
    assert listener.is_heard(kind, verdict) is is_heard
