"""What the engine can be told."""

from pydantic import Field

from envsound_server.engines.inference.settings import ModelSettings


class TangoFluxSettings(ModelSettings):
    """Every field is the environment variable `TANGOFLUX_` and its name in capitals."""

    step_reuse: float = Field(0.0, ge=0.0, le=1.0)
    """Threshold of step reuse, see `reuse`; 0 is off. Faster, and no longer the same sound."""
