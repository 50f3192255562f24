"""A request with every default filled in and every bound checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from envsound_server.domain.engine import EngineDescription, EngineRequest, License
from envsound_server.domain.request import SoundRequest


@dataclass(frozen=True, slots=True)
class PlannedSource:
    """An earlier sound that was found, and what is to be done with it.

    Attributes:
        relative_path: Below the sounds folder, with forward slashes.
        frame_count: Frames that it has at 44.1 kHz, >= 1.
        strength: As in `engines.base.Source`.
        kept_frames: As in `engines.base.Source`.
        license: Under which terms it may be used; None where they are unknown.
    """

    relative_path: str
    frame_count: int
    strength: float
    kept_frames: tuple[tuple[int, int], ...] = ()
    license: License | None = None


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """A request with every default filled in and every bound checked.

    Attributes:
        request: What was asked for, with `name` filled in and white space collapsed.
        engine: The engine that makes it.
        frame_count: Frames that the finished sound has at 44.1 kHz.
        overlap_frame_count: Frames made beyond that, to join a loop; 0 for no loop, and for one
            that the engine joins by itself.
        seed: As asked for, else drawn.
        steps: 0 where the engine has none.
        cfg_scale: 0 where the engine has none.
        translations: What the engine reads in place of the request's own text, by field: `prompt`,
            `negative_prompt`.
        scene: The prompt as it was read before the queue (`EngineRequest.scene`). None: the engine
            reads it at the start.
        notes: What the listener ought to know of how the request was read, a sentence each.
        source: What it is made from, once it was found; None: nothing.
    """

    request: SoundRequest
    engine: EngineDescription
    frame_count: int
    overlap_frame_count: int
    seed: int
    steps: int
    cfg_scale: float
    translations: Mapping[str, str] = field(default_factory=dict)
    scene: object | None = None
    notes: tuple[str, ...] = ()
    source: PlannedSource | None = None

    @property
    def negative_prompt(self) -> str:
        """Return what is not to be heard, empty for an engine without a negative prompt."""
        return self.request.negative_prompt if self.engine.supports_negative_prompt else ""

    @property
    def engine_request(self) -> EngineRequest:
        """Return the part that concerns the engine, but for the samples of the source."""
        return EngineRequest(
            prompt=self.translations.get("prompt", self.request.prompt),
            frame_count=self.frame_count + self.overlap_frame_count,
            seed=self.seed,
            steps=self.steps,
            cfg_scale=self.cfg_scale,
            negative_prompt=self.translations.get("negative_prompt", self.negative_prompt),
            scene=self.scene,
            is_loop=self.request.loop and self.engine.loops_natively,
        )
