"""Test checkpoints: random weights in exactly the released layout, for tests and benchmarks.

The random weights keep the scale of every layer's input: activations stay finite through all
layers, and the decoded sound is noise of moderate level, neither silent nor clipped.
"""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import torch
from transformers import T5Config, T5TokenizerFast

from envsound_server.engines.tangoflux.weights.checkpoint import (
    CONFIG_FILE,
    MODEL_FILE,
    NEEDED_FILES,
    TEXT_ENCODER_FOLDER,
    VAE_FILE,
    Architecture,
    VaeConfig,
)
from envsound_server.engines.tangoflux.weights.skeleton import build_skeleton
from envsound_server.engines.weights.fabrication import (
    LETTERS,
    WORDS,
    Size,
    describe_source,
    require_free,
    write_random_tensors,
)
from envsound_server.engines.weights.record import make_record

_TINY: Final = Architecture(
    num_layers=1,
    num_single_layers=1,
    num_attention_heads=2,
    joint_attention_dim=64,
    vae_config=VaeConfig(encoder_hidden_size=8, decoder_channels=4),
)
_ARCHITECTURES: Final[Mapping[Size, Architecture]] = {"tiny": _TINY, "full": Architecture()}

_TEXT_ENCODERS: Final[Mapping[Size, Mapping[str, int]]] = {
    "tiny": {"d_model": 64, "d_kv": 16, "d_ff": 128, "num_heads": 4, "num_layers": 2},
    "full": {"d_model": 1024, "d_kv": 64, "d_ff": 2816, "num_heads": 16, "num_layers": 24},
}
"""`full` has the sizes of google/flan-t5-large."""

_VOCABULARY_SIZES: Final[Mapping[Size, int]] = {"tiny": 512, "full": 32_128}

_OUTPUT_LEVEL: Final = 0.05
"""About half the root mean square of the decoded noise, full scale 1."""


def make_test_checkpoint(folder: Path, size: Size, seed: int) -> None:
    """Write a checkpoint with random weights. The same size and seed give the same files.

    Args:
        folder: Target folder, created if missing. It may hold only an earlier test checkpoint.
        size: `tiny` (17 MB; written, loaded and decoded in about a second) or `full` (the
            released sizes, 4.06 GB).
        seed: Seed of the random numbers, 0 to 2**63 - 1.

    Raises:
        FileExistsError: The folder holds other files.
    """
    require_free(folder)
    folder.mkdir(parents=True, exist_ok=True)
    architecture = _ARCHITECTURES[size]
    _write_config(folder, architecture, with_vae_config=size != "full")
    text_config = _write_text_encoder(folder, size)
    skeleton = build_skeleton(architecture, text_config)
    generator = torch.Generator().manual_seed(seed)
    for name in (MODEL_FILE, VAE_FILE):
        tensors = skeleton.tensors_in(name)
        scale = partial(_scaled, tensors)
        write_random_tensors(folder / name, tensors, scale, generator)
    source = describe_source(size, seed)
    make_record(folder, NEEDED_FILES, source, text_encoder_source=source).write(folder)


def _write_config(folder: Path, architecture: Architecture, with_vae_config: bool) -> None:
    config: dict[str, Any] = architecture.model_dump(exclude={"vae_config"})
    config["audio_seq_len"] = config.pop("audio_frame_count")
    config["max_duration"] = config.pop("max_duration_seconds")
    config["uncondition"] = False
    if with_vae_config:
        config["vae_config"] = architecture.vae_config.model_dump()
    (folder / CONFIG_FILE).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def _write_text_encoder(folder: Path, size: Size) -> T5Config:
    config = T5Config(
        **_TEXT_ENCODERS[size],
        vocab_size=_VOCABULARY_SIZES[size],
        feed_forward_proj="gated-gelu",
        tie_word_embeddings=False,
        decoder_start_token_id=0,
        architectures=["T5ForConditionalGeneration"],
    )
    config.save_pretrained(folder / TEXT_ENCODER_FOLDER)
    tokenizer = T5TokenizerFast(vocab=_vocabulary(), model_max_length=512)
    tokenizer.save_pretrained(folder / TEXT_ENCODER_FOLDER)
    return config


def _vocabulary() -> list[tuple[str, float]]:
    """Return the vocabulary with log probabilities: whole words, and letters."""
    specials = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    words = [(f"▁{word}", -5.0) for word in WORDS if word not in LETTERS]
    letters = [(piece, -10.0) for letter in LETTERS for piece in (letter, f"▁{letter}")]
    sentinels = [(f"<extra_id_{i}>", 0.0) for i in reversed(range(100))]
    return [*specials, ("▁", -8.0), *words, *letters, *sentinels]


def _scaled(tensors: Mapping[str, torch.Tensor], name: str, noise: torch.Tensor) -> torch.Tensor:
    """Scale unit noise for the tensor of that name, in place."""
    if name.endswith(("alpha", "beta")):  # logarithms of Snake's frequency and inverse height
        return noise.mul_(0.1)
    if name.endswith("bias"):
        return noise.mul_(0.02)
    if name.endswith("weight_g"):
        return noise.mul_(0.1).add_(1).mul_(_gain(name, tensors))
    if name.endswith(("weight_v", "weights", "shared.weight")):
        return noise
    if noise.dim() == 1:  # a norm's weight
        return noise.mul_(0.1).add_(1)
    scale = noise.shape[1] ** -0.5
    if "SelfAttention.q." in name:  # T5 does not divide its logits
        scale *= 0.2
    elif ".norm" in name:  # adaptive norms: shift, scale and gate
        scale *= 0.5
    return noise.mul_(scale)


def _gain(name: str, tensors: Mapping[str, torch.Tensor]) -> float:
    """Return the norm of a weight-normalized convolution's vectors that about keeps the scale."""
    if "conv_t1" in name:
        # [in, out, 2 * stride], normalized for each input: every output sums 2 * in of the weights.
        in_channels, out_channels, kernel_size = tensors[name.replace("_g", "_v")].shape
        return float((out_channels * kernel_size / 2 / in_channels) ** 0.5)
    if "res_unit" in name and "conv2" in name:
        return 0.2
    return _OUTPUT_LEVEL if name == "decoder.conv2.weight_g" else 1.0
