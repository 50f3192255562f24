"""Damage to the files of a Stable Audio 3 checkpoint, with the expected error messages."""

import torch

from envsound_server.engines.stable_audio.weights.checkpoint import (
    CONFIG_FILES,
    MODEL_INDEX_FILE,
    SCHEDULER_CONFIG_FILE,
    TOKENIZER_FILES,
    WEIGHT_FILES,
    config_file,
)
from envsound_server.engines.weights.record import RECORD_FILE
from support.damage import Damage, edited, other_tensors, overwritten, replace, truncated, without
from support.sharding import shard

TRANSFORMER, VAE = WEIGHT_FILES["transformer"], WEIGHT_FILES["vae"]
TRANSFORMER_CONFIG, VAE_CONFIG = config_file("transformer"), config_file("vae")
TEXT_CONFIG = config_file("text_encoder")
GAIN = "decoder.blocks.0.mapping.weight_g"
PART = TRANSFORMER.replace(".safetensors", "-00002-of-00003.safetensors")
INDEX = f"{TRANSFORMER}.index.json"


def in_parts(damage: Damage) -> Damage:
    """Return the damage, applied after sharding the transformer."""

    def happen(folder):  # type: ignore[no-untyped-def]
        shard(folder / TRANSFORMER)
        (folder / RECORD_FILE).unlink()
        damage.happen(folder)

    return Damage(f"in parts, {damage.label}", damage.file_name, damage.words, happen)


DAMAGES = [
    *(without(name) for name in (*CONFIG_FILES, *WEIGHT_FILES.values())),
    truncated(TRANSFORMER, 100_000),
    truncated(TRANSFORMER, 1_000),
    truncated(VAE, 600_000),
    overwritten(VAE, b"", "not a safetensors file"),
    overwritten(VAE, b"<!DOCTYPE html><title>Sign in</title>", "not a safetensors file"),
    other_tensors(VAE, "lacks 1 of", lambda tensors: tensors.pop(GAIN)),
    other_tensors(VAE, "instead of [512, 1, 1]", lambda t: t.update({GAIN: torch.zeros(3)})),
    other_tensors(
        VAE,
        "not floating-point",
        lambda t: t.update({GAIN: torch.zeros(512, 1, 1, dtype=torch.int8)}),
    ),
    Damage(
        "another model",
        TRANSFORMER,
        "of another model",
        lambda folder: replace(folder / TRANSFORMER, (folder / VAE).read_bytes()),
    ),
    in_parts(without(PART)),
    in_parts(truncated(PART, 10_000)),
    in_parts(overwritten(INDEX, b"[]", "not a JSON object")),
    in_parts(edited(INDEX, "does not list the shards", weight_map={})),
    in_parts(edited(INDEX, "does not list the shards", weight_map={"a": "../../key.safetensors"})),
    in_parts(edited(INDEX, "does not list the shards", weight_map={"a": 7})),
    overwritten(MODEL_INDEX_FILE, b"{", "not a JSON object"),
    edited(MODEL_INDEX_FILE, "not of a Stable Audio 3", _class_name="StableAudioPipeline"),
    edited(TRANSFORMER_CONFIG, "not of a StableAudio3DiTModel", _class_name="UNet2DModel"),
    edited(TRANSFORMER_CONFIG, "embed_dim cannot be 'wide'", embed_dim="wide"),
    edited(TRANSFORMER_CONFIG, "depth cannot be -1", depth=-1),
    edited(TRANSFORMER_CONFIG, "depth cannot be True", depth=True),
    edited(VAE_CONFIG, "encoder_strides cannot be 16", encoder_strides=16),
    edited(TRANSFORMER_CONFIG, "io_channels", io_channels=8, local_add_cond_dim=9),
    edited(TRANSFORMER_CONFIG, "cond_token_dim", cond_token_dim=32),
    edited(TRANSFORMER_CONFIG, "global_cond_dim", global_cond_dim=32),
    edited(TRANSFORMER_CONFIG, "do not match", num_heads=0),
    edited(VAE_CONFIG, "decoder_sinusoidal_blocks", decoder_sinusoidal_blocks=[1, 2, 3]),
    edited(config_file("duration_embedder"), "wider", wider=True),
    edited(TEXT_CONFIG, "not of a T5Gemma", model_type="t5"),
    edited(TEXT_CONFIG, "encoder", encoder={"hidden_size": "wide"}),
    overwritten(TOKENIZER_FILES[0], b"{}", "not a Gemma tokenizer"),
    edited(SCHEDULER_CONFIG_FILE, "not of a FlowMatch", _class_name="EulerDiscreteScheduler"),
    edited(SCHEDULER_CONFIG_FILE, "num_train_timesteps", num_train_timesteps=0),
    edited(SCHEDULER_CONFIG_FILE, "stochastic_sampling", stochastic_sampling="perhaps"),
    overwritten(RECORD_FILE, b"{}", "is damaged"),
]
