"""A summary of a checkpoint for people, made without torch."""

from pathlib import Path

from envsound_server.engines.stable_audio.weights.checkpoint import (
    WEIGHT_FILES,
    config_file,
    needed_files,
    read_sampling,
)
from envsound_server.engines.weights.files import read_headers, read_json
from envsound_server.engines.weights.record import describe_record, read_record


def summarize(folder: Path) -> dict[str, str]:
    """Return the lines of a summary of a checkpoint without problems, by label."""
    transformer = read_json(folder, config_file("transformer"))
    duration = read_json(folder, config_file("duration_embedder"))
    is_distilled = read_sampling(folder).stochastic_sampling
    return {
        **describe_record(read_record(folder), needed_files(folder)),
        "layers": f"{transformer.get('depth')} layers, {transformer.get('num_heads')} heads",
        "longest sound": f"{duration.get('max_val')} s",
        "sampling": "distilled, without guidance" if is_distilled else "with guidance",
        **{
            component.replace("_", " "): f"{_parameter_count(folder, name):,} parameters"
            for component, name in WEIGHT_FILES.items()
        },
    }


def _parameter_count(folder: Path, name: str) -> int:
    headers = read_headers(folder, name).values()
    return sum(tensor.element_count for header in headers for tensor in header.values())
