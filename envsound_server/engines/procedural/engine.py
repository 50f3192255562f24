"""The procedural engine: sounds computed from a prompt by DSP, without weights."""

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from envsound_server.audio.levels import (
    BED_LOUDNESS_LUFS,
    EVENT_TRUE_PEAK_DBTP,
    LevelTarget,
    LoudnessTarget,
    TruePeakTarget,
)
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.domain.engine import (
    CommercialUse,
    EngineDescription,
    EngineRequest,
    License,
    Range,
    Stage,
)
from envsound_server.engines.base import Advance
from envsound_server.engines.procedural.kind import Group
from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.planned import (
    known_sound,
    notes_of,
    reading_of,
    suggestions,
)
from envsound_server.engines.procedural.reading.by_model import model_question, scene_of_answer
from envsound_server.engines.procedural.reading.prompt import Scene, read_prompt
from envsound_server.engines.procedural.scene import ScenePlayer
from envsound_server.engines.procedural.source import BLOCK_FRAMES
from envsound_server.engines.readings import ModelQuestion, PromptReader, PromptReading
from envsound_server.errors import PromptNotUnderstood

_EDGE_FRAMES = 132
"""Fades of 3 ms at both ends, too short to be audible, which prevent clicks."""

_STEP_FRAMES = 8 * BLOCK_FRAMES
"""Frames per call of `advance`: 1.486 s."""

_MOST_UNKNOWN_SHARE = 1 / 3
"""Share of unknown words of content above which a language model is asked."""

_DESCRIPTION = EngineDescription(
    name="procedural",
    display_name="Procedural (DSP)",
    description=(
        "Computes environment sounds from the known words of a prompt, by digital signal "
        "processing. Needs no weights and no GPU, and is much faster than real time."
    ),
    model_revision="3",
    license=License("Apache-2.0; the sounds are free to use", CommercialUse.YES),
    duration_seconds=Range(0.5, 3600.0, 10.0),
    steps=None,
    cfg_scale=None,
    supports_negative_prompt=True,
    known_sounds=tuple(map(known_sound, KINDS)),
    languages=("en", "zh"),
    max_batch_size=4,
)


class ProceduralRendering:
    """One sound in the making."""

    def __init__(self, scene: Scene, request: EngineRequest) -> None:
        """Take the scene that the request's prompt was read as."""
        self._notes = tuple(notes_of(scene))
        self._frame_count = request.frame_count
        self._step_count = -(-request.frame_count // _STEP_FRAMES)
        self._steps_done = 0
        self._player: ScenePlayer | None = None
        self._scene, self._seed = scene, request.seed

    @property
    def level_target(self) -> LevelTarget:
        """Return the loudness of a bed, or the true peak of events alone."""
        has_bed = any(KINDS[layer.kind].group is Group.BED for layer in self._scene.layers)
        return (
            LoudnessTarget(BED_LOUDNESS_LUFS) if has_bed else TruePeakTarget(EVENT_TRUE_PEAK_DBTP)
        )

    @property
    def notes(self) -> Sequence[str]:
        """Return what was understood of the prompt and what was not, a sentence each."""
        return self._notes

    def advance(self) -> Advance:
        """Render the next step: 1.486 s, or what is left."""
        if self._player is None:
            duration_seconds = self._frame_count / SAMPLE_RATE_HERTZ
            self._player = ScenePlayer(
                self._scene.layers, self._seed, duration_seconds, self._scene.silent
            )
        first_frame = self._steps_done * _STEP_FRAMES
        frames = min(_STEP_FRAMES, self._frame_count - first_frame)
        blocks = [self._player.render() for _ in range(-(-frames // BLOCK_FRAMES))]
        block = np.concatenate(blocks, axis=1)[:, :frames]
        self._soften_ends(block, first_frame)
        self._steps_done += 1
        return Advance(
            stage=Stage.GENERATING,
            step=self._steps_done,
            step_count=self._step_count,
            fraction=self._steps_done / self._step_count,
            block=block,
            finished=self._steps_done == self._step_count,
        )

    def _soften_ends(self, block: Samples, first_frame: int) -> None:
        frames = np.arange(first_frame, first_frame + block.shape[1])
        from_end = np.minimum(frames + 1, self._frame_count - frames)
        if from_end.min() < _EDGE_FRAMES:
            block *= np.minimum(1.0, from_end / _EDGE_FRAMES).astype(np.float32)


class ProceduralEngine:
    """The engine. A rendering's samples are bit-equal alone and in any batch."""

    @property
    def description(self) -> EngineDescription:
        """Return the description of this engine."""
        return _DESCRIPTION

    def load(self) -> None:
        """Hold the process's BLAS to one thread, and read a first prompt.

        The products of struck bodies are small, and threads cost them more than they bring: 0.5 ms
        became 8 to 22 ms on a busy machine. Torch has a BLAS of its own. A first prompt is read,
        for that builds the Chinese segmenter, which takes 0.2 s.
        """
        threadpool_limits(limits=1, user_api="blas")
        read_prompt("雨")

    def read(self, request: EngineRequest) -> PromptReading:
        """Return how it reads the prompt (see `ReadsPrompts.read`)."""
        reader = PromptReader.VOCABULARY if request.scene is None else PromptReader.LANGUAGE_MODEL
        return reading_of(_scene(request), request, reader)

    def model_question(self, request: EngineRequest) -> ModelQuestion | None:
        """Return what to ask a language model where more than a third of the words is unknown."""
        scene = read_prompt(request.prompt, request.negative_prompt)
        if scene.unknown_share <= _MOST_UNKNOWN_SHARE:
            return None
        return model_question(request.prompt, request.negative_prompt)

    def read_answer(self, request: EngineRequest, answer: str) -> Scene | None:
        """Return the scene of a language model's answer (see `ReadsPromptsWithModel`)."""
        by_vocabulary = read_prompt(request.prompt, request.negative_prompt)
        return scene_of_answer(answer, request.prompt, by_vocabulary)

    def check(self, request: EngineRequest) -> None:
        """Refuse a prompt without a known sound.

        Raises:
            PromptNotUnderstood: It names none, or wants all of them left out.
        """
        scene = _scene(request)
        if not scene.layers:
            near = suggestions(scene, request.prompt)
            raise PromptNotUnderstood(_DESCRIPTION.name, near, scene.excluded)

    def scene(self, request: EngineRequest) -> Scene:
        """Return how it reads the prompt, to be kept with the sound while that waits."""
        return _scene(request)

    def start(self, request: EngineRequest) -> ProceduralRendering:
        """Begin a sound that `check` has accepted."""
        return ProceduralRendering(_scene(request), request)

    def advance(self, renderings: Sequence[ProceduralRendering]) -> Sequence[Advance]:
        """Render the next step of each sound."""
        return [rendering.advance() for rendering in renderings]

    def close(self) -> None:
        """Return at once, for nothing is held."""


def _scene(request: EngineRequest) -> Scene:
    """Return the scene of a request: a language model's reading, or the vocabulary's."""
    if isinstance(request.scene, Scene):
        return request.scene
    return read_prompt(request.prompt, request.negative_prompt)
