"""The rule of a whole hearing, with a fake engine and a fake listener."""

import numpy as np
import pytest

from bench import hearing, listener
from bench.listener import Kind, Scores, Verdict, Waveform
from envsound_server.audio.waveform import Samples
from envsound_server.errors import PromptNotUnderstood

KIND = Kind(
    name="rain",
    chinese="雨",
    category="RAIN",
    is_bed=True,
    accepted=("Rain",),
    recordings=(),
    prompts={"english": "rain", "chinese": "雨"},
)


class Stage:
    """A fake engine and listener, which render and recognise one pitch per prompt."""

    def __init__(self, pitches: dict[str, float]) -> None:
        self.pitches = pitches
        self.played: list[tuple[str, int]] = []

    def render(self, prompt: str, seed: int, duration_seconds: float) -> Samples:
        if prompt not in self.pitches:
            raise PromptNotUnderstood("made up")
        self.played.append((prompt, seed))
        return np.full((2, 4), self.pitches[prompt] + 0.001 * seed, dtype=np.float32)


def listen(samples: Waveform, rate_hertz: int) -> Scores:
    return np.array([samples.mean(), 0.5])


def judge(kind: str, scores: Scores) -> Verdict:
    return Verdict("Rain", float(scores[0]), "Fireworks", float(scores[1]))


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = Stage({"rain": 0.9, "雨": 0.9})
    monkeypatch.setattr(hearing, "render", stage.render)
    monkeypatch.setattr(listener, "listen", listen)
    monkeypatch.setattr(listener, "judge", judge)
    monkeypatch.setattr(listener, "recorded", lambda _: None)
    return stage


def test_prompts_with_one_meaning_are_rendered_once_on_the_later_seeds(stage: Stage) -> None:
    heard = hearing.hear_kind(KIND, seed_count=3)
    assert stage.played == [("rain", 1), ("rain", 2), ("rain", 3), ("雨", 1)]
    assert heard.is_heard
    assert {round(v.score, 3) for v in heard.verdicts.values()} == {0.902}


def test_prompts_with_two_meanings_are_both_rendered(stage: Stage) -> None:
    stage.pitches["雨"] = 0.4
    heard = hearing.hear_kind(KIND, seed_count=2)
    assert stage.played == [("rain", 1), ("rain", 2), ("雨", 1), ("雨", 2)]
    assert heard.verdict is not None
    assert heard.verdict.score == pytest.approx(0.6515)
    assert not heard.is_heard, "it has to be heard with both prompts"


def test_a_refused_prompt_is_not_recognised(stage: Stage) -> None:
    del stage.pitches["雨"]
    heard = hearing.hear_kind(KIND, seed_count=2)
    assert heard.is_refused
    assert not heard.is_heard
    assert heard.verdict is None
    assert set(heard.verdicts) == {"english"}
