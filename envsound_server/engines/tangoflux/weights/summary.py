"""A summary of a checkpoint for people, made without torch."""

from pathlib import Path
from typing import Final

from envsound_server.engines.tangoflux.weights.checkpoint import (
    MODEL_FILE,
    NEEDED_FILES,
    VAE_FILE,
    read_architecture,
)
from envsound_server.engines.weights.files import read_header
from envsound_server.engines.weights.record import describe_record, read_record

_PARTS: Final = {
    "transformer": "transformer",
    "text_encoder": "text encoder",
    "fc": "conditioning",
    "duration_emebdder": "conditioning",  # spelled so in the release
    "decoder": "decoder",
    "encoder": "encoder",
}
"""Display names of the model's parts, by the first word of their tensors' names."""


def summarize(folder: Path) -> dict[str, str]:
    """Return the lines of a summary of a checkpoint without problems, by label."""
    architecture = read_architecture(folder)
    layers = (
        f"{architecture.num_layers} double, {architecture.num_single_layers} single, "
        f"{architecture.num_attention_heads} heads"
    )
    sizes = {part: f"{count:,} parameters" for part, count in _part_sizes(folder).items()}
    return {**describe_record(read_record(folder), NEEDED_FILES), "layers": layers, **sizes}


def _part_sizes(folder: Path) -> dict[str, int]:
    """Return the parameter count of each part of the model."""
    sizes = dict.fromkeys(_PARTS.values(), 0)
    for file_name in (MODEL_FILE, VAE_FILE):
        for key, tensor in read_header(folder, file_name).items():
            sizes[_PARTS[key.partition(".")[0]]] += tensor.element_count
    return sizes
