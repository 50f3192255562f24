"""Engines from another package: what tests need and no real engine does on demand.

The folder of this module, put on PYTHONPATH, is a package that is installed as any other is; the
sidecar finds its engines by their entry points.
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
    """A quiet noise that its seed decides, with one loud click."""
    generator = np.random.Generator(np.random.PCG64(request.seed))
    samples = generator.uniform(-0.1, 0.1, (CHANNEL_COUNT, request.frame_count)).astype(np.float32)
    samples[:, request.frame_count // 2] = 0.5
    return samples


@dataclass(slots=True)
class StepRendering:
    """The request and how far it is; it says nothing of a level, as older packages do not."""

    request: EngineRequest
    step: int = 0
    notes: tuple[str, ...] = ("made for a test",)


@dataclass(slots=True)
class LevelledRendering(StepRendering):
    """It says how loud its sound is to be."""

    level_target: LevelTarget | None = None


class StepEngine:
    """Takes its steps with a pause, then gives everything in one block."""

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
        """Accepts everything."""

    def start(self, request: EngineRequest) -> StepRendering:
        """Nothing done yet."""
        return StepRendering(request)

    def advance(self, renderings: Sequence[StepRendering]) -> Sequence[Advance]:
        """One pause for all of them together."""
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
        """Nothing to free."""


class LevelledEngine(StepEngine):
    """Says how loud its sounds are to be."""

    def __init__(self, name: str, level_target: LevelTarget) -> None:
        super().__init__(name)
        self._level_target = level_target

    def start(self, request: EngineRequest) -> StepRendering:
        """Nothing done yet."""
        return LevelledRendering(request, level_target=self._level_target)


class EnglishEngine(StepEngine):
    """Reads ASCII only."""

    def check(self, request: EngineRequest) -> None:
        """Refuses everything else."""
        texts = {"prompt": request.prompt, "negative_prompt": request.negative_prompt}
        foreign = [field for field, text in texts.items() if not text.isascii()]
        if foreign:
            raise ForeignPrompt("english", "English", foreign)


def from_source(request: EngineRequest) -> Samples:
    """Return the source, and noise behind its end; noise alone where there is none."""
    samples = noise(request)
    if request.source is not None:
        given = request.source.samples[:, : request.frame_count]
        samples[:, : given.shape[1]] = given
    return samples


class SourceEngine(StepEngine):
    """Makes sounds that begin as their source, joins loops by itself, tells what it was given."""

    def __init__(self, name: str, step_seconds: float = 0.0) -> None:
        super().__init__(name, step_seconds, make=from_source)
        self.description = replace(
            self.description,
            supports_source=True,
            loops_natively=True,
            computation="float32 (NumPy)",
        )

    def start(self, request: EngineRequest) -> StepRendering:
        """Tell what was asked for."""
        notes = [f"Frames: {request.frame_count}.", f"Loop: {request.is_loop}."]
        if request.source is not None:
            notes.append(f"Strength: {request.source.strength:g}.")
            notes.append(f"Kept: {request.source.kept_frames}.")
        return StepRendering(request, notes=tuple(notes))


class WordsEngine(StepEngine):
    """Knows two words, and leaves a prompt with more than a third of other words to a model."""

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
        """Each known word is a layer."""
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
        """Asks for the names alone."""
        words = request.prompt.split()
        if 3 * (len(words) - len(self._known(words))) <= len(words):
            return None
        return ModelQuestion("Name the sounds.", request.prompt, self.SCHEMA)

    def read_answer(self, request: EngineRequest, answer: str) -> object | None:
        """Takes known names alone."""
        try:
            names = json.loads(answer)["sounds"]
        except (ValueError, LookupError) as error:
            raise AnswerRejected("it is no such JSON") from error
        if names != self._known(names):
            raise AnswerRejected(f"{names} are not all known")
        return tuple(names) or None

    def check(self, request: EngineRequest) -> None:
        """Refuses what has no known word."""
        reading = self.read(request)
        if not reading.layers:
            names = [sound.name for sound in reading.suggestions]
            raise PromptNotUnderstood(self.description.name, names)

    def start(self, request: EngineRequest) -> StepRendering:
        """Tells what is heard."""
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
    """Works from known words."""
    return WordsEngine("words")


def create_words_without_weights(settings: Mapping[str, str]) -> StepEngine:
    """Works from known words, and its weights are not there."""

    def load() -> None:
        raise WeightsMissing("the weights are not installed; run `install-weights`")

    return WordsEngine("words_without_weights", load)


def create_english(settings: Mapping[str, str]) -> StepEngine:
    """Reads English only."""
    return EnglishEngine("english", 0.001)


def create_from_source(settings: Mapping[str, str]) -> StepEngine:
    """Makes sounds from earlier ones, at once."""
    return SourceEngine("from_source")


def create_slowly_from_source(settings: Mapping[str, str]) -> StepEngine:
    """Makes sounds from earlier ones, 20 ms a step."""
    return SourceEngine("slowly_from_source", STEP_SECONDS)


def create_instant(settings: Mapping[str, str]) -> StepEngine:
    """Has its sound at once."""
    return StepEngine("instant")


def create_bed(settings: Mapping[str, str]) -> StepEngine:
    """Beds have a loudness."""
    return LevelledEngine("bed", LoudnessTarget(BED_LOUDNESS_LUFS))


def create_event(settings: Mapping[str, str]) -> StepEngine:
    """Events have a true peak."""
    return LevelledEngine("event", TruePeakTarget(EVENT_TRUE_PEAK_DBTP))


def create_loud(settings: Mapping[str, str]) -> StepEngine:
    """Far above full scale."""
    return StepEngine("loud", make=lambda request: noise(request) * np.float32(20))


def create_slow(settings: Mapping[str, str]) -> StepEngine:
    """20 ms a step."""
    return StepEngine("slow", STEP_SECONDS)


def create_broken(settings: Mapping[str, str]) -> StepEngine:
    """Raises what nobody expects."""

    def fail(request: EngineRequest) -> Samples:
        raise RuntimeError("secret detail in /some/host/path")

    return StepEngine("broken", make=fail)


def create_nan(settings: Mapping[str, str]) -> StepEngine:
    """Samples that are no numbers."""
    return StepEngine("nan", make=lambda request: noise(request) * np.float32(np.nan))


def create_silent(settings: Mapping[str, str]) -> StepEngine:
    """Nothing but zeros."""
    return StepEngine("silent", make=lambda request: noise(request) * np.float32(0))


def create_weightless(settings: Mapping[str, str]) -> StepEngine:
    """Its weights are not there."""

    def load() -> None:
        raise WeightsMissing("the weights are not installed; run `install-weights`")

    return StepEngine("weightless", load=load)


def create_loading(settings: Mapping[str, str]) -> StepEngine:
    """Loads until the file that the gate variable names is there."""
    gate = settings.get(GATE_VARIABLE)

    def load() -> None:
        while gate and not Path(gate).exists():
            time.sleep(0.02)

    return StepEngine("loading", load=load)
