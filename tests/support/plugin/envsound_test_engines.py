"""Test engines of a third-party package, with behaviour that no real engine has on demand.

The folder of this module on PYTHONPATH acts as an installed package. The sidecar finds its engines
by their entry points.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from envsound_server.audio.levels import (
    BED_LOUDNESS_LUFS,
    EVENT_TRUE_PEAK_DBTP,
    LevelTarget,
    LoudnessTarget,
    TruePeakTarget,
)
from envsound_server.audio.waveform import CHANNEL_COUNT, Samples
from envsound_server.domain.engine import (
    CommercialUse,
    EngineDescription,
    EngineRequest,
    License,
    Range,
    SoundKind,
    Stage,
)
from envsound_server.engines.base import Advance
from envsound_server.engines.readings import (
    ModelQuestion,
    PlannedLayer,
    PromptReader,
    PromptReading,
)
from envsound_server.errors import (
    AnswerRejected,
    ForeignPrompt,
    PromptNotUnderstood,
    WeightsMissing,
)

GATE_VARIABLE = "ENVSOUND_TEST_GATE"
STEP_SECONDS = 0.02
LICENSE = License(
    name="Test License",
    commercial_use=CommercialUse.UP_TO_REVENUE,
    revenue_limit_usd=1_000_000,
    attribution="Powered by tests",
    terms_url="https://example.org/license",
)


def noise(request: EngineRequest) -> Samples:
    """Return quiet noise of a seed, with one loud click."""
    generator = np.random.Generator(np.random.PCG64(request.seed))
    samples = generator.uniform(-0.1, 0.1, (CHANNEL_COUNT, request.frame_count)).astype(np.float32)
    samples[:, request.frame_count // 2] = 0.5
    return samples


@dataclass(slots=True)
class StepRendering:
    """The request and its progress. It has no level target, as in older packages."""

    request: EngineRequest
    step: int = 0
    notes: tuple[str, ...] = ("made for a test",)


@dataclass(slots=True)
class LevelledRendering(StepRendering):
    """A rendering with a level target."""

    level_target: LevelTarget | None = None


class StepEngine:
    """An engine that pauses in each step and returns everything in one block."""

    def __init__(
        self,
        name: str,
        step_seconds: float = 0.0,
        make: Callable[[EngineRequest], Samples] = noise,
        load: Callable[[], None] = lambda: None,
    ) -> None:
        has_steps = step_seconds > 0
        self.description = EngineDescription(
            name=name,
            display_name=name.title(),
            description="For tests.",
            model_revision="1",
            license=LICENSE,
            duration_seconds=Range(0.5, 60, 1),
            steps=Range(1, 10_000, 10) if has_steps else None,
            cfg_scale=Range(1, 10, 3.5) if has_steps else None,
            supports_negative_prompt=has_steps,
            known_sounds=(),
            languages=("en",),
            max_batch_size=2,
        )
        self._step_seconds = step_seconds
        self._make = make
        self.load = load

    def check(self, request: EngineRequest) -> None:
        """Accept every request."""

    def start(self, request: EngineRequest) -> StepRendering:
        """Return the state of a sound."""
        return StepRendering(request)

    def advance(self, renderings: Sequence[StepRendering]) -> Sequence[Advance]:
        """Pause once for the whole batch."""
        time.sleep(self._step_seconds)
        return [self._advance(rendering) for rendering in renderings]

    def _advance(self, rendering: StepRendering) -> Advance:
        rendering.step += 1
        step_count = rendering.request.steps or 1
        finished = rendering.step >= step_count
        return Advance(
            stage=Stage.GENERATING,
            step=rendering.step,
            step_count=step_count,
            fraction=rendering.step / step_count,
            block=self._make(rendering.request) if finished else None,
            finished=finished,
        )

    def close(self) -> None:
        """Do nothing, because the engine holds no resources."""


class LevelledEngine(StepEngine):
    """An engine with level targets."""

    def __init__(self, name: str, level_target: LevelTarget) -> None:
        super().__init__(name)
        self._level_target = level_target

    def start(self, request: EngineRequest) -> StepRendering:
        """Return the state of a sound."""
        return LevelledRendering(request, level_target=self._level_target)


class EnglishEngine(StepEngine):
    """An engine that accepts ASCII only."""

    def check(self, request: EngineRequest) -> None:
        """Reject other prompts."""
        texts = {"prompt": request.prompt, "negative_prompt": request.negative_prompt}
        foreign = [field for field, text in texts.items() if not text.isascii()]
        if foreign:
            raise ForeignPrompt("english", "English", foreign)


def from_source(request: EngineRequest) -> Samples:
    """Return the source followed by noise, or noise alone where there is no source."""
    samples = noise(request)
    if request.source is not None:
        given = request.source.samples[:, : request.frame_count]
        samples[:, : given.shape[1]] = given
    return samples


class SourceEngine(StepEngine):
    """An engine whose sounds begin with their source, with native loops and notes on its input."""

    def __init__(self, name: str, step_seconds: float = 0.0) -> None:
        super().__init__(name, step_seconds, make=from_source)
        self.description = replace(
            self.description,
            supports_source=True,
            loops_natively=True,
            computation="float32 (NumPy)",
        )

    def start(self, request: EngineRequest) -> StepRendering:
        """Return a rendering with notes on the request."""
        notes = [f"Frames: {request.frame_count}.", f"Loop: {request.is_loop}."]
        if request.source is not None:
            notes.append(f"Strength: {request.source.strength:g}.")
            notes.append(f"Kept: {request.source.kept_frames}.")
        return StepRendering(request, notes=tuple(notes))


class WordsEngine(StepEngine):
    """An engine with two words, which passes prompts with over a third of others to a model."""

    SOUNDS = (
        SoundKind("rain", "雨", "RAINGeneral", "rain", "下雨"),
        SoundKind("thunder", "雷", "WEATThun", "thunder", "打雷"),
    )
    SCHEMA: Mapping[str, object] = {
        "type": "object",
        "properties": {"sounds": {"type": "array", "items": {"enum": ["rain", "thunder"]}}},
        "required": ["sounds"],
    }

    def __init__(self, name: str, load: Callable[[], None] = lambda: None) -> None:
        super().__init__(name, 0.001, load=load)
        self.description = replace(self.description, known_sounds=self.SOUNDS)

    def read(self, request: EngineRequest) -> PromptReading:
        """Return a layer for each word of the vocabulary."""
        left_out = self._known(request.negative_prompt.split())
        words = request.prompt.split()
        unknown = [word for word in words if not self._known([word])]
        names, reader = self._known(words), PromptReader.VOCABULARY
        if request.scene is not None:
            assert isinstance(request.scene, tuple)
            names, reader, unknown = list(request.scene), PromptReader.LANGUAGE_MODEL, []
        names = [name for name in names if name not in left_out]
        return PromptReading(
            reader,
            tuple(self._layer(name, request) for name in names),
            tuple(left_out),
            tuple(unknown),
            () if names else self.SOUNDS[:1],
        )

    def model_question(self, request: EngineRequest) -> ModelQuestion | None:
        """Return a question for names of the vocabulary."""
        words = request.prompt.split()
        if 3 * (len(words) - len(self._known(words))) <= len(words):
            return None
        return ModelQuestion("Name the sounds.", request.prompt, self.SCHEMA)

    def read_answer(self, request: EngineRequest, answer: str) -> object | None:
        """Return the names of an answer, which must be in the vocabulary."""
        try:
            names = json.loads(answer)["sounds"]
        except (ValueError, LookupError) as error:
            raise AnswerRejected("it is no such JSON") from error
        if names != self._known(names):
            raise AnswerRejected(f"{names} are not all known")
        return tuple(names) or None

    def check(self, request: EngineRequest) -> None:
        """Reject a prompt without a word of the vocabulary."""
        reading = self.read(request)
        if not reading.layers:
            names = [sound.name for sound in reading.suggestions]
            raise PromptNotUnderstood(self.description.name, names)

    def start(self, request: EngineRequest) -> StepRendering:
        """Return a rendering with notes on its sounds."""
        heard = ", ".join(layer.kind for layer in self.read(request).layers)
        return StepRendering(request, notes=(f"Heard: {heard}.",))

    def _known(self, words: Sequence[str]) -> list[str]:
        return [word for word in words if word in {sound.name for sound in self.SOUNDS}]

    def _layer(self, name: str, request: EngineRequest) -> PlannedLayer:
        return PlannedLayer(
            kind=name,
            chinese_name=next(s.chinese_name for s in self.SOUNDS if s.name == name),
            description=f"distant heavy {name}",
            intensity="heavy",
            distance="distant",
            pace="slow",
            place="in a church",
            motion="left_to_right",
            count=3 if name == "thunder" else None,
            every_seconds=2.5 if name == "thunder" else None,
            start_seconds=0.0,
            end_seconds=request.frame_count / 44_100,
            swell="falling",
            is_sudden=True,
        )


def create_words(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine with a vocabulary."""
    return WordsEngine("words")


def create_words_without_weights(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine with a vocabulary whose weights are missing."""

    def load() -> None:
        raise WeightsMissing("the weights are not installed; run `install-weights`")

    return WordsEngine("words_without_weights", load)


def create_english(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine that accepts English only."""
    return EnglishEngine("english", 0.001)


def create_from_source(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine that derives sounds from others at once."""
    return SourceEngine("from_source")


def create_slowly_from_source(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine that derives sounds from others, at 20 ms a step."""
    return SourceEngine("slowly_from_source", STEP_SECONDS)


def create_instant(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine that finishes at once."""
    return StepEngine("instant")


def create_bed(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine of beds, which have a loudness target."""
    return LevelledEngine("bed", LoudnessTarget(BED_LOUDNESS_LUFS))


def create_event(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine of one-shot events, which have a true-peak target."""
    return LevelledEngine("event", TruePeakTarget(EVENT_TRUE_PEAK_DBTP))


def create_loud(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine whose samples are far above full scale."""
    return StepEngine("loud", make=lambda request: noise(request) * np.float32(20))


def create_slow(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine that takes 20 ms a step."""
    return StepEngine("slow", STEP_SECONDS)


def create_broken(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine that raises an unexpected exception."""

    def fail(request: EngineRequest) -> Samples:
        raise RuntimeError("secret detail in /some/host/path")

    return StepEngine("broken", make=fail)


def create_nan(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine whose samples are NaN."""
    return StepEngine("nan", make=lambda request: noise(request) * np.float32(np.nan))


def create_silent(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine whose samples are zeros."""
    return StepEngine("silent", make=lambda request: noise(request) * np.float32(0))


def create_weightless(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine whose weights are missing."""

    def load() -> None:
        raise WeightsMissing("the weights are not installed; run `install-weights`")

    return StepEngine("weightless", load=load)


def create_loading(settings: Mapping[str, str]) -> StepEngine:
    """Return an engine that loads until the file of the gate variable exists."""
    gate = settings.get(GATE_VARIABLE)

    def load() -> None:
        while gate and not Path(gate).exists():
            time.sleep(0.02)

    return StepEngine("loading", load=load)
