import re
from collections.abc import Callable, Iterator

import pytest
import torch
from diffusers import FluxTransformer2DModel
from torch import Tensor, nn
from transformers import T5Config, T5EncoderModel

from envsound_server.engines.tangoflux import precision
from envsound_server.engines.tangoflux.precision import halve, resolve_dtype

CPU = torch.device("cpu")
AUDIO_FRAMES, TEXT_TOKENS = 40, 6

torch.set_num_threads(1)


def transformer(device: str = "cpu") -> FluxTransformer2DModel:
    torch.manual_seed(5)
    with torch.device(device):
        model = FluxTransformer2DModel(
            in_channels=64,
            num_layers=2,
            num_single_layers=3,
            attention_head_dim=128,
            num_attention_heads=2,
            joint_attention_dim=64,
            pooled_projection_dim=64,
        )
    return model.eval().requires_grad_(False)


def text_encoder() -> T5EncoderModel:
    torch.manual_seed(6)
    config = T5Config(
        vocab_size=100,
        d_model=64,
        d_kv=16,
        d_ff=128,
        num_layers=2,
        num_heads=4,
        feed_forward_proj="gated-gelu",
    )
    return T5EncoderModel(config).eval().requires_grad_(False)


def velocity(model: FluxTransformer2DModel) -> Tensor:
    generator = torch.Generator().manual_seed(7)
    output: Tensor = model(
        hidden_states=torch.randn(2, AUDIO_FRAMES, 64, generator=generator),
        encoder_hidden_states=torch.randn(2, TEXT_TOKENS, 64, generator=generator),
        pooled_projections=torch.randn(2, 64, generator=generator),
        timestep=torch.tensor([0.5, 0.02]),
        img_ids=torch.arange(AUDIO_FRAMES).float()[:, None].repeat(1, 3),
        txt_ids=torch.zeros(TEXT_TOKENS, 3),
        return_dict=False,
    )[0]
    return output


def relative_error(approximate: Tensor, exact: Tensor) -> float:
    return float((approximate - exact).norm() / exact.norm())


def dtypes(model: nn.Module) -> dict[str, torch.dtype]:
    return {name: parameter.dtype for name, parameter in model.named_parameters()}


def test_halved_transformer_answers_in_float32_and_nearly_the_same() -> None:
    exact = velocity(transformer())
    model = transformer()
    halve(model, torch.bfloat16)
    rounded = velocity(model)
    assert rounded.dtype == torch.float32
    assert 0 < relative_error(rounded, exact) < 2e-2


def test_halved_text_encoder_answers_in_float32_and_nearly_the_same() -> None:
    tokens = torch.arange(8)[None]
    exact = text_encoder()(input_ids=tokens)[0]
    model = text_encoder()
    halve(model, torch.bfloat16)
    rounded = model(input_ids=tokens)[0]
    assert rounded.dtype == torch.float32
    assert 0 < relative_error(rounded, exact) < 2e-2


def test_only_the_products_of_the_blocks_are_halved() -> None:
    model = transformer()
    halve(model, torch.bfloat16)
    for name, dtype in dtypes(model).items():
        is_product = ".attn.to_" in name or ".attn.add_" in name or ".ff" in name
        is_product |= name.startswith("single_") and (".proj_mlp." in name or ".proj_out." in name)
        assert dtype == (torch.bfloat16 if is_product else torch.float32), name


def test_time_is_not_rounded() -> None:
    model = transformer()
    halve(model, torch.bfloat16)
    times, pooled = torch.tensor([20.0, 19.99]), torch.zeros(2, 64)
    embedded = model.time_text_embed(times, pooled)
    assert torch.equal(embedded, transformer().time_text_embed(times, pooled))
    assert not torch.equal(embedded[0], embedded[1])  # bfloat16 would make one time of the two


def test_text_encoder_keeps_embeddings_and_norms() -> None:
    model = text_encoder()
    halve(model, torch.bfloat16)
    for name, dtype in dtypes(model).items():
        is_product = ".SelfAttention." in name or ".DenseReluDense." in name
        is_product &= "relative_attention_bias" not in name
        assert dtype == (torch.bfloat16 if is_product else torch.float32), name


def test_float32_changes_nothing() -> None:
    model = transformer()
    halve(model, torch.float32)
    assert set(dtypes(model).values()) == {torch.float32}
    assert torch.equal(velocity(model), velocity(transformer()))


def test_modules_without_memory_stay_so() -> None:
    model = transformer("meta")
    halve(model, torch.bfloat16)
    assert {parameter.device.type for parameter in model.parameters()} == {"meta"}
    assert torch.bfloat16 in dtypes(model).values()
    assert not any(parameter.requires_grad for parameter in model.parameters())


@pytest.fixture
def bfloat16_seconds(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float], None]]:
    """Sets how long a product takes in bfloat16; in float32 it takes 1 s."""

    def take(seconds: float) -> None:
        precision._is_faster_on_cpu.cache_clear()
        monkeypatch.setattr(
            precision,
            "product_seconds",
            lambda _device, dtype, _size: seconds if dtype == torch.bfloat16 else 1.0,
        )

    yield take
    precision._is_faster_on_cpu.cache_clear()


@pytest.mark.parametrize("flag", ["avx512_bf16", "amx_bf16", "bf16"])
@pytest.mark.parametrize(
    ("seconds", "dtype"), [(0.5, torch.bfloat16), (0.9, torch.float32), (1.7, torch.float32)]
)
def test_auto_is_bfloat16_where_the_cpu_multiplies_it_faster(
    monkeypatch: pytest.MonkeyPatch,
    bfloat16_seconds: Callable[[float], None],
    flag: str,
    seconds: float,
    dtype: torch.dtype,
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True, flag: True})
    bfloat16_seconds(seconds)
    assert resolve_dtype("auto", CPU) == dtype


def test_the_log_tells_once_what_the_trial_found(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
    precision._is_faster_on_cpu.cache_clear()
    caplog.set_level("INFO", precision.__name__)
    chosen = {resolve_dtype("auto", CPU) for _ in range(2)}
    (line,) = caplog.messages
    found = re.search(r"bfloat16 are ([\d.]+) times as fast", line)
    assert found is not None
    is_worth_it = float(found[1]) >= 1.2
    assert chosen == {torch.bfloat16 if is_worth_it else torch.float32}


def test_auto_is_float32_where_the_cpu_does_not(
    monkeypatch: pytest.MonkeyPatch, bfloat16_seconds: Callable[[float], None]
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True, "amx_bf16": False})
    bfloat16_seconds(0.5)
    assert resolve_dtype("auto", CPU) == torch.float32


@pytest.mark.parametrize(
    ("has_instructions", "dtype"), [(True, torch.bfloat16), (False, torch.float32)]
)
def test_auto_on_a_gpu_follows_its_instructions(
    monkeypatch: pytest.MonkeyPatch, has_instructions: bool, dtype: torch.dtype
) -> None:
    def is_bf16_supported(including_emulation: bool = True) -> bool:
        return including_emulation or has_instructions

    monkeypatch.setattr(torch.cuda, "is_bf16_supported", is_bf16_supported)
    assert resolve_dtype("auto", torch.device("cuda")) == dtype


def test_a_named_dtype_is_taken_and_another_is_refused_by_name() -> None:
    assert resolve_dtype("bfloat16", CPU) == torch.bfloat16
    assert resolve_dtype("float32", torch.device("cuda")) == torch.float32
    with pytest.raises(ValueError, match="TANGOFLUX_DTYPE is auto, float32 or bfloat16"):
        resolve_dtype("float16", CPU)
