"""The engine's settings, read from the environment that `create` is given."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from envsound_server.errors import EngineUnavailable

_PREFIX = "TANGOFLUX_"

Switch = Literal["auto", "on", "off"]


class TangoFluxSettings(BaseModel):
    """Every field is the environment variable `TANGOFLUX_` and its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    weights: str = ""
    """Folder of the checkpoint, as `envsound-weights download` writes it."""

    device: str = Field("auto", pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$")
    """Where it runs: cpu, mps, cuda or cuda:1; auto: a GPU where there is one, else the CPU."""

    dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    """Of the matrix products; auto: bfloat16 where the device multiplies it natively."""

    compile: Switch = "auto"
    """torch.compile: auto (where it pays), on, off."""

    offload: Literal["on", "off"] = "off"
    """on: text encoder and decoder wait in main memory between uses, for small cards."""

    max_batch: int | None = Field(None, ge=1, le=64)
    """Sounds that are made together; unset: what the free memory holds, 8 at most."""

    step_reuse: float = Field(0.0, ge=0.0, le=1.0)
    """Threshold of step reuse, see `reuse`; 0 is off. Faster, and no longer the same sound."""


def read_settings(environment: Mapping[str, str]) -> TangoFluxSettings:
    """Reads the settings; what is empty counts as unset.

    Raises:
        EngineUnavailable: One cannot be used; the message names it.
    """
    values = {
        name.removeprefix(_PREFIX).lower(): value.strip()
        for name, value in environment.items()
        if name.startswith(_PREFIX) and value.strip()
    }
    try:
        return TangoFluxSettings.model_validate(values)
    except ValidationError as error:
        problems = "; ".join(
            f"{_PREFIX}{str(problem['loc'][0]).upper()}: {problem['msg']}"
            for problem in error.errors()
        )
        raise EngineUnavailable(f"the tangoflux engine's settings: {problems}") from None
