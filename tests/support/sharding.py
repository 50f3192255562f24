"""Sharding of a safetensors file, as transformers and diffusers write large ones."""

import json
from pathlib import Path

from safetensors.torch import load_file, save_file


def shard(path: Path, count: int = 3) -> None:
    """Replace a file by its shards and their index."""
    tensors = load_file(path)
    stem = path.name.removesuffix(".safetensors")
    places = {}
    for number in range(count):
        names = list(tensors)[number::count]
        part = f"{stem}-{number + 1:05}-of-{count:05}.safetensors"
        save_file({name: tensors[name] for name in names}, path.with_name(part))
        places |= dict.fromkeys(names, part)
    index = {"metadata": {"total_size": path.stat().st_size}, "weight_map": places}
    path.with_name(f"{path.name}.index.json").write_text(json.dumps(index))
    path.unlink()
