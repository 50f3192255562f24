"""The engine's description."""

from dataclasses import dataclass

from envsound_server.domain.engine import CommercialUse, EngineDescription, License, Range

NAME = "stable_audio"

NOT_LOADED = "not loaded"
"""The model revision before the weights are loaded, which determine it."""

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
"""7 is the default of the Stable Audio Open pipeline. diffusers names no value for this model."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The part of the description that depends on the weights and the device.

    Attributes:
        model_revision: Changes whenever the same seed would give another sound.
        longest_seconds: The longest sound that the model was trained on, s.
        is_distilled: True if guidance is distilled into the weights, so that a request has none.
        max_batch_size: Maximum batch size, sounds, >= 1.
        computation: Number format and library of the matrix products.
    """

    model_revision: str = NOT_LOADED
    longest_seconds: float = SMALL_LONGEST_SECONDS
    is_distilled: bool = True
    max_batch_size: int = 1
    computation: str = ""


def describe(loaded: Loaded | None = None) -> EngineDescription:
    """Return the description of the engine, or that of the small checkpoint without weights."""
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
