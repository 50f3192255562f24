"""The engine's description."""

from envsound_server.domain.engine import CommercialUse, EngineDescription, License, Range

NAME = "tangoflux"

NOT_LOADED = "not loaded"
"""The model revision before the weights are loaded, which determine it."""

LICENSE = License(
    name=(
        "non-commercial, research only (Stability AI Community License; "
        "trained on WavCaps, academic use)"
    ),
    commercial_use=CommercialUse.NO,
    attribution="Powered by Stability AI",
    terms_url="https://huggingface.co/declare-lab/TangoFlux",
)


def describe(
    model_revision: str = NOT_LOADED, max_batch_size: int = 1, computation: str = ""
) -> EngineDescription:
    """Return the description of the engine for these weights and this batch size.

    Args:
        model_revision: Changes whenever the same seed would give another sound.
        max_batch_size: Maximum batch size, sounds, >= 1.
        computation: Number format and library of the matrix products.
    """
    return EngineDescription(
        name=NAME,
        display_name="TangoFlux",
        description=(
            "Generates environment sounds from an English prompt with TangoFlux, a flow-matching "
            "transformer (arXiv 2412.21037). Meant for a GPU; a CPU takes minutes a sound."
        ),
        model_revision=model_revision,
        license=LICENSE,
        duration_seconds=Range(0.5, 600.0, 10.0),
        steps=Range(1, 200, 50),
        cfg_scale=Range(1.0, 20.0, 3.5),
        supports_negative_prompt=True,
        known_sounds=(),
        languages=("en",),
        max_batch_size=max_batch_size,
        window_seconds=30.0,
        computation=computation,
    )
