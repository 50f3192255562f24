"""Ways to spoil a checkpoint's folder, each with the file and the words that ought to be told."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save

from envsound_server.engines.tangoflux.checkpoint import (
    CONFIG_FILE,
    MODEL_FILE,
    NEEDED_FILES,
    TEXT_ENCODER_CONFIG_FILE,
    VAE_FILE,
)
from envsound_server.engines.tangoflux.record import RECORD_FILE

TOKENIZER_FILE = "text_encoder/tokenizer.json"


@dataclass(frozen=True)
class Damage:
    """Something that happens to a file; `words` have to be in the sentence about it."""

    label: str
    file_name: str
    words: str
    happen: Callable[[Path], None]


def replace(path: Path, content: bytes) -> None:
    """Gives the name a new file: the old one may be shared with the checkpoint of other tests."""
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


SCALE = "decoder.block.0.snake1.alpha"

DAMAGES = [
    *(without(name) for name in NEEDED_FILES),
    truncated(MODEL_FILE, 1_000_000),
    truncated(MODEL_FILE, 1_000),
    truncated(VAE_FILE, 1_600_000),
    overwritten(VAE_FILE, b"", "no safetensors file"),
    overwritten(VAE_FILE, b"<!DOCTYPE html><title>Sign in</title>", "no safetensors file"),
    overwritten(MODEL_FILE, (9).to_bytes(8, "little") + b"[1, 2, 3]", "no safetensors file"),
    other_tensors(VAE_FILE, "lacks 1 of", lambda tensors: tensors.pop(SCALE)),
    other_tensors(VAE_FILE, "1 tensors too many", lambda t: t.update(other=torch.zeros(1))),
    other_tensors(VAE_FILE, "instead of [1, 64, 1]", lambda t: t.update({SCALE: torch.zeros(3)})),
    other_tensors(
        VAE_FILE, "no floats", lambda t: t.update({SCALE: torch.zeros(1, 64, 1, dtype=torch.int8)})
    ),
    Damage(
        "another model",
        MODEL_FILE,
        "of another model",
        lambda folder: replace(folder / MODEL_FILE, (folder / VAE_FILE).read_bytes()),
    ),
    overwritten(CONFIG_FILE, b"not JSON", "not a JSON object"),
    edited(CONFIG_FILE, "num_layers", num_layers=-1),
    edited(CONFIG_FILE, "attention_head_dim", attention_head_dim=64),
    edited(CONFIG_FILE, "in_channels", in_channels=32),
    edited(CONFIG_FILE, "joint_attention_dim", joint_attention_dim=1024),
    overwritten(TEXT_ENCODER_CONFIG_FILE, b"[]", "not a JSON object"),
    edited(TEXT_ENCODER_CONFIG_FILE, "not of a T5", model_type="bert"),
    edited(TEXT_ENCODER_CONFIG_FILE, "feed_forward_proj", feed_forward_proj="a-b-c"),
    overwritten(TOKENIZER_FILE, b"{}", "no T5 tokenizer"),
    overwritten(RECORD_FILE, b"{}", "is damaged"),
]
