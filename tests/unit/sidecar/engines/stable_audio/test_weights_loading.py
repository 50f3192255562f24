import shutil
import socket
import sys
from pathlib import Path

import pytest
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, StableAudio3Pipeline
from safetensors.torch import load_file, save_file
from support.sharding import shard
from torch import nn

from envsound_server.engines.stable_audio.weights.checkpoint import WEIGHT_FILES
from envsound_server.engines.stable_audio.weights.fabrication import make_test_checkpoint
from envsound_server.engines.stable_audio.weights.loading import Parts, load_parts
from envsound_server.engines.stable_audio.weights.skeleton import Skeleton

CPU = torch.device("cpu")
PROMPT = "heavy rain on leaves with a distant Train, 2 km — 雨"
SECONDS = 2.0


@pytest.fixture(scope="module")
def parts(tiny_stable_audio: Path) -> Parts:
    return load_parts(tiny_stable_audio, CPU, torch.float32)


@pytest.fixture
def spoilt(tiny_stable_audio: Path, tmp_path: Path) -> Path:
    """Return a copy of the checkpoint for changes."""
    folder = shutil.copytree(tiny_stable_audio, tmp_path / "weights")
    (folder / "checksums.json").unlink()
    return folder


def modules_of(parts: Parts) -> dict[str, nn.Module]:
    return {name: getattr(parts, name) for name in WEIGHT_FILES}


def load_with_diffusers(folder: Path) -> StableAudio3Pipeline:
    pipeline = StableAudio3Pipeline.from_pretrained(folder, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def test_every_tensor_is_the_stored_one(parts: Parts, tiny_stable_audio: Path) -> None:
    for name, module in modules_of(parts).items():
        stored = load_file(tiny_stable_audio / WEIGHT_FILES[name])
        state = module.state_dict()
        assert state.keys() == stored.keys()
        assert all(torch.equal(state[key], stored[key]) for key in stored), name


@pytest.mark.parametrize("model", ["stable-audio-3-small-sfx", "stable-audio-3-medium"])
@pytest.mark.filterwarnings("ignore:.*weight_norm:FutureWarning")
def test_the_modules_equal_those_that_diffusers_loads(model: str, tmp_path: Path) -> None:
    make_test_checkpoint(tmp_path, model, "tiny", 3)  # type: ignore[arg-type]
    ours, theirs = load_parts(tmp_path, CPU, torch.float32), load_with_diffusers(tmp_path)

    for name, module in modules_of(ours).items():
        reference = getattr(theirs, name)
        for kind in ("parameters", "buffers"):  # the buffers that are stored nowhere among them
            tensors = dict(getattr(module, f"named_{kind}")())
            wanted = dict(getattr(reference, f"named_{kind}")())
            assert tensors.keys() == wanted.keys()
            assert all(torch.equal(tensors[key], wanted[key]) for key in wanted), name
        assert str(module) == str(reference)
    assert ours.tokenizer(PROMPT).input_ids == theirs.tokenizer(PROMPT).input_ids
    assert ours.stochastic_sampling == theirs.scheduler.config.stochastic_sampling
    assert ours.num_train_timesteps == theirs.scheduler.config.num_train_timesteps
    assert ours.max_duration_seconds == theirs.duration_embedder.config.max_val


@pytest.mark.filterwarnings("ignore:.*weight_norm:FutureWarning")
def test_a_pipeline_of_the_modules_equals_that_of_diffusers(
    parts: Parts, tiny_stable_audio: Path
) -> None:
    theirs = load_with_diffusers(tiny_stable_audio)
    ours = StableAudio3Pipeline(
        **modules_of(parts), tokenizer=parts.tokenizer, scheduler=theirs.scheduler
    )
    ours.set_progress_bar_config(disable=True)

    sounds = [
        pipeline(PROMPT, duration=SECONDS, generator=torch.Generator().manual_seed(1)).audios
        for pipeline in (ours, theirs)
    ]

    assert torch.equal(*sounds)
    assert sounds[0].shape == (1, 2, round(SECONDS * 44_100))


def test_the_sound_follows_prompt_and_seed_and_is_of_moderate_level(
    tiny_stable_audio: Path, parts: Parts
) -> None:
    pipeline = StableAudio3Pipeline(
        **modules_of(parts),
        tokenizer=parts.tokenizer,
        scheduler=FlowMatchEulerDiscreteScheduler.from_pretrained(tiny_stable_audio / "scheduler"),
    )
    pipeline.set_progress_bar_config(disable=True)

    def render(prompt: str, seed: int) -> torch.Tensor:
        generator = torch.Generator().manual_seed(seed)
        return pipeline(prompt, duration=SECONDS, generator=generator).audios.flatten()

    rain, dog, other = render("rain", 1), render("dog", 1), render("rain", 2)

    assert 0.01 < rain.std() < 0.5
    assert rain.abs().max() < 1
    for different in (dog, other):
        assert torch.corrcoef(torch.stack([rain, different]))[0, 1] < 0.9


def test_samples_become_latents_and_samples_again(parts: Parts) -> None:
    noise = 0.1 * torch.randn(1, 2, 3 * 4096, generator=torch.Generator().manual_seed(1))

    with torch.inference_mode():
        latents = parts.vae.encode(noise).latents
        samples = parts.vae.decode(latents).sample

    assert latents.shape == (1, parts.transformer.config.io_channels, 3)
    assert 0.1 < latents.std() < 3
    assert samples.shape == noise.shape


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what is mapped on Linux alone")
def test_float32_on_the_cpu_is_the_mapped_file(parts: Parts) -> None:
    for name, module in modules_of(parts).items():
        address = next(module.parameters()).data_ptr()
        assert mapped_file(address).parent.name == name


def mapped_file(address: int) -> Path:
    for line in Path("/proc/self/maps").read_text().splitlines():
        begin, end = (int(word, 16) for word in line.split()[0].split("-"))
        if begin <= address < end:
            return Path(line.split()[-1])
    raise AssertionError("the address is not mapped")


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_weights_are_loaded_as_float32(dtype: torch.dtype, spoilt: Path) -> None:
    wanted = {}
    for name, file_name in WEIGHT_FILES.items():
        tensors = load_file(spoilt / file_name)
        wanted[name] = {key: tensor.to(dtype) for key, tensor in tensors.items()}
        save_file(wanted[name], spoilt / file_name)

    loaded = modules_of(load_parts(spoilt, CPU, torch.float32))

    for name, module in loaded.items():
        for key, tensor in module.state_dict().items():
            assert tensor.dtype == torch.float32
            assert torch.equal(tensor, wanted[name][key].float()), key


def test_a_matrix_dtype_applies_only_to_the_linear_layers_of_the_blocks(
    parts: Parts, tiny_stable_audio: Path
) -> None:
    halved = modules_of(load_parts(tiny_stable_audio, CPU, torch.bfloat16))

    for name, module in modules_of(parts).items():
        state = halved[name].state_dict()
        for key, tensor in module.state_dict().items():
            assert torch.equal(state[key], tensor.to(state[key].dtype)), key
    halves = {
        f"{name}.{key}"
        for name, module in halved.items()
        for key, tensor in module.state_dict().items()
        if tensor.dtype == torch.bfloat16
    }
    assert "transformer.transformer_blocks.1.self_attn.to_qkv.weight" in halves
    assert "text_encoder.encoder.layers.1.mlp.up_proj.weight" in halves
    assert not any("norm" in key or key.startswith(("vae", "duration")) for key in halves)


def test_the_cast_of_weights_can_be_chosen(tiny_stable_audio: Path) -> None:
    def narrow(skeleton: Skeleton, dtype: torch.dtype) -> None:
        skeleton.vae.decoder.proj.to(dtype)

    parts = load_parts(tiny_stable_audio, CPU, torch.bfloat16, narrow)

    assert parts.vae.decoder.proj.weight.dtype == torch.bfloat16
    assert parts.transformer.proj_in.weight.dtype == torch.float32


def test_sharded_weights_are_the_same_weights(parts: Parts, spoilt: Path) -> None:
    for file_name in WEIGHT_FILES.values():
        shard(spoilt / file_name, count=2)

    divided = modules_of(load_parts(spoilt, CPU, torch.float32))

    for name, module in modules_of(parts).items():
        state = divided[name].state_dict()
        assert all(torch.equal(state[key], tensor) for key, tensor in module.state_dict().items())


def test_an_unneeded_tensor_is_accepted(spoilt: Path) -> None:
    tensors = load_file(spoilt / WEIGHT_FILES["text_encoder"])
    save_file(
        {**tensors, "decoder.norm.weight": torch.zeros(4)}, spoilt / WEIGHT_FILES["text_encoder"]
    )

    load_parts(spoilt, CPU, torch.float32)


def test_tokenizer_covers_every_letter_and_begins_a_prompt(parts: Parts) -> None:
    ids = parts.tokenizer(PROMPT).input_ids

    assert parts.tokenizer.unk_token_id not in ids
    assert ids[0] == parts.tokenizer.bos_token_id
    assert parts.tokenizer.decode(ids, skip_special_tokens=True) == PROMPT


def test_nothing_waits_for_training_or_on_the_meta_device(parts: Parts) -> None:
    for module in modules_of(parts).values():
        assert not module.training
        for tensor in (*module.parameters(), *module.buffers()):
            assert not tensor.requires_grad
            assert tensor.device == CPU


def test_loading_draws_no_random_numbers(tiny_stable_audio: Path) -> None:
    before = torch.get_rng_state()

    load_parts(tiny_stable_audio, CPU, torch.float32)

    assert torch.equal(torch.get_rng_state(), before)


def test_loading_needs_no_network(tiny_stable_audio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("loading opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    load_parts(tiny_stable_audio, CPU, torch.float32)


def test_the_revision_is_of_the_content(parts: Parts, spoilt: Path) -> None:
    assert load_parts(spoilt, CPU, torch.float32).revision == parts.revision
    tensors = load_file(spoilt / WEIGHT_FILES["vae"])
    save_file({key: 2 * tensor for key, tensor in tensors.items()}, spoilt / WEIGHT_FILES["vae"])

    assert load_parts(spoilt, CPU, torch.float32).revision != parts.revision
