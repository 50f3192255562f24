"""What a checkpoint holds, in words, without torch."""

from pathlib import Path

from envsound_server.engines.stable_audio.weights.checkpoint import (
    WEIGHT_FILES,
    config_file,
    needed_files,
    read_sampling,
)
from envsound_server.engines.weights.files import read_headers, read_json
from envsound_server.engines.weights.record import read_record, told_of_record


def summarize(folder: Path) -> dict[str, str]:
    """Return what can be told of a checkpoint without problems, by what it is about."""
    transformer = read_json(folder, config_file("transformer"))
    duration = read_json(folder, config_file("duration_embedder"))
    is_distilled = read_sampling(folder).stochastic_sampling
    return {
        **told_of_record(read_record(folder), needed_files(folder)),
        "layers": f"{transformer.get('depth')} layers, {transformer.get('num_heads')} heads",
        "longest sound": f"{duration.get('max_val')} s",
        "sampling": "distilled, without guidance" if is_distilled else "with guidance",
        **{
            component.replace("_", " "): f"{_number_count(folder, name):,} numbers"
            for component, name in WEIGHT_FILES.items()
        },
    }


def _number_count(folder: Path, name: str) -> int:
    headers = read_headers(folder, name).values()
    return sum(tensor.element_count for header in headers for tensor in header.values())
