"""The description of an engine, and a request to it."""

from dataclasses import dataclass
from enum import Enum

from envsound_server.audio.waveform import Samples


class Stage(Enum):
    """The step that an engine is at with a sound."""

    PREPARING = "preparing"
    GENERATING = "generating"
    DECODING = "decoding"
    FINISHING = "finishing"


@dataclass(frozen=True, slots=True)
class Range:
    """An inclusive range of a setting, and its default."""

    low: float
    high: float
    default: float


@dataclass(frozen=True, slots=True)
class SoundKind:
    """A sound that an engine supports by name.

    Attributes:
        name: In English, lower case, unique: `dog bark`.
        chinese_name: In simplified Chinese.
        category: CatID in the Universal Category System.
        english_example: A prompt that it is made of.
        chinese_example: A prompt that it is made of.
    """

    name: str
    chinese_name: str
    category: str
    english_example: str
    chinese_example: str


class CommercialUse(Enum):
    """The permission to sell works with the sound."""

    YES = "yes"
    NO = "no"
    UP_TO_REVENUE = "up_to_revenue"
    """By those whose yearly revenue is below `License.revenue_limit_usd`."""


@dataclass(frozen=True, slots=True)
class License:
    """Terms for the sounds that an engine makes.

    Attributes:
        name: For people: `Stability AI Community License`.
        commercial_use: Whether they may be used in what is sold.
        revenue_limit_usd: Yearly revenue below which `UP_TO_REVENUE` allows it, US$; else 0.
        attribution: The text to show wherever it is offered or its sounds are used, or empty.
        terms_url: Where the terms are; empty where there is nothing to read.
    """

    name: str
    commercial_use: CommercialUse
    revenue_limit_usd: int = 0
    attribution: str = ""
    terms_url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """An earlier sound that a new one is made from.

    Attributes:
        samples: float32 [2, frames] at 44.1 kHz, at least one frame.
        strength: How much of a variation is made anew, above 0 to 1; 1 keeps nothing.
        kept_frames: Ranges of frames, first and one past the last, that stay as they are; in order
            and without overlap, within the samples and the new sound. Everything else is made to
            fit. Empty: a variation of the whole.
    """

    samples: Samples
    strength: float
    kept_frames: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class EngineDescription:
    """The description of an engine, available before it is loaded.

    What the weights, the device and its free memory decide may differ once it is: the revision, the
    bounds of what it can make, the computation, and the batch size, which may also shrink later.

    Attributes:
        name: Short, lower case, unique: `procedural`.
        display_name: For people: `Procedural (DSP)`.
        description: One or two sentences for people.
        model_revision: Changes whenever the same seed would give another sound.
        license: Terms for the sounds it makes.
        duration_seconds: Shortest, longest and default sound, s.
        steps: Sampling steps, or None where it has none.
        cfg_scale: Guidance scale, or None where it has none.
        supports_negative_prompt: Whether `negative_prompt` may be given.
        known_sounds: The sounds it supports by name; empty where it takes any text.
        languages: BCP 47 tags of the languages it reads.
        max_batch_size: Sounds that `advance` takes at a time, >= 1.
        window_seconds: Seconds of sound that one sampling step makes; a longer sound costs as many
            times more. None where length costs nothing, or there are no steps.
        loops_natively: Whether it makes a loop's end run into its beginning by itself. Else a loop
            is made longer, and its ends are crossfaded.
        supports_source: Whether `EngineRequest.source` may be given.
        computation: Number format and library of its matrix products: `bfloat16 (oneDNN)`. Empty
            where it has none, or is not loaded.
    """

    name: str
    display_name: str
    description: str
    model_revision: str
    license: License
    duration_seconds: Range
    steps: Range | None
    cfg_scale: Range | None
    supports_negative_prompt: bool
    known_sounds: tuple[SoundKind, ...]
    languages: tuple[str, ...]
    max_batch_size: int
    window_seconds: float | None = None
    loops_natively: bool = False
    supports_source: bool = False
    computation: str = ""


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """The request for one sound, within the bounds of the engine's description.

    Attributes:
        prompt: What is to be heard, 1 to 1000 characters.
        frame_count: Exactly this many frames are to be made, >= 1.
        seed: Same seed, same samples, 0 to 2**63 - 1.
        steps: Sampling steps; 0 where the engine has none.
        cfg_scale: Guidance scale; 0 where the engine has none.
        negative_prompt: What is not to be heard, or empty.
        scene: What `ReadsPromptsWithModel.read_answer` made of a language model's answer, or what
            `ReadsPromptsAhead.scene` read in the prompt. None: the engine reads the prompt itself.
        is_loop: Whether the end has to run into the beginning. False for an engine that does not
            loop natively.
        source: What it is made from; None: nothing.
    """

    prompt: str
    frame_count: int
    seed: int
    steps: int = 0
    cfg_scale: float = 0.0
    negative_prompt: str = ""
    scene: object | None = None
    is_loop: bool = False
    source: Source | None = None
