"""Kinds of damage to a checkpoint's folder, with the file and the words of the expected message."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save


@dataclass(frozen=True)
class Damage:
    """A change to a file, with `words` that the error message must contain."""

    label: str
    file_name: str
    words: str
    happen: Callable[[Path], None]


def replace(path: Path, content: bytes) -> None:
    """Write a new file under the name, because other tests may share the old one as a link."""
    path.unlink()
    path.write_bytes(content)


def without(name: str) -> Damage:
    return Damage(f"{name} missing", name, "is missing", lambda folder: (folder / name).unlink())


def truncated(name: str, kept_bytes: int) -> Damage:
    def happen(folder: Path) -> None:
        replace(folder / name, (folder / name).read_bytes()[:kept_bytes])

    return Damage(f"{name} cut at {kept_bytes}", name, "truncated", happen)


def overwritten(name: str, content: bytes, words: str) -> Damage:
    def happen(folder: Path) -> None:
        replace(folder / name, content)

    return Damage(f"{name} {words}", name, words, happen)


def edited(name: str, words: str, **changes: Any) -> Damage:
    def happen(folder: Path) -> None:
        content = json.loads((folder / name).read_text())
        replace(folder / name, json.dumps(content | changes).encode())

    return Damage(f"{name} {changes}", name, words, happen)


def other_tensors(
    name: str, words: str, change: Callable[[dict[str, torch.Tensor]], object]
) -> Damage:
    def happen(folder: Path) -> None:
        tensors = load_file(folder / name)
        change(tensors)
        replace(folder / name, save(tensors))

    return Damage(f"{name} {words}", name, words, happen)
