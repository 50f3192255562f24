import shutil
import socket
import sys
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderOobleck
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.utils import parametrizations
from transformers import T5Config, T5EncoderModel

from envsound_server.engines.tangoflux.weights.checkpoint import (
    MODEL_FILE,
    VAE_FILE,
    read_architecture,
)
from envsound_server.engines.tangoflux.weights.loading import Parts, load_parts
from envsound_server.engines.weights.skeleton import stored_name

CPU = torch.device("cpu")
PROMPT = "heavy rain on leaves with a distant Train, 2 km"


@pytest.fixture(scope="module")
def parts(tiny_checkpoint: Path) -> Parts:
    return load_parts(tiny_checkpoint, CPU, torch.float32)


def by_stored_name(parts: Parts) -> dict[str, torch.Tensor]:
    modules = {
        "transformer.": parts.transformer,
        "fc.": parts.fc,
        "duration_emebdder.": parts.duration_embedder,
        "text_encoder.": parts.text_encoder,
        "": parts.vae,
    }
    return {
        prefix + stored_name(key): tensor
        for prefix, module in modules.items()
        for key, tensor in module.state_dict().items()
    }


def test_every_tensor_is_the_stored_one(parts: Parts, tiny_checkpoint: Path) -> None:
    stored = load_file(tiny_checkpoint / MODEL_FILE) | load_file(tiny_checkpoint / VAE_FILE)
    tied = "text_encoder.encoder.embed_tokens.weight"
    assert tied not in stored
    stored[tied] = stored["text_encoder.shared.weight"]
    loaded = by_stored_name(parts)

    assert loaded.keys() == {name for name in stored if not name.startswith("encoder.")}
    for name, tensor in loaded.items():
        assert torch.equal(tensor, stored[name]), name


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what is mapped on Linux alone")
def test_float32_on_the_cpu_is_the_mapped_file(parts: Parts) -> None:
    weight = parts.transformer.proj_out.weight

    assert mapped_file(weight.data_ptr()) == MODEL_FILE


def mapped_file(address: int) -> str:
    for line in Path("/proc/self/maps").read_text().splitlines():
        begin, end = (int(word, 16) for word in line.split()[0].split("-"))
        if begin <= address < end:
            return Path(line.split()[-1]).name
    raise AssertionError("the address is not mapped")


def test_bfloat16_is_the_rounded_weight_and_leaves_the_rest(
    parts: Parts, tiny_checkpoint: Path
) -> None:
    exact = by_stored_name(parts)
    halved = by_stored_name(load_parts(tiny_checkpoint, CPU, torch.bfloat16))

    assert {tensor.dtype for tensor in halved.values()} == {torch.float32, torch.bfloat16}
    for name, tensor in halved.items():
        assert torch.equal(tensor, exact[name].to(tensor.dtype)), name
        if name.startswith(("decoder.", "fc.", "duration_emebdder.")) or ".norm" in name:
            assert tensor.dtype == torch.float32, name


def test_text_encoder_is_as_the_library_loads_it(parts: Parts, tiny_checkpoint: Path) -> None:
    reference = T5EncoderModel(T5Config.from_pretrained(tiny_checkpoint / "text_encoder")).eval()
    prefix = "text_encoder."
    stored = load_file(tiny_checkpoint / MODEL_FILE).items()
    state = {name.removeprefix(prefix): t for name, t in stored if name.startswith(prefix)}
    reference.load_state_dict(state, strict=False)
    tokens = parts.tokenizer(PROMPT, return_tensors="pt")

    with torch.inference_mode():
        ours = parts.text_encoder(**tokens).last_hidden_state
        theirs = reference(**tokens).last_hidden_state

    assert torch.allclose(ours, theirs, atol=1e-6)
    assert parts.text_encoder.encoder.embed_tokens.weight is parts.text_encoder.shared.weight


@pytest.mark.filterwarnings("ignore:.*weight_norm:FutureWarning")
def test_decoder_is_as_the_library_loads_it(parts: Parts, tiny_checkpoint: Path) -> None:
    config = read_architecture(tiny_checkpoint).vae_config.model_dump(mode="json")
    reference = AutoencoderOobleck(**config).eval()
    reference.load_state_dict(load_file(tiny_checkpoint / VAE_FILE))
    latents = torch.randn(1, 64, 4, generator=torch.Generator().manual_seed(1))

    with torch.inference_mode():
        ours, theirs = parts.vae.decode(latents).sample, reference.decode(latents).sample

    assert ours.shape == (1, 2, 4 * 2048)
    assert torch.equal(ours, theirs)
    assert 0.01 < ours.std() < 0.5
    assert ours.abs().max() <= 1


def test_tokenizer_covers_every_letter_and_ends_a_prompt(parts: Parts) -> None:
    ids = parts.tokenizer(PROMPT).input_ids

    assert parts.tokenizer.unk_token_id not in ids
    assert ids[-1] == parts.tokenizer.eos_token_id
    assert parts.tokenizer.decode(ids, skip_special_tokens=True) == PROMPT


def test_nothing_waits_for_training_or_on_the_meta_device(parts: Parts) -> None:
    for module in (parts.transformer, parts.fc, parts.duration_embedder, parts.text_encoder):
        assert not module.training
        for tensor in (*module.parameters(), *module.buffers()):
            assert not tensor.requires_grad
            assert tensor.device == CPU


def test_loading_needs_no_network(tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("loading opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    load_parts(tiny_checkpoint, CPU, torch.float32)


def test_half_precision_weights_are_loaded_as_float32(
    tiny_checkpoint: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "weights")
    (folder / "checksums.json").unlink()
    tensors = load_file(folder / MODEL_FILE)
    save_file({name: tensor.half() for name, tensor in tensors.items()}, folder / MODEL_FILE)

    loaded = by_stored_name(load_parts(folder, CPU, torch.float32))

    for name, tensor in tensors.items():
        assert torch.equal(loaded[name], tensor.half().float()), name


@pytest.mark.filterwarnings("ignore:.*weight_norm:FutureWarning")
def test_both_forms_of_weight_norm_have_the_released_names() -> None:
    old = nn.Sequential(nn.utils.weight_norm(nn.Conv1d(2, 3, 1)))
    new = nn.Sequential(parametrizations.weight_norm(nn.Conv1d(2, 3, 1)))

    assert {stored_name(key) for key in new.state_dict()} == set(old.state_dict())
    assert {stored_name(key) for key in old.state_dict()} == set(old.state_dict())
