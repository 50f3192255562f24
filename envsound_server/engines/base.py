"""What an engine is.

An engine turns a prompt into samples, step by step, for one sound or for several at a time. The
scheduler calls everything but `describe` and `check` from one dedicated thread, so an engine needs
no locks; between two calls of `advance` the scheduler looks at cancellations and deadlines, lets
new sounds join, and passes progress on. So a call of `advance` ought to be short (about 0.1 s on
the machine it is meant for): one denoising step, one block of samples.

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
    """What one call of `advance` did for one sound.

    Attributes:
        stage: What was done.
        step: Steps done in this stage.
        step_count: Steps in this stage; 0 where there is none to count.
        fraction: Part of the engine's whole work on this sound that is done, 0 to 1.
        block: Samples that became final, in order, or None. All blocks of a sound together have
            exactly `EngineRequest.frame_count` frames. They may have any finite level, above full
            scale too: the finished sound is brought to its level as a whole.
        finished: Whether that was the last of it. The scheduler then drops the rendering.
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
    may say how loud its sound is to be: see `HasLevelTarget`.
    """

    @property
    def notes(self) -> Sequence[str]:
        """What the listener ought to know of how it is made, a sentence each."""
        ...


@runtime_checkable
class HasLevelTarget(Protocol):
    """A rendering that says how loud its sound is to be; a rendering need not be one."""

    @property
    def level_target(self) -> "LevelTarget | None":
        """Return the level that the finished sound has where the request names none.

        None leaves the engine's own level, as far as the ceiling for true peaks allows.
        """
        ...


class Lookups(NamedTuple):
    """How often a cache was asked since the start.

    Attributes:
        hit_count: It had the answer.
        miss_count: It had not.
    """

    hit_count: int
    miss_count: int


@runtime_checkable
class RemembersPrompts(Protocol):
    """An engine that keeps what it has read of earlier prompts; an engine need not be one."""

    @property
    def prompt_lookups(self) -> Lookups:
        """How often that was of use; any thread may ask."""
        ...


RenderingT = TypeVar("RenderingT", bound=Rendering)


class Engine(Protocol[RenderingT]):
    """Makes sounds.

    A rendering alone gives the same samples as in any batch (an engine says to which tolerance).
    """

    @property
    def description(self) -> EngineDescription:
        """What it is and can do."""
        ...

    def load(self) -> None:
        """Makes it ready: reads weights, compiles, warms up. Called once, may take minutes.

        Raises:
            EngineUnavailable: What it needs is not there; the message says what and how to get it.
        """
        ...

    def check(self, request: EngineRequest) -> None:
        """Refuses what it cannot make, before the sound waits in the queue.

        Cheap, needs nothing that `load` brings; any thread.

        Raises:
            PromptNotUnderstood: It knows no sound in the prompt, or not its language.
            InvalidRequest: Anything else about the request.
        """
        ...

    def start(self, request: EngineRequest) -> RenderingT:
        """Begins a sound. `check` has accepted the request."""
        ...

    def advance(self, renderings: Sequence[RenderingT]) -> Sequence[Advance | GenerationFailed]:
        """Takes each of 1 to `max_batch_size` sounds one step further; one answer for each.

        A sound that cannot be made is answered with the reason, and the others go on.

        Raises:
            GenerationFailed: None of these sounds can be made.
        """
        ...

    def close(self) -> None:
        """Frees what `load` took."""
        ...
