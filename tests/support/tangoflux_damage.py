"""Damage to the files of a TangoFlux checkpoint, with the expected error messages."""

import torch

from envsound_server.engines.tangoflux.weights.checkpoint import (
    CONFIG_FILE,
    MODEL_FILE,
    NEEDED_FILES,
    TEXT_ENCODER_CONFIG_FILE,
    VAE_FILE,
)
from envsound_server.engines.weights.record import RECORD_FILE
from support.damage import Damage, edited, other_tensors, overwritten, replace, truncated, without

TOKENIZER_FILE = "text_encoder/tokenizer.json"

SCALE = "decoder.block.0.snake1.alpha"

DAMAGES = [
    *(without(name) for name in NEEDED_FILES),
    truncated(MODEL_FILE, 1_000_000),
    truncated(MODEL_FILE, 1_000),
    truncated(VAE_FILE, 1_600_000),
    overwritten(VAE_FILE, b"", "not a safetensors file"),
    overwritten(VAE_FILE, b"<!DOCTYPE html><title>Sign in</title>", "not a safetensors file"),
    overwritten(MODEL_FILE, (9).to_bytes(8, "little") + b"[1, 2, 3]", "not a safetensors file"),
    other_tensors(VAE_FILE, "lacks 1 of", lambda tensors: tensors.pop(SCALE)),
    other_tensors(VAE_FILE, "1 unexpected tensors", lambda t: t.update(other=torch.zeros(1))),
    other_tensors(VAE_FILE, "instead of [1, 64, 1]", lambda t: t.update({SCALE: torch.zeros(3)})),
    other_tensors(
        VAE_FILE,
        "not floating-point",
        lambda t: t.update({SCALE: torch.zeros(1, 64, 1, dtype=torch.int8)}),
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
    overwritten(TOKENIZER_FILE, b"{}", "not a T5 tokenizer"),
    overwritten(RECORD_FILE, b"{}", "is damaged"),
]
