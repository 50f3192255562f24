"""What a checkpoint holds, in words, without torch."""

from pathlib import Path
from typing import Final

from envsound_server.engines.tangoflux.weights.checkpoint import (
    MODEL_FILE,
    NEEDED_FILES,
    VAE_FILE,
    read_architecture,
)
from envsound_server.engines.weights.files import read_header
from envsound_server.engines.weights.record import read_record, told_of_record

_PARTS: Final = {
    "transformer": "transformer",
    "text_encoder": "text encoder",
    "fc": "conditioning",
    "duration_emebdder": "conditioning",  # spelled so in the release
    "decoder": "decoder",
    "encoder": "encoder",
}
"""What the parts of the model are called, by the first word of their tensors' names."""


def summarize(folder: Path) -> dict[str, str]:
    """Return what can be told of a checkpoint without problems, by what it is about."""
    architecture = read_architecture(folder)
    layers = (
        f"{architecture.num_layers} double, {architecture.num_single_layers} single, "
        f"{architecture.num_attention_heads} heads"
    )
    sizes = {part: f"{count:,} numbers" for part, count in _part_sizes(folder).items()}
    return {**told_of_record(read_record(folder), NEEDED_FILES), "layers": layers, **sizes}


def _part_sizes(folder: Path) -> dict[str, int]:
    """Return how many numbers each part of the model has."""
    sizes = dict.fromkeys(_PARTS.values(), 0)
    for file_name in (MODEL_FILE, VAE_FILE):
        for key, tensor in read_header(folder, file_name).items():
            sizes[_PARTS[key.partition(".")[0]]] += tensor.element_count
    return sizes
