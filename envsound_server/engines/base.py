"""The interface of an engine.

An engine turns a prompt into samples, step by step, for one sound or for several at a time. The
scheduler calls `load`, `start`, `advance` and `close` from one dedicated thread, so an engine needs
no locks for them. Everything else, such as `description` and `check`, is called from any thread.
Between two calls of `advance` the scheduler handles cancellations and deadlines, admits new sounds
and reports progress. So a call of `advance` should be short (about 0.1 s on the machine that it is
meant for): one denoising step, one block of samples.

Another package adds an engine with an entry point in the group `envsound.engines` that names a
function `create(settings: Mapping[str, str]) -> Engine`; `settings` is the process environment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar, runtime_checkable

from envsound_server.audio.waveform import Samples
from envsound_server.domain.engine import EngineDescription, EngineRequest, Stage
from envsound_server.errors import GenerationFailed

if TYPE_CHECKING:  # SciPy comes with it, which an engine that is only listed does not need
    from envsound_server.audio.levels import LevelTarget


@dataclass(frozen=True, slots=True)
class Advance:
    """The result of one call of `advance` for one sound.

    Attributes:
        stage: The stage of the step.
        step: Steps done in this stage.
        step_count: Steps in this stage; 0 where there is none to count.
        fraction: Part of the engine's whole work on this sound that is done, 0 to 1.
        block: Samples that became final, in order, or None. All blocks of a sound together have
            exactly `EngineRequest.frame_count` frames. They may have any finite level, above full
            scale too: the finished sound is brought to its level as a whole.
        finished: True after the last step. The scheduler then drops the rendering.
    """

    stage: Stage
    step: int
    step_count: int
    fraction: float
    block: Samples | None = None
    finished: bool = False


class Rendering(Protocol):
    """One sound in the making: the engine's own state of it.

    Dropping the last reference frees it. `notes` may grow until the sound is finished. A rendering
    may also have a level target: see `HasLevelTarget`.
    """

    @property
    def notes(self) -> Sequence[str]:
        """The notes for the listener on how it is made, a sentence each."""
        ...


@runtime_checkable
class HasLevelTarget(Protocol):
    """A rendering with a target for the level of its sound, which is optional."""

    @property
    def level_target(self) -> "LevelTarget | None":
        """The level of the finished sound where the request names none.

        None keeps the engine's own level, as far as the ceiling for true peaks allows.
        """
        ...


class Lookups(NamedTuple):
    """The numbers of look-ups in a cache since the start.

    Attributes:
        hit_count: Look-ups that found an entry.
        miss_count: Look-ups that found none.
    """

    hit_count: int
    miss_count: int


@runtime_checkable
class RemembersPrompts(Protocol):
    """An engine that caches what it computed of earlier prompts, which is optional."""

    @property
    def prompt_lookups(self) -> Lookups:
        """The look-ups in that cache, from any thread."""
        ...


RenderingT = TypeVar("RenderingT", bound=Rendering)


class Engine(Protocol[RenderingT]):
    """A generator of sounds.

    A rendering alone gives the same samples as in any batch, within the engine's stated tolerance.
    """

    @property
    def description(self) -> EngineDescription:
        """The engine's name, abilities and bounds."""
        ...

    def load(self) -> None:
        """Make the engine ready: read weights, compile, warm up.

        Called once. It may take minutes.

        Raises:
            EngineUnavailable: A requirement is missing. The message names it and how to get it.
        """
        ...

    def check(self, request: EngineRequest) -> None:
        """Refuse a request that the engine cannot serve, before the sound waits in the queue.

        Cheap, independent of `load`, and called from any thread.

        Raises:
            PromptNotUnderstood: The prompt names no known sound, or is in an unsupported language.
            InvalidRequest: Any other fault of the request.
        """
        ...

    def start(self, request: EngineRequest) -> RenderingT:
        """Begin a sound of a request that `check` has accepted."""
        ...

    def advance(self, renderings: Sequence[RenderingT]) -> Sequence[Advance | GenerationFailed]:
        """Advance each of 1 to `max_batch_size` sounds by one step, and return a result for each.

        The result of a sound that cannot be made is the error, and the others go on.

        Raises:
            GenerationFailed: None of these sounds can be made.
        """
        ...

    def close(self) -> None:
        """Free the resources that `load` acquired."""
        ...
