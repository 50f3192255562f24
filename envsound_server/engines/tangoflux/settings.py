"""The engine's settings."""

from pydantic import Field

from envsound_server.engines.inference.settings import ModelSettings


class TangoFluxSettings(ModelSettings):
    """Settings from environment variables: `TANGOFLUX_` and a field's name in capitals."""

    step_reuse: float = Field(0.0, ge=0.0, le=1.0)
    """Threshold of step reuse, see `reuse`. 0 is off. It is faster and changes the sound."""
