"""What the engine tells of itself."""

from dataclasses import dataclass

from envsound_server.domain.engine import CommercialUse, EngineDescription, License, Range

NAME = "stable_audio"

NOT_LOADED = "not loaded"
"""Its revision while the weights that decide it have not been read."""

LICENSE = License(
    name="Stability AI Community License; the text encoder under the Gemma Terms of Use",
    commercial_use=CommercialUse.UP_TO_REVENUE,
    revenue_limit_usd=1_000_000,
    attribution="Powered by Stability AI",
    terms_url="https://stability.ai/license",
)

SHORTEST_SECONDS = 0.5
SMALL_LONGEST_SECONDS = 120.0
MEDIUM_LONGEST_SECONDS = 380.0

_DISTILLED_STEPS = Range(4, 100, 8)
_BASE_STEPS = Range(4, 100, 100)
_BASE_CFG_SCALE = Range(1.0, 20.0, 7.0)
"""7 is what the pipeline of Stable Audio Open takes; diffusers names no value for this model."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What of the description the weights and the device decide.

    Attributes:
        model_revision: Changes whenever the same seed would give another sound.
        longest_seconds: The longest sound that the model was trained on, s.
        is_distilled: Whether guidance is part of the weights, so that a request has none.
        max_batch_size: Sounds at a time, >= 1.
        computation: Number format and library of the matrix products.
    """

    model_revision: str = NOT_LOADED
    longest_seconds: float = SMALL_LONGEST_SECONDS
    is_distilled: bool = True
    max_batch_size: int = 1
    computation: str = ""


def describe(loaded: Loaded | None = None) -> EngineDescription:
    """Return the description of the engine; without weights, that of the small checkpoint."""
    loaded = loaded or Loaded()
    return EngineDescription(
        name=NAME,
        display_name="Stable Audio 3",
        description=(
            "Generates environment sounds from an English prompt with Stable Audio 3 "
            "(arXiv 2605.17991). The small checkpoint runs on a CPU, the medium one on a GPU."
        ),
        model_revision=loaded.model_revision,
        license=LICENSE,
        duration_seconds=Range(SHORTEST_SECONDS, loaded.longest_seconds, 10.0),
        steps=_DISTILLED_STEPS if loaded.is_distilled else _BASE_STEPS,
        cfg_scale=None if loaded.is_distilled else _BASE_CFG_SCALE,
        supports_negative_prompt=not loaded.is_distilled,
        known_sounds=(),
        languages=("en",),
        max_batch_size=loaded.max_batch_size,
        loops_natively=True,
        supports_source=True,
        computation=loaded.computation,
    )
