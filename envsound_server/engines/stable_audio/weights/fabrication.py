"""Test checkpoints: random weights in exactly the released layout, for tests and benchmarks.

The random weights about keep the scale of every layer's input: activations stay finite through all
layers, and the decoded sound is noise of moderate level, neither silent nor clipped.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import diffusers
import torch
from diffusers import FlowMatchEulerDiscreteScheduler
from transformers import GemmaTokenizerFast, T5GemmaConfig

from envsound_server.engines.stable_audio.weights.checkpoint import (
    MODEL_INDEX_FILE,
    TOKENIZER_FOLDER,
    WEIGHT_FILES,
    needed_files,
)
from envsound_server.engines.stable_audio.weights.skeleton import (
    SIZED,
    Sizes,
    Skeleton,
    build_skeleton,
)
from envsound_server.engines.weights.fabrication import (
    LETTERS,
    WORDS,
    Size,
    describe_source,
    require_free,
    write_random_tensors,
)
from envsound_server.engines.weights.record import make_record
from envsound_server.engines.weights.skeleton import stored_tensors

Model = Literal["stable-audio-3-small-sfx", "stable-audio-3-medium"]

_TINY_TRANSFORMER: Final = {
    "io_channels": 16,
    "embed_dim": 64,
    "depth": 2,
    "num_heads": 4,
    "cond_token_dim": 64,
    "global_cond_dim": 64,
    "local_add_cond_dim": 17,
    "timestep_features_dim": 32,
    "num_memory_tokens": 8,
}
_TINY_VAE: Final = {
    "encoder_channels": 8,
    "encoder_transformer_depths": [2],
    "latent_dim": 16,
    "dim_heads": 16,
}
"""The downsampling ratio is that of the release: 4096 samples to a latent frame."""

_TINY_DURATION: Final = {"output_dim": 64, "fourier_dim": 32}

_SIZES: Final[Mapping[tuple[Model, Size], Mapping[str, Sizes]]] = {
    ("stable-audio-3-small-sfx", "tiny"): {
        "transformer": _TINY_TRANSFORMER,
        "vae": _TINY_VAE,
        "duration_embedder": {**_TINY_DURATION, "max_val": 120.0},
    },
    ("stable-audio-3-medium", "tiny"): {
        "transformer": _TINY_TRANSFORMER,
        "vae": {**_TINY_VAE, "decoder_sinusoidal_blocks": [2]},
        "duration_embedder": {**_TINY_DURATION, "max_val": 384.0},
    },
    ("stable-audio-3-small-sfx", "full"): {
        "transformer": {"embed_dim": 1024, "depth": 16, "num_heads": 16},
        "vae": {},
        "duration_embedder": {"max_val": 120.0},
    },
    ("stable-audio-3-medium", "full"): {
        "transformer": {},
        "vae": {
            "encoder_channels": 256,
            "encoder_transformer_depths": [12],
            "decoder_sinusoidal_blocks": [8],
        },
        "duration_embedder": {"max_val": 384.0},
    },
}
"""Differences from the defaults of diffusers' classes, which are the released sizes.

The small transformer's sizes are a guess with 437 million parameters; the release has 433.
"""

_TEXT_ENCODERS: Final[Mapping[Size, Mapping[str, int]]] = {
    "tiny": {
        "vocab_size": 1024,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "query_pre_attn_scalar": 16,
    },
    "full": {
        "vocab_size": 256_000,
        "hidden_size": 768,
        "intermediate_size": 2048,
        "num_hidden_layers": 12,
        "num_attention_heads": 12,
        "num_key_value_heads": 12,
        "head_dim": 64,
        "query_pre_attn_scalar": 64,
    },
}
"""`full` has the sizes of google/t5gemma-b-b-ul2."""

_LIBRARIES: Final = {
    "transformer": ("diffusers", "StableAudio3DiTModel"),
    "vae": ("diffusers", "AutoencoderSAME"),
    "duration_embedder": ("stable_audio_3", "StableAudio3DurationEmbedder"),
    "text_encoder": ("transformers", "T5GemmaEncoderModel"),
    "tokenizer": ("transformers", "GemmaTokenizer"),
    "scheduler": ("diffusers", "FlowMatchEulerDiscreteScheduler"),
}
"""Library and class of each folder in model_index.json."""

_OUTPUT_LEVEL: Final = 0.05
"""Norm of the decoder's last weight vectors, which is about the level of the decoded noise."""

_FACTORS: Final = {
    "q_norm.gamma": 4.0,
    "norm_attn.alpha": 3.0,
    "norm_ff.alpha": 3.0,
    "to_out": 1.5,
    "proj_out": 0.5,
    "preprocess_conv": 0.3,
    "postprocess_conv": 0.3,
    "global_cond_embedder.2": 0.3,
}
"""Factors for tensors by parts of their names, in addition to the scale.

Random queries attend to all keys alike, so to no prompt and no sound, and differential attention
subtracts two such means. So their attention is sharpened.
"""


def make_test_checkpoint(folder: Path, model: Model, size: Size, seed: int) -> None:
    """Write a checkpoint with random weights. The same model, size and seed give the same files.

    Args:
        folder: Target folder, created if missing. It may hold only an earlier test checkpoint.
        model: Release whose layout is written.
        size: `tiny` (2 MB; written, loaded and decoded in about a second) or `full` (3.3 GB for
            the small model, 10.3 GB for the medium one).
        seed: Seed of the random numbers, 0 to 2**63 - 1.

    Raises:
        FileExistsError: The folder holds other files.
    """
    require_free(folder)
    folder.mkdir(parents=True, exist_ok=True)
    text_config = _text_config(_TEXT_ENCODERS[size])
    skeleton = build_skeleton(_SIZES[model, size], text_config)
    _write_configs(folder, skeleton, text_config)
    generator = torch.Generator().manual_seed(seed)
    for component, module in skeleton.components.items():
        path = folder / WEIGHT_FILES[component]
        write_random_tensors(path, stored_tensors(module), _scaled, generator)
    source = describe_source(f"{model}, {size}", seed)
    make_record(folder, needed_files(folder), source).write(folder)


def _text_config(sizes: Mapping[str, int]) -> T5GemmaConfig:
    return T5GemmaConfig(
        encoder=dict(sizes),
        decoder=dict(sizes),
        vocab_size=sizes["vocab_size"],
        is_encoder_decoder=False,
        architectures=["T5GemmaEncoderModel"],
    )


def _write_configs(folder: Path, skeleton: Skeleton, text_config: T5GemmaConfig) -> None:
    index: dict[str, Any] = {
        "_class_name": "StableAudio3Pipeline",
        "_diffusers_version": diffusers.__version__,
        **_LIBRARIES,
    }
    (folder / MODEL_INDEX_FILE).write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")
    for name in SIZED:
        getattr(skeleton, name).save_config(folder / name)
    text_config.save_pretrained(folder / "text_encoder")
    _make_tokenizer().save_pretrained(folder / TOKENIZER_FOLDER)
    scheduler = FlowMatchEulerDiscreteScheduler(num_train_timesteps=1, stochastic_sampling=True)
    scheduler.save_pretrained(folder / "scheduler")


def _make_tokenizer() -> GemmaTokenizerFast:
    """Return a tokenizer with tokens for whole words, letters, and bytes for everything else."""
    vocabulary = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    vocabulary += [f"<0x{byte:02X}>" for byte in range(256)]
    vocabulary += ["▁", *LETTERS]
    merges = []
    for word in (word for word in WORDS if len(word) > 1):
        for length in range(len(word)):
            begun = f"▁{word[:length]}"
            if begun + word[length] not in vocabulary:
                merges.append((begun, word[length]))
                vocabulary.append(begun + word[length])
    return GemmaTokenizerFast(
        vocab={piece: token for token, piece in enumerate(vocabulary)},
        merges=merges,
        model_max_length=256,
        add_bos_token=True,
    )


def _scaled(name: str, noise: torch.Tensor) -> torch.Tensor:
    """Scale unit noise for the tensor of that name, in place."""
    factor = next((factor for part, factor in _FACTORS.items() if part in name), 1.0)
    level = _OUTPUT_LEVEL if name.startswith("decoder.blocks.0.mapping") else 1.0
    if name.endswith(("gamma", "alpha", "scale", "running_std")):
        return noise.mul_(0.1).add_(1).mul_(factor)
    if name.endswith("norm.weight"):  # of the text encoder, which adds 1
        return noise.mul_(0.1)
    if name.endswith("weight_g"):
        return noise.mul_(0.1).add_(1).mul_(level)
    if name.endswith(("beta", "bias")):
        return noise.mul_(0.02 * level)
    if name.endswith(("to_scale_shift_gate", "new_tokens", "memory_tokens")):
        return noise.mul_(0.3)
    if noise.dim() == 1 or name.endswith("weight_v"):  # the padding embedding, or a direction
        return noise
    return noise.mul_(factor * noise.shape[1] ** -0.5)
