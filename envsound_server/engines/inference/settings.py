"""The settings of engines with weights, read from the environment."""

from collections.abc import Mapping
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from envsound_server.errors import EngineUnavailable

Switch = Literal["auto", "on", "off"]


class ModelSettings(BaseModel):
    """Settings from environment variables: the engine's prefix and a field's name in capitals."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    weights: str = ""
    """Folder of the checkpoint, as `envsound-weights download` writes it."""

    device: str = Field("auto", pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$")
    """Device: cpu, mps, cuda or cuda:1. auto: a GPU where there is one, else the CPU."""

    dtype: Literal["auto", "float32", "bfloat16", "int8"] = "auto"
    """Format of the matrix products. auto: bfloat16 where it is faster here, else float32."""

    compile: Switch = "auto"
    """torch.compile: auto (where it pays off), on, off."""

    offload: Literal["on", "off"] = "off"
    """on: keep text encoder and decoder in main memory between uses, for GPUs of little memory."""

    max_batch: int | None = Field(None, ge=1, le=64)
    """Maximum batch size, sounds. Unset: as many as fit into the free memory, 8 at most."""


SettingsT = TypeVar("SettingsT", bound=ModelSettings)


def read_model_settings(
    kind: type[SettingsT], engine: str, environment: Mapping[str, str]
) -> SettingsT:
    """Read an engine's settings. An empty variable counts as unset.

    Args:
        kind: Class of the settings.
        engine: Name of the engine. In capitals it is the prefix of its variables.
        environment: The process environment.

    Raises:
        EngineUnavailable: A setting is invalid. The message names it.
    """
    prefix = f"{engine.upper()}_"
    values = {
        name.removeprefix(prefix).lower(): value.strip()
        for name, value in environment.items()
        if name.startswith(prefix) and value.strip()
    }
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        problems = "; ".join(
            f"{prefix}{str(problem['loc'][0]).upper()}: {problem['msg']}"
            for problem in error.errors()
        )
        raise EngineUnavailable(f"the {engine} engine's settings: {problems}") from None
